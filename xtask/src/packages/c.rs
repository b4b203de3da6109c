//! The C library as a user gets it: installed with `cargo cinstall`, looked into, and used by projects outside the tree.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::Place;
use super::library::Library;
use crate::process::{self, Tool};
use crate::tree::{self, Tree};
use crate::{cinstall, environment};

/// What a user of the library has: two build files, and a program in each language that streams one answer.
const CONSUMER: [(&str, &str); 5] = [
    ("CMakeLists.txt", include_str!("../../../bindings-c/tests/consumer/CMakeLists.txt")),
    ("Makefile", include_str!("../../../bindings-c/tests/consumer/Makefile")),
    ("smoke.c", include_str!("../../../bindings-c/tests/consumer/smoke.c")),
    ("smoke.cpp", include_str!("../../../bindings-c/tests/consumer/smoke.cpp")),
    ("other.rs", include_str!("../../../bindings-c/tests/consumer/other.rs")),
];
/// The programs that both build files make.
const PROGRAMS: [&str; 4] = ["c-shared", "c-static", "cpp-shared", "cpp-static"];
/// Each with its companion for C++.
const COMPILERS: [(&str, &str); 2] = [("gcc", "g++"), ("clang", "clang++")];

/// Installs, looks into what was installed, and builds and runs its users, before and after the prefix is moved.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let prefix = cinstall::install(tree, "dev")?;
    looks_right(&Library::at(&prefix))?;

    let place = Place::new(tree)?;
    for (name, text) in CONSUMER {
        place.write(name, text)?;
    }
    for compilers in COMPILERS {
        make(&place, &prefix, compilers).with_context(|| format!("the Makefile with {}", compilers.0))?;
    }
    beside_another(&place, &prefix)?;
    // What was written down of the old place would no longer be found: it has become another's.
    let moved = place.path().join("moved to another place");
    relocate(&prefix, &moved)?;
    for compilers in COMPILERS {
        cmake(&place, &moved, compilers).with_context(|| format!("the CMake project with {}", compilers.0))?;
    }
    refuses_other_versions(&place, &moved)?;
    can_be_told_its_new_prefix(&moved)?;
    println!(
        "projects with CMake and with pkg-config, in C and C++, with gcc and clang, shared and static, build and stream"
    );

    if environment::filled("TIDINGS_FULL").is_some() {
        released(tree, &place)?;
    }
    Ok(())
}

fn looks_right(library: &Library) -> Result<()> {
    library.has_every_file()?;
    library.shows_only_its_own_names()?;
    library.bears_its_name()?;
    library.names_what_a_static_link_needs()
}

/// The sizes and the floor of what is released: they are stated in `docs/c-install.md`, and may not grow past it.
fn released(tree: &Tree, place: &Place) -> Result<()> {
    for profile in ["release", "small"] {
        let prefix = cinstall::install(tree, profile)?;
        let library = Library::at(&prefix);
        looks_right(&library)?;
        library.is_no_larger_than_stated(profile)?;
        library.needs_no_newer_glibc_than_stated()?;
        beside_another(place, &prefix)?;
    }
    Ok(())
}

