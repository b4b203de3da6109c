//! Compiling C and C++ programs against the header and the library that cargo has just built.

use std::{
    env, fs, io,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

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

/// A way to make a program of a source file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Build {
    /// The command; the one of the language when there is none.
    command: Option<&'static str>,
    language: Language,
    standard: &'static str,
    /// Whether what the compiler would take for C is C++.
    as_cpp: bool,
    /// Whether what the program does is watched by the address and the undefined behaviour sanitizer.
    pub(crate) sanitized: bool,
}

impl Build {
    /// C by the machine's compiler.
    pub(crate) const C: Self = Self::new(Language::C, "c99");
    /// C++ by the machine's compiler.
    pub(crate) const CPP: Self = Self::new(Language::Cpp, "c++17");
    /// A C file as C++.
    pub(crate) const C_AS_CPP: Self = Self { command: Some("g++"), as_cpp: true, ..Self::CPP };
    pub(crate) const CLANG: Self = Self { command: Some("clang"), ..Self::C };
    pub(crate) const CLANG_AS_CPP: Self = Self { command: Some("clang++"), as_cpp: true, ..Self::CPP };
    pub(crate) const CLANG_CPP: Self = Self { command: Some("clang++"), ..Self::CPP };

    pub(crate) const fn new(language: Language, standard: &'static str) -> Self {
        Self { command: None, language, standard, as_cpp: false, sanitized: false }
    }

    pub(crate) const fn sanitized(self) -> Self {
        Self { sanitized: true, ..self }
    }

    /// Whether its compiler is there. Where it must be, as in continuous integration, a missing one is a failure.
    pub(crate) fn is_there(self) -> bool {
        let Some(command) = self.command else { return true };
        is_there(command)
    }

    /// Compiles a source file below this crate into a program linked with the shared library, and gives its path.
    pub(crate) fn program(self, source: &str) -> PathBuf {
        let folder = linked_folder().display();
        self.linked(source.as_ref(), &[format!("-L{folder}"), "-ltidings".to_owned(), format!("-Wl,-rpath,{folder}")])
    }

    fn linked(self, source: &Path, link: &[String]) -> PathBuf {
        let compiler = self.command.map_or_else(|| self.language.compiler(), str::to_owned);
        let stem = source.file_stem().unwrap().to_str().unwrap();
        // Tests of one program may compile the same file at once, and must not run what another is still writing.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let program = linked_folder().join(format!("{stem}-{}-{number}", self.standard));
        let mut command = Command::new(&compiler);
        command
            .args([&format!("-std={}", self.standard), "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow"])
            .args(["-Wconversion", "-Werror", "-pthread", "-o"])
            .arg(&program);
        if self.sanitized {
            let watched = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"];
            command.args(watched);
        }
        if self.as_cpp {
            command.args(["-x", "c++"]);
        }
        command.arg(here().join(source)).args(["-x", "none", "-I"]).arg(here().join("include")).args(link);
        let output = command.output().unwrap_or_else(|e| panic!("{compiler} cannot be started: {e}"));
        assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
        program
    }
}

/// Whether a program is on this machine. Where all have to be, as in continuous integration, a missing one is a failure.
pub(crate) fn is_there(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let there = version.is_ok_and(|status| status.success());
    assert!(there || env::var_os("CI").is_none(), "{program} is not installed (on Debian: apt-get install {program})");
    if !there {
        eprintln!("skipped: {program} is not installed (on Debian: apt-get install {program})");
    }
    there
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
pub(crate) fn program(source: &Path, language: Language, standard: &'static str) -> PathBuf {
    Build::new(language, standard).program(source.to_str().unwrap())
}

/// The same with libraries of the caller's choice.
pub(crate) fn program_linked(source: &Path, language: Language, standard: &'static str, link: &[String]) -> PathBuf {
    Build::new(language, standard).linked(source, link)
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
