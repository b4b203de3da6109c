//! Tokens as calls see them: fetched once, renewed in time, renewed once when refused.

use std::{
    error::Error as StdError,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http::HeaderMap;
use serde_json::Value;
use tokio::time::{advance, sleep};
use tracing::Level;

use super::{
    Client,
    scripted::{Listener, Scripted},
};
use crate::{
    error::{Error, ErrorKind, Sent},
    secret::{Token, TokenError},
};

/// A provider that counts how often it is asked; its answers may depend on that, and take a second each.
#[derive(Clone, Default)]
struct Vault(Arc<AtomicUsize>);

impl Vault {
    fn asked(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn client(
        &self,
        transport: &Arc<Scripted>,
        answer: impl Fn(usize) -> Result<Token, TokenError> + Clone + Send + Sync + 'static,
    ) -> Client {
        let count = self.0.clone();
        let provider = move || {
            let (count, answer) = (count.clone(), answer.clone());
            async move {
                let number = count.fetch_add(1, Ordering::SeqCst) + 1;
                sleep(Duration::from_secs(1)).await;
                answer(number)
            }
        };
        let builder = Client::builder().base_url("http://localhost:1").credentials(provider);
        builder.build().unwrap().over(transport.clone())
    }
}

fn numbered(number: usize) -> Token {
    Token::new(format!("t{number}"))
}

/// A server that takes every token but these.
fn refusing(tokens: &'static [&'static str]) -> Arc<Scripted> {
    Scripted::new(move |headers: &HeaderMap| {
        let token = headers["authorization"].to_str().unwrap().trim_start_matches("Bearer ");
        if tokens.contains(&token) {
            (401, r#"{"error":{"type":"authentication_error","message":"No."}}"#)
        } else {
            (200, "{}")
        }
    })
}

async fn get(client: &Client) -> Result<Value, Error> {
    client.get("/v1/x").await
}

/// As many calls at once.
async fn crowd(client: &Client, count: usize) -> Vec<Result<Value, Error>> {
    let call = |client: Client| tokio::spawn(async move { get(&client).await });
    let calls: Vec<_> = (0..count).map(|_| call(client.clone())).collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}

#[tokio::test(start_paused = true)]
async fn two_hundred_calls_at_once_fetch_one_token() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    assert!(crowd(&client, 200).await.iter().all(Result::is_ok));
    assert_eq!((vault.asked(), server.tokens()), (1, vec!["Bearer t1".to_owned(); 200]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_on_many_threads_fetch_one_token() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    assert!(crowd(&client, 200).await.iter().all(Result::is_ok));
    assert_eq!((vault.asked(), server.count()), (1, 200));
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_shortly_before_it_expires() {
    // A tenth of its lifetime before, and at most a minute.
    for (lifetime, still_used, renewed) in [(100, 88, 91), (3600, 3538, 3541)] {
        let (vault, server) = (Vault::default(), refusing(&[]));
        let client =
            vault.client(&server, move |number| Ok(numbered(number).expires_in(Duration::from_secs(lifetime))));
        get(&client).await.unwrap();
        advance(Duration::from_secs(still_used)).await;
        get(&client).await.unwrap();
        assert_eq!(vault.asked(), 1);
        advance(Duration::from_secs(renewed - still_used)).await;
        get(&client).await.unwrap();
        assert_eq!((vault.asked(), server.tokens().last().unwrap().as_str()), (2, "Bearer t2"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_expired_when_it_comes_serves_those_who_wait() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number).expires_in(Duration::ZERO)));
    assert!(crowd(&client, 10).await.iter().all(Result::is_ok));
    assert_eq!(vault.asked(), 1);
    get(&client).await.unwrap();
    assert_eq!(vault.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_leaves_the_old_token_while_it_is_good() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| match number {
        1 => Ok(Token::new("t1").expires_in(Duration::from_secs(1000))),
        _ => Err(TokenError::new("down")),
    });
    get(&client).await.unwrap();
    advance(Duration::from_secs(960)).await;
    assert!(crowd(&client, 10).await.iter().all(Result::is_ok));
    assert_eq!(vault.asked(), 2);
    get(&client).await.unwrap();
    assert_eq!(vault.asked(), 2, "the next attempt to renew it waits a while");
    advance(Duration::from_secs(60)).await;
    assert_eq!(get(&client).await.unwrap_err().kind(), ErrorKind::Authentication);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_and_the_call_repeated_at_once() {
    let (vault, server) = (Vault::default(), refusing(&["t1"]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    let answer = client.get("/v1/x").with_response().await.unwrap().1;
    assert_eq!((answer.attempts, vault.asked()), (2, 2));
    assert_eq!(server.tokens(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn a_second_401_is_the_error() {
    let (vault, server) = (Vault::default(), refusing(&["t1", "t2", "t3"]));
    let error = get(&vault.client(&server, |number| Ok(numbered(number)))).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Authentication, Some(401), 2));
    assert_eq!((vault.asked(), server.count()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn calls_refused_together_renew_once() {
    let (vault, server) = (Vault::default(), refusing(&["t1"]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    assert!(crowd(&client, 50).await.iter().all(Result::is_ok));
    assert_eq!((vault.asked(), server.count()), (2, 100));
}

#[tokio::test(start_paused = true)]
async fn the_same_token_again_is_not_worth_another_attempt() {
    let (vault, server) = (Vault::default(), refusing(&["t"]));
    let error = get(&vault.client(&server, |_| Ok(Token::new("t")))).await.unwrap_err();
    assert_eq!((error.status(), vault.asked(), server.count()), (Some(401), 2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_without_another_is_the_providers_error() {
    let (vault, server) = (Vault::default(), refusing(&["t1"]));
    let client =
        vault.client(&server, |number| if number == 1 { Ok(numbered(1)) } else { Err(TokenError::new("down")) });
    let error = get(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.count()), (ErrorKind::Authentication, 1, 1));
    assert!(error.message().contains("down"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_failed_fetch_fails_all_who_wait_with_its_cause_and_is_not_kept() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| match number {
        1 => Err(io::Error::other("the vault is locked").into()),
        _ => Ok(numbered(number)),
    });
    for error in crowd(&client, 20).await.into_iter().map(Result::unwrap_err) {
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Authentication, Sent::None));
        assert!(!error.is_retryable() && !error.may_have_run());
        assert_eq!(error.source().unwrap().to_string(), "the vault is locked");
    }
    assert_eq!((vault.asked(), server.count()), (1, 0));
    get(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_failed_fetch_is_tried_again_only_if_the_provider_says_so() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let flaky = |number| if number < 3 { Err(TokenError::new("busy").retryable()) } else { Ok(numbered(number)) };
    get(&vault.client(&server, flaky)).await.unwrap();
    assert_eq!((vault.asked(), server.count()), (3, 1));

    let vault = Vault::default();
    let error = get(&vault.client(&server, |_| Err(TokenError::new("busy").retryable()))).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!((error.attempts(), vault.asked()), (3, 3));
}

#[tokio::test(start_paused = true)]
async fn cancelling_calls_that_wait_leaves_the_fetch_to_the_others() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    let first = tokio::spawn({
        let client = client.clone();
        async move { get(&client).await }
    });
    while vault.asked() == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    get(&client).await.unwrap();
    assert_eq!((vault.asked(), server.count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_or_never_answers_ends_the_wait() {
    let server = refusing(&[]);
    let vault = Vault::default();
    let client = vault.client(&server, |_| panic!("hidden"));
    for error in crowd(&client, 5).await.into_iter().map(Result::unwrap_err) {
        assert!(error.message().contains("panicked") && !error.to_string().contains("hidden"), "{error}");
    }
    let client = Client::builder().base_url("http://localhost:1").credentials(std::future::pending).build().unwrap();
    let error = get(&client.over(server.clone())).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.message().contains("120s"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_total_limit_ends_the_wait_for_a_token() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    let limited = crate::CallOptions::new().total_timeout(Duration::from_millis(500));
    let error = client.get("/v1/x").options(limited).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    get(&client).await.unwrap();
    assert_eq!(vault.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_sent_is_told_by_place_and_class() {
    for (token, told) in [
        ("hidden\r\nx: y", "the token from the provider holds a line break at position 7"),
        ("hidd\u{e9}n", "the token from the provider holds a character outside ASCII at position 5"),
        (" \n", "the token from the provider is empty"),
    ] {
        let (vault, server) = (Vault::default(), refusing(&[]));
        let error = get(&vault.client(&server, move |_| Ok(Token::new(token)))).await.unwrap_err();
        assert_eq!((error.kind(), server.count()), (ErrorKind::Config, 0));
        assert!(error.message().contains(told), "{error}");
        assert!(!chain(&error).contains("hidd"), "{error:?}");
    }
}

#[tokio::test]
async fn a_header_set_by_hand_wins_and_the_provider_is_not_asked() {
    let (vault, server) = (Vault::default(), refusing(&["mine"]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    let by_hand = crate::CallOptions::new().header("authorization", "Bearer mine");
    assert_eq!(client.get("/v1/x").options(by_hand).await.unwrap_err().status(), Some(401));
    assert_eq!((vault.asked(), server.count()), (0, 1));
}

#[tokio::test]
async fn a_runtime_that_ends_while_it_fetches_leaves_the_fetch_to_the_next() {
    let (vault, server) = (Vault::default(), refusing(&[]));
    let client = vault.client(&server, |number| Ok(numbered(number)));
    let other = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let abandoned = other.spawn({
        let client = client.clone();
        async move { get(&client).await }
    });
    while vault.asked() == 0 {
        tokio::task::yield_now().await;
    }
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { get(&client).await }
    });
    other.shutdown_background();
    waiting.await.unwrap().unwrap();
    assert!(abandoned.await.is_err());
    assert_eq!(vault.asked(), 2);
}

#[tokio::test]
async fn credentials_over_plain_http_are_warned_of_once_a_client() {
    let listener = Listener::new(Level::WARN);
    let _listening = tracing::subscriber::set_default(listener.clone());
    let server = Scripted::new(|_| (200, "{}"));
    for (base, warnings) in
        [("http://gateway.internal", 1), ("http://127.0.0.1:8080", 0), ("https://gateway.internal", 0)]
    {
        let before = listener.lines().len();
        let client = Client::builder().base_url(base).api_key("sk-hidden").build().unwrap().over(server.clone());
        for _ in 0..3 {
            get(&client).await.unwrap();
        }
        assert_eq!(listener.lines().len() - before, warnings, "{base}");
    }
    let said = listener.lines().concat();
    assert!(said.contains("plain http") && said.contains("gateway.internal") && !said.contains("hidden"), "{said}");
}

/// Everything that an error and its causes show, both ways.
fn chain(error: &Error) -> String {
    let mut shown = String::new();
    let mut cause: Option<&dyn StdError> = Some(error);
    while let Some(error) = cause {
        shown = format!("{shown}{error} {error:?}\n");
        cause = error.source();
    }
    shown
}

#[tokio::test]
async fn no_cause_of_any_error_shows_what_is_secret() {
    let client = |key: &str| Client::builder().base_url("http://127.0.0.1:1").api_key(key).max_retries(0).build();
    let good = client("sk-hidden").unwrap();
    let header = crate::CallOptions::new().header("x-auth", "hidden\n");
    let errors = [
        client("hidden\nhidden").unwrap_err(),
        Client::builder().auth_token("hidden\u{1}").build().unwrap_err(),
        Client::builder().default_header("x-a", "hidden\0").build().unwrap_err(),
        Client::builder().default_header("authorization: hidden", "b").build().unwrap_err(),
        Client::builder().base_url("https://user:hidden@host").build().unwrap_err(),
        Client::builder().base_url("https://host:99999/hidden").build().unwrap_err(),
        Client::builder().base_url("https://host?key=hidden").build().unwrap_err(),
        good.get("/v1/x?key=hidden").await.unwrap_err(),
        good.get("/v1/x\nhidden").await.unwrap_err(),
        good.get("/v1/x?key=hidden<>").await.unwrap_err(),
        good.get("https://user:hidden@127.0.0.1:1/v1/x").await.unwrap_err(),
        good.get("/v1/x").options(header).await.unwrap_err(),
        good.post("/v1/x?key=hidden", "hidden").await.unwrap_err(),
    ];
    for error in errors {
        let shown = chain(&error);
        assert!(!shown.contains("hidden"), "{shown}");
    }
}
