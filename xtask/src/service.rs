//! A server that runs beside a step and never outlives it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::Tool;

const START_LIMIT: Duration = Duration::from_secs(120);
const STOP_LIMIT: Duration = Duration::from_secs(2);

/// A running server that printed its base URL as its first line.
///
/// Dropping it closes the server's standard input, which both of ours take as the sign to end, and kills it
/// if it has not ended within two seconds. Should this process be killed outright, the system closes that
/// input, with the same effect.
pub(crate) struct Service {
    child: Child,
    url: String,
}

impl Service {
    /// Starts the server and waits, two minutes at most, for its first line.
    pub(crate) fn start(tool: Tool) -> Result<Self> {
        let mut child = tool.spawn()?;
        let stdout = child.stdout.take().context("the server's standard output is not a pipe")?;
        // Built before the wait, so that its drop ends the child whatever happens below.
        let mut service = Self { child, url: String::new() };
        service.url = first_line(stdout)?;
        Ok(service)
    }

    /// The base URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let began = Instant::now();
        while began.elapsed() < STOP_LIMIT {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(10)),
                _ => return,
            }
        }
        // Nothing is left to do about a child that can be neither killed nor waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first line that the server prints; the rest is read and dropped, so that it never blocks on a full pipe.
fn first_line(stdout: ChildStdout) -> Result<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = String::new();
        let read = reader.read_line(&mut line);
        if sender.send(read.map(|_| line)).is_ok() {
            let _ = std::io::copy(&mut reader as &mut dyn Read, &mut std::io::sink() as &mut dyn Write);
        }
    });
    let line = receiver.recv_timeout(START_LIMIT).context("the server printed nothing in two minutes")??;
    match line.trim() {
        "" => bail!("the server ended before it was ready"),
        url if url.starts_with("http://") => Ok(url.to_owned()),
        other => bail!("the server's first line is not a base URL: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(text: &str) -> Result<Service> {
        Service::start(Tool::new("sh").args(["-c", text]))
    }

    #[test]
    fn the_first_line_is_the_base_url() {
        let service = script("echo http://127.0.0.1:7; cat >/dev/null").unwrap();
        assert_eq!(service.url(), "http://127.0.0.1:7");
    }

    #[test]
    fn a_server_that_ends_at_once_is_an_error() {
        let error = script("exit 1").err().unwrap().to_string();
        assert_eq!(error, "the server ended before it was ready");
    }

    #[test]
    fn another_first_line_is_an_error_that_shows_it() {
        let error = script("echo hello; cat >/dev/null").err().unwrap().to_string();
        assert!(error.ends_with("hello"), "{error}");
    }

    #[test]
    fn dropping_it_ends_a_server_that_does_not_listen() {
        let service = script("trap '' HUP; echo http://127.0.0.1:7; exec sleep 600").unwrap();
        let process = std::path::PathBuf::from(format!("/proc/{}", service.child.id()));
        assert!(process.exists());
        drop(service);
        assert!(!process.exists());
    }
}
