//! Writes version 1: members in a fixed order, without those that have their default value.

use serde_json::{Map, Value, json};

use super::{
    APIS, LABS, MAX_TOKENS, MEDIA_TYPE, MODEL, ORIGINS, QUERY, REGION, ROLES, SEND_AS, TEMPERATURE, TOP_K, TOP_P,
    expected_role, unsent, word,
};
use crate::experiment::compare::{Comparison, Member};
use crate::experiment::document::attachments;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::lab::{Lab, LabKind, LabPicture, LabText};
use crate::experiment::{Api, Detached, Draft, DraftMessage, Experiment, Parameter, Part, SendAs, Subject};
use crate::share::schema::Extent;
use crate::text::json;

/// The deepest nesting of a text that is written as JSON; a deeper one stays text.
const DEEPEST_INSIDE: usize = 16;

/// The document of an experiment.
pub fn write(experiment: &Experiment, extent: Extent) -> Value {
    let mut out = Writer { members: Map::new(), extent };
    out.text("title", &experiment.title, "");
    out.text("note", &experiment.note, "");
    match &experiment.subject {
        Subject::Playground(draft) => out.draft(draft),
        Subject::Compare(draft, comparison) => {
            out.put("kind", "compare");
            out.draft(draft);
            out.comparison(comparison);
        }
        Subject::Lab(lab) => out.lab(lab),
    }
    let view = &experiment.view;
    out.text("tab", &view.tab, "");
    out.text("pinned", &view.pinned, "");
    out.text("lesson", &view.lesson, "");
    if view.step > 0 {
        out.put("step", view.step);
    }
    if !experiment.answers.is_empty() {
        out.put("answers", experiment.answers.iter().map(answer).collect::<Vec<_>>());
    }
    Value::Object(out.members)
}

struct Writer {
    members: Map<String, Value>,
    extent: Extent,
}

impl Writer {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    fn text(&mut self, name: &str, text: &str, default: &str) {
        if text != default {
            self.put(name, text);
        }
    }

    fn parameter(&mut self, default: (&str, &str), parameter: &Parameter) {
        if let Some(value) = written(default, parameter) {
            self.put(default.0, value);
        }
    }

    /// A text that is JSON is written as JSON if printing it gives the text back, else as the text.
    fn json_text(&self, text: &str) -> Value {
        let text = match self.extent {
            Extent::Link => attachments::out_of_text(text),
            Extent::File => text.to_owned(),
        };
        let parsed =
            if json::depth(&text) <= DEEPEST_INSIDE { serde_json::from_str::<Value>(&text).ok() } else { None };
        match parsed {
            Some(value) if !value.is_string() && json::print(&value) == text => value,
            Some(_) | None => Value::String(text),
        }
    }

    fn block(&self, block: &Value) -> Value {
        let mut block = block.clone();
        if self.extent == Extent::Link {
            attachments::out_of_block(&mut block);
        }
        block
    }

    fn draft(&mut self, draft: &Draft) {
        self.text("model", &draft.model, MODEL);
        self.text("family", &draft.family, "");
        self.text("region", &draft.region, REGION);
        if draft.send_as != SendAs::Both {
            self.put("sendAs", word(&SEND_AS, &draft.send_as));
        }
        if !draft.stream {
            self.put("stream", false);
        }
        if let Some(system) = &draft.system {
            self.put("system", system.as_str());
        }
        if !draft.system_blocks.is_empty() {
            let blocks: Vec<Value> = draft.system_blocks.iter().map(|block| self.block(block)).collect();
            self.put("systemBlocks", blocks);
        }
        let messages: Vec<Value> =
            draft.messages.iter().enumerate().map(|(place, message)| self.message(place, message)).collect();
        self.put("messages", messages);
        self.parameter(MAX_TOKENS, &draft.max_tokens);
        self.parameter(TEMPERATURE, &draft.temperature);
        self.parameter(TOP_P, &draft.top_p);
        self.parameter(TOP_K, &draft.top_k);
        match (draft.stop_sent, draft.stop_sequences.is_empty()) {
            (true, _) => self.put("stop", draft.stop_sequences.clone()),
            (false, false) => self.put("stopUnsent", draft.stop_sequences.clone()),
            (false, true) => {}
        }
        for (name, text) in [("extraFields", &draft.extra_fields), ("more", &draft.more)] {
            if !text.is_empty() {
                let value = self.json_text(text);
                self.put(name, value);
            }
        }
        if let Some(native) = &draft.detached {
            let native = self.native(native);
            self.put("native", native);
        }
    }

