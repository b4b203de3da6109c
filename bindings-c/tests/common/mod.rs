//! Compiling C and C++ programs against the header and the library that cargo has just built.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test program uses a part of it; a test may fail by panicking"
)]

pub(crate) mod probe;

use std::{
    env, fs, io,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tidings_test_server::{LoggedRequest, Options, Outcome, Server};

/// What compiles a language, and its strictest standards first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    C,
    Cpp,
}

impl Language {
    pub(crate) fn standards(self) -> &'static [&'static str] {
        match self {
            Self::C => &["c99", "c11"],
            Self::Cpp => &["c++17", "c++20"],
        }
    }

    fn compiler(self) -> String {
        let (variable, name) = match self {
            Self::C => ("CC", "cc"),
            Self::Cpp => ("CXX", "c++"),
        };
        env::var(variable).ok().filter(|command| !command.trim().is_empty()).unwrap_or_else(|| name.to_owned())
    }
}

/// The folder of this crate. Asked at run time first: a shared target folder may hold the tests of another clone.
pub(crate) fn here() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// The shared library that cargo has built for this test: it lies beside the test's own program.
pub(crate) fn library() -> PathBuf {
    env::current_exe().unwrap().with_file_name("libtidings_c.so")
}

/// The static library, beside the shared one.
pub(crate) fn archive() -> PathBuf {
    library().with_extension("a")
}

/// Compiles a source file below this crate into a program linked with the shared library, and gives its path.
pub(crate) fn program(source: &Path, language: Language, standard: &str) -> PathBuf {
    let folder = linked_folder().display();
    let link = [format!("-L{folder}"), "-ltidings".to_owned(), format!("-Wl,-rpath,{folder}")];
    program_linked(source, language, standard, &link)
}

/// The same with libraries of the caller's choice.
pub(crate) fn program_linked(source: &Path, language: Language, standard: &str, link: &[String]) -> PathBuf {
    let stem = source.file_stem().unwrap().to_str().unwrap();
    // Tests of one program may compile the same file at once, and must not run what another is still writing.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let program = linked_folder().join(format!("{stem}-{standard}-{number}"));
    let output = Command::new(language.compiler())
        .args([&format!("-std={standard}"), "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion"])
        .args(["-Werror", "-pthread", "-o"])
        .arg(&program)
        .arg(here().join(source))
        .arg("-I")
        .arg(here().join("include"))
        .args(link)
        .output()
        .unwrap_or_else(|e| panic!("{} cannot be started: {e}", language.compiler()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    program
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder that holds the library under the names that linkers and loaders look for.
pub(crate) fn linked_folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let program = env::current_exe().unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program.file_stem().unwrap());
        fs::create_dir_all(&folder).unwrap();
        // A copy, so that a build beside the tests cannot take the library away from under them.
        let copy = folder.join("libtidings.so.0");
        fs::copy(library(), &copy).unwrap_or_else(|e| panic!("{} has not been built: {e}", library().display()));
        let link = folder.join("libtidings.so");
        match symlink(&copy, &link) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => panic!("{}: {e}", link.display()),
            _ => {}
        }
        folder
    })
}

/// A command that sees no key of the machine and no proxy.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS"] {
        command.env_remove(name);
    }
    command.env("NO_PROXY", "127.0.0.1");
    command
}

/// Runs a command that must succeed.
pub(crate) fn run(command: &mut Command) -> Output {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{shown}", output.status);
    output
}

/// The server with the scenario table, and names of runs that no other test uses.
pub(crate) struct Bench {
    pub(crate) server: Server,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let options = Options { scenarios: Some(scenarios()), ..Options::default() };
        Self { server: Server::start(options).unwrap() }
    }

    /// The base URL under which `script` is played for `run`.
    pub(crate) fn url(&self, script: &str, run: &str) -> String {
        format!("{}/play/{script}/{run}", self.server.url())
    }

    /// Adds a script of one answer.
    pub(crate) fn script(&self, name: &str, answer: Value) {
        self.server.add_script(name, &[serde_json::from_value(answer).unwrap()]).unwrap();
    }

    /// What the server saw of `run`, once nothing of it is under way.
    pub(crate) fn finished_log(&self, run: &str) -> Vec<LoggedRequest> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.server.log(run);
            let open = log.iter().any(|request| matches!(request.outcome, Outcome::Open | Outcome::Hang));
            if !open || Instant::now() > deadline {
                return log;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The folder of the scenario table.
pub(crate) fn scenarios() -> PathBuf {
    env::var_os("TIDINGS_SCENARIOS").map_or_else(|| here().join("../tests/scenarios"), PathBuf::from)
}
