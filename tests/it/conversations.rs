//! Random Converse bodies within what a family shares with Converse.

use serde_json::{Map, Value, json};

/// What a family has beside text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    System,
    SeveralSystem,
    SeveralTexts,
    Images,
    /// Images before a text only, since adjacent texts and images make one string.
    ImagesInPrompt,
    Tools,
    /// Tools and results as Cohere has them: flat schemas, objects as results, ids by position.
    CohereTools,
    AnyTool,
    NamedTool,
    Strict,
    Status,
    JsonResults,
    Reasoning,
    Documents,
    Cache,
    Stop,
    Schema,
    SchemaName,
    Effort,
}

use Has::{
    AnyTool, Cache, CohereTools, Documents, Effort, Images, ImagesInPrompt, JsonResults, NamedTool, Reasoning, Schema,
    SchemaName, SeveralSystem, SeveralTexts, Status, Stop, Strict, System, Tools,
};

const CHAT: &[Has] =
    &[System, SeveralSystem, SeveralTexts, Images, Tools, AnyTool, NamedTool, Strict, Stop, Schema, SchemaName, Effort];
const CLAUDE: &[Has] = &[
    System,
    SeveralSystem,
    SeveralTexts,
    Images,
    Tools,
    AnyTool,
    NamedTool,
    Strict,
    Status,
    Reasoning,
    Documents,
    Cache,
    Stop,
    Schema,
    Effort,
];
const PLAIN_CHAT: &[Has] = &[System, SeveralSystem, Tools, AnyTool, NamedTool, Stop];

/// A model of each family, with what the family has.
pub const MODELS: [(&str, &[Has]); 15] = [
    ("us.anthropic.claude-haiku-4-5-20251001-v1:0", CLAUDE),
    (
        "amazon.nova-lite-v1:0",
        &[System, SeveralSystem, SeveralTexts, Images, Tools, AnyTool, NamedTool, Status, JsonResults, Cache, Stop],
    ),
    ("amazon.nova-2-lite-v1:0", &[System, SeveralTexts, Images, Tools, JsonResults, Stop]),
    ("amazon.titan-text-express-v1", &[System, Stop]),
    ("meta.llama3-8b-instruct-v1:0", &[System]),
    ("us.meta.llama3-2-90b-instruct-v1:0", &[System, ImagesInPrompt]),
    ("us.meta.llama4-scout-17b-instruct-v1:0", &[System, ImagesInPrompt]),
    ("mistral.mistral-7b-instruct-v0:2", &[Stop]),
    ("us.deepseek.r1-v1:0", &[System, Stop]),
    (
        "us.mistral.pixtral-large-2502-v1:0",
        &[System, SeveralSystem, SeveralTexts, Images, Tools, AnyTool, Stop, Schema, SchemaName, Effort],
    ),
    ("cohere.command-r-plus-v1:0", &[System, CohereTools, Stop]),
    ("ai21.jamba-1-5-mini-v1:0", PLAIN_CHAT),
    ("openai.gpt-oss-20b-1:0", CHAT),
    ("qwen.qwen3-32b-v1:0", CHAT),
    ("us.writer.palmyra-x5-v1:0", PLAIN_CHAT),
];

struct Random {
    state: u64,
    /// Whether every member is there.
    always: bool,
}

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 40) as usize % bound
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.always || self.below(100) < percent
    }

    fn text(&mut self) -> String {
        const WORDS: [&str; 7] = ["granite", "Why?", "é 岩", "\"quoted\"", "{\"a\": 1}", "a\nb", "3.5"];
        let words: Vec<&str> = (0..=self.below(3)).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }
}

/// A Converse body of that seed, with nothing in it that the family lacks.
pub fn conversation(seed: u64, has: &[Has]) -> Value {
    body(Random { state: seed, always: false }, has)
}

/// A Converse body with every member that the family has.
pub fn whole(seed: u64, has: &[Has]) -> Value {
    body(Random { state: seed, always: true }, has)
}

