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

/// How this run of the tests has its C and C++ programs compiled and watched. One run has one way, by `TIDINGS_C`, so that
/// every test is a test of every way: see the steps `c-...` of `make test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watch {
    /// The machine's compilers, nothing watches.
    Plain,
    /// The named compiler of C and of C++, and the sanitizers of addresses, leaks and undefined behaviour.
    Sanitized(&'static str, &'static str),
    /// The machine's compilers, and programs run under valgrind.
    Valgrind,
}

impl Watch {
    fn of_this_run() -> Self {
        match env::var("TIDINGS_C").unwrap_or_default().as_str() {
            "" => Self::Plain,
            "gcc" => Self::Sanitized("gcc", "g++"),
            "g++" => Self::Sanitized("g++", "g++"),
            "clang" => Self::Sanitized("clang", "clang++"),
            "clang++" => Self::Sanitized("clang++", "clang++"),
            "valgrind" => Self::Valgrind,
            other => panic!("TIDINGS_C is {other:?}: gcc, g++, clang, clang++ or valgrind"),
        }
    }
}

/// What valgrind must not see. The trust store of TLS is kept for ever on purpose, and Rust's hash tables are held by
/// pointers to their middle, which valgrind calls possibly lost.
const VALGRIND: [&str; 6] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=definite,indirect",
    "--errors-for-leak-kinds=definite,indirect",
    "--error-exitcode=99",
    "--fair-sched=yes",
];

/// A way to make a program of a source file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Build {
    language: Language,
    standard: &'static str,
}

impl Build {
    pub(crate) const C: Self = Self { language: Language::C, standard: "c99" };
    pub(crate) const CPP: Self = Self { language: Language::Cpp, standard: "c++17" };

    /// Whether they are slowed down so much that not everything can be done.
    pub(crate) fn is_under_valgrind() -> bool {
        Watch::of_this_run() == Watch::Valgrind
    }

    /// Whether the programs of this run are slowed down by what watches them.
    pub(crate) fn is_watched() -> bool {
        Watch::of_this_run() != Watch::Plain
    }

    /// Compiles a source file below this crate into a program linked with the shared library, and gives its path.
    pub(crate) fn program(self, source: &str) -> PathBuf {
        let folder = linked_folder().display();
        let link = [format!("-L{folder}"), "-ltidings".to_owned(), format!("-Wl,-rpath,{folder}")];
        let watch = Watch::of_this_run();
        let program = self.linked(source.as_ref(), &link, watch);
        Self::check(source, &program, watch);
        program
    }

    /// The same of a fuzz target, which clang's fuzzer has the `main` for.
    pub(crate) fn fuzzer(self, source: &str) -> PathBuf {
        let folder = linked_folder().display();
        let rpath = format!("-Wl,-rpath,{folder}");
        let link = ["-fsanitize=fuzzer".to_owned(), format!("-L{folder}"), "-ltidings".to_owned(), rpath];
        let watch = Watch::Sanitized("clang", "clang++");
        let program = self.linked(source.as_ref(), &link, watch);
        Self::check(source, &program, watch);
        program
    }

    /// A program that is to be watched is.
    fn check(source: &str, program: &Path, watch: Watch) {
        if let Watch::Sanitized(..) = watch {
            let names = Command::new("nm").arg(program).output().unwrap().stdout;
            let names = String::from_utf8_lossy(&names);
            assert!(names.contains("__asan_init") && names.contains("__ubsan_handle"), "{source} is not watched");
        }
    }

    fn linked(self, source: &Path, link: &[String], watch: Watch) -> PathBuf {
        let Self { language, standard } = self;
        let compiler = match (watch, language) {
            (Watch::Sanitized(compiler, _), Language::C) | (Watch::Sanitized(_, compiler), Language::Cpp) => {
                compiler.to_owned()
            }
            _ => language.compiler(),
        };
        let is_cpp = compiler.ends_with("++");
        let stem = source.file_stem().unwrap().to_str().unwrap();
        // Tests of one program may compile the same file at once, and must not run what another is still writing.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let program = linked_folder().join(format!("{stem}-{standard}-{number}"));
        let mut command = Command::new(&compiler);
        let standard = match language {
            Language::C if is_cpp => {
                if standard.starts_with("gnu") {
                    "gnu++17"
                } else {
                    "c++17"
                }
            }
            _ => standard,
        };
        command
            .args([&format!("-std={standard}"), "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion"])
            .args(["-Werror", "-pthread", "-o"])
            .arg(&program);
        if let Watch::Sanitized(..) = watch {
            command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]);
        }
        if is_cpp {
            command.args(["-x", "c++"]);
        }
        command.arg(here().join(source)).args(["-x", "none", "-I"]).arg(here().join("include")).args(link);
        let output = command.output().unwrap_or_else(|e| panic!("{compiler} cannot be started: {e}"));
        assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
        program
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
pub(crate) fn program(source: &Path, language: Language, standard: &'static str) -> PathBuf {
    Build { language, standard }.program(source.to_str().unwrap())
}

/// The same with libraries of the caller's choice.
pub(crate) fn program_linked(source: &Path, language: Language, standard: &'static str, link: &[String]) -> PathBuf {
    Build { language, standard }.linked(source, link, Watch::Plain)
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

/// A command that sees no key of the machine and no proxy, watched as this run wants it.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    if Watch::of_this_run() == Watch::Valgrind && program.starts_with(linked_folder()) {
        command = Command::new("valgrind");
        command.args(VALGRIND).arg(program);
    }
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
