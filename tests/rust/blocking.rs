//! The face without an async runtime.

use tidings::blocking::Client;

use crate::server::{Run, hello};

#[test]
fn a_message_and_a_stream_without_a_runtime_of_ones_own() {
    let client = Client::from(Run::of("create_text").client());
    assert_eq!(client.create(&hello()).unwrap().text(), "Hello back.");

    let client = Client::from(Run::of("stream_01_text").client());
    let mut stream = client.stream(&hello()).unwrap();
    let text: String = stream.texts().map(Result::unwrap).collect();
    let message = stream.final_message().unwrap();
    assert_eq!(text, message.text());
}

#[test]
fn a_stream_is_an_iterator_of_events() {
    let client = Client::from(Run::of("stream_01_text").client());
    let names: Vec<_> = client.stream(&hello()).unwrap().map(|event| event.unwrap().name().to_owned()).collect();
    assert_eq!((names.first().unwrap().as_str(), names.last().unwrap().as_str()), ("message_start", "message_stop"));
}
