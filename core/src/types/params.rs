//! The request.

use serde_json::{Value, json};

use super::{
    block_params::TextBlockParam,
    config_params::{
        CacheControlEphemeralParam, DiagnosticsParam, MessageCreateParamsContainerParam, MetadataParam,
        OutputConfigParam, RequestServiceTier, ThinkingConfigParam, ToolChoiceParam,
    },
    conversation::{Content, MessageParam, Role},
    model_id::Model,
    record::request,
    shared_words::Speed,
    tools::{ToolParam, ToolUnionParam},
    union::either,
};

request! {
    /// The body of a request for a message.
    ///
    /// ```
    /// use tidings::MessageParams;
    /// let params = MessageParams::new("claude-opus-4-6", 1024).system("Answer in French.").user("Hello").temperature(0.5);
    /// assert_eq!(serde_json::to_value(&params)?["messages"][0]["content"], "Hello");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct MessageParams {
        required {
            /// The model's id; any string is passed on.
            model: Model where Present,
            /// The most tokens the model may write, thinking included: at least 1, at most the model's own maximum. 0, which some
            /// APIs take to only write the prompt cache, is refused unless validation is off.
            max_tokens: i64 where AtLeast(1.0),
        }
        defaulted {
            /// The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in a row count as one. A
            /// last message by the model is continued by models up to version 4.5; later ones refuse it.
            messages: Vec<MessageParam> where Items(1, 100_000),
        }
        optional {
            /// The system prompt: a string or a list of text blocks.
            system: SystemPrompt,
            /// Whether the answer is streamed. Each call sets it as it needs it.
            stream: bool,
            /// Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the default from Opus 4.7 on.
            temperature: f64 where Between(0.0, 1.0),
            /// Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5 on not together with
            /// `temperature`.
            top_p: f64 where Between(0.0, 1.0),
            /// Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            top_k: i64,
            /// Texts that end the answer where they would be written. None of them may be blank.
            stop_sequences: Vec<String> where NoneEmpty,
            /// About the request, for the API and not for the model.
            metadata: MetadataParam,
            /// Tools the model may use.
            tools: Vec<ToolUnionParam>,
            /// Which of the tools the model may, must or must not use; `auto` when there are tools.
            tool_choice: ToolChoiceParam,
            /// Whether and how the model thinks before it answers. Without it, it depends on the model.
            thinking: ThinkingConfigParam,
            /// How much effort the model makes, and the form of its answer.
            output_config: OutputConfigParam,
            /// Which capacity the request may use; `auto` unless said otherwise. The answer's `usage` says which it was.
            service_tier: RequestServiceTier,
        }
        nullable {
            /// The container that the server's code runs in: an earlier one's id, or since late 2026 what it needs.
            container: MessageCreateParamsContainerParam,
            /// Caches the conversation up to its last block that can be.
            cache_control: CacheControlEphemeralParam,
            /// Where the model runs, such as `global` or `us`; the workspace's setting unless said otherwise. For models from Opus
            /// 4.6 on; earlier ones refuse it.
            inference_geo: String,
            /// How fast the model writes; `standard` unless said otherwise. Some models need the beta `fast-mode-2026-02-01`.
            speed: Speed,
            /// Asks why the cache was missed. Since 2026-09.
            diagnostics: DiagnosticsParam,
        }
    }

    /// The body of a request to count tokens: what of a request for a message the model would read.
    ///
    /// ```
    /// use tidings::types::{CountTokensParams, MessageParams};
    /// let params = MessageParams::new("claude-opus-4-6", 1024).user("Hello");
    /// let counted = CountTokensParams::new("claude-opus-4-6").user("Hello");
    /// assert_eq!(CountTokensParams::from(&params), counted);
    /// ```
    pub struct CountTokensParams {
        required {
            /// The model's id; any string is passed on.
            model: Model where Present,
        }
        defaulted {
            /// The conversation so far: 1 to 100,000 messages, the first by the user.
            messages: Vec<MessageParam> where Items(1, 100_000),
        }
        optional {
            /// The system prompt: a string or a list of text blocks.
            system: SystemPrompt,
            /// Tools the model may use. The server's are counted for the first step only.
            tools: Vec<ToolUnionParam>,
            /// Which of the tools the model may, must or must not use.
            tool_choice: ToolChoiceParam,
            /// Whether and how the model thinks before it answers.
            thinking: ThinkingConfigParam,
            /// How much effort the model makes, and the form of its answer.
            output_config: OutputConfigParam,
        }
        nullable {
            /// Caches the conversation up to its last block that can be. Counting itself uses no cache.
            cache_control: CacheControlEphemeralParam,
            /// How fast the model writes.
            speed: Speed,
        }
    }
}

