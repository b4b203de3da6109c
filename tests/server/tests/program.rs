//! The program, as the tests of other languages start it.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    process::{Command, Stdio},
};

use serde_json::json;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings-test-server"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn the_first_line_is_the_url_and_the_end_of_stdin_is_the_end() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    let mut child = program().args(["--exit-with-stdin", "--scenarios", table]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /play/create_text/r/ HTTP/1.1\r\n\r\n").unwrap();
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status).unwrap();
    assert_eq!(status, "HTTP/1.1 200 \r\n");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_unknown_argument_is_an_error_that_names_it() {
    let output = program().arg("--prot").output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("--prot"));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_table_that_cannot_be_read_is_an_error_that_names_the_row() {
    let folder = std::env::temp_dir().join(format!("tidings-table-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let row = json!([{"name": "bad_row", "why": "x", "script": [], "expect": {"error": {"kind": "connect"}}}]);
    std::fs::write(folder.join("rows.json"), row.to_string()).unwrap();
    let output = program().arg("--scenarios").arg(&folder).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("bad_row"));
}
