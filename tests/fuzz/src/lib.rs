//! What the fuzz targets share: cuts, oracles and generators.
//!
//! A target's input is what is to be read, as it is, so that seeds and findings can be read by people. How it is cut follows from a hash
//! of it: the fuzzer cannot choose cuts, but every change of the input brings others.

pub mod cuts;
pub mod json;
pub mod sse;
pub mod stream;
