//! Where images and documents come from.

use super::{
    block_params::{ImageBlockParam, TextBlockParam},
    record::request,
    union::{either, union},
    words::words,
};

union! {
    /// Where an image comes from.
    pub enum ImageSourceParam {
        /// The request itself.
        Base64(Base64ImageSourceParam),
        /// The web.
        Url(URLImageSourceParam),
        /// An uploaded file.
        File(FileImageSourceParam),
    }
}

words! {
    /// The formats of images that the API takes.
    pub enum ImageMediaType {
        /// JPEG.
        Jpeg = "image/jpeg",
        /// PNG.
        Png = "image/png",
        /// GIF; only the first frame is looked at.
        Gif = "image/gif",
        /// WebP.
        Webp = "image/webp",
    }
}

request! {
    /// An image in the request itself.
    pub struct Base64ImageSourceParam("base64") {
        required {
            /// The image's format.
            media_type: ImageMediaType where Closed,
            /// The image's bytes in base64, at most 10 MB of it and 8000 by 8000 pixels.
            data: String where Base64,
        }
    }

    /// An image that the API fetches from the web.
    pub struct URLImageSourceParam("url") {
        required {
            /// The image's address.
            url: String,
        }
    }

    /// An image that was uploaded with the Files API.
    pub struct FileImageSourceParam("file") {
        required {
            /// The file's id.
            file_id: String,
        }
    }

    /// What is done with an image before the model sees it.
    pub struct ImageTransformationsParam {
        optional {
            /// What happens to an image that is larger than the model takes; `downsize` unless said otherwise.
            oversized_image: OversizedImage,
        }
    }
}

words! {
    /// What happens to an image that is larger than the model takes.
    pub enum OversizedImage {
        /// It is scaled down.
        Downsize = "downsize",
        /// The request is refused.
        Error = "error",
    }
}

union! {
    /// Where a document comes from.
    pub enum DocumentSourceParam {
        /// The request itself, as a PDF.
        Base64(Base64PDFSourceParam),
        /// The request itself, as plain text.
        Text(PlainTextSourceParam),
        /// The request itself, as blocks.
        Content(ContentBlockSourceParam),
        /// The web.
        Url(URLPDFSourceParam),
        /// An uploaded file.
        File(FileDocumentSourceParam),
    }
}

request! {
    /// A PDF in the request itself.
    pub struct Base64PDFSourceParam("base64") {
        constant { media_type = "application/pdf" }
        required {
            /// The PDF's bytes in base64. At most 600 pages, 100 for models with a context of 200,000 tokens; not encrypted.
            data: String where Base64,
        }
    }

    /// Plain text in the request itself.
    pub struct PlainTextSourceParam("text") {
        constant { media_type = "text/plain" }
        required {
            /// The text.
            data: String,
        }
    }

    /// A document made of blocks. Citations point at whole blocks of it.
    pub struct ContentBlockSourceParam("content") {
        required {
            /// Text, or blocks of text and images.
            content: ContentBlockSourceContent,
        }
    }

    /// A PDF that the API fetches from the web.
    pub struct URLPDFSourceParam("url") {
        required {
            /// The PDF's address.
            url: String,
        }
    }

    /// A document that was uploaded with the Files API.
    pub struct FileDocumentSourceParam("file") {
        required {
            /// The file's id.
            file_id: String,
        }
    }
}

either! {
    /// What a document made of blocks holds.
    pub enum ContentBlockSourceContent {
        /// Plain text; the same as one text block.
        Text(String),
        /// Blocks in order.
        Blocks(Vec<ContentBlockSourceContentParam>),
    }
}

union! {
    /// One block of a document made of blocks.
    pub enum ContentBlockSourceContentParam {
        /// Text.
        Text(TextBlockParam),
        /// An image.
        Image(ImageBlockParam),
    }
}

impl From<&str> for ContentBlockSourceContent {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::kept;

    #[test]
    fn every_source_of_an_image_survives_a_round_trip() {
        for source in [
            json!({"type": "base64", "media_type": "image/png", "data": "QUJD"}),
            json!({"type": "base64", "media_type": "image/of-tomorrow", "data": "QUJD"}),
            json!({"type": "url", "url": "https://example.com/a.png"}),
            json!({"type": "file", "file_id": "file_1"}),
        ] {
            assert!(!matches!(kept(&source), ImageSourceParam::Unknown(_)), "{source}");
        }
    }

    #[test]
    fn every_source_of_a_document_survives_a_round_trip() {
        for source in [
            json!({"type": "base64", "media_type": "application/pdf", "data": "QUJD"}),
            json!({"type": "text", "media_type": "text/plain", "data": "hi"}),
            json!({"type": "text", "media_type": "text/markdown", "data": "a gateway's own"}),
            json!({"type": "content", "content": "hi"}),
            json!({"type": "content", "content": [{"type": "text", "text": "hi"}, {"type": "image", "source": {"type": "file", "file_id": "f"}}]}),
            json!({"type": "url", "url": "https://example.com/a.pdf"}),
            json!({"type": "file", "file_id": "file_1"}),
        ] {
            assert!(!matches!(kept(&source), DocumentSourceParam::Unknown(_)), "{source}");
        }
    }

    #[test]
    fn a_source_that_is_not_known_or_of_another_type_is_kept_as_it_is() {
        for source in [json!({"type": "tape", "reel": 3}), json!({"type": "base64", "data": 5}), json!("a string")] {
            assert!(matches!(kept(&source), ImageSourceParam::Unknown(_)), "{source}");
        }
    }
}
