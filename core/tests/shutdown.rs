//! The end of the runtime, with calls that begin and end all the while. In a process of its own, since all share the runtime.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use tidings::{Client, Error, ErrorKind, Request, host};

const ENDS: usize = 100;
const CALLERS: usize = 6;

#[test]
fn a_call_that_meets_the_end_of_the_runtime_is_cancelled_and_nothing_else() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|socket| drop(thread::spawn(|| answer(socket.unwrap())))));
    let client = Client::builder().base_url(base_url).api_key("k").max_retries(0).build().unwrap();
    for _ in 0..ENDS {
        thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(|| call_until_it_fails(&client))).collect();
            thread::sleep(Duration::from_millis(2));
            while !callers.iter().all(thread::ScopedJoinHandle::is_finished) {
                host::shutdown(Duration::from_secs(1));
            }
            for caller in callers {
                let error = caller.join().unwrap();
                assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}");
            }
        });
    }
    assert_eq!(host::run(&client, request(), None).unwrap().head.status, 200, "a later call has a runtime of its own");
}

fn call_until_it_fails(client: &Client) -> Error {
    loop {
        if let Err(error) = host::run(client, request(), None) {
            return error;
        }
    }
}

fn request() -> Request {
    Request::get("/v1/models")
}

/// Answers whatever is asked, for as long as somebody asks.
fn answer(mut socket: TcpStream) {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    while socket.read(&mut [0; 4096]).is_ok_and(|read| read > 0) && socket.write_all(answer).is_ok() {}
}