/// Parameters of a message that counting tokens refuses: those with a field of their own, and betas.
const NOT_COUNTED: [&str; 16] = [
    "max_tokens",
    "stream",
    "temperature",
    "top_p",
    "top_k",
    "stop_sequences",
    "metadata",
    "service_tier",
    "container",
    "inference_geo",
    "diagnostics",
    "user_profile_id",
    "fallbacks",
    "fallback_credit_token",
    "thread",
    "output_format",
];

/// Whether counting tokens takes the parameter of this name of a request for a message, for hosts that choose them themselves.
#[must_use]
pub fn is_counted(name: &str) -> bool {
    !NOT_COUNTED.contains(&name)
}

impl From<MessageParams> for CountTokensParams {
    /// What counts of these. Parameters that have no name here, such as those of a beta, are counted unless counting is known to
    /// refuse them.
    fn from(params: MessageParams) -> Self {
        let mut extra = params.extra;
        extra.retain(|name, _| is_counted(name));
        Self {
            model: params.model,
            messages: params.messages,
            system: params.system,
            tools: params.tools,
            tool_choice: params.tool_choice,
            thinking: params.thinking,
            output_config: params.output_config,
            cache_control: params.cache_control,
            speed: params.speed,
            extra,
            absent: params.absent,
        }
    }
}

impl From<&MessageParams> for CountTokensParams {
    fn from(params: &MessageParams) -> Self {
        params.clone().into()
    }
}

either! {
    /// The system prompt.
    pub enum SystemPrompt {
        /// Plain text; the same as one text block.
        Text(String),
        /// Text blocks in order.
        Blocks(Vec<TextBlockParam>),
    }
}

impl From<&str> for SystemPrompt {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What creating a message and counting its tokens are built with alike.
macro_rules! conversation {
    ($($params:ident)+) => {$(
        impl $params {
            /// Adds a message by the user.
            #[must_use]
            pub fn user(self, content: impl Into<Content>) -> Self {
                self.message(Role::User, content)
            }

            /// Adds a message by the model, from an earlier turn.
            #[must_use]
            pub fn assistant(self, content: impl Into<Content>) -> Self {
                self.message(Role::Assistant, content)
            }

            /// Adds a message.
            #[must_use]
            pub fn message(mut self, role: impl Into<Role>, content: impl Into<Content>) -> Self {
                self.messages.push(MessageParam::new(role, content));
                self
            }

            /// Offers a tool of your own; `input_schema` is a JSON Schema object.
            #[must_use]
            pub fn tool(self, name: impl Into<String>, description: impl Into<String>, input_schema: Value) -> Self {
                self.with_tool(ToolParam::new(name, input_schema).description(description))
            }

            /// Offers a tool of any kind.
            #[must_use]
            pub fn with_tool(mut self, tool: impl Into<ToolUnionParam>) -> Self {
                self.tools.get_or_insert_default().push(tool.into());
                self
            }
        }
    )+};
}

conversation! { MessageParams CountTokensParams }

impl MessageParams {
    /// Adds a text that ends the answer.
    #[must_use]
    pub fn stop_sequence(mut self, text: impl Into<String>) -> Self {
        self.stop_sequences.get_or_insert_default().push(text.into());
        self
    }

    /// The request's JSON, with `stream` set as the call needs it.
    pub(crate) fn to_json(&self, stream: bool) -> Result<Vec<u8>, serde_json::Error> {
        if self.stream.is_none() && !self.extra.contains_key("stream") {
            return self.to_json_of_a_call(stream);
        }
        let mut body = serde_json::to_value(self)?;
        if stream {
            body["stream"] = json!(true);
        } else if let Value::Object(fields) = &mut body {
            fields.shift_remove("stream");
        }
        serde_json::to_vec(&body)
    }

