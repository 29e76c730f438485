//! Splits programs into rows of coloured spans: comments, strings, numbers and words.
//!
//! One small lexer for eight languages. It knows only how each writes comments and strings, including those over
//! several lines. It accepts any text: the rows joined by newlines are the text.

use super::json::{Kind, Row, Span};

/// The lexical rules of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexis {
    /// The beginning of a comment to the end of the line; empty if there is none.
    pub comment: &'static str,
    /// Quotes of strings with backslash escapes.
    pub quotes: &'static str,
    /// Begin and end of strings without escapes, which may span lines; `r#"` also matches more `#` signs.
    pub raw: &'static [(&'static str, &'static str)],
    /// Whether `<<'WORD'` begins a here-document that ends with a line of that word.
    pub documents: bool,
    /// The keywords of the language.
    pub words: &'static [&'static str],
}

/// Splits a program into rows. Pointers and folds are left to the caller.
pub fn rows<'a>(lines: impl Iterator<Item = &'a str>, lexis: &Lexis) -> Vec<Row> {
    let mut inside = None;
    lines.map(|line| row(line, lexis, &mut inside)).collect()
}

/// The state at the beginning of a line.
enum Inside {
    /// Inside a string that ends with this text.
    Raw(String),
    /// Inside a here-document that ends with this line.
    Document(String),
}

fn row(line: &str, lexis: &Lexis, inside: &mut Option<Inside>) -> Row {
    let text = line.trim_start_matches([' ', '\t']);
    let indent = line.chars().take(line.len() - text.len()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let mut row = Row { indent, ..Row::default() };
    let mut rest = text;
    match inside {
        Some(Inside::Document(end)) => {
            let kind = if text == end { Kind::Key } else { Kind::String };
            if text == end {
                *inside = None;
            }
            push(&mut row, kind, text);
            return row;
        }
        Some(Inside::Raw(end)) => {
            let Some(at) = rest.find(end.as_str()) else {
                push(&mut row, Kind::String, rest);
                return row;
            };
            push(&mut row, Kind::String, take(&mut rest, at + end.len()));
            *inside = None;
        }
        None => {}
    }
    while let Some(first) = rest.chars().next() {
        if !lexis.comment.is_empty() && rest.starts_with(lexis.comment) {
            push(&mut row, Kind::Comment, rest);
            break;
        }
        if let Some((begin, end)) = raw_string(rest, lexis) {
            let after = rest.get(begin.len()..).unwrap_or_default();
            let Some(at) = after.find(&end) else {
                push(&mut row, Kind::String, rest);
                *inside = Some(Inside::Raw(end));
                break;
            };
            push(&mut row, Kind::String, take(&mut rest, begin.len() + at + end.len()));
        } else if lexis.quotes.contains(first) {
            let length = quoted(rest, first);
            push(&mut row, Kind::String, take(&mut rest, length));
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
            let numeric = first.is_ascii_digit() && !continues_word(text, rest);
            let length = if numeric {
                length
            } else {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(length)
            };
            let word = take(&mut rest, length);
            let kind = match word {
                _ if numeric => Kind::Number,
                word if lexis.words.contains(&word) => Kind::Literal,
                _ => Kind::Punctuation,
            };
            push(&mut row, kind, word);
        } else {
            if lexis.documents
                && let Some(end) = document(rest)
            {
                *inside = Some(Inside::Document(end));
            }
            push(&mut row, Kind::Punctuation, take(&mut rest, first.len_utf8()));
        }
    }
    row
}

/// Whether `rest` goes on with a word that punctuation divides, as in a host name, a model ID or a path: `us-east-1`.
fn continues_word(text: &str, rest: &str) -> bool {
    let mut before = text.strip_suffix(rest).unwrap_or_default().chars().rev();
    before.next().is_some_and(|c| "-.%/".contains(c)) && before.next().is_some_and(char::is_alphanumeric)
}

/// The raw string that begins here: its begin and its end.
fn raw_string(rest: &str, lexis: &Lexis) -> Option<(String, String)> {
    let (begin, end) = lexis.raw.iter().find(|(begin, _)| rest.starts_with(begin))?;
    if *begin != "r#" {
        return Some(((*begin).to_owned(), (*end).to_owned()));
    }
    let signs = rest.get(1..)?.chars().take_while(|c| *c == '#').count();
    rest.get(1 + signs..)?.starts_with('"').then(|| {
        let signs = "#".repeat(signs);
        (format!("r{signs}\""), format!("\"{signs}"))
    })
}

/// The last line of a here-document that begins here.
fn document(rest: &str) -> Option<String> {
    let word = rest.strip_prefix("<<'")?;
    Some(word.get(..word.find('\'')?)?.to_owned())
}

/// The length of a quoted string with its quotes; an open one ends with the line.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

fn take<'a>(rest: &mut &'a str, length: usize) -> &'a str {
    let (head, tail) = rest.split_at_checked(length).unwrap_or((*rest, ""));
    *rest = tail;
    head
}

