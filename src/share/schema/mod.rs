//! The document in links and files, by version.
//!
//! A version is frozen on the day of its release: its reader, its defaults and its dictionary stay, and tests keep reading
//! its documents. A later version adds a module and a step in [`read`]; a member that an older version lacks takes its
//! default.

mod members;
mod v1;

use serde_json::Value;

use super::codec::MOST_OUT;
use super::error::ShareError;
use crate::experiment::Experiment;
use crate::text::json::depth;

/// The version that is written.
pub const SCHEMA: u32 = 1;
/// How deep brackets may nest.
pub const DEEPEST: usize = 32;
/// How many messages, and how many texts or answers, a document may have.
pub const MOST_MESSAGES: usize = 100;

/// How much a document may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A link: of pictures, documents and sounds the names only.
    Link,
    /// A file: everything.
    File,
}

/// What was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The experiment.
    pub experiment: Experiment,
    /// Notes for the user: the parts that were left out or ignored.
    pub notes: Vec<String>,
    /// The recorded runs of a file, as they are; this room does not read them.
    pub runs: Option<Value>,
}

/// The document of an experiment, in the newest version.
pub fn write(experiment: &Experiment, extent: Extent) -> Value {
    v1::write(experiment, extent)
}

/// The experiment of a document of some version.
pub fn read(schema: u32, document: Value, extent: Extent) -> Result<Opened, ShareError> {
    match schema {
        1 => v1::read(document, extent),
        0 => Err(ShareError::Wrong("format 0 does not exist".to_owned())),
        newer => Err(ShareError::Newer { found: u64::from(newer), known: SCHEMA }),
    }
}

/// The experiment of a link's document.
pub fn read_text(schema: u32, text: &str) -> Result<Opened, ShareError> {
    read(schema, parse(text, MOST_OUT)?, Extent::Link)
}

/// The JSON of a text, within the budget.
pub(super) fn parse(text: &str, most: usize) -> Result<Value, ShareError> {
    if text.len() > most {
        return Err(ShareError::TooLarge(format!("it has more than {most} bytes")));
    }
    if depth(text) > DEEPEST {
        return Err(ShareError::TooLarge(format!("its brackets nest deeper than {DEEPEST}")));
    }
    serde_json::from_str(text).map_err(|error| ShareError::Wrong(format!("its content is not JSON ({error})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_without_end_are_refused() {
        assert!(matches!(parse(&"[".repeat(50_000), MOST_OUT), Err(ShareError::TooLarge(_))));
        assert!(matches!(parse("[", MOST_OUT), Err(ShareError::Wrong(_))));
    }

    #[test]
    fn what_would_block_the_page_is_refused_with_its_measure() {
        let deep = "[".repeat(100_000);
        let blocks = vec!["a"; 50_000];
        for (document, why) in [
            (serde_json::json!({ "native": { "body": deep } }), "“body” nest deeper than 127"),
            (serde_json::json!({ "more": "{\"a\":".repeat(20_000) }), "“more” nest deeper"),
            (serde_json::json!({ "extraFields": deep }), "“extraFields” nest deeper"),
            (serde_json::json!({ "messages": [blocks] }), "message 1 has 50000 content blocks, at most 500"),
            (serde_json::json!({ "messages": blocks }), "at most 100"),
        ] {
            let error = read_text(1, &document.to_string()).expect_err(why).to_string();
            assert!(error.contains(why), "{error}");
        }
        let marks = format!("a{}", "\u{301}".repeat(50_000));
        let opened = read_text(1, &serde_json::json!({ "messages": [marks] }).to_string()).unwrap();
        assert_eq!(opened.notes.len(), 1, "{:?}", opened.notes);
        assert!(opened.notes[0].contains("Message 1") && opened.notes[0].contains("left out"), "{:?}", opened.notes);
    }
}
