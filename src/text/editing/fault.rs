//! Why a text is not JSON: where, and what was expected there.

use serde_json::Value;
use serde_json::error::Category;

/// Where a text stops being JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What was expected there, as the end of a sentence.
    pub expected: String,
}

/// Reads a text as JSON, or says where and why it is none.
pub fn fault(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or_default();
        // serde_json counts bytes and points behind what it has read; a column of 0 is the line break before the line.
        let at_break = error.column() == 0 && error.line() > 1 && !error.is_eof();
        let number = error.line().saturating_sub(usize::from(at_break)).max(1);
        let line = text.split('\n').nth(number - 1).unwrap_or_default();
        let mut end = if at_break { line.len() } else { error.column().min(line.len()) };
        while !line.is_char_boundary(end) {
            end += 1;
        }
        let column = (line.get(..end).unwrap_or(line).chars().count() + usize::from(at_break)).max(1);
        let expected = match error.classify() {
            Category::Eof if text.trim().is_empty() => "a { was expected; the body is empty".to_owned(),
            Category::Eof => ended(reason).to_owned(),
            Category::Syntax | Category::Data | Category::Io => syntax(reason),
        };
        Fault { line: number, column, expected }
    })
}

/// What was missing where the text ended.
fn ended(reason: &str) -> &'static str {
    match reason {
        "EOF while parsing an object" => "a } was expected; the text ends inside an object",
        "EOF while parsing a list" => "a ] was expected; the text ends inside a list",
        "EOF while parsing a string" => "a closing quote was expected; the text ends inside a string",
        _ => "a value was expected; the text ends here",
    }
}

fn syntax(reason: &str) -> String {
    match reason {
        "expected value" => {
            "a value was expected: an object, a list, a string, a number, true, false or null".to_owned()
        }
        "expected ident" => "true, false or null was expected".to_owned(),
        "expected `:`" => "a colon was expected behind the name".to_owned(),
        "expected `,` or `}`" => "a comma or a } was expected".to_owned(),
        "expected `,` or `]`" => "a comma or a ] was expected".to_owned(),
        "key must be a string" => "a name in double quotes was expected".to_owned(),
        "trailing comma" => {
            "another member was expected behind the comma; take the comma away if there is none".to_owned()
        }
        "trailing characters" => "nothing more was expected; the JSON has ended before this".to_owned(),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a closing quote was expected; a string cannot hold a line break or a tab as it is, write \\n or \\t"
                .to_owned()
        }
        "invalid escape" => {
            "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits was expected".to_owned()
        }
        "invalid number" => "a digit was expected".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, line: usize, column: usize, part: &str) {
        let found = fault(text).expect_err("no JSON");
        assert_eq!((found.line, found.column), (line, column), "{text:?}: {found:?}");
        assert!(found.expected.contains(part), "{text:?}: {found:?}");
    }

    #[test]
    fn says_where_and_what() {
        check("", 1, 1, "the body is empty");
        check("{\n  \"a\": [1,\n", 3, 1, "a value was expected");
        check("{ \"a\": [1", 1, 9, "a ] was expected");
        check("{\n  \"a\" 1\n}", 2, 7, "colon");
        check("{ \"é\": 1 \"b\": 2 }", 1, 10, "a comma or a }");
        check("[1 2]", 1, 4, "a comma or a ]");
        check("{ a: 1 }", 1, 3, "double quotes");
        check("[1, ]", 1, 5, "comma");
        check("{} {}", 1, 4, "has ended");
        check("[\"a\n\"]", 1, 4, "closing quote");
        check("[\"\\x\"]", 1, 4, "hex digits");
        check("[\"abc", 1, 5, "inside a string");
        check("[-]", 1, 3, "digit");
        check("[tru]", 1, 5, "true, false or null");
        assert_eq!(fault("[1]"), Ok(serde_json::json!([1])));
    }
}
