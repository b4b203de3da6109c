//! What a program prints, passed on line by line, and what of it tells why the program failed.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// How many lines are kept of each kind.
const KEPT: usize = 12;
/// How long to wait for more once the program has ended: one that it left behind may hold its output open.
const LATE: Duration = Duration::from_millis(500);
/// How the programs that run tests begin a line that names a failure.
const MARKS: [&str; 8] = ["FAILED ", "ERROR ", "error", "thread '", "not ok ", "✖ ", "E   ", "assertion "];

/// Runs the program to its end; returns how it ended and the lines that tell most of it.
pub(super) fn run(command: &mut Command) -> io::Result<(ExitStatus, Vec<String>)> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (sender, lines) = mpsc::channel();
    let output = child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    let complaints = child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    for (pipe, to) in [(output, Stream::Output), (complaints, Stream::Complaints)] {
        let sender = sender.clone();
        thread::spawn(move || pipe.map(|pipe| pass_on(pipe, to, &sender)));
    }
    drop(sender);
    let mut kept = Kept::default();
    let status = loop {
        match lines.recv_timeout(LATE) {
            Ok(line) => kept.hear(line),
            Err(RecvTimeoutError::Disconnected) => break child.wait()?,
            Err(RecvTimeoutError::Timeout) => {
                if let Some(status) = child.try_wait()? {
                    break status;
                }
            }
        }
    };
    Ok((status, kept.telling()))
}

#[derive(Clone, Copy)]
enum Stream {
    Output,
    Complaints,
}

fn pass_on(pipe: impl Read, to: Stream, sender: &Sender<String>) {
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        // Where nobody reads what we print, the program goes on all the same.
        let _ = match to {
            Stream::Output => writeln!(io::stdout().lock(), "{line}"),
            Stream::Complaints => writeln!(io::stderr().lock(), "{line}"),
        };
        if sender.send(line).is_err() {
            return;
        }
    }
}

/// The last lines, and the last of those that name a failure.
#[derive(Default)]
struct Kept {
    marked: VecDeque<String>,
    last: VecDeque<String>,
    follows: bool,
}

impl Kept {
    /// Takes a line in. The one after a panic says what it was about.
    fn hear(&mut self, line: String) {
        let is_marked = MARKS.iter().any(|mark| line.trim_start().starts_with(mark));
        if is_marked || self.follows {
            push(&mut self.marked, line.clone());
        }
        self.follows = line.starts_with("thread '");
        if !line.trim().is_empty() {
            push(&mut self.last, line);
        }
    }

    fn telling(self) -> Vec<String> {
        let lines = if self.marked.is_empty() { self.last } else { self.marked };
        lines.into()
    }
}

fn push(lines: &mut VecDeque<String>, line: String) {
    if lines.len() == KEPT {
        lines.pop_front();
    }
    lines.push_back(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(script: &str) -> (bool, Vec<String>) {
        let (status, lines) = run(Command::new("sh").args(["-c", script])).unwrap();
        (status.success(), lines)
    }

    #[test]
    fn the_lines_that_name_a_failure_are_kept() {
        let (success, lines) = heard("echo dull; echo 'FAILED tests/a.py::b'; echo dull; exit 1");
        assert!(!success);
        assert_eq!(lines, ["FAILED tests/a.py::b"]);
    }

    #[test]
    fn what_a_panic_says_is_kept_with_its_place() {
        let (_, lines) =
            heard("echo \"thread 'a' panicked at b.rs:1:\" >&2; echo 'left is not right' >&2; echo note >&2");
        assert_eq!(lines, ["thread 'a' panicked at b.rs:1:", "left is not right"]);
    }

    #[test]
    fn where_no_line_names_a_failure_the_last_ones_are_kept() {
        let (_, lines) = heard("seq 1 100");
        assert_eq!(lines.len(), KEPT);
        assert_eq!(lines.last().map(String::as_str), Some("100"));
    }

    #[test]
    fn a_program_left_behind_holds_up_nothing() {
        let began = std::time::Instant::now();
        let (success, lines) = heard("sleep 100 & echo done");
        assert!(success && began.elapsed() < Duration::from_secs(60));
        assert_eq!(lines, ["done"]);
    }
}
