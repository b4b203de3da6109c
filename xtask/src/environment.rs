//! The environment variables that steps and examples run with.

use std::env;
use std::ffi::OsString;

/// A set of changes to the environment: a value sets a variable, `None` takes it away.
pub(crate) type Variables = Vec<(String, Option<OsString>)>;

/// What a client reads on its own; each may hold a key or lead to a real server.
const READ_BY_CLIENTS: [&str; 4] =
    ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS"];

/// What the Python package warns of when it was built for development, as every build here is.
pub(crate) const DEVELOPMENT_BUILD: &str = "this is a development build of Tidings";

/// What every run against a server on loopback needs: no proxy in between, and nobody's real key.
pub(crate) fn loopback() -> Variables {
    let spared = spared_hosts(env::var("NO_PROXY").or_else(|_| env::var("no_proxy")).ok().as_deref());
    let mut variables = vec![set("NO_PROXY", &spared), set("no_proxy", &spared)];
    variables.push(set("PYTHONWARNINGS", format!("ignore:{DEVELOPMENT_BUILD}")));
    variables.extend(READ_BY_CLIENTS.map(|name| (name.to_owned(), None)));
    variables
}

/// What an example needs to reach a server on loopback.
pub(crate) fn example(base_url: &str, model: &str) -> Variables {
    let mut variables = loopback();
    variables.push(set("ANTHROPIC_BASE_URL", base_url));
    variables.push(set("ANTHROPIC_API_KEY", "any-key-will-do"));
    variables.push(set("TIDINGS_MODEL", model));
    variables
}

/// One variable with a value.
pub(crate) fn set(name: &str, value: impl Into<OsString>) -> (String, Option<OsString>) {
    (name.to_owned(), Some(value.into()))
}

/// The value of a variable, unless it is unset or blank.
pub(crate) fn filled(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn spared_hosts(given: Option<&str>) -> String {
    match given.map(str::trim) {
        None | Some("") => "127.0.0.1,localhost".to_owned(),
        Some(given) => format!("{given},127.0.0.1,localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_added_to_the_hosts_that_need_no_proxy() {
        assert_eq!(spared_hosts(None), "127.0.0.1,localhost");
        assert_eq!(spared_hosts(Some("  ")), "127.0.0.1,localhost");
        assert_eq!(spared_hosts(Some("example.org")), "example.org,127.0.0.1,localhost");
    }

    #[test]
    fn a_run_on_loopback_never_sees_a_real_key() {
        let variables = loopback();
        for name in ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS"] {
            assert!(variables.contains(&(name.to_owned(), None)), "{name}");
        }
    }

    #[test]
    fn a_later_value_wins_over_the_removal() {
        let variables = example("http://127.0.0.1:1", "m");
        let last = variables.iter().rfind(|(name, _)| name == "ANTHROPIC_API_KEY").unwrap();
        assert_eq!(last.1, Some("any-key-will-do".into()));
    }
}
