//! Models, and what they can do.

use super::{
    record::{request, response},
    words::words,
};

request! {
    /// The query of a list of models.
    pub struct ModelListParams {
        optional {
            /// Begins behind the model with this id.
            after_id: String,
            /// Begins in front of the model with this id, and goes on towards newer ones.
            before_id: String,
            /// Only models that are this far in their life.
            lifecycle: Vec<ModelLifecycle>,
            /// How many models a page has, 1 to 1000; 20 unless said otherwise.
            limit: i64,
        }
    }
}

response! {
    /// A model. Older servers say only its id, its name and its date.
    pub struct ModelInfo("model") {
        required {
            /// The id that requests name it by.
            id: String,
        }
        defaulted {
            /// Its name for people.
            display_name: String,
            /// When it was released (RFC 3339); the year 1970 where that is not known.
            created_at: String,
        }
        optional {
            /// How far in its life it is.
            lifecycle: ModelLifecycle,
        }
        nullable {
            /// The family it belongs to.
            line: ModelLine,
            /// The most tokens it reads.
            max_input_tokens: u64,
            /// The most tokens it writes.
            max_tokens: u64,
            /// When it was, or will be, deprecated (RFC 3339).
            deprecated_at: String,
            /// When it was, or will be, retired (RFC 3339).
            retires_at: String,
            /// What it can do.
            capabilities: ModelCapabilities,
        }
    }

    /// What a model can do.
    pub struct ModelCapabilities {
        defaulted {
            /// Messages in batches.
            batch: CapabilitySupport,
            /// Citations.
            citations: CapabilitySupport,
            /// Running code in a sandbox.
            code_execution: CapabilitySupport,
            /// Editing the context while a conversation goes on.
            context_management: ContextManagementCapability,
            /// Choosing how much effort goes into an answer.
            effort: EffortCapability,
            /// Images as input.
            image_input: CapabilitySupport,
            /// PDF files as input.
            pdf_input: CapabilitySupport,
            /// Tools that the API runs.
            server_tools: ServerToolsCapability,
            /// Answers that follow a JSON Schema.
            structured_outputs: CapabilitySupport,
            /// Thinking before answering.
            thinking: ThinkingCapability,
        }
    }

    /// Whether something is supported.
    pub struct CapabilitySupport {
        defaulted {
            /// Whether it is.
            supported: bool,
        }
    }

    /// Ways of editing the context; more of them are in `extra`.
    pub struct ContextManagementCapability {
        defaulted {
            /// Whether there is any.
            supported: bool,
        }
        nullable {
            /// Clearing old thinking.
            clear_thinking_20251015: CapabilitySupport,
            /// Clearing old tool calls.
            clear_tool_uses_20250919: CapabilitySupport,
            /// Replacing the beginning of the conversation by a summary.
            compact_20260112: CapabilitySupport,
        }
    }

    /// Levels of effort.
    pub struct EffortCapability {
        defaulted {
            /// Whether the level can be chosen at all.
            supported: bool,
            /// `low`.
            low: CapabilitySupport,
            /// `medium`.
            medium: CapabilitySupport,
            /// `high`.
            high: CapabilitySupport,
            /// `max`.
            max: CapabilitySupport,
        }
        nullable {
            /// `xhigh`.
            xhigh: CapabilitySupport,
        }
    }

    /// Tools that the API runs.
    pub struct ServerToolsCapability {
        defaulted {
            /// Whether there is any.
            supported: bool,
            /// Searching the web.
            web_search: CapabilitySupport,
            /// Running code.
            code_execution: CapabilitySupport,
        }
    }

    /// Thinking before answering.
    pub struct ThinkingCapability {
        defaulted {
            /// Whether there is any.
            supported: bool,
            /// Which settings of `thinking` there are.
            types: ThinkingTypes,
        }
    }

    /// Settings of `thinking`.
    pub struct ThinkingTypes {
        defaulted {
            /// The model decides how much.
            adaptive: CapabilitySupport,
            /// With a budget of tokens.
            enabled: CapabilitySupport,
            /// Off.
            disabled: CapabilitySupport,
            /// Between the calls of tools.
            between_tools: CapabilitySupport,
        }
    }
}

words! {
    /// How far in its life a model is.
    pub enum ModelLifecycle {
        /// In use.
        Active = "active",
        /// Still there, and to be replaced.
        Deprecated = "deprecated",
        /// No longer there.
        Retired = "retired",
    }

    /// The family of a model.
    pub enum ModelLine {
        /// Claude Haiku.
        Haiku = "haiku",
        /// Claude Sonnet.
        Sonnet = "sonnet",
        /// Claude Opus.
        Opus = "opus",
        /// Claude Fable.
        Fable = "fable",
        /// Claude Mythos.
        Mythos = "mythos",
    }
}
