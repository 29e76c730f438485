//! Recognises a pasted text: which reader it needs, and why. It parses no program, so it is cheap.
//!
//! The evidence is taken from the beginnings of lines. A program or a command that stands inside a JSON string, as the
//! text of a prompt, is on one line with the request around it, so it does not count.

pub(super) mod fence;
mod language;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::http;
use super::origin::ImportError;
use super::transcript;
use language::Language;

/// A reader. Each one is a late part of its own, except `Data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Bodies, records, archives, HTTP messages and transcripts.
    Data,
    /// Python with boto3.
    Python,
    /// curl and the AWS CLI, in the language of a shell.
    Shell,
    /// JavaScript and TypeScript, and objects written in their notation.
    JavaScript,
}

impl Reader {
    /// The texts that this reader reads, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Python => "Python",
            Self::Shell => "commands",
            Self::JavaScript => "JavaScript",
        }
    }
}

/// The reader that a text needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The reader.
    pub reader: Reader,
    /// Why, as a clause: “it begins with a brace”.
    pub reason: &'static str,
}

/// The reader that a text needs. `text` is trimmed, without the fences of Markdown.
pub(super) fn recognise(text: &str) -> Result<Recognised, ImportError> {
    let as_reader = |reader, reason| Ok(Recognised { reader, reason });
    if !text.starts_with(['{', '"']) && transcript::begins(text) {
        return as_reader(Reader::Data, "its first line begins a turn");
    }
    if text.starts_with(['{', '[', '"']) {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        if matches!(values.next(), Some(Ok(Value::Object(_) | Value::Array(_) | Value::String(_)))) {
            return as_reader(Reader::Data, "it is JSON");
        }
        if language::evidence(text).is_empty() && first_command(text).is_none() {
            return as_reader(Reader::JavaScript, "it begins like an object and is not JSON");
        }
    }
    if http::is_message(text) {
        return as_reader(Reader::Data, "it begins with a request line");
    }
    let evidence = language::evidence(text);
    let strongest = evidence.first().copied();
    let weight = |language: Language| evidence.iter().find(|(of, _)| *of == language).map_or(0, |(_, weight)| *weight);
    match first_command(text) {
        Some(Command::AtTheStart) if strongest.is_none_or(|(_, weight)| weight < 6) => {
            return as_reader(Reader::Shell, "a line begins with a command");
        }
        Some(Command::Inside) if strongest.is_none_or(|(_, weight)| weight < 3) => {
            return as_reader(Reader::Shell, "a line contains a command");
        }
        _ => {}
    }
    if let Some(framework) = language::framework(text) {
        return Err(ImportError::NotReadBack(framework.to_owned()));
    }
    let calls = CALLS.iter().any(|call| text.contains(call));
    match strongest {
        Some((Language::Python, _)) => as_reader(Reader::Python, "its statements are Python"),
        Some((Language::JavaScript, _)) => as_reader(Reader::JavaScript, "its statements are JavaScript"),
        // A call of two lines may have a word of another language before its arguments tell what it is.
        Some((other, weight)) if weight >= 3 || !calls => Err(ImportError::NotReadBack(other.name().to_owned())),
        _ if calls && weight(Language::JavaScript) == 0 && !text.contains("({") => {
            as_reader(Reader::Python, "it calls a method of boto3")
        }
        _ if calls => as_reader(Reader::JavaScript, "it calls a method of the SDK with an object"),
        _ if transcript::is_transcript(text) => as_reader(Reader::Data, "it has the turns of a conversation"),
        _ if json_within(text).is_some() => as_reader(Reader::Data, "it contains a JSON object"),
        _ => Err(ImportError::Unknown("unknown format".to_owned())),
    }
}

/// Methods whose names a call alone gives away.
const CALLS: [&str; 8] = [
    ".converse(",
    ".converse (",
    ".converse_stream(",
    ".converse_stream (",
    ".invoke_model(",
    ".invoke_model_with_response_stream(",
    ".converseStream(",
    ".invokeModel(",
];

/// Where the first command stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    AtTheStart,
    Inside,
}

/// Finds curl, the AWS CLI or a web request of PowerShell as a word of a command.
fn first_command(text: &str) -> Option<Command> {
    let mut inside = None;
    for line in text.lines() {
        let line = without_prompt(line.trim());
        if line.starts_with(['#', '/', '*', '"', '\'', '{', '}']) || line.len() > 4_000_000 {
            continue;
        }
        for (place, word) in line.split([' ', '\t', '(', '`', '|', ';', '&', '=', '"']).enumerate().take(64) {
            if !names_program(word) {
                continue;
            }
            let is_aws = word.starts_with("aws") || word.ends_with("awscli");
            // The name may also begin an earlier word: `aws-vault exec p -- aws bedrock-runtime …`.
            let calls_bedrock = line.match_indices(word).any(|(at, _)| {
                let rest = line.get(at + word.len()..).unwrap_or_default().trim_start();
                rest.starts_with("bedrock") || rest.starts_with("--") || rest.starts_with(['\\', '^'])
            });
            if is_aws && !calls_bedrock {
                continue;
            }
            if place == 0 {
                return Some(Command::AtTheStart);
            }
            inside = Some(Command::Inside);
        }
    }
    inside
}

/// Whether a text has a command or lines of a program.
pub(super) fn is_program(text: &str) -> bool {
    first_command(text).is_some() || language::evidence(text).iter().any(|(_, weight)| *weight > 1)
}

fn names_program(word: &str) -> bool {
    const PROGRAMS: [&str; 12] = [
        "iwr",
        "irm",
        "curl",
        "curl.exe",
        "aws",
        "aws.exe",
        "awscurl",
        "amazon-aws-cli",
        "awscli",
        "aws-cli",
        "Invoke-WebRequest",
        "Invoke-RestMethod",
    ];
    let word = word.rsplit(['/', '\\']).next().unwrap_or(word);
    // An image of a container may have a tag: `amazon/aws-cli:2.1`.
    let word = word.split_once(':').map_or(word, |(image, _)| image);
    PROGRAMS.iter().any(|program| word.eq_ignore_ascii_case(program))
}

/// A line without the prompt before it.
fn without_prompt(line: &str) -> &str {
    let line = ["$ ", "% ", "> ", "# $ "].iter().find_map(|prompt| line.strip_prefix(prompt)).unwrap_or(line);
    match line.split_once("> ").or_else(|| line.split_once('>')) {
        Some((prompt, rest))
            if prompt.starts_with("PS ") || prompt.get(1..).is_some_and(|path| path.starts_with(":\\")) =>
        {
            rest
        }
        _ => match line.split_once("$ ") {
            Some((prompt, rest)) if prompt.contains('@') && !prompt.contains(' ') => rest,
            _ => line,
        },
    }
}

/// The object of JSON that begins within a text, such as a line of a log with its time in front.
pub(super) fn json_within(text: &str) -> Option<Value> {
    let starts = text.match_indices('{').map(|(at, _)| at).take(8);
    let mut read = starts.filter_map(|at| {
        let mut values = serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>();
        values.next()?.ok().filter(|value| value.as_object().is_some_and(|members| !members.is_empty()))
    });
    read.next()
}