    /// The same where nothing is said about it, as it should be: nothing is built on the way.
    fn to_json_of_a_call(&self, stream: bool) -> Result<Vec<u8>, serde_json::Error> {
        let mut body = serde_json::to_vec(self)?;
        if stream {
            body.pop();
            // A model, at least, stands before it.
            body.extend_from_slice(br#","stream":true}"#);
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{
        WebSearchTool20260318Param,
        round_trip::{kept, known},
        shape::{Shape, Shaped},
    };

    fn full() -> Value {
        json!({
            "model": "claude-opus-4-6", "max_tokens": 10, "messages": [{"role": "user", "content": "hi"}],
            "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral", "ttl": "5m"}}],
            "stream": true, "temperature": 0.5, "top_p": 1.0, "top_k": 5, "stop_sequences": ["END"],
            "metadata": {"user_id": "u"}, "tools": [{"name": "f", "input_schema": {"type": "object"}}],
            "tool_choice": {"type": "any"}, "thinking": {"type": "adaptive", "display": "summarized"},
            "output_config": {"effort": "low"}, "service_tier": "auto", "container": "container_1",
            "cache_control": {"type": "ephemeral"}, "inference_geo": "us", "speed": "fast",
            "diagnostics": {"previous_message_id": "msg_1"},
        })
    }

    #[test]
    fn every_parameter_is_known() {
        let params: MessageParams = known(&full());
        assert!(params.extra.is_empty(), "{:?}", params.extra);
        let Shape::Record(record) = MessageParams::shape() else { panic!("no record") };
        assert_eq!(record.fields.len(), full().as_object().unwrap().len());
    }

    #[test]
    fn each_call_says_whether_it_streams_whatever_the_parameters_say() {
        let bare = MessageParams::new("m", 1).user("a");
        for (params, is_changed_in_place) in [
            (bare.clone(), false),
            (bare.clone().temperature(0.5).set("new", 1), false),
            (bare.clone().stream(false).user("b"), true),
            (bare.set("stream", "perhaps").set("new", 1), true),
        ] {
            let mut expected = serde_json::to_value(&params).unwrap();
            assert_eq!(expected.get("stream").is_some(), is_changed_in_place);
            expected["stream"] = true.into();
            assert_eq!(params.to_json(true).unwrap(), expected.to_string().into_bytes());
            expected.as_object_mut().unwrap().shift_remove("stream");
            assert_eq!(params.to_json(false).unwrap(), expected.to_string().into_bytes());
        }
    }

    #[test]
    fn parameters_of_another_type_or_of_a_beta_are_kept() {
        let odd = json!({"model": "m", "max_tokens": 1, "messages": [{"role": "narrator", "content": 5}], "system": null,
            "temperature": "hot", "tools": {}, "mcp_servers": [{"type": "url"}], "speed": "ludicrous"});
        let params: MessageParams = kept(&odd);
        assert_eq!(params.speed, Some(Speed::Other("ludicrous".to_owned())));
    }

    #[test]
    fn only_what_counts_is_counted() {
        let mut body = full();
        body["mcp_servers"] = json!([]);
        body["thread"] = json!({"type": "create"});
        let params: MessageParams = known(&body);
        let counted = serde_json::to_value(CountTokensParams::from(&params)).unwrap();
        let names: Vec<_> = counted.as_object().unwrap().keys().map(String::as_str).collect();
        let expected = [
            "model",
            "messages",
            "system",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "cache_control",
            "speed",
        ];
        assert_eq!(names[..9], expected);
        assert_eq!(names[9..], ["mcp_servers"]);
        let read: CountTokensParams = known(&counted);
        assert_eq!(read, CountTokensParams::from(params));
    }

    #[test]
    fn tools_of_any_kind_are_offered_together() {
        let params = CountTokensParams::new(Model::ClaudeOpus5)
            .tool("f", "d", json!({"type": "object"}))
            .with_tool(WebSearchTool20260318Param::new().max_uses(3));
        let tools = json!([
            {"name": "f", "input_schema": {"type": "object"}, "description": "d"},
            {"type": "web_search_20260318", "name": "web_search", "max_uses": 3},
        ]);
        assert_eq!(serde_json::to_value(params).unwrap()["tools"], tools);
    }
}