fn body(mut random: Random, has: &[Has]) -> Value {
    let may = |what: Has| has.contains(&what);
    let mut body = Map::new();
    if may(System) && random.chance(60) {
        let count = if may(SeveralSystem) { 1 + random.below(2) } else { 1 };
        let mut system: Vec<Value> = (0..count).map(|_| json!({"text": random.text()})).collect();
        if may(Cache) && random.chance(30) {
            system.push(json!({"cachePoint": {"type": "default"}}));
        }
        body.insert("system".into(), system.into());
    }
    let mut messages = Vec::new();
    for _ in 0..random.below(3) {
        messages.push(user(&mut random, has));
        messages.push(json!({"role": "assistant", "content": [{"text": random.text()}]}));
    }
    let tools = (may(Tools) || may(CohereTools)) && random.chance(60);
    if random.chance(75) || messages.is_empty() || tools {
        messages.push(user(&mut random, has));
        if tools && random.chance(60) {
            exchange(&mut random, has, &mut messages);
        }
    }
    body.insert("messages".into(), messages.into());
    let mut inference = Map::new();
    // Claude's body must have it, so it is always there.
    inference.insert("maxTokens".into(), (1 + random.below(900)).into());
    if random.chance(50) {
        inference.insert("temperature".into(), json!(0.25));
    }
    if random.chance(50) {
        inference.insert("topP".into(), json!(0.5));
    }
    if may(Stop) && random.chance(50) {
        inference.insert("stopSequences".into(), json!(["END", random.text()]));
    }
    body.insert("inferenceConfig".into(), inference.into());
    if tools {
        body.insert("toolConfig".into(), tool_config(&mut random, has));
    }
    let mut output = Map::new();
    if may(Schema) && random.chance(30) {
        let mut schema = json!({"schema": "{\"type\":\"object\",\"properties\":{}}"});
        if may(SchemaName) {
            schema["name"] = json!("reply");
        }
        output.insert("textFormat".into(), json!({"type": "json_schema", "structure": {"jsonSchema": schema}}));
    }
    if may(Effort) && random.chance(30) {
        output.insert("effort".into(), "low".into());
    }
    if !output.is_empty() {
        body.insert("outputConfig".into(), output.into());
    }
    if random.chance(40) {
        body.insert("additionalModelRequestFields".into(), json!({"seed": 7, "more": {"deep": [1, {"x": null}]}}));
    }
    Value::Object(body)
}

fn user(random: &mut Random, has: &[Has]) -> Value {
    let may = |what: Has| has.contains(&what);
    let mut content = Vec::new();
    if (may(Images) || may(ImagesInPrompt)) && random.chance(40) {
        let (format, bytes) =
            [("png", "iVBORw0KGgo="), ("jpeg", "/9j/4AAQ"), ("gif", "R0lGODlh"), ("webp", "UklGRg==")][random.below(4)];
        content.push(json!({"image": {"format": format, "source": {"bytes": bytes}}}));
    }
    if may(Documents) && random.chance(30) {
        content.push(json!({"document": {"format": "pdf", "name": "report", "source": {"bytes": "JVBERi0="}, "citations": {"enabled": true}}}));
        content.push(json!({"searchResult": {"source": "s", "title": "t", "content": [{"text": "found"}]}}));
    }
    content.push(json!({"text": random.text()}));
    if may(SeveralTexts) && random.chance(30) {
        content.push(json!({"text": random.text()}));
    }
    if may(Cache) && random.chance(30) {
        content.push(json!({"cachePoint": {"type": "default", "ttl": "1h"}}));
    }
    json!({"role": "user", "content": content})
}

/// The model asks for tools, and gets their results.
fn exchange(random: &mut Random, has: &[Has], messages: &mut Vec<Value>) {
    let may = |what: Has| has.contains(&what);
    let mut calls = Vec::new();
    let mut results = Vec::new();
    if may(Reasoning) && random.chance(50) {
        calls.push(json!({"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}}));
        calls.push(json!({"reasoningContent": {"redactedContent": "eHg="}}));
    }
    if !may(CohereTools) && random.chance(50) {
        calls.push(json!({"text": "Let me look."}));
    }
    for index in 0..=random.below(2) {
        let id = format!("call_{index}");
        calls.push(json!({"toolUse": {"toolUseId": id, "name": "lookup", "input": {"q": random.text(), "n": [1, {"a": null}]}}}));
        let content = if (may(JsonResults) || may(CohereTools)) && random.chance(50) {
            json!({"json": {"mohs": 6.5}})
        } else {
            json!({"text": random.text()})
        };
        let mut result = json!({"toolUseId": id, "content": [content]});
        if may(Status) && random.chance(50) {
            result["status"] = json!(["success", "error"][random.below(2)]);
        }
        results.push(json!({"toolResult": result}));
    }
    messages.push(json!({"role": "assistant", "content": calls}));
    messages.push(json!({"role": "user", "content": results}));
}

fn tool_config(random: &mut Random, has: &[Has]) -> Value {
    let may = |what: Has| has.contains(&what);
    let schema = json!({"type": "object", "properties": {"q": {"type": "string", "description": "what"}, "n": {"type": "array"}}, "required": ["q"]});
    let mut spec = json!({"name": "lookup", "description": "Looks it up", "inputSchema": {"json": schema}});
    if may(Strict) && random.chance(30) {
        spec["strict"] = json!(true);
    }
    let mut tools = vec![json!({"toolSpec": spec})];
    if random.chance(30) {
        tools.push(json!({"toolSpec": {"name": "now", "inputSchema": {"json": {"type": "object", "properties": {}}}}}));
    }
    // Nova's body has no cache points among its tools.
    if may(Cache) && may(Reasoning) && random.chance(30) {
        tools.push(json!({"cachePoint": {"type": "default"}}));
    }
    let mut config = json!({ "tools": tools });
    let choice = match random.below(4) {
        0 if may(Tools) => Some(json!({"auto": {}})),
        1 if may(AnyTool) => Some(json!({"any": {}})),
        2 if may(NamedTool) => Some(json!({"tool": {"name": "lookup"}})),
        _ => None,
    };
    if let Some(choice) = choice {
        config["toolChoice"] = choice;
    }
    config
}
