//! Text as a JSON string. Most of what is sent is text, and most of it needs no escapes: it is looked through in blocks, which
//! the compiler turns into vector instructions, and copied in runs.

/// As many bytes as are looked at together.
const BLOCK: usize = 32;

/// Appends `text` as a JSON string, quotes included. Only what must be escaped is.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    out.reserve(rest.len() + 2);
    out.push(b'"');
    while let Some(at) = first_special(rest) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        if let [byte, after @ ..] = special {
            escape(out, *byte);
            rest = after;
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Where the first byte is that cannot stand in a JSON string as it is.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let plain =
        bytes.chunks_exact(BLOCK).take_while(|block| !block.iter().fold(false, |any, byte| any | special(*byte)));
    let start = plain.count() * BLOCK;
    bytes.iter().skip(start).position(|byte| special(*byte)).map(|at| start + at)
}

const fn special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 0xf)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}
