//! The bench as a text that the device keeps between visits. The last run and the journal are left out.

use serde_json::{Value, json};

use super::Bench;
use crate::experiment::document::lab::Lab;
use crate::experiment::embeddings::Input as Texts;
use crate::experiment::explorer::sheet::Sheet;
use crate::experiment::images::Input as Images;
use crate::experiment::{Draft, Experiment, Subject};
use crate::lesson::step::Place;
use crate::share::schema::{Extent, SCHEMA, read, write};
use crate::simulator::Mishap;
use crate::simulator::account::Account;

/// The version of the stored form.
const VERSION: u64 = 1;

impl Bench {
    /// The stored form.
    pub fn to_json(&self) -> String {
        let region = &self.draft.region;
        let lab = |lab: Lab| write(&Experiment::new(Subject::Lab(lab)), Extent::File);
        let explorer = self.explorer.as_ref();
        let sheet = explorer.map(|sheet| lab(Sheet::lab(Some(sheet.operation), &sheet.input, None, region)));
        json!({
            "version": VERSION,
            "place": self.place.word(),
            "draft": self.draft,
            "fault": self.fault.map(Mishap::key),
            "embeddings": lab(self.texts.lab(region)),
            "images": lab(self.images.lab(region)),
            "explorer": sheet,
            "program": self.program,
            "account": self.account,
        })
        .to_string()
    }

    /// Reads the stored form. What cannot be read stays as at the beginning; `None` if it is not a stored bench at all.
    pub fn from_json(text: &str) -> Option<Self> {
        let stored: Value = serde_json::from_str(text).ok()?;
        if stored.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return None;
        }
        let text_of = |name: &str| stored.get(name).and_then(Value::as_str).unwrap_or_default();
        let lab = |name: &str| {
            let document = stored.get(name).filter(|value| value.is_object())?.clone();
            match read(SCHEMA, document, Extent::File).ok()?.experiment.subject {
                Subject::Lab(lab) => Some(lab),
                Subject::Playground(_) | Subject::Compare(..) => None,
            }
        };
        let mut bench = Self {
            place: Place::from_word(text_of("place")).unwrap_or_default(),
            fault: Mishap::from_key(text_of("fault")),
            program: text_of("program").to_owned(),
            ..Self::default()
        };
        if let Some(draft) = stored.get("draft").and_then(|draft| Draft::from_json(&draft.to_string())) {
            bench.draft = draft;
        }
        if let Some(lab) = lab("embeddings") {
            bench.texts = Texts::from_lab(&lab).0;
        }
        if let Some(lab) = lab("images") {
            bench.images = Images::from_lab(&lab).0;
        }
        bench.explorer = lab("explorer").and_then(|lab| Sheet::from_lab(&lab).0);
        if let Some(account) = stored.get("account").and_then(|account| Account::from_json(&account.to_string()).ok()) {
            bench.account = account;
        }
        Some(bench)
    }
}
