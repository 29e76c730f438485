//! Reads a call of Bedrock in JavaScript or TypeScript, by the syntax tree of its program.
//!
//! Nothing runs. The reader follows values through assignments, literals, templates, spreads and the functions of the
//! text, up to the first call. A value that only a run would give becomes a placeholder that fits its place, with a note
//! that names the line. It reads version 3 of the AWS SDK (commands and the client's methods), version 2, and the HTTP
//! functions `fetch`, axios, got and ky.

mod assign;
mod binary;
mod calls;
mod evaluate;
mod functions;
mod json;
mod methods;
mod nesting;
mod reader;
mod statements;
mod value;

#[cfg(test)]
mod tests;

use oxc_allocator::Allocator;
use oxc_parser::{Parser, ParserReturn};
use oxc_span::SourceType;
use serde_json::Value;

use super::origin::{Found, ImportError, Origin};
use super::record;
use reader::Reader;

/// The longest program that is parsed, in bytes. A file that is in the program as base64 may be large.
const LONGEST: usize = 24 * 1024 * 1024;

/// Reads the first call of the text, or the request that the text is as an object.
pub(super) fn read(text: &str) -> Result<Found, ImportError> {
    let origin = Origin::JavaScript;
    let refuse = |why: String| ImportError::Unreadable { origin, why };
    if text.len() > LONGEST {
        return Err(refuse("the program is longer than 24 MB".to_owned()));
    }
    if nesting::is_too_deep(text) {
        return Err(refuse("it nests too deeply".to_owned()));
    }
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        return read_object(trimmed);
    }
    let allocator = Allocator::default();
    let parsed = parse(&allocator, text, SourceType::tsx());
    if !parsed.panicked && !parsed.diagnostics.has_errors() {
        return Reader::new(text).first_call(&parsed.program);
    }
    // Type assertions in angle brackets are not allowed beside JSX.
    let typed = parse(&allocator, text, SourceType::ts());
    if !typed.panicked && !typed.diagnostics.has_errors() {
        return Reader::new(text).first_call(&typed.program);
    }
    let parsed = if typed.panicked { parsed } else { typed };
    // The parser reads on after many mistakes; what it then has is worth a look.
    if !parsed.panicked
        && !parsed.program.body.is_empty()
        && let Ok((origin, mut parts)) = Reader::new(text).first_call(&parsed.program)
    {
        parts.note(format!("The program has a mistake: {}", mistake(text, &parsed)));
        return Ok((origin, parts));
    }
    // A call before the mistake is still a call.
    for (start, line) in before_mistake(text, &parsed) {
        let cut = parse(&allocator, start, SourceType::tsx());
        if !cut.panicked
            && let Ok((origin, mut parts)) = Reader::new(start).first_call(&cut.program)
        {
            parts.note(format!("Ignored the text from line {line} on, which is not JavaScript"));
            return Ok((origin, parts));
        }
    }
    Err(refuse(mistake(text, &parsed)))
}

fn parse<'a>(allocator: &'a Allocator, text: &'a str, kind: SourceType) -> ParserReturn<'a> {
    Parser::new(allocator, text, kind).parse()
}

/// The first mistake and its place.
fn mistake(text: &str, parsed: &ParserReturn<'_>) -> String {
    let Some(error) = parsed.diagnostics.iter().next() else { return "it cannot be parsed".to_owned() };
    let message = error.message.to_string();
    let place = offset(parsed).map(|at| text.get(..at).unwrap_or(text));
    match place {
        Some(before) => {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("line {line}, column {column}: {}", message.trim_end_matches('.'))
        }
        None => message,
    }
}

/// Where the first mistake is.
fn offset(parsed: &ParserReturn<'_>) -> Option<usize> {
    usize::try_from(parsed.diagnostics.iter().next()?.labels.first()?.offset()).ok()
}

/// The text before the first mistake, up to an end of a line, and the line after it: the longest first.
fn before_mistake<'t>(text: &'t str, parsed: &ParserReturn<'_>) -> Vec<(&'t str, usize)> {
    /// How many lines one mistake may take with it.
    const MOST: usize = 30;
    /// The longest program that is parsed so often, in bytes.
    const LONGEST: usize = 1024 * 1024;
    let before = offset(parsed).and_then(|at| text.get(..at)).filter(|before| before.len() < LONGEST);
    let before = before.unwrap_or_default();
    let ends = before.rmatch_indices('\n').take(MOST);
    ends.filter_map(|(end, _)| before.get(..end)).map(|start| (start, start.matches('\n').count() + 2)).collect()
}

/// Reads an object that is not JSON: in JavaScript's notation, or in Python's, which differs in few words.
fn read_object(text: &str) -> Result<Found, ImportError> {
    let json = || serde_json::from_str::<Value>(text).err();
    let not_json = || ImportError::Unreadable {
        origin: Origin::Body,
        why: json().map_or_else(
            || "not JSON".to_owned(),
            |error| format!("not JSON at line {}, column {}: {error}", error.line(), error.column()),
        ),
    };
    let wrapped = format!("({text}\n)");
    let allocator = Allocator::default();
    let parsed = parse(&allocator, &wrapped, SourceType::ts());
    if parsed.panicked || parsed.diagnostics.has_errors() {
        return Err(not_json());
    }
    let mut reader = Reader::new(&wrapped);
    let Some((value, notes)) = reader.object(&parsed.program) else { return Err(not_json()) };
    let (origin, mut parts) = record::read_value(&value)?;
    parts.note("The text is not JSON; it was read as an object of JavaScript or a dictionary of Python");
    for note in notes {
        parts.note(note);
    }
    Ok((origin, parts))
}
