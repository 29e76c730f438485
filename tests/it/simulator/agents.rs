//! Agents as frameworks drive them, to their end; and how many calls an answer may have.

use crate::client::bodies::{claude, converse, native};
use crate::client::tools::{schema, user};
use serde_json::{Value, json};

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA: &str = "amazon.nova-lite-v1:0";
const GPT_OSS: &str = "openai.gpt-oss-20b-1:0";
const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";
const QWEN: &str = "qwen.qwen3-32b-v1:0";
const MISTRAL: &str = "mistral.mistral-large-2407-v1:0";

fn tool(name: &str, description: &str, keys: &[&str]) -> Value {
    let properties: Value = keys.iter().map(|key| ((*key).to_owned(), json!({ "type": "string" }))).collect();
    json!({ "toolSpec": { "name": name, "description": description,
        "inputSchema": { "json": { "type": "object", "properties": properties, "required": keys } } } })
}

fn weather() -> Value {
    tool("get_weather", "Get the weather in a city", &["city"])
}

fn calls(answer: &Value) -> Vec<Value> {
    let blocks = answer["output"]["message"]["content"].as_array().unwrap();
    blocks.iter().filter_map(|block| block.get("toolUse").cloned()).collect()
}

/// Runs an agent over Converse until it stops or calls `last`; gives the names of the calls of each turn.
fn run(model: &str, question: &str, config: &Value, last: &str) -> (Vec<Vec<String>>, Value) {
    let mut messages = vec![user(question)];
    let mut turns = Vec::new();
    for _ in 0..6 {
        let answer = converse(model, &json!({ "messages": messages, "toolConfig": config }));
        let found = calls(&answer);
        turns.push(found.iter().map(|call| call["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
        if found.is_empty() || found.iter().any(|call| call["name"] == last) {
            return (turns, answer);
        }
        messages.push(answer["output"]["message"].clone());
        let results: Vec<Value> = found
            .iter()
            .map(|call| json!({ "toolResult": { "toolUseId": call["toolUseId"], "content": [{ "text": "18 degrees and sunny" }] } }))
            .collect();
        messages.push(json!({ "role": "user", "content": results }));
    }
    panic!("{model} goes on for ever: {turns:?}");
}

#[test]
fn an_agent_that_must_call_a_tool_ends_with_its_output_tool() {
    let pydantic = tool("final_result", "The final response which ends this conversation", &["city", "report"]);
    let ai_sdk = tool("json", "Respond with a JSON object.", &["city", "report"]);
    let langchain = tool("WeatherReport", "A report on the weather", &["city", "report"]);
    let strands = tool(
        "Forecast",
        "IMPORTANT: This StructuredOutputTool should only be invoked as the last and final tool before returning the completed \
         result to the caller.",
        &["city", "report"],
    );
    for output in [pydantic, ai_sdk, langchain, strands] {
        let name = output["toolSpec"]["name"].as_str().unwrap().to_owned();
        for model in [CLAUDE, NOVA, GPT_OSS] {
            let config = json!({ "tools": [weather(), output], "toolChoice": { "any": {} } });
            let (turns, answer) = run(model, "What is the weather in Paris?", &config, &name);
            assert_eq!(turns, [vec!["get_weather".to_owned()], vec![name.clone()]], "{model}");
            let input = &calls(&answer)[0]["input"];
            assert_eq!(input["city"], "Paris");
            assert!(input["report"].as_str().unwrap().contains("18 degrees and sunny"), "{input}");
        }
        // Without a choice, as for models that have none.
        for model in [GPT_OSS, LLAMA, QWEN] {
            let config = json!({ "tools": [weather(), output] });
            let (turns, _) = run(model, "What is the weather in Paris?", &config, &name);
            assert_eq!(turns, [vec!["get_weather".to_owned()], vec![name.clone()]], "{model}");
        }
    }
}

#[test]
fn other_agents_end_too() {
    let config = json!({ "tools": [weather()] });
    let crew = "\nCurrent Task: What is the weather in Paris?\n\nThis is the expected criteria for your final answer: A short \
                report\nyou MUST return the actual complete content as the final answer, not a summary.\n\nBegin! This is VERY \
                important to you, use the tools available and give your best Final Answer, your job depends on it!\n\nThought:";
    for (question, first) in [
        (crew, &["Paris"][..]),
        ("I am Anna. What is the weather in Rio de Janeiro?", &["Rio de Janeiro"]),
        ("Weather in Washington, D.C.?", &["Washington, D.C."]),
        ("What is the weather in Paris and in Oslo?", &["Paris", "Oslo"]),
    ] {
        for model in [CLAUDE, NOVA, GPT_OSS] {
            let answer = converse(model, &json!({ "messages": [user(question)], "toolConfig": config }));
            let cities: Vec<Value> = calls(&answer).iter().map(|call| call["input"]["city"].clone()).collect();
            assert_eq!(cities, first, "{model}: {question}");
            assert_eq!(run(model, question, &config, "none").0.len(), 2, "{question}");
        }
    }
    // Two tools, one of which must be called: the other one comes after the first.
    let config =
        json!({ "tools": [weather(), tool("save_note", "Stores a note", &["note"])], "toolChoice": { "any": {} } });
    assert_eq!(run(NOVA, "What is the weather in Paris?", &config, "save_note").0, [["get_weather"], ["save_note"]]);
}

#[test]
fn a_lone_output_tool_is_called() {
    let final_result = tool("final_result", "The final response which ends this conversation", &["city"]);
    let person = tool("Person", "Somebody in the text", &["name"]);
    for model in [GPT_OSS, LLAMA, QWEN, MISTRAL] {
        let ask = |tool: &Value, messages: Value| {
            let body = json!({ "messages": messages, "toolConfig": { "tools": [tool] } });
            calls(&converse(model, &body)).iter().map(|call| call["name"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ask(&final_result, json!([user("Tell me about Paris")])), ["final_result"], "{model}");
        assert_eq!(ask(&person, json!([user("Extract the person: Anna is 30 years old.")])), ["Person"], "{model}");
        let again = json!([
            user("Who is Anna?"),
            { "role": "assistant", "content": [{ "text": "A person." }] },
            user("Plain text responses are not permitted, please include your response in a tool call"),
        ]);
        assert_eq!(ask(&person, again.clone()), ["Person"], "{model}");
        assert_eq!(ask(&weather(), again), ["get_weather"], "{model}");
        // A tool that is no answer waits until it is needed.
        assert_eq!(ask(&person, json!([user("What are tokens?")])), Vec::<Value>::new(), "{model}");
    }
}

#[test]
fn a_short_message_asks_the_same_of_another_place() {
    let answered = |city: &str| {
        json!([
            { "role": "assistant", "content": [{ "toolUse": { "toolUseId": "a", "name": "get_weather", "input": { "city": city } } }] },
            { "role": "user", "content": [{ "toolResult": { "toolUseId": "a", "content": [{ "text": "sunny" }] } }] },
            { "role": "assistant", "content": [{ "text": "It is sunny." }] },
        ])
    };
    for (follow_up, cities) in [
        ("And in Oslo?", &["Oslo"][..]),
        ("What about Rome?", &["Rome"]),
        ("and in Bergen and Rome?", &["Bergen", "Rome"]),
        ("And what are embeddings?", &[]),
    ] {
        for model in [CLAUDE, NOVA, QWEN] {
            let mut messages = vec![user("What is the weather in Paris?")];
            messages.extend(answered("Paris").as_array().unwrap().clone());
            messages.push(user(follow_up));
            let answer = converse(model, &json!({ "messages": messages, "toolConfig": { "tools": [weather()] } }));
            let found: Vec<Value> = calls(&answer).iter().map(|call| call["input"]["city"].clone()).collect();
            assert_eq!(found, cities, "{model}: {follow_up}");
        }
    }
}

/// As the AI SDK does for models without structured output: the tools first, then the JSON.
#[test]
fn a_schema_in_the_prompt_waits_for_the_tools() {
    let schema = r#"{"type":"object","properties":{"city":{"type":"string"},"report":{"type":"string"}},"required":["city","report"]}"#;
    let question = "What is the weather in Paris?";
    let instruction =
        format!("JSON schema:\n{schema}\nYou MUST answer with a JSON object that matches the JSON schema above.");
    let call = json!({ "toolUse": { "toolUseId": "a", "name": "get_weather", "input": { "city": "Paris" } } });
    let result = json!({ "toolResult": { "toolUseId": "a", "content": [{ "text": "sunny" }] } });
    for (system, asked) in
        [(instruction.as_str(), question.to_owned()), ("Be exact.", format!("{question}\n\n{instruction}"))]
    {
        for model in [CLAUDE, NOVA, LLAMA] {
            let body = |messages: Value| json!({ "system": [{ "text": system }], "messages": messages, "toolConfig": { "tools": [weather()] } });
            let first = converse(model, &body(json!([user(&asked)])));
            assert_eq!(
                calls(&first).iter().map(|call| call["input"].clone()).collect::<Vec<_>>(),
                [json!({ "city": "Paris" })]
            );
            let next = json!([
                user(&asked),
                { "role": "assistant", "content": [call] },
                { "role": "user", "content": [result] },
            ]);
            let text =
                converse(model, &body(next))["output"]["message"]["content"][0]["text"].as_str().unwrap().to_owned();
            let value: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(value["city"], "Paris");
            assert!(value["report"].as_str().unwrap().contains("sunny"), "{value}");
        }
    }
}

#[test]
fn one_call_at_a_time_is_honoured() {
    let tools =
        json!([{ "name": "get_weather", "description": "Get the weather in a city", "input_schema": schema("city") }]);
    let question = json!({ "role": "user", "content": "What is the weather in Paris and in Oslo?" });
    let ask = |messages: &Value, choice: Value| {
        let body = claude(&json!({ "messages": messages, "tools": tools, "tool_choice": choice }));
        let answer = native(CLAUDE, &body);
        let blocks = answer["content"].as_array().unwrap().clone();
        let calls: Vec<Value> = blocks.iter().filter(|block| block["type"] == "tool_use").cloned().collect();
        (calls, answer)
    };
    for (choice, count) in [
        (json!({ "type": "auto" }), 2),
        (json!({ "type": "auto", "disable_parallel_tool_use": false }), 2),
        (json!({ "type": "auto", "disable_parallel_tool_use": true }), 1),
        (json!({ "type": "any", "disable_parallel_tool_use": true }), 1),
        (json!({ "type": "tool", "name": "get_weather", "disable_parallel_tool_use": true }), 1),
    ] {
        assert_eq!(ask(&json!([question]), choice.clone()).0.len(), count, "{choice}");
    }
    // The second city comes in the next turn, and then the answer.
    let one = json!({ "type": "auto", "disable_parallel_tool_use": true });
    let mut messages = vec![question];
    for city in ["Paris", "Oslo"] {
        let (calls, answer) = ask(&json!(messages), one.clone());
        assert_eq!(calls[0]["input"], json!({ "city": city }));
        messages.push(json!({ "role": "assistant", "content": answer["content"] }));
        messages.push(json!({ "role": "user", "content": [{ "type": "tool_result", "tool_use_id": calls[0]["id"], "content": "sunny" }] }));
    }
    assert_eq!(ask(&json!(messages), one).0.len(), 0);
    // The chat shape has a member of its own.
    let function = json!({ "type": "function", "function": { "name": "get_weather", "parameters": schema("city") } });
    for (parallel, count) in [(true, 2), (false, 1)] {
        let body = json!({ "messages": [{ "role": "user", "content": "What is the weather in Paris and in Oslo?" }],
            "tools": [function], "parallel_tool_calls": parallel });
        assert_eq!(native(GPT_OSS, &body)["choices"][0]["message"]["tool_calls"].as_array().unwrap().len(), count);
    }
}
