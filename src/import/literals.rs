//! Tokens of Python, enough for literals, names and brackets.

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Name(String),
    /// A number, as written.
    Number(String),
    /// A string.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A bracket, an operator or a comma.
    Mark(char),
    /// The end of a statement.
    End,
}

/// A token and the line (from 1) that it begins on.
pub(super) type Placed = (Token, usize);

/// Splits a program into tokens. A line break inside brackets does not end a statement.
///
/// # Errors
///
/// When a string does not end; the text names the line.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, String> {
    let mut lexer = Lexer { rest: text, line: 1, depth: 0, out: Vec::new() };
    while let Some(c) = lexer.rest.chars().next() {
        lexer.token(c)?;
    }
    lexer.out.push((Token::End, lexer.line));
    Ok(lexer.out)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    depth: usize,
    out: Vec<Placed>,
}

impl Lexer<'_> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn put(&mut self, token: Token) {
        self.out.push((token, self.line));
    }

    fn token(&mut self, c: char) -> Result<(), String> {
        match c {
            '\n' => {
                if self.depth == 0 {
                    self.put(Token::End);
                }
                self.line += 1;
                self.skip(1);
            }
            ';' if self.depth == 0 => {
                self.put(Token::End);
                self.skip(1);
            }
            '#' => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
            '\\' => {
                let after = self.rest.get(1..).unwrap_or_default();
                if after.starts_with('\n') || after.starts_with("\r\n") {
                    self.line += 1;
                    self.skip(1 + after.find('\n').map_or(0, |at| at + 1));
                } else {
                    self.skip(1);
                }
            }
            '"' | '\'' => self.string("")?,
            c if c.is_ascii_digit() || (c == '.' && self.digit_follows()) => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
                let mut length = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
                let exponent = |text: &str| text.ends_with(['e', 'E']) && !text.starts_with("0x");
                if self.rest.get(..length).is_some_and(exponent)
                    && self.rest.get(length..).is_some_and(|rest| rest.starts_with(['+', '-']))
                {
                    let more = self.rest.get(length + 1..).unwrap_or_default();
                    length += 1 + more.find(|c: char| !c.is_ascii_digit()).unwrap_or(more.len());
                }
                let number = self.rest.get(..length).unwrap_or_default().replace('_', "");
                self.put(Token::Number(number));
                self.skip(length);
            }
            c if c.is_alphabetic() || c == '_' => {
                let length = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
                let name = self.rest.get(..length).unwrap_or_default().to_owned();
                let is_prefix = name.len() <= 2 && name.chars().all(|c| "rRbBuUfFtT".contains(c));
                self.skip(length);
                if is_prefix && self.rest.starts_with(['"', '\'']) {
                    self.string(&name.to_ascii_lowercase())?;
                } else {
                    self.put(Token::Name(name));
                }
            }
            c => {
                match c {
                    '(' | '[' | '{' => self.depth += 1,
                    ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if !c.is_whitespace() {
                    self.put(Token::Mark(c));
                }
                self.skip(c.len_utf8());
            }
        }
        Ok(())
    }

    fn digit_follows(&self) -> bool {
        self.rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    }

    fn string(&mut self, prefix: &str) -> Result<(), String> {
        let first_line = self.line;
        let quote = self.rest.chars().next().unwrap_or('"');
        let triple = quote.to_string().repeat(3);
        let end = if self.rest.starts_with(&triple) { triple } else { quote.to_string() };
        self.skip(end.len());
        let raw = prefix.contains('r');
        let is_bytes = prefix.contains('b');
        let mut text = String::new();
        let mut bytes = Vec::new();
        loop {
            if self.rest.starts_with(&end) {
                self.skip(end.len());
                break;
            }
            let Some(c) = self.rest.chars().next() else {
                return Err(format!("the string that begins on line {first_line} does not end"));
            };
            if c == '\n' {
                if end.len() == 1 {
                    return Err(format!("the string on line {first_line} does not end before its line does"));
                }
                self.line += 1;
            }
            self.skip(c.len_utf8());
            let value = if c == '\\' && !raw { self.escape(is_bytes) } else { Some(c) };
            let raw_pair = if c == '\\' && raw { self.rest.chars().next() } else { None };
            for c in value.into_iter().chain(raw_pair) {
                if is_bytes {
                    // In bytes, an escape names a byte.
                    bytes.push(u8::try_from(u32::from(c)).unwrap_or(b'?'));
                } else {
                    text.push(c);
                }
            }
            self.skip(raw_pair.map_or(0, char::len_utf8));
        }
        let token = if is_bytes { Token::Bytes(bytes) } else { Token::Text(text) };
        self.out.push((token, first_line));
        Ok(())
    }

    /// The character of an escape; `None` for an escaped line break. An unknown escape gives its character.
    fn escape(&mut self, is_bytes: bool) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.skip(c.len_utf8());
        let simple = match c {
            '\n' => {
                self.line += 1;
                return None;
            }
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'x' => return self.code("", 2, 16),
            'u' if !is_bytes => return self.pair(),
            'U' if !is_bytes => return self.code("", 8, 16),
            '0'..='7' => return self.code(&c.to_string(), 3, 8),
            other => other,
        };
        Some(simple)
    }

    /// A character by its number; `lead` holds the digits that were read already.
    fn code(&mut self, lead: &str, most: usize, radix: u32) -> Option<char> {
        let length = self.rest.chars().take(most - lead.len()).take_while(|c| c.is_digit(radix)).count();
        let digits = format!("{lead}{}", self.rest.get(..length).unwrap_or_default());
        self.skip(length);
        u32::from_str_radix(&digits, radix).ok().and_then(char::from_u32).or(Some('\u{fffd}'))
    }

    /// `\uXXXX`; joins the two halves of a surrogate pair.
    fn pair(&mut self) -> Option<char> {
        let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let first = unit(self.rest);
        self.skip(4);
        let second = self.rest.strip_prefix("\\u").and_then(unit);
        let joined = char::decode_utf16(first.into_iter().chain(second)).next().and_then(Result::ok);
        if first.is_some_and(|unit| (0xd800..0xdc00).contains(&unit)) && joined.is_some() {
            self.skip(6);
        }
        joined.or(Some('\u{fffd}'))
    }
}
