//! Expands words: quotes, variables, command substitutions.

use rable::{Node, NodeKind};

use super::exec::Follower;
use super::operators;
use super::source::Source;
use crate::import::shell::holes::{self, Kind};
use crate::import::shell::machine::Var;

/// A word while it is put together.
#[derive(Default)]
struct Fields {
    done: Vec<String>,
    current: Option<String>,
    is_quoted: bool,
}

impl Fields {
    fn push(&mut self, text: &str) {
        self.current.get_or_insert_default().push_str(text);
    }

    /// The value of an expansion. Without quotes a shell splits it at blanks; JSON is kept whole, as in zsh.
    fn expansion(&mut self, value: &str) {
        let is_json = value.trim_start().starts_with(['{', '[']);
        if self.is_quoted || is_json || !value.contains([' ', '\t', '\n']) {
            if !value.is_empty() || self.is_quoted {
                self.push(value);
            }
            return;
        }
        let mut pieces = value.split([' ', '\t', '\n']);
        self.push(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.end();
            if !piece.is_empty() {
                self.push(piece);
            }
        }
    }

    fn end(&mut self) {
        self.done.extend(self.current.take());
    }

    /// The elements of an array: each is a field.
    fn list(&mut self, items: &[String]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.end();
            }
            self.push(item);
        }
    }
}

