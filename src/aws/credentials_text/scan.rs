//! Credentials as names and values: shells, the Windows prompt, profile files, environment files.
//!
//! Instead of one grammar per format, this finds a known name, then the separator (`=`, `:` or, after a command such as
//! `setx`, a space), then the value, quoted or not. The text before the name gives the format; prompts and commands
//! before it are ignored. Several assignments may share a line.

use super::{Found, Piece, SourceForm};

/// The values under one `[profile]` heading, or before the first.
struct Section {
    name: Option<String>,
    found: Found,
    /// The format of the first assignment.
    form: Option<SourceForm>,
}

/// The credentials of the text; `None` without a known name.
pub(super) fn read(text: &str, warnings: &mut Vec<String>) -> Option<(Found, SourceForm)> {
    let mut sections = vec![Section { name: None, found: Found::default(), form: None }];
    for line in text.lines() {
        let line = line.trim();
        if is_comment(line) {
            continue;
        }
        if let Some(name) = heading(line) {
            sections.push(Section { name: Some(name), found: Found::default(), form: None });
        } else if let Some(section) = sections.last_mut() {
            read_line(line, section, warnings);
        }
    }
    sections.retain(|section| section.found.has_a_key());
    let default = |section: &Section| section.name.as_deref() == Some("default") && section.found.is_complete();
    let chosen = sections
        .iter()
        .position(default)
        .or_else(|| sections.iter().position(|section| section.found.is_complete()))
        .unwrap_or(0);
    let others = sections.len().saturating_sub(1);
    if chosen >= sections.len() {
        return None;
    }
    let section = sections.swap_remove(chosen);
    let form = match section.name {
        Some(name) => {
            if others > 0 {
                warnings.push(format!("More than one profile found; using “{name}”."));
            }
            SourceForm::Profile(name)
        }
        None => section.form.unwrap_or(SourceForm::PlainLines),
    };
    Some((section.found, form))
}

fn is_comment(line: &str) -> bool {
    line.starts_with(['#', ';'])
        || line.starts_with("//")
        || line.starts_with("::")
        || line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("rem "))
}

/// The name in `[name]` or `[profile name]`; a placeholder when the heading is malformed.
fn heading(line: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let name = line.strip_prefix('[')?.strip_suffix(']')?.trim();
    let name = name.strip_prefix("profile ").unwrap_or(name).trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.@ ".contains(c);
    let is_name = !name.is_empty() && name.len() <= LONGEST && name.chars().all(plain);
    Some(if is_name { name.to_owned() } else { "unnamed".to_owned() })
}

fn read_line(line: &str, section: &mut Section, warnings: &mut Vec<String>) {
    let mut rest = line;
    let mut before = String::new();
    while let Some((skipped, name, after)) = next_name(rest) {
        before.push_str(skipped);
        let Some(piece) = Piece::named(name) else {
            before.push_str(name);
            rest = after;
            continue;
        };
        let Some(value) = after_separator(after, takes_a_space(&before)) else {
            before.push_str(name);
            rest = after;
            continue;
        };
        let (value, after) = match read_value(value) {
            Value::Whole(value, after) => (value, after),
            Value::Unclosed(value) => {
                let warning = "A quotation mark is not closed; part of the value may be missing.".to_owned();
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
                (value, "")
            }
        };
        section.found.put(piece, value);
        if section.form.is_none() {
            section.form = Some(form(&before));
        }
        before.clear();
        rest = after;
    }
}

/// The text before the next word of letters, digits, `_` and `-`, the word, and the rest.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let start = text.find(is_word)?;
    let (skipped, rest) = text.split_at_checked(start)?;
    let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(end)?;
    Some((skipped, name, after))
}

/// The text after `=`, `:` or `=>`; skips the closing quote of the name. A space separates only when `space` allows it.
fn after_separator(after: &str, space: Space) -> Option<&str> {
    let unquoted = after.strip_prefix(QUOTES).unwrap_or(after);
    // `${Env:NAME}=…` closes a brace first.
    let unquoted = unquoted.strip_prefix('}').unwrap_or(unquoted);
    let trimmed = unquoted.trim_start();
    if let Some(value) = trimmed.strip_prefix("=>").or_else(|| trimmed.strip_prefix(['=', ':'])) {
        return Some(value.trim_start());
    }
    match space {
        Space::Separates if trimmed.len() < unquoted.len() && !trimmed.is_empty() => Some(trimmed),
        Space::Separates | Space::DoesNot => None,
    }
}

const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];

enum Value<'a> {
    /// The value and the text after it.
    Whole(&'a str, &'a str),
    /// The closing quote is missing, so the value runs to the end of the line.
    Unclosed(&'a str),
}

fn read_value(text: &str) -> Value<'_> {
    let close = match text.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => Some(vec![quote]),
        Some('“' | '”') => Some(vec!['“', '”', '"']),
        Some('‘' | '’') => Some(vec!['‘', '’', '\'']),
        _ => None,
    };
    if let Some(close) = close {
        let mut chars = text.chars();
        chars.next();
        let inner = chars.as_str();
        return match inner.split_once(close.as_slice()) {
            Some((value, after)) => Value::Whole(value, after),
            None => Value::Unclosed(inner),
        };
    }
    let ends =
        |c: char| c.is_whitespace() || QUOTES.contains(&c) || matches!(c, ';' | '&' | ',' | '|' | '}' | '\\' | '^');
    let end = text.find(ends).unwrap_or(text.len());
    let (value, after) = text.split_at_checked(end).unwrap_or((text, ""));
    Value::Whole(value, after)
}

/// Whether a space separates a name from its value.
#[derive(Clone, Copy)]
enum Space {
    Separates,
    DoesNot,
}

/// `setx NAME value`, fish's `set -x NAME value`, `setenv NAME value`, `aws configure set NAME value`.
fn takes_a_space(before: &str) -> Space {
    let before = before.trim_end().to_ascii_lowercase();
    let fish = before
        .rsplit(char::is_whitespace)
        .next()
        .is_some_and(|flag| flag.starts_with('-') && flag.contains('x') && before.contains("set "));
    let command = ["setx", "setenv", "configure set"].iter().any(|command| before.ends_with(command));
    if fish || command { Space::Separates } else { Space::DoesNot }
}

fn form(before: &str) -> SourceForm {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c)).to_ascii_lowercase();
    let last_word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if last_word.ends_with("$env:") || last_word.ends_with("${env:") {
        SourceForm::PowerShell
    } else if last_word == "export" || last_word == "setenv" || last_word.starts_with('-') {
        SourceForm::PosixExport
    } else if last_word.ends_with("set") || last_word.ends_with("setx") {
        SourceForm::WindowsSet
    } else {
        SourceForm::PlainLines
    }
}
