//! Records in `IndexedDB`, each a text under a number.
//!
//! The database numbers the records, and every change is a transaction of its own, so two tabs can write at once. An error
//! states whether storage is blocked or full.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
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
    /// Every record, the oldest first.
    pub async fn all(&self) -> Result<Vec<(Key, String)>, BrowserError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let keys = store.get_all_keys().map_err(|error| BrowserError::from_storage(&error))?;
        let values = store.get_all().map_err(|error| BrowserError::from_storage(&error))?;
        let keys = finished(&keys).await?;
        let values = finished(&values).await?;
        let keys = Array::from(&keys);
        let texts = Array::from(&values);
        Ok(keys.iter().zip(texts.iter()).filter_map(|(key, text)| Some((number(&key)?, text.as_string()?))).collect())
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
