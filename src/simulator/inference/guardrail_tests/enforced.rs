//! A guardrail that the account enforces on every call.

use super::*;

#[test]
fn an_enforced_guardrail_acts_on_calls_that_name_none() {
    let desk = Desk::new();
    let id = desk.guardrail(&words(&["bluebird"]));
    desk.play("bedrock", "CreateGuardrailVersion", &json!({ "guardrailIdentifier": id }));
    desk.wait();
    let put = json!({ "guardrailInferenceConfig": {
        "guardrailIdentifier": id, "guardrailVersion": "1",
        "modelEnforcement": { "includedModels": ["ALL"], "excludedModels": ["amazon.nova-pro-v1:0"] },
    } });
    assert_eq!(desk.play("bedrock", "PutEnforcedGuardrailConfiguration", &put).0, 200);
    let mut body = ask("A bluebird", &id, "1");
    let (_, both) = desk.converse(&body);
    let details = &both["trace"]["guardrail"]["inputAssessment"][&id]["appliedGuardrailDetails"];
    assert_eq!(details["guardrailOrigin"], json!(["REQUEST", "ACCOUNT_ENFORCED"]));
    body["guardrailConfig"] = json!({
        "guardrailIdentifier": "outcropguard", "guardrailVersion": "1", "trace": "enabled",
    });
    let (_, two) = desk.converse(&body);
    let inputs = two["trace"]["guardrail"]["inputAssessment"].as_object().unwrap();
    assert_eq!((inputs.len(), text(&two)), (2, "Sorry, I cannot use that."));
    body.as_object_mut().unwrap().remove("guardrailConfig");
    assert_eq!(desk.converse(&body).1["stopReason"], "guardrail_intervened");
    body["modelId"] = json!("amazon.nova-pro-v1:0");
    assert_eq!(desk.converse(&body).1["stopReason"], "end_turn");
}

#[test]
fn an_enforced_guardrail_can_look_past_the_marks() {
    let insult = json!({ "text": "What an idiot." });
    let hello = json!({ "guardContent": { "text": { "text": "hi" } } });
    for (part, mode, blocked) in [
        ("messages", "SELECTIVE", false),
        ("messages", "COMPREHENSIVE", true),
        ("system", "SELECTIVE", false),
        ("system", "COMPREHENSIVE", true),
    ] {
        let desk = Desk::new();
        let filter = json!({ "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "NONE" });
        let id = desk.guardrail(&json!({ "contentPolicyConfig": { "filtersConfig": [filter] } }));
        desk.play("bedrock", "CreateGuardrailVersion", &json!({ "guardrailIdentifier": id }));
        desk.wait();
        let put = json!({ "guardrailInferenceConfig": {
            "guardrailIdentifier": id, "guardrailVersion": "1", "selectiveContentGuarding": { part: mode },
        } });
        assert_eq!(desk.play("bedrock", "PutEnforcedGuardrailConfiguration", &put).0, 200);
        let mut body = ask("", &id, "1");
        body.as_object_mut().unwrap().remove("guardrailConfig");
        if part == "system" {
            body["system"] = json!([insult]);
            body["messages"][0]["content"] = json!([hello]);
        } else {
            body["messages"][0]["content"] = json!([insult, hello]);
        }
        let (status, answer) = desk.converse(&body);
        let is_blocked = answer["stopReason"] == "guardrail_intervened";
        assert_eq!((status, is_blocked), (200, blocked), "{part} {mode} {answer}");
    }
}
