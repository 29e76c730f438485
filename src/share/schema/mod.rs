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

/// How deep the brackets of a JSON text nest, those in strings not counted.
pub(super) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_strings() {
        assert_eq!(depth("1"), 0);
        assert_eq!(depth(r#"{"a":[1,{"b":"]]}[[\"[["}]}"#), 3);
        assert!(matches!(parse(&"[".repeat(50_000), MOST_OUT), Err(ShareError::TooLarge(_))));
        assert!(matches!(parse("[", MOST_OUT), Err(ShareError::Wrong(_))));
    }
}
