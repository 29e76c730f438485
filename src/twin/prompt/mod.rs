//! Families whose native body is one prompt: Meta Llama, Mistral instruct, DeepSeek-R1, Amazon Titan Text.
//!
//! Shapes and templates: the AWS user guide's pages on the parameters of Meta Llama, Mistral text completion,
//! `DeepSeek` and Titan Text models, and Meta's page on the Llama 4 prompt format. What Converse separates (speakers,
//! blocks, system) is one string here, with the template's marks between.

mod template;
mod tokens;

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::block_text::text_of;
use super::link::LinkKind;
use super::reading::Reading;
use super::settings::{self, Setting};
use super::task::{Task, items};
use super::translation::Span;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::picture::PictureFormat;
use template::{ASSISTANT, SYSTEM, Template, Turn, USER};

pub use tokens::template_tokens;

/// The placeholder for an image in Llama's prompt, in Meta's format.
const IMAGE_TOKEN: &str = "<|image|>";

/// How a family writes its prompt.
struct Dialect {
    template: &'static Template,
    /// Key of the prompt in the body.
    field: &'static str,
    settings: &'static [Setting],
    turn_note: &'static str,
    system_note: &'static str,
    answer_note: &'static str,
    tools_note: &'static str,
    /// Whether the system prompt goes in front of the first question, without a mark between them.
    system_in_question: bool,
    /// Whether the body has a list of images next to the prompt.
    images: bool,
}

const LLAMA: [Setting; 3] = [
    (
        "maxTokens",
        "/max_gen_len",
        LinkKind::Renamed,
        "Llama's body calls the limit max_gen_len, the longest generation; the default is 512.",
    ),
    (
        "temperature",
        "/temperature",
        LinkKind::Moved,
        "Llama reads temperature at the top level, next to the prompt; the default is 0.5.",
    ),
    ("topP", "/top_p", LinkKind::Renamed, "Llama's body spells it top_p, next to the prompt; the default is 0.9."),
];

const MISTRAL: [Setting; 4] = [
    (
        "maxTokens",
        "/max_tokens",
        LinkKind::Renamed,
        "Mistral's body has max_tokens next to the prompt; the default of Mistral 7B is 512.",
    ),
    ("temperature", "/temperature", LinkKind::Moved, "Mistral reads temperature at the top level, next to the prompt."),
    ("topP", "/top_p", LinkKind::Renamed, "Mistral's body spells it top_p, next to the prompt."),
    ("stopSequences", "/stop", LinkKind::Renamed, "Mistral's body calls the list stop, and takes up to ten."),
];

const DEEPSEEK: [Setting; 4] = [
    (
        "maxTokens",
        "/max_tokens",
        LinkKind::Renamed,
        "DeepSeek-R1 also counts its reasoning under max_tokens, because both are one text.",
    ),
    (
        "temperature",
        "/temperature",
        LinkKind::Moved,
        "DeepSeek-R1 reads temperature at the top level, next to the prompt.",
    ),
    ("topP", "/top_p", LinkKind::Renamed, "DeepSeek-R1's body spells it top_p, next to the prompt."),
    ("stopSequences", "/stop", LinkKind::Renamed, "DeepSeek-R1's body calls the list stop, and takes up to ten."),
];

const TITAN: [Setting; 4] = [
    (
        "maxTokens",
        "/textGenerationConfig/maxTokenCount",
        LinkKind::Renamed,
        "Titan gathers its settings in textGenerationConfig, and calls the limit maxTokenCount; the default is 512.",
    ),
    (
        "temperature",
        "/textGenerationConfig/temperature",
        LinkKind::Moved,
        "Titan gathers its settings in textGenerationConfig, as Converse does in inferenceConfig.",
    ),
    (
        "topP",
        "/textGenerationConfig/topP",
        LinkKind::Moved,
        "Titan gathers its settings in textGenerationConfig, as Converse does in inferenceConfig.",
    ),
    (
        "stopSequences",
        "/textGenerationConfig/stopSequences",
        LinkKind::Moved,
        "Titan gathers its settings in textGenerationConfig, as Converse does in inferenceConfig.",
    ),
];

