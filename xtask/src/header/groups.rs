//! The order in which the header is read: its functions by what they are about, whatever file they are written in.

use anyhow::{Result, anyhow};

/// What belongs together.
struct Group {
    /// How Doxygen calls it.
    name: &'static str,
    title: &'static str,
    /// How the names of its functions begin; the longest beginning decides.
    prefixes: &'static [&'static str],
    about: &'static str,
}

/// From the top of the header down.
const GROUPS: &[Group] = &[
    Group {
        name: "results",
        title: "Codes and errors",
        prefixes: &["tidings_result_", "tidings_error_"],
        about: "What went wrong: a code, and an error with everything that is known about it.",
    },
    Group {
        name: "options",
        title: "Options of a client",
        prefixes: &["tidings_client_options_"],
        about: "How a client is made where the environment and the defaults do not say it all.",
    },
    Group {
        name: "client",
        title: "Clients",
        prefixes: &["tidings_client_"],
        about: "A client sends requests: it waits for the answer, or gives back a call or a stream at once.",
    },
    Group {
        name: "request",
        title: "Requests",
        prefixes: &["tidings_request_"],
        about: "What is sent: a request for a message, put together piece by piece, or one to another place of the API.",
    },
    Group { name: "message", title: "Messages", prefixes: &["tidings_message_"], about: "What the model answered." },
    Group {
        name: "stream",
        title: "Streams",
        prefixes: &["tidings_stream_", "tidings_event_"],
        about: "A message while it is written, event by event.",
    },
    Group {
        name: "call",
        title: "Calls under way",
        prefixes: &["tidings_call_"],
        about: "A call whose answer comes whole, for programs that do something else meanwhile.",
    },
    Group {
        name: "response",
        title: "Responses",
        prefixes: &["tidings_response_"],
        about: "An answer as it came, from whatever place of the API.",
    },
    Group {
        name: "object",
        title: "Objects and lists",
        prefixes: &["tidings_object_", "tidings_list_"],
        about: "JSON objects of the API, such as batches, models and files, and the lists that hold them.",
    },
    Group {
        name: "hooks",
        title: "Hooks, tokens and pressure",
        prefixes: &["tidings_attempt_", "tidings_token_", "tidings_pressure_", "tidings_client_pressure"],
        about: "What functions of yours are told of a client's calls, and what they are asked for.",
    },
    Group {
        name: "process",
        title: "The process",
        prefixes: &["tidings_log", "tidings_handle_", "tidings_shutdown", "tidings_version"],
        about: "What is there once for all clients.",
    },
];

/// Where the functions of the header begin and end.
const BEGIN: &str = "extern \"C\" {\n#endif // __cplusplus\n";
const END: &str = "\n#ifdef __cplusplus\n}  // extern \"C\"";

/// The header with its functions under the headings of their groups; within a group they keep their order.
pub(super) fn arrange(header: &str) -> Result<String> {
    let (before, rest) = header.split_once(BEGIN).ok_or_else(|| anyhow!("the header has no functions"))?;
    let (functions, after) = rest.rsplit_once(END).ok_or_else(|| anyhow!("the functions of the header do not end"))?;
    let mut sections = vec![Vec::new(); GROUPS.len()];
    for function in functions.split("\n/**\n").filter(|text| !text.trim().is_empty()) {
        sections[group_of(function)?].push(function.trim_end());
    }
    let filled = GROUPS.iter().zip(sections).filter(|(_, section)| !section.is_empty());
    let arranged: String = filled.map(|(group, section)| group.headed(&section)).collect();
    Ok(format!("{before}{BEGIN}\n{arranged}{}{after}", END.trim_start()))
}

fn group_of(function: &str) -> Result<usize> {
    let code = function.rsplit_once("*/").map_or(function, |(_, code)| code);
    let name = code.split('(').next().and_then(|start| start.rsplit([' ', '*', '\n']).next()).unwrap_or_default();
    let matching = GROUPS.iter().enumerate().flat_map(|(index, group)| {
        let prefixes = group.prefixes.iter().filter(|prefix| name.starts_with(**prefix));
        prefixes.map(move |prefix| (prefix.len(), index))
    });
    let found = matching.max_by_key(|(length, _)| *length);
    found.map(|(_, index)| index).ok_or_else(|| anyhow!("{name} belongs to no group of xtask/src/header/groups.rs"))
}

impl Group {
    fn headed(&self, functions: &[&str]) -> String {
        let Self { name, title, about, .. } = self;
        let section: String = functions.iter().map(|function| ["/**\n", function, "\n\n"].concat()).collect();
        format!("/**\n * @defgroup {name} {title}\n *\n * {about}\n * @{{\n */\n\n{section}/** @}} */\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(functions: &str) -> String {
        format!("types\n{BEGIN}{functions}{END}\nend")
    }

    #[test]
    fn functions_stand_under_the_heading_of_their_group_in_their_order() {
        let functions = "\n/**\n * Ends.\n */\nvoid tidings_shutdown(uint64_t timeout);\n\n/**\n * B.\n */\nconst char *tidings_error_b(void);\n\n/**\n * A.\n */\nbool tidings_error_a(void);\n";
        let arranged = arrange(&header(functions)).unwrap();
        let places = [
            "types",
            "@defgroup results",
            "tidings_error_b",
            "tidings_error_a",
            "@}",
            "@defgroup process",
            "Ends.",
            "\nend",
        ];
        let found: Vec<usize> = places.iter().map(|place| arranged.find(place).unwrap()).collect();
        assert!(found.is_sorted(), "{arranged}");
        assert!(!arranged.contains("@defgroup stream"));
    }

    #[test]
    fn the_longest_beginning_decides() {
        let group = |name: &str| GROUPS[group_of(&format!(" * T.\n */\nint tidings_{name}(int of);")).unwrap()].name;
        assert_eq!(group("client_options_new"), "options");
        assert_eq!(group("client_pressure"), "hooks");
        assert_eq!(group("client_new"), "client");
        assert!(
            group_of(" * T.\n */\nint other(void);").unwrap_err().to_string().contains("other belongs to no group")
        );
    }
}