    fn native(&self, native: &Detached) -> Value {
        let mut out = Writer { members: Map::new(), extent: self.extent };
        out.put("body", self.json_text(&native.body));
        out.text("contentType", &native.content_type, MEDIA_TYPE);
        out.text("accept", &native.accept, MEDIA_TYPE);
        Value::Object(out.members)
    }

    fn message(&self, place: usize, message: &DraftMessage) -> Value {
        let content = match message.content.as_slice() {
            [Part::Text(text)] => Value::String(text.clone()),
            parts => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => Value::String(text.clone()),
                    Part::Block(block) => self.block(block),
                })
                .collect(),
        };
        if message.role == expected_role(place) { content } else { json!({ word(&ROLES, &message.role): content }) }
    }

    fn comparison(&mut self, comparison: &Comparison) {
        let members: Vec<Value> = comparison.members.iter().map(|member| self.member(member)).collect();
        self.put("members", members);
        if comparison.repeats > 1 {
            self.put("repeats", comparison.repeats);
        }
    }

    fn member(&self, member: &Member) -> Value {
        let mut out = Writer { members: Map::new(), extent: self.extent };
        out.text("name", &member.name, "");
        out.put("model", member.model.as_str());
        if member.api != Api::Converse {
            out.put("api", word(&APIS, &member.api));
        }
        for (default, change) in
            [(MAX_TOKENS, &member.max_tokens), (TEMPERATURE, &member.temperature), (TOP_P, &member.top_p)]
        {
            if let Some(parameter) = change {
                // A change is always written, because a missing member means no change.
                out.put(default.0, written((default.0, "\0"), parameter).unwrap_or_default());
            }
        }
        if let Some(system) = &member.system {
            out.put("system", system.as_str());
        }
        match out.members.len() {
            1 => Value::String(member.model.clone()),
            _ => Value::Object(out.members),
        }
    }

    fn lab(&mut self, lab: &Lab) {
        self.put("kind", word(&LABS, &lab.kind));
        self.put("model", lab.model.as_str());
        self.text("region", &lab.region, REGION);
        self.put("texts", lab.texts.iter().map(lab_text).collect::<Vec<_>>());
        if lab.kind == LabKind::Embeddings {
            self.text("query", &lab.query, QUERY);
        }
        if !lab.parameters.is_empty() {
            let mut parameters = Value::Object(lab.parameters.clone());
            if self.extent == Extent::Link {
                attachments::out_of_block(&mut parameters);
            }
            self.put("parameters", parameters);
        }
        if !lab.pictures.is_empty() {
            self.put("pictures", lab.pictures.iter().map(|picture| self.picture(picture)).collect::<Vec<_>>());
        }
    }

    fn picture(&self, picture: &LabPicture) -> Value {
        match self.extent {
            Extent::Link => json!({ "at": picture.at, "leftOut": picture.name() }),
            Extent::File => json!({ "at": picture.at, "bytes": picture.picture.base64 }),
        }
    }
}

/// A parameter in the document: its text where it is sent, `{"unsent": text}` where it is not, nothing where it
/// is not and its text is the default.
fn written(default: (&str, &str), parameter: &Parameter) -> Option<Value> {
    match parameter.sent {
        true => Some(Value::String(parameter.text.clone())),
        false if *parameter == unsent(default) => None,
        false => Some(json!({ "unsent": parameter.text })),
    }
}

fn lab_text(text: &LabText) -> Value {
    if text.label.is_empty() && text.group.is_empty() {
        return Value::String(text.text.clone());
    }
    let mut members = Map::new();
    for (name, value) in [("text", &text.text), ("label", &text.label), ("group", &text.group)] {
        if !value.is_empty() {
            members.insert(name.to_owned(), Value::String(value.clone()));
        }
    }
    Value::Object(members)
}

fn answer(answer: &Answer) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("by", word(&ORIGINS, &answer.origin).into());
    put("api", word(&APIS, &answer.api).into());
    put("model", answer.model.as_str().into());
    put("text", answer.text.as_str().into());
    if !answer.stop_reason.is_empty() {
        put("stopReason", answer.stop_reason.as_str().into());
    }
    let counts =
        [("inputTokens", answer.input_tokens), ("outputTokens", answer.output_tokens), ("totalMs", answer.total_ms)];
    for (name, count) in counts {
        if let Some(count) = count {
            put(name, count.into());
        }
    }
    Value::Object(members)
}
