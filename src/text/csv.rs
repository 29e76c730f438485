//! Comma-separated values (RFC 4180): parses pasted text, and writes fields.

/// The rows of a text. A quoted field may contain commas, line breaks and doubled quotes; an unclosed quote ends with
/// the text.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                out.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        out.push(row);
    }
    out.retain(|row| row.iter().any(|field| !field.trim().is_empty()));
    out
}

/// A field in written form, with quotes if needed.
pub fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rows() {
        for (text, expected) in [
            ("", vec![]),
            ("a", vec![vec!["a"]]),
            ("a,b\r\nc,d\n", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("\"a,\"\"b\"\"\nc\",d", vec![vec!["a,\"b\"\nc", "d"]]),
            ("a,\n\n,\nb", vec![vec!["a", ""], vec!["b"]]),
            ("5\" pipe,x", vec![vec!["5\" pipe", "x"]]),
            ("\"open", vec![vec!["open"]]),
        ] {
            assert_eq!(rows(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["plain", "a,b", "say \"hi\"", "two\nlines", "\r\n", "ünï🪨"] {
            assert_eq!(rows(&format!("{},end", field(text))), [[text.to_owned(), "end".to_owned()]]);
        }
    }
}
