//! Tools that the page runs itself, so that a user can step through a tool loop: pure functions of their input.
//!
//! They play the part of the user's own program, which would answer a `toolUse`. No tool reaches outside the page.

use serde_json::{Map, Value, json};

use crate::aws::time::Timestamp;
use crate::bedrock::turn::Turn;
use crate::text::arithmetic::evaluate;
use crate::text::json;

/// A tool of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// Works out an arithmetic expression.
    Calculator,
    /// Tells the time.
    Clock,
    /// Converts lengths, masses and temperatures.
    UnitConverter,
    /// Looks up a city in a small table.
    CityLookup,
}

/// The table of [`BuiltIn::CityLookup`]: city, country, river it lies on.
const CITIES: [(&str, &str, &str); 6] = [
    ("Berlin", "Germany", "Spree"),
    ("Cairo", "Egypt", "Nile"),
    ("London", "United Kingdom", "Thames"),
    ("Paris", "France", "Seine"),
    ("Seoul", "South Korea", "Han"),
    ("Vienna", "Austria", "Danube"),
];

/// Units: name, what it measures, and how many base units one is (metre, kilogram).
const UNITS: [(&str, &str, f64); 10] = [
    ("m", "length", 1.0),
    ("km", "length", 1_000.0),
    ("cm", "length", 0.01),
    ("mile", "length", 1_609.344),
    ("foot", "length", 0.3048),
    ("inch", "length", 0.0254),
    ("kg", "mass", 1.0),
    ("g", "mass", 0.001),
    ("pound", "mass", 0.453_592_37),
    ("ounce", "mass", 0.028_349_523_125),
];

impl BuiltIn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Calculator, Self::Clock, Self::UnitConverter, Self::CityLookup];

    /// Its name in `toolSpec`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calculator => "calculator",
            Self::Clock => "clock",
            Self::UnitConverter => "unit_converter",
            Self::CityLookup => "city_lookup",
        }
    }

    /// The built-in tool of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// Its element of `toolConfig.tools`.
    pub fn spec(self) -> Value {
        let (description, properties, required): (_, _, &[&str]) = match self {
            Self::Calculator => (
                "Works out an arithmetic expression with + - * /, parentheses and sqrt(…)",
                json!({ "expression": { "type": "string" } }),
                &["expression"],
            ),
            Self::Clock => ("Tells the current date and time in UTC", json!({}), &[]),
            Self::UnitConverter => (
                "Converts a value between units of length or mass",
                json!({
                    "value": { "type": "number" },
                    "from": { "type": "string", "enum": UNITS.map(|(unit, ..)| unit) },
                    "to": { "type": "string", "enum": UNITS.map(|(unit, ..)| unit) }
                }),
                &["value", "from", "to"],
            ),
            Self::CityLookup => (
                "Looks up a city: its country and the river it lies on",
                json!({ "city": { "type": "string" } }),
                &["city"],
            ),
        };
        json!({
            "toolSpec": {
                "name": self.name(),
                "description": description,
                "inputSchema": { "json": { "type": "object", "properties": properties, "required": required } }
            }
        })
    }

    /// Runs it. The error is what the tool would report to the model.
    pub fn run(self, input: &Value, now: Timestamp) -> Result<Value, String> {
        let text = |name: &str| {
            input.get(name).and_then(Value::as_str).ok_or_else(|| format!("the argument “{name}” is missing"))
        };
        match self {
            Self::Calculator => {
                let value = evaluate(text("expression")?).map_err(|error| error.to_string())?;
                Ok(json!({ "result": value }))
            }
            Self::Clock => Ok(json!({ "utc": now.iso8601() })),
            Self::UnitConverter => {
                let value = input.get("value").and_then(Value::as_f64).ok_or("the argument “value” is missing")?;
                convert(value, text("from")?, text("to")?).map(|value| json!({ "value": value }))
            }
            Self::CityLookup => {
                let wanted = text("city")?;
                let found = CITIES.iter().find(|(city, ..)| city.eq_ignore_ascii_case(wanted.trim()));
                let (city, country, river) = found.ok_or_else(|| format!("{wanted} is not in the table"))?;
                Ok(json!({ "city": city, "country": country, "river": river }))
            }
        }
    }
}

