//! The pieces of a line: a card, a target, a name, a document.

use serde_json::Value;

use crate::experiment::{Draft, Experiment, Subject};
use crate::lesson::journal::Pane;
use crate::lesson::step::{Card, Target, TargetKind};
use crate::lesson::tokens::{Token, meant};
use crate::share::schema::{Extent, SCHEMA, read as read_document};
use crate::share::secrets;

pub(super) fn quoted(token: &Token) -> Result<String, String> {
    match token {
        Token::Text(text) => Ok(text.clone()),
        Token::Json(value) => Ok(value.to_string()),
        Token::Word(word) => Err(format!("{word} stands without quotes")),
    }
}

pub(super) fn card(keyword: &str, tokens: &[Token]) -> Result<Card, String> {
    let decoy = keyword == "decoy";
    match tokens {
        [text] => Ok(Card { text: quoted(text)?, decoy, ..Card::default() }),
        [text, sign, bin] if sign.is("=") && !decoy => {
            Ok(Card { text: quoted(text)?, bin: Some(quoted(bin)?), ..Card::default() })
        }
        [text, word, before @ ..] if word.is("after") && !decoy && !before.is_empty() => {
            let after = before.iter().filter(|token| !token.is(",")).map(quoted).collect::<Result<_, _>>()?;
            Ok(Card { text: quoted(text)?, after, ..Card::default() })
        }
        _ => {
            Err("write a card as: card \"text\" = \"bin\", card \"text\" after \"other\", or card \"text\"".to_owned())
        }
    }
}

pub(super) fn target(tokens: &[Token]) -> Result<Target, String> {
    let example = "write it as: button \"Run\", field \"Max tokens\", tab \"Frames\", pane converse-response /stopReason, or panel";
    let (kind, rest) = tokens.split_first().ok_or(example)?;
    let labelled = |kind: TargetKind| match rest {
        [name] => Ok(Target { kind, name: quoted(name)?, at: String::new() }),
        _ => Err(example.to_owned()),
    };
    match (kind.word().unwrap_or_default(), rest) {
        ("button", _) => labelled(TargetKind::Button),
        ("field", _) => labelled(TargetKind::Field),
        ("tab", _) => labelled(TargetKind::Tab),
        ("panel", []) => Ok(Target { kind: TargetKind::Panel, name: String::new(), at: String::new() }),
        ("pane", [pane, at @ ..]) => {
            let word = pane.shown();
            let found = Pane::from_word(&word);
            let pane =
                found.ok_or_else(|| format!("{word} is not a pane{}", meant(&word, Pane::ALL.map(Pane::word))))?;
            let at = match at {
                [] => String::new(),
                [Token::Word(pointer)] if pointer.starts_with('/') => pointer.clone(),
                _ => return Err(example.to_owned()),
            };
            Ok(Target { kind: TargetKind::Pane(pane), name: String::new(), at })
        }
        _ => Err(example.to_owned()),
    }
}

pub(super) fn is_name(text: &str) -> bool {
    let is_part = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    !text.is_empty() && text.len() <= 40 && text.chars().all(is_part)
}

/// The experiment of a start: a document as in a link.
pub(super) fn document(text: &str) -> Result<Experiment, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("the start is not JSON: {error}"))?;
    let opened = read_document(SCHEMA, value, Extent::File).map_err(|error| error.to_string())?;
    if let Some(note) = opened.notes.first() {
        return Err(format!("the start has something that has no place: {note}"));
    }
    if let Some(secret) = secrets::scan(&opened.experiment).into_iter().find(|finding| finding.kind.is_secret()) {
        return Err(secret.sentence());
    }
    Ok(opened.experiment)
}

/// Whether a text has a credential in it.
pub(super) fn has_secret(text: &str) -> bool {
    let draft = Draft { system: Some(text.to_owned()), ..Draft::default() };
    secrets::scan(&Experiment::new(Subject::Playground(draft))).iter().any(|finding| finding.kind.is_secret())
}
