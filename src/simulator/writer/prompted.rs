//! A JSON schema that the prompt itself gives for the answer, as frameworks do for models without structured output.

use super::retrieval::{has_phrase, words};
use super::schema::is_schema;
use crate::bedrock::conversation::Role;
use crate::simulator::inference::request::{Message, Request};
use serde_json::Value;

/// Beginnings of JSON that are tried in one text.
const MOST_TRIES: usize = 64;

/// The schema, and how the answer is to be written.
pub struct Prompted {
    /// The schema.
    pub schema: Value,
    /// Whether the answer stands in a fenced block.
    pub is_fenced: bool,
    /// The request without schema and instructions, for the words of the answer.
    pub plain: Request,
}

/// The last schema in a text, and the text without it.
fn last_schema(text: &str) -> Option<(Value, String)> {
    let mut found = None;
    let mut at = 0;
    for _ in 0..MOST_TRIES {
        let Some(start) = text.get(at..).and_then(|rest| rest.find('{')).map(|start| at + start) else { break };
        let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                at = start + values.byte_offset();
                if is_schema(&value) {
                    let without = format!("{}{}", text.get(..start)?, text.get(at..)?);
                    found = Some((value, without));
                }
            }
            _ => at = start + 1,
        }
    }
    found
}

/// Lines of the question that do not speak of the form of the answer.
fn question_only(text: &str) -> String {
    let is_form = |line: &str| {
        let line = line.to_lowercase();
        ["json", "schema", "```"].iter().any(|word| line.contains(word))
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_form(line)).collect();
    let left = lines.join("\n").trim().to_owned();
    if left.is_empty() { text.trim().to_owned() } else { left }
}

/// The schema in the system prompt or in the question, if the text asks for an answer that fits it.
pub fn read(request: &Request, question: &str) -> Option<Prompted> {
    let system = request.readable_system();
    let text = format!("{system}\n{question}");
    let asked = words(&text);
    let asks = [
        "respond",
        "answer with",
        "return",
        "output",
        "must",
        "conform",
        "instance",
        "match",
        "compatible",
        "adhere",
        "reply",
        "format",
        "provide",
    ];
    if !has_phrase(&asked, &words("json")) || !asks.iter().any(|phrase| has_phrase(&asked, &words(phrase))) {
        return None;
    }
    let (schema, question) = match (last_schema(question), last_schema(&system)) {
        (Some((schema, without)), _) => (schema, without),
        (None, Some((schema, _))) => (schema, question.to_owned()),
        (None, None) => return None,
    };
    let small = text.to_lowercase();
    let is_fenced = ["```json", "codeblock", "code block", "code snippet"].iter().any(|word| small.contains(word))
        && !small.contains("markdown fencing");
    let plain = Request {
        messages: vec![Message::new(Role::User, &question_only(&question))],
        sampling: request.sampling,
        ..Request::default()
    };
    Some(Prompted { schema, is_fenced, plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(system: &str, question: &str) -> Option<Prompted> {
        let messages = vec![Message::new(Role::User, question)];
        read(&Request { system: system.to_owned(), messages, ..Request::default() }, question)
    }

    #[test]
    fn the_last_schema_counts() {
        let langchain = "The output should be formatted as a JSON instance that conforms to the JSON schema below.\n\nAs an \
            example, for the schema {\"properties\": {\"foo\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}}, \
            \"required\": [\"foo\"]} the object {\"foo\": [\"bar\", \"baz\"]} is a well-formatted instance.\n\nHere is the \
            output schema:\n```\n{\"properties\": {\"setup\": {\"type\": \"string\"}}, \"required\": [\"setup\"]}\n```\nTell me \
            about RAG.";
        let found = read_from("", langchain).unwrap();
        assert_eq!(found.schema["required"][0], "setup");
        assert_eq!(found.plain.question().lines().last(), Some("Tell me about RAG."));
        assert!(read_from("", "Explain this: {\"type\": \"object\", \"properties\": {}}").is_none());
        assert!(read_from("Respond in JSON like {\"city\": \"Paris\"}", "Hello").is_none());
        assert!(read_from("Respond in JSON {city} {{", &"{".repeat(10_000)).is_none());
    }
}
