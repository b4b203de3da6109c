//! The resources, each method giving a call that blocks.

use super::{BatchResults, Call, Download};
use crate::{
    client::Client,
    error::Error,
    request::CallOptions,
    resources::{FileUpload, Page},
    types::{
        BatchCreateParams, CountTokensParams, DeletedFile, DeletedMessageBatch, FileMetadata, Message, MessageBatch,
        MessageParams, MessageTokensCount, ModelInfo,
    },
};

/// Messages; see [`crate::Messages`].
#[derive(Debug, Clone)]
pub struct Messages<'a>(pub(super) &'a Client);

impl Messages<'_> {
    /// Creates a message and waits for the whole of it.
    pub fn create(&self, params: &MessageParams) -> Call<Message> {
        self.0.messages().create(params).into()
    }

    /// Counts the input tokens that creating this message would cost.
    pub fn count_tokens(&self, params: impl Into<CountTokensParams>) -> Call<MessageTokensCount> {
        self.0.messages().count_tokens(params).into()
    }
}

/// The models there are; see [`crate::Models`].
#[derive(Debug, Clone)]
pub struct Models<'a>(pub(super) &'a Client);

impl Models<'_> {
    /// One model, by its id or an alias.
    pub fn retrieve(&self, model_id: &str) -> Call<ModelInfo> {
        self.0.models().retrieve(model_id).into()
    }

    /// All models, the newest first.
    pub fn list(&self) -> Call<Page<ModelInfo>> {
        self.0.models().list().into()
    }
}

/// Batches of messages; see [`crate::Batches`].
#[derive(Debug, Clone)]
pub struct Batches<'a>(pub(super) &'a Client);

impl Batches<'_> {
    /// Creates a batch.
    pub fn create(&self, params: &BatchCreateParams) -> Call<MessageBatch> {
        self.0.batches().create(params).into()
    }

    /// One batch: how far it is.
    pub fn retrieve(&self, message_batch_id: &str) -> Call<MessageBatch> {
        self.0.batches().retrieve(message_batch_id).into()
    }

    /// All batches, the newest first.
    pub fn list(&self) -> Call<Page<MessageBatch>> {
        self.0.batches().list().into()
    }

    /// Cancels a batch.
    pub fn cancel(&self, message_batch_id: &str) -> Call<MessageBatch> {
        self.0.batches().cancel(message_batch_id).into()
    }

    /// Deletes a batch that has ended.
    pub fn delete(&self, message_batch_id: &str) -> Call<DeletedMessageBatch> {
        self.0.batches().delete(message_batch_id).into()
    }

    /// The results of a batch that has ended, read line by line.
    pub fn results(&self, message_batch_id: &str) -> Result<BatchResults, Error> {
        BatchResults::open(self.0.batches().results(message_batch_id))
    }

    /// The same with options of both requests.
    pub fn results_with(&self, message_batch_id: &str, options: CallOptions) -> Result<BatchResults, Error> {
        BatchResults::open(self.0.batches().results(message_batch_id).options(options))
    }
}

/// Files to be used in messages; see [`crate::Files`].
#[derive(Debug, Clone)]
pub struct Files<'a>(pub(super) &'a Client);

impl Files<'_> {
    /// Uploads a file, at most 500 MB.
    pub fn upload(&self, file: FileUpload) -> Call<FileMetadata> {
        self.0.files().upload(file).into()
    }

    /// All files, the newest first.
    pub fn list(&self) -> Call<Page<FileMetadata>> {
        self.0.files().list().into()
    }

    /// What is known of a file.
    pub fn retrieve_metadata(&self, file_id: &str) -> Call<FileMetadata> {
        self.0.files().retrieve_metadata(file_id).into()
    }

    /// The content of a file that a tool or a skill made.
    pub fn download(&self, file_id: &str) -> Download {
        self.0.files().download(file_id).into()
    }

    /// Deletes a file.
    pub fn delete(&self, file_id: &str) -> Call<DeletedFile> {
        self.0.files().delete(file_id).into()
    }
}
