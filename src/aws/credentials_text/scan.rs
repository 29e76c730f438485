//! Credentials as names and values: shells, the Windows prompt, profile files, environment files.
//!
//! Instead of one grammar per format, this finds a known name, then the separator (`=`, `:` or, after a command such as
//! `setx`, a space), then the value, quoted or not. The text before the name gives the format; prompts and commands
//! before it are ignored. Several assignments may share a line.

use super::SourceForm;
use super::found::{Found, Piece};
use super::word::{QUOTES, is_token};
use super::wrapped::{At, Kind, Text};

/// The values under one `[profile]` heading, or before the first.
struct Section {
    name: Option<String>,
    found: Found,
    /// The format of the first assignment.
    form: Option<SourceForm>,
}

/// The credentials of the text; `None` without a known name.
pub(super) fn read(text: &str, warnings: &mut Vec<String>) -> Option<(Found, SourceForm)> {
    let text = Text::new(text);
    let mut sections = vec![Section { name: None, found: Found::default(), form: None }];
    let mut at = At { line: 0, column: 0 };
    while let Some(line) = text.line(at.line) {
        let starts = at.column == 0;
        if starts && is_comment(line.trim()) {
            at.line += 1;
        } else if let Some(name) = heading(line.trim()).filter(|_| starts) {
            sections.push(Section { name: Some(name), found: Found::default(), form: None });
            at.line += 1;
        } else if let Some(section) = sections.last_mut() {
            at = read_line(&text, at, section);
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

/// Reads the assignments from a position to the end of its line, or of the line on which the last value ends.
fn read_line(text: &Text<'_>, from: At, section: &mut Section) -> At {
    let mut at = from;
    let mut before = String::new();
    while let Some((skipped, name, after)) = next_name(text.rest(at)) {
        before.push_str(skipped);
        let line = text.line(at.line).unwrap_or_default();
        let value = Piece::named(name).and_then(|piece| {
            let value = after_separator(after, takes_a_space(&before)).or_else(|| after_comma(after))?;
            Some((piece, At { line: at.line, column: line.len() - value.len() }))
        });
        // Kubernetes and ECS write `name: AWS_REGION` and `value: us-east-1`, on one line or two.
        let value = value.or_else(|| Some((Piece::named(name)?, value_member(text, at.line, after)?)));
        let Some((piece, start)) = value else {
            before.push_str(name);
            at.column = line.len() - after.len();
            continue;
        };
        if piece == Piece::Expiration {
            let rest = text.rest(start);
            section.found.put(piece, rest);
            at = At {
                line: start.line,
                column: start.column + rest.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(rest.len()),
            };
        } else {
            let value = text.value(Kind::of(piece), start);
            section.found.take(piece, &value);
            at = value.end;
        }
        if section.form.is_none() {
            section.form = Some(form(&before));
        }
        before.clear();
        if at.column == 0 {
            return at;
        }
    }
    At { line: at.line + 1, column: 0 }
}

/// The position of the value in `NAME"` + `, "value": "…"`, whose member may be on the next line.
fn value_member(text: &Text<'_>, line: usize, after: &str) -> Option<At> {
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || QUOTES.contains(&c));
    let (line, rest) = if after.is_empty() { (line + 1, text.line(line + 1)?) } else { (line, after) };
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || QUOTES.contains(&c));
    let (word, rest) = (name.get(..5)?, name.get(5..)?);
    let value = word.eq_ignore_ascii_case("value").then(|| after_separator(rest, Space::DoesNot))??;
    Some(At { line, column: text.line(line)?.len() - value.len() })
}

/// The value of `setProperty("name", "value")`, `Setenv("NAME", "value")`: both are in quotes, and it is not a name.
fn after_comma(after: &str) -> Option<&str> {
    let value = after.strip_prefix(QUOTES)?.trim_start().strip_prefix(',')?.trim_start();
    let inner = value.strip_prefix(QUOTES)?;
    let word = inner.split(QUOTES).next().unwrap_or(inner);
    (is_token(word) && Piece::named(word).is_none()).then_some(value)
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
    // `${Env:NAME}=…` closes a brace first, `environ["NAME"] = …` a bracket.
    let unquoted = unquoted.strip_prefix(['}', ']']).unwrap_or(unquoted);
    let trimmed = unquoted.trim_start();
    if let Some(value) = trimmed.strip_prefix("=>").or_else(|| trimmed.strip_prefix(['=', ':'])) {
        return Some(value.trim_start());
    }
    match space {
        Space::Separates if trimmed.len() < unquoted.len() && !trimmed.is_empty() => Some(trimmed),
        Space::Separates | Space::DoesNot => None,
    }
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
    let command = ["setx", "setenv", "configure set", "env"].iter().any(|command| before.ends_with(command));
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
