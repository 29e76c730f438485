//! Reads version 1: the members that it knows, and nothing else.

use serde_json::Value;

use super::{
    APIS, LABS, MAX_TOKENS, MEDIA_TYPE, MODEL, ORIGINS, QUERY, REGION, ROLES, SEND_AS, TEMPERATURE, TOP_K, TOP_P,
    expected_role, unsent,
};
use crate::experiment::compare::{Comparison, MOST_MEMBERS, MOST_REPEATS, Member};
use crate::experiment::document::attachments;
use crate::experiment::document::experiment::{Answer, ViewState};
use crate::experiment::document::lab::{Lab, LabKind, LabPicture, LabText};
use crate::experiment::{Api, Detached, Draft, DraftMessage, Experiment, Parameter, Part, SendAs, Subject};
use crate::share::error::ShareError;
use crate::share::schema::members::Members;
use crate::share::schema::{Extent, Opened};
use crate::text::outside::{bound_marks, isolated};
use crate::text::{json, number};

/// Most content blocks of a message. Each is drawn, translated and written to both bodies with every key.
const MOST_BLOCKS: usize = 500;

/// The experiment of a document.
pub fn read(document: Value, extent: Extent) -> Result<Opened, ShareError> {
    let mut members = Members::from_value(document, "the experiment")?;
    let mut reader = Reader { notes: Vec::new() };
    let title = members.text_or_empty("title")?;
    let note = members.text_or_empty("note")?;
    let subject = match members.text("kind")?.as_deref() {
        None => Subject::Playground(reader.draft(&mut members)?),
        Some("compare") => {
            let draft = reader.draft(&mut members)?;
            Subject::Compare(draft, reader.comparison(&mut members)?)
        }
        Some(kind) => match LABS.iter().find(|(word, _)| *word == kind) {
            Some((_, kind)) => Subject::Lab(reader.lab(&mut members, *kind)?),
            None => return Err(ShareError::Wrong("its kind is not one that this page knows".to_owned())),
        },
    };
    let view = ViewState {
        tab: members.text_or_empty("tab")?,
        pinned: members.text_or_empty("pinned")?,
        lesson: members.text_or_empty("lesson")?,
        step: u32::try_from(members.whole("step")?.unwrap_or(0)).unwrap_or(0),
    };
    let answers = members.array("answers")?.into_iter().map(|value| reader.answer(value)).collect::<Result<_, _>>()?;
    let runs = match extent {
        Extent::File => members.any("runs"),
        Extent::Link => None,
    };
    members.finish(&mut reader.notes);
    let experiment = Experiment { title, note, subject, view, answers };
    Ok(Opened { experiment, notes: reader.notes, runs })
}

struct Reader {
    notes: Vec<String>,
}

impl Reader {
    fn draft(&mut self, members: &mut Members) -> Result<Draft, ShareError> {
        let model = members.text("model")?.unwrap_or_else(|| MODEL.to_owned());
        let family = members.text_or_empty("family")?;
        let region = members.text("region")?.unwrap_or_else(|| REGION.to_owned());
        let send_as = members.word("sendAs", &SEND_AS)?.unwrap_or(SendAs::Both);
        let stream = members.flag("stream", true)?;
        let system = members.text("system")?;
        let mut system_blocks = members.array("systemBlocks")?;
        for block in &mut system_blocks {
            self.placeholders("The system prompt", block);
        }
        let messages = members.array("messages")?;
        let messages: Result<Vec<_>, _> =
            messages.into_iter().enumerate().map(|(place, value)| self.message(place, value)).collect();
        let mut messages = messages?;
        if messages.is_empty() {
            messages.push(DraftMessage::text(1, expected_role(0), ""));
        }
        let stop_sent = members.has("stop");
        let stop_sequences = members.texts(if stop_sent { "stop" } else { "stopUnsent" })?;
        Ok(Draft {
            model,
            family,
            region,
            send_as,
            stream,
            system,
            system_blocks,
            messages,
            max_tokens: parameter(members, MAX_TOKENS)?.unwrap_or_else(|| unsent(MAX_TOKENS)),
            temperature: parameter(members, TEMPERATURE)?.unwrap_or_else(|| unsent(TEMPERATURE)),
            top_p: parameter(members, TOP_P)?.unwrap_or_else(|| unsent(TOP_P)),
            top_k: parameter(members, TOP_K)?.unwrap_or_else(|| unsent(TOP_K)),
            stop_sent,
            stop_sequences,
            extra_fields: json_text(members, "extraFields")?,
            more: json_text(members, "more")?,
            detached: members.any("native").map(|native| self.native(native)).transpose()?,
        })
    }

