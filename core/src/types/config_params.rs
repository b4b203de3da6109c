//! The parameters of a request that are objects: choice of tools, thinking, form of the answer, caching, container.

use serde_json::Value;

use super::{
    json_object::JSONObject,
    record::request,
    shared_words::SkillType,
    union::{either, union},
    words::words,
};

request! {
    /// Marks the end of a part that is to be cached. A request has at most four such ends, the automatic one included; longer times come first.
    pub struct CacheControlEphemeralParam("ephemeral") {
        optional {
            /// How long the cache is kept after its last use; 5 minutes unless said otherwise.
            ttl: CacheControlTtl,
        }
    }

    /// About the request, for the API and not for the model.
    pub struct MetadataParam {
        nullable {
            /// An opaque id of the person that the request is for, at most 512 characters. Never a name, an address or a number
            /// of theirs.
            user_id: String,
        }
    }

    /// Asks why the cache was missed. Since 2026-09; the answer is in the message's `diagnostics`.
    pub struct DiagnosticsParam {
        nullable {
            /// The id of the message whose request this one is compared with.
            previous_message_id: String,
        }
    }

    /// How the answer is made.
    pub struct OutputConfigParam {
        nullable {
            /// How much effort the model makes, in thinking as in tool calls and words; `high` unless said otherwise.
            effort: Effort,
            /// The form that the answer must have. Not together with citations.
            format: JSONOutputFormatParam,
        }
    }

    /// The answer is JSON that follows a schema.
    pub struct JSONOutputFormatParam("json_schema") {
        required {
            /// A JSON Schema, of the subset that structured outputs take: every object needs `additionalProperties: false`, nothing
            /// refers to itself, no bounds of numbers or lengths.
            schema: JSONObject,
        }
    }
}

words! {
    /// How long a cache is kept after its last use.
    pub enum CacheControlTtl {
        /// Five minutes.
        FiveMinutes = "5m",
        /// An hour, at a higher price.
        OneHour = "1h",
    }

    /// How much effort the model makes.
    pub enum Effort {
        /// Little.
        Low = "low",
        /// Some.
        Medium = "medium",
        /// Much.
        High = "high",
        /// Very much.
        Xhigh = "xhigh",
        /// All it can.
        Max = "max",
    }

    /// Which capacity a request may use.
    pub enum RequestServiceTier {
        /// Priority capacity where there is some, else standard.
        Auto = "auto",
        /// Standard capacity only.
        StandardOnly = "standard_only",
    }
}

union! {
    /// Which tools the model may, must or must not use.
    pub enum ToolChoiceParam {
        /// The model decides.
        Auto(ToolChoiceAutoParam),
        /// The model must use a tool, whichever.
        Any(ToolChoiceAnyParam),
        /// The model must use this tool.
        Tool(ToolChoiceToolParam),
        /// The model must not use a tool.
        None(ToolChoiceNoneParam),
    }
}

request! {
    /// The model decides whether to use tools. What happens when tools are given and nothing is said.
    pub struct ToolChoiceAutoParam("auto") {
        optional {
            /// Whether the model is held to at most one call in an answer.
            disable_parallel_tool_use: bool,
        }
    }

    /// The model must use a tool, whichever it likes.
    pub struct ToolChoiceAnyParam("any") {
        optional {
            /// Whether the model is held to exactly one call in an answer.
            disable_parallel_tool_use: bool,
        }
    }

    /// The model must use this tool. With thinking, some models refuse it.
    pub struct ToolChoiceToolParam("tool") {
        required {
            /// The tool's name.
            name: String,
        }
        optional {
            /// Whether the model is held to exactly one call in an answer.
            disable_parallel_tool_use: bool,
        }
    }

    /// The model must not use a tool.
    pub struct ToolChoiceNoneParam("none") {}
}

impl ToolChoiceParam {
    /// The model decides.
    #[must_use]
    pub fn auto() -> Self {
        Self::Auto(ToolChoiceAutoParam::new())
    }

    /// The model must use a tool, whichever.
    #[must_use]
    pub fn any() -> Self {
        Self::Any(ToolChoiceAnyParam::new())
    }

    /// The model must use the tool with this name.
    #[must_use]
    pub fn tool(name: impl Into<String>) -> Self {
        Self::Tool(ToolChoiceToolParam::new(name))
    }

    /// The model must not use a tool.
    #[must_use]
    pub fn none() -> Self {
        Self::None(ToolChoiceNoneParam::new())
    }
}

union! {
    /// Whether and how the model thinks before it answers. Which forms a model takes, and what it does when nothing is said, depends
    /// on the model.
    pub enum ThinkingConfigParam {
        /// Up to a budget. For models up to 4.6.
        Enabled(ThinkingConfigEnabledParam),
        /// Not at all.
        Disabled(ThinkingConfigDisabledParam),
        /// Only between tool calls. For the newest models.
        BetweenTools(ThinkingConfigBetweenToolsParam),
        /// As the model sees fit. For models from 4.6 on.
        Adaptive(ThinkingConfigAdaptiveParam),
    }
}

