//! One run of another program, with errors that say which.

mod overheard;

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context, Error, Result, anyhow, bail};

/// A program about to be run.
pub(crate) struct Tool {
    command: Command,
    line: String,
}

impl Tool {
    /// Names the program, which runs as if it had been started from the shell and not from `cargo run`.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let name = Path::new(program).file_name().unwrap_or(program);
        let mut command = Command::new(program);
        // Build scripts (ring's, for one) watch these variables, so that a build begun here and the same build
        // begun by hand would each undo the other.
        for (variable, _) in std::env::vars_os().filter(|(name, _)| is_from_cargo_run(name)) {
            command.env_remove(variable);
        }
        Self { line: name.to_string_lossy().into_owned(), command }
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        self.line = format!("{} {}", self.line, argument.to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    pub(crate) fn args<I>(self, arguments: I) -> Self
    where
        I: IntoIterator<Item: AsRef<OsStr>>,
    {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets an environment variable; its value never shows in an error.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Applies a set of variables: a value sets one, `None` takes it away.
    pub(crate) fn envs<'a>(mut self, variables: impl IntoIterator<Item = &'a (String, Option<OsString>)>) -> Self {
        for (name, value) in variables {
            match value {
                Some(value) => self.command.env(name, value),
                None => self.command.env_remove(name),
            };
        }
        self
    }

    /// Sets the working folder.
    pub(crate) fn folder(mut self, path: impl AsRef<Path>) -> Self {
        self.command.current_dir(path);
        self
    }

    /// Runs to the end; what it prints goes where ours does. Where that is a file, as in continuous integration, a
    /// failure repeats the lines that tell why: much else may have been printed since.
    pub(crate) fn run(mut self) -> Result<()> {
        if io::stdout().is_terminal() {
            let status = self.command.stdin(Stdio::null()).status();
            return self.judge(status);
        }
        match overheard::run(&mut self.command) {
            Ok((status, lines)) if !status.success() => bail!("{}\n{}", self.failed(status), lines.join("\n")),
            ran => self.judge(ran.map(|(status, _)| status)),
        }
    }

    /// Runs to the end and shows what was printed only on failure.
    pub(crate) fn run_quietly(self) -> Result<()> {
        self.output().map(drop)
    }

    /// Runs to the end and returns standard output; a failure carries all that was printed.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{}\n{}", self.failed(output.status), format!("{printed}{complaint}").trim_end());
    }

    /// Runs to the end and returns standard error, which some programs report on; a failure carries the end of it.
    pub(crate) fn complaints(mut self) -> Result<String> {
        const LAST: usize = 40;
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        let printed = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let lines: Vec<&str> = printed.lines().collect();
        bail!("{}\n{}", self.failed(output.status), lines[lines.len().saturating_sub(LAST)..].join("\n"));
    }

    /// Starts it with pipes on standard input and output, for [`crate::service::Service`].
    pub(crate) fn spawn(mut self) -> Result<Child> {
        let child = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        child.map_err(|error| self.not_started(&error))
    }

    fn judge(&self, status: io::Result<ExitStatus>) -> Result<()> {
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(self.failed(status)),
            Err(error) => Err(self.not_started(&error)),
        }
    }

    fn failed(&self, status: ExitStatus) -> Error {
        anyhow!("`{}` failed ({status})", self.line)
    }

    fn not_started(&self, error: &io::Error) -> Error {
        let program = self.command.get_program().display();
        match error.kind() {
            io::ErrorKind::NotFound => anyhow!("{program} is missing, so `{}` cannot run", self.line),
            _ => anyhow!("`{}` cannot be started: {error}", self.line),
        }
    }
}

/// Whether `cargo run` sets a variable to describe the package that it runs.
fn is_from_cargo_run(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_")
}

/// Reads a text file, naming it when that fails.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Writes a text file, naming it when that fails.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_what_the_program_printed() {
        assert_eq!(Tool::new("echo").args(["two", "words"]).output().unwrap(), "two words\n");
    }

    #[test]
    fn a_program_does_not_see_which_package_started_it() {
        // `cargo test` sets the variable as `cargo run` does.
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
        let seen = Tool::new("sh").args(["-c", "echo \"<$CARGO_MANIFEST_DIR$CARGO_PKG_NAME>\""]);
        assert_eq!(seen.output().unwrap(), "<>\n");
    }

    #[test]
    fn a_failure_names_the_command_and_shows_what_it_printed() {
        let error = Tool::new("sh").args(["-c", "echo because; exit 3"]).output().unwrap_err().to_string();
        assert!(error.contains("`sh -c") && error.contains("exit status: 3") && error.ends_with("because"), "{error}");
    }

    #[test]
    fn what_went_to_standard_error_is_returned_or_stands_in_the_error() {
        let said = |line: &str| Tool::new("sh").args(["-c", line]).complaints();
        assert_eq!(said("echo out; echo heard >&2").unwrap(), "heard\n");
        let error = said("echo because >&2; exit 3").unwrap_err().to_string();
        assert!(error.contains("exit status: 3") && error.ends_with("because"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named_in_one_line() {
        let error = Tool::new("no-such-program-here").arg("now").run().unwrap_err().to_string();
        assert_eq!(error, "no-such-program-here is missing, so `no-such-program-here now` cannot run");
    }

    #[test]
    fn values_of_variables_stay_out_of_errors() {
        let tool = Tool::new("false").env("SOME_KEY", "hidden-value");
        assert!(!tool.run().unwrap_err().to_string().contains("hidden-value"));
    }

    #[test]
    fn a_variable_without_a_value_is_taken_away() {
        let gone = [("PATH_OF_NOTHING".to_owned(), None), ("KEPT".to_owned(), Some("yes".into()))];
        let tool = Tool::new("sh").env("PATH_OF_NOTHING", "x").envs(&gone).args(["-c", "echo $KEPT$PATH_OF_NOTHING"]);
        assert_eq!(tool.output().unwrap(), "yes\n");
    }
}
