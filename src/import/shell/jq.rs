//! The programs of jq that make a body: `-n` with an object, `-Rs .`, and `.` itself.

use super::holes::{Holes, Kind};

/// Nothing that people write is nested deeper.
const DEEPEST: usize = 60;

/// The output of a jq command; `None` where it is not known.
pub(super) fn run(words: &[String], input: Option<&String>, holes: &mut Holes, line: usize) -> Option<String> {
    let mut flags = String::new();
    let (mut named, mut filter) = (Vec::new(), None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--arg" => {
                let name = words.next()?;
                named.push((name.as_str(), serde_json::to_string(words.next()?).ok()?));
            }
            "--argjson" => named.push((words.next()?.as_str(), words.next()?.clone())),
            "--null-input" => flags.push('n'),
            "--raw-input" => flags.push('R'),
            "--slurp" => flags.push('s'),
            "--compact-output" | "--raw-output" | "--ascii-output" => {}
            option if option.starts_with("--") => return None,
            option if option.starts_with('-') && option.len() > 1 => flags.push_str(option),
            filter_text if filter.is_none() => filter = Some(filter_text),
            _ => return None,
        }
    }
    let filter = filter.unwrap_or(".");
    if flags.contains('R') && filter == "." {
        let text = if flags.contains('s') { input?.as_str() } else { input?.trim_end_matches('\n') };
        return serde_json::to_string(text).ok();
    }
    if flags.contains('R') || flags.contains('s') {
        return None;
    }
    if filter == "." && !flags.contains('n') {
        return input.cloned();
    }
    if !flags.contains('n') {
        return None;
    }
    let mut reader = Reader { rest: filter, out: String::new(), named, holes, line };
    reader.value(0)?;
    reader.rest.trim().is_empty().then_some(reader.out)
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    /// The variables, as JSON.
    named: Vec<(&'a str, String)>,
    holes: &'a mut Holes,
    line: usize,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, word: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn name(&mut self) -> Option<&'a str> {
        let length = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// The value of `$name`, as JSON.
    fn variable(&mut self, name: &str) -> String {
        let known = self.named.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        known.unwrap_or_else(|| self.holes.mark(&format!("${name}"), self.line, Kind::Unknown))
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        if self.eat("(") {
            self.value(depth + 1)?;
            self.eat(")").then_some(())?;
        } else if self.eat("{") {
            self.out.push('{');
            self.items("}", depth)?;
        } else if self.eat("[") {
            self.out.push('[');
            self.items("]", depth)?;
        } else if self.eat("$") {
            let name = self.name()?;
            let value = self.variable(name);
            self.out.push_str(&value);
        } else if self.rest.starts_with('"') {
            let text = self.string()?;
            self.out.push_str(&text);
        } else {
            let length = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
            let (word, rest) = self.rest.split_at_checked(length.unwrap_or(self.rest.len()))?;
            serde_json::from_str::<serde_json::Value>(word).ok()?;
            self.out.push_str(word);
            self.rest = rest;
        }
        if self.eat("|") {
            // `$n | tonumber`: the text of the number, without its quotation marks.
            self.eat("tonumber").then_some(())?;
            let text = self.out.strip_suffix('"')?;
            let at = text.rfind('"')?;
            let number = text.get(at + 1..)?.to_owned();
            self.out.truncate(at);
            self.out.push_str(&number);
        }
        Some(())
    }

    fn items(&mut self, close: &str, depth: usize) -> Option<()> {
        let mut is_first = true;
        while !self.eat(close) {
            if !is_first {
                self.eat(",").then_some(())?;
                self.out.push(',');
            }
            is_first = false;
            if close == "}" {
                let is_variable = self.eat("$");
                let key = if self.rest.starts_with('"') { self.string()? } else { format!("\"{}\"", self.name()?) };
                self.out.push_str(&key);
                self.out.push(':');
                if is_variable {
                    let value = self.variable(key.trim_matches('"'));
                    self.out.push_str(&value);
                    continue;
                }
                self.eat(":").then_some(())?;
            }
            self.value(depth + 1)?;
        }
        self.out.push_str(close);
        Some(())
    }

    /// A string as JSON, with `\($name)` put in.
    fn string(&mut self) -> Option<String> {
        let mut out = String::from("\"");
        let mut rest = self.rest.strip_prefix('"')?;
        loop {
            let at = rest.find(['"', '\\'])?;
            out.push_str(rest.get(..at)?);
            rest = rest.get(at..)?;
            if let Some(after) = rest.strip_prefix('"') {
                self.rest = after;
                out.push('"');
                return Some(out);
            }
            if let Some(after) = rest.strip_prefix("\\($") {
                let (name, after) = after.split_once(')')?;
                let value = self.variable(name);
                out.push_str(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(&value));
                rest = after;
            } else {
                let length = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
                out.push_str(rest.get(..length)?);
                rest = rest.get(length..)?;
            }
        }
    }
}