/// Adds a span; extends the last one if it has the same kind.
fn push(row: &mut Row, kind: Kind, text: &str) {
    match row.spans.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => row.spans.push(Span { kind, text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PYTHON: Lexis =
        Lexis { comment: "#", quotes: "\"'", raw: &[], documents: false, words: &["import", "for", "in"] };
    const RUST: Lexis =
        Lexis { comment: "//", quotes: "\"", raw: &[("r#", "")], documents: false, words: &["let", "fn"] };
    const SHELL: Lexis =
        Lexis { comment: "# ", quotes: "\"", raw: &[("'", "'")], documents: true, words: &["case", "esac"] };

    fn spans(text: &str, lexis: &Lexis) -> Vec<(Kind, String)> {
        let rows = rows(text.split('\n'), lexis);
        let all = rows.into_iter().flat_map(|row| row.spans);
        all.filter(|span| span.kind != Kind::Punctuation).map(|span| (span.kind, span.text)).collect()
    }

    #[test]
    fn words_strings_numbers_and_comments_are_told_apart() {
        let found = spans("for x in [1.5, \"a\\\"b\"]: # why\n    important", &PYTHON);
        let found: Vec<_> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(
            found,
            [
                (Kind::Literal, "for"),
                (Kind::Literal, "in"),
                (Kind::Number, "1.5"),
                (Kind::String, "\"a\\\"b\""),
                (Kind::Comment, "# why"),
            ]
        );
    }

    #[test]
    fn digits_of_a_host_a_model_id_or_a_path_are_no_numbers() {
        let http = Lexis { comment: "", quotes: "\"", raw: &[], documents: false, words: &["POST"] };
        let text = "POST /model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse HTTP/1.1\n\
                    Host: bedrock-runtime.us-east-1.amazonaws.com\nContent-Length: 512\n{\"topP\": -0.5}";
        let found: Vec<String> =
            spans(text, &http).into_iter().filter(|(kind, _)| *kind == Kind::Number).map(|(_, text)| text).collect();
        assert_eq!(found, ["512", "0.5"]);
    }

    #[test]
    fn strings_run_over_lines() {
        let found = spans("let a = r##\"{\n \"#let\"\n}\"##; let", &RUST);
        assert_eq!(found.iter().filter(|(kind, _)| *kind == Kind::String).count(), 3);
        assert_eq!(found.last(), Some(&(Kind::Literal, "let".to_owned())));
        let found = spans("a 'x\ncase' <<'END'\n# case\nEND\ncase", &SHELL);
        assert_eq!(found.iter().filter(|(kind, _)| *kind == Kind::Literal).count(), 1, "{found:?}");
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["\tx := `a\nb` + \"", "  é \u{2028} '", "r#x r#\"", ""] {
            for lexis in [PYTHON, RUST, SHELL] {
                let rows = rows(text.split('\n'), &lexis);
                let joined: Vec<String> =
                    rows.iter().map(|row| row.spans.iter().map(|span| span.text.as_str()).collect()).collect();
                let expected: Vec<&str> = text.split('\n').map(|line| line.trim_start_matches([' ', '\t'])).collect();
                assert_eq!(joined, expected);
            }
        }
    }
}
