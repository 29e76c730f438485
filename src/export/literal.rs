//! Strings as literals of each language.
//!
//! In addition to the characters that a language needs escaped, all of them escape those that an editor does not show as
//! they are: control characters, line and paragraph separators, invisible characters and the marks that turn the direction
//! of text.

use std::fmt::Write as _;

/// Whether a character is not what it looks like in an editor. The joiner of emoji stays.
pub(super) fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a raw string cannot hold a text: it loses or refuses carriage returns, and would keep characters invisible.
pub(super) fn refuses_raw(text: &str) -> bool {
    text.contains(|c| hides(c) && !matches!(c, '\n' | '\t'))
}

/// Quotes with `"`, escaping the usual five by letter and the rest by `escape`.
fn quoted(text: &str, escape: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if hides(c) => escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `\u` and four hexadecimal digits a UTF-16 unit.
pub(super) fn utf16(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// A string of Python.
pub(super) fn python(text: &str) -> String {
    quoted(text, |out, c| {
        let _ = match u32::from(c) {
            code @ 0..=0xff => write!(out, "\\x{code:02x}"),
            code @ 0x100..=0xffff => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    })
}

/// A string of JavaScript.
pub(super) fn javascript(text: &str) -> String {
    quoted(text, utf16)
}

/// A string of Java. The compiler resolves `\u` before it reads strings, so what ends a line is written in octal.
pub(super) fn java(text: &str) -> String {
    quoted(text, |out, c| match u32::from(c) {
        code @ 0..=0xff => {
            let _ = write!(out, "\\{code:03o}");
        }
        _ => utf16(out, c),
    })
}

/// A string of Rust.
pub(super) fn rust(text: &str) -> String {
    quoted(text, |out, c| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    })
}

/// A string of Go.
pub(super) fn go(text: &str) -> String {
    quoted(text, |out, c| {
        let _ = match u32::from(c) {
            code @ 0..=0xffff => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "\"it's\" \\ `x` $(id) ${y}\n\r\t\0\u{7}\u{85}\u{2028}\u{202e}\u{feff}é👩\u{200d}🚀";

    #[test]
    fn nothing_that_hides_is_left_in_a_literal() {
        for write in [python, javascript, java, rust, go] {
            let literal = write(HOSTILE);
            assert!(!literal.chars().any(hides), "{literal:?}");
            assert!(literal.contains("é👩\u{200d}🚀"), "{literal}");
        }
    }

    #[test]
    fn each_language_escapes_in_its_own_way() {
        let text = "a\0\u{7f}\u{2028}\u{feff}";
        assert_eq!(python(text), r#""a\x00\x7f\u2028\ufeff""#);
        assert_eq!(javascript(text), r#""a\u0000\u007f\u2028\ufeff""#);
        assert_eq!(java(text), r#""a\000\177\u2028\ufeff""#);
        assert_eq!(rust(text), r#""a\u{0}\u{7f}\u{2028}\u{feff}""#);
        assert_eq!(go(text), r#""a\u0000\u007f\u2028\ufeff""#);
    }
}
