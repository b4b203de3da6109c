//! Reading a message's JSON in one pass: only what the accessors give, everything else stays as it came.

use tidings::host::Skim;

use super::{Block, Message, Part, Place, Store, Tokens};
use crate::{boundary::Misuse, result::ResultCode};

impl Message {
    /// The message that `json` holds; `None` if it is not a JSON object. Fields of other types than expected count as
    /// absent; of those that are repeated the last counts.
    pub(crate) fn parse(json: &[u8], request_id: Option<&str>) -> Option<Self> {
        std::str::from_utf8(json).ok()?;
        let mut message = Self::empty(json);
        let mut skim = Skim::new(json);
        let whole = skim.object(|skim, name| message.take(name, skim))?;
        if !whole.starts_with(b"{") || !skim.is_at_end() {
            return None;
        }
        message.text = message.joined();
        message.request_id = request_id.map(|id| message.store.put_name(id));
        Some(message)
    }

    fn empty(json: &[u8]) -> Self {
        Self {
            store: Store::new(json),
            json: Place::first(json.len()),
            id: None,
            role: None,
            model: None,
            stop_reason: None,
            stop_sequence: None,
            text: Place::first(0),
            content: None,
            blocks: Vec::new(),
            usage: None,
            tokens: Tokens::default(),
            request_id: None,
        }
    }

    /// Takes a field.
    fn take(&mut self, name: &[u8], skim: &mut Skim<'_>) -> Option<()> {
        match name {
            b"id" => self.id = self.store.add_name(skim.value()?),
            b"role" => self.role = self.store.add_name(skim.value()?),
            b"model" => self.model = self.store.add_name(skim.value()?),
            b"stop_reason" => self.stop_reason = self.store.add_name(skim.value()?),
            b"stop_sequence" => self.stop_sequence = self.store.add_name(skim.value()?),
            b"content" => {
                let Self { store, blocks, .. } = self;
                blocks.clear();
                let content = skim.array(|skim| {
                    blocks.push(Block::parse(skim, store)?);
                    Some(())
                })?;
                self.content = Some(part(skim, content));
            }
            b"usage" => {
                let (usage, tokens) = Tokens::parse(skim)?;
                self.tokens = tokens;
                self.usage = part_that_begins(b'{', skim, usage);
            }
            _ => drop(skim.value()?),
        }
        Some(())
    }

    /// Where the texts of all blocks are, joined. Those of one block are joined already.
    fn joined(&mut self) -> Place {
        let texts = || self.blocks.iter().filter_map(|block| block.text);
        let mut first_two = texts();
        match (first_two.next(), first_two.next()) {
            (Some(only), None) => only,
            _ => self.store.join(texts()),
        }
    }

    /// The content, to be sent back as it came.
    pub(crate) fn content(&self) -> Result<&[u8], Misuse> {
        let content = self.content.as_ref().map(|part| self.store.json(part));
        content.ok_or_else(|| Misuse::new(ResultCode::VALIDATION, "the message has no content"))
    }
}

impl Block {
    fn parse(skim: &mut Skim<'_>, store: &mut Store) -> Option<Self> {
        let [mut kind, mut text, mut thinking, mut signature, mut id, mut name] = [None; 6];
        let (mut citations, mut input) = (None, None);
        let json = skim.object(|skim, field| {
            let value = skim.value()?;
            match field {
                b"type" => kind = Some(value),
                b"text" => text = Some(value),
                b"thinking" => thinking = Some(value),
                b"signature" => signature = Some(value),
                b"id" => id = Some(value),
                b"name" => name = Some(value),
                b"citations" => citations = part_that_begins(b'[', skim, value),
                b"input" => input = Some(part(skim, value)),
                _ => {}
            }
            Some(())
        })?;
        let json = part(skim, json);
        let kind = kind.and_then(|kind| store.add_name(kind));
        let word = kind.map_or(&b""[..], |kind| store.text(kind).as_bytes());
        let is_text = word == b"text";
        let is_thinking = word == b"thinking";
        // Calls of tools that run on the server look alike; their type tells them apart.
        let is_tool = word.ends_with(b"tool_use");
        Some(Self {
            json,
            kind,
            text: text.filter(|_| is_text).and_then(|text| store.add(text)),
            citations: citations.filter(|_| is_text),
            thinking: thinking.filter(|_| is_thinking).and_then(|thinking| store.add(thinking)),
            signature: signature.filter(|_| is_thinking).and_then(|signature| store.add(signature)),
            tool_id: id.filter(|_| is_tool).and_then(|id| store.add_name(id)),
            tool_name: name.filter(|_| is_tool).and_then(|name| store.add_name(name)),
            tool_input: input.filter(|_| is_tool),
        })
    }
}

impl Tokens {
    /// Those of the value that is here, and how it is written. What is no object has none.
    fn parse<'a>(skim: &mut Skim<'a>) -> Option<(&'a [u8], Self)> {
        let mut tokens = Self::default();
        let usage = skim.object(|skim, name| {
            let value = skim.value()?;
            match name {
                b"input_tokens" => tokens.input = number(value),
                b"output_tokens" => tokens.output = number(value),
                b"cache_creation_input_tokens" => tokens.cache_creation = number(value),
                b"cache_read_input_tokens" => tokens.cache_read = number(value),
                _ => {}
            }
            Some(())
        })?;
        Some((usage, tokens))
    }
}

