//! Who called a tool, as it is sent back.

use super::{record::request, union::union};

union! {
    /// Who called a tool.
    pub enum ToolUseCallerParam {
        /// The model itself.
        Direct(DirectCallerParam),
        /// Code that the tool `code_execution_20250825` ran.
        CodeExecution20250825(ServerToolCallerParam),
        /// Code that the tool `code_execution_20260120` ran, or a later one.
        CodeExecution20260120(ServerToolCaller20260120Param),
    }
}

request! {
    /// The model itself called the tool.
    pub struct DirectCallerParam("direct") {}

    /// Code that the tool `code_execution_20250825` ran called the tool.
    pub struct ServerToolCallerParam("code_execution_20250825") {
        required {
            /// The id of the call that ran the code.
            tool_id: String,
        }
    }

    /// Code that the tool `code_execution_20260120`, or a later one, ran called the tool.
    pub struct ServerToolCaller20260120Param("code_execution_20260120") {
        required {
            /// The id of the call that ran the code.
            tool_id: String,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::kept;

    #[test]
    fn every_caller_survives_a_round_trip() {
        for caller in [
            json!({"type": "direct"}),
            json!({"type": "code_execution_20250825", "tool_id": "srvtoolu_1"}),
            json!({"type": "code_execution_20260120", "tool_id": "srvtoolu_1", "depth": 2}),
        ] {
            assert!(!matches!(kept(&caller), ToolUseCallerParam::Unknown(_)), "{caller}");
        }
        assert!(matches!(
            kept(&json!({"type": "code_execution_20990101", "tool_id": "x"})),
            ToolUseCallerParam::Unknown(_)
        ));
    }
}
