//! What only the transport knows: which errors mean nothing but an old connection.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::network::{Network, NetworkOptions};

/// Reads what is there of a request.
async fn take(stream: &mut TcpStream) {
    assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
}

async fn send(transport: &HttpTransport, address: SocketAddr) -> Result<::http::Response<Body>, Error> {
    transport.send(RequestHead::get(&format!("http://{address}/")), Outgoing::Empty, &Progress::default()).await
}

/// Sends `GET /` and reads the answer to its end.
async fn get(transport: &HttpTransport, address: SocketAddr) -> Result<(), Error> {
    let mut answer = send(transport, address).await?;
    while let Some(chunk) = answer.body_mut().chunk().await {
        chunk?;
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_that_breaks_when_it_is_used_again_is_dead_and_a_new_one_that_breaks_is_not() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            take(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
            take(&mut stream).await;
            stream.set_zero_linger().unwrap();
            drop(stream);
            let (mut stream, _) = listener.accept().await.unwrap();
            take(&mut stream).await;
        }
    });
    let network = Network::resolve(NetworkOptions::default(), &|_| None).unwrap();
    let transport = HttpTransport::new(&network, None);
    get(&transport, address).await.unwrap();
    let old = get(&transport, address).await.unwrap_err();
    assert!(old.is_dead_connection() && old.is_retryable(), "{old:?}");
    let new = get(&transport, address).await.unwrap_err();
    assert!(!new.is_dead_connection() && new.is_retryable(), "{new:?}");
}

#[tokio::test]
async fn what_a_server_sends_as_many_chunks_at_once_comes_as_few() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        take(&mut stream).await;
        let answer =
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}0\r\n\r\n", "2\r\nok\r\n".repeat(100));
        stream.write_all(answer.as_bytes()).await.unwrap();
        take(&mut stream).await;
    });
    let network = Network::resolve(NetworkOptions::default(), &|_| None).unwrap();
    let mut answer = send(&HttpTransport::new(&network, None), address).await.unwrap();
    let (mut body, mut chunks) = (Vec::new(), 0);
    while let Some(chunk) = answer.body_mut().chunk().await {
        body.extend_from_slice(&chunk.unwrap());
        chunks += 1;
    }
    assert_eq!(body, b"ok".repeat(100));
    // It was written at once, so a read or two bring it.
    assert!(chunks <= 5, "{chunks}");
}
