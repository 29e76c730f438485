//! Reads the YAML of `--cli-input-yaml`: mappings and lists by indentation or in brackets, quoted and plain scalars, and
//! blocks after `|` and `>`. Anchors, merge keys and several documents are refused with the line.
//!
//! A plain scalar has the types of YAML 1.2 (yaml.org/spec/1.2.2, "Core Schema"), which the AWS CLI reads.

use serde_json::{Map, Value};

/// How deep lists and mappings may nest.
const DEEPEST: usize = 100;

/// Reads a document. An error names its line.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    if lines.iter().find(|line| !is_blank(line)).is_some_and(|line| line == "---") {
        let start = lines.iter().position(|line| line == "---").unwrap_or_default();
        lines.drain(..=start);
        // Empty lines keep the numbers.
        lines.splice(0..0, std::iter::repeat_n(String::new(), start + 1));
    }
    let mut reader = Reader { lines, at: 0, depth: 0 };
    let value = reader.node(0)?;
    match reader.significant() {
        None => Ok(value),
        Some(_) => Err(reader.error("is not indented like the lines before it")),
    }
}

struct Reader {
    lines: Vec<String>,
    at: usize,
    depth: usize,
}

fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line == "-" || line.starts_with("- ")
}

impl Reader {
    fn error(&self, what: &str) -> String {
        format!("line {} of the YAML {what}", self.at + 1)
    }

    /// The next line that is neither empty nor a comment, with its indentation.
    fn significant(&mut self) -> Option<(usize, String)> {
        while self.lines.get(self.at).is_some_and(|line| is_blank(line)) {
            self.at += 1;
        }
        let line = self.lines.get(self.at)?;
        Some((indent(line), line.clone()))
    }

