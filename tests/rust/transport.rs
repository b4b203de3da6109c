//! Faults below the HTTP status: what each is called, how much had left, whether it is tried again.

use std::{sync::Arc, time::Duration};

use tidings::{CallOptions, Error, ErrorKind, Message, Reason, Request, Sent};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Notify,
};

use crate::{
    peer::{MESSAGE, Peer, answer, answer_all, builder, linger, nobody, reset, take_request},
    server::hello,
};

/// What an error is, in a few words: kind, reason, how much had left, whether it is worth another try.
fn facts(error: &Error) -> (ErrorKind, Option<Reason>, Sent, bool) {
    (error.kind(), error.reason(), error.sent(), error.is_retryable())
}

async fn ask(peer: &Peer) -> Result<Message, Error> {
    peer.client().messages().create(&hello()).await
}

/// What becomes of an answer of these bytes, followed by the end of the connection.
async fn failure(said: impl Into<Vec<u8>>) -> Error {
    ask(&Peer::saying(said).await).await.unwrap_err()
}

/// More than any buffer on the way takes.
fn large() -> Request {
    Request::post("/v1/anything", vec![b'x'; 30 << 20])
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let (_socket, address) = nobody();
    let error = builder(&format!("http://{address}")).build().unwrap().messages().create(&hello()).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Connect, Some(Reason::Refused), Sent::None, true), "{error:?}");
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_looked_for_twice_and_no_more() {
    let client = builder("http://nothing.invalid").max_retries(5).connect_timeout(Duration::MAX).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Connect, Some(Reason::Dns), Sent::None, false), "{error:?}");
    assert_eq!(error.attempts(), 2);
}

#[tokio::test]
async fn what_is_no_http_is_shown_and_not_asked_again() {
    let error = failure("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n").await;
    assert_eq!(facts(&error), (ErrorKind::Transport, Some(Reason::Protocol), Sent::Full, false), "{error:?}");
    assert!(error.message().contains("it began with 53 53 48 2d 32 2e 30 2d"), "{error}");
    for said in [
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x".to_owned(),
        format!(
            "HTTP/1.1 200 OK\r\ncontent-length: 200\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{MESSAGE}\r\n0\r\n\r\n",
            MESSAGE.len()
        ),
        "HTTP/1.1 200 OK\r\nx-odd: a\0b\r\ncontent-length: 2\r\n\r\n{}".to_owned(),
    ] {
        let error = failure(said.as_str()).await;
        assert_eq!(facts(&error), (ErrorKind::Transport, Some(Reason::Protocol), Sent::Full, false), "{error:?}");
    }
}

#[tokio::test]
async fn a_head_is_bounded_in_bytes_and_in_headers() {
    let long = format!("HTTP/1.1 200 OK\r\nx-long: {}\r\n\r\n", "x".repeat(200 << 10));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x-a: b\r\n".repeat(101));
    for head in [long, many] {
        let error = failure(head).await;
        assert_eq!(facts(&error), (ErrorKind::LimitExceeded, Some(Reason::HeadSize), Sent::Full, false), "{error:?}");
    }
    let body = answer(MESSAGE);
    let some = format!("HTTP/1.1 200 OK\r\nx-long: {}\r\n{}", "x".repeat(60 << 10), "x-a: b\r\n".repeat(95));
    let good = [some.as_bytes(), body.strip_prefix(b"HTTP/1.1 200 OK\r\n").unwrap()].concat();
    assert_eq!(ask(&Peer::saying(good).await).await.unwrap().text(), "Hi");
}

#[tokio::test]
async fn interim_answers_are_passed_over_up_to_a_bound() {
    let with =
        |count| ["HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".repeat(count).into_bytes(), answer(MESSAGE)].concat();
    assert_eq!(ask(&Peer::saying(with(16)).await).await.unwrap().text(), "Hi");
    let endless = Peer::start(|_, mut stream| async move {
        take_request(&mut stream).await;
        while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.is_ok() {}
    })
    .await;
    let error = ask(&endless).await.unwrap_err();
    let wanted = (ErrorKind::LimitExceeded, Some(Reason::InterimAnswers), Sent::Full, false);
    assert_eq!(facts(&error), wanted, "{error:?}");
}

