//! The API's resources: what can be called, and how its answers are read.

mod batches;
mod call;
mod download;
mod files;
mod jsonl;
mod messages;
mod models;
mod page;
mod pager;
mod results;
mod upload;

pub use self::{
    batches::Batches,
    call::ApiCall,
    download::{Download, PartialFile},
    files::Files,
    messages::{Messages, StreamCall},
    models::Models,
    page::{Items, Page},
    pager::Pager,
    results::{BatchResults, ResultLines, ResultsCall},
    upload::{FileUpload, FormField},
};
