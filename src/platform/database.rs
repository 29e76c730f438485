//! Records that this device keeps in `IndexedDB`, each a text under a number that the database gives.
//!
//! The database numbers the records itself and every change is a transaction of its own, so two tabs can write at once. Where
//! storage is refused or full, the error is a sentence.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

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

/// Opens the database, and makes it where there is none.
pub async fn open() -> Result<Database, String> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let factory = factory.ok_or("This browser keeps nothing for this page: its storage is blocked")?;
    let request = factory.open_with_u32(NAME, VERSION).map_err(|error| sentence(&error))?;
    let upgrade = Closure::once_into_js(|event: Event| {
        let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
        let made = request.and_then(|request| request.result().ok());
        if let Some(database) = made.and_then(|made| made.dyn_into::<IdbDatabase>().ok()) {
            let numbered = IdbObjectStoreParameters::new();
            numbered.set_auto_increment(true);
            // It fails only where the store is there already.
            let _ = database.create_object_store_with_optional_parameters(RUNS, &numbered);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let inner = finished(&request).await?.dyn_into::<IdbDatabase>();
    inner.map(|inner| Database { inner }).map_err(|_| "The history of this page could not be opened".to_owned())
}

impl Database {
    /// Every record, the oldest first.
    pub async fn all(&self) -> Result<Vec<(Key, String)>, String> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let keys = store.get_all_keys().map_err(|error| sentence(&error))?;
        let values = store.get_all().map_err(|error| sentence(&error))?;
        let keys = finished(&keys).await?;
        let values = finished(&values).await?;
        let keys = Array::from(&keys);
        let texts = Array::from(&values);
        Ok(keys.iter().zip(texts.iter()).filter_map(|(key, text)| Some((number(&key)?, text.as_string()?))).collect())
    }

    /// Adds a record and gives its number.
    pub async fn add(&self, text: &str) -> Result<Key, String> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        let request = store.add(&JsValue::from_str(text)).map_err(|error| sentence(&error))?;
        committed(&transaction).await?;
        let key = request.result().ok().and_then(|key| number(&key));
        key.ok_or_else(|| "The history gave the run no number".to_owned())
    }

    /// Writes a record under its number.
    pub async fn put(&self, key: Key, text: &str) -> Result<(), String> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.put_with_key(&JsValue::from_str(text), &js(key)).map_err(|error| sentence(&error))?;
        committed(&transaction).await
    }

    /// Removes records.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), String> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        for key in keys {
            store.delete(&js(*key)).map_err(|error| sentence(&error))?;
        }
        committed(&transaction).await
    }

    /// Removes every record.
    pub async fn clear(&self) -> Result<(), String> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.clear().map_err(|error| sentence(&error))?;
        committed(&transaction).await
    }

    fn store(&self, mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), String> {
        let transaction = self.inner.transaction_with_str_and_mode(RUNS, mode).map_err(|error| sentence(&error))?;
        let store = transaction.object_store(RUNS).map_err(|error| sentence(&error))?;
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

/// The result of a request, once it is there.
async fn finished(request: &IdbRequest) -> Result<JsValue, String> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result().map_err(|error| sentence(&error)),
        Err(_) => Err(request.error().ok().flatten().map_or_else(unnamed, |error| sentence(&error))),
    }
}

/// Waits until a transaction is on the disk. A full disk is told here and not before.
async fn committed(transaction: &IdbTransaction) -> Result<(), String> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or_else(unnamed, |error| sentence(&error))),
    }
}

fn unnamed() -> String {
    "The history could not be written or read".to_owned()
}

fn sentence(error: &JsValue) -> String {
    let Some(error) = error.dyn_ref::<DomException>() else { return unnamed() };
    match error.name().as_str() {
        "QuotaExceededError" => {
            "This device has no room left for the history. Delete runs, or clear the history".to_owned()
        }
        "VersionError" => "A newer version of this page keeps the history now. Reload the page".to_owned(),
        "SecurityError" | "InvalidStateError" => {
            "This browser keeps nothing for this page: its storage is blocked".to_owned()
        }
        _ => format!("{} ({})", unnamed(), error.message()),
    }
}