    fn native(&mut self, native: Value) -> Result<Detached, ShareError> {
        let mut members = Members::from_value(native, "the native body")?;
        let body = json_text(&mut members, "body")?;
        let mut media_type = |name: &str| -> Result<String, ShareError> {
            let text = members.text(name)?.unwrap_or_else(|| MEDIA_TYPE.to_owned());
            if text.is_empty() || is_media_type(&text) {
                return Ok(text);
            }
            self.notes.push(format!("The native body’s “{name}” is not a media type; {MEDIA_TYPE} is used instead."));
            Ok(MEDIA_TYPE.to_owned())
        };
        let (content_type, accept) = (media_type("contentType")?, media_type("accept")?);
        members.finish(&mut self.notes);
        Ok(Detached { body, content_type, accept })
    }

    fn message(&mut self, place: usize, value: Value) -> Result<DraftMessage, ShareError> {
        let (role, content) = match value {
            Value::Object(members) => {
                let mut members = members.into_iter();
                let named = members
                    .next()
                    .and_then(|(word, content)| Some((ROLES.iter().find(|(known, _)| *known == word)?.1, content)));
                named
                    .filter(|_| members.next().is_none())
                    .ok_or_else(|| ShareError::Wrong(format!("message {} has no role that is known", place + 1)))?
            }
            content => (expected_role(place), content),
        };
        let content = match content {
            Value::String(text) => vec![Part::Text(self.bounded(place, text))],
            Value::Array(parts) if parts.len() > MOST_BLOCKS => {
                return Err(ShareError::TooLarge(format!(
                    "message {} has {} content blocks, at most {MOST_BLOCKS} are taken",
                    place + 1,
                    parts.len()
                )));
            }
            Value::Array(parts) => parts.into_iter().map(|part| self.part(place, part)).collect::<Result<_, _>>()?,
            _ => return Err(ShareError::Wrong(format!("message {} is not text or a list of blocks", place + 1))),
        };
        Ok(DraftMessage { id: place as u64 + 1, role, content })
    }

    fn part(&mut self, place: usize, part: Value) -> Result<Part, ShareError> {
        match part {
            Value::String(text) => Ok(Part::Text(self.bounded(place, text))),
            Value::Object(_) => {
                let mut block = part;
                self.placeholders(&format!("Message {}", place + 1), &mut block);
                Ok(Part::Block(block))
            }
            _ => Err(ShareError::Wrong(format!("message {} has a block that is not an object", place + 1))),
        }
    }

    /// The text of a message, without endless stacks of combining marks.
    fn bounded(&mut self, place: usize, mut text: String) -> String {
        let dropped = bound_marks(&mut text);
        if dropped > 0 {
            let marks = number::count(dropped as u64, "combining mark");
            self.notes.push(format!("Message {} had a stack of combining marks: {marks} were left out.", place + 1));
        }
        text
    }

    fn placeholders(&mut self, place: &str, block: &mut Value) {
        for name in attachments::emptied(block) {
            self.notes.push(format!("{place} had a {}. Links carry no files: attach it again.", isolated(&name)));
        }
    }

    fn comparison(&mut self, members: &mut Members) -> Result<Comparison, ShareError> {
        let columns = members.array("members")?;
        if columns.len() > MOST_MEMBERS {
            return Err(ShareError::TooLarge(format!(
                "it compares {}, at most {MOST_MEMBERS} are taken",
                columns.len()
            )));
        }
        let repeats = members.whole("repeats")?.unwrap_or(1).clamp(1, u64::from(MOST_REPEATS));
        Ok(Comparison {
            members: columns.into_iter().map(|value| self.member(value)).collect::<Result<_, _>>()?,
            repeats: u8::try_from(repeats).unwrap_or(1),
        })
    }

    fn member(&mut self, value: Value) -> Result<Member, ShareError> {
        if let Value::String(model) = value {
            return Ok(Member::from_model(model));
        }
        let mut members = Members::from_value(value, "a member of the comparison")?;
        let member = Member {
            name: members.text_or_empty("name")?,
            model: members.text_or_empty("model")?,
            api: members.word("api", &APIS)?.unwrap_or(Api::Converse),
            max_tokens: parameter(&mut members, MAX_TOKENS)?,
            temperature: parameter(&mut members, TEMPERATURE)?,
            top_p: parameter(&mut members, TOP_P)?,
            system: members.text("system")?,
        };
        members.finish(&mut self.notes);
        Ok(member)
    }

    fn lab(&mut self, members: &mut Members, kind: LabKind) -> Result<Lab, ShareError> {
        let texts = members.array("texts")?;
        Ok(Lab {
            kind,
            model: members.text_or_empty("model")?,
            region: members.text("region")?.unwrap_or_else(|| REGION.to_owned()),
            texts: texts.into_iter().map(|value| self.lab_text(value)).collect::<Result<_, _>>()?,
            query: match kind {
                LabKind::Embeddings => members.text("query")?.unwrap_or_else(|| QUERY.to_owned()),
                LabKind::Images | LabKind::Explorer => String::new(),
            },
            parameters: members.object("parameters")?,
            pictures: self.pictures(members.array("pictures")?)?,
        })
    }

