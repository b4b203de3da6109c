//! The API's resources.

mod messages;

pub use self::messages::Messages;
