//! Secrets that no row of the table has: tokens from a provider, and the password of a proxy in front of plain HTTP.

use std::{io, time::Duration};

use serde_json::{Value, json};
use tidings::{Client, ClientBuilder, ErrorKind, MessageParams, Token, TokenError};
use tidings_test_server::{KEY, PASSWORD, PROMPT, Place};

use crate::{
    faults_places::ground,
    faults_table::every_form,
    faults_witness as witness,
    server::{BUSY, Run},
};

/// Makes a whole call and a stream, looks at everything on the way, and says how the whole call ended.
async fn calls(name: &str, builder: ClientBuilder) -> Result<(), ErrorKind> {
    let builder = witness::watch(builder.max_retries(1));
    witness::look(name, &format!("{builder:?} {builder:#?}"));
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => return Err(ended(name, &error)),
    };
    let params = MessageParams::new("m", 8).user(PROMPT);
    let whole = client.messages().create(&params).await.map(drop).map_err(|error| ended(name, &error));
    match client.messages().stream(&params).await {
        Ok(stream) => witness::look(name, &format!("{stream:?}")),
        Err(error) => drop(ended(name, &error)),
    }
    witness::look_at_client(name, &client);
    whole
}

fn ended(name: &str, error: &tidings::Error) -> ErrorKind {
    witness::look(name, &every_form(error));
    error.kind()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_a_provider_is_shown_nowhere() {
    witness::begin();
    let fine = json!([{"json": {"content": []}}, {"fixture": "01_text"}]);
    let refused = json!([{"status": 401}]);
    witness::look("a token", &format!("{:?} {:#?}", token(), token()));
    for (answers, outcome) in [
        (&fine, Ok(())),
        (&refused, Err(ErrorKind::Authentication)),
        (&json!([{"status": 500}]), Err(ErrorKind::InternalServer)),
        (&json!([{"raw": [], "then": "reset"}]), Err(ErrorKind::Transport)),
    ] {
        let builder = run(answers).builder().credentials(async || Ok(token()));
        assert_eq!(calls("a provider", builder).await, outcome, "{answers}");
    }
    let broken = || run(&fine).builder().credentials(async || Ok(Token::new(format!("{KEY}\n{KEY}"))));
    assert_eq!(calls("a token that cannot be sent", broken()).await, Err(ErrorKind::Config));
    witness::nothing_leaked();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_gives_away_nothing_of_the_token_it_had() {
    witness::begin();
    let fine = json!([{"json": {"content": []}}]);
    witness::look("no token", &format!("{:?} {:#?}", closed(), closed()));
    let without = run(&fine).builder().credentials(async || Err(closed()));
    assert_eq!(calls("a provider without a token", without).await, Err(ErrorKind::Authentication));
    let panicking = run(&fine).builder().blocking_credentials(|| panic!("{KEY}"));
    assert_eq!(calls("a provider that panics", panicking).await, Err(ErrorKind::Authentication));
    witness::nothing_leaked();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_a_proxy_is_shown_nowhere() {
    witness::begin();
    let password = PASSWORD.replace('/', "%2F");
    let client = |base: &str, proxy: String| {
        Client::builder().api_key(KEY).trust_env(false).base_url(base).connect_timeout(BUSY).proxy(proxy)
    };
    for base in ["http://behind-the-proxy.invalid", "https://behind-the-proxy.invalid"] {
        for says in [
            "HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 502 No\r\ncontent-length: 4\r\n\r\nGone",
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nGone",
            "SSH-2.0-OpenSSH\r\n\r\n",
            "",
        ] {
            let says_it: Vec<_> = Some(json!({"text": says})).into_iter().filter(|_| !says.is_empty()).collect();
            let place: Place =
                serde_json::from_value(json!({"proxy": {"says": says_it, "then": "half_close"}})).unwrap();
            let ground = ground(&place, &[]).await;
            let outcome = calls(says, client(base, ground.way().proxy.clone().unwrap())).await;
            assert!(outcome.is_err(), "{base}: {says}");
        }
        let nobody = ground(&Place::Refused, &[]).await.way().base_url.replace("://", &format!("://user:{password}@"));
        let nobody = client(base, nobody);
        assert_eq!(calls("no proxy", nobody).await, Err(ErrorKind::Connect));
    }
    for proxy in
        ["ftp://user:PASSWORD@host", "http://user:PASSWORD@", "http://user:PASSWORD@host:99999", "user:PASSWORD@host:x"]
    {
        let broken = client("https://behind-the-proxy.invalid", proxy.replace("PASSWORD", PASSWORD));
        assert_eq!(calls("a proxy that is none", broken).await, Err(ErrorKind::Config), "{proxy}");
    }
    witness::nothing_leaked();
}

fn token() -> Token {
    Token::new(KEY).expires_in(Duration::from_secs(60))
}

fn closed() -> TokenError {
    TokenError::from(io::Error::other("the vault is closed")).retryable()
}

fn run(answers: &Value) -> Run {
    Run::script(answers.clone())
}
