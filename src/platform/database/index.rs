//! The index over the runs: a short text for each, under the number of its run.
//!
//! A run that may be removed to make room has the member `loose`, so the browser's own index counts and orders these without reading
//! a record.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::{Connection, Key, committed, finished, js, numbers};
use crate::platform::BrowserError;

const NAME: &str = "outcrop.index";
/// The version of what the index holds: another one is made anew from the runs.
const VERSION: u32 = 1;
const STORE: &str = "index";
const LOOSE: &str = "loose";
const TEXT: &str = "text";

/// The open index.
pub struct Index(Connection);

/// Whether a run may be removed to make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Yes.
    Loose,
    /// No: it is pinned, or this version cannot read it.
    Kept,
}

/// Opens the index. Without one of this version, it makes an empty one.
pub async fn open() -> Result<Index, BrowserError> {
    let make = |database: &IdbDatabase| {
        // This fails only where no earlier index exists.
        let _ = database.delete_object_store(STORE);
        if let Ok(store) = database.create_object_store(STORE) {
            // Without it, no run is removed.
            let _ = store.create_index_with_str(LOOSE, LOOSE);
        }
    };
    Connection::open(NAME, VERSION, STORE, make).await.map(Index)
}

impl Index {
    /// The numbers of the indexed runs, the oldest first. No record is read.
    pub async fn keys(&self) -> Result<Vec<Key>, BrowserError> {
        self.0.keys().await
    }

    /// The numbers of the runs that may be removed, the oldest first. No record is read.
    pub async fn loose(&self) -> Result<Vec<Key>, BrowserError> {
        let index = self.0.reading()?.index(LOOSE).map_err(|error| BrowserError::from_storage(&error))?;
        let request = index.get_all_keys().map_err(|error| BrowserError::from_storage(&error))?;
        Ok(numbers(&finished(&request).await?))
    }

    /// The records of these runs, in this order; `None` for one that is not indexed.
    pub async fn get(&self, keys: &[Key]) -> Result<Vec<Option<String>>, BrowserError> {
        let store = self.0.reading()?;
        let asked: Result<Vec<_>, JsValue> = keys.iter().map(|key| store.get(&js(*key))).collect();
        let asked = asked.map_err(|error| BrowserError::from_storage(&error))?;
        // Requests of a transaction end in their order.
        if let Some(last) = asked.last() {
            finished(last).await?;
        }
        let record = |request: &IdbRequest| {
            let value = request.result().map_err(|error| BrowserError::from_storage(&error))?;
            Ok(text(&value))
        };
        asked.iter().map(record).collect()
    }

    /// The records from one number to another, both included, the oldest first, with their numbers.
    pub async fn between(&self, first: Key, last: Key) -> Result<Vec<(Key, String)>, BrowserError> {
        let range = IdbKeyRange::bound(&js(first), &js(last)).map_err(|error| BrowserError::from_storage(&error))?;
        let store = self.0.reading()?;
        let keys = store.get_all_keys_with_key(&range).map_err(|error| BrowserError::from_storage(&error))?;
        let records = store.get_all_with_key(&range).map_err(|error| BrowserError::from_storage(&error))?;
        // As above.
        let records = finished(&records).await?;
        let keys = keys.result().map_err(|error| BrowserError::from_storage(&error))?;
        let records = records.dyn_into::<Array>().unwrap_or_default();
        Ok(numbers(&keys)
            .into_iter()
            .zip(records.iter())
            .filter_map(|(key, record)| text(&record).map(|text| (key, text)))
            .collect())
    }

    /// Writes the record of a run.
    pub async fn put(&self, key: Key, record: &str, stay: Stay) -> Result<(), BrowserError> {
        self.0.change(|store| put(store, key, record, stay)).await
    }

    /// Writes the record of a run that has none. One that another tab has written meanwhile stays.
    pub async fn add(&self, key: Key, record: &str, stay: Stay) -> Result<(), BrowserError> {
        let (store, transaction) = self.0.begin(IdbTransactionMode::Readwrite)?;
        let known = store.count_with_key(&js(key)).map_err(|error| BrowserError::from_storage(&error))?;
        if finished(&known).await?.as_f64() == Some(0.0) {
            put(&store, key, record, stay).map_err(|error| BrowserError::from_storage(&error))?;
        }
        committed(&transaction).await
    }

    /// Removes records.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), BrowserError> {
        self.0.delete(keys).await
    }

    /// Removes every record.
    pub async fn clear(&self) -> Result<(), BrowserError> {
        self.0.clear().await
    }
}

fn put(store: &IdbObjectStore, key: Key, record: &str, stay: Stay) -> Result<(), JsValue> {
    let value = Object::new();
    if stay == Stay::Loose {
        Reflect::set(&value, &LOOSE.into(), &JsValue::from(1))?;
    }
    Reflect::set(&value, &TEXT.into(), &record.into())?;
    store.put_with_key(&value, &js(key)).map(|_| ())
}

fn text(value: &JsValue) -> Option<String> {
    Reflect::get(value, &TEXT.into()).ok()?.as_string()
}
