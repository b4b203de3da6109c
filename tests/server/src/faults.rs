//! The table of faults over HTTP: each entry's place is made when it is asked for, and stays until it is ended.

use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, Value, json};

use crate::{
    fault::{Fault, faults},
    ground::{Ground, Way},
    scenario::TableError,
    secrets::Secrets,
    server::Shared,
};

/// The limit for opening a connection where an entry sets none: a machine that builds meanwhile may take its time.
const CONNECT_SECONDS: f64 = 55.0;

/// The entries that are played, and the places made for them.
#[derive(Default)]
pub(crate) struct Faults {
    entries: Vec<Fault>,
    grounds: Mutex<HashMap<String, Arc<Ground>>>,
}

impl Faults {
    pub(crate) fn read(folder: &Path) -> Result<Self, TableError> {
        let entries = faults(folder)?.into_iter().filter(|entry| entry.expect.is_some()).collect();
        Ok(Self { entries, grounds: Mutex::default() })
    }

    /// The names of all entries that are played, and what nothing may show.
    pub(crate) fn list(&self) -> Value {
        let entries: Vec<_> = self.entries.iter().map(|entry| &entry.name).collect();
        json!({"entries": entries, "secrets": Secrets::of_the_table().forms()})
    }

    /// Makes the place of an entry and says all that a language is to do there; `None` when there is no such entry.
    pub(crate) async fn begin(
        &self,
        name: &str,
        language: &str,
        host: &str,
        shared: &Shared,
    ) -> Option<io::Result<Value>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let ground = match Ground::make(&entry.place, &entry.script, host, shared).await {
            Ok(ground) => ground,
            Err(error) => return Some(Err(error)),
        };
        let said = told(entry, language, &ground);
        self.grounds().insert(ground.id().to_owned(), Arc::new(ground));
        Some(Ok(said))
    }

    pub(crate) fn ground(&self, id: &str) -> Option<Arc<Ground>> {
        self.grounds().get(id).cloned()
    }

    /// Ends a place, and says whether there was one.
    pub(crate) fn end(&self, id: &str) -> bool {
        self.grounds().remove(id).is_some()
    }

    fn grounds(&self) -> MutexGuard<'_, HashMap<String, Arc<Ground>>> {
        self.grounds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An entry as a language plays it: nothing is left to fill in but the length of the prompt.
fn told(entry: &Fault, language: &str, ground: &Ground) -> Value {
    let json = &entry.json;
    let call = &json["call"];
    json!({
        "id": ground.id(),
        "name": entry.name,
        "client": client(ground.way(), &call["client"]),
        "mode": call.get("mode").unwrap_or(&json!("create")),
        "options": call.get("options").unwrap_or(&json!({})),
        "request": call["request"],
        "prompt_bytes": entry.prompt_bytes,
        "warm_up": json["warm_up"],
        "expect": json["unlike"].get(language).map_or(&json["expect"], |unlike| &unlike["expect"]),
    })
}

/// The options of the client: those that the way needs, and over them those of the entry.
fn client(way: &Way, entry: &Value) -> Map<String, Value> {
    let mut options = Map::from_iter([("trust_env".to_owned(), json!(false))]);
    let layers = [json!(way), entry.clone()];
    options.extend(
        layers
            .into_iter()
            .filter_map(|layer| if let Value::Object(layer) = layer { Some(layer) } else { None })
            .flatten(),
    );
    let timeout = options.entry("timeout").or_insert_with(|| json!({}));
    if let Some(timeout) = timeout.as_object_mut() {
        timeout.entry("connect").or_insert_with(|| json!(CONNECT_SECONDS));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_the_last_word_on_the_options_of_its_client() {
        let way = Way { base_url: "http://a".into(), proxy: Some("http://b".into()), ..Way::default() };
        let options = client(&way, &json!({"max_retries": 0, "timeout": {"head": 1}, "trust_env": true}));
        let expected = json!({
            "trust_env": true, "base_url": "http://a", "proxy": "http://b", "max_retries": 0,
            "timeout": {"head": 1, "connect": 55.0},
        });
        assert_eq!(Value::Object(options), expected);
    }
}
