//! Tools as the simulator sees them: which of those defined the question calls for, with which arguments, and what a
//! call's result says.
//!
//! A tool is called when its name or description shares words with the question, or when both speak of the same one of
//! a few concepts (sums, the time, units, the weather, looking something up). Arguments are taken from the question by
//! [`super::arguments`]. What a tool returns is told, never checked or improved.

use super::arguments;
use super::arithmetic;
use super::retrieval::{has_phrase, words};
use super::tokens;
use serde_json::{Value, json};

/// A tool that may be called.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// What it is said to do; may be empty.
    pub description: String,
    /// JSON schema of its arguments.
    pub schema: Value,
}

impl Tool {
    /// A tool from its parts as JSON; absent parts are empty.
    pub fn new(name: Option<&Value>, description: Option<&Value>, schema: Option<&Value>) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            name: text(name),
            description: text(description),
            schema: schema.cloned().unwrap_or_else(|| json!({ "type": "object" })),
        }
    }

    /// What its definition costs in tokens.
    pub fn tokens(&self) -> u64 {
        tokens::count(&self.name) + tokens::count(&self.description) + tokens::count(&self.schema.to_string())
    }
}

/// Whether the answer has to call a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Choice {
    /// When the question calls for one.
    #[default]
    Auto,
    /// One at least.
    Any,
    /// This one.
    Only(String),
    /// None.
    Never,
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// Its arguments.
    pub input: Value,
}

/// What a tool answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Id of the call.
    pub id: String,
    /// The answer: a JSON value, or a text.
    pub content: Value,
    /// Whether it is an error.
    pub failed: bool,
}

/// Words that say too little to choose a tool by.
const EMPTY_WORDS: [&str; 52] = [
    "a", "an", "and", "are", "at", "be", "by", "can", "do", "doe", "for", "from", "get", "give", "given", "how", "i",
    "in", "is", "it", "me", "my", "of", "on", "or", "please", "return", "s", "show", "tell", "that", "the", "this",
    "to", "tool", "use", "what", "when", "where", "which", "who", "with", "you", "your", "will", "there", "much",
    "many", "now", "value", "result", "data",
];

/// A concept: words of tools that serve it, and phrases of questions that call for it.
const CONCEPTS: [(&[&str], &[&str]); 5] = [
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

fn is_sum(question: &str) -> bool {
    arithmetic::expression(question).is_some()
}

/// How strongly a question calls for a tool; 2 is enough.
fn score(question: &str, asked: &[String], tool: &Tool) -> u32 {
    let telling = |text: &str| {
        let mut all = words(&spaced(text));
        all.retain(|word| !EMPTY_WORDS.contains(&word.as_str()));
        all
    };
    let name = telling(&tool.name);
    let description = telling(&tool.description);
    let mut score = 0;
    if asked.iter().any(|word| *word == tool.name.to_lowercase()) || question.contains(&tool.name) {
        score += 6;
    }
    let shared =
        |from: &[String]| from.iter().filter(|word| asked.contains(word)).count().try_into().unwrap_or(u32::MAX).min(4);
    score += 3 * shared(&name) + shared(&description);
    for (index, (serving, calling)) in CONCEPTS.iter().enumerate() {
        let serves = |from: &[String]| serving.iter().any(|word| from.iter().any(|w| w == word));
        let called = calling.iter().any(|phrase| has_phrase(asked, &words(phrase))) || (index == 0 && is_sum(question));
        if called && serves(&name) {
            score += 4;
        } else if called && serves(&description) {
            score += 3;
        }
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

/// The calls that a question needs, as name and arguments; empty when none is needed or allowed.
pub fn calls(question: &str, tools: &[Tool], choice: &Choice) -> Vec<(String, Value)> {
    let asked = words(question);
    let mut scored: Vec<(&Tool, u32)> = tools.iter().map(|tool| (tool, score(question, &asked, tool))).collect();
    let best = scored.iter().map(|(_, score)| *score).max().unwrap_or(0);
    match choice {
        Choice::Only(name) => scored.retain(|(tool, _)| tool.name == *name),
        Choice::Auto | Choice::Any if best >= 2 => scored.retain(|(_, score)| *score >= 2 && *score * 2 >= best),
        Choice::Any => scored.truncate(1),
        Choice::Auto | Choice::Never => return Vec::new(),
    }
    let mut calls = Vec::new();
    for (tool, _) in scored {
        for input in arguments::sets(&tool.schema, question) {
            calls.push((tool.name.clone(), input));
        }
    }
    calls.truncate(8);
    calls
}

/// The final words on what tools answered, a line each.
pub fn tell(calls: &[Call], outcomes: &[Outcome]) -> String {
    let lines: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let call = calls.iter().find(|call| call.id == outcome.id);
            line(call, outcome)
        })
        .collect();
    lines.join("\n")
}

fn line(call: Option<&Call>, outcome: &Outcome) -> String {
    let said = plain(&outcome.content);
    let name = call.map_or("the tool", |call| call.name.as_str());
    if outcome.failed {
        return format!("`{name}` failed and says: {said} Without its result I cannot answer that.");
    }
    let input = call.map(|call| &call.input);
    if let Some(expression) = input.and_then(|input| input.get("expression")).and_then(Value::as_str)
        && let Some(value) = sole(&outcome.content)
    {
        return format!("{expression} = {value}");
    }
    let about: Vec<String> = input
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(_, value)| match value {
            Value::String(text) if text.chars().count() <= 60 => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let end = if said.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("According to `{name}`{about}: {said}{end}")
}

/// The one value that a result is about, if there is just one.
fn sole(content: &Value) -> Option<String> {
    match content {
        Value::Object(members) if members.len() == 1 => members.values().next().and_then(sole),
        Value::Object(members) => ["result", "value", "answer"].iter().find_map(|key| sole(members.get(*key)?)),
        Value::Array(items) => match items.as_slice() {
            [one] => sole(one),
            _ => None,
        },
        Value::String(text) if !text.contains('\n') && text.len() <= 40 => Some(text.clone()),
        Value::Number(number) => Some(number.as_f64().map_or_else(|| number.to_string(), arithmetic::number)),
        Value::String(_) | Value::Bool(_) | Value::Null => None,
    }
}

/// A result as words: `temperature: 18, unit: C`.
fn plain(content: &Value) -> String {
    match content {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => plain(&inner),
            _ => text.trim().to_owned(),
        },
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
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

    #[test]
    fn results_are_told_as_they_are() {
        let call = |name: &str, input: Value| Call { id: "a".to_owned(), name: name.to_owned(), input };
        let outcome = |content: Value, failed| Outcome { id: "a".to_owned(), content, failed };
        for (call, outcome, expected) in [
            (
                call("calculator", json!({ "expression": "17 * 23" })),
                outcome(json!({ "result": 391.0 }), false),
                "17 * 23 = 391",
            ),
            (call("calculator", json!({ "expression": "17 * 23" })), outcome(json!("391"), false), "17 * 23 = 391"),
            (
                call("get_weather", json!({ "city": "Paris" })),
                outcome(json!({ "temperature": 18, "sky": "clear" }), false),
                "According to `get_weather` (Paris): temperature: 18, sky: clear.",
            ),
            (call("clock", json!({})), outcome(json!("It is noon."), false), "According to `clock`: It is noon."),
            (
                call("clock", json!({})),
                outcome(json!("no such zone."), true),
                "`clock` failed and says: no such zone. Without its result I cannot answer that.",
            ),
        ] {
            assert_eq!(tell(&[call], &[outcome]), expected);
        }
    }
}