    /// The value whose lines are indented by at least `least`.
    fn node(&mut self, least: usize) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("nests too deeply"));
        }
        let value = match self.significant() {
            Some((_, line)) if line.trim_start_matches(' ').starts_with('\t') => {
                return Err(self.error("is indented by a tab, which YAML does not allow"));
            }
            Some((indent, line)) if indent >= least => {
                if is_item(&line) {
                    self.list(indent)
                } else if split_key(line.trim_start()).is_some() {
                    self.mapping(indent)
                } else {
                    let text = line.trim_start().to_owned();
                    self.scalar(&text, least.max(1) - 1)
                }
            }
            _ => Ok(Value::Null),
        };
        self.depth -= 1;
        value
    }

    fn list(&mut self, at: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        while let Some((indent, line)) = self.significant() {
            if indent != at || !is_item(&line) {
                break;
            }
            // What stands after the dash is a node of its own, as if the dash were a space.
            let rest = line.get(at + 1..).unwrap_or_default();
            if is_blank(rest) {
                self.at += 1;
            } else if let Some(line) = self.lines.get_mut(self.at) {
                line.replace_range(at..=at, " ");
            }
            items.push(self.node(at + 1)?);
        }
        Ok(Value::Array(items))
    }

    fn mapping(&mut self, at: usize) -> Result<Value, String> {
        let mut members = Map::new();
        while let Some((indent, line)) = self.significant() {
            if indent != at || is_item(&line) {
                break;
            }
            let Some((key, rest)) = split_key(line.trim_start()) else {
                return Err(self.error("is neither a list item nor “name: value”"));
            };
            let (key, rest) = (key_text(key), rest.to_owned());
            if key == "<<" {
                return Err(self.error("has a merge key, which is not read"));
            }
            let value = if is_blank(&rest) {
                self.at += 1;
                match self.significant() {
                    Some((indent, line)) if indent == at && is_item(&line) => self.list(at)?,
                    _ => self.node(at + 1)?,
                }
            } else {
                self.scalar(rest.trim(), at)?
            };
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }

    /// A value that begins on the line of its key or dash; its further lines are indented by more than `parent`.
    fn scalar(&mut self, text: &str, parent: usize) -> Result<Value, String> {
        let mut text = text.to_owned();
        while text.starts_with('!') {
            // `!!binary` and `!!str` change how a text is written, not what it says.
            text = text.split_once(' ').map_or("", |(_, rest)| rest).trim_start().to_owned();
        }
        match text.chars().next() {
            Some('&' | '*') => Err(self.error("has an anchor, which is not read")),
            Some(style @ ('|' | '>')) => Ok(Value::String(self.block(&text, style, parent))),
            Some('"' | '\'' | '{' | '[') => {
                let start = self.at;
                let mut flow = Flow { text: &text, depth: self.depth };
                loop {
                    let left = flow.value();
                    match left {
                        Ok(value) if is_blank(flow.text) => {
                            self.at += 1;
                            return Ok(value);
                        }
                        Ok(_) => return Err(self.error("goes on after its value")),
                        Err(End::Mistake) => return Err(self.error("cannot be read")),
                        Err(End::Cut) => {
                            self.at += 1;
                            let Some(more) = self.lines.get(self.at) else {
                                self.at = start;
                                return Err(self.error("has a bracket or a quotation mark that is not closed"));
                            };
                            text.push(' ');
                            text.push_str(more.trim());
                            // Each line reads the text again, so a value of very many lines ends here.
                            if self.at - start > 2_000 {
                                return Err(self.error("goes on for too many lines"));
                            }
                            flow = Flow { text: &text, depth: self.depth };
                        }
                    }
                }
            }
            _ => {
                let mut whole = without_comment(&text).to_owned();
                self.at += 1;
                while let Some((indent, line)) = self.significant() {
                    if indent <= parent || is_item(&line) && indent == parent {
                        break;
                    }
                    if split_key(line.trim_start()).is_some() {
                        return Err(self.error("is indented more than the line before it"));
                    }
                    whole.push(' ');
                    whole.push_str(without_comment(line.trim()));
                    self.at += 1;
                }
                Ok(plain(&whole))
            }
        }
    }

    /// The lines of a block. `>` joins lines; an indicator says what happens to line breaks at the end.
    fn block(&mut self, header: &str, style: char, parent: usize) -> String {
        self.at += 1;
        let mut lines: Vec<String> = Vec::new();
        let mut own = header.chars().find_map(|c| c.to_digit(10)).map(|by| parent + by as usize);
        while let Some(line) = self.lines.get(self.at) {
            if line.trim().is_empty() {
                lines.push(String::new());
            } else {
                let own = *own.get_or_insert_with(|| indent(line));
                if indent(line) < own || own <= parent && parent > 0 {
                    break;
                }
                lines.push(line.get(own..).unwrap_or_default().to_owned());
            }
            self.at += 1;
        }
        let blank = lines.iter().rev().take_while(|line| line.is_empty()).count();
        lines.truncate(lines.len() - blank);
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| lines.get(before));
            match before {
                None => {}
                Some(before) if style == '>' && !before.is_empty() && !line.is_empty() && !line.starts_with(' ') => {
                    text.push(' ');
                }
                Some(before) if style == '>' && before.is_empty() && !line.is_empty() => {}
                Some(_) => text.push('\n'),
            }
            text.push_str(line);
        }
        match (header.contains('-'), header.contains('+')) {
            (true, _) => {}
            (false, true) => text.push_str(&"\n".repeat(blank + 1)),
            (false, false) if text.is_empty() => {}
            (false, false) => text.push('\n'),
        }
        text
    }
}

/// A key and what stands after its colon.
fn split_key(line: &str) -> Option<(&str, &str)> {
    let end = if let Some(quote @ ('"' | '\'')) = line.chars().next() {
        let close = line.get(1..)?.find(quote)? + 2;
        line.get(close..)?.starts_with(':').then_some(close)?
    } else {
        if line.starts_with(['{', '[']) {
            return None;
        }
        line.match_indices(':').map(|(at, _)| at).find(|at| {
            let rest = line.get(at + 1..).unwrap_or_default();
            rest.is_empty() || rest.starts_with(' ')
        })?
    };
    let rest = line.get(end + 1..)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some((line.get(..end)?, rest))
}