fn dialect(family: Family, model: &ModelId) -> Dialect {
    let id = model.base_id().unwrap_or_default();
    match family {
        Family::MistralInstruct => Dialect {
            template: &template::MISTRAL,
            field: "prompt",
            settings: &MISTRAL,
            turn_note: "Mistral's template marks a question with [INST] and [/INST]; text outside them is the assistant's, and </s> ends it.",
            system_note: "The instruct template has no place for a system prompt, so it goes in front of the first question, without a mark between them.",
            answer_note: "The prompt ends after [/INST], where the model continues; Converse writes this template itself.",
            tools_note: "The instruct body is a prompt and a few numbers, with no field for tools; Mistral's chat models have one.",
            system_in_question: true,
            images: false,
        },
        Family::DeepSeekR1 => Dialect {
            template: &template::DEEPSEEK,
            field: "prompt",
            settings: &DEEPSEEK,
            turn_note: "DeepSeek's template puts <｜User｜> or <｜Assistant｜> before a turn; an assistant's turn that is over ends with <｜end▁of▁sentence｜>.",
            system_note: "In DeepSeek's template the system prompt comes right after the first token, without a mark.",
            answer_note: "The prompt ends with an open assistant turn and <think>, so that the model begins with reasoning; Converse adds this itself.",
            tools_note: "DeepSeek-R1's body is a prompt and a few numbers, with no field for tools; Converse accepts none for this model either.",
            system_in_question: false,
            images: false,
        },
        Family::TitanText => Dialect {
            template: &template::TITAN,
            field: "inputText",
            settings: &TITAN,
            turn_note: "Titan reads one text, in which each turn is a line that begins with User: or Bot:.",
            system_note: "Converse refuses a system prompt for Titan Text; in the one text it can only come before the dialogue.",
            answer_note: "The text ends with an open Bot line, which the model continues; Converse adds it itself.",
            tools_note: "Titan Text takes no tools, neither in its own body nor through Converse.",
            system_in_question: false,
            images: false,
        },
        _ => Dialect {
            template: if id.starts_with("meta.llama4") { &template::LLAMA4 } else { &template::LLAMA3 },
            field: "prompt",
            settings: &LLAMA,
            turn_note: "Llama reads one prompt: special tokens name the speaker before each turn and end the turn after it.",
            system_note: "In Llama's prompt the system is a speaker like the others and has the first turn.",
            answer_note: "The prompt ends with the head of an assistant turn, which the model continues; Converse adds it itself.",
            tools_note: "Llama's body is a prompt and a few numbers, with no field for tools: a caller of InvokeModel describes them in the prompt.",
            system_in_question: false,
            images: ![
                "meta.llama3-8b",
                "meta.llama3-70b",
                "meta.llama3-1",
                "meta.llama3-2-1b",
                "meta.llama3-2-3b",
                "meta.llama3-3",
                "meta.llama2",
            ]
            .iter()
            .any(|prefix| id.starts_with(prefix)),
        },
    }
}

/// A turn of the prompt under construction, with the Converse places that it came from.
struct Draft {
    who: usize,
    text: String,
    texts: usize,
    places: Vec<String>,
    kind: LinkKind,
    note: &'static str,
}

impl Draft {
    fn new(who: usize, note: &'static str) -> Self {
        Self { who, text: String::new(), texts: 0, places: Vec::new(), kind: LinkKind::Reshaped, note }
    }

    fn lossy(&mut self, note: &'static str) {
        self.kind = LinkKind::Lossy;
        self.note = note;
    }

    fn push(&mut self, text: &str, place: String) {
        if self.texts > 0 && !self.text.ends_with(IMAGE_TOKEN) {
            self.text.push_str("\n\n");
            self.lossy(
                "Converse keeps texts apart; a turn of the prompt is one text, so they are joined with an empty line.",
            );
        }
        self.texts += 1;
        self.text.push_str(text);
        self.places.push(place);
    }
}

