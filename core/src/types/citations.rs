//! What a text block cites.

use super::{record::response, union::union};

union! {
    /// Where a statement in the answer comes from.
    pub enum TextCitation {
        /// A range of characters in a plain text document.
        CharLocation(CitationCharLocation),
        /// A range of pages in a PDF.
        PageLocation(CitationPageLocation),
        /// A range of blocks in a document that was given as blocks.
        ContentBlockLocation(CitationContentBlockLocation),
        /// A page found by web search.
        WebSearchResultLocation(CitationsWebSearchResultLocation),
        /// A range of blocks in a search result that the request gave.
        SearchResultLocation(CitationsSearchResultLocation),
    }
}

response! {
    /// A range of characters in a plain text document.
    pub struct CitationCharLocation("char_location") {
        required {
            /// The text cited; not billed as output.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: u64,
            /// The first character, counted from 0.
            start_char_index: u64,
            /// The character after the last.
            end_char_index: u64,
        }
        nullable {
            /// The document's title, if the request gave one.
            document_title: String,
            /// The uploaded file that the document was, if it was one. Not accepted back in a citation.
            file_id: String,
        }
    }

    /// A range of pages in a PDF.
    pub struct CitationPageLocation("page_location") {
        required {
            /// The text cited; not billed as output.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: u64,
            /// The first page, counted from 1.
            start_page_number: u64,
            /// The page after the last.
            end_page_number: u64,
        }
        nullable {
            /// The document's title, if the request gave one.
            document_title: String,
            /// The uploaded file that the document was, if it was one. Not accepted back in a citation.
            file_id: String,
        }
    }

    /// A range of blocks in a document that was given as blocks.
    pub struct CitationContentBlockLocation("content_block_location") {
        required {
            /// The text cited; not billed as output.
            cited_text: String,
            /// Which of the request's documents, counted from 0.
            document_index: u64,
            /// The first block, counted from 0.
            start_block_index: u64,
            /// The block after the last.
            end_block_index: u64,
        }
        nullable {
            /// The document's title, if the request gave one.
            document_title: String,
            /// The uploaded file that the document was, if it was one. Not accepted back in a citation.
            file_id: String,
        }
    }

    /// A page found by web search.
    pub struct CitationsWebSearchResultLocation("web_search_result_location") {
        required {
            /// The text cited; not billed as output.
            cited_text: String,
            /// The page's address.
            url: String,
            /// Opaque; send it back as it came.
            encrypted_index: String,
        }
        nullable {
            /// The page's title.
            title: String,
        }
    }

    /// A range of blocks in a search result that the request gave.
    pub struct CitationsSearchResultLocation("search_result_location") {
        required {
            /// The text cited; not billed as output.
            cited_text: String,
            /// Which of the request's search results, counted from 0.
            search_result_index: u64,
            /// The `source` that the search result was given with.
            source: String,
            /// The first block, counted from 0.
            start_block_index: u64,
            /// The block after the last.
            end_block_index: u64,
        }
        nullable {
            /// The search result's title.
            title: String,
        }
    }
}

impl TextCitation {
    /// The text cited; `None` for a kind that this version does not know and that has none.
    #[must_use]
    pub fn cited_text(&self) -> Option<&str> {
        match self {
            Self::CharLocation(place) => Some(&place.cited_text),
            Self::PageLocation(place) => Some(&place.cited_text),
            Self::ContentBlockLocation(place) => Some(&place.cited_text),
            Self::WebSearchResultLocation(place) => Some(&place.cited_text),
            Self::SearchResultLocation(place) => Some(&place.cited_text),
            Self::Unknown(value) => value.get("cited_text")?.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_kind_of_citation_is_known() {
        for citation in [
            json!({"type": "char_location", "cited_text": "hi", "document_index": 0, "document_title": "A", "file_id": "file_1",
                "start_char_index": 2, "end_char_index": 4}),
            json!({"type": "page_location", "cited_text": "hi", "document_index": 1, "document_title": null, "file_id": null,
                "start_page_number": 1, "end_page_number": 2}),
            json!({"type": "content_block_location", "cited_text": "hi", "document_index": 0, "document_title": "A",
                "start_block_index": 0, "end_block_index": 1}),
            json!({"type": "web_search_result_location", "cited_text": "hi", "url": "https://example.com", "title": "E",
                "encrypted_index": "RW5j"}),
            json!({"type": "search_result_location", "cited_text": "hi", "search_result_index": 0, "source": "kb/1",
                "title": null, "start_block_index": 0, "end_block_index": 1}),
        ] {
            assert_eq!(known::<TextCitation>(&citation).cited_text(), Some("hi"));
        }
    }

    #[test]
    fn an_unknown_citation_is_kept_and_still_tells_its_text() {
        for citation in [
            json!({"type": "dream_location", "cited_text": "hi", "depth": 3}),
            json!({"type": "page_location", "cited_text": "hi", "document_index": -1}),
        ] {
            let read = kept::<TextCitation>(&citation);
            assert!(matches!(&read, TextCitation::Unknown(_)));
            assert_eq!(read.cited_text(), Some("hi"));
        }
    }
}
