//! Reading a program, and what Python says of one that it cannot read.

use super::{Program, PythonError};
use crate::import::notation::{Source, parse};

/// Reads a program.
pub(super) fn read(text: &str) -> Result<Program, PythonError> {
    let source = Source::new(text);
    let own = |text: String| PythonError { line: 1, kind: String::new(), text };
    let parsed = parse(&source).map_err(own)?;
    match parsed.errors.first() {
        None => Ok(Program { module: parsed.module, source }),
        Some(mistake) => {
            let line = source.line(mistake.offset);
            Err(brackets(source.text()).unwrap_or_else(|| mistake_of(&mistake.text, line, source.text())))
        }
    }
}

fn error(line: usize, text: impl Into<String>) -> PythonError {
    PythonError { line, kind: "SyntaxError".to_owned(), text: text.into() }
}

/// A string or a bracket that is not closed, or closed by another one.
fn brackets(text: &str) -> Option<PythonError> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            '#' => while chars.next_if(|c| *c != '\n').is_some() {},
            '"' | '\'' => {
                let start = line;
                let mut rest = chars.clone();
                let is_triple = rest.next() == Some(c) && rest.next() == Some(c);
                if is_triple {
                    chars.next();
                    chars.next();
                }
                let mut quotes = 0;
                let is_closed = loop {
                    match chars.next() {
                        Some('\\') => {
                            quotes = 0;
                            line += usize::from(chars.next() == Some('\n'));
                        }
                        Some('\n') if !is_triple => break false,
                        Some(next) => {
                            line += usize::from(next == '\n');
                            quotes = if next == c { quotes + 1 } else { 0 };
                            if quotes == if is_triple { 3 } else { 1 } {
                                break true;
                            }
                        }
                        None => break false,
                    }
                };
                if !is_closed {
                    let kind = if is_triple { "triple-quoted string" } else { "string" };
                    let at = if is_triple { text.trim_end_matches('\n').matches('\n').count() + 1 } else { start };
                    return Some(error(start, format!("unterminated {kind} literal (detected at line {at})")));
                }
            }
            '(' | '[' | '{' => open.push((c, line)),
            ')' | ']' | '}' => {
                let opening = if c == ')' {
                    '('
                } else if c == ']' {
                    '['
                } else {
                    '{'
                };
                match open.pop() {
                    None => return Some(error(line, format!("unmatched '{c}'"))),
                    Some((last, _)) if last == opening => {}
                    Some((last, at)) => {
                        let place = if at == line { String::new() } else { format!(" on line {at}") };
                        return Some(error(
                            line,
                            format!("closing parenthesis '{c}' does not match opening parenthesis '{last}'{place}"),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    open.last().map(|(c, line)| error(*line, format!("'{c}' was never closed")))
}

/// The parser's own mistake in Python's words.
fn mistake_of(text: &str, line: usize, program: &str) -> PythonError {
    let what = text.split_once(": ").map_or(text, |(_, what)| what);
    let lower = what.to_ascii_lowercase();
    let indentation = |text: String| PythonError { line, kind: "IndentationError".to_owned(), text };
    if lower.contains("unexpected indentation") {
        return indentation("unexpected indent".to_owned());
    }
    if lower.contains("unindent does not match") {
        return indentation("unindent does not match any outer indentation level".to_owned());
    }
    if lower.contains("expected an indented block") {
        let keyword = what.split('`').nth(1).unwrap_or("if");
        let head =
            program.lines().take(line.saturating_sub(1)).enumerate().filter(|(_, line)| !line.trim().is_empty()).last();
        let at = head.map_or(line, |(at, _)| at + 1);
        let noun = match keyword {
            "def" | "function" => "function definition".to_owned(),
            keyword => format!("'{keyword}' statement"),
        };
        return indentation(format!("expected an indented block after {noun} on line {at}"));
    }
    if lower.starts_with("expected `:`") || lower.contains("expected ':'") {
        return error(line, "expected ':'");
    }
    if lower.contains("expected `,`") || lower.contains("expected ','") {
        return error(line, "invalid syntax. Perhaps you forgot a comma?");
    }
    error(line, "invalid syntax")
}
