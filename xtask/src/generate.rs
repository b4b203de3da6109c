//! The files written from the declared types: the schema by the core's own tests, the faces of Python and TypeScript from it.

mod prose;
mod python;
mod schema;
mod typescript;

use anyhow::{Result, bail};

use self::schema::Schema;
use crate::difference;
use crate::process;
use crate::reliability;
use crate::tree::{self, Tree};

/// A file to be written: where, inside the tree, and what.
pub(crate) struct Generated {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Writes the schema and every face anew.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    generating_tests(tree, &[("TIDINGS_GENERATE".to_owned(), Some("1".into()))])?;
    for file in faces(tree)? {
        process::write(&tree.path(&file.path), &file.text)?;
    }
    reliability::write(tree)
}

/// Fails when a committed file is not what the types give.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    generating_tests(tree, &[])?;
    for file in faces(tree)? {
        let path = tree.path(&file.path);
        tree::require(&path, "run `make generate` and commit the file")?;
        if let Some(difference) = difference::first(&process::read(&path)?, &file.text) {
            bail!("{} is out of date: {difference}\nRun `make generate` and commit the file.", file.path);
        }
    }
    reliability::check(tree)
}

fn faces(tree: &Tree) -> Result<Vec<Generated>> {
    let schema = Schema::load(&tree.path("core/schema/messages.json"))?;
    Ok(python::files(&schema).into_iter().chain(typescript::files(&schema)).collect())
}

/// The tests that compare what the core's own code writes, or write it where the variable says so: the schema, and the classes of
/// the error codes.
fn generating_tests(tree: &Tree, variables: &[(String, Option<std::ffi::OsString>)]) -> Result<()> {
    let names = ["the_committed_schema", "classes_of_the_codes"];
    let tests = tree.cargo_product("test").args(["--quiet", "--lib", "--tests", "--"]).args(names);
    tests.envs(variables).run_quietly()
}