pub(super) fn write(task: &mut Task<'_>, family: Family) -> Map<String, Value> {
    let dialect = dialect(family, task.model);
    let place = format!("/{}", dialect.field);
    let mut images = Vec::new();
    let mut drafts = Vec::new();
    let mut system = Draft::new(SYSTEM, dialect.system_note);
    if dialect.system_in_question {
        system.kind = LinkKind::Lossy;
    }
    blocks(task, &dialect, "/system", items(task.body, "system"), &mut system, &mut images);
    if !system.places.is_empty() {
        drafts.push(system);
    }
    for (index, message) in task.messages.iter().enumerate() {
        let from = format!("/messages/{index}");
        let who = match message.get("role").and_then(Value::as_str) {
            Some("assistant") => ASSISTANT,
            Some("system") if !dialect.system_in_question => SYSTEM,
            _ => USER,
        };
        let mut draft = Draft::new(who, dialect.turn_note);
        draft.places.push(format!("{from}/role"));
        let content = items(message, "content");
        if content.is_empty() {
            draft.places.push(format!("{from}/content"));
        }
        blocks(task, &dialect, &format!("{from}/content"), content, &mut draft, &mut images);
        drafts.push(draft);
    }
    if task.messages.is_empty() {
        let note = "There are no messages yet, so the prompt has only the model's turn.";
        task.ledger.link(LinkKind::Reshaped, ["/messages".to_owned()], [place.clone()], note);
    }
    if dialect.system_in_question {
        into_question(&mut drafts);
    }
    let turns: Vec<Turn> = drafts.iter_mut().map(|draft| (draft.who, std::mem::take(&mut draft.text))).collect();
    let (prompt, spans) = dialect.template.write(&turns);
    for ((draft, (_, text)), bytes) in drafts.iter_mut().zip(&turns).zip(spans) {
        if !template_tokens(family, text).iter().all(|range| text.get(range.clone()) == Some(IMAGE_TOKEN)) {
            draft.lossy("The text contains a mark of the template, and in a prompt the model reads it as one; Converse keeps text and marks apart.");
        }
        span(task, &place, bytes);
        task.ledger.push(draft.kind, std::mem::take(&mut draft.places), vec![place.clone()], draft.note);
    }
    if turns.last().is_none_or(|(who, _)| *who != ASSISTANT) {
        let end = prompt.len();
        span(task, &place, end - dialect.template.answer.len()..end);
        task.ledger.only_native([place.clone()], dialect.answer_note);
    }
    let mut native = Map::new();
    native.insert(dialect.field.to_owned(), prompt.into());
    if !images.is_empty() {
        native.insert("images".into(), images.into());
    }
    settings::write(task, &mut native, dialect.settings);
    lost(task, "/toolConfig", dialect.tools_note);
    if family == Family::Llama {
        lost(
            task,
            "/inferenceConfig/stopSequences",
            "Llama's body has no stop sequences: cut the text yourself, or use Converse.",
        );
    }
    native
}

fn span(task: &mut Task<'_>, place: &str, bytes: Range<usize>) {
    let link = task.ledger.len();
    task.spans.push(Span { pointer: place.to_owned(), bytes, link });
}

fn lost(task: &mut Task<'_>, place: &str, note: &str) {
    if task.body.pointer(place).is_some() {
        task.ledger.lost(place.to_owned(), note);
    }
}

/// Puts the system prompt in front of the first question.
fn into_question(drafts: &mut Vec<Draft>) {
    if drafts.first().is_none_or(|draft| draft.who != SYSTEM) {
        return;
    }
    let system = drafts.remove(0);
    if drafts.first().is_none_or(|draft| draft.who != USER) {
        drafts.insert(0, Draft::new(USER, system.note));
    }
    if let Some(question) = drafts.first_mut() {
        let between = if question.text.is_empty() { "" } else { "\n\n" };
        question.text = format!("{}{between}{}", system.text, question.text);
        question.places.splice(0..0, system.places);
        question.lossy(system.note);
    }
}

