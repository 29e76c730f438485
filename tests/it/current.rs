//! What the page offers is current: no default, example or lesson names a model whose end has come.
//!
//! “Today” is the committed day of the comparison with the newest packages, so that no test depends on the clock.

use std::fs;
use std::path::{Path, PathBuf};

use outcrop::bedrock::catalogue::changes::changes;
use outcrop::bedrock::catalogue::{self, Lifecycle, Model};
use outcrop::bedrock::model_id::ModelId;
use outcrop::experiment::Draft;
use outcrop::experiment::examples::Example;

/// The models that have ended, the last day included.
fn ended() -> Vec<&'static Model> {
    let as_of = changes().as_of;
    let is_over = |model: &&Model| matches!(model.lifecycle, Lifecycle::Ends(day) if day <= as_of);
    catalogue::models().iter().filter(is_over).collect()
}

/// Where a file may name a model that has ended, and why.
const ALLOWED: [(&str, &str); 4] = [
    ("src/experiment/failure/clinic/answers.rs", "errors as the service sends them"),
    ("src/experiment/failure/clinic/reports.rs", "errors as people reported them"),
    ("src/experiment/datasets/families.rs", "the formats of the data that trained its custom models"),
    ("src/experiment/run/played.rs", "a recorded call of a test"),
];

/// Rooms whose files put a model before the reader, as a default, in an example or in a lesson.
const ROOMS: [&str; 5] = ["src/experiment", "src/lesson", "src/page", "src/ui", "src/export"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text.get(..end).unwrap_or_default().lines();
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// A lesson without the steps that are marked `retired`: they are about the end of a model.
fn lesson(text: &str) -> String {
    let steps = text.split("\nstep ");
    steps.filter(|step| !step.lines().any(|line| line == "retired")).collect::<Vec<_>>().join("\n")
}

/// The ended models that a text names, with any suffix such as `:48k`.
fn named(text: &str) -> Vec<&'static str> {
    ended().into_iter().map(|model| model.id).filter(|id| text.contains(id)).collect()
}

#[test]
fn no_default_and_no_example_calls_a_model_that_has_ended() {
    let mut ids = vec![Draft::default().model];
    for region in ["us-east-1", "eu-central-1", "ap-northeast-1", "us-gov-west-1"] {
        ids.extend(Example::ALL.into_iter().map(|example| example.draft(region).model));
    }
    for id in ids {
        let model = catalogue::find(&ModelId::parse(&id).unwrap()).unwrap_or_else(|| panic!("{id} is not listed"));
        assert!(!ended().contains(&model), "{id} has ended: {:?}", model.lifecycle);
    }
}

#[test]
fn no_file_that_puts_a_model_before_the_reader_names_one_that_has_ended() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut complaints = Vec::new();
    for room in ROOMS {
        let mut found = Vec::new();
        files(&root.join(room), &mut found);
        assert!(!found.is_empty(), "{room} has no files");
        for path in found {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let is_test = name.ends_with("tests.rs") || name.contains("/tests/") || name.ends_with("no_ops.rs");
            if is_test || ALLOWED.iter().any(|(allowed, _)| *allowed == name) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let text = if Path::new(&name).extension().is_some_and(|extension| extension == "rs") {
                code(&text)
            } else {
                lesson(&text)
            };
            complaints.extend(named(&text).into_iter().map(|id| format!("{name} names {id}")));
        }
    }
    assert!(complaints.is_empty(), "models that have ended:\n{}", complaints.join("\n"));
}

#[test]
fn each_exception_is_needed_and_has_a_reason() {
    for (name, reason) in ALLOWED {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        assert!(!named(&code(&text)).is_empty() && !reason.is_empty(), "{name} needs no exception");
    }
}

#[test]
fn an_ended_model_is_seen_in_code_and_in_a_lesson() {
    let id = "anthropic.claude-3-haiku-20240307-v1:0";
    assert_eq!(named(&format!("model us.{id}:48k")), [id]);
    assert_eq!(named(&code(&format!("// {id}\nlet a = 1;\n#[cfg(test)]\n\"{id}\""))), Vec::<&str>::new());
    let of_lesson =
        |mark: &str| lesson(&format!("title A\n\nstep a kind do\n{mark}\nfail model \"{id}\"\n\nstep b kind do\n"));
    assert_eq!(named(&of_lesson("look panel")), [id]);
    assert_eq!(named(&of_lesson("retired")), Vec::<&str>::new());
    assert!(ended().len() > 15, "the rows of the catalogue have their ends");
}
