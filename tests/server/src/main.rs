//! The program `tidings-test-server`: prints its base URL as the first line and serves until it is ended.

use std::{
    error::Error,
    io::{Read as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use tidings_test_server::{Options, Server};

const USAGE: &str = "\
tidings-test-server: a scripted server and demo model for the tests of Tidings

  --port N           listen on this port of 127.0.0.1 (default: any free one)
  --scenarios DIR    play the scripts of this scenario table
  --resources DIR    play the scripts of this table of resource calls too
  --faults DIR       make the places of this table of faults
  --word-delay-ms N  the demo model waits this long before each word (default: 0)
  --exit-with-stdin  end when standard input ends
  --help             print this

The first line on standard output is the base URL.
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tidings-test-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = pico_args::Arguments::from_env();
    if arguments.contains("--help") {
        eprint!("{USAGE}");
        return Ok(());
    }
    let exits_with_stdin = arguments.contains("--exit-with-stdin");
    let options = Options {
        port: arguments.opt_value_from_str("--port")?.unwrap_or(0),
        scenarios: arguments.opt_value_from_str::<_, PathBuf>("--scenarios")?,
        resources: arguments.opt_value_from_str::<_, PathBuf>("--resources")?,
        faults: arguments.opt_value_from_str::<_, PathBuf>("--faults")?,
        word_delay: Duration::from_millis(arguments.opt_value_from_str("--word-delay-ms")?.unwrap_or(0)),
    };
    if let Some(unknown) = arguments.finish().first() {
        return Err(format!("unknown argument {}; see --help", unknown.display()).into());
    }
    let server = Server::start(options)?;
    announce(server.url())?;
    if exits_with_stdin {
        wait_for_the_end_of_stdin();
        return Ok(());
    }
    loop {
        std::thread::park();
    }
}

/// Prints the URL: the one line that tests wait for.
fn announce(url: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{url}")?;
    stdout.flush()
}

fn wait_for_the_end_of_stdin() {
    let mut stdin = std::io::stdin().lock();
    let mut buffer = [0; 1024];
    // An error ends the wait like the end of input does: either way nobody is there any more.
    while stdin.read(&mut buffer).is_ok_and(|length| length > 0) {}
}
