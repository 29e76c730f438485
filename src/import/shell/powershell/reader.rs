//! Statements: assignments, pipelines, commands and their arguments.

use std::collections::BTreeMap;

use super::value::Value;
use crate::import::shell::holes::Kind;
use crate::import::shell::machine::{Machine, Var};

/// Words before a block or a condition; what follows them is read as statements.
const KEYWORDS: [&str; 18] = [
    "try", "catch", "finally", "if", "else", "elseif", "foreach", "for", "while", "do", "switch", "function", "param",
    "begin", "process", "end", "return", "using",
];
/// Nothing that people write is nested deeper.
pub(super) const DEEPEST: usize = 60;

/// Reads a text from its start.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub at: usize,
    pub machine: &'a mut Machine,
    pub values: BTreeMap<String, Value>,
    pub depth: usize,
    line: (usize, usize),
}

/// An argument of a command.
pub(super) enum Argument {
    /// `-Name`, with the value that is attached to it.
    Parameter(String, Option<Value>),
    /// Any other value.
    Value(Value),
    /// `@name`: a hashtable of parameters, or an array of arguments.
    Splat(Value),
}

impl<'a> Reader<'a> {
    /// A reader at the start of a text.
    pub fn new(text: &'a str, machine: &'a mut Machine) -> Self {
        Self { text, at: 0, machine, values: BTreeMap::new(), depth: 0, line: (0, 1) }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    pub fn eat(&mut self, word: &str) -> bool {
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.skip(word.len());
        }
        is_next
    }

    /// The line at which the reader stands.
    pub fn line(&mut self) -> usize {
        let (at, line) = self.line;
        let (from, line) = if at <= self.at { (at, line) } else { (0, 1) };
        let line = line + self.text.get(from..self.at).unwrap_or_default().matches('\n').count();
        self.line = (self.at, line);
        line
    }

    /// A hole for something that only the shell knows.
    pub fn hole(&mut self, shown: &str) -> Value {
        let line = self.line();
        Value::Text(self.machine.holes.mark(shown, line, Kind::Unknown))
    }

