//! Which version this is.

use std::ffi::c_char;

use crate::boundary::enter;

/// The major version of the header.
pub const TIDINGS_VERSION_MAJOR: u32 = 0;
/// The minor version of the header.
pub const TIDINGS_VERSION_MINOR: u32 = 1;
/// The patch version of the header.
pub const TIDINGS_VERSION_PATCH: u32 = 0;
/// The version of the header as one number that grows: a byte each for major, minor and patch.
pub const TIDINGS_VERSION_NUMBER: u32 =
    (TIDINGS_VERSION_MAJOR << 16) | (TIDINGS_VERSION_MINOR << 8) | TIDINGS_VERSION_PATCH;

/// The version of the library that is running, such as "0.1.0".
///
/// The text is static. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_version() -> *const c_char {
    enter(|| Ok(concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()))
}

/// The version of the library that is running, composed like `TIDINGS_VERSION_NUMBER`.
///
/// Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_version_number() -> u32 {
    enter(|| Ok(TIDINGS_VERSION_NUMBER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_those_of_the_package() {
        let parts = format!("{TIDINGS_VERSION_MAJOR}.{TIDINGS_VERSION_MINOR}.{TIDINGS_VERSION_PATCH}");
        assert_eq!(parts, env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn the_number_holds_all_three_parts() {
        let bytes = TIDINGS_VERSION_NUMBER.to_be_bytes().map(u32::from);
        assert_eq!(bytes, [0, TIDINGS_VERSION_MAJOR, TIDINGS_VERSION_MINOR, TIDINGS_VERSION_PATCH]);
    }
}
