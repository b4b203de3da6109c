//! Faults of this machine: nothing left to make a connection from.

use std::{fs::File, process::Command};

use tidings::{Client, ErrorKind, Reason, Sent};

use crate::server::{BUSY, Run, hello};

/// Holds the base URL in the process that has few descriptors.
const CHILD: &str = "TIDINGS_TEST_FEW_DESCRIPTORS";

#[tokio::test]
async fn a_call_without_a_free_descriptor_is_a_connect_error_and_the_next_one_with_one_succeeds() {
    if let Ok(url) = std::env::var(CHILD) {
        return without_a_descriptor(&url).await;
    }
    let run = Run::of("create_text");
    let name =
        "faults_resources::a_call_without_a_free_descriptor_is_a_connect_error_and_the_next_one_with_one_succeeds";
    let mut child = Command::new("sh");
    child.args(["-c", "ulimit -n 64 && exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    child.args(["--exact", name, "--nocapture"]).env(CHILD, run.url());
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(run.log_now().len(), 1);
}

async fn without_a_descriptor(url: &str) {
    let client = Client::builder()
        .base_url(url)
        .api_key("k")
        .trust_env(false)
        .connect_timeout(BUSY)
        .max_retries(0)
        .build()
        .unwrap();
    let taken: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    let error = client.messages().create(&hello()).await.unwrap_err();
    drop(taken);
    let facts = (error.kind(), error.reason(), error.sent(), error.may_have_run(), error.is_retryable());
    assert_eq!(facts, (ErrorKind::Connect, Some(Reason::Resource), Sent::None, false, true), "{error:?}");
    assert!(client.messages().create(&hello()).await.is_ok());
}
