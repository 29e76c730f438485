//! Records in `IndexedDB`, each a text under a number.
//!
//! The database numbers the records, and every change is a transaction of its own, so two tabs can write at once. An error
//! states whether storage is blocked or full.

use js_sys::{JsString, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbCursorDirection, IdbCursorWithValue, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbObjectStoreParameters,
    IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use super::BrowserError;

const NAME: &str = "outcrop";
/// The version of the database: it grows when a store is added, and what is stored stays.
const VERSION: u32 = 1;
const RUNS: &str = "runs";

/// The number of a record.
pub type Key = u64;

/// The open database.
pub struct Database {
    inner: IdbDatabase,
}

/// A record, whose text stays outside of the page's own memory until it is asked for.
pub struct Record {
    /// Its number.
    pub key: Key,
    text: JsString,
}

impl Record {
    /// The beginning of its text, at most so many characters.
    pub fn beginning(&self, characters: u32) -> String {
        self.text.slice(0, characters).into()
    }

    /// Its text.
    pub fn whole(&self) -> String {
        String::from(&self.text)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A connection that stays open would keep another tab from upgrading.
        self.inner.close();
    }
}

/// Opens the database, and creates it if it does not exist.
pub async fn open() -> Result<Database, BrowserError> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let factory = factory.ok_or(BrowserError::StorageBlocked)?;
    let request = factory.open_with_u32(NAME, VERSION).map_err(|error| BrowserError::from_storage(&error))?;
    let upgrade = Closure::once_into_js(|event: Event| {
        let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
        let made = request.and_then(|request| request.result().ok());
        if let Some(database) = made.and_then(|made| made.dyn_into::<IdbDatabase>().ok()) {
            let numbered = IdbObjectStoreParameters::new();
            numbered.set_auto_increment(true);
            // It fails only if the store exists already.
            let _ = database.create_object_store_with_optional_parameters(RUNS, &numbered);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let inner = finished(&request).await?.dyn_into::<IdbDatabase>();
    inner.map(|inner| Database { inner }).map_err(|_| BrowserError::unknown())
}

impl Database {
    /// The newest record that is older than this one; without one, the newest of all. Each reading is a task of its own, so a
    /// walk through any number of records neither blocks the page nor has more than one of them in memory.
    pub async fn before(&self, key: Option<Key>) -> Result<Option<Record>, BrowserError> {
        let mut key = key;
        loop {
            let (store, _) = self.store(IdbTransactionMode::Readonly)?;
            let range = match key {
                None => JsValue::UNDEFINED,
                Some(key) => IdbKeyRange::upper_bound_with_open(&js(key), true)
                    .map_err(|error| BrowserError::from_storage(&error))?
                    .into(),
            };
            let request = store
                .open_cursor_with_range_and_direction(&range, IdbCursorDirection::Prev)
                .map_err(|error| BrowserError::from_storage(&error))?;
            let Ok(cursor) = finished(&request).await?.dyn_into::<IdbCursorWithValue>() else { return Ok(None) };
            let found = cursor.key().ok().and_then(|key| number(&key)).ok_or_else(BrowserError::unknown)?;
            match cursor.value().ok().and_then(|value| value.dyn_into::<JsString>().ok()) {
                Some(text) => return Ok(Some(Record { key: found, text })),
                // Another program's value: it stays, and is not shown.
                None => key = Some(found),
            }
        }
    }

    /// The text of a record.
    pub async fn get(&self, key: Key) -> Result<Option<String>, BrowserError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let request = store.get(&js(key)).map_err(|error| BrowserError::from_storage(&error))?;
        Ok(finished(&request).await?.as_string())
    }

    /// How many records there are.
    pub async fn count(&self) -> Result<usize, BrowserError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let request = store.count().map_err(|error| BrowserError::from_storage(&error))?;
        let count = number(&finished(&request).await?);
        Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    }

    /// Adds a record and returns its number.
    pub async fn add(&self, text: &str) -> Result<Key, BrowserError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        let request = store.add(&JsValue::from_str(text)).map_err(|error| BrowserError::from_storage(&error))?;
        committed(&transaction).await?;
        let key = request.result().ok().and_then(|key| number(&key));
        key.ok_or_else(BrowserError::unknown)
    }

    /// Writes a record under its number.
    pub async fn put(&self, key: Key, text: &str) -> Result<(), BrowserError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.put_with_key(&JsValue::from_str(text), &js(key)).map_err(|error| BrowserError::from_storage(&error))?;
        committed(&transaction).await
    }

    /// Removes records.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), BrowserError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        for key in keys {
            store.delete(&js(*key)).map_err(|error| BrowserError::from_storage(&error))?;
        }
        committed(&transaction).await
    }

    /// Removes every record.
    pub async fn clear(&self) -> Result<(), BrowserError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.clear().map_err(|error| BrowserError::from_storage(&error))?;
        committed(&transaction).await
    }

    fn store(&self, mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), BrowserError> {
        let transaction =
            self.inner.transaction_with_str_and_mode(RUNS, mode).map_err(|error| BrowserError::from_storage(&error))?;
        let store = transaction.object_store(RUNS).map_err(|error| BrowserError::from_storage(&error))?;
        Ok((store, transaction))
    }
}

#[expect(clippy::cast_precision_loss, reason = "the database counts from 1")]
fn js(key: Key) -> JsValue {
    JsValue::from_f64(key as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the database counts from 1 and stops at 2^53"
)]
fn number(key: &JsValue) -> Option<Key> {
    key.as_f64().map(|key| key as Key)
}

/// Waits for the result of a request.
async fn finished(request: &IdbRequest) -> Result<JsValue, BrowserError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result().map_err(|error| BrowserError::from_storage(&error)),
        Err(_) => Err(request
            .error()
            .ok()
            .flatten()
            .map_or_else(BrowserError::unknown, |error| BrowserError::from_storage(&error))),
    }
}

/// Waits until a transaction is on the disk. Only then does the browser report a full disk.
async fn committed(transaction: &IdbTransaction) -> Result<(), BrowserError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => {
            Err(transaction.error().map_or_else(BrowserError::unknown, |error| BrowserError::from_storage(&error)))
        }
    }
}