/// The part of the JSON that was passed over last.
fn part(skim: &Skim<'_>, json: &[u8]) -> Part {
    Part::before(skim.position(), json)
}

/// The same for an object or an array; anything else counts as absent.
fn part_that_begins(with: u8, skim: &Skim<'_>, json: &[u8]) -> Option<Part> {
    (json.first() == Some(&with)).then(|| part(skim, json))
}

fn number(json: &[u8]) -> u64 {
    std::str::from_utf8(json).ok().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Message {
        fn shown(&self, place: Option<Place>) -> Option<&str> {
            place.map(|place| std::str::from_utf8(self.store.text(place).as_bytes()).unwrap())
        }

        fn shown_part<'a>(&'a self, part: Option<&'a Part>) -> Option<&'a str> {
            part.map(|part| std::str::from_utf8(self.store.part(part).as_bytes()).unwrap())
        }
    }

    #[test]
    fn texts_are_joined_and_other_blocks_are_left_out() {
        let json =
            br#"{"content":[{"type":"text","text":"a\u0000"},{"type":"new","text":"x"},{"type":"text","text":"b"}]}"#;
        let message = Message::parse(json, None).unwrap();
        assert_eq!(message.shown(Some(message.text)), Some("a\0b"));
        assert_eq!(message.shown_part(Some(&message.blocks[1].json)), Some(r#"{"type":"new","text":"x"}"#));
    }

    #[test]
    fn a_tool_call_keeps_its_input_as_it_came() {
        let json = br#"{"content":[{"type":"tool_use","id":"t1","name":"add","input":{"a": 1.50}}]}"#;
        let message = Message::parse(json, None).unwrap();
        let block = &message.blocks[0];
        assert_eq!(message.shown(block.tool_id), Some("t1"));
        assert_eq!(message.shown(block.tool_name), Some("add"));
        assert_eq!(message.shown_part(block.tool_input.as_ref()), Some(r#"{"a": 1.50}"#));
    }

    #[test]
    fn what_has_no_length_is_not_cut_off_at_a_nul() {
        let json = br#"{"id":"m\u00001","model":"a\u0000b","stop_reason":"c\u0000d","stop_sequence":"e\u0000f",
            "content":[{"type":"tool_use","id":"t\u00002","name":"g\u0000h","input":{}}]}"#;
        let message = Message::parse(json, None).unwrap();
        let Message { id, model, stop_reason, stop_sequence, .. } = message;
        let block = &message.blocks[0];
        let texts = [id, model, stop_reason, stop_sequence, block.tool_id, block.tool_name];
        let expected = ["m 1", "a b", "c d", "e f", "t 2", "g h"];
        assert_eq!(texts.map(|text| message.shown(text).unwrap()), expected);
    }

    #[test]
    fn fields_of_other_types_count_as_absent() {
        let message = Message::parse(br#"{"id":5,"usage":[],"content":"text","model":null}"#, Some("req_1")).unwrap();
        assert!(message.id.is_none() && message.model.is_none() && message.blocks.is_empty());
        assert!(message.usage.is_none() && message.content.is_some() && message.shown(Some(message.text)) == Some(""));
        assert_eq!((message.tokens.input, message.shown(message.request_id)), (0, Some("req_1")));
    }

    #[test]
    fn of_what_is_repeated_the_last_counts() {
        let json = br#"{"id":"a","usage":{"input_tokens":1,"output_tokens":2,"output_tokens":3},"id":7,"content":[{}],
            "content":[{"type":"new","text":"a","type":"text","t\u0065xt":"b"},{"text":"c","type":"text"}, "other"],
            "usage":{"output_tokens":4,"cache_read_input_tokens":-0,"cache_creation_input_tokens":18446744073709551616}}"#;
        let message = Message::parse(json, None).unwrap();
        let Tokens { input, output, cache_creation, cache_read } = message.tokens;
        assert_eq!([input, output, cache_creation, cache_read], [0, 4, 0, 0]);
        assert_eq!((message.shown(message.id), message.shown(Some(message.text))), (None, Some("bc")));
        let blocks = [0, 1, 2].map(|index| message.shown(message.blocks[index].text));
        assert_eq!((blocks, message.blocks.len()), ([Some("b"), Some("c"), None], 3));
        assert_eq!(message.shown_part(Some(&message.blocks[2].json)), Some(r#""other""#));
    }

    #[test]
    fn what_is_no_object_is_no_message() {
        for other in [&b"[]"[..], b"\xff", b"{\"\xff\":1}", b"{} 1", b"{\"id\":}", b"", b"null"] {
            assert!(Message::parse(other, None).is_none(), "{}", other.escape_ascii());
        }
    }

    #[test]
    fn the_content_goes_back_as_it_came() {
        let message = Message::parse(br#"{"content":[{"type":"new", "n":1.0}]}"#, None).unwrap();
        assert_eq!(message.content().unwrap(), br#"[{"type":"new", "n":1.0}]"#);
        assert_eq!(Message::parse(b"{}", None).unwrap().content().unwrap_err().code, ResultCode::VALIDATION);
    }
}
