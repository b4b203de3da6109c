//! The value so far: one tree, changed only at its growing end.

use serde_json::{Map, Value, map::Entry};

/// A value whose last branch is open.
///
/// What grows is always the last child of the last child, so that the way to it needs no keys and no pointers.
#[derive(Debug, Default)]
pub(super) struct Tree {
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

impl Tree {
    pub(super) fn value(&self) -> Option<&Value> {
        self.root.as_ref()
    }

    /// Names the value that comes next.
    pub(super) fn name(&mut self, key: String) {
        self.key = Some(key);
    }

    /// Adds a value that is finished.
    pub(super) fn put(&mut self, value: Value) {
        let key = self.key.take().unwrap_or_default();
        match self.innermost() {
            Some(Value::Array(list)) => list.push(value),
            Some(Value::Object(map)) => drop(map.insert(key, value)),
            _ => self.root = Some(value),
        }
    }

    /// Adds an empty container and goes into it.
    pub(super) fn open(&mut self, container: Value) {
        self.put_last(container);
        self.depth += 1;
    }

    /// Goes back to the container around.
    pub(super) fn close(&mut self) {
        self.depth -= 1;
    }

    /// Shows a value that may still change, in the place of the one that was shown before.
    pub(super) fn show(&mut self, value: Value) {
        if let Some(shown) = self.live() {
            *shown = value;
            return;
        }
        let key = self.key.clone();
        let displaced = self.put_last(value);
        self.live = Some(Live { key, displaced });
    }

    /// The value that is shown and may still change.
    pub(super) fn live(&mut self) -> Option<&mut Value> {
        self.live.as_ref()?;
        let depth = self.depth;
        self.descend(depth)
    }

    /// The value that is shown is finished.
    pub(super) fn settle(&mut self) {
        self.live = None;
    }

    /// Takes back what was shown, as if it had never come.
    pub(super) fn retract(&mut self) {
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