fn blocks(
    task: &mut Task<'_>,
    dialect: &Dialect,
    from: &str,
    blocks: &[Value],
    draft: &mut Draft,
    images: &mut Vec<Value>,
) {
    for (index, block) in blocks.iter().enumerate() {
        let from = format!("{from}/{index}");
        if let Some(block_text) = text_of(block) {
            draft.push(block_text.text, format!("{from}{}", block_text.place));
            if let Some(note) = block_text.lost {
                draft.lossy(note);
            }
        } else if let Some(image) = block.get("image") {
            match image.pointer("/source/bytes") {
                Some(Value::String(bytes)) if dialect.images && draft.who != SYSTEM => {
                    draft.text.push_str(IMAGE_TOKEN);
                    let native = format!("/images/{}", images.len());
                    images.push(bytes.clone().into());
                    let note = "Images go into a list next to the prompt, in order; <|image|> marks the place in the text, as in Meta's format.";
                    task.ledger.link(LinkKind::Moved, [format!("{from}/image/source/bytes")], [native], note);
                    if image.get("format").is_some() {
                        task.ledger.only_converse(
                            format!("{from}/image/format"),
                            "Llama's body does not name the format; the first bytes of an image show it.",
                        );
                    }
                }
                _ => task.ledger.lost(
                    from,
                    "This body has no place for the image: it holds text, and base64 images if the model accepts any.",
                ),
            }
        } else if block.get("reasoningContent").is_some() {
            task.ledger
                .lost(from, "A prompt contains no earlier reasoning: the template has a place for answers only.");
        } else if block.get("toolUse").is_some() || block.get("toolResult").is_some() {
            task.ledger.lost(from, dialect.tools_note);
        }
    }
}

/// Reads a prompt as Converse. A prompt that does not follow the template becomes one question.
pub(super) fn read(reading: &mut Reading<'_>, family: Family) -> Option<()> {
    let dialect = dialect(family, reading.model);
    let prompt = reading.native.get(dialect.field)?.as_str()?;
    let mut turns = dialect.template.read(prompt).unwrap_or_else(|| {
        reading.drop_at(format!("/{}", dialect.field));
        vec![(USER, prompt.to_owned())]
    });
    let listed = items(reading.native, "images");
    let marks: usize = turns.iter().map(|(_, text)| text.matches(IMAGE_TOKEN).count()).sum();
    let formats: Option<Vec<_>> =
        listed.iter().map(|image| PictureFormat::from_base64_start(image.as_str()?).map(PictureFormat::word)).collect();
    let mut images = match formats {
        Some(formats) if dialect.images && marks == listed.len() => listed.iter().zip(formats).collect(),
        _ => Vec::new(),
    }
    .into_iter();
    let first = turns.iter().position(|(who, _)| *who != SYSTEM).unwrap_or(turns.len());
    let system: Vec<Value> = turns.drain(..first).map(|(_, text)| json!({ "text": text })).collect();
    if !system.is_empty() {
        reading.out.insert("system".into(), system.into());
    }
    let mut messages = Vec::new();
    for (who, text) in turns {
        let mut content = Vec::new();
        let mut parts =
            if images.len() > 0 { text.split(IMAGE_TOKEN).collect() } else { vec![text.as_str()] }.into_iter();
        content.extend(parts.next().filter(|part| !part.is_empty()).map(|part| json!({ "text": part })));
        for part in parts {
            let (bytes, format) = images.next()?;
            content.push(json!({ "image": { "format": format, "source": { "bytes": bytes } } }));
            if !part.is_empty() {
                content.push(json!({ "text": part }));
            }
        }
        let role = match who {
            SYSTEM => "system",
            ASSISTANT => "assistant",
            _ => "user",
        };
        messages.push(json!({ "role": role, "content": content }));
    }
    reading.out.insert("messages".into(), messages.into());
    settings::read(reading, dialect.settings);
    Some(())
}
