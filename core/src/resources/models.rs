//! `/v1/models`.

use super::{call::ApiCall, page::Page};
use crate::{
    client::Client,
    request::Request,
    types::{ModelInfo, ModelLifecycle},
};

const PATH: &str = "/v1/models";

/// The models there are.
#[derive(Debug, Clone)]
pub struct Models<'a> {
    client: &'a Client,
}

impl<'a> Models<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// One model, by its id or an alias.
    pub fn retrieve(&self, model_id: &str) -> ApiCall<ModelInfo> {
        let path = Request::path("/v1/models/{model_id}", &[("model_id", model_id)]);
        ApiCall::json(self.client, path.map(Request::get))
    }

    /// All models, the newest first. The builder methods of the call choose among them, or `params` with a `ModelListParams`.
    pub fn list(&self) -> ApiCall<Page<ModelInfo>> {
        ApiCall::list(self.client, PATH)
    }
}

impl ApiCall<Page<ModelInfo>> {
    /// Only models that are this far in their life.
    pub fn lifecycle(self, stages: impl IntoIterator<Item = ModelLifecycle>) -> Self {
        let stages: Vec<String> = stages.into_iter().map(|stage| stage.as_str().to_owned()).collect();
        self.query("lifecycle", stages)
    }
}
