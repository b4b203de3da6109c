//! The value so far: one tree, changed only at its growing end.

use serde_json::{Map, Value, map::Entry};

use super::{growth::Growth, number};

/// A value whose last branch is open.
///
/// What grows is always the last child of the last child, so that the way to it needs no keys and no pointers.
#[derive(Debug, Default)]
pub struct Tree {
    root: Option<Value>,
    /// How many containers are open.
    depth: usize,
    /// The key that waits for its value.
    key: Option<String>,
    live: Option<Live>,
    #[cfg(test)]
    pub(super) touched: usize,
}

/// A last child that is shown but may still change or go.
#[derive(Debug)]
struct Live {
    key: Option<String>,
    /// What stood under the same key before.
    displaced: Option<Value>,
}

impl Growth for Tree {
    fn is_wanted(&self) -> bool {
        true
    }

    fn name(&mut self, key: String) {
        self.key = Some(key);
    }

    fn open(&mut self, is_object: bool) {
        self.put_last(if is_object { Value::Object(Map::new()) } else { Value::Array(Vec::new()) });
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
    }

    fn word(&mut self, word: Option<bool>) {
        self.put(word.map_or(Value::Null, Value::Bool));
    }

    fn string(&mut self, rest: String) {
        match self.live() {
            Some(Value::String(shown)) => shown.push_str(&rest),
            _ => self.put(Value::String(rest)),
        }
        self.live = None;
    }

    fn number(&mut self, text: &str) {
        let value = number::read(text);
        match self.live() {
            Some(shown) => *shown = value,
            None => self.put(value),
        }
        self.live = None;
    }

    fn show_string(&mut self, more: String) {
        match self.live() {
            Some(Value::String(shown)) => shown.push_str(&more),
            _ => self.show(Value::String(more)),
        }
    }

    fn show_number(&mut self, text: &str) {
        self.show(number::read(text));
    }

    fn retract(&mut self) {
        let Some(Live { key, displaced }) = self.live.take() else { return };
        match self.innermost() {
            Some(Value::Array(list)) => drop(list.pop()),
            Some(Value::Object(map)) => {
                let name = key.as_deref().unwrap_or_default();
                map.remove(name);
                map.extend(displaced.map(|value| (name.to_owned(), value)));
            }
            _ => self.root = None,
        }
        self.key = key;
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Tree {
    /// The value so far.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.root.as_ref()
    }

    /// Adds a value that is finished.
    fn put(&mut self, value: Value) {
        let key = self.key.take().unwrap_or_default();
        match self.innermost() {
            Some(Value::Array(list)) => list.push(value),
            Some(Value::Object(map)) => drop(map.insert(key, value)),
            _ => self.root = Some(value),
        }
    }

    /// Shows a value that may still change, in the place of the one that was shown before.
    fn show(&mut self, value: Value) {
        if let Some(shown) = self.live() {
            *shown = value;
            return;
        }
        let key = self.key.clone();
        let displaced = self.put_last(value);
        self.live = Some(Live { key, displaced });
    }

    /// The value that is shown and may still change.
    fn live(&mut self) -> Option<&mut Value> {
        self.live.as_ref()?;
        let depth = self.depth;
        self.descend(depth)
    }

    /// Adds a value as the last child, and gives what stood under its key before.
    fn put_last(&mut self, value: Value) -> Option<Value> {
        let key = self.key.take().unwrap_or_default();
        match self.innermost() {
            Some(Value::Array(list)) => list.push(value),
            Some(Value::Object(map)) => return put_last(map, key, value),
            _ => self.root = Some(value),
        }
        None
    }

    fn innermost(&mut self) -> Option<&mut Value> {
        self.descend(self.depth.checked_sub(1)?)
    }

    fn descend(&mut self, steps: usize) -> Option<&mut Value> {
        #[cfg(test)]
        {
            self.touched += steps + 1;
        }
        (0..steps).try_fold(self.root.as_mut()?, |value, _| match value {
            Value::Array(list) => list.last_mut(),
            Value::Object(map) => map.values_mut().next_back(),
            _ => None,
        })
    }
}

/// A key that comes again has to move to the end, in constant time; the order of such an object is not kept.
fn put_last(map: &mut Map<String, Value>, key: String, value: Value) -> Option<Value> {
    match map.entry(key) {
        Entry::Vacant(place) => {
            place.insert(value);
            None
        }
        Entry::Occupied(place) => {
            let (key, displaced) = place.swap_remove_entry();
            map.insert(key, value);
            Some(displaced)
        }
    }
}
