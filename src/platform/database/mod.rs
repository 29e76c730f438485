//! `IndexedDB`: the runs of this device, and the index over them.
//!
//! The two are databases of their own. [`runs`] has the layout of the page's first version, so a tab with an earlier version of the
//! page goes on reading and writing it, and no upgrade can fail halfway. [`index`] holds only what is derived from the runs: it can be
//! absent, old or incomplete, and nothing is lost.
//!
//! Every change is a transaction of its own on a fresh connection, so two tabs can write at once. A connection closes when another tab
//! upgrades or deletes the database. An error states whether storage is blocked or full.

pub mod index;
pub mod runs;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::BrowserError;

/// The number of a record.
pub type Key = u64;

/// A database with one store, open until it is dropped.
struct Connection {
    inner: IdbDatabase,
    store: &'static str,
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A connection that stays open would keep another tab from upgrading.
        self.inner.close();
    }
}

impl Connection {
    /// Opens the database, and makes its store if the database does not exist or has an earlier version.
    async fn open(
        name: &str,
        version: u32,
        store: &'static str,
        make: impl FnOnce(&IdbDatabase) + 'static,
    ) -> Result<Self, BrowserError> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let factory = factory.ok_or(BrowserError::StorageBlocked)?;
        let request = factory.open_with_u32(name, version).map_err(|error| BrowserError::from_storage(&error))?;
        let upgrade = Closure::once_into_js(move |event: Event| {
            let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
            let database = request.and_then(|request| request.result().ok());
            if let Some(database) = database.and_then(|database| database.dyn_into::<IdbDatabase>().ok()) {
                make(&database);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        // Every connection of the page closes when it is asked to, so a blocked request goes on by itself.
        let inner = finished(&request).await?.dyn_into::<IdbDatabase>().map_err(|_| BrowserError::unknown())?;
        let closing = Closure::<dyn Fn(Event)>::new(|event: Event| {
            if let Some(database) = event.target().and_then(|target| target.dyn_into::<IdbDatabase>().ok()) {
                database.close();
            }
        });
        inner.set_onversionchange(Some(closing.into_js_value().unchecked_ref()));
        Ok(Self { inner, store })
    }

    fn reading(&self) -> Result<IdbObjectStore, BrowserError> {
        self.begin(IdbTransactionMode::Readonly).map(|(store, _)| store)
    }

    fn begin(&self, mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), BrowserError> {
        let transaction = self
            .inner
            .transaction_with_str_and_mode(self.store, mode)
            .map_err(|error| BrowserError::from_storage(&error))?;
        let store = transaction.object_store(self.store).map_err(|error| BrowserError::from_storage(&error))?;
        Ok((store, transaction))
    }

    /// Changes the store, and waits until the change is on the disk.
    async fn change(&self, change: impl FnOnce(&IdbObjectStore) -> Result<(), JsValue>) -> Result<(), BrowserError> {
        let (store, transaction) = self.begin(IdbTransactionMode::Readwrite)?;
        change(&store).map_err(|error| BrowserError::from_storage(&error))?;
        committed(&transaction).await
    }

    /// The numbers of the records, the smallest first. No record is read.
    async fn keys(&self) -> Result<Vec<Key>, BrowserError> {
        let request = self.reading()?.get_all_keys().map_err(|error| BrowserError::from_storage(&error))?;
        Ok(numbers(&finished(&request).await?))
    }

    /// Removes records.
    async fn delete(&self, keys: &[Key]) -> Result<(), BrowserError> {
        self.change(|store| keys.iter().try_for_each(|key| store.delete(&js(*key)).map(|_| ()))).await
    }

    /// Removes every record.
    async fn clear(&self) -> Result<(), BrowserError> {
        self.change(|store| store.clear().map(|_| ())).await
    }
}

/// Numbered records.
fn numbered() -> IdbObjectStoreParameters {
    let numbered = IdbObjectStoreParameters::new();
    numbered.set_auto_increment(true);
    numbered
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

/// The numbers of an array; other keys are another program's.
fn numbers(array: &JsValue) -> Vec<Key> {
    array.dyn_ref::<Array>().map(|keys| keys.iter().filter_map(|key| number(&key)).collect()).unwrap_or_default()
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
