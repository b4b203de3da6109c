//! Gives the shared library the name that programs linked with it will look for, and writes the `CMake` package.

use std::path::Path;
use std::{env, fs, io};

/// `cargo cinstall` takes them from the folder of this script's output, see `[package.metadata.capi.install.data]`.
const PACKAGE: [&str; 2] = ["tidings-config.cmake", "tidings-config-version.cmake"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=cmake");
    let major = variable("CARGO_PKG_VERSION_MAJOR")?;
    if variable("CARGO_CFG_TARGET_OS")? == "linux" {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libtidings.so.{major}");
    }
    let folder = Path::new(&variable("OUT_DIR")?).join("cmake");
    fs::create_dir_all(&folder)?;
    for name in PACKAGE {
        let text = fs::read_to_string(format!("cmake/{name}.in"))?
            .replace("@VERSION@", &variable("CARGO_PKG_VERSION")?)
            .replace("@MAJOR@", &major)
            .replace("@POINTER_WIDTH@", &variable("CARGO_CFG_TARGET_POINTER_WIDTH")?);
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}
