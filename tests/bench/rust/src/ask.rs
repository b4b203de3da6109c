//! What is asked for, as a program has it before it knows any client.

use crate::answers;

/// What is asked for.
pub enum Ask {
    /// One short question.
    Small,
    /// A conversation, turn by turn.
    Long(Vec<Turn>),
    /// Images, as the base64 of their bytes.
    Images(Vec<String>),
}

/// One message of a conversation.
pub struct Turn {
    /// Whether the user said it.
    pub is_user: bool,
    /// What was said.
    pub text: String,
}

/// Letters of base64 in an image.
const IMAGE: usize = 1_250_000;

impl Ask {
    /// The question of all short calls.
    pub const QUESTION: &str = "Hello";

    pub(crate) fn long(messages: usize) -> Self {
        let words: Vec<&str> = answers::text_pieces(200).collect();
        let words = words.join(" ");
        let turn = |number| Turn { is_user: number % 2 == 0, text: format!("{number}: \"{words}\"\n") };
        Self::Long((0..messages).map(turn).collect())
    }

    pub(crate) fn images(count: usize) -> Self {
        Self::Images(vec!["TWFu".repeat(IMAGE / 4); count])
    }
}
