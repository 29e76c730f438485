//! Evaluates an expression of Python: literals, known names, sums, and the few functions that calls of boto3 use.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Number, Value};

use super::literals::{Placed, Token};
use super::python::{Py, Reader, is_mark};

/// The deepest nesting of values.
const DEEPEST: usize = 64;

/// Arguments of a call: positional, then named.
pub(super) type Arguments = (Vec<Py>, Vec<(String, Py)>);

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Placed> {
        self.tokens.get(self.at)
    }

    fn take_mark(&mut self, mark: char) -> bool {
        let is_next = is_mark(self.peek(), mark);
        self.at += usize::from(is_next);
        is_next
    }

    fn error(&self, what: &str) -> String {
        let line = self.peek().or(self.tokens.last()).map_or(0, |(_, line)| *line);
        format!("line {line}: {what}")
    }

    /// Arguments up to and including the closing bracket.
    pub(super) fn arguments(&mut self) -> Result<Arguments, String> {
        let (mut places, mut names) = (Vec::new(), Vec::new());
        while !self.take_mark(')') {
            if self.peek().is_none() {
                return Err(self.error("a closing bracket is missing"));
            }
            if is_mark(self.peek(), '*') {
                self.at += 1;
                let by_name = self.take_mark('*');
                if let (true, Py::Json(Value::Object(members))) = (by_name, self.expression()?) {
                    names.extend(members.into_iter().map(|(name, value)| (name, Py::Json(value))));
                }
            } else if let (Some((Token::Name(name), _)), true, false) =
                (self.peek(), is_mark(self.tokens.get(self.at + 1), '='), is_mark(self.tokens.get(self.at + 2), '='))
            {
                self.at += 2;
                names.push((name.clone(), self.expression()?));
            } else {
                places.push(self.expression()?);
            }
            if !self.take_mark(',') && !is_mark(self.peek(), ')') {
                return Err(self.error("a comma between arguments is missing"));
            }
        }
        Ok((places, names))
    }

    pub(super) fn expression(&mut self) -> Result<Py, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("this is nested too deeply"));
        }
        let mut value = self.operand()?;
        loop {
            if self.take_mark('+') {
                let more = self.operand()?;
                value = match (value, more) {
                    (Py::Json(Value::String(a)), Py::Json(Value::String(b))) => Py::Json(Value::String(a + &b)),
                    (Py::Json(Value::Array(a)), Py::Json(Value::Array(b))) => {
                        Py::Json(Value::Array(a.into_iter().chain(b).collect()))
                    }
                    (Py::Bytes(a), Py::Bytes(b)) => Py::Bytes([a, b].concat()),
                    _ => return Err(self.error("both sides of + must be strings, bytes or lists")),
                };
            } else if self.take_mark('*') {
                match (value, self.operand()?) {
                    (Py::Json(Value::String(text)), Py::Json(Value::Number(times)))
                        if times.as_u64().is_some_and(|times| times <= 10_000) =>
                    {
                        let times = usize::try_from(times.as_u64().unwrap_or(0)).unwrap_or(0);
                        value = Py::Json(Value::String(text.repeat(times)));
                    }
                    _ => return Err(self.error("unsupported multiplication")),
                }
            } else {
                break;
            }
        }
        self.depth -= 1;
        Ok(value)
    }

    fn operand(&mut self) -> Result<Py, String> {
        let Some((token, _)) = self.peek() else { return Err(self.error("a value is missing")) };
        self.at += 1;
        let value = match token {
            Token::Text(text) => {
                let mut text = text.clone();
                while let Some((Token::Text(more), _)) = self.peek() {
                    text.push_str(more);
                    self.at += 1;
                }
                Py::Json(Value::String(text))
            }
            Token::Bytes(bytes) => {
                let mut bytes = bytes.clone();
                while let Some((Token::Bytes(more), _)) = self.peek() {
                    bytes.extend_from_slice(more);
                    self.at += 1;
                }
                Py::Bytes(bytes)
            }
            Token::Number(number) => Py::Json(self.number(number, false)?),
            Token::Mark('-') => match self.peek() {
                Some((Token::Number(number), _)) => {
                    self.at += 1;
                    Py::Json(self.number(number, true)?)
                }
                _ => return Err(self.error("a number must follow the minus sign")),
            },
            Token::Mark('[') => Py::Json(Value::Array(self.list(']')?)),
            Token::Mark('(') => {
                let mut items = self.list(')')?;
                let is_tuple = items.len() != 1 || is_mark(self.tokens.get(self.at.wrapping_sub(2)), ',');
                match items.pop() {
                    Some(only) if !is_tuple => Py::Json(only),
                    last => Py::Json(Value::Array(items.into_iter().chain(last).collect())),
                }
            }
            Token::Mark('{') => Py::Json(Value::Object(self.dictionary()?)),
            Token::Name(name) => self.name(name)?,
            Token::Mark(other) => {
                self.at -= 1;
                return Err(self.error(&format!("unexpected “{other}”")));
            }
            Token::End => return Err(self.error("a value is missing")),
        };
        self.after(value)
    }

    /// Methods that do not change what is sent.
    fn after(&mut self, value: Py) -> Result<Py, String> {
        let mut value = value;
        while is_mark(self.peek(), '.') && is_mark(self.tokens.get(self.at + 2), '(') {
            let Some((Token::Name(method), _)) = self.tokens.get(self.at + 1) else { break };
            if !["encode", "decode", "strip"].contains(&method.as_str()) {
                break;
            }
            self.at += 3;
            self.arguments()?;
            if let (Py::Json(Value::String(text)), "strip") = (&value, method.as_str()) {
                value = Py::Json(Value::String(text.trim().to_owned()));
            }
        }
        Ok(value)
    }

    fn number(&self, text: &str, negative: bool) -> Result<Value, String> {
        let sign = if negative { "-" } else { "" };
        if let Some(digits) = text.strip_prefix("0x") {
            let value = i64::from_str_radix(digits, 16).map_err(|_| self.error("this number cannot be read"))?;
            return Ok(Value::from(if negative { -value } else { value }));
        }
        let written = format!("{sign}{text}");
        if let Ok(value) = written.parse::<i64>() {
            return Ok(Value::from(value));
        }
        if let Ok(value) = written.parse::<u64>() {
            return Ok(Value::from(value));
        }
        let value = written.parse::<f64>().ok().and_then(Number::from_f64);
        value.map(Value::Number).ok_or_else(|| self.error(&format!("JSON has no number {written}")))
    }

    fn list(&mut self, close: char) -> Result<Vec<Value>, String> {
        let mut items = Vec::new();
        while !self.take_mark(close) {
            items.push(self.expression()?.into_json());
            if !self.take_mark(',') && !is_mark(self.peek(), close) {
                return Err(self.error("a comma is missing in this list"));
            }
        }
        Ok(items)
    }

    fn dictionary(&mut self) -> Result<Map<String, Value>, String> {
        let mut members = Map::new();
        while !self.take_mark('}') {
            if is_mark(self.peek(), '*') && is_mark(self.tokens.get(self.at + 1), '*') {
                self.at += 2;
                if let Py::Json(Value::Object(more)) = self.expression()? {
                    members.extend(more);
                }
            } else {
                let Py::Json(Value::String(key)) = self.expression()? else {
                    return Err(self.error("a key of a dictionary must be a string"));
                };
                if !self.take_mark(':') {
                    return Err(self.error("a colon after the key is missing"));
                }
                let value = self.expression()?.into_json();
                members.insert(key, value);
            }
            if !self.take_mark(',') && !is_mark(self.peek(), '}') {
                return Err(self.error("a comma is missing in this dictionary"));
            }
        }
        Ok(members)
    }

    /// A word, a variable, or a call of a supported function.
    fn name(&mut self, first: &str) -> Result<Py, String> {
        match first {
            "None" => return Ok(Py::Json(Value::Null)),
            "True" => return Ok(Py::Json(Value::Bool(true))),
            "False" => return Ok(Py::Json(Value::Bool(false))),
            _ => {}
        }
        let start = self.at - 1;
        let mut path = first.to_owned();
        while is_mark(self.peek(), '.')
            && let Some((Token::Name(next), _)) = self.tokens.get(self.at + 1)
        {
            if self.names.contains_key(&path) {
                break;
            }
            path = format!("{path}.{next}");
            self.at += 2;
        }
        if self.take_mark('(') {
            let (places, names) = self.arguments()?;
            let first = places.into_iter().next();
            match (path.as_str(), first) {
                ("json.dumps" | "dumps", Some(value)) => return Ok(Py::Dumped(value.into_json())),
                ("base64.b64decode" | "b64decode", Some(Py::Json(Value::String(text)))) => {
                    let bytes =
                        BASE64.decode(&text).map_err(|_| self.error("the argument of b64decode must be base64"))?;
                    return Ok(Py::Bytes(bytes));
                }
                ("base64.b64encode" | "b64encode", Some(Py::Bytes(bytes))) => {
                    return Ok(Py::Json(Value::String(BASE64.encode(bytes))));
                }
                ("bytes" | "str" | "bytearray", Some(value)) => return Ok(value),
                ("dict", None) => {
                    let members = names.into_iter().map(|(name, value)| (name, value.into_json())).collect();
                    return Ok(Py::Json(Value::Object(members)));
                }
                _ => {}
            }
        } else if let Some((value, notes)) = self.names.get(&path).cloned()
            && !is_mark(self.peek(), '[')
        {
            for note in notes {
                self.parts.note(note);
            }
            return Ok(value);
        }
        self.skip_rest();
        let placeholder = format!("{{{path}}}");
        let line = self.tokens.get(start).map_or(0, |(_, line)| *line);
        self.parts
            .note(format!("Line {line}: `{path}` is known only when the program runs; imported as {placeholder}"));
        Ok(Py::Json(Value::String(placeholder)))
    }

    /// Skips what follows an unknown value: `.read()`, `[0]`, `(…)`.
    fn skip_rest(&mut self) {
        let mut depth = 0_usize;
        while let Some((token, _)) = self.peek() {
            match token {
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') if depth > 0 => depth -= 1,
                Token::Mark(')' | ']' | '}' | ',' | '+' | ':') if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}
