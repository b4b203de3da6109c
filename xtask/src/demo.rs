//! `make demo`: one streamed answer in each language, from a model that needs no key.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::compile::{self, Language};
use crate::environment::{self, Variables};
use crate::process::Tool;
use crate::service::Service;
use crate::tree::{self, Tree};
use crate::{doctor, model, node, python};

/// Builds everything, starts the model and runs the five examples one after the other.
pub(crate) fn run(tree: &Tree) -> Result<ExitCode> {
    let choice = Choice::from_environment()?;
    doctor::require()?;
    println!("Building (the first time takes some minutes) ...");
    tree.build()?;
    let examples = EXAMPLES.map(|(name, prepare)| (name, prepare(tree)));
    let source = Source::open(tree, choice)?;
    println!("\nThe model is {}.", source.description);
    let results = examples.map(|(name, example)| (name, answer(name, example, &source)));
    println!("\n{}", summary(&results));
    let all_well = results.iter().all(|(_, result)| result.is_ok());
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Which model the examples talk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Real,
    Scripted,
    Live,
}

impl Choice {
    fn from_environment() -> Result<Self> {
        let filled = environment::filled;
        let has_key = filled("ANTHROPIC_API_KEY").is_some() || filled("ANTHROPIC_AUTH_TOKEN").is_some();
        Self::from(filled("LIVE").as_deref(), filled("MODEL").as_deref(), has_key)
    }

    fn from(live: Option<&str>, model: Option<&str>, has_key: bool) -> Result<Self> {
        match (live, model) {
            (Some("1"), _) if has_key => Ok(Self::Live),
            (Some("1"), _) => {
                bail!("LIVE=1 asks the real service, which needs a key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN.")
            }
            (_, Some("scripted")) => Ok(Self::Scripted),
            (_, None | Some("real")) => Ok(Self::Real),
            (_, Some(other)) => bail!("MODEL={other} is not known: use MODEL=real (the default) or MODEL=scripted."),
        }
    }
}

/// A model that is ready, and what an example needs to reach it.
struct Source {
    description: String,
    variables: Variables,
    prompt: String,
    // Held so that the server ends when the demo does.
    _service: Option<Service>,
}

impl Source {
    fn open(tree: &Tree, choice: Choice) -> Result<Self> {
        match choice {
            Choice::Live => Ok(Self::live()),
            Choice::Scripted => Self::scripted(tree),
            Choice::Real => match model::start_real(tree) {
                Ok(service) => Ok(Self::on_loopback(service, model::REAL, "a real small one")),
                Err(error) => {
                    println!("{}; the scripted model stands in.", first_line(&format!("{error:#}")));
                    Self::scripted(tree)
                }
            },
        }
    }

    fn scripted(tree: &Tree) -> Result<Self> {
        let service = model::start_scripted(tree, 40)?;
        Ok(Self::on_loopback(service, model::SCRIPTED, "a scripted one"))
    }

    fn on_loopback(service: Service, name: &str, kind: &str) -> Self {
        Self {
            description: format!("{name}, {kind}, on {}", service.url()),
            variables: environment::example(service.url(), name),
            prompt: prompt(),
            _service: Some(service),
        }
    }

    fn live() -> Self {
        let name = environment::filled("TIDINGS_MODEL").unwrap_or_else(|| "claude-opus-4-6".to_owned());
        Self {
            description: format!("{name}, at the real service"),
            variables: vec![environment::set("TIDINGS_MODEL", name)],
            prompt: prompt(),
            _service: None,
        }
    }
}

fn prompt() -> String {
    environment::filled("PROMPT").unwrap_or_else(|| "Explain what a river is, in two sentences.".to_owned())
}

/// Makes one language's example ready to run; the prompt is still to be added.
type Prepare = fn(&Tree) -> Result<Tool>;

const EXAMPLES: [(&str, Prepare); 5] = [("Rust", rust), ("Python", python), ("Node", node), ("C", c), ("C++", cpp)];

fn rust(tree: &Tree) -> Result<Tool> {
    let program = tree.program("stream");
    tree::require(&program, "the package tidings-examples must build a program named stream")?;
    Ok(Tool::new(program))
}

fn python(tree: &Tree) -> Result<Tool> {
    let script = tree.path("examples/python/stream.py");
    tree::require(&script, "the Python example is not there yet")?;
    Ok(Tool::new(python::prepare(tree)?).arg(script))
}

fn node(tree: &Tree) -> Result<Tool> {
    let script = tree.path("examples/node/stream.mjs");
    tree::require(&script, "the Node example is not there yet")?;
    node::prepare(tree)?;
    node::link_for_examples(tree)?;
    Ok(Tool::new("node").arg(script))
}

fn c(tree: &Tree) -> Result<Tool> {
    native(tree, Language::C, "examples/c/stream.c", "stream-c")
}

fn cpp(tree: &Tree) -> Result<Tool> {
    native(tree, Language::Cpp, "examples/cpp/stream.cpp", "stream-cpp")
}

fn native(tree: &Tree, language: Language, source: &str, name: &str) -> Result<Tool> {
    let folder = tree.target().join("c");
    Ok(Tool::new(compile::compile(language, tree, &tree.path(source), &folder, name)?))
}

/// Runs one example, whose output goes straight to the terminal, and returns how long it took.
fn answer(name: &str, example: Result<Tool>, source: &Source) -> Result<Duration> {
    println!("\n== {name} ==");
    let began = Instant::now();
    let result = example.and_then(|tool| tool.arg(&source.prompt).envs(&source.variables).run());
    match result {
        Ok(()) => Ok(began.elapsed()),
        Err(error) => {
            println!("{error:#}");
            Err(error)
        }
    }
}

fn summary(results: &[(&str, Result<Duration>)]) -> String {
    let line = |(name, result): &(&str, Result<Duration>)| match result {
        Ok(took) => format!("{name:<8}ok      {:.1} s", took.as_secs_f64()),
        Err(error) => format!("{name:<8}FAILED  {}", first_line(&format!("{error:#}"))),
    };
    results.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_small_model_is_the_default() {
        assert_eq!(Choice::from(None, None, true).unwrap(), Choice::Real);
        assert_eq!(Choice::from(Some("0"), None, true).unwrap(), Choice::Real);
    }

    #[test]
    fn the_scripted_model_is_chosen_by_name() {
        assert_eq!(Choice::from(None, Some("scripted"), false).unwrap(), Choice::Scripted);
    }

    #[test]
    fn the_real_service_without_a_key_is_refused_with_the_names_of_the_variables() {
        let error = Choice::from(Some("1"), None, false).unwrap_err().to_string();
        assert!(error.contains("ANTHROPIC_API_KEY") && error.contains("ANTHROPIC_AUTH_TOKEN"), "{error}");
        assert_eq!(error.lines().count(), 1);
        assert_eq!(Choice::from(Some("1"), None, true).unwrap(), Choice::Live);
    }

    #[test]
    fn a_model_that_is_not_known_is_refused() {
        assert!(Choice::from(None, Some("huge"), true).unwrap_err().to_string().contains("MODEL=huge"));
    }

    #[test]
    fn the_summary_has_a_line_for_each_language() {
        let results = [("Rust", Ok(Duration::from_millis(1500))), ("C++", Err(anyhow::anyhow!("no\nmore")))];
        assert_eq!(summary(&results), "Rust    ok      1.5 s\nC++     FAILED  no");
    }
}
