//! What the server says, for comparison with what a client made of it.

use serde_json::{Value, json};

const WORDS: [&str; 12] =
    ["Tides ", "rise ", "and ", "fall ", "twice ", "a ", "lunar ", "day, ", "as ", "the ", "moon ", "passes. "];
/// Characters in a piece of a tool's input.
const FRAGMENT: usize = 20;

/// The pieces of text of a streamed answer.
pub(crate) fn text_pieces(count: usize) -> impl Iterator<Item = &'static str> {
    WORDS.into_iter().cycle().take(count)
}

/// What a tool is called with: records, as much of them as fills `count` pieces.
pub(crate) fn tool_input(count: usize) -> Value {
    let (mut records, mut size) = (Vec::new(), 0);
    while size < count * FRAGMENT {
        let number = u32::try_from(records.len()).expect("few records");
        let name = format!("station {number}");
        let record = json!({"id": number, "name": name, "level": f64::from(number) / 8.0, "open": number % 3 == 0});
        size += record.to_string().len() + 1;
        records.push(record);
    }
    json!({"stations": records})
}