request! {
    /// The model thinks up to a budget. What models up to 4.5 need; 4.6 still takes it, later ones refuse it.
    pub struct ThinkingConfigEnabledParam("enabled") {
        required {
            /// The most tokens for thinking: at least 1024, and less than `max_tokens` except with interleaved thinking.
            budget_tokens: i64,
        }
        nullable {
            /// What of the thinking comes back.
            display: ThinkingDisplay,
        }
    }

    /// The model thinks when and as much as it sees fit; `effort` guides it. For models from 4.6 on.
    pub struct ThinkingConfigAdaptiveParam("adaptive") {
        nullable {
            /// What of the thinking comes back.
            display: ThinkingDisplay,
        }
    }

    /// The model does not think. Some models refuse this.
    pub struct ThinkingConfigDisabledParam("disabled") {}

    /// The model thinks only between tool calls; its notes on the progress come back as thinking blocks. For the newest models.
    pub struct ThinkingConfigBetweenToolsParam("between_tools") {}
}

words! {
    /// What of the thinking comes back.
    pub enum ThinkingDisplay {
        /// A summary.
        Summarized = "summarized",
        /// Nothing but the signature.
        Omitted = "omitted",
    }
}

impl ThinkingConfigParam {
    /// Thinking up to this many tokens.
    #[must_use]
    pub fn enabled(budget_tokens: impl Into<i64>) -> Self {
        Self::Enabled(ThinkingConfigEnabledParam::new(budget_tokens))
    }

    /// Thinking as the model sees fit.
    #[must_use]
    pub fn adaptive() -> Self {
        Self::Adaptive(ThinkingConfigAdaptiveParam::new())
    }

    /// No thinking.
    #[must_use]
    pub fn disabled() -> Self {
        Self::Disabled(ThinkingConfigDisabledParam::new())
    }
}

either! {
    /// The container that the server's code runs in: the id of an earlier one, or what a new one needs.
    pub enum MessageCreateParamsContainerParam {
        /// The id of a container that an earlier answer named.
        Id(String),
        /// What the container needs. Since late 2026.
        Params(ContainerParams),
    }
}

request! {
    /// The container that the server's code runs in.
    pub struct ContainerParams {
        nullable {
            /// The id of a container that an earlier answer named; without it a new one is made.
            id: String,
            /// Skills to load, at most 8.
            skills: Vec<SkillParams>,
        }
    }

    /// A skill to load into the container.
    pub struct SkillParams {
        required {
            /// Who made the skill.
            r#type: SkillType,
            /// The skill's id, 1 to 64 characters.
            skill_id: String,
        }
        optional {
            /// The skill's version, 1 to 64 characters; the newest unless said otherwise.
            version: String,
        }
    }
}

impl From<&str> for MessageCreateParamsContainerParam {
    fn from(id: &str) -> Self {
        Self::Id(id.to_owned())
    }
}

impl From<Value> for JSONOutputFormatParam {
    /// The form that this JSON Schema describes.
    fn from(schema: Value) -> Self {
        Self::new(schema)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::kept;

    #[test]
    fn every_choice_of_tools_survives_a_round_trip() {
        for choice in [
            json!({"type": "auto", "disable_parallel_tool_use": true}),
            json!({"type": "any"}),
            json!({"type": "tool", "name": "f", "disable_parallel_tool_use": false}),
            json!({"type": "none"}),
        ] {
            assert!(!matches!(kept(&choice), ToolChoiceParam::Unknown(_)), "{choice}");
        }
        assert!(matches!(kept(&json!({"type": "tool"})), ToolChoiceParam::Unknown(_)));
    }

    #[test]
    fn every_way_of_thinking_survives_a_round_trip() {
        for thinking in [
            json!({"type": "enabled", "budget_tokens": 1024, "display": "omitted", "block_binding": {}}),
            json!({"type": "adaptive", "display": "updates"}),
            json!({"type": "adaptive", "display": null}),
            json!({"type": "disabled"}),
            json!({"type": "between_tools"}),
        ] {
            assert!(!matches!(kept(&thinking), ThinkingConfigParam::Unknown(_)), "{thinking}");
        }
        assert!(matches!(kept(&json!({"type": "enabled", "budget_tokens": "many"})), ThinkingConfigParam::Unknown(_)));
    }

    #[test]
    fn what_is_no_union_survives_a_round_trip() {
        let config: OutputConfigParam = kept(&json!({
            "effort": "xhigh", "format": {"type": "json_schema", "schema": {"type": "object", "properties": {}}},
            "task_budget": {"type": "tokens", "total": 2048},
        }));
        assert_eq!((config.effort, config.extra.len()), (Some(Effort::Xhigh), 1));
        kept::<CacheControlEphemeralParam>(&json!({"type": "ephemeral", "ttl": "1h"}));
        kept::<MetadataParam>(&json!({"user_id": 7}));
        kept::<DiagnosticsParam>(&json!({"previous_message_id": null}));
        for container in
            [json!("container_1"), json!({"id": null, "skills": [{"type": "custom", "skill_id": "s", "version": "1"}]})]
        {
            assert!(!matches!(kept(&container), MessageCreateParamsContainerParam::Unknown(_)), "{container}");
        }
    }
}
