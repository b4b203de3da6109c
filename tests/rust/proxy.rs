//! Through a real proxy, tinyproxy: a tunnel to a TLS server, plain requests, credentials, and what goes past it.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tidings::{Client, ErrorKind, Reason, Sent};
use tidings_test_server::Authority;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};

use crate::{
    peer::{MESSAGE, Peer, builder, nobody, take_request},
    server::hello,
    tls::serve,
};

/// A running proxy; ends with the test.
struct Proxy {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Proxy {
    /// Starts one that wants these credentials.
    async fn start(credentials: Option<(&str, &str)>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("tidings-proxy-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let credentials = credentials.map_or_else(String::new, |(name, word)| format!("BasicAuth {name} {word}\n"));
        let settings =
            format!("Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nAllow 127.0.0.1\n{credentials}");
        let file = folder.join("tinyproxy.conf");
        fs::write(&file, settings).unwrap();
        let mut command = Command::new("tinyproxy");
        command.arg("-d").arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("tinyproxy is needed: Debian has it in the package tinyproxy-bin");
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { process, folder, port }
    }

    fn url(&self, credentials: &str) -> String {
        format!("http://{credentials}127.0.0.1:{}", self.port)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // A proxy that has ended already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A server without TLS that says whether a request came through a proxy, and which of the proxy's credentials came along.
async fn plain() -> Peer {
    Peer::start(|_, mut stream| async move {
        while let Some(request) = take_request(&mut stream).await {
            let request = request.to_lowercase();
            let via = if request.contains("\r\nvia: ") { "proxy" } else { "direct" };
            let told = request.contains("proxy-authorization");
            let head = format!("content-type: application/json\r\nx-via: {via}\r\nx-told: {told}");
            let answer = format!("HTTP/1.1 200 OK\r\n{head}\r\ncontent-length: {}\r\n\r\n{MESSAGE}", MESSAGE.len());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    })
    .await
}

/// The way that a request took, as the server saw it.
async fn way(client: &Client) -> String {
    let (_, answer) = client.messages().create(&hello()).with_response().await.unwrap();
    assert_eq!(answer.head.headers["x-told"], "false", "the proxy's credentials are none of the server's business");
    answer.head.headers["x-via"].to_str().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "needs tinyproxy; the step `proxy` runs it"]
async fn a_tunnel_leads_to_a_server_that_speaks_tls() {
    let authority = Authority::new("ours");
    let peer = serve(authority.sign("localhost").acceptor(&["h2", "http/1.1"], None)).await;
    let proxy = Proxy::start(Some(("me", "w.rd"))).await;
    let url = format!("https://localhost:{}", peer.address.port());
    let client = |credentials| {
        builder(&url).max_retries(2).ca_bundle(authority.pem()).proxy(proxy.url(credentials)).build().unwrap()
    };
    let (_, answer) = client("me:w%2Erd@").messages().create(&hello()).with_response().await.unwrap();
    assert_eq!(answer.head.headers["x-http"], "2");
    assert_eq!(peer.connections(), 1);
    // This proxy asks who is there with 407, and says 401 to somebody else.
    for (credentials, status) in [("", 407), ("me:SECRET@", 401)] {
        let error = client(credentials).messages().create(&hello()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.reason(), error.status()),
            (ErrorKind::Connect, Some(Reason::Proxy), Some(status))
        );
        assert_eq!((error.sent(), error.may_have_run(), error.attempts()), (Sent::None, false, 1), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("SECRET"));
    }
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
#[ignore = "needs tinyproxy; the step `proxy` runs it"]
async fn a_server_that_the_proxy_cannot_reach_may_be_there_later() {
    let (_socket, nobody) = nobody();
    let proxy = Proxy::start(None).await;
    let client = builder(&format!("https://{nobody}")).proxy(proxy.url("")).max_retries(1).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Connect, Some(Reason::Proxy)), "{error:?}");
    assert!(error.status().is_some_and(|status| status >= 500) && error.attempts() == 2, "{error:?}");
    drop(proxy);
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Connect, Some(Reason::Refused)), "{error:?}");
    assert!(error.message().contains("to the proxy"), "{error}");
}

#[tokio::test]
#[ignore = "needs tinyproxy; the step `proxy` runs it"]
async fn plain_requests_go_through_with_credentials_for_the_proxy_only() {
    let (peer, proxy) = (plain().await, Proxy::start(Some(("me", "word"))).await);
    let client = |credentials| peer.builder().max_retries(2).proxy(proxy.url(credentials)).build().unwrap();
    for _ in 0..2 {
        assert_eq!(way(&client("me:word@")).await, "proxy");
    }
    let error = client("").messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Connect, Some(407), 1), "{error:?}");
    assert_eq!(way(&peer.client()).await, "direct");
}

#[tokio::test]
#[ignore = "needs tinyproxy; the step `proxy` runs it"]
async fn the_environment_names_the_proxy_and_what_goes_past_it() {
    let (peer, proxy) = (plain().await, Proxy::start(None).await);
    // This machine, by an address that does not say so.
    let url = format!("http://0.0.0.0:{}", peer.address.port());
    for (host, except, wanted) in [
        (url.as_str(), "", "proxy"),
        (&url, "example.com, 0.0.0.0", "direct"),
        (&url, "0.0.0.0:1", "proxy"),
        (&url, "0.0.0.0/8", "direct"),
        (&peer.url(), "", "direct"),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "proxy::a_child_goes_the_way_that_its_environment_says", "--ignored", "--nocapture"]);
        child.env("http_proxy", proxy.url("")).env("NO_PROXY", except).env_remove("no_proxy");
        child.env("TIDINGS_TEST_URL", host).env("TIDINGS_TEST_WAY", wanted);
        let child = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
        assert!(child.status.success(), "{host} {except:?}: {}", String::from_utf8_lossy(&child.stdout));
    }
}

#[tokio::test]
#[ignore = "a part of `the_environment_names_the_proxy_and_what_goes_past_it`"]
async fn a_child_goes_the_way_that_its_environment_says() {
    // By itself there is nothing to go.
    let (Ok(url), Ok(wanted)) = (std::env::var("TIDINGS_TEST_URL"), std::env::var("TIDINGS_TEST_WAY")) else { return };
    let client = Client::builder().base_url(&url).api_key("k").max_retries(0).build().unwrap();
    assert_eq!(way(&client).await, wanted);
    assert_eq!(way(&builder(&url).build().unwrap()).await, "direct");
}
