//! What changed in Bedrock, as a dated list with a source for each row.
//!
//! `changes.txt` also has the day of the catalogue and of the prices, and the versions of the two packages that they were
//! compared with. `cargo xtask current` compares them with the newest ones and prints what moved in the form of its rows;
//! a row is added when the catalogue has followed. A test that must not depend on today takes its date from here.

/// `as of`, the two versions, `source key|name|address`, then for each day `# day` and its rows
/// `kind|model, operation or structure|what changed|key of the source`.
const TEXT: &str = include_str!("changes.txt");

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A model is new in the list.
    Model,
    /// A model has ended.
    Ended,
    /// A price is new or another one.
    Price,
    /// Operations are new or gone.
    Operation,
    /// A structure of an operation has other members.
    Member,
}

impl Kind {
    /// Every kind, in the order of the page, with its word in the file and its heading.
    pub const ALL: [(Self, &str, &str); 5] = [
        (Self::Model, "model", "New models"),
        (Self::Ended, "ended", "Models that ended"),
        (Self::Price, "price", "Prices for a million input and output tokens"),
        (Self::Operation, "operation", "New operations"),
        (Self::Member, "member", "New members of requests and responses"),
    ];
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The day on which the comparison found it (ISO date).
    pub found: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// The model, operation or structure.
    pub subject: &'static str,
    /// What changed, in a few words.
    pub what: &'static str,
    /// Where it is from.
    pub source: Source,
}

/// Where a change is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: &'static str,
    /// Its public page.
    pub address: &'static str,
}

/// The whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The day of the catalogue and of the prices (ISO date).
    pub as_of: &'static str,
    /// The version of botocore whose API models the page describes.
    pub botocore: &'static str,
    /// The version of litellm that catalogue and prices were compared with.
    pub litellm: &'static str,
    /// The changes, the newest day first.
    pub rows: Vec<Change>,
}

/// The committed list.
pub fn changes() -> Changes {
    read(TEXT)
}

/// Reads a list; a row that cannot be read is left out, which a test forbids.
fn read(text: &'static str) -> Changes {
    let mut list = Changes { as_of: "", botocore: "", litellm: "", rows: Vec::new() };
    let mut sources: Vec<(&str, Source)> = Vec::new();
    let mut found = "";
    for line in text.lines() {
        if let Some(day) = line.strip_prefix("as of ") {
            list.as_of = day;
        } else if let Some(version) = line.strip_prefix("botocore ") {
            list.botocore = version;
        } else if let Some(version) = line.strip_prefix("litellm ") {
            list.litellm = version;
        } else if let Some(day) = line.strip_prefix("# ") {
            found = day;
        } else if let Some(source) = line.strip_prefix("source ") {
            sources.extend(source_of(source));
        } else {
            list.rows.extend(change(line, found, &sources));
        }
    }
    list
}

fn source_of(line: &'static str) -> Option<(&'static str, Source)> {
    let (key, rest) = line.split_once('|')?;
    let (name, address) = rest.split_once('|')?;
    Some((key, Source { name, address }))
}

fn change(line: &'static str, found: &'static str, sources: &[(&str, Source)]) -> Option<Change> {
    let (word, rest) = line.split_once('|')?;
    let (subject, rest) = rest.split_once('|')?;
    let (what, key) = rest.split_once('|')?;
    let (kind, ..) = Kind::ALL.iter().find(|(_, of, _)| *of == word)?;
    let (_, source) = sources.iter().find(|(of, _)| *of == key)?;
    Some(Change { found, kind: *kind, subject, what, source: *source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::catalogue::{self, Lifecycle};
    use crate::bedrock::model_id::ModelId;
    use crate::bedrock::prices;

    #[test]
    fn every_row_is_read_and_has_a_source() {
        let list = changes();
        let is_row = |line: &&str| {
            !["as of ", "botocore ", "litellm ", "source ", "# "].iter().any(|start| line.starts_with(start))
        };
        assert_eq!(list.rows.len(), TEXT.lines().filter(is_row).count());
        for row in &list.rows {
            assert!(row.source.address.starts_with("https://") && !row.source.name.is_empty(), "{row:?}");
            assert!(row.found.len() == 10 && row.found <= list.as_of, "{row:?}");
            assert!(!row.what.is_empty() && !row.what.ends_with('.'), "{row:?}");
        }
        assert!(list.rows.is_sorted_by(|one, next| one.found >= next.found), "the newest day first");
        for (kind, ..) in Kind::ALL {
            assert!(list.rows.iter().any(|row| row.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn the_catalogue_and_the_prices_are_of_its_day() {
        let list = changes();
        assert_eq!((catalogue::AS_OF, prices::AS_OF), (list.as_of, list.as_of));
        for row in &list.rows {
            let model = || catalogue::find(&ModelId::parse(row.subject).unwrap());
            match row.kind {
                Kind::Model => assert!(model().is_some(), "{row:?}"),
                Kind::Ended => match model().unwrap().lifecycle {
                    Lifecycle::Ends(day) => assert!(row.what.contains(day) && day <= list.as_of, "{row:?}"),
                    other => panic!("{row:?}: {other:?}"),
                },
                Kind::Price => {
                    let global = format!("global.{}", row.subject);
                    assert!(prices::find(&global).or_else(|| prices::find(row.subject)).is_some(), "{row:?}");
                }
                Kind::Operation | Kind::Member => {}
            }
        }
    }

    #[test]
    fn a_line_without_a_known_source_is_no_row() {
        let list =
            read("as of 2026-01-02\nsource a|A|https://a\n# 2026-01-01\nmodel|m|Added|a\nmodel|n|Added|b\nother|n|x|a");
        let subjects: Vec<_> = list.rows.iter().map(|row| (row.found, row.subject)).collect();
        assert_eq!((list.as_of, subjects), ("2026-01-02", vec![("2026-01-01", "m")]));
    }
}