impl Follower<'_> {
    /// The fields that a word becomes.
    pub fn word(&mut self, word: &Node, source: &Source) -> Vec<String> {
        let NodeKind::Word { value, parts, .. } = &word.kind else { return Vec::new() };
        let mut line = source.line(word.span.start);
        let mut fields = Fields::default();
        // Where in `value` the part begins, to know the line of a substitution.
        let (mut at, mut counted) = (0, 0);
        for part in parts {
            let rest = value.get(at..).unwrap_or_default();
            line += value.get(counted..at).unwrap_or_default().matches('\n').count();
            counted = counted.max(at);
            match &part.kind {
                NodeKind::WordLiteral { value: text } => {
                    at += rest.find(text.as_str()).unwrap_or(0) + text.len();
                    literal(text, &mut fields);
                }
                NodeKind::AnsiCQuote { decoded, content } => {
                    at += content.len() + 3;
                    fields.push(decoded);
                }
                NodeKind::LocaleString { inner, .. } => {
                    at += inner.len() + 3;
                    let text = self.text(inner, line);
                    fields.push(&text);
                }
                NodeKind::BraceExpansion { content } => {
                    at += content.len();
                    fields.push(content);
                }
                NodeKind::ParamExpansion { param, op, arg } => {
                    at += if rest.starts_with("${") { rest.find('}').unwrap_or(0) + 1 } else { 1 + param.len() };
                    self.parameter(param, op.as_deref(), arg.as_deref(), line, &mut fields);
                }
                NodeKind::ParamLength { param } => {
                    at += rest.find('}').unwrap_or(0) + 1;
                    let length = match self.machine.variables.get(param) {
                        Some(Var::Text(text)) if !holes::has(text) => text.chars().count().to_string(),
                        _ => self.machine.holes.mark(&format!("${{#{param}}}"), line, Kind::Unknown),
                    };
                    fields.push(&length);
                }
                NodeKind::CommandSubstitution { command, .. } if self.machine.step() => {
                    let open = if rest.starts_with('`') { 1 } else { 2 };
                    let inside = Source::new(rest.get(open..).unwrap_or_default(), line);
                    let output = self.captured(command, &inside, line);
                    fields.expansion(output.trim_end_matches('\n'));
                    at += open;
                }
                NodeKind::ArithmeticExpansion { expression: Some(inner) }
                    if matches!(&inner.kind, NodeKind::ArithNumber { .. }) =>
                {
                    if let NodeKind::ArithNumber { value } = &inner.kind {
                        fields.push(value);
                    }
                }
                NodeKind::ProcessSubstitution { command, .. } if self.machine.step() => {
                    let inside = Source::new(rest.get(2..).unwrap_or_default(), line);
                    let output = self.captured(command, &inside, line);
                    let name = format!("/dev/fd/{}", 60 + self.machine.files.len());
                    self.machine.write(&name, &output, false);
                    fields.push(&name);
                }
                _ => {
                    let mark = self.machine.holes.mark("$(…)", line, Kind::Unknown);
                    fields.push(&mark);
                }
            }
        }
        fields.end();
        fields.done
    }

    /// The word as one text.
    pub fn joined(&mut self, word: &Node, source: &Source) -> String {
        self.word(word, source).join(" ")
    }

    /// The text of a here-document, or of the default of a variable, with its expansions.
    pub fn text(&mut self, text: &str, line: usize) -> String {
        if !text.contains(['$', '`', '\\']) {
            return text.to_owned();
        }
        // Quotation marks are plain characters here, so they must not end the quotation.
        let mut quoted = String::with_capacity(text.len() + 2);
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, c) in text.char_indices() {
            match c {
                '(' | '{' if text.get(..at).is_some_and(|before| before.ends_with('$')) && !escaped => depth += 1,
                '(' | '{' if depth > 0 => depth += 1,
                ')' | '}' if depth > 0 => depth -= 1,
                '"' if depth == 0 => quoted.push_str(if escaped { "\\\\" } else { "\\" }),
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            quoted.push(c);
        }
        self.parsed(&format!(": \"{quoted}\""), line).unwrap_or_else(|| text.to_owned())
    }

    /// The words of a command as one text; `None` if it cannot be read.
    pub fn parsed(&mut self, command: &str, line: usize) -> Option<String> {
        let mut fields = self.fields(command, line)?;
        Some(if fields.len() == 1 { fields.remove(0) } else { fields.join(" ") })
    }

    /// The words of a command after its name; `None` if it cannot be read.
    pub fn fields(&mut self, command: &str, line: usize) -> Option<Vec<String>> {
        if !self.enter() {
            return None;
        }
        let nodes = rable::parse(command, false).ok();
        let source = Source::new(command, line);
        let fields = match nodes.as_deref() {
            Some([Node { kind: NodeKind::Command { words, .. }, .. }]) => {
                Some(words.iter().skip(1).flat_map(|word| self.word(word, &source)).collect())
            }
            _ => None,
        };
        self.leave();
        fields
    }

    /// The elements of an array, if they are not too much text.
    fn list(&mut self, items: &[String], shown: &str, line: usize, fields: &mut Fields) {
        if self.machine.spend(items.iter().map(|item| item.len() + 8).sum()) {
            fields.list(items);
        } else {
            fields.push(&self.machine.holes.mark(shown, line, Kind::Unknown));
        }
    }

    /// A variable, with the operators for values that are missing.
    fn parameter(&mut self, name: &str, op: Option<&str>, arg: Option<&str>, line: usize, fields: &mut Fields) {
        let shown = match (op, arg) {
            (None, _) if name.len() > 1 && !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                format!("${{{name}}}")
            }
            (None, _) => format!("${name}"),
            (Some(op), arg) => format!("${{{name}{op}{}}}", arg.unwrap_or_default()),
        };
        let plain = name.trim_end_matches("[@]").trim_end_matches("[*]");
        if op.is_none() && (name == "@" || name == "*") {
            if let Some(arguments) = self.arguments().map(<[String]>::to_vec) {
                return self.list(&arguments, &shown, line, fields);
            }
        } else if op.is_none()
            && plain != name
            && let Some(Var::List(items)) = self.machine.variables.get(plain).cloned()
        {
            return self.list(&items, &shown, line, fields);
        }
        let known = match self.machine.variables.get(name) {
            Some(Var::Text(text)) => Some(text.clone()),
            Some(Var::List(items)) => items.first().cloned(),
            None => {
                name.parse::<usize>().ok().and_then(|number| self.arguments()?.get(number.checked_sub(1)?).cloned())
            }
        };
        let is_set = known.as_ref().is_some_and(|text| !text.is_empty());
        let value = match op {
            None | Some(":?" | "?") => known,
            Some(":-" | "-" | ":=" | "=") if is_set => known,
            Some(":-" | "-") => Some(self.text(&unquoted(arg.unwrap_or_default()), line)),
            Some(":=" | "=") => {
                let value = self.text(&unquoted(arg.unwrap_or_default()), line);
                self.machine.assign(name, Var::Text(value.clone()), line);
                Some(value)
            }
            Some(":+" | "+") if is_set => Some(self.text(&unquoted(arg.unwrap_or_default()), line)),
            Some(op) => known.and_then(|value| {
                let argument = self.text(&unquoted(arg.unwrap_or_default()), line);
                let is_known = !holes::has(&value) && !holes::has(&argument);
                is_known.then(|| operators::apply(op, &argument, &value)).flatten()
            }),
        };
        let value = value.unwrap_or_else(|| self.machine.holes.mark(&shown, line, Kind::Unknown));
        let value = self.machine.afford(value, &shown, line);
        fields.expansion(&value);
    }
}

/// A default without the quotation marks around it.
fn unquoted(text: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark));
    inner.unwrap_or(text).to_owned()
}

/// Literal text of a word: its quotation marks and backslashes are taken away.
fn literal(text: &str, fields: &mut Fields) {
    let mut chars = text.chars();
    let mut is_single = false;
    while let Some(c) = chars.next() {
        match c {
            '\'' if is_single => is_single = false,
            c if is_single => fields.push(c.encode_utf8(&mut [0; 4])),
            '\'' if !fields.is_quoted => {
                is_single = true;
                fields.push("");
            }
            '"' => {
                fields.is_quoted = !fields.is_quoted;
                fields.push("");
            }
            '\\' => match chars.next() {
                Some('\n') => {}
                Some(next) if fields.is_quoted && !['"', '\\', '$', '`'].contains(&next) => {
                    fields.push("\\");
                    fields.push(next.encode_utf8(&mut [0; 4]));
                }
                Some(next) => fields.push(next.encode_utf8(&mut [0; 4])),
                None => fields.push("\\"),
            },
            c => fields.push(c.encode_utf8(&mut [0; 4])),
        }
    }
}