/// Builds with pkg-config and runs.
fn make(place: &Place, prefix: &Path, (cc, cxx): (&str, &str)) -> Result<()> {
    let make = Tool::new("make").args(["--quiet", "--always-make"]).arg(format!("CC={cc}")).arg(format!("CXX={cxx}"));
    place.run_quietly(make.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")))?;
    run_all(place, place.path())
}

/// Builds with `CMake` and runs.
fn cmake(place: &Place, prefix: &Path, (cc, cxx): (&str, &str)) -> Result<()> {
    let build = place.path().join(format!("build-{cc}"));
    configure(place, prefix, &build, &[("CMAKE_C_COMPILER", cc), ("CMAKE_CXX_COMPILER", cxx)]).run_quietly()?;
    Tool::new("cmake").arg("--build").arg(&build).run_quietly()?;
    run_all(place, &build)
}

fn configure(place: &Place, prefix: &Path, build: &Path, variables: &[(&str, &str)]) -> Tool {
    let cmake = Tool::new("cmake").arg("-S").arg(place.path()).arg("-B").arg(build);
    let cmake = cmake.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    variables.iter().fold(cmake, |cmake, (name, value)| cmake.arg(format!("-D{name}={value}")))
}

/// Runs the programs that were built into a folder; the name of each says whether it may need the shared library.
fn run_all(place: &Place, folder: &Path) -> Result<()> {
    for name in PROGRAMS {
        let program = folder.join(name);
        let needs = Tool::new("readelf").arg("-d").arg(&program).output()?.contains("[libtidings.so.");
        ensure!(needs == name.ends_with("shared"), "{name} was linked with the wrong one of the two libraries");
        place.run_quietly(Tool::new(program))?;
    }
    Ok(())
}

/// Links the static library and another static library of Rust into one program, in the way that `docs/c-install.md` tells.
///
/// Each brings the standard library along, whose names must not meet: those of one are hidden first.
fn beside_another(place: &Place, prefix: &Path) -> Result<()> {
    let [other, hidden, program] = ["libother.a", "tidings.o", "two-libraries"].map(|name| place.path().join(name));
    let rustc = Tool::new("rustc").args(["--edition=2024", "-O", "--crate-type=staticlib", "-o"]).arg(&other);
    rustc.arg(place.path().join("other.rs")).run()?;
    let join = Tool::new("ld").args(["-r", "--whole-archive", "-o"]).arg(&hidden);
    join.arg(prefix.join("lib/libtidings.a")).run()?;
    let kept = ["--keep-global-symbol=tidings_*", "--keep-global-symbol=DW.ref.*"];
    Tool::new("objcopy").arg("--wildcard").args(kept).arg(&hidden).run()?;

    let flags = Tool::new("pkg-config").args(["--static", "--libs", "--cflags", "tidings"]);
    let flags = flags.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")).output()?;
    for objects in [[&hidden, &other], [&other, &hidden]] {
        let link = Tool::new("gcc").args(["-DWITH_OTHER", "-o"]).arg(&program).arg(place.path().join("smoke.c"));
        let link = link.args(objects).args(flags.split_whitespace().filter(|flag| *flag != "-ltidings"));
        link.run().context("a program with another static library of Rust")?;
        place.run_quietly(Tool::new(&program))?;
    }
    Ok(())
}

fn relocate(from: &Path, to: &Path) -> Result<()> {
    Tool::new("cp").arg("-a").arg(from).arg(to).run()?;
    tree::remove(from)
}

/// Whether `CMake` takes the package for what it is, and for nothing else.
fn refuses_other_versions(place: &Place, prefix: &Path) -> Result<()> {
    let project = place.path().join("versions");
    tree::create_folder(&project)?;
    for (wanted, fits) in
        [("0.1", true), ("0.0.9", true), ("0.1...<1", true), ("0.2", false), ("1", false), ("0.0...0.0.9", false)]
    {
        let text = format!(
            "cmake_minimum_required(VERSION 3.19)\nproject(versions C)\nfind_package(tidings {wanted} REQUIRED)\n"
        );
        process::write(&project.join("CMakeLists.txt"), &text)?;
        let build = project.join("build");
        tree::remove(&build)?;
        let cmake = Tool::new("cmake").arg("-S").arg(&project).arg("-B").arg(&build);
        let found = cmake.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())).output();
        match (fits, found) {
            (true, Ok(_)) => {}
            (false, Err(error)) if error.to_string().contains("tidings") => {}
            (_, Err(error)) => return Err(error),
            (false, Ok(_)) => bail!("CMake took the package for version {wanted}"),
        }
    }
    Ok(())
}

/// Whether pkg-config, asked to go by where `tidings.pc` lies, leads to the place that the prefix was moved to.
fn can_be_told_its_new_prefix(prefix: &Path) -> Result<()> {
    let pkg_config = Tool::new("pkg-config").args(["--define-prefix", "--variable=libdir", "tidings"]);
    let folder = pkg_config.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")).output()?.trim().replace("\\ ", " ");
    ensure!(Path::new(&folder).canonicalize()? == prefix.join("lib").canonicalize()?, "tidings.pc leads to {folder}");
    Ok(())
}
