//! The table of what is counted.

use crate::{
    calls, events,
    harness::{Case, Failure, Work},
    requests, samples, streams,
};

/// How many deltas the streams have.
const DELTAS: usize = 5_000;
/// What a read of a socket may bring.
const CHUNK: usize = 16 << 10;
/// Of the input of a tool: its bytes, and those of one piece.
const INPUT: (usize, usize) = (100_000, 20);
/// Of a conversation of 2.4 MB: its turns, and the bytes of each.
const CONVERSATION: (usize, usize) = (600, 4_000);
/// Images that are 10 MB in base64: how many, and the bytes of each.
const IMAGES: (usize, usize) = (10, 750_000);
/// The bytes of an answer that is whole.
const ANSWER: usize = 100_000;

/// Every case, in the order of the way that a call goes.
pub(crate) const CASES: [Case; 27] = [
    case("client", "a client built", || Ok(calls::build())),
    case("request_write_small", "a short question written as JSON", || requests::write(requests::small())),
    case("request_write_large", "a conversation of 2.4 MB written", || requests::write(conversation())),
    case("request_write_images", "10 MB of images written", || requests::write(images()?)),
    case("request_encode_images", "the same images put into a request, in base64", || {
        Ok(requests::encode(IMAGES.0, IMAGES.1))
    }),
    case("request_check_small", "the short question looked over", || requests::check(&requests::small())),
    case("request_check_large", "the 2.4 MB looked over", || requests::check(&conversation())),
    case("request_check_images", "the 10 MB looked over", || requests::check(&images()?)),
    case("headers_plain", "the headers of an attempt, none of its own", || requests::headers(0)),
    case("headers_layered", "the same with four headers of the call", || requests::headers(4)),
    case("call_small", "a small call, all but the connection", calls::create),
    case("answer_skim", "an answer of 100 KB passed over", || Ok(calls::skim(ANSWER))),
    case("answer_read", "the same answer read into its type", || Ok(calls::read(ANSWER))),
    case("sse_many", "frames of 5,000 deltas, many in a chunk", || {
        with_text(|answer| Ok(events::decode(answer.chunks(CHUNK), answer)))
    }),
    case("sse_single", "the same, each in a chunk of its own", || {
        with_text(|answer| Ok(events::decode(answer.one_by_one(), answer)))
    }),
    case("sse_cut", "the same in chunks of 100 bytes, which cut nearly every event", || {
        with_text(|answer| Ok(events::decode(answer.chunks(100), answer)))
    }),
    case("fold_unread", "5,000 deltas folded, their JSON read", || with_text(|answer| Ok(events::fold_unread(answer)))),
    case("fold_read", "the same, read before", || with_text(events::fold_read)),
    case("stream_many", "bytes to events to message, 5,000 deltas, many in a chunk", || {
        with_text(|answer| streams::read(answer.chunks(CHUNK), answer))
    }),
    case("stream_single", "the same, each in a chunk of its own", || {
        with_text(|answer| streams::read(answer.one_by_one(), answer))
    }),
    case("stream_cut", "the same in chunks of 100 bytes", || {
        with_text(|answer| streams::read(answer.chunks(100), answer))
    }),
    case("stream_fold", "the same in Rust, only the message wanted, many in a chunk", || {
        with_text(|answer| streams::fold(answer.chunks(CHUNK), answer))
    }),
    case("stream_typed", "the same in Rust, every event a value of its type, many in a chunk", || {
        with_text(|answer| streams::typed(answer.chunks(CHUNK), answer))
    }),
    case("stream_texts", "the same in Rust, its texts one by one, many in a chunk", || {
        with_text(|answer| streams::texts(answer.chunks(CHUNK), answer))
    }),
    case("stream_tool", "a tool's input of 100 KB in deltas of 20 bytes, many in a chunk", || {
        let answer = samples::tool_answer(&samples::tool_input(INPUT.0), INPUT.1);
        streams::read(answer.chunks(CHUNK), &answer)
    }),
    case("partial_json", "the same input read piece by piece, the value looked at after each", || {
        events::partial_json(INPUT.0, INPUT.1)
    }),
    case("mailbox", "10,000 items handed over, one at a time", || Ok(calls::mailbox(10_000))),
];

type Prepared = Result<(Work, usize), Failure>;

const fn case(name: &'static str, about: &'static str, prepare: fn() -> Prepared) -> Case {
    Case { name, about, prepare }
}

fn with_text(prepare: impl FnOnce(&samples::Answer) -> Prepared) -> Prepared {
    prepare(&samples::text_answer(DELTAS))
}

fn conversation() -> tidings::MessageParams {
    requests::conversation(CONVERSATION.0, CONVERSATION.1)
}

fn images() -> Result<tidings::MessageParams, Failure> {
    requests::with_images(IMAGES.0, IMAGES.1)
}
