//! `InvokeFlow`.

use super::*;

fn flow(document: Value) -> Value {
    json!({
        "flowIdentifier": FLOW_ID, "flowAliasIdentifier": FLOW_ALIAS_ID, "enableTrace": true,
        "inputs": [{ "nodeName": "FlowInputNode", "nodeOutputName": "document", "content": { "document": document } }],
    })
}

#[test]
fn the_condition_sends_a_question_to_the_knowledge_base_or_declines_it() {
    let desk = Desk::new();
    for (question, condition, output, text) in [
        ("What is chunking?", "isBedrock", "AnswerNode", "Chunking"),
        ("Zebra giraffe?", "default", "DeclinedNode", "only answer questions about Amazon Bedrock"),
    ] {
        let (head, events) = desk.stream("InvokeFlow", "responseStream", &flow(json!(question)));
        assert!(head["executionId"].is_string());
        let traces = named(&events, "flowTraceEvent");
        let chosen = traces.iter().find_map(|event| event["trace"].get("conditionNodeResultTrace")).unwrap();
        assert_eq!(chosen["satisfiedConditions"], json!([{ "conditionName": condition }]));
        let out = named(&events, "flowOutputEvent")[0];
        assert_eq!(out["nodeName"], output);
        assert!(out["content"]["document"].as_str().unwrap().contains(text), "{out}");
        assert_eq!(events.last().unwrap(), &("flowCompletionEvent".to_owned(), json!({"completionReason": "SUCCESS"})));
        let quiet = with(flow(json!(question)), "enableTrace", json!(false));
        let (_, events) = desk.stream("InvokeFlow", "responseStream", &quiet);
        assert_eq!((events.len(), named(&events, "flowTraceEvent").len()), (2, 0));
    }
}

#[test]
fn wrong_inputs_and_flows_are_refused() {
    let desk = Desk::new();
    let mut node = flow(json!("x"));
    node["inputs"][0]["nodeName"] = json!("Other");
    for (input, part) in [
        (flow(json!({"a": 1})), "is a String"),
        (node, "no input node Other"),
        (with(flow(json!("x")), "flowIdentifier", json!("NOSUCHFLOW")), "ResourceNotFoundException"),
        (with(flow(json!("x")), "flowAliasIdentifier", json!("NOSUCHFLOW")), "ResourceNotFoundException"),
    ] {
        let refused = desk.refused("InvokeFlow", &input);
        assert!(refused.contains(part), "{refused}");
    }
}
