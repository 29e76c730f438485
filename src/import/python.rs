//! Reads a call of boto3 in a Python program: the statements before it, and its arguments.
//!
//! Nothing runs. A value that only a run would give is replaced by its name in braces, with a note.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::cli::header_of;
use super::literals::{Placed, Token, tokens};
use super::request_parts::{Body, RequestParts};
use crate::bedrock::operation::Operation;

const METHODS: [(&str, Operation); 4] = [
    ("converse", Operation::Converse),
    ("converse_stream", Operation::ConverseStream),
    ("invoke_model", Operation::InvokeModel),
    ("invoke_model_with_response_stream", Operation::InvokeModelWithResponseStream),
];

/// Whether a text calls one of the operations.
pub(super) fn is_call(text: &str) -> bool {
    METHODS.iter().any(|(method, _)| text.contains(&format!(".{method}(")))
}

/// Reads the first call in the text.
pub(super) fn read(text: &str) -> Result<RequestParts, String> {
    let tokens = tokens(text)?;
    let mut reader =
        Reader { tokens: &tokens, at: 0, names: BTreeMap::new(), parts: RequestParts::default(), depth: 0 };
    for statement in tokens.split(|(token, _)| *token == Token::End) {
        if reader.statement(statement)? {
            return Ok(reader.parts);
        }
    }
    Err("it contains no call of converse or invoke_model with arguments".to_owned())
}

/// A value of the program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Py {
    /// A value that JSON can express.
    Json(Value),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The result of `json.dumps`.
    Dumped(Value),
}

impl Py {
    pub(super) fn into_json(self) -> Value {
        match self {
            Self::Json(value) => value,
            // JSON carries bytes as base64.
            Self::Bytes(bytes) => Value::String(BASE64.encode(bytes)),
            Self::Dumped(value) => Value::String(value.to_string()),
        }
    }
}

pub(super) struct Reader<'a> {
    /// The tokens of the statement.
    pub(super) tokens: &'a [Placed],
    /// Index of the next token.
    pub(super) at: usize,
    /// The variables of the text, each with the notes to add when it is used.
    pub(super) names: BTreeMap<String, (Py, Vec<String>)>,
    pub(super) parts: RequestParts,
    /// The current nesting depth.
    pub(super) depth: usize,
}

/// Whether a token is the mark `mark`.
pub(super) fn is_mark(token: Option<&Placed>, mark: char) -> bool {
    matches!(token, Some((Token::Mark(other), _)) if *other == mark)
}

impl<'a> Reader<'a> {
    /// Reads one statement; returns whether it was the call.
    fn statement(&mut self, tokens: &'a [Placed]) -> Result<bool, String> {
        self.tokens = tokens;
        self.depth = 0;
        for at in 0..tokens.len() {
            let Some((Token::Name(name), _)) = tokens.get(at) else { continue };
            let called = is_mark(tokens.get(at + 1), '(');
            let is_method = called && at > 0 && is_mark(tokens.get(at - 1), '.');
            if called && (name == "client" || name == "resource" || name == "Session") {
                self.at = at + 2;
                let arguments = self.arguments()?;
                self.client(&arguments.1);
            }
            if let Some((_, operation)) = METHODS.iter().find(|(method, _)| is_method && name == method) {
                self.at = at + 2;
                let arguments = self.arguments()?;
                self.call(*operation, arguments.1)?;
                return Ok(true);
            }
        }
        match tokens {
            [(Token::Name(name), _), (Token::Mark('='), _), (next, _), ..] if *next != Token::Mark('=') => {
                self.at = 2;
                // A value that cannot be read is reported where it is used.
                let note_count = self.parts.notes.len();
                let value = self.expression();
                let notes = self.parts.notes.split_off(note_count);
                if let Ok(value) = value {
                    self.names.insert(name.clone(), (value, notes));
                }
            }
            [(Token::Name(word), _), (Token::Name(name), _), (Token::Name(of), _), (Token::Name(list), _), ..]
                if word == "for" && of == "in" =>
            {
                if let Some((Py::Json(Value::Array(items)), notes)) = self.names.get(list)
                    && let Some(first) = items.first().cloned()
                {
                    self.parts
                        .note(format!("The text makes one call for each item of {list}; only the first is imported"));
                    let notes = notes.clone();
                    self.names.insert(name.clone(), (Py::Json(first), notes));
                }
            }
            _ => {}
        }
        Ok(false)
    }

    /// Reads the arguments of a client: its region, and secrets that should not be in a program.
    fn client(&mut self, arguments: &[(String, Py)]) {
        for (name, value) in arguments {
            let Py::Json(Value::String(text)) = value else { continue };
            match name.as_str() {
                "region_name" if !text.starts_with('{') => self.parts.region = Some(text.clone()),
                "aws_secret_access_key" | "aws_session_token" if !text.starts_with('{') => {
                    self.parts.secret(&format!("a credential ({name})"), text);
                }
                "endpoint_url" => self.parts.note("Ignored the endpoint: choose it in the page"),
                _ => {}
            }
        }
    }

    fn call(&mut self, operation: Operation, arguments: Vec<(String, Py)>) -> Result<(), String> {
        self.parts.operation = Some(operation);
        let mut members = Map::new();
        let mut body = None;
        for (name, value) in arguments {
            match (name.as_str(), value) {
                ("modelId", value) => match value.into_json() {
                    Value::String(model) => self.parts.model = Some(model),
                    other => return Err(format!("modelId must be a string, not {other}")),
                },
                ("body", value) if !operation.is_converse() => body = Some(value),
                (name, value) => match (operation.is_converse(), header_of(name)) {
                    (false, Some(header)) => {
                        if let Value::String(text) = value.into_json() {
                            self.parts.header(header, &text);
                        }
                    }
                    (false, None) => self.parts.note(format!("Ignored {name}: InvokeModel has no such parameter")),
                    (true, _) => {
                        members.insert(name.to_owned(), value.into_json());
                    }
                },
            }
        }
        self.parts.body = match body {
            _ if operation.is_converse() => Body::Json(Value::Object(members)),
            Some(Py::Dumped(value)) => Body::Json(value),
            Some(Py::Json(Value::String(text))) => Body::parse(&text),
            Some(Py::Json(other)) => Body::Json(other),
            Some(Py::Bytes(bytes)) => Body::parse(&String::from_utf8_lossy(&bytes)),
            None => return Err("the argument body is missing".to_owned()),
        };
        Ok(())
    }
}