#[tokio::test]
async fn a_connection_that_ends_before_the_head_is_whole_may_have_cost_an_answer() {
    for said in ["", "HTTP/1.1 200 OK\r\ncontent-le"] {
        let error = failure(said).await;
        assert_eq!(facts(&error), (ErrorKind::Transport, Some(Reason::Closed), Sent::Full, true), "{said:?} {error:?}");
        assert!(error.may_have_run());
        let peer = Peer::start(move |_, mut stream| async move {
            take_request(&mut stream).await;
            stream.write_all(said.as_bytes()).await.unwrap();
            reset(stream);
        })
        .await;
        let error = ask(&peer).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), error.is_retryable()), (ErrorKind::Transport, Sent::Full, true));
        assert_eq!(error.reason(), Some(Reason::Reset), "{said:?} {error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_in_its_body_says_how() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    for (rest, reason) in [
        ("content-length: 100\r\n\r\n{", Reason::Closed),
        ("transfer-encoding: chunked\r\n\r\n5\r\n{", Reason::Closed),
        ("transfer-encoding: chunked\r\n\r\nno number\r\n{", Reason::Protocol),
        ("transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{", Reason::Protocol),
    ] {
        let error = failure(format!("{head}{rest}")).await;
        assert_eq!(facts(&error), (ErrorKind::Transport, Some(reason), Sent::Full, true), "{rest:?} {error:?}");
        assert_eq!(error.status(), Some(200));
    }
}

#[tokio::test]
async fn a_body_in_a_coding_that_was_not_asked_for_is_never_read_as_text() {
    let coded = |status| format!("HTTP/1.1 {status}\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{{}}");
    let error = failure(coded("200 OK")).await;
    let wanted = (ErrorKind::UnexpectedResponse, Some(Reason::Decode), Sent::Full, false);
    assert_eq!(facts(&error), wanted, "{error:?}");
    assert_eq!(failure(coded("502 Bad Gateway")).await.status(), Some(502));
}

#[tokio::test]
async fn a_server_that_takes_nothing_ends_the_write_limit() {
    let peer = Peer::start(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let limit = Duration::from_millis(300);
    for client in [peer.builder().write_timeout(limit).build().unwrap(), peer.client()] {
        let error = client.send(&large().with(CallOptions::new().write_timeout(limit))).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Timeout, Some(Reason::WriteLimit), Sent::Partial, true), "{error:?}");
        assert!(error.message().contains("write limit of 300ms, after "), "{error}");
    }
}

#[tokio::test]
async fn a_slow_server_that_takes_a_little_again_and_again_is_waited_for() {
    let peer = Peer::start(|_, mut stream| async move {
        let mut taken = vec![0; 4 << 20];
        for _ in 0..8 {
            tokio::time::sleep(Duration::from_millis(200)).await;
            stream.read_exact(&mut taken[..3 << 20]).await.unwrap();
        }
        stream.write_all(&answer("{}")).await.unwrap();
        linger(stream).await;
    })
    .await;
    // In all it takes longer than the limit, but it never stands still for so long.
    let client = peer.builder().write_timeout(Duration::from_millis(1400)).build().unwrap();
    client.send(&large()).await.unwrap();
}

