//! Explains why a text is not JSON: the place, and what was expected there.

use serde_json::Value;
use serde_json::error::Category;

/// The place where a text stops being JSON, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// The reason, as the end of a sentence.
    pub expected: String,
}

/// Parses a text as JSON, or explains why it is not.
pub fn fault(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or_default();
        // serde_json counts bytes and points after what it has read; a column of 0 is the line break before the line.
        let at_break = error.column() == 0 && error.line() > 1 && !error.is_eof();
        let number = error.line().saturating_sub(usize::from(at_break)).max(1);
        let line = text.split('\n').nth(number - 1).unwrap_or_default();
        let mut end = if at_break { line.len() } else { error.column().min(line.len()) };
        while !line.is_char_boundary(end) {
            end += 1;
        }
        let column = (line.get(..end).unwrap_or(line).chars().count() + usize::from(at_break)).max(1);
        let expected = match error.classify() {
            Category::Eof if text.trim().is_empty() => "expected {; the body is empty".to_owned(),
            Category::Eof => ended(reason).to_owned(),
            Category::Syntax | Category::Data | Category::Io => syntax(reason),
        };
        Fault { line: number, column, expected }
    })
}

/// The reason when the text ends too early.
fn ended(reason: &str) -> &'static str {
    match reason {
        "EOF while parsing an object" => "expected }; the text ends inside an object",
        "EOF while parsing a list" => "expected ]; the text ends inside a list",
        "EOF while parsing a string" => "expected a closing quote; the text ends inside a string",
        _ => "expected a value; the text ends here",
    }
}

fn syntax(reason: &str) -> String {
    match reason {
        "expected value" => "expected a value: an object, a list, a string, a number, true, false or null".to_owned(),
        "expected ident" => "expected true, false or null".to_owned(),
        "expected `:`" => "expected a colon after the name".to_owned(),
        "expected `,` or `}`" => "expected a comma or }".to_owned(),
        "expected `,` or `]`" => "expected a comma or ]".to_owned(),
        "key must be a string" => "expected a name in double quotes".to_owned(),
        "trailing comma" => "expected another member after the comma; otherwise remove the comma".to_owned(),
        "trailing characters" => "unexpected text after the end of the JSON".to_owned(),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "expected a closing quote; write a line break or a tab in a string as \\n or \\t".to_owned()
        }
        "invalid escape" => "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits".to_owned(),
        "invalid number" => "expected a digit".to_owned(),
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
        check("{\n  \"a\": [1,\n", 3, 1, "expected a value");
        check("{ \"a\": [1", 1, 9, "expected ]");
        check("{\n  \"a\" 1\n}", 2, 7, "colon");
        check("{ \"é\": 1 \"b\": 2 }", 1, 10, "a comma or }");
        check("[1 2]", 1, 4, "a comma or ]");
        check("{ a: 1 }", 1, 3, "double quotes");
        check("[1, ]", 1, 5, "comma");
        check("{} {}", 1, 4, "after the end");
        check("[\"a\n\"]", 1, 4, "closing quote");
        check("[\"\\x\"]", 1, 4, "hex digits");
        check("[\"abc", 1, 5, "inside a string");
        check("[-]", 1, 3, "digit");
        check("[tru]", 1, 5, "true, false or null");
        assert_eq!(fault("[1]"), Ok(serde_json::json!([1])));
    }
}
