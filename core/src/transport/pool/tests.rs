//! Which connection a request goes over: servers of plain threads, so that a test of one thread decides what the client has
//! seen of them.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    time::Duration,
};

use super::super::{Body, HttpTransport, Outgoing, Progress, RequestHead, Transport as _};
use crate::{
    error::Error,
    network::{Network, NetworkOptions},
};

#[cfg(target_os = "linux")]
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// Long enough for what another thread does at once.
const MOMENT: Duration = Duration::from_millis(100);

fn transport() -> HttpTransport {
    HttpTransport::new(&Network::resolve(NetworkOptions::default(), &|_| None).unwrap(), None)
}

/// A server which does `serve` with each connection and its number, on a thread for each.
fn server(serve: impl Fn(usize, TcpStream) + Clone + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(number, stream.unwrap()));
        }
    });
    address
}

/// Answers one request with the number of its connection.
fn answer(number: usize, stream: &mut TcpStream) -> bool {
    let mut request = [0; 4096];
    let is_there = stream.read(&mut request).is_ok_and(|length| length > 0);
    is_there && stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{number}").as_bytes()).is_ok()
}

fn answer_all(number: usize, mut stream: TcpStream) {
    while answer(number, &mut stream) {}
}

async fn begin(transport: &HttpTransport, address: SocketAddr) -> Result<http::Response<Body>, Error> {
    transport.send(RequestHead::get(&format!("http://{address}/")), Outgoing::Empty, &Progress::default()).await
}

async fn read(mut answer: http::Response<Body>) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = answer.body_mut().chunk().await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all)
}

async fn get(transport: &HttpTransport, address: SocketAddr) -> String {
    String::from_utf8(read(begin(transport, address).await.unwrap()).await.unwrap()).unwrap()
}

#[tokio::test]
async fn requests_behind_each_other_share_a_connection_and_those_at_once_have_one_each() {
    let (transport, address) = (transport(), server(answer_all));
    assert_eq!((get(&transport, address).await, get(&transport, address).await), ("0".into(), "0".into()));
    let one = begin(&transport, address).await.unwrap();
    let two = begin(&transport, address).await.unwrap();
    assert_eq!((read(one).await.unwrap(), read(two).await.unwrap()), (b"0".to_vec(), b"1".to_vec()));
    // The one used last is the first to be used again.
    assert_eq!(get(&transport, address).await, "1");
}

#[tokio::test]
async fn servers_have_their_own_connections() {
    let (transport, one, other) = (transport(), server(answer_all), server(answer_all));
    for address in [one, other, one, other] {
        assert_eq!(get(&transport, address).await, "0");
    }
}

#[tokio::test]
async fn a_connection_whose_answer_nobody_reads_to_its_end_is_closed() {
    let (ended, has_ended) = mpsc::channel();
    let address = server(move |_, mut stream| {
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok").unwrap();
        ended.send(stream.read(&mut [0; 1]).is_ok_and(|length| length > 0)).unwrap();
    });
    drop(begin(&transport(), address).await.unwrap());
    tokio::time::sleep(MOMENT).await;
    assert_eq!(has_ended.recv_timeout(MOMENT * 50), Ok(false));
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_is_not_used() {
    let (closed, is_closed) = mpsc::channel();
    let address = server(move |number, mut stream| {
        answer(number, &mut stream);
        drop(stream);
        closed.send(()).unwrap();
    });
    let transport = transport();
    assert_eq!(get(&transport, address).await, "0");
    is_closed.recv_timeout(MOMENT * 50).unwrap();
    // Its task has its turn to see that.
    tokio::time::sleep(MOMENT).await;
    assert_eq!(get(&transport, address).await, "1");
}

#[tokio::test]
async fn a_connection_that_is_idle_for_long_is_closed_by_us() {
    let (ended, has_ended) = mpsc::channel();
    let address = server(move |number, stream| {
        answer_all(number, stream);
        ended.send(()).unwrap();
    });
    let transport = transport();
    assert_eq!(get(&transport, address).await, "0");
    tokio::time::sleep(MOMENT).await;
    assert_eq!(has_ended.try_recv(), Err(mpsc::TryRecvError::Empty));
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(52)).await;
    tokio::time::resume();
    tokio::time::sleep(MOMENT).await;
    assert_eq!(has_ended.recv_timeout(MOMENT * 50), Ok(()));
    assert_eq!(get(&transport, address).await, "1");
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_request_takes_what_becomes_free_while_its_own_connection_is_opened() {
    // One connection may wait to be accepted, and does; so opening another takes its time.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    rustix::net::listen(&listener, 0).unwrap();
    let address = listener.local_addr().unwrap();
    let transport = transport();
    let accept = async {
        tokio::time::sleep(MOMENT).await;
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&ANSWER[..ANSWER.len() - 1]).unwrap();
        stream
    };
    let (first, mut stream) = tokio::join!(begin(&transport, address), accept);
    let _waiting = TcpStream::connect(address).unwrap();
    let free = async {
        tokio::time::sleep(MOMENT).await;
        stream.write_all(b"k").unwrap();
        assert_eq!(read(first.unwrap()).await.unwrap(), b"ok");
        tokio::time::sleep(MOMENT).await;
        stream.write_all(ANSWER).unwrap();
    };
    let (second, ()) = tokio::join!(begin(&transport, address), free);
    assert_eq!(read(second.unwrap()).await.unwrap(), b"ok");
}