/// The further members of a Converse body with this tool put in or taken out of `toolConfig.tools`.
pub fn toggled(mut members: Map<String, Value>, tool: BuiltIn) -> Map<String, Value> {
    let config = members.entry("toolConfig").or_insert_with(|| json!({ "tools": [] }));
    let place = format!("/tools/{}", position(config, tool.name()).unwrap_or(usize::MAX));
    if config.pointer(&place).is_some() {
        if let Some(Value::Array(tools)) = config.get_mut("tools") {
            tools.retain(|each| each.pointer("/toolSpec/name").and_then(Value::as_str) != Some(tool.name()));
        }
    } else if let Some(config) = config.as_object_mut()
        && let Value::Array(tools) = config.entry("tools").or_insert_with(|| json!([]))
    {
        tools.push(tool.spec());
    }
    if members.get("toolConfig").and_then(|config| config.get("tools")).is_some_and(|tools| *tools == json!([])) {
        members.shift_remove("toolConfig");
    }
    members
}

/// Whether a tool of that name is defined.
pub fn has(members: &Map<String, Value>, name: &str) -> bool {
    members.get("toolConfig").is_some_and(|config| position(config, name).is_some())
}

/// One call of a tool, to be answered by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolCall {
    id: String,
    /// The tool's name.
    pub name: String,
    input: Value,
}

impl ToolCall {
    /// The calls of an answer.
    pub fn all_of(turn: &Turn) -> Vec<Self> {
        let call = |(id, name, input): (&str, &str, &Value)| Self {
            id: id.to_owned(),
            name: name.to_owned(),
            input: input.clone(),
        };
        turn.tool_uses().map(call).collect()
    }

    /// The built-in tool of that name, if there is one.
    pub fn built_in(&self) -> Option<BuiltIn> {
        BuiltIn::from_name(&self.name)
    }

    /// Runs the built-in tool; its result as text, or what it reports to the model.
    pub fn run(&self, now: Timestamp) -> Option<Result<String, String>> {
        let answer = self.built_in()?.run(&self.input, now);
        Some(answer.map(|value| json::print(&value)))
    }

    /// The block that answers the call with a typed result, JSON or text; the error is what the tool reports to the model.
    pub fn result(&self, typed: Result<String, String>) -> Value {
        let answer = typed.map(|typed| serde_json::from_str(&typed).unwrap_or(Value::String(typed)));
        result_block(&self.id, &answer)
    }
}

/// The block that answers one call of a tool.
pub fn result_block(id: &str, answer: &Result<Value, String>) -> Value {
    let (content, status) = match answer {
        Ok(Value::Object(members)) => (json!([{ "json": members }]), "success"),
        Ok(Value::String(text)) => (json!([{ "text": text }]), "success"),
        Ok(other) => (json!([{ "json": { "result": other } }]), "success"),
        Err(message) => (json!([{ "text": message }]), "error"),
    };
    json!({ "toolResult": { "toolUseId": id, "content": content, "status": status } })
}

fn position(config: &Value, name: &str) -> Option<usize> {
    let tools = config.get("tools")?.as_array()?;
    tools.iter().position(|tool| tool.pointer("/toolSpec/name").and_then(Value::as_str) == Some(name))
}

