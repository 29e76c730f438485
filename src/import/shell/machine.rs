//! What a text does before its command: variables, files, and the few programs whose output is known without running them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::command::{Command, Files, Name};
use super::holes::{self, Holes, Kind};
use super::{launcher, secrets};
use crate::import::request_parts::RequestParts;

/// The value of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Var {
    /// Text.
    Text(String),
    /// An array.
    List(Vec<String>),
}

/// The state of a shell.
#[derive(Default)]
pub(super) struct Machine {
    pub variables: BTreeMap<String, Var>,
    pub files: Files,
    pub holes: Holes,
    /// The region that the environment sets.
    region: Option<String>,
    /// Notes of secrets.
    pub notes: RequestParts,
    /// The first command that calls a model, and how many do.
    call: (Option<Command>, usize),
    /// The first command of another kind, and how many there are.
    other: (Option<Command>, usize),
    /// How many bytes expansions may still make: `A=$A$A` doubles with each line.
    budget: usize,
    /// How many commands may still be followed.
    steps: usize,
}

impl Machine {
    /// A shell for a text of a length.
    pub fn new(length: usize) -> Self {
        Self { budget: 4 * 1024 * 1024 + 16 * length, steps: 5_000, ..Self::default() }
    }

    /// Whether another command may be followed.
    pub fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Whether no more commands may be followed.
    pub fn is_exhausted(&self) -> bool {
        self.steps == 0
    }

    /// The text, or a hole if expansions have made too much text.
    pub fn afford(&mut self, text: String, shown: &str, line: usize) -> String {
        if self.spend(text.len()) { text } else { self.holes.mark(shown, line, Kind::Unknown) }
    }

    /// Takes from the bytes that expansions may still make; `false` if there are too few.
    pub fn spend(&mut self, bytes: usize) -> bool {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.unwrap_or_default();
        left.is_some()
    }

    /// Sets a variable. A credential is noted, and a hole stands for it.
    pub fn assign(&mut self, name: &str, value: Var, line: usize) {
        let value = match value {
            Var::Text(text) => match secrets::kind(name, &text) {
                secrets::Value::Plain => {
                    self.environment(name, &text);
                    Var::Text(text)
                }
                kind => {
                    if kind == secrets::Value::Secret {
                        self.notes.secret(&format!("a credential ({name})"), &text);
                    }
                    Var::Text(self.holes.mark(&format!("${name}"), line, Kind::Secret))
                }
            },
            list @ Var::List(_) => list,
        };
        self.variables.insert(name.to_owned(), value);
    }

    /// Takes the region from the environment.
    pub fn environment(&mut self, name: &str, value: &str) {
        if ["AWS_REGION", "AWS_DEFAULT_REGION"].contains(&name) && !holes::has(value) {
            self.region = Some(value.to_owned());
        }
    }

    /// Keeps what a command writes to a file.
    pub fn write(&mut self, file: &str, content: &str, append: bool) {
        if !self.spend(content.len()) {
            return;
        }
        let known = self.files.entry(file.to_owned()).or_default();
        if !append {
            known.clear();
        }
        known.push_str(content);
    }

    /// A program whose command can be imported; its output is unknown.
    pub fn find(&mut self, name: Name, words: &[String], input: Option<&String>) {
        if name == Name::Curl && words.iter().all(|word| word == "--version" || word == "-V") {
            return;
        }
        if name == Name::Aws
            && let [configure, set, region, value, ..] = words
            && [configure, set, region] == ["configure", "set", "region"]
        {
            return self.environment("AWS_REGION", value);
        }
        let has = |part: &str| words.iter().any(|word| word.contains(part));
        let is_call = match name {
            Name::Aws => words.iter().any(|word| word == "bedrock-runtime"),
            Name::Curl | Name::PowerShell => has("/model/") || has("bedrock"),
        };
        let (first, count) = if is_call { &mut self.call } else { &mut self.other };
        *count += 1;
        if first.is_none() {
            *first = Some(Command {
                name,
                words: words.to_vec(),
                input: input.cloned(),
                files: self.files.clone(),
                holes: Holes::default(),
                total: 1,
                region: self.region.clone(),
                notes: Vec::new(),
            });
        }
    }

    /// Whether a command was found.
    pub fn has_found(&self) -> bool {
        self.call.1 + self.other.1 > 0
    }

    /// Runs a simple command whose output is known; `None` for any other.
    pub fn run(&mut self, words: &[String], input: Option<&String>, line: usize) -> Option<String> {
        let output = self.output(words, input, line)?;
        Some(self.afford(output, "the output of a command", line))
    }