    /// Blanks, comments, and line ends after a backtick.
    pub fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r']);
            self.skip(rest.len() - trimmed.len());
            let after = trimmed.strip_prefix('`').map(|rest| rest.trim_start_matches([' ', '\t']));
            if let Some(after) = after.filter(|after| after.starts_with('\n')) {
                self.skip(trimmed.len() - after.len() + 1);
            } else if trimmed.starts_with("<#") {
                self.skip(trimmed.find("#>").map_or(trimmed.len(), |at| at + 2));
            } else if trimmed.starts_with('#') {
                self.skip(trimmed.find('\n').unwrap_or(trimmed.len()));
            } else {
                return;
            }
        }
    }

    /// Blanks and line ends.
    pub fn space(&mut self) {
        loop {
            self.blanks();
            if !self.eat("\n") {
                return;
            }
        }
    }

    /// Follows the next statement; `false` at the end of the text.
    pub fn statement(&mut self) -> bool {
        self.space();
        let before = self.at;
        let Some(c) = self.peek() else { return false };
        if !self.machine.step() {
            return false;
        }
        let word_length = self.rest().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest().len());
        let word = self.rest().get(..word_length).unwrap_or_default().to_ascii_lowercase();
        if KEYWORDS.contains(&word.as_str())
            && !self.rest().get(word_length..).is_some_and(|rest| rest.starts_with('-'))
        {
            self.skip(word_length);
        } else if ";,(){}".contains(c) {
            self.skip(1);
        } else if !self.assignment() {
            self.at = before;
            self.pipeline();
        }
        if self.at == before {
            self.skip(c.len_utf8());
        }
        true
    }

    /// `$name = …`, `$env:NAME = …`, `$map.key = …`, `$map["key"] = …`; `false` if the statement is something else.
    fn assignment(&mut self) -> bool {
        while self.peek() == Some('[') {
            let Some(end) = self.rest().find(']') else { return false };
            self.skip(end + 1);
            self.blanks();
        }
        if !self.eat("$") {
            return false;
        }
        let line = self.line();
        let name = self.name();
        let key = if self.eat(".") {
            Some(self.name())
        } else if self.eat("[") {
            let key = self.value().map(|key| key.text());
            if !self.eat("]") {
                return false;
            }
            key
        } else {
            None
        };
        self.blanks();
        let adds = self.eat("+=");
        if !adds && (self.rest().starts_with("==") || !self.eat("=")) {
            return false;
        }
        self.space();
        let mut value = self.pipeline();
        if adds && key.is_none() {
            value = match (self.values.get(&name.to_ascii_lowercase()).cloned(), value) {
                (Some(Value::List(mut items)), Value::List(more)) => {
                    items.extend(more);
                    Value::List(items)
                }
                (Some(Value::List(mut items)), item) => {
                    items.push(item);
                    Value::List(items)
                }
                (Some(Value::Text(text)), more) => Value::Text(text + &more.text()),
                (_, value) => value,
            };
        }
        self.set(&name, key.as_deref(), value, line);
        true
    }

    fn set(&mut self, name: &str, key: Option<&str>, value: Value, line: usize) {
        let name = name.to_ascii_lowercase();
        if let Some(key) = key {
            if !self.machine.spend(value.size()) || value.depth() > 50 {
                return;
            }
            if let Some(map) = self.values.get_mut(&name) {
                map.set(key, value);
            }
            return;
        }
        let value = match value {
            // The machine knows secrets and the region.
            Value::Text(text) => {
                let variable = name.strip_prefix("env:").map_or_else(|| name.clone(), str::to_ascii_uppercase);
                self.machine.assign(&variable, Var::Text(text.clone()), line);
                match self.machine.variables.get(&variable) {
                    Some(Var::Text(text)) => Value::Text(text.clone()),
                    _ => Value::Text(text),
                }
            }
            value => value,
        };
        // A value that grows with each line (`$a = $a + $a`) ends as a hole.
        let value = if self.machine.spend(value.size()) && value.depth() < 100 {
            value
        } else {
            self.hole(&format!("${name}"))
        };
        self.values.insert(name, value);
    }

    /// The name of a variable, after `$`: `x`, `env:X`, `{x}`.
    pub fn name(&mut self) -> String {
        if self.eat("{") {
            let length = self.rest().find('}').unwrap_or(self.rest().len());
            let name = self.rest().get(..length).unwrap_or_default().to_owned();
            self.skip(length + 1);
            return name;
        }
        let rest = self.rest();
        let word = |rest: &str| rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let mut length = word(rest);
        let scope = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        let is_scope = ["env", "script", "global", "local", "using"].contains(&scope.as_str());
        if is_scope && rest.get(length..).is_some_and(|rest| rest.starts_with(':')) {
            length += 1 + word(rest.get(length + 1..).unwrap_or_default());
        }
        self.skip(length);
        let name = rest.get(..length).unwrap_or_default();
        match name.split_once(':') {
            Some((scope, name)) if !scope.eq_ignore_ascii_case("env") => name.to_owned(),
            _ => name.to_owned(),
        }
    }

    /// A pipeline; the value of its last command.
    pub fn pipeline(&mut self) -> Value {
        if self.depth > DEEPEST {
            self.skip(self.rest().len());
            return Value::Literal("null".to_owned());
        }
        self.depth += 1;
        self.blanks();
        let lower = self.rest().get(..6).unwrap_or_default().to_ascii_lowercase();
        let mut value = match self.peek() {
            Some('-') if lower.starts_with("-join") || lower == "-split" => {
                self.sum().unwrap_or(Value::Text(String::new()))
            }
            Some('$' | '\'' | '"' | '@' | '(' | '[' | '{' | '0'..='9') => {
                self.sum().unwrap_or(Value::Text(String::new()))
            }
            Some(_) => self.command(None),
            None => Value::Text(String::new()),
        };
        loop {
            self.blanks();
            if self.rest().starts_with("||") || !self.eat("|") {
                break;
            }
            self.space();
            value = self.command(Some(value));
        }
        if self.rest().starts_with('>') {
            let append = self.eat(">>");
            self.eat(">");
            self.blanks();
            if let Some(file) = self.argument_value() {
                let text = value.text();
                self.machine.write(&file.text(), &(text + "\n"), append);
            }
        }
        self.depth -= 1;
        value
    }

    /// A command with its arguments.
    fn command(&mut self, input: Option<Value>) -> Value {
        while self.eat("&") || self.eat(".") && self.peek() == Some(' ') {
            self.blanks();
        }
        let line = self.line();
        let Some(name) = self.argument_value() else { return self.hole("a command") };
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None | Some('\n' | ';' | '|' | ')' | '}' | '>') => break,
                Some('&') => {
                    self.skip(1);
                    break;
                }
                Some('2') if self.rest().starts_with("2>") => {
                    self.skip(2);
                    self.eat("&1");
                    let _file = self.argument_value();
                    continue;
                }
                Some(_) => {}
            }
            let before = self.at;
            if let Some(argument) = self.argument() {
                arguments.push(argument);
            }
            if self.at == before {
                self.skip(self.peek().map_or(1, char::len_utf8));
            }
        }
        self.run(&name.text(), arguments, input, line)
    }

    fn argument(&mut self) -> Option<Argument> {
        let rest = self.rest();
        if let Some(after) = rest.strip_prefix('@')
            && after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        {
            self.skip(1);
            let name = self.name();
            let value = self.values.get(&name.to_ascii_lowercase()).cloned();
            return Some(Argument::Splat(value.unwrap_or(Value::List(Vec::new()))));
        }
        let is_parameter = rest.starts_with('-')
            && rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        if is_parameter {
            let length =
                1 + rest.get(1..)?.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len() - 1);
            let after = rest.get(length..).unwrap_or_default();
            if after.is_empty() || after.starts_with([' ', '\t', '\n', '\r', ':', ';', ')', '}', '|']) {
                let name = rest.get(..length)?.to_owned();
                self.skip(length);
                let value = if self.eat(":") { self.argument_value() } else { None };
                return Some(Argument::Parameter(name, value));
            }
        }
        let value = self.argument_value()?;
        // `a, b` is a list.
        let mut items = vec![value];
        loop {
            let before = self.at;
            self.blanks();
            if !self.eat(",") {
                self.at = before;
                break;
            }
            self.space();
            items.extend(self.argument_value());
        }
        Some(Argument::Value(if items.len() == 1 { items.remove(0) } else { Value::List(items) }))
    }
}
