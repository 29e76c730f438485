//! Chooses the tools to call for a question, with their arguments.
//!
//! A tool is called if its name or description shares words with the question, or if both are about the same one of a
//! few concepts (arithmetic, the time, units, the weather, looking something up). [`super::arguments`] takes the
//! arguments from the question; [`super::tool_results`] writes about the results.

use super::facts::{self, Facts};
use super::retrieval::{has_phrase, words};
use super::{arguments, arithmetic, wishes};
use crate::simulator::inference::tokens;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A tool that the model may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its description; may be empty.
    pub description: String,
    /// JSON schema of its arguments.
    pub schema: Value,
}

impl Tool {
    /// A tool from its JSON parts; missing parts are empty.
    pub fn new(name: Option<&Value>, description: Option<&Value>, schema: Option<&Value>) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            name: text(name),
            description: text(description),
            schema: schema.cloned().unwrap_or_else(|| json!({ "type": "object" })),
        }
    }

    /// The tokens of its definition.
    pub fn tokens(&self) -> u64 {
        tokens::count(&self.name) + tokens::count(&self.description) + tokens::count(&self.schema.to_string())
    }
}

/// Whether the model must call a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Choice {
    /// If the question needs one.
    #[default]
    Auto,
    /// At least one.
    Any,
    /// This tool.
    Only(String),
    /// No tool.
    Never,
}

/// A tool call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// Its arguments.
    pub input: Value,
}

/// A tool result.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The id of the call.
    pub id: String,
    /// The content: a JSON value or a text.
    pub content: Value,
    /// Whether it is an error.
    pub failed: bool,
}

/// Words that are too common to choose a tool by.
const EMPTY_WORDS: [&str; 52] = [
    "a", "an", "and", "are", "at", "be", "by", "can", "do", "doe", "for", "from", "get", "give", "given", "how", "i",
    "in", "is", "it", "me", "my", "of", "on", "or", "please", "return", "s", "show", "tell", "that", "the", "this",
    "to", "tool", "use", "what", "when", "where", "which", "who", "with", "you", "your", "will", "there", "much",
    "many", "now", "value", "result", "data",
];

/// A concept: words in the tools for it, and phrases in questions about it.
type Concept = (&'static [&'static str], &'static [&'static str]);

const CONCEPTS: [Concept; 5] = [
    (
        &[
            "calculator",
            "calculate",
            "calc",
            "math",
            "arithmetic",
            "expression",
            "sum",
            "evaluate",
            "compute",
            "multiply",
            "add",
        ],
        &["calculate", "compute", "plus", "multiplied", "divided by", "sum of", "square root", "percent", "minus"],
    ),
    (
        &["time", "clock", "date", "datetime", "now", "today"],
        &[
            "what time",
            "the time",
            "time is it",
            "current time",
            "time in",
            "date",
            "today",
            "right now",
            "what day",
            "o clock",
        ],
    ),
    (
        &["convert", "converter", "conversion", "unit"],
        &[
            "convert",
            "conversion",
            "in mile",
            "in kilometer",
            "in kilometre",
            "in feet",
            "in meter",
            "in celsiu",
            "in fahrenheit",
            "to fahrenheit",
            "to celsiu",
            "to mile",
            "to km",
            "in pound",
            "in kg",
            "in inch",
            "to pound",
        ],
    ),
    (
        &["weather", "forecast", "temperature", "climate"],
        &[
            "weather",
            "forecast",
            "rain",
            "raining",
            "sunny",
            "umbrella",
            "temperature in",
            "how hot",
            "how cold",
            "how warm",
        ],
    ),
    (
        &["lookup", "look", "search", "find", "table", "query", "fetch", "database", "directory"],
        &["look up", "lookup", "search", "find", "in the table", "the price of", "the population of", "the capital of"],
    ),
];

/// The concept of a question that does not name it: arithmetic, or a conversion between units.
fn calls_plainly(concept: usize, question: &str) -> bool {
    match concept {
        0 => arithmetic::expression(question).is_some(),
        2 => facts::units(question).is_some_and(|(from, to)| facts::is_unit(&from) && facts::is_unit(&to)),
        _ => false,
    }
}

/// What a question has for every tool: it is read once, however long it is and however many tools there are.
struct Asked<'a> {
    question: &'a str,
    words: HashSet<String>,
    mentioned: Facts,
    /// Whether the question calls for each of [`CONCEPTS`].
    called: Vec<bool>,
}

impl<'a> Asked<'a> {
    fn read(question: &'a str) -> Self {
        let in_order = words(question);
        let is_called = |(index, (_, calling)): (usize, &Concept)| {
            calling.iter().any(|phrase| has_phrase(&in_order, &words(phrase))) || calls_plainly(index, question)
        };
        let called = CONCEPTS.iter().enumerate().map(is_called).collect();
        Self { question, called, words: in_order.into_iter().collect(), mentioned: facts::read(question) }
    }
}

