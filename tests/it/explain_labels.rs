//! Every label of a field, column, switch or legend that a screen shows has an explanation: the labels are collected from the
//! views' own source and from the data that the views draw.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use outcrop::experiment::datasets::families::FAMILIES;
use outcrop::experiment::jobs::access::{USE_CASE, read_availability};
use outcrop::experiment::jobs::guardrail::{CATEGORIES, PII};
use outcrop::experiment::jobs::models::{Facet, compare};
use outcrop::explain::{Place, of};
use serde_json::json;

use crate::explain::Missing;

/// The labels of Compose and of the two bars.
const PARAMETERS: [&str; 27] = [
    "Max tokens",
    "Temperature",
    "Top P",
    "Top K",
    "Stop sequences",
    "Extra fields",
    "Model",
    "Region",
    "Send as",
    "Stream",
    "System",
    "Endpoint",
    "Guardrail ID",
    "Guardrail version",
    "Guardrail trace",
    "Stream processing",
    "Latency",
    "Service tier",
    "Project",
    "Effort",
    "Format name",
    "Format description",
    "JSON schema of the answer",
    "Request metadata",
    "Prompt variables",
    "Response field paths",
    "Cache points",
];

/// The folders whose labels are read, with the screen that they belong to.
const SCREENS: [(&str, &str); 15] = [
    ("explorer/jobs/models", "models"),
    ("explorer/jobs/throughput", "throughput"),
    ("explorer/jobs/tuning", "tuning"),
    ("explorer/jobs/batch", "batch"),
    ("explorer/jobs/guardrails", "guardrails"),
    ("explorer/jobs/knowledge", "knowledge"),
    ("explorer/jobs/confirm.rs", "batch-confirm"),
    ("explorer/stage.rs", "explorer"),
    ("explorer/account_bar.rs", "explorer"),
    ("explorer/quotas.rs", "exquotas"),
    ("images", "images"),
    ("embeddings", "embeddings"),
    ("compare", "compare"),
    ("shell/credentials", "credentials"),
    ("shell/share.rs", "share"),
];

/// What begins a label in a view's source.
const BEGINS: [&str; 10] = [
    "class=\"label\"",
    "class=\"tick\"",
    "<th scope=\"col\"",
    "<dt",
    "<legend",
    "label: ",
    ".switch(",
    "<TextField",
    "<Choose",
    "<Toggle",
];

/// The text between the next two quotes, if it stands within so many characters.
fn quoted(text: &str, within: usize) -> Option<&str> {
    let start = text.get(..within.min(text.len())).unwrap_or(text).find('"')? + 1;
    let rest = text.get(start..)?;
    rest.get(..rest.find('"')?)
}

/// The labels that a source file draws.
fn labels(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for begin in BEGINS {
        for (at, _) in source.match_indices(begin) {
            let rest = source.get(at + begin.len()..).unwrap_or_default();
            let label = match begin {
                "<TextField" | "<Choose" | "<Toggle" => {
                    let element = rest.split("/>").next().unwrap_or_default();
                    element.find(" label=").and_then(|at| quoted(element.get(at + 7..)?, 1))
                }
                "label: " | ".switch(" => quoted(rest, 1),
                "class=\"tick\"" => {
                    let element = rest.split("</label>").next().unwrap_or_default();
                    element.find("<span>").and_then(|at| quoted(element.get(at + 6..)?, 1))
                }
                _ => {
                    // The text of the element, which may stand on the next line.
                    let after = rest.find('>').and_then(|end| rest.get(end + 1..)).unwrap_or_default().trim_start();
                    let after = after.strip_prefix("<span class=\"vh\">").unwrap_or(after);
                    quoted(after, 1)
                }
            };
            found.extend(label.filter(|label| !label.is_empty()).map(str::to_owned));
        }
    }
    // The rows of a form as a table: field, label, note.
    for table in source.split("const ROWS: [").skip(1) {
        let table = table.split("];").next().unwrap_or_default();
        for row in table.split('(').skip(1) {
            let mut texts = row.split('"').skip(1).step_by(2);
            if texts.next().is_some() {
                found.extend(texts.next().map(str::to_owned));
            }
        }
    }
    found
}

fn sources(path: &Path, out: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder").flatten() {
            sources(&entry.path(), out);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        out.push(fs::read_to_string(path).expect("a source file"));
    }
}

#[test]
fn every_label_of_every_screen_is_explained() {
    let mut missing = Missing::default();
    let mut ask = |screen: &str, label: &str| {
        missing.ask(&format!("{screen}: {label}"), of(Place::Parameter { screen, label }).as_ref());
    };
    for (folder, screen) in SCREENS {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui").join(folder), &mut all);
        let labels: BTreeSet<String> = all.iter().flat_map(|source| labels(source)).collect();
        assert!(!labels.is_empty(), "{folder} shows no label: is it read as it is written?");
        for label in &labels {
            ask(screen, label);
        }
    }
    for label in PARAMETERS {
        ask("playground", label);
    }
    for facet in Facet::ALL {
        ask("models", facet.name());
    }
    for line in compare(&[], &[]) {
        ask("models", line.name);
    }
    for (name, ..) in read_availability(&json!({})).fields {
        ask("models", name);
    }
    for (_, name, _) in USE_CASE {
        ask("models", name);
    }
    for name in ["Launched", "Legacy from", "Extended access from", "Ends"] {
        ask("models", name);
    }
    for name in CATEGORIES.into_iter().chain(PII) {
        ask("guardrails", name);
    }
    for hyper in FAMILIES.iter().flat_map(|family| family.hyper) {
        ask("tuning", hyper.key);
    }
    for name in ["Training data", "Output", "Role"] {
        ask("tuning", name);
    }
    for name in ["Column", "TTFT", "Total", "In", "Out", "Tokens/s", "On AWS, est."] {
        ask("compare", name);
    }
    missing.none(200);
}

#[test]
fn labels_are_read_as_views_write_them() {
    let read = |source| labels(source).into_iter().collect::<Vec<_>>();
    assert_eq!(read("<TextField\n id=id\n label=\"Name\"\n/>"), ["Name"]);
    assert_eq!(read("<Choose id=id label=name />").len(), 0);
    assert_eq!(read("<label class=\"label\" for=\"x\">\"Add a type\"</label>"), ["Add a type"]);
    assert_eq!(read("<th scope=\"col\" class=\"num\">\"Rank\"</th><th scope=\"col\">{unit}</th>"), ["Rank"]);
    assert_eq!(read("<div><dt>\"Units\"</dt>"), ["Units"]);
    assert_eq!(read("const ROWS: [Row; 1] = [(\n \"job\",\n \"Job name\", \"\", |form| x)];"), ["Job name"]);
    assert_eq!(read("field: \"name\", label: \"Name\", note: \"\""), ["Name"]);
    assert_eq!(read("<label class=\"tick\"><input /> <span>\"Images too\"</span></label>"), ["Images too"]);
    assert_eq!(read("fields.switch(\"Trace\", |form| form.trace)"), ["Trace"]);
}
