//! Citations as they are sent back with the text that they support.
//!
//! A block of an answer needs none of this: it goes back as it came.

use super::{record::request, union::union};

union! {
    /// The place, in what the model was given, that a text rests on.
    pub enum TextCitationParam {
        /// Characters of a plain text document.
        CharLocation(CitationCharLocationParam),
        /// Pages of a PDF.
        PageLocation(CitationPageLocationParam),
        /// Blocks of a document that is made of blocks.
        ContentBlockLocation(CitationContentBlockLocationParam),
        /// A page that a web search found.
        WebSearchResultLocation(CitationWebSearchResultLocationParam),
        /// Blocks of a search result.
        SearchResultLocation(CitationSearchResultLocationParam),
    }
}

request! {
    /// Characters of a plain text document.
    pub struct CitationCharLocationParam("char_location") {
        required {
            /// The words that are cited.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: i64,
            /// The first character, counted from 0.
            start_char_index: i64,
            /// The character after the last one.
            end_char_index: i64,
        }
        nullable {
            /// The document's title, 1 to 255 characters; null if it has none.
            document_title: String,
        }
    }

    /// Pages of a PDF.
    pub struct CitationPageLocationParam("page_location") {
        required {
            /// The words that are cited.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: i64,
            /// The first page, counted from 1.
            start_page_number: i64,
            /// The page after the last one.
            end_page_number: i64,
        }
        nullable {
            /// The document's title, 1 to 255 characters; null if it has none.
            document_title: String,
        }
    }

    /// Blocks of a document that is made of blocks.
    pub struct CitationContentBlockLocationParam("content_block_location") {
        required {
            /// The words that are cited.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: i64,
            /// The first block, counted from 0.
            start_block_index: i64,
            /// The block after the last one.
            end_block_index: i64,
        }
        nullable {
            /// The document's title, 1 to 255 characters; null if it has none.
            document_title: String,
        }
    }

    /// A page that a web search found.
    pub struct CitationWebSearchResultLocationParam("web_search_result_location") {
        required {
            /// The words that are cited.
            cited_text: String,
            /// The page's address, 1 to 2048 characters.
            url: String,
            /// The API's own record of the place; it goes back unchanged.
            encrypted_index: String,
        }
        nullable {
            /// The page's title, at most 512 characters; null if it has none.
            title: String,
        }
    }

    /// Blocks of a search result that the request brought along.
    pub struct CitationSearchResultLocationParam("search_result_location") {
        required {
            /// The words that are cited.
            cited_text: String,
            /// Which of the request's search results, counted from 0.
            search_result_index: i64,
            /// Where the search result came from.
            source: String,
            /// The first block, counted from 0.
            start_block_index: i64,
            /// The block after the last one.
            end_block_index: i64,
        }
        nullable {
            /// The search result's title; null if it has none.
            title: String,
        }
    }

    /// Whether the model may cite from this.
    pub struct CitationsConfigParam {
        optional {
            /// Whether it may. On for all documents of a request or for none, and likewise for all search results.
            enabled: bool,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::kept;

    #[test]
    fn every_citation_survives_a_round_trip() {
        for citation in [
            json!({"type": "char_location", "cited_text": "x", "document_index": 0, "document_title": null,
                "start_char_index": 0, "end_char_index": 5, "file_id": null}),
            json!({"type": "page_location", "cited_text": "x", "document_index": 1, "document_title": "T",
                "start_page_number": 1, "end_page_number": 2}),
            json!({"type": "content_block_location", "cited_text": "x", "document_index": 0, "document_title": "T",
                "start_block_index": 0, "end_block_index": 1}),
            json!({"type": "web_search_result_location", "cited_text": "x", "url": "https://example.com",
                "title": null, "encrypted_index": "Eo8="}),
            json!({"type": "search_result_location", "cited_text": "x", "search_result_index": 0, "source": "s",
                "title": "T", "start_block_index": 0, "end_block_index": 1}),
        ] {
            assert!(!matches!(kept(&citation), TextCitationParam::Unknown(_)), "{citation}");
        }
    }

    #[test]
    fn a_citation_that_lacks_its_place_is_kept_as_it_is() {
        for citation in [json!({"type": "char_location", "cited_text": 5}), json!({"type": "new_location", "at": [1]})]
        {
            assert!(matches!(kept(&citation), TextCitationParam::Unknown(_)), "{citation}");
        }
    }
}