    fn output(&mut self, words: &[String], input: Option<&String>, line: usize) -> Option<String> {
        let (first, rest) = words.split_first()?;
        let name = launcher::program(first);
        Some(match name.as_str() {
            "curl" | "aws" => {
                let name = if name == "curl" { Name::Curl } else { Name::Aws };
                self.find(name, rest, input);
                return None;
            }
            "echo" | "print" => echo(rest),
            "printf" => printf(rest),
            "cat" | "type" | "more" | "Get-Content" | "gc" => self.cat(rest, input)?,
            "tee" => {
                let (append, names): (Vec<&String>, Vec<&String>) = rest.iter().partition(|word| word.starts_with('-'));
                for name in names {
                    self.write(name, input.map_or("", String::as_str), !append.is_empty());
                }
                input?.clone()
            }
            "base64" | "openssl" if name == "base64" || rest.first().is_some_and(|word| word == "base64") => {
                let text = match rest.iter().rfind(|word| self.files.contains_key(*word)) {
                    Some(file) => self.files.get(file).cloned(),
                    None => input.cloned(),
                }?;
                // Text with a hole has no known base64. The readers take the text as well.
                if holes::has(&text) {
                    text
                } else if rest.iter().any(|word| ["-d", "-D", "--decode"].contains(&word.as_str())) {
                    String::from_utf8(BASE64.decode(text.trim()).ok()?).ok()?
                } else {
                    BASE64.encode(text)
                }
            }
            "tr" if rest.first().is_some_and(|word| word == "-d")
                && rest.get(1).is_some_and(|set| set == "\\n" || set == "\n" || set == "\\r\\n") =>
            {
                input?.replace(['\r', '\n'], "")
            }
            "jq" => super::jq::run(rest, input, &mut self.holes, line)?,
            "read" => {
                let names = rest.iter().enumerate().filter(|(at, word)| {
                    let before = at.checked_sub(1).and_then(|at| rest.get(at)).map_or("", String::as_str);
                    !word.starts_with('-')
                        && !word.is_empty()
                        && !["-d", "-n", "-t", "-p", "-u"].contains(&before)
                        && !before.ends_with('d')
                });
                let names: Vec<String> =
                    names.map(|(_, word)| word.clone()).filter(|word| launcher::is_name(word)).collect();
                for (index, name) in names.iter().enumerate() {
                    let value = match input.filter(|_| index == 0) {
                        Some(text) => text.trim_end_matches('\n').to_owned(),
                        None => self.holes.mark(&format!("${name}"), line, Kind::Unknown),
                    };
                    self.assign(name, Var::Text(value), line);
                }
                String::new()
            }
            "export" | "local" | "declare" | "typeset" | "readonly" | "setx" => {
                for word in rest {
                    if let Some((name, value)) = launcher::assignment(word) {
                        self.assign(name, Var::Text(value.to_owned()), line);
                    }
                }
                String::new()
            }
            "unset" => {
                for name in rest {
                    self.variables.remove(name);
                }
                String::new()
            }
            "set" | "cd" | ":" | "true" | "false" | "exit" | "return" | "shift" | "trap" | "source" | "." | "sleep"
            | "shopt" | "setopt" | "alias" | "test" | "[" | "mkdir" | "rm" | "chmod" | "pip" | "brew" | "clear"
            | "pause" => String::new(),
            _ => return None,
        })
    }

    fn cat(&self, names: &[String], input: Option<&String>) -> Option<String> {
        let mut names = names.iter().filter(|word| !word.starts_with('-') || *word == "-").peekable();
        if names.peek().is_none() {
            return input.cloned();
        }
        let mut out = String::new();
        for name in names {
            out.push_str(if ["-", "/dev/stdin"].contains(&name.as_str()) { input? } else { self.files.get(name)? });
        }
        Some(out)
    }

    /// The command to import: the first that calls a model, else the first of all.
    pub fn command(self) -> Option<Command> {
        let (command, total) = if self.call.1 > 0 { self.call } else { self.other };
        let mut command = command?;
        command.total = total;
        command.holes = self.holes;
        command.notes = self.notes.notes;
        Some(command)
    }
}

fn echo(words: &[String]) -> String {
    let mut words = words;
    let (mut newline, mut escapes) = ("\n", false);
    while let Some((first, rest)) =
        words.split_first().filter(|(first, _)| ["-n", "-e", "-E", "-ne", "-en"].contains(&first.as_str()))
    {
        if first.contains('n') {
            newline = "";
        }
        escapes |= first.contains('e');
        words = rest;
    }
    let text = words.join(" ");
    format!("{}{newline}", if escapes { backslashes(&text) } else { text })
}

/// `printf` with `%s`, `%d`, `%b` and `%%`; the format is used again for the arguments that are left.
fn printf(words: &[String]) -> String {
    let words = match words.split_first() {
        Some((first, rest)) if first == "--" => rest,
        _ => words,
    };
    let Some((format, mut arguments)) = words.split_first() else { return String::new() };
    let format = backslashes(format);
    let mut out = String::new();
    for _ in 0..1_000 {
        let before = arguments.len();
        let mut rest = format.as_str();
        while let Some((text, after)) = rest.split_once('%') {
            out.push_str(text);
            let at = after.find(|c: char| !(c.is_ascii_digit() || "-+.#".contains(c))).unwrap_or(after.len());
            let kind = after.get(at..).and_then(|after| after.chars().next());
            rest = after.get(at + kind.map_or(0, char::len_utf8)..).unwrap_or_default();
            if kind == Some('%') {
                out.push('%');
            } else if let Some((argument, left)) = arguments.split_first() {
                out.push_str(&if kind == Some('b') { backslashes(argument) } else { argument.clone() });
                arguments = left;
            }
        }
        out.push_str(rest);
        if arguments.is_empty() || arguments.len() == before {
            break;
        }
    }
    out
}

fn backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('\\')) => out.push('\\'),
            ('\\', Some('"')) => out.push('"'),
            ('\\', Some(other)) => out.extend(['\\', other]),
            (c, _) => out.push(c),
        }
    }
    out
}
