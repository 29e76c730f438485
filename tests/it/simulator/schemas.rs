//! Structured values: arguments of forced tools, strict output and schemas in the prompt, judged by the Python package
//! `jsonschema`.

use crate::client::bodies::{converse, native};
use crate::client::tools::user;
use crate::python;
use serde_json::{Value, json};

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA: &str = "amazon.nova-lite-v1:0";

/// Schemas as `pydantic`, `zod` and others write them, each an object with every kind of rule somewhere.
fn schemas() -> Vec<Value> {
    let object = |properties: Value| {
        let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    let many: Value = (0..20).map(|at| (format!("field_{at}"), json!({ "type": "integer", "minimum": at }))).collect();
    vec![
        object(json!({
            "score": { "type": "integer", "minimum": 1, "maximum": 10 },
            "tags": { "type": "array", "items": { "type": "string" }, "minItems": 2 },
            "due": { "type": "string", "format": "date" },
            "code": { "type": "string", "pattern": "^[A-Z]{3}-[0-9]{2}$" },
            "both": { "allOf": [
                { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
                { "type": "object", "properties": { "b": { "type": "integer", "exclusiveMinimum": 3 } }, "required": ["b"] },
            ] },
        })),
        object(json!({
            "share": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
            "step": { "type": "number", "multipleOf": 0.25, "minimum": 0.3 },
            "dozens": { "type": "integer", "multipleOf": 12, "minimum": 13 },
            "below": { "type": "number", "maximum": -2.5 },
            "old": { "type": "integer", "maximum": 99, "not": { "enum": [0, 1, 2] } },
        })),
        object(json!({
            "short": { "type": "string", "maxLength": 5, "minLength": 1 },
            "long": { "type": "string", "minLength": 300 },
            "slug": { "type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 12 },
            "phone": { "type": "string", "pattern": r"^\+?[1-9]\d{7,14}$" },
            "colour": { "type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}){1,2}$" },
            "zod": { "type": "string", "format": "email", "pattern":
                r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$" },
        })),
        object(json!({
            "at": { "type": "string", "format": "date-time" },
            "clock": { "type": "string", "format": "time" },
            "mail": { "type": "string", "format": "email" },
            "id": { "type": "string", "format": "uuid" },
            "link": { "type": "string", "format": "uri", "minLength": 1, "maxLength": 2083 },
            "host": { "type": "string", "format": "hostname" },
            "address": { "type": "string", "format": "ipv4" },
            "took": { "type": "string", "format": "duration" },
        })),
        object(json!({
            "unique": { "type": "array", "items": { "type": "string" }, "minItems": 4, "uniqueItems": true },
            "numbers": { "type": "array", "items": { "type": "integer", "minimum": 5 }, "minItems": 3, "uniqueItems": true },
            "three": { "type": "array", "items": { "enum": ["a", "b", "c", "d"] }, "minItems": 3, "uniqueItems": true },
            "pair": { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer", "minimum": 1 }],
                "items": false, "minItems": 2 },
            "few": { "type": "array", "items": { "type": "string", "maxLength": 8 }, "maxItems": 1 },
            "none": { "type": "array", "items": { "type": "string" }, "maxItems": 0 },
            "has": { "type": "array", "contains": { "const": 7 }, "items": { "type": "integer" } },
        })),
        // pydantic: Optional, Literal, a union with a discriminator, a decimal, a dictionary.
        json!({
            "$defs": {
                "Cat": { "type": "object", "properties": { "kind": { "const": "cat", "type": "string" },
                    "lives": { "type": "integer", "minimum": 1, "maximum": 9 } }, "required": ["kind", "lives"] },
                "Dog": { "type": "object", "properties": { "kind": { "const": "dog", "type": "string" } }, "required": ["kind"] },
            },
            "type": "object",
            "properties": {
                "pet": { "discriminator": { "propertyName": "kind" }, "oneOf": [{ "$ref": "#/$defs/Cat" }, { "$ref": "#/$defs/Dog" }] },
                "age": { "anyOf": [{ "type": "integer", "minimum": 18 }, { "type": "null" }], "default": null },
                "size": { "enum": ["S", "M", "L"], "type": "string" },
                "price": { "anyOf": [{ "type": "number", "exclusiveMinimum": 0 },
                    { "type": "string", "pattern": r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$" }] },
                "counts": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 1 }, "minProperties": 2 },
                "named": { "type": "object", "patternProperties": { "^x-[a-z]+$": { "type": "number" } },
                    "additionalProperties": false, "minProperties": 1 },
                "either": { "type": ["integer", "null"], "minimum": 4 },
            },
            "required": ["pet", "age", "size", "price", "counts", "named", "either"],
        }),
        // A tree that ends, and a chain that null ends.
        json!({
            "$defs": { "Node": { "type": "object", "properties": {
                "name": { "type": "string", "maxLength": 20 },
                "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } },
                "next": { "anyOf": [{ "$ref": "#/$defs/Node" }, { "type": "null" }] },
            }, "required": ["name", "children", "next"], "additionalProperties": false } },
            "type": "object",
            "properties": { "root": { "$ref": "#/$defs/Node" } },
            "required": ["root"],
        }),
        json!({
            "type": "object",
            "properties": { "kind": { "enum": ["card", "cash"] }, "number": { "type": "string", "pattern": "^[0-9]{4}$" } },
            "required": ["kind"],
            "if": { "properties": { "kind": { "const": "card" } } },
            "then": { "required": ["number"] },
        }),
        json!({ "type": "object", "required": ["anything"], "dependentRequired": { "anything": ["more"] } }),
        json!({ "type": "object", "properties": many, "minProperties": 15 }),
    ]
}

/// What `jsonschema` has against each value.
fn objections(pairs: &[(Value, Value)]) -> Vec<String> {
    let lines: Vec<String> = pairs.iter().map(|(schema, value)| json!([schema, value]).to_string()).collect();
    let printed = python::run("jsonschema_oracle.py", &[], (lines.join("\n") + "\n").as_bytes());
    String::from_utf8(printed).unwrap().lines().map(str::to_owned).collect()
}

/// Each value fits its schema.
fn check(pairs: &[(Value, Value)]) {
    let found = objections(pairs);
    assert_eq!(found.len(), pairs.len());
    for ((schema, value), objection) in pairs.iter().zip(found) {
        assert_eq!(objection, "", "{value}\nfor {schema}");
    }
}

const QUESTIONS: [&str; 3] =
    ["What is RAG?", "Book 42 seats in Oslo for ana@example.com on 2026-03-01", "Is \"card\" 12345.75 or -3 better?"];

/// The arguments of the only call in a Converse answer.
fn arguments(answer: &Value) -> Value {
    let blocks = answer["output"]["message"]["content"].as_array().unwrap();
    assert_eq!(blocks.len(), 1, "{answer}");
    blocks[0]["toolUse"]["input"].clone()
}

#[test]
fn arguments_of_a_forced_tool_fit_its_schema() {
    let mut pairs = Vec::new();
    for schema in schemas() {
        for question in QUESTIONS {
            let tool =
                json!({ "toolSpec": { "name": "save", "description": "Saves it", "inputSchema": { "json": schema } } });
            let body = json!({ "messages": [user(question)],
                "toolConfig": { "tools": [tool], "toolChoice": { "tool": { "name": "save" } } } });
            pairs.push((schema.clone(), arguments(&converse(NOVA, &body))));
        }
    }
    check(&pairs);
}

#[test]
fn strict_output_fits_its_schema() {
    let mut pairs = Vec::new();
    for schema in schemas() {
        for question in QUESTIONS {
            let body = json!({ "messages": [user(question)], "outputConfig": { "textFormat": { "type": "json_schema",
                "structure": { "jsonSchema": { "name": "it", "schema": schema.to_string() } } } } });
            let answer = converse(CLAUDE, &body);
            let text = answer["output"]["message"]["content"][0]["text"].as_str().unwrap().to_owned();
            pairs.push((schema.clone(), serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))));
        }
    }
    check(&pairs);
}

/// The prompts of instructor (`MD_JSON`, `BEDROCK_JSON`), Pydantic AI (`PromptedOutput`), the AI SDK and `LangChain`.
#[test]
fn a_schema_in_the_prompt_is_honoured() {
    let schema = json!({ "type": "object", "title": "City", "properties": {
        "city": { "type": "string" }, "rating": { "type": "integer", "minimum": 1, "maximum": 5 } },
        "required": ["city", "rating"], "additionalProperties": false });
    let question = "What is the weather in Paris?";
    let pretty = serde_json::to_string_pretty(&schema).unwrap();
    let mut pairs = Vec::new();
    for (system, question, fenced) in [
        (
            format!(
                "\n        As a genius expert, your task is to understand the content and provide\n        the parsed objects \
                     in json that match the following json_schema:\n\n\n        {pretty}\n\n        Make sure to return an \
                     instance of the JSON, not the schema itself\n"
            ),
            format!("{question}\n\nReturn the correct JSON response within a ```json codeblock. not the JSON_SCHEMA"),
            true,
        ),
        (
            format!(
                "As a genius expert, your task is to understand the content and provide the parsed objects in json that \
                     match the following json_schema:\n{pretty}\n\nMake sure to return an instance of the JSON, not the \
                     schema itself"
            ),
            question.to_owned(),
            false,
        ),
        (
            format!(
                "\nAlways respond with a JSON object that's compatible with this schema:\n\n{schema}\n\nDon't include any \
                     text or Markdown fencing before or after.\n"
            ),
            question.to_owned(),
            false,
        ),
        (
            format!("JSON schema:\n{schema}\nYou MUST answer with a JSON object that matches the JSON schema above."),
            question.to_owned(),
            false,
        ),
        (
            format!("Respond with only a JSON object that matches this JSON schema: {schema}"),
            question.to_owned(),
            false,
        ),
        (
            String::new(),
            format!(
                "Answer the user query.\nThe output should be formatted as a JSON instance that conforms to the JSON schema \
                     below.\n\nAs an example, for the schema {{\"properties\": {{\"foo\": {{\"type\": \"array\"}}}}, \"required\": \
                     [\"foo\"]}} the object {{\"foo\": [\"bar\"]}} is a well-formatted instance of the schema.\n\nHere is the \
                     output schema:\n```\n{schema}\n```\n{question}\n"
            ),
            false,
        ),
    ] {
        let mut body = json!({ "messages": [user(&question)] });
        if !system.is_empty() {
            body["system"] = json!([{ "text": system }]);
        }
        for model in [CLAUDE, NOVA, "us.meta.llama3-3-70b-instruct-v1:0"] {
            let text = converse(model, &body)["output"]["message"]["content"][0]["text"].as_str().unwrap().to_owned();
            let inner = text.strip_prefix("```json\n").and_then(|text| text.strip_suffix("\n```"));
            assert_eq!(inner.is_some(), fenced, "{system}: {text}");
            let value: Value = serde_json::from_str(inner.unwrap_or(&text)).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(value["city"], "Paris");
            pairs.push((schema.clone(), value));
        }
    }
    check(&pairs);
}

#[test]
fn a_schema_without_a_value_is_named() {
    for (schema, reason) in [
        (json!({ "type": "integer", "minimum": 5, "maximum": 3 }), "/score must keep to"),
        (json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }), "/score must be of type"),
        (json!({ "type": "string", "pattern": r"(a)\1" }), "which this simulator cannot read"),
        (json!({ "$ref": "#/$defs/missing" }), "/score needs #/$defs/missing, which is not in the schema"),
        (json!(false), "/score is not allowed"),
    ] {
        let schema = json!({ "type": "object", "properties": { "score": schema }, "required": ["score"] });
        let tool = json!({ "toolSpec": { "name": "save", "inputSchema": { "json": schema } } });
        let body = json!({ "messages": [user("What is RAG?")],
            "toolConfig": { "tools": [tool], "toolChoice": { "any": {} } } });
        let answer = converse(NOVA, &body);
        let blocks = &answer["output"]["message"]["content"];
        let text = blocks[0]["text"].as_str().unwrap_or_default();
        assert!(
            text.starts_with("I found no arguments that fit the schema of `save`: ") && text.contains(reason),
            "{answer}"
        );
        assert_eq!(blocks[1]["toolUse"]["name"], "save");
    }
}

/// Schemas that grow without end when they are followed: the answer is bounded.
#[test]
fn no_schema_explodes() {
    let list = |count: usize| (0..count).map(|_| json!({ "$ref": "#" })).collect::<Vec<_>>();
    let members: Value = (0..12).map(|at| (format!("m{at}"), json!({ "$ref": "#" }))).collect();
    let names: Vec<String> = (0..12).map(|at| format!("m{at}")).collect();
    for schema in [
        json!({ "type": "object", "properties": members, "required": names }),
        json!({ "type": "object", "properties": members }),
        json!({ "type": "object", "allOf": list(12) }),
        json!({ "type": "object", "properties": { "a": { "anyOf": list(12) } }, "required": ["a"] }),
        json!({ "type": "object", "properties": { "a": { "type": "array", "items": { "type": "array", "items": { "$ref": "#" },
            "minItems": 500 }, "minItems": 500 } }, "required": ["a"] }),
    ] {
        let body = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 64_000,
            "messages": [{ "role": "user", "content": "What is RAG?" }],
            "tools": [{ "name": "save", "input_schema": schema }], "tool_choice": { "type": "tool", "name": "save" } });
        let answer = native(CLAUDE, &body);
        assert!(answer.to_string().len() < 400_000, "{schema}");
    }
}