    /// The pictures that are there; those that were left out are noted by name.
    fn pictures(&mut self, values: Vec<Value>) -> Result<Vec<LabPicture>, ShareError> {
        let mut pictures = Vec::new();
        for value in values {
            let mut members = Members::from_value(value, "a picture")?;
            let at = members.text_or_empty("at")?;
            let left_out = members.text("leftOut")?;
            let bytes = members.text("bytes")?;
            members.finish(&mut self.notes);
            match (bytes, left_out) {
                (Some(bytes), _) => pictures.push(LabPicture::from_base64(at, &bytes).map_err(ShareError::Wrong)?),
                (None, left_out) => {
                    let name: String = left_out.unwrap_or_default().chars().take(200).collect();
                    self.notes.push(format!(
                        "{} ({}) was left out. Links carry no files: add it again.",
                        holder(&at),
                        isolated(&name)
                    ));
                }
            }
        }
        Ok(pictures)
    }

    fn lab_text(&mut self, value: Value) -> Result<LabText, ShareError> {
        if let Value::String(text) = value {
            return Ok(LabText::new(text));
        }
        let mut members = Members::from_value(value, "a text")?;
        let text = LabText {
            text: members.text_or_empty("text")?,
            label: members.text_or_empty("label")?,
            group: members.text_or_empty("group")?,
        };
        members.finish(&mut self.notes);
        Ok(text)
    }

    fn answer(&mut self, value: Value) -> Result<Answer, ShareError> {
        let mut members = Members::from_value(value, "an answer")?;
        let wrong = || ShareError::Wrong("an answer does not say who gave it".to_owned());
        let answer = Answer {
            origin: members.word("by", &ORIGINS)?.ok_or_else(wrong)?,
            api: members.word("api", &APIS)?.ok_or_else(wrong)?,
            model: members.text_or_empty("model")?,
            text: members.text_or_empty("text")?,
            stop_reason: members.text_or_empty("stopReason")?,
            input_tokens: members.whole("inputTokens")?,
            output_tokens: members.whole("outputTokens")?,
            total_ms: members.whole("totalMs")?,
        };
        members.finish(&mut self.notes);
        Ok(answer)
    }
}

fn parameter(members: &mut Members, default: (&str, &str)) -> Result<Option<Parameter>, ShareError> {
    let wrong = || ShareError::Wrong(format!("“{}” is neither a number nor {{\"unsent\": …}}", default.0));
    Ok(Some(match members.any(default.0) {
        None => return Ok(None),
        Some(Value::String(text)) => Parameter::sent(text),
        // Documents are also written by hand.
        Some(Value::Number(number)) => Parameter::sent(number.to_string()),
        Some(Value::Object(unsent)) => {
            Parameter::unsent(unsent.get("unsent").and_then(Value::as_str).ok_or_else(wrong)?)
        }
        Some(Value::Null | Value::Bool(_) | Value::Array(_)) => return Err(wrong()),
    }))
}

/// What held a picture, as a sentence begins with it.
fn holder(at: &str) -> String {
    let of_text = at.strip_prefix("/texts/").and_then(|place| place.parse::<usize>().ok());
    if let Some(place) = of_text {
        return format!("The picture of text {}", place.saturating_add(1));
    }
    let name = at.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
    format!("The picture “{}”", isolated(&name.chars().take(40).collect::<String>()))
}

/// A text of JSON: a string is the text itself, anything else is printed. It may not be JSON yet, but it may not nest deeper than
/// JSON may.
fn json_text(members: &mut Members, name: &str) -> Result<String, ShareError> {
    let text = match members.any(name) {
        None => String::new(),
        Some(Value::String(text)) => text,
        Some(value) => json::print(&value),
    };
    if json::depth(&text) > json::DEEPEST {
        return Err(ShareError::TooLarge(format!("the brackets in “{name}” nest deeper than {}", json::DEEPEST)));
    }
    Ok(text)
}

/// Whether a text has the form of a media type (RFC 9110 §8.3.1), so that it can be nothing else.
fn is_media_type(text: &str) -> bool {
    let is_token = |token: &str| {
        !token.is_empty() && token.chars().all(|char| char.is_ascii_alphanumeric() || "!#$&^_.+-*".contains(char))
    };
    let (kind, parameters) = text.split_once(';').unwrap_or((text, ""));
    let kind_fits = kind.trim().split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    let parameters_fit = parameters.is_empty()
        || parameters
            .split(';')
            .all(|each| each.trim().split_once('=').is_some_and(|(name, value)| is_token(name) && is_token(value)));
    text.len() <= 100 && kind_fits && parameters_fit
}
