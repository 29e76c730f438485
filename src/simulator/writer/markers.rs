//! An answer in marked fields, as frameworks ask for it that do not use tools or schemas: `[[ ## answer ## ]]`, then the
//! value, and so on to the last marker.
//!
//! The message names the fields and their types ("must be formatted as a valid Python int"). The system prompt may name tools
//! with their arguments, of which one field chooses the name and the next gives the input. This is what `DSPy` 3.4.1 sends.

use super::tools::{self, Choice, Tool};
use super::{arguments, prose};
use crate::bedrock::conversation::Role;
use crate::simulator::inference::request::{Message, Request};
use crate::simulator::inference::sampler::Rng;
use serde_json::{Map, Value, json};

const OPEN: &str = "[[ ## ";
const CLOSE: &str = " ## ]]";
/// The most fields that one message may ask for.
const MOST_FIELDS: usize = 64;

/// What a message asks for in marked fields.
#[derive(Debug)]
pub struct Marked {
    fields: Map<String, Value>,
    /// The marker that ends the answer.
    end: Option<String>,
    /// The values that the message gives, in marked sections.
    inputs: Vec<(String, String)>,
    tools: Vec<Tool>,
}

/// The name in a marker at the start of this text, and the rest.
fn marker(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix(OPEN)?;
    // The name ends the search: a text of many openings is not looked through from each of them.
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at_checked(end)?;
    Some((name, rest.strip_prefix(CLOSE)?))
}

/// The schema of a Python type, as a prompt names it.
fn schema(kind: &str) -> Value {
    let kind = kind.trim();
    if let Some(values) = kind.strip_prefix("Literal[").and_then(|rest| rest.strip_suffix(']')) {
        let values: Vec<&str> = values.split(',').map(|value| value.trim().trim_matches(['\'', '"'])).collect();
        return json!({"enum": values});
    }
    if let Some(of) = kind.strip_prefix("list[").and_then(|rest| rest.strip_suffix(']')) {
        return json!({"type": "array", "items": schema(of), "minItems": 1});
    }
    match kind {
        "int" => json!({"type": "integer"}),
        "float" => json!({"type": "number"}),
        "bool" => json!({"type": "boolean"}),
        _ if kind.starts_with("dict") => json!({"type": "object"}),
        _ => json!({"type": "string"}),
    }
}

/// Sections of a text: a line with a marker alone, and the lines below it.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match marker(line.trim_end()) {
            Some((name, "")) => found.push((name.to_owned(), String::new())),
            _ => {
                if let Some((_, content)) = found.last_mut() {
                    content.push_str(line);
                    content.push('\n');
                }
            }
        }
    }
    found
}

/// Tools that a prompt lists: "(1) NAME, whose description is <desc>…</desc>. It takes arguments {…}."
fn listed_tools(text: &str) -> Vec<Tool> {
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((name, rest)) = line
            .trim()
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(") "))
            .and_then(|(_, rest)| rest.split_once(", whose description is "))
        else {
            continue;
        };
        let (description, takes) = rest.split_once("It takes arguments ").unwrap_or((rest, "{}"));
        let description =
            description.trim().trim_end_matches('.').trim_start_matches("<desc>").trim_end_matches("</desc>");
        let members: Value =
            serde_json::from_str(&takes.trim().trim_end_matches('.').replace('\'', "\"")).unwrap_or(json!({}));
        let required: Vec<&String> = members.as_object().map(|members| members.keys().collect()).unwrap_or_default();
        let schema = json!({"type": "object", "properties": members, "required": required});
        found.push(Tool::new(Some(&json!(name)), Some(&json!(description)), Some(&schema)));
        if found.len() == MOST_FIELDS {
            break;
        }
    }
    found
}

/// What the question asks for, if it asks for marked fields.
pub fn read(request: &Request, question: &str) -> Option<Marked> {
    let start = question.rfind("starting with the field `[[ ## ")?;
    let mut fields = Map::new();
    let mut end = None;
    let asked = question.get(start..)?;
    let mut pieces = asked.split('`').skip(1);
    while let (Some(name), Some(after)) = (pieces.next(), pieces.next().or(Some(""))) {
        let Some((name, "")) = marker(name) else { continue };
        if fields.len() == MOST_FIELDS {
            break;
        }
        match after.split_once("valid Python ") {
            Some((_, kind)) => {
                let kind = kind.split_once("),").or_else(|| kind.rsplit_once(')')).map_or(kind, |(kind, _)| kind);
                fields.insert(name.to_owned(), schema(kind));
            }
            None if name == "completed" => end = Some(name.to_owned()),
            None => drop(fields.insert(name.to_owned(), json!({"type": "string"}))),
        }
    }
    let inputs = sections(question.get(..start)?);
    (!fields.is_empty()).then(|| Marked { fields, end, inputs, tools: listed_tools(&request.readable_system()) })
}

impl Marked {
    /// The answer in its marked fields.
    pub fn write(&self, request: &Request, rng: &mut Rng) -> String {
        let is_observed = |name: &str| name.starts_with("observation");
        let observed: Vec<&str> =
            self.inputs.iter().filter(|(name, _)| is_observed(name)).map(|(_, content)| content.trim()).collect();
        let question = self.inputs.first().map_or("", |(_, content)| content.trim());
        let plain = Request {
            messages: vec![Message::new(Role::User, question)],
            sampling: request.sampling,
            ..Request::default()
        };
        let words = if observed.is_empty() { prose::answer(&plain, rng) } else { observed.join("\n") };
        let required: Vec<&String> = self.fields.keys().collect();
        let schema = json!({"type": "object", "properties": self.fields, "required": required});
        let composed = arguments::instance(&schema, question, &prose::topic(&plain), &words);
        let step = self.tool_fields().map(|fields| (fields, self.step(question, &observed)));
        let value = |name: &str| match &step {
            Some(((field, _), (tool, _))) if *field == name => tool.clone(),
            Some(((_, field), (_, input))) if *field == name => input.to_string(),
            _ => match composed.get(name) {
                Some(Value::String(text)) => text.clone(),
                other => other.unwrap_or(&Value::Null).to_string(),
            },
        };
        let fields = self.fields.keys().map(|name| format!("{OPEN}{name}{CLOSE}\n{}", value(name)));
        let end = self.end.iter().map(|end| format!("{OPEN}{end}{CLOSE}"));
        fields.chain(end).collect::<Vec<_>>().join("\n\n")
    }

