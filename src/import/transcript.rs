//! Reads a conversation that is written as text: the history that `DSPy` prints, with its `[[ ## field ## ]]` markers, a
//! `ReAct` loop (Thought, Action, Observation), and turns after `Human:` and `Assistant:`.
//!
//! The markers of `DSPy` stay in the messages: its adapter sends them, and the model answers in them
//! (<https://dspy.ai/learn/programming/language_models/>, 2026-11). In a `ReAct` loop the model writes all but the question
//! and the observations (<https://arxiv.org/abs/2210.03629>).

use serde_json::{Value, json};

use super::origin::{ImportError, Origin};
use super::request_parts::{Body, RequestParts};

/// Who speaks after a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    System,
    User,
    Assistant,
}

/// The kind of transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Dspy,
    React,
    Turns,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Dspy => "DSPy",
            Self::React => "ReAct",
            Self::Turns => "a transcript",
        }
    }
}

/// Whether a text is a transcript from its first line on.
pub(super) fn begins(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    kind(text).is_some_and(|kind| is_marker(first) || is_time(first) || heading(kind, first).is_some())
}

/// Whether a text has the marks of a transcript anywhere.
pub(super) fn is_transcript(text: &str) -> bool {
    kind(text).is_some()
}

/// Reads the transcript as messages of Converse.
pub(super) fn read(text: &str) -> Result<RequestParts, ImportError> {
    let missing = || ImportError::Unknown("the transcript has no message".to_owned());
    let kind = kind(text).ok_or_else(missing)?;
    let mut turns: Vec<(Speaker, String)> = Vec::new();
    // What stands before the first heading instructs the model, except that a DSPy prompt may be one message.
    let has_headings = text.lines().any(|line| heading(kind, line).is_some());
    let mut speaker = if has_headings { Speaker::System } else { Speaker::User };
    let mut current = String::new();
    // The format that a ReAct prompt explains ends with “Begin!”; its headings are not turns.
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().rposition(|line| kind == Kind::React && line.trim() == "Begin!").map_or(0, |at| at + 1);
    for line in lines.get(..start).unwrap_or_default() {
        current.push_str(line);
        current.push('\n');
    }
    for line in lines.get(start..).unwrap_or_default() {
        if kind == Kind::Dspy && is_time(line) {
            continue;
        }
        let Some((next, rest)) = heading(kind, line) else {
            current.push_str(line);
            current.push('\n');
            continue;
        };
        if next != speaker {
            end(&mut turns, speaker, &mut current);
            speaker = next;
        }
        current.push_str(rest);
        current.push('\n');
    }
    end(&mut turns, speaker, &mut current);
    let (system, messages): (Vec<_>, Vec<_>) = turns.into_iter().partition(|(speaker, _)| *speaker == Speaker::System);
    if messages.is_empty() {
        return Err(missing());
    }
    let block = |text: &String| json!({ "text": text });
    let shown: Vec<Value> = messages
        .iter()
        .map(|(speaker, text)| {
            let role = if *speaker == Speaker::Assistant { "assistant" } else { "user" };
            json!({ "role": role, "content": [block(text)] })
        })
        .collect();
    let mut body = json!({ "messages": shown });
    if !system.is_empty() {
        let blocks: Vec<Value> = system.iter().map(|(_, text)| block(text)).collect();
        if let Some(members) = body.as_object_mut() {
            members.insert("system".to_owned(), Value::Array(blocks));
        }
    }
    let mut parts = RequestParts { body: Body::Json(body), ..RequestParts::default() };
    parts.note(format!("The text is {}: its turns are read as messages", kind.label()));
    if kind == Kind::React {
        parts.note("The program that ran this loop stops the model at “Observation:”. Add it as a stop sequence to do the same");
    }
    if messages.last().is_some_and(|(speaker, _)| *speaker == Speaker::Assistant) {
        parts.note("The last message is the assistant's. Remove it to get a new answer");
    }
    Ok(parts)
}

/// The transcript with its origin.
pub(super) fn found(text: &str) -> Result<(Origin, RequestParts), ImportError> {
    read(text).map(|parts| (Origin::Transcript, parts))
}

fn end(turns: &mut Vec<(Speaker, String)>, speaker: Speaker, current: &mut String) {
    let text = std::mem::take(current);
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    match turns.last_mut() {
        // Blank turns between two of the same speaker are not turns.
        Some((last, whole)) if *last == speaker => {
            whole.push_str("\n\n");
            whole.push_str(text);
        }
        _ => turns.push((speaker, text.to_owned())),
    }
}

/// The kind of a text, by the headings that it has.
fn kind(text: &str) -> Option<Kind> {
    let has = |kind: Kind, speaker: Speaker| {
        text.lines().any(|line| heading(kind, line).is_some_and(|(found, _)| found == speaker))
    };
    let starts = |word: &str| text.lines().any(|line| line.trim_start().starts_with(word));
    if text.lines().filter(|line| is_marker(line)).count() >= 2 {
        Some(Kind::Dspy)
    } else if starts("Thought:") && starts("Action:") {
        Some(Kind::React)
    } else if has(Kind::Turns, Speaker::User) && has(Kind::Turns, Speaker::Assistant) {
        Some(Kind::Turns)
    } else {
        None
    }
}

/// `[[ ## question ## ]]`
fn is_marker(line: &str) -> bool {
    let name = line.trim().strip_prefix("[[ ## ").and_then(|rest| rest.strip_suffix(" ## ]]"));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// The time that `DSPy` prints above a call: `[2026-11-30T10:00:00.123456]`.
fn is_time(line: &str) -> bool {
    let inner = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        inner.len() >= 19
            && inner.get(10..11) == Some("T")
            && inner.chars().all(|c| c.is_ascii_digit() || "-T:.".contains(c))
    })
}