#[tokio::test]
async fn one_timer_bounds_a_head_that_trickles() {
    let peer = Peer::start(|_, mut stream| async move {
        take_request(&mut stream).await;
        for byte in b"HTTP/1.1 200 OK\r\nx-very-slow: ".iter().cycle() {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let client = peer.builder().head_timeout(Duration::from_millis(300)).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Timeout, Some(Reason::HeadLimit), Sent::Full, false), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_comes_before_the_request_was_read_wins_over_the_broken_pipe() {
    const TOO_LARGE: &str = "HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    for is_gentle in [true, false] {
        for _ in 0..5 {
            let peer = Peer::start(move |_, mut stream| async move {
                let _ = stream.read(&mut [0; 100]).await;
                stream.write_all(TOO_LARGE.as_bytes()).await.unwrap();
                if is_gentle {
                    stream.shutdown().await.unwrap();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                // What was not read turns the end into a reset.
                drop(stream);
            })
            .await;
            let error = peer.client().send(&large()).await.unwrap_err();
            assert_eq!((error.status(), error.is_retryable()), (Some(413), false), "gentle: {is_gentle} {error:?}");
        }
    }
}

#[tokio::test]
async fn a_pooled_connection_that_was_closed_meanwhile_costs_nothing() {
    let peer = Peer::start(|_, mut stream| async move {
        take_request(&mut stream).await;
        stream.write_all(&answer(MESSAGE)).await.unwrap();
        linger(stream).await;
    })
    .await;
    let client = peer.client();
    for round in 1..=3 {
        client.messages().create(&hello()).await.unwrap();
        assert_eq!(peer.connections(), round);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_pooled_connection_that_breaks_when_it_is_used_is_replaced() {
    let peer = Peer::start(|number, mut stream| async move {
        if number > 0 {
            return answer_all(stream).await;
        }
        take_request(&mut stream).await;
        stream.write_all(&answer(MESSAGE)).await.unwrap();
        take_request(&mut stream).await;
        reset(stream);
    })
    .await;
    let client = peer.builder().max_retries(1).build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let again = client
        .send(&Request::messages(
            "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        ))
        .await
        .unwrap();
    assert_eq!((again.attempts, peer.connections()), (2, 2));
}

#[tokio::test]
async fn calls_beyond_the_most_connections_wait_until_an_answer_has_been_read() {
    let hold = Arc::new(Notify::new());
    let gate = hold.clone();
    let peer = Peer::start(move |_, mut stream| {
        let gate = gate.clone();
        async move {
            while take_request(&mut stream).await.is_some() {
                let whole = answer(MESSAGE);
                let (most, last) = whole.split_at(whole.len() - 1);
                stream.write_all(most).await.unwrap();
                gate.notified().await;
                stream.write_all(last).await.unwrap();
            }
        }
    })
    .await;
    let client = peer.builder().max_connections(1).build().unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.messages().create(&hello()).await }
    });
    while peer.connections() == 0 {
        tokio::task::yield_now().await;
    }
    let late = Request::messages(serde_json::to_vec(&hello()).unwrap())
        .with(CallOptions::new().total_timeout(Duration::from_millis(200)));
    let error = client.send(&late).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.reason(), error.sent()),
        (ErrorKind::Timeout, Some(Reason::PoolLimit), Sent::None),
        "{error:?}"
    );
    hold.notify_one();
    first.await.unwrap().unwrap();
    hold.notify_one();
    client.messages().create(&hello()).await.unwrap();
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn a_connection_comes_from_the_address_that_was_asked_for() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let peer = Peer::start(move |_, stream| {
        tell.send(stream.peer_addr().unwrap().ip().to_string()).unwrap();
        answer_all(stream)
    })
    .await;
    let client = peer.builder().local_address("127.0.0.2".parse().unwrap()).build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    assert_eq!(told.recv().await.unwrap(), "127.0.0.2");
}

#[tokio::test]
async fn a_407_of_a_server_is_no_word_of_a_proxy() {
    let error = failure("HTTP/1.1 407 No\r\ncontent-length: 2\r\n\r\n{}").await;
    assert_eq!((error.status(), error.is_retryable()), (Some(407), false), "{error:?}");
    assert!(error.kind() != ErrorKind::Connect && error.reason() != Some(Reason::Proxy), "{error:?}");
}
