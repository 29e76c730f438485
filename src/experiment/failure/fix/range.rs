//! The bound that a message names for a parameter, as a fix that sets the parameter to it.

use super::DraftFix;
use super::remedy::named_field;
use crate::experiment::form::draft::Draft;
use crate::experiment::form::issue::Field;
use crate::text::number;

/// One fix for each parameter of the form whose bound the message names.
pub(super) fn fixes(message: &str, draft: &Draft) -> Vec<DraftFix> {
    let mut fixes: Vec<DraftFix> = Vec::new();
    // “2 validation errors detected: Value at 'a' failed …; Value at 'b' failed …”
    for sentence in message.split("; ") {
        let Some(field) = named_field(sentence) else { continue };
        let Some(bound) = bound(sentence, field, draft) else { continue };
        let fix = DraftFix::Set(field, bound);
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    fixes
}

/// The value that the sentence allows, as it writes it.
fn bound(sentence: &str, field: Field, draft: &Draft) -> Option<String> {
    let lower = sentence.to_lowercase();
    for before in [
        "value less than or equal to ",
        "value greater than or equal to ",
        "is not less or equal to ",
        "is not greater or equal to ",
        "should be less than or equal to ",
        "should be greater than or equal to ",
        "model limit of ",
    ] {
        if let Some((_, rest)) = lower.split_once(before) {
            return number_at(rest);
        }
    }
    // “max_tokens: 1000000 > 64000, which is the maximum allowed number of output tokens”
    if let Some((before, _)) = lower.split_once(", which is the maximum") {
        return number_at(before.rsplit_once("> ")?.1);
    }
    // “temperature: range: 0..1”
    let (least, most) = lower.split_once("range: ")?.1.split_once("..")?;
    let (least, most) = (number_at(least)?, number_at(most)?);
    let typed = match field {
        Field::Temperature => &draft.temperature,
        Field::TopP => &draft.top_p,
        _ => return None,
    };
    let (typed, lowest) = (number::decimal(typed.text.trim())?, number::decimal(&least)?);
    Some(if typed < lowest { least } else { most })
}

/// The number that a text begins with.
fn number_at(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let number = text.get(..end)?.trim_end_matches('.');
    number::decimal(number).map(|_| number.to_owned())
}
