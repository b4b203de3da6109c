//! CPU of the client's thread: small calls one after another, and a large download.
use std::io::{Read, Write};
use tidings::{Client, Request};

fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
    let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().map(str::to_owned).collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
#[ignore = "by hand"]
fn r2_perf() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let mut buf = vec![0; 65536];
                let piece = vec![b'x'; 1 << 16];
                loop {
                    let n = stream.read(&mut buf).unwrap_or(0);
                    if n == 0 { return; }
                    if buf.starts_with(b"GET /v1/big") {
                        stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n", 1600 << 16).as_bytes()).unwrap();
                        for _ in 0..1600 { stream.write_all(&piece).unwrap(); }
                    } else {
                        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{\"id\":\"a\"}").unwrap();
                    }
                }
            });
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::builder().base_url(format!("http://127.0.0.1:{port}")).api_key("k").max_retries(0).build().unwrap();
    for _ in 0..3 {
        let a = cpu();
        runtime.block_on(async { for _ in 0..5000 { client.send(&Request::get("/v1/x")).await.unwrap(); } });
        let b = cpu();
        runtime.block_on(async {
            for _ in 0..5 {
                let mut stream = client.fetch(&Request::get("/v1/big").any_answer()).await.unwrap();
                let mut total = 0;
                while let Some(c) = stream.chunk().await.unwrap() { total += c.len(); }
                assert_eq!(total, 1600 << 16);
            }
        });
        let c = cpu();
        eprintln!("PERF small {} us/call, 100 MB {} ms", (b - a) * 10_000 / 5000, (c - b) * 10 / 5);
    }
}
