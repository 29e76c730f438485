//! The AWS CLI's shorthand: `a=b,c=[d,e],f={g=h}`.
//!
//! Grammar: AWS CLI user guide, "Using shorthand syntax in the AWS CLI" (2026-11).

/// Nothing that people write is nested deeper.
const DEEPEST: usize = 40;

/// A value before it has a type.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Short {
    /// Text.
    Text(String),
    /// `[a,b]`, or `a,b` after a key.
    List(Vec<Short>),
    /// `{a=b}`, or `a=b` at the top.
    Map(Vec<(String, Short)>),
    /// `a@=file://f`: the content of a file.
    File(String),
}

/// Reads `a=b,c=d`.
///
/// # Errors
///
/// Where the text does not follow the grammar.
pub(super) fn parse(text: &str) -> Result<Short, String> {
    let mut reader = Reader { rest: text.trim(), depth: 0 };
    let mut members = Vec::new();
    loop {
        members.push(reader.member(Inside::Top)?);
        if reader.rest.is_empty() {
            return Ok(Short::Map(members));
        }
        if !reader.eat(',') {
            return Err(format!("a comma was expected before “{}”", start(reader.rest)));
        }
        if reader.rest.is_empty() {
            return Ok(Short::Map(members));
        }
    }
}

/// Which marks end a value without quotation marks.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Top,
    List,
    Map,
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

fn start(text: &str) -> String {
    text.chars().take(20).collect()
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, c: char) -> bool {
        self.blanks();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        self.blanks();
        rest.is_some()
    }

    /// The length of the key at the start, if there is one.
    fn key(&self) -> Option<(usize, bool)> {
        let rest = self.rest.trim_start();
        let blanks = self.rest.len() - rest.len();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-./#:".contains(c)))?;
        let after = rest.get(length..)?;
        let is_file = after.starts_with("@=");
        (length > 0 && (is_file || after.trim_start().starts_with('='))).then_some((blanks + length, is_file))
    }

    fn member(&mut self, inside: Inside) -> Result<(String, Short), String> {
        let (length, is_file) =
            self.key().ok_or_else(|| format!("a name with = was expected at “{}”", start(self.rest)))?;
        let (key, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest.trim_start_matches(' ').trim_start_matches('@');
        self.eat('=');
        let key = key.trim().to_owned();
        let mut values = vec![self.value(inside)?];
        if inside == Inside::Top {
            // `a=b,c` is a list, up to the next name.
            while self.rest.starts_with(',') {
                let after = Reader { rest: self.rest.get(1..).unwrap_or_default(), depth: 0 };
                if after.key().is_some() || after.rest.trim().is_empty() {
                    break;
                }
                self.rest = self.rest.get(1..).unwrap_or_default();
                values.push(self.value(inside)?);
            }
        }
        let value = if values.len() == 1 { values.remove(0) } else { Short::List(values) };
        Ok((
            key,
            match value {
                Short::Text(file) if is_file => Short::File(file),
                value => value,
            },
        ))
    }

    fn value(&mut self, inside: Inside) -> Result<Short, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let leading = self.rest;
        self.blanks();
        let value = if self.eat('[') {
            let mut items = Vec::new();
            while !self.eat(']') {
                items.push(self.value(Inside::List)?);
                if !self.eat(',') && !self.rest.starts_with(']') {
                    return Err("a list does not end with ]".to_owned());
                }
            }
            Short::List(items)
        } else if self.eat('{') {
            let mut members = Vec::new();
            while !self.eat('}') {
                members.push(self.member(Inside::Map)?);
                if !self.eat(',') && !self.rest.starts_with('}') {
                    return Err("a structure does not end with }".to_owned());
                }
            }
            Short::Map(members)
        } else if self.rest.starts_with(['\'', '"']) {
            Short::Text(self.quoted()?)
        } else {
            self.rest = leading.trim_start();
            Short::Text(self.bare(inside))
        };
        self.depth -= 1;
        Ok(value)
    }

    fn quoted(&mut self) -> Result<String, String> {
        let quote = self.rest.chars().next().unwrap_or_default();
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, next)) if next == quote || next == '\\' => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => break,
                },
                c => text.push(c),
            }
        }
        Err(format!("a quotation mark {quote} is not closed"))
    }

    fn bare(&mut self, inside: Inside) -> String {
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                ',' => {
                    end = at;
                    break;
                }
                ']' if inside == Inside::List => {
                    end = at;
                    break;
                }
                '}' if inside == Inside::Map => {
                    end = at;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, next @ (',' | '\\' | '\'' | '"'))) => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => text.push('\\'),
                },
                c => text.push(c),
            }
        }
        self.rest = self.rest.get(end..).unwrap_or_default();
        text.trim().to_owned()
    }
}
