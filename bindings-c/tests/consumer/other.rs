//! Another static library of Rust that a program with this one may have.

use std::ffi::c_int;

/// Goes through the allocator, the formatter, a thread and the unwinder of its own copy of the standard library.
#[unsafe(no_mangle)]
pub extern "C" fn other_works() -> c_int {
    let text = std::thread::spawn(|| format!("{:?}", vec![1; 100])).join();
    let unwound = std::panic::catch_unwind(|| std::panic::resume_unwind(Box::new("on purpose"))).is_err();
    c_int::from(text.is_ok_and(|text| text.len() == 300) && unwound)
}
