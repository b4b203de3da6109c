//! Why the model declined.

use super::{record::response, words::words};

response! {
    /// More about a refusal.
    pub struct RefusalStopDetails("refusal") {
        nullable {
            /// Which rule of the usage policy the refusal rests on, if it is one of these.
            category: RefusalCategory,
            /// The reason in words.
            explanation: String,
        }
    }
}

words! {
    /// What a refusal is about.
    pub enum RefusalCategory {
        /// Attacks on computers and networks.
        Cyber = "cyber",
        /// Biological harm.
        Bio = "bio",
        /// Help in building a large model that competes.
        FrontierLlm = "frontier_llm",
        /// Getting at the model's hidden reasoning.
        ReasoningExtraction = "reasoning_extraction",
        /// Any other harm.
        GeneralHarms = "general_harms",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_category_is_known() {
        for category in ["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"] {
            known::<RefusalStopDetails>(&json!({"type": "refusal", "category": category, "explanation": "No."}));
        }
        known::<RefusalStopDetails>(&json!({"type": "refusal", "category": null, "explanation": null}));
    }

    #[test]
    fn details_of_another_kind_are_kept() {
        let read = kept::<RefusalStopDetails>(&json!({"type": "strike", "category": "weather", "demands": ["rest"]}));
        assert_eq!(read.category, Some(RefusalCategory::Other("weather".to_owned())));
    }
}
