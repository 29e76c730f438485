//! The runs, each a text under a number. The layout is that of the page's first version and never changes.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbTransactionMode;

use super::{Connection, Key, committed, finished, js, number, numbered};
use crate::platform::BrowserError;

const NAME: &str = "outcrop";
const VERSION: u32 = 1;
const STORE: &str = "runs";

/// The open database of the runs.
pub struct Runs(Connection);

/// A run, whose text stays outside of the page's own memory until it is asked for.
pub struct Run(JsString);

impl Run {
    /// The beginning of its text, at most so many characters.
    pub fn beginning(&self, characters: u32) -> String {
        self.0.slice(0, characters).into()
    }

    /// Its text.
    pub fn whole(&self) -> String {
        String::from(&self.0)
    }

    /// Whether its text has each of these words, which are in small letters, as they are or as JSON writes them. What it has
    /// besides the searched texts counts too.
    pub fn may_have(&self, words: &[String]) -> bool {
        let text = self.0.to_lower_case();
        words.iter().all(|word| {
            let written = word.replace('\\', "\\\\").replace('"', "\\\"");
            text.includes(word, 0) || text.includes(&written, 0)
        })
    }
}

/// Opens the database, and creates it if it does not exist.
pub async fn open() -> Result<Runs, BrowserError> {
    let make = |database: &web_sys::IdbDatabase| {
        // It fails only if the store exists already.
        let _ = database.create_object_store_with_optional_parameters(STORE, &numbered());
    };
    Connection::open(NAME, VERSION, STORE, make).await.map(Runs)
}

impl Runs {
    /// The numbers of the runs, the oldest first. No run is read.
    pub async fn keys(&self) -> Result<Vec<Key>, BrowserError> {
        self.0.keys().await
    }

    /// How many runs there are.
    pub async fn count(&self) -> Result<usize, BrowserError> {
        let request = self.0.reading()?.count().map_err(|error| BrowserError::from_storage(&error))?;
        let count = number(&finished(&request).await?);
        Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    }

    /// A run. Another program's value counts as none.
    pub async fn get(&self, key: Key) -> Result<Option<Run>, BrowserError> {
        let request = self.0.reading()?.get(&js(key)).map_err(|error| BrowserError::from_storage(&error))?;
        Ok(finished(&request).await?.dyn_into::<JsString>().ok().map(Run))
    }

    /// Adds a run and returns its number.
    pub async fn add(&self, text: &str) -> Result<Key, BrowserError> {
        let (store, transaction) = self.0.begin(IdbTransactionMode::Readwrite)?;
        let request = store.add(&JsValue::from_str(text)).map_err(|error| BrowserError::from_storage(&error))?;
        committed(&transaction).await?;
        let key = request.result().ok().and_then(|key| number(&key));
        key.ok_or_else(BrowserError::unknown)
    }

    /// Writes a run under its number.
    pub async fn put(&self, key: Key, text: &str) -> Result<(), BrowserError> {
        self.0.change(|store| store.put_with_key(&JsValue::from_str(text), &js(key)).map(|_| ())).await
    }

    /// Removes runs.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), BrowserError> {
        self.0.delete(keys).await
    }

    /// Removes every run.
    pub async fn clear(&self) -> Result<(), BrowserError> {
        self.0.clear().await
    }
}
