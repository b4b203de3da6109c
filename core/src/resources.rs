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
mod partial_file;
mod results;
mod upload;

pub use self::{
    batches::Batches,
    call::ApiCall,
    download::Download,
    files::Files,
    messages::{Messages, StreamCall},
    models::Models,
    page::{Items, Page},
    pager::Pager,
    partial_file::PartialFile,
    results::{BatchResults, ResultLines, ResultsCall},
    upload::{FileUpload, FormField},
};
