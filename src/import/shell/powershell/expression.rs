//! Expressions: strings, variables, hashtables, arrays, `+`, `-f`, and the operators for text.

use super::operators::{self, Operator};
use super::reader::{DEEPEST, Reader};
use super::value::Value;
use crate::import::shell::machine::Var;

impl Reader<'_> {
    /// Values joined by `+`, `-f` and commas.
    pub fn sum(&mut self) -> Option<Value> {
        let mut value = if let Some(operator @ (Operator::Join | Operator::Split)) = self.operator() {
            let items = self.sum()?;
            operator.apply(items, &[]).unwrap_or_else(|| self.hole("an operator"))
        } else {
            self.value()?
        };
        loop {
            let before = self.at;
            self.blanks();
            if self.eat("+") {
                self.space();
                let right = self.value()?;
                value = match (value, right) {
                    (Value::List(mut items), Value::List(more)) => {
                        items.extend(more);
                        Value::List(items)
                    }
                    (Value::List(mut items), item) => {
                        items.push(item);
                        Value::List(items)
                    }
                    (left, right) => {
                        let line = self.line();
                        let text = left.text() + &right.text();
                        Value::Text(self.machine.afford(text, "a sum", line))
                    }
                };
            } else if self.rest().starts_with("-f ") {
                self.skip(3);
                self.space();
                let mut text = value.text();
                let arguments = match self.sum()? {
                    Value::List(items) => items,
                    item => vec![item],
                };
                for (index, argument) in arguments.iter().enumerate() {
                    let line = self.line();
                    text = self.machine.afford(text.replace(&format!("{{{index}}}"), &argument.text()), "-f", line);
                }
                value = Value::Text(text.replace("{{", "{").replace("}}", "}"));
            } else if let Some(operator) = self.operator() {
                let right = if operator == Operator::Is { None } else { self.value() };
                let arguments = match (&right, operator) {
                    (Some(first), Operator::Replace) => {
                        self.blanks();
                        let to = if self.eat(",") {
                            self.space();
                            self.value().map(|value| value.text()).unwrap_or_default()
                        } else {
                            String::new()
                        };
                        vec![first.text(), to]
                    }
                    (Some(first), _) => vec![first.text()],
                    (None, _) => Vec::new(),
                };
                let shown = self.text.get(before..self.at).unwrap_or_default().trim().to_owned();
                value = operator
                    .apply(value, &arguments)
                    .filter(|value| self.machine.spend(value.size()))
                    .unwrap_or_else(|| self.hole(&shown));
            } else if self.eat(",") {
                self.space();
                let mut items = vec![value];
                items.extend(self.value());
                loop {
                    let before = self.at;
                    self.blanks();
                    if !self.eat(",") {
                        self.at = before;
                        break;
                    }
                    self.space();
                    items.extend(self.value());
                }
                value = Value::List(items);
            } else {
                self.at = before;
                return Some(value);
            }
        }
    }

    /// One value, with its members.
    pub fn value(&mut self) -> Option<Value> {
        if self.depth > DEEPEST {
            return None;
        }
        self.depth += 1;
        let start = self.at;
        let mut value = self.atom();
        while let Some(known) = value.take() {
            let rest = self.rest();
            let is_member = rest.starts_with('.')
                && rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
            if !is_member && !rest.starts_with('[') {
                value = Some(known);
                break;
            }
            let member = if self.eat(".") {
                let name = self.name();
                if self.eat("(") {
                    let arguments = self.items(')');
                    operators::method(&known, &name, &arguments)
                } else {
                    known.get(&name).cloned()
                }
            } else {
                self.skip(1);
                let key = self.value();
                self.eat("]");
                key.and_then(|key| match (&known, key) {
                    (Value::List(items), Value::Literal(number)) => items.get(number.parse::<usize>().ok()?).cloned(),
                    (_, key) => known.get(&key.text()).cloned(),
                })
            };
            let shown = self.text.get(start..self.at).unwrap_or_default().to_owned();
            value = Some(member.unwrap_or_else(|| self.hole(&shown)));
        }
        self.depth -= 1;
        value
    }

    fn atom(&mut self) -> Option<Value> {
        let rest = self.rest();
        match self.peek()? {
            '\'' => Some(Value::Text(self.single())),
            '"' => Some(Value::Text(self.double('"'))),
            '@' => {
                self.skip(1);
                match self.peek()? {
                    '{' => {
                        self.skip(1);
                        Some(self.hashtable())
                    }
                    '(' => {
                        self.skip(1);
                        Some(Value::List(self.items(')')))
                    }
                    quote @ ('\'' | '"') => Some(Value::Text(self.here_string(quote))),
                    _ => None,
                }
            }
            '$' => {
                self.skip(1);
                if self.eat("(") {
                    let value = self.pipeline();
                    self.space();
                    self.eat(")");
                    return Some(value);
                }
                let name = self.name();
                Some(self.variable(&name))
            }
            '(' => {
                self.skip(1);
                let value = self.pipeline();
                self.space();
                self.eat(")");
                Some(value)
            }
            '[' => {
                let end = rest.find(']')?;
                self.skip(end + 1);
                if !self.eat("::") {
                    self.blanks();
                    return self.value();
                }
                // `[System.Text.Encoding]::UTF8.GetBytes($x)` and its like change how a text is written, not what it says.
                let length = self
                    .rest()
                    .find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_'))
                    .unwrap_or(self.rest().len());
                let name = self.rest().get(..length)?.to_ascii_lowercase();
                self.skip(length);
                if name == "join" && self.eat("(") {
                    let mut items = self.items(')');
                    let between = if items.is_empty() { String::new() } else { items.remove(0).text() };
                    return Operator::Join.apply(Value::List(items), &[between]);
                }
                let argument = self.eat("(").then(|| {
                    let value = self.pipeline();
                    self.space();
                    self.eat(")");
                    value
                });
                let keeps = ["getbytes", "tobase64string", "escapedatastring", "urlencode", "getstring"];
                let shown = format!("{}]::{name}", rest.get(..end)?);
                Some(match argument {
                    Some(value) if keeps.iter().any(|end| name.ends_with(end)) => value,
                    _ => self.hole(&shown),
                })
            }
            c if c.is_ascii_digit() || c == '-' => {
                let length = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
                let number = rest.get(..length)?;
                serde_json::from_str::<serde_json::Number>(number).ok()?;
                self.skip(length);
                Some(Value::Literal(number.to_owned()))
            }
            _ => None,
        }
    }

    pub fn variable(&mut self, name: &str) -> Value {
        let lower = name.to_ascii_lowercase();
        if ["true", "false", "null"].contains(&lower.as_str()) {
            return Value::Literal(lower);
        }
        if let Some(value) = self.values.get(&lower) {
            return value.clone();
        }
        match lower.strip_prefix("env:").and_then(|_| self.machine.variables.get(&name.get(4..)?.to_ascii_uppercase()))
        {
            Some(Var::Text(text)) => Value::Text(text.clone()),
            _ => self.hole(&format!("${name}")),
        }
    }

    fn hashtable(&mut self) -> Value {
        let mut map = Value::Map(Vec::new());
        loop {
            self.space();
            if self.eat("}") || self.peek().is_none() || !self.machine.step() {
                return map;
            }
            if self.eat(";") || self.eat(",") {
                continue;
            }
            let before = self.at;
            let key = if self.rest().starts_with(['\'', '"', '$', '(']) {
                self.value().map(|key| key.text()).unwrap_or_default()
            } else {
                let length = self.rest().find([' ', '\t', '=', '\n', '}']).unwrap_or(self.rest().len());
                let key = self.rest().get(..length).unwrap_or_default().to_owned();
                self.skip(length);
                key
            };
            self.blanks();
            if self.eat("=") {
                self.space();
                let value = self.pipeline();
                map.set(&key, value);
            }
            if self.at == before {
                self.skip(self.peek().map_or(1, char::len_utf8));
            }
        }
    }

    fn items(&mut self, close: char) -> Vec<Value> {
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return items,
                Some(c) if c == close => {
                    self.skip(1);
                    return items;
                }
                Some(',' | ';') => self.skip(1),
                Some(_) => {
                    let before = self.at;
                    match self.pipeline() {
                        Value::List(more) => items.extend(more),
                        item => items.push(item),
                    }
                    if self.at == before || !self.machine.step() {
                        self.skip(self.peek().map_or(1, char::len_utf8));
                    }
                }
            }
        }
    }

    /// A value as an argument: an expression, or a word without quotation marks.
    pub fn argument_value(&mut self) -> Option<Value> {
        let rest = self.rest();
        let is_value = match self.peek()? {
            '\'' | '"' | '(' => true,
            '$' => rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || "_{(".contains(c))),
            '@' => {
                rest.starts_with("@{") || rest.starts_with("@(") || rest.starts_with("@'") || rest.starts_with("@\"")
            }
            '[' => rest.find("]::").is_some_and(|at| rest.get(..at).is_some_and(|name| !name.contains([' ', '"']))),
            _ => false,
        };
        let first = if is_value { Some(self.value()?) } else { None };
        if first.is_some() && self.peek().is_none_or(|c| " \t\r\n;|),}".contains(c)) {
            return first;
        }
        let mut out = first.map(|value| value.text()).unwrap_or_default();
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' | '|' | ')' => break,
                ',' | '}' if depth == 0 => break,
                '{' | '[' => {
                    depth += 1;
                    out.push(c);
                    self.skip(1);
                }
                '}' | ']' => {
                    depth = depth.saturating_sub(1);
                    out.push(c);
                    self.skip(1);
                }
                '\'' => out.push_str(&self.single()),
                '"' => out.push_str(&self.double('"')),
                c => self.piece(c, &mut out),
            }
        }
        Some(Value::Text(out))
    }
}
