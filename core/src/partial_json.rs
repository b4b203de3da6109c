//! JSON that is still arriving: the value so far, at any time, however the text is cut.
//!
//! A model writes the input of a tool as JSON text in pieces. [`Parser`] takes the pieces and keeps one live value that grows
//! in place, so reading it after every piece costs nothing more.
//!
//! ```
//! use tidings::partial_json::Parser;
//!
//! let mut input = Parser::new();
//! input.push(r#"{"city": "Paris", "da"#);
//! assert_eq!(input.value(), Some(&serde_json::json!({"city": "Paris"})));
//! input.push(r#"ys": 12"#);
//! assert_eq!(input.value(), Some(&serde_json::json!({"city": "Paris", "days": 12})));
//! assert!(!input.is_complete());
//! ```

mod fault;
mod growth;
mod number;
mod parser;
mod text;
mod tree;

pub use self::{fault::Fault, growth::Growth, parser::Parser, tree::Tree};