/// How well a tool fits a question; 2 is enough.
fn score(asked: &Asked<'_>, tool: &Tool) -> u32 {
    let telling = |text: &str| {
        let mut all = words(&spaced(text));
        all.retain(|word| !EMPTY_WORDS.contains(&word.as_str()));
        all
    };
    let name = telling(&tool.name);
    let description = telling(&tool.description);
    let mut score = 0;
    if asked.words.contains(&tool.name.to_lowercase()) || asked.question.contains(&tool.name) {
        score += 6;
    }
    let shared = |from: &[String]| {
        from.iter().filter(|word| asked.words.contains(*word)).count().try_into().unwrap_or(u32::MAX).min(4)
    };
    score += 3 * shared(&name) + shared(&description);
    for ((serving, _), called) in CONCEPTS.iter().zip(&asked.called) {
        let serves = |from: &[String]| serving.iter().any(|word| from.iter().any(|w| w == word));
        if *called && serves(&name) {
            score += 4;
        } else if *called && serves(&description) {
            score += 3;
        }
    }
    // One shared word is a coincidence, unless the tool takes a place and the question names one.
    if score == 1 && !asked.mentioned.places.is_empty() && wishes::takes_place(&tool.schema) {
        score += 1;
    }
    score
}

/// `getWeather`, `get_weather` and `get-weather` as words.
fn spaced(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() {
            out.push(' ');
        }
        out.push(if c == '_' || c == '-' { ' ' } else { c });
    }
    out
}

/// The calls for a question, as name and arguments; empty if none is needed or allowed.
pub fn calls(question: &str, tools: &[Tool], choice: &Choice) -> Vec<(String, Value)> {
    const MOST: usize = 8;
    if tools.is_empty() {
        return Vec::new();
    }
    let asked = Asked::read(question);
    let mut scored: Vec<(&Tool, u32)> = tools.iter().map(|tool| (tool, score(&asked, tool))).collect();
    let best = scored.iter().map(|(_, score)| *score).max().unwrap_or(0);
    match choice {
        Choice::Only(name) => scored.retain(|(tool, _)| tool.name == *name),
        Choice::Auto | Choice::Any if best >= 2 => scored.retain(|(_, score)| *score >= 2 && *score * 2 >= best),
        Choice::Any => scored.truncate(1),
        Choice::Auto | Choice::Never => return Vec::new(),
    }
    let mut calls = Vec::new();
    for (tool, _) in scored {
        // The arguments of each tool are looked for in the whole question.
        if calls.len() >= MOST {
            break;
        }
        for input in arguments::sets(&tool.schema, question) {
            calls.push((tool.name.clone(), input));
        }
    }
    calls.truncate(MOST);
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(name: &str, description: &str, properties: &Value) -> Tool {
        let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
        let schema = json!({ "type": "object", "properties": properties, "required": required });
        Tool { name: name.to_owned(), description: description.to_owned(), schema }
    }

    fn some_tools() -> Vec<Tool> {
        let string = json!({ "type": "string" });
        vec![
            tool("calculator", "Evaluates an arithmetic expression", &json!({ "expression": string })),
            tool("clock", "Tells the current time in a timezone", &json!({ "timezone": string })),
            tool(
                "convert_units",
                "Converts a number between units",
                &json!({ "value": { "type": "number" }, "from": string, "to": string }),
            ),
            tool("get_weather", "Get the weather in a city", &json!({ "city": string })),
            tool("lookup", "Looks up a fact in a small table", &json!({ "key": string })),
            tool(
                "create_ticket",
                "Opens a support ticket",
                &json!({ "title": string, "priority": { "type": "string", "enum": ["low", "high"] } }),
            ),
        ]
    }

    #[test]
    fn a_question_calls_for_the_tools_that_it_needs() {
        for (question, expected) in [
            ("What is 17 * 23?", json!([["calculator", { "expression": "17 * 23" }]])),
            ("Please calculate (3 + 4) * 2 for me", json!([["calculator", { "expression": "(3 + 4) * 2" }]])),
            ("What time is it in Tokyo?", json!([["clock", { "timezone": "Asia/Tokyo" }]])),
            ("Convert 10 km to miles", json!([["convert_units", { "value": 10, "from": "km", "to": "miles" }]])),
            ("What's the weather in Paris?", json!([["get_weather", { "city": "Paris" }]])),
            (
                "What is the weather in San Francisco and New York?",
                json!([["get_weather", { "city": "San Francisco" }], ["get_weather", { "city": "New York" }]]),
            ),
            (
                "What's the weather in Paris, and what time is it there?",
                json!([["clock", { "timezone": "Europe/Paris" }], ["get_weather", { "city": "Paris" }]]),
            ),
            (
                "How many kilometers are in 26.2 miles?",
                json!([["convert_units", { "value": 26.2, "from": "miles", "to": "kilometers" }]]),
            ),
            ("What is 72 F in Celsius?", json!([["convert_units", { "value": 72, "from": "F", "to": "Celsius" }]])),
            ("Look up granite", json!([["lookup", { "key": "granite" }]])),
            (
                "Open a ticket titled \"Printer on fire\" with high priority",
                json!([["create_ticket", { "title": "Printer on fire", "priority": "high" }]]),
            ),
            ("Explain RAG in one paragraph.", json!([])),
            ("Hello!", json!([])),
            ("What are embeddings?", json!([])),
        ] {
            let found: Vec<Value> = calls(question, &some_tools(), &Choice::Auto)
                .into_iter()
                .map(|(name, input)| json!([name, input]))
                .collect();
            assert_eq!(Value::from(found), expected, "{question}");
        }
    }

    #[test]
    fn the_choice_is_honoured() {
        let names = |choice: &Choice| -> Vec<String> {
            calls("Hello!", &some_tools(), choice).into_iter().map(|(name, _)| name).collect()
        };
        assert!(names(&Choice::Auto).is_empty());
        assert_eq!(names(&Choice::Any), ["calculator"]);
        assert_eq!(names(&Choice::Only("lookup".to_owned())), ["lookup"]);
        assert!(calls("What is 1 + 1?", &some_tools(), &Choice::Never).is_empty());
    }
}
