//! The page's own tools in the simulator's hands: questions call for them, and what they answer is told.

use crate::client::{NOW, ask, json_of, text_of};
use outcrop::bedrock::operation::Operation;
use outcrop::experiment::builtin_tools::{BuiltIn, result_block};
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";

fn answer(messages: &[Value]) -> Value {
    let tools: Vec<Value> = BuiltIn::ALL.into_iter().map(BuiltIn::spec).collect();
    let reply = ask(Operation::Converse, NOVA, &json!({ "messages": messages, "toolConfig": { "tools": tools } }));
    assert_eq!(reply.status, 200, "{}", text_of(&reply, "/message"));
    json_of(&reply)["output"]["message"].clone()
}

#[test]
fn questions_loop_through_the_page_s_tools() {
    for (question, calls, told) in [
        ("What is 17 * 23?", json!([["calculator", { "expression": "17 * 23" }]]), "17 * 23 = 391"),
        ("How much is 15% of 80?", json!([["calculator", { "expression": "15 / 100 * 80" }]]), "15 / 100 * 80 = 12"),
        (
            "Convert 10 km to miles",
            json!([["unit_converter", { "value": 10, "from": "km", "to": "mile" }]]),
            "According to `unit_converter` (10, km, mile): value: 6.2",
        ),
        (
            "How many feet are 3 meters?",
            json!([["unit_converter", { "value": 3, "from": "m", "to": "foot" }]]),
            "According to `unit_converter` (3, m, foot): value: 9.84",
        ),
        ("What time is it?", json!([["clock", {}]]), "According to `clock`: utc: 2026-04-22T12:00:00"),
        (
            "Which river does Vienna lie on?",
            json!([["city_lookup", { "city": "Vienna" }]]),
            "According to `city_lookup` (Vienna): city: Vienna, country: Austria, river: Danube.",
        ),
        (
            "In which country is Cairo?",
            json!([["city_lookup", { "city": "Cairo" }]]),
            "According to `city_lookup` (Cairo): city: Cairo, country: Egypt, river: Nile.",
        ),
        (
            "Look up Atlantis in the table of cities",
            json!([["city_lookup", { "city": "Atlantis" }]]),
            "`city_lookup` failed and says: Atlantis is not in the table",
        ),
        (
            "Which country is Seoul in, and what is 2 + 2?",
            json!([["calculator", { "expression": "2 + 2" }], ["city_lookup", { "city": "Seoul" }]]),
            "2 + 2 = 4",
        ),
        ("What are tokens?", json!([]), ""),
        ("Explain tool use in one sentence.", json!([]), ""),
        ("Hello!", json!([]), ""),
    ] {
        let user = json!({ "role": "user", "content": [{ "text": question }] });
        let message = answer(std::slice::from_ref(&user));
        let asked: Vec<&Value> =
            message["content"].as_array().unwrap().iter().filter_map(|block| block.get("toolUse")).collect();
        let found: Vec<Value> = asked.iter().map(|call| json!([call["name"], call["input"]])).collect();
        assert_eq!(Value::from(found), calls, "{question}");
        if asked.is_empty() {
            continue;
        }
        let results: Vec<Value> = asked
            .iter()
            .map(|call| {
                let tool = BuiltIn::from_name(call["name"].as_str().unwrap()).unwrap();
                result_block(call["toolUseId"].as_str().unwrap(), &tool.run(&call["input"], NOW))
            })
            .collect();
        let message = answer(&[user, message, json!({ "role": "user", "content": results })]);
        let text = message["content"][0]["text"].as_str().unwrap();
        assert!(text.starts_with(told), "{question}: {text}");
    }
}