fn key_text(key: &str) -> String {
    key.trim().trim_matches(['"', '\'']).to_owned()
}

fn without_comment(text: &str) -> &str {
    text.find(" #").and_then(|at| text.get(..at)).unwrap_or(text).trim_end()
}

/// A scalar without quotation marks.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        text => match serde_json::from_str::<serde_json::Number>(text) {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text.to_owned()),
        },
    }
}

/// A value in brackets or quotation marks.
struct Flow<'a> {
    text: &'a str,
    depth: usize,
}

enum End {
    /// The text ends within the value.
    Cut,
    Mistake,
}

impl Flow<'_> {
    fn value(&mut self) -> Result<Value, End> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(End::Mistake);
        }
        self.text = self.text.trim_start();
        let value = match self.text.chars().next().ok_or(End::Cut)? {
            '"' => Value::String(self.double()?),
            '\'' => Value::String(self.single()?),
            '[' => {
                self.skip(1);
                let mut items = Vec::new();
                while !self.closes(']')? {
                    items.push(self.value()?);
                }
                Value::Array(items)
            }
            '{' => {
                self.skip(1);
                let mut members = Map::new();
                while !self.closes('}')? {
                    let key = match self.text.chars().next() {
                        Some('"') => self.double()?,
                        Some('\'') => self.single()?,
                        _ => self.word(&[':', ',', '}']).to_owned(),
                    };
                    self.text = self.text.trim_start();
                    let has_value = self.text.starts_with(':');
                    if has_value {
                        self.skip(1);
                    }
                    let value = if has_value { self.value()? } else { Value::Null };
                    members.insert(key, value);
                }
                Value::Object(members)
            }
            '&' | '*' => return Err(End::Mistake),
            _ => plain(self.word(&[',', ']', '}'])),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn skip(&mut self, bytes: usize) {
        self.text = self.text.get(bytes..).unwrap_or_default();
    }

    /// Whether the list or mapping ends here; takes the comma before its next member.
    fn closes(&mut self, close: char) -> Result<bool, End> {
        self.text = self.text.trim_start();
        if self.text.starts_with(',') {
            self.skip(1);
            self.text = self.text.trim_start();
        }
        let next = self.text.chars().next().ok_or(End::Cut)?;
        if next == close {
            self.skip(1);
            return Ok(true);
        }
        if matches!(next, ']' | '}' | ',' | ':') { Err(End::Mistake) } else { Ok(false) }
    }

    fn word(&mut self, ends: &[char]) -> &str {
        let text = self.text;
        let end = text.find(ends).unwrap_or(text.len());
        self.skip(end);
        text.get(..end).unwrap_or_default().trim()
    }

    fn single(&mut self) -> Result<String, End> {
        self.skip(1);
        let mut out = String::new();
        loop {
            let end = self.text.find('\'').ok_or(End::Cut)?;
            out.push_str(self.text.get(..end).unwrap_or_default());
            self.skip(end + 1);
            if !self.text.starts_with('\'') {
                return Ok(out);
            }
            out.push('\'');
            self.skip(1);
        }
    }

    fn double(&mut self) -> Result<String, End> {
        let mut escaped = false;
        let end = self.text.char_indices().skip(1).find(|(_, c)| {
            let is_end = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            is_end
        });
        let (end, _) = end.ok_or(End::Cut)?;
        let quoted = self.text.get(..=end).unwrap_or_default();
        let text = serde_json::from_str(quoted).map_err(|_| End::Mistake)?;
        self.skip(end + 1);
        Ok(text)
    }
}

#[cfg(test)]
mod tests;