/// The speaker that a line announces, and the text of the line that belongs to the turn.
fn heading(kind: Kind, line: &str) -> Option<(Speaker, &str)> {
    use Speaker::{Assistant, System, User};
    let headings: &[(&str, Speaker)] = match kind {
        Kind::Dspy => &[
            ("System message:", System),
            ("User message:", User),
            ("Assistant message:", Assistant),
            ("Response:", Assistant),
        ],
        Kind::React => &[
            ("Question:", User),
            ("Observation:", User),
            ("Thought:", Assistant),
            ("Action:", Assistant),
            ("Action Input:", Assistant),
            ("Final Answer:", Assistant),
        ],
        Kind::Turns => {
            &[("System:", System), ("Human:", User), ("User:", User), ("Assistant:", Assistant), ("AI:", Assistant)]
        }
    };
    let text = line.trim_start();
    let (word, speaker) = headings.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text.get(word.len()..).unwrap_or_default();
    match kind {
        // A heading of DSPy has its line to itself.
        Kind::Dspy => rest.trim().is_empty().then_some((*speaker, "")),
        // The words of a loop belong to what is sent.
        Kind::React => Some((*speaker, text)),
        Kind::Turns => Some((*speaker, rest.trim_start())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Draft;
    use crate::import::{Imported, import};

    fn imported(text: &str) -> Imported {
        import(text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// The system prompt and the messages of a text.
    fn check(text: &str, system: Option<&str>, wanted: &[(&str, &str)]) -> Imported {
        let imported = imported(text);
        assert_eq!(imported.origin, Origin::Transcript, "{text}");
        let body = json!(crate::bedrock::converse::body(&imported.draft.compose().conversation));
        let pointer = |at: &str| body.pointer(at).and_then(Value::as_str);
        assert_eq!(pointer("/system/0/text"), system, "{body}");
        assert_eq!(body.get("messages").and_then(Value::as_array).map(Vec::len), Some(wanted.len()), "{body}");
        for (index, (role, text)) in wanted.iter().enumerate() {
            assert_eq!(pointer(&format!("/messages/{index}/role")), Some(*role));
            assert_eq!(pointer(&format!("/messages/{index}/content/0/text")), Some(*text));
        }
        imported
    }

    #[test]
    fn what_dspy_prints_is_read() {
        let history = "[2026-11-30T10:20:30.123456]\n\nSystem message:\n\nYour input fields are:\n1. `question` (str)\n\n[[ ## question ## ]]\n{question}\n\n\nUser message:\n\n[[ ## question ## ]]\nWhich city?\n\n\nResponse:\n\n[[ ## answer ## ]]\nParis\n\n[[ ## completed ## ]]\n";
        let read = check(
            history,
            Some("Your input fields are:\n1. `question` (str)\n\n[[ ## question ## ]]\n{question}"),
            &[
                ("user", "[[ ## question ## ]]\nWhich city?"),
                ("assistant", "[[ ## answer ## ]]\nParis\n\n[[ ## completed ## ]]"),
            ],
        );
        assert!(read.notes.iter().any(|note| note.contains("DSPy")), "{:?}", read.notes);
        let prompt = "[[ ## question ## ]]\nWhich city?\n\n[[ ## answer ## ]]";
        check(prompt, None, &[("user", prompt)]);
    }

    #[test]
    fn a_react_loop_is_read() {
        let turns = "Question: How warm is it in Oslo?\nThought: I look it up.\nAction: weather\nAction Input: {\"city\": \"Oslo\"}\nObservation: -3 °C\nThought: I know it.\nFinal Answer: It is -3 °C.";
        let wanted = [
            ("user", "Question: How warm is it in Oslo?"),
            ("assistant", "Thought: I look it up.\nAction: weather\nAction Input: {\"city\": \"Oslo\"}"),
            ("user", "Observation: -3 °C"),
            ("assistant", "Thought: I know it.\nFinal Answer: It is -3 °C."),
        ];
        let read = check(turns, None, &wanted);
        for part in ["Observation:", "assistant's"] {
            assert!(read.notes.iter().any(|note| note.contains(part)), "{:?}", read.notes);
        }
        let format =
            "Answer with these tools:\nweather\n\nQuestion: the question\nThought: what to do\nAction: a tool\nBegin!";
        check(&format!("{format}\n\n{turns}"), Some(format), &wanted);
    }

    #[test]
    fn turns_after_names_are_read() {
        let text = "System: Be brief\n\nHuman: Hi\n\nAssistant: Hello\nHow are you?\n\nHuman: Fine";
        let wanted = [("user", "Hi"), ("assistant", "Hello\nHow are you?"), ("user", "Fine")];
        check(text, Some("Be brief"), &wanted);
    }

    #[test]
    fn other_texts_are_no_transcripts() {
        for text in [
            "User: arn:aws:iam::123456789012:user/a is not authorized",
            "Thought: nothing else",
            "[1, 2, 3]",
            "[[ ## one ## ]]",
            "Question: what?\nAnswer: nothing",
        ] {
            assert!(!is_transcript(text) && !begins(text), "{text}");
        }
        let prompt = r#"{"inputText":"Question: x\nThought: y\nAction: z"}"#;
        assert_eq!(imported(prompt).origin, Origin::Body);
        let program = "import boto3\np = \"\"\"\nThought: y\nAction: z\n\"\"\"\nboto3.client('bedrock-runtime').converse(modelId='amazon.nova-lite-v1:0', messages=[{'role': 'user', 'content': [{'text': p}]}])";
        assert_eq!(imported(program).origin, Origin::Boto3);
    }
}
