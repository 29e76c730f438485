//! What an agent does about a question: which functions it calls, which parameter is missing, what it looks up.
//!
//! Plain means: a function is called if its name or description fits the words of the question, as the simulator's models
//! choose tools. A parameter's value is taken from the question, else from a session attribute of the same name. The
//! parts of the question that no function fits are looked up.

use serde_json::{Map, Value};

use super::super::generate::decomposed;
use super::super::sessions::PlannedCall;
use super::definition::Function;
use crate::simulator::writer::facts;
use crate::simulator::writer::retrieval::words;
use crate::simulator::writer::tools::{self, Choice};

/// The most calls of one step, by the service model.
const MOST: usize = 5;

/// A plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The calls, with all that they need.
    pub calls: Vec<PlannedCall>,
    /// The first parameter that is required and not known, with its function.
    pub missing: Option<(String, String)>,
}

/// Plans the calls for a question. `known` are attributes, and what the user was asked for.
pub fn plan(question: &str, functions: &[Function], known: &Map<String, Value>) -> Plan {
    let tools: Vec<tools::Tool> = functions.iter().map(Function::tool).collect();
    let mut plan = Plan::default();
    for (name, input) in tools::calls(question, &tools, &Choice::Auto).into_iter().take(MOST) {
        let Some(function) = functions.iter().find(|function| function.name == name) else { continue };
        let mut arguments = Map::new();
        for (parameter, value) in input.as_object().into_iter().flatten() {
            if is_in(question, value) {
                arguments.insert(parameter.clone(), value.clone());
            }
        }
        let properties = function.schema.get("properties").and_then(Value::as_object);
        for parameter in properties.into_iter().flatten().map(|(name, _)| name) {
            if let (false, Some(value)) = (arguments.contains_key(parameter), known.get(parameter)) {
                arguments.insert(parameter.clone(), value.clone());
            }
        }
        match function.required().find(|parameter| !arguments.contains_key(*parameter)) {
            Some(parameter) if plan.missing.is_none() => plan.missing = Some((name, parameter.to_owned())),
            Some(_) => {}
            None => plan.calls.push(PlannedCall { group: function.group.clone(), function: name, arguments }),
        }
    }
    plan
}

/// Whether a question says a value: a text by its words, a number by its digits. A text that is the whole question, or
/// most of it, is a filler, unless it is quoted.
fn is_in(question: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let (asked, said) = (words(question), words(text));
            let is_quoted = ["\"", "'", "\u{201c}"].iter().any(|mark| question.contains(&format!("{mark}{text}")));
            let is_zone = facts::read(question).places.iter().any(|place| facts::zone(place) == Some(text.as_str()));
            let is_part = said.iter().all(|word| asked.contains(word)) && 2 * said.len() <= asked.len().max(2);
            is_quoted || is_zone || (!said.is_empty() && is_part)
        }
        Value::Number(number) => question.contains(&number.to_string()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) | Value::Null => true,
    }
}

/// The parts of a question that no function answers.
pub fn open_parts(question: &str, functions: &[Function]) -> Vec<String> {
    let nothing = Map::new();
    let mut parts = decomposed(question);
    parts.retain(|part| plan(part, functions, &nothing) == Plan::default());
    parts
}

/// Whether a text only greets or thanks.
pub fn is_small_talk(text: &str) -> bool {
    let polite = ["hello", "hi", "hey", "thank", "thanks", "you", "good", "morning", "evening", "day", "bye", "there"];
    let said = words(text);
    !said.is_empty() && said.iter().all(|word| polite.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::built_in;
    use super::super::definition;
    use super::*;

    #[test]
    fn calls_have_what_the_question_or_the_session_says_and_nothing_else() {
        let functions = definition::functions(&built_in::action_group()).unwrap();
        let attributes = json!({"city": "Oslo"});
        let attributes = attributes.as_object().unwrap();
        let nothing = Map::new();
        for (question, known, expected) in [
            ("What is the weather in Paris?", &nothing, json!([["get_weather", {"city": "Paris"}]])),
            ("What is the weather?", attributes, json!([["get_weather", {"city": "Oslo"}]])),
            ("What is the weather in Paris?", attributes, json!([["get_weather", {"city": "Paris"}]])),
            (
                "What is the weather in Paris and in Rome?",
                &nothing,
                json!([["get_weather", {"city": "Paris"}], ["get_weather", {"city": "Rome"}]]),
            ),
            (
                "Open a ticket titled \"Printer on fire\"",
                &nothing,
                json!([["create_ticket", {"title": "Printer on fire"}]]),
            ),
            ("What is RAG?", &nothing, json!([])),
        ] {
            let plan = plan(question, &functions, known);
            let calls: Vec<Value> = plan.calls.iter().map(|call| json!([call.function, call.arguments])).collect();
            assert_eq!((json!(calls), plan.missing), (expected, None), "{question}");
        }
        let missing = |question: &str| plan(question, &functions, &nothing).missing.map(|(_, parameter)| parameter);
        assert_eq!(missing("What is the weather?").as_deref(), Some("city"));
        assert_eq!(missing("How is the weather tomorrow?").as_deref(), Some("city"));
        assert_eq!(missing("Please open a ticket").as_deref(), Some("title"));
        assert_eq!(open_parts("What is the weather in Paris and what is RAG?", &functions), ["what is RAG"]);
        assert!(is_small_talk("Hello there!") && !is_small_talk("Hello, what is RAG?"));
    }
}
