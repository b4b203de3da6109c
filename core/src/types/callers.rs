//! Who asked for a tool.

use super::{record::response, union::union};

union! {
    /// Who asked for a tool: the model itself, or code that it wrote and runs on the server.
    pub enum ToolUseCaller {
        /// The model itself.
        Direct(DirectCaller),
        /// Code run by the tool `code_execution_20250825`.
        ServerTool(ServerToolCaller),
        /// Code run by a newer code execution tool, whichever version the request declared.
        ServerTool20260120(ServerToolCaller20260120),
    }
}

response! {
    /// The model itself.
    pub struct DirectCaller("direct") {}

    /// Code run by the tool `code_execution_20250825`.
    pub struct ServerToolCaller("code_execution_20250825") {
        required {
            /// The id of the `server_tool_use` block that runs the code.
            tool_id: String,
        }
    }

    /// Code run by a newer code execution tool, whichever version the request declared.
    pub struct ServerToolCaller20260120("code_execution_20260120") {
        required {
            /// The id of the `server_tool_use` block that runs the code.
            tool_id: String,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_caller_is_known_and_new_ones_are_kept() {
        known::<ToolUseCaller>(&json!({"type": "direct"}));
        known::<ToolUseCaller>(&json!({"type": "code_execution_20250825", "tool_id": "srvtoolu_1"}));
        known::<ToolUseCaller>(&json!({"type": "code_execution_20260120", "tool_id": "srvtoolu_1"}));
        kept::<ToolUseCaller>(&json!({"type": "orchestra", "seat": 4}));
    }
}
