//! `*.outcrop.json`: the same document as in a link, whole, with `schemaVersion` first and every member in a fixed order,
//! so that two versions of a file differ only where the experiments do.
//!
//! A file holds pictures, and it has room for recorded runs (`runs`), which this room passes on unchanged.

use serde_json::{Map, Value};

use super::error::ShareError;
use super::schema::{self, Extent, Opened, SCHEMA};
use crate::experiment::{Experiment, Subject};
use crate::text::json;

/// How a file's name ends.
pub const EXTENSION: &str = ".outcrop.json";
/// The first member, by which a file is known.
const VERSION: &str = "schemaVersion";
/// How many bytes a file may have: some pictures and a recorded run.
pub const MOST: usize = 32 * 1_024 * 1_024;

/// The text of a file.
pub fn write(experiment: &Experiment, runs: Option<Value>) -> String {
    let mut members = Map::from_iter([(VERSION.to_owned(), Value::from(SCHEMA))]);
    if let Value::Object(document) = schema::write(experiment, Extent::File) {
        members.extend(document);
    }
    if let Some(runs) = runs {
        members.insert("runs".to_owned(), runs);
    }
    let mut text = json::print(&Value::Object(members));
    text.push('\n');
    text
}

/// The experiment of a file's bytes.
pub fn read(bytes: &[u8]) -> Result<Opened, ShareError> {
    let not = |why: &str| ShareError::NotAFile(why.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| not("it is not text"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document = match schema::parse(text, MOST) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return Err(not("it is not a JSON object")),
        Err(ShareError::Wrong(why)) => return Err(not(&why)),
        Err(error) => return Err(error),
    };
    let found = document.shift_remove(VERSION).ok_or_else(|| not("it has no schemaVersion"))?;
    let found = found.as_u64().ok_or_else(|| not("its schemaVersion is not a whole number"))?;
    let known = u32::try_from(found).ok().filter(|version| *version <= SCHEMA);
    let version = known.ok_or(ShareError::Newer { found, known: SCHEMA })?;
    schema::read(version, Value::Object(document), Extent::File)
}

/// The name that a file gets: the title, else the question, in letters that every system takes.
pub fn name(experiment: &Experiment) -> String {
    let text = match (&experiment.title, &experiment.subject) {
        (title, _) if !title.trim().is_empty() => title.clone(),
        (_, Subject::Playground(draft) | Subject::Compare(draft, _)) => first_text(draft),
        (_, Subject::Lab(lab)) => lab.texts.first().map(|text| text.text.clone()).unwrap_or_default(),
    };
    let mut name = String::new();
    for word in text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if name.chars().count() + word.chars().count() > 40 {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word.to_lowercase());
    }
    if name.is_empty() {
        name.push_str("experiment");
    }
    name.push_str(EXTENSION);
    name
}

fn first_text(draft: &crate::experiment::Draft) -> String {
    let parts = draft.messages.first().map(|message| message.content.as_slice()).unwrap_or_default();
    parts
        .iter()
        .find_map(|part| match part {
            crate::experiment::Part::Text(text) => Some(text.clone()),
            crate::experiment::Part::Block(_) => None,
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Draft;
    use serde_json::json;

    fn example() -> Experiment {
        Experiment::new(Subject::Playground(Draft::default()))
    }

    #[test]
    fn the_version_stands_first_and_runs_come_through() {
        let text = write(&example(), Some(json!([{ "origin": "SIMULATED" }])));
        assert!(text.starts_with("{\n  \"schemaVersion\": 1,"), "{text}");
        let opened = read(text.as_bytes()).unwrap();
        assert_eq!((opened.experiment, opened.runs), (example(), Some(json!([{ "origin": "SIMULATED" }]))));
        assert_eq!(opened.notes, Vec::<String>::new());
        assert!(read(format!("\u{feff}{text}").as_bytes()).is_ok());
    }

    #[test]
    fn a_file_keeps_its_pictures() {
        let mut draft = Draft::default();
        draft.attach(1, json!({ "image": { "format": "png", "source": { "bytes": "eA==" } } }));
        let experiment = Experiment::new(Subject::Playground(draft));
        assert_eq!(read(write(&experiment, None).as_bytes()).map(|opened| opened.experiment), Ok(experiment));
    }

    #[test]
    fn what_is_no_file_of_ours_says_why() {
        for (text, why) in [
            ("", "not JSON"),
            ("[]", "not a JSON object"),
            ("{}", "no schemaVersion"),
            ("{\"schemaVersion\":\"1\"}", "whole number"),
            ("{\"schemaVersion\":7,\"future\":true}", "newer"),
            ("{\"schemaVersion\":0}", "format 0"),
        ] {
            let error = read(text.as_bytes()).expect_err(text).to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
        assert!(read(&[0xff, 0xfe]).is_err());
    }

    #[test]
    fn a_file_is_named_by_what_it_asks() {
        assert_eq!(name(&example()), "explain-rag-in-one-paragraph.outcrop.json");
        let odd = Experiment { title: "../..\\: CON <Ärger>".to_owned(), ..example() };
        assert_eq!(name(&odd), "con-ärger.outcrop.json");
        assert_eq!(name(&Experiment { title: "…".to_owned(), ..example() }), "experiment.outcrop.json");
    }
}
