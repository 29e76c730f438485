//! A small data set of each shape, long enough for the limits of its family where that is possible.

use serde_json::{Value, json};

use super::{Family, Shape};

/// Questions and answers about rocks, which the examples combine.
const ROCKS: [(&str, &str); 10] = [
    ("basalt", "a dark volcanic rock with fine grains"),
    ("granite", "a light rock with coarse grains of quartz and feldspar"),
    ("slate", "a fine rock that splits into plates"),
    ("marble", "limestone changed by heat and pressure"),
    ("pumice", "volcanic glass so full of bubbles that it floats"),
    ("chalk", "a soft white limestone of tiny shells"),
    ("obsidian", "volcanic glass that cooled fast"),
    ("gneiss", "a banded rock changed deep in the crust"),
    ("sandstone", "grains of sand cemented together"),
    ("flint", "a hard nodule of silica in chalk"),
];
const ASKED: [&str; 10] = [
    "What is",
    "Describe",
    "Tell a child about",
    "Define",
    "How do I recognise",
    "In one sentence, what is",
    "A pupil asks about",
    "Explain the rock",
    "What should I know of",
    "Give a label for",
];

/// The text of a file with this many records, at most a hundred.
pub fn text(family: &Family) -> String {
    let wanted = family.records.0.clamp(8, 100);
    let pairs = ASKED.iter().flat_map(|asked| ROCKS.iter().map(move |rock| (asked, rock)));
    let lines = pairs.take(wanted).enumerate().map(|(at, (asked, (rock, answer)))| {
        record(family.shape, at, &format!("{asked} {rock}?"), &format!("{} is {answer}.", capital(rock))).to_string()
    });
    lines.map(|line| line + "\n").collect()
}

fn record(shape: Shape, at: usize, question: &str, answer: &str) -> Value {
    let system = "You are a geologist. Answer in one sentence.";
    match shape {
        Shape::PromptCompletion => json!({"prompt": question, "completion": answer}),
        Shape::Conversation => json!({
            "schemaVersion": "bedrock-conversation-2024",
            "system": [{ "text": system }],
            "messages": [
                {"role": "user", "content": [{ "text": question }]},
                {"role": "assistant", "content": [{ "text": answer }]}
            ]
        }),
        Shape::Distillation => json!({
            "schemaVersion": "bedrock-conversation-2024",
            "system": [{ "text": system }],
            "messages": [{"role": "user", "content": [{ "text": question }]}]
        }),
        Shape::Anthropic => json!({
            "system": system,
            "messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
        }),
        Shape::ImageCaption => {
            json!({"image-ref": format!("s3://outcrop-example/rocks/{}.png", at + 1), "caption": answer})
        }
        Shape::PreTraining => json!({ "input": answer }),
        Shape::Reinforcement => {
            json!({"messages": [{"role": "user", "content": question}], "reference_answer": {"text": answer}})
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