    /// The field that names a tool, and the one after it that holds its input.
    fn tool_fields(&self) -> Option<(&str, &str)> {
        let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_str()).collect();
        let at = self.fields.values().position(|schema| {
            schema.get("enum").and_then(Value::as_array).is_some_and(|values| {
                !values.is_empty()
                    && values.iter().all(|value| value.as_str().is_some_and(|value| names.contains(&value)))
            })
        })?;
        let mut fields = self.fields.iter().skip(at);
        let (name, _) = fields.next()?;
        let (input, schema) = fields.next()?;
        (schema.get("type").is_some_and(|kind| kind == "object")).then_some((name, input))
    }

    /// The next tool and its input: the one that the question asks for, and the last of the list once something was observed.
    fn step(&self, question: &str, observed: &[&str]) -> (String, Value) {
        let Some((last, working)) = self.tools.split_last() else { return Default::default() };
        let mut calls = tools::calls(question, working, &Choice::Auto);
        if observed.is_empty() && !calls.is_empty() { calls.swap_remove(0) } else { (last.name.clone(), json!({})) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::inference::sampler::seed_from;

    const SYSTEM: &str = "(1) weather, whose description is <desc>Current weather of a city.</desc>. It takes arguments {'city': \
        {'type': 'string'}}.\n(2) finish, whose description is <desc>Marks the task as complete.</desc>. It takes arguments {}.";
    const ASKS: &str = "Respond with the corresponding output fields, starting with the field `[[ ## next_thought ## ]]`, then \
        `[[ ## next_tool_name ## ]]` (must be formatted as a valid Python Literal['weather', 'finish']), then `[[ ## \
        next_tool_args ## ]]` (must be formatted as a valid Python dict[str, Any]), and then ending with the marker for `[[ ## \
        completed ## ]]`.";

    fn answer(system: &str, question: &str) -> Vec<(String, String)> {
        let messages = vec![Message::new(Role::User, question)];
        let request = Request { system: system.to_owned(), messages, ..Request::default() };
        sections(&read(&request, question).unwrap().write(&request, &mut Rng::new(seed_from(1, b"markers"))))
    }

    #[test]
    fn a_marker_holds_one_name() {
        assert_eq!(marker("[[ ## a_1 ## ]]\nx"), Some(("a_1", "\nx")));
        assert_eq!(marker("[[ ## réponse ## ]]"), Some(("réponse", "")));
        for text in ["[[ ##  ## ]]", "[[ ## a b ## ]]", "[[ ## a", "[[ ## a [[ ## b ## ]]", "a ## ]]", ""] {
            assert_eq!(marker(text), None, "{text}");
        }
    }

    #[test]
    fn fields_are_answered_in_their_order_and_type() {
        let asks = "[[ ## question ## ]]\nWhat is RAG?\n\nRespond with the corresponding output fields, starting with the field \
            `[[ ## reasoning ## ]]`, then `[[ ## score ## ]]` (must be formatted as a valid Python int), then `[[ ## mood ## ]]` \
            (must be formatted as a valid Python Literal['good', 'bad']), then `[[ ## tags ## ]]` (must be formatted as a valid \
            Python list[str]), then `[[ ## answer ## ]]`, and then ending with the marker for `[[ ## completed ## ]]`.";
        let found = answer("", asks);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["reasoning", "score", "mood", "tags", "answer", "completed"]);
        assert!(found[1].1.trim().parse::<i64>().is_ok(), "{found:?}");
        assert!(["good", "bad"].contains(&found[2].1.trim()), "{found:?}");
        assert!(serde_json::from_str::<Vec<String>>(&found[3].1).is_ok_and(|tags| !tags.is_empty()), "{found:?}");
        assert!(found[4].1.len() > 20, "{found:?}");
    }

    #[test]
    fn a_tool_is_chosen_then_the_last_one_ends() {
        let question = "[[ ## question ## ]]\nWhat is the weather in Paris?\n\n[[ ## trajectory ## ]]\n\n\n";
        let found = answer(SYSTEM, &format!("{question}{ASKS}"));
        assert_eq!(found[1].1.trim(), "weather");
        assert_eq!(found[2].1.trim(), r#"{"city":"Paris"}"#);
        let observed = format!("{question}[[ ## observation_0 ## ]]\n21 degrees\n\n");
        let found = answer(SYSTEM, &format!("{observed}{ASKS}"));
        assert_eq!(found[1].1.trim(), "finish");
        let last = "Respond with the corresponding output fields, starting with the field `[[ ## answer ## ]]`, and then ending \
            with the marker for `[[ ## completed ## ]]`.";
        assert!(answer("", &format!("{observed}{last}"))[0].1.contains("21 degrees"));
    }

    #[test]
    fn other_texts_ask_for_no_fields() {
        for text in
            ["", "starting with the field `[[ ## ", "What does [[ ## answer ## ]] mean?", "starting with the field `x`"]
        {
            assert!(read(&Request::default(), text).is_none(), "{text}");
        }
    }
}