fn convert(value: f64, from: &str, to: &str) -> Result<f64, String> {
    let unit = |name: &str| {
        UNITS.iter().find(|(unit, ..)| *unit == name).ok_or_else(|| format!("{name} is not a unit this tool knows"))
    };
    let ((_, kind, one), (_, other_kind, other)) = (unit(from)?, unit(to)?);
    if kind != other_kind {
        return Err(format!("{from} is a {kind} and {to} is a {other_kind}"));
    }
    Ok(value * one / other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::turn::TurnBlock;

    #[test]
    fn each_tool_answers_its_own_schema() {
        let now = Timestamp(0);
        let run = |tool: BuiltIn, input: Value| tool.run(&input, now);
        assert_eq!(run(BuiltIn::Calculator, json!({"expression": "2 * (3 + 4) / 7 - -1"})), Ok(json!({"result": 3.0})));
        assert_eq!(
            run(BuiltIn::Calculator, json!({"expression": "2 * sqrt(12 * 12) - sqrt( 4 )"})),
            Ok(json!({"result": 22.0}))
        );
        assert_eq!(run(BuiltIn::Clock, json!({})), Ok(json!({"utc": "1970-01-01T00:00:00Z"})));
        assert_eq!(
            run(BuiltIn::UnitConverter, json!({"value": 2, "from": "km", "to": "m"})),
            Ok(json!({"value": 2000.0}))
        );
        assert_eq!(
            run(BuiltIn::CityLookup, json!({"city": "paris"})),
            Ok(json!({"city": "Paris", "country": "France", "river": "Seine"}))
        );
    }

    #[test]
    fn wrong_input_is_said_to_the_model() {
        for (tool, input) in [
            (BuiltIn::Calculator, json!({})),
            (BuiltIn::Calculator, json!({"expression": "1 +"})),
            (BuiltIn::Calculator, json!({"expression": "1 / 0"})),
            (BuiltIn::Calculator, json!({"expression": "sqrt(-1)"})),
            (BuiltIn::Calculator, json!({"expression": "sqrt 4"})),
            (BuiltIn::Calculator, json!({"expression": "sqrt(4"})),
            (BuiltIn::Calculator, json!({"expression": "2 apples"})),
            (BuiltIn::Calculator, json!({"expression": "(".repeat(10_000)})),
            (BuiltIn::UnitConverter, json!({"value": 1, "from": "km", "to": "kg"})),
            (BuiltIn::CityLookup, json!({"city": "Atlantis"})),
        ] {
            assert!(tool.run(&input, Timestamp(0)).is_err(), "{tool:?} {input}");
        }
    }

    #[test]
    fn a_tool_goes_in_and_out_of_the_body() {
        let with = toggled(toggled(Map::new(), BuiltIn::Clock), BuiltIn::Calculator);
        assert!(has(&with, "clock") && has(&with, "calculator"));
        let without = toggled(toggled(with, BuiltIn::Clock), BuiltIn::Calculator);
        assert_eq!(without, Map::new());
        let answer = result_block("t1", &Err("no".to_owned()));
        assert_eq!(answer.pointer("/toolResult/status"), Some(&json!("error")));
    }

    #[test]
    fn a_call_is_run_or_answered_by_hand_in_json_or_text() {
        let uses =
            |name: &str, input: Value| TurnBlock::ToolUse { id: name.to_uppercase(), name: name.to_owned(), input };
        let blocks = vec![
            TurnBlock::Text("Let me see".to_owned()),
            uses("calculator", json!({"expression": "2 + 3"})),
            uses("clock", json!({})),
            uses("my_tool", json!({})),
        ];
        let calls = ToolCall::all_of(&Turn { blocks, ..Turn::default() });
        let [calculator, clock, own] = calls.as_slice() else { panic!("three calls: {calls:?}") };
        let run = calculator.run(Timestamp(0)).unwrap().unwrap();
        assert!(run.contains('5'), "{run}");
        assert!(clock.built_in().is_some() && own.built_in().is_none() && own.run(Timestamp(0)).is_none());
        for (typed, content, status) in [
            (Ok("{\"sum\": 5}".to_owned()), json!([{"json": {"sum": 5}}]), "success"),
            (Ok("five".to_owned()), json!([{"text": "five"}]), "success"),
            (Ok("5".to_owned()), json!([{"json": {"result": 5}}]), "success"),
            (Err("{}".to_owned()), json!([{"text": "{}"}]), "error"),
        ] {
            let block = json!({"toolResult": {"toolUseId": "CALCULATOR", "content": content, "status": status}});
            assert_eq!(calculator.result(typed), block);
        }
        let refused = ToolCall { input: json!({}), ..calculator.clone() };
        assert!(refused.run(Timestamp(0)).unwrap().unwrap_err().contains("missing"));
    }
}
