//! What stands around an answer: the guardrail, the headers of `InvokeModel`, echoes, limits and token counts.

use crate::client::bodies::{chunks_of, claude, converse, native, with};
use crate::client::{NOW, ask, events_of, json_of, reply, request, sign, text_of, user};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::http::{Header, HttpRequest, header};
use outcrop::bedrock::family::Family;
use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD, Reply, example_credentials};
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";

fn guarded(question: &str, trace: &str) -> Value {
    with(
        user(question),
        &json!({ "guardrailConfig": {
        "guardrailIdentifier": EXAMPLE_GUARDRAIL_ID, "guardrailVersion": "1", "trace": trace
    } }),
    )
}

#[test]
fn the_guardrail_blocks_its_word() {
    let question = format!("What is {EXAMPLE_GUARDRAIL_WORD}?");
    let blocked = converse(NOVA, &guarded(&question, "enabled"));
    assert_eq!(blocked["stopReason"], "guardrail_intervened");
    assert!(blocked["output"]["message"]["content"][0]["text"].as_str().unwrap().contains("blocked this question"));
    let words = &blocked["trace"]["guardrail"]["inputAssessment"][EXAMPLE_GUARDRAIL_ID]["wordPolicy"]["customWords"];
    assert_eq!(words[0], json!({ "match": EXAMPLE_GUARDRAIL_WORD, "action": "BLOCKED", "detected": true }));
    assert_eq!(blocked["usage"]["totalTokens"], 0);
    let passed = converse(NOVA, &guarded("What are tokens?", "enabled"));
    assert_eq!(passed["stopReason"], "end_turn");
    assert!(passed["trace"]["guardrail"]["outputAssessments"][EXAMPLE_GUARDRAIL_ID].is_array());
    assert!(converse(NOVA, &guarded("What are tokens?", "disabled")).get("trace").is_none());
    let events = events_of(&ask(Operation::ConverseStream, NOVA, &guarded(&question, "enabled")));
    assert!(events.iter().any(|(name, p)| name == "messageStop" && p["stopReason"] == "guardrail_intervened"));
    assert!(events.last().unwrap().1["trace"]["guardrail"]["inputAssessment"].is_object());
    // Only what is marked is looked at; the answer is looked at always.
    let mut marked = guarded(&format!("Say {EXAMPLE_GUARDRAIL_WORD}"), "enabled");
    marked["system"] = json!([{ "guardContent": { "text": { "text": "Be kind." } } }]);
    let answer = converse(NOVA, &marked);
    assert_eq!(answer["stopReason"], "guardrail_intervened");
    assert!(answer["output"]["message"]["content"][0]["text"].as_str().unwrap().contains("blocked the answer"));
    let mut other = guarded("hi", "enabled");
    other["guardrailConfig"]["guardrailIdentifier"] = json!("other");
    assert_eq!(
        text_of(&ask(Operation::Converse, NOVA, &other), "/message"),
        "The guardrail identifier or version provided in the request does not exist."
    );
}

fn sent(operation: Operation, model: &str, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let mut unsigned = request(operation, model, "us-east-1", body);
    unsigned.headers.extend(headers.iter().map(|(name, value)| Header::new(*name, *value)));
    reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW))
}

#[test]
fn invoke_model_takes_the_same_by_headers() {
    let headers = [
        ("x-amzn-bedrock-guardrailidentifier", EXAMPLE_GUARDRAIL_ID),
        ("x-amzn-bedrock-guardrailversion", "DRAFT"),
        ("x-amzn-bedrock-trace", "ENABLED"),
        ("x-amzn-bedrock-performanceconfig-latency", "optimized"),
        ("x-amzn-bedrock-service-tier", "priority"),
        ("x-amzn-bedrock-request-metadata", "{\"team\":\"a\"}"),
    ];
    let question = format!("What is {EXAMPLE_GUARDRAIL_WORD}?");
    let body = claude(&json!({ "messages": [{ "role": "user", "content": question }] }));
    let reply = sent(Operation::InvokeModel, CLAUDE, &body, &headers);
    let answer = json_of(&reply);
    assert_eq!(answer["amazon-bedrock-guardrailAction"], "INTERVENED");
    assert!(answer["amazon-bedrock-trace"]["guardrail"]["input"][EXAMPLE_GUARDRAIL_ID]["wordPolicy"].is_object());
    assert!(answer["content"][0]["text"].as_str().unwrap().contains("blocked"));
    assert_eq!(header(&reply.headers, "x-amzn-bedrock-performanceconfig-latency"), Some("optimized"));
    assert_eq!(header(&reply.headers, "x-amzn-bedrock-service-tier"), Some("priority"));
    let reply = sent(Operation::InvokeModelWithResponseStream, CLAUDE, &claude(&json!({})), &headers);
    assert_eq!(chunks_of(&reply).last().unwrap()["amazon-bedrock-guardrailAction"], "NONE");
    assert!(native(CLAUDE, &body).get("amazon-bedrock-guardrailAction").is_none());
}

/// Converse says it in its stop reason, a native body beside it.
#[test]
fn an_intervention_is_read_from_both_apis() {
    let question = format!("What is {EXAMPLE_GUARDRAIL_WORD}?");
    let body = claude(&json!({ "messages": [{ "role": "user", "content": question }] }));
    let headers =
        [("x-amzn-bedrock-guardrailidentifier", EXAMPLE_GUARDRAIL_ID), ("x-amzn-bedrock-guardrailversion", "DRAFT")];
    let read = |operation: Operation, answer: &Value| {
        let mut fold = Fold::new(operation, Some(Family::Claude));
        fold.push_body(answer);
        fold.turn().guardrail_intervened()
    };
    let blocked = json_of(&sent(Operation::InvokeModel, CLAUDE, &body, &headers));
    assert_eq!(blocked["stop_reason"], "end_turn");
    assert!(read(Operation::InvokeModel, &blocked));
    assert!(!read(Operation::InvokeModel, &native(CLAUDE, &body)));
    assert!(read(Operation::Converse, &converse(CLAUDE, &guarded(&question, "enabled"))));
    assert!(!read(Operation::Converse, &converse(CLAUDE, &guarded("What are tokens?", "enabled"))));
}

#[test]
fn converse_echoes_tier_and_latency_and_takes_metadata() {
    let body = with(
        user("hi"),
        &json!({
            "performanceConfig": { "latency": "optimized" },
            "serviceTier": { "type": "flex" },
            "requestMetadata": { "team": "a" },
            "promptVariables": { "name": { "text": "x" } },
        }),
    );
    let answer = converse(NOVA, &body);
    assert_eq!(
        (&answer["performanceConfig"], &answer["serviceTier"]),
        (&body["performanceConfig"], &body["serviceTier"])
    );
    let events = events_of(&ask(Operation::ConverseStream, NOVA, &body));
    assert_eq!(events.last().unwrap().1["serviceTier"], body["serviceTier"]);
    let body = with(user("hi"), &json!({ "additionalModelResponseFieldPaths": ["stop_sequence"] }));
    assert!(text_of(&ask(Operation::Converse, CLAUDE, &body), "/message").contains("is not a JSON Pointer"));
}

#[test]
fn effort_is_for_the_models_that_have_it() {
    let refused = |model: &str, level: &str| {
        let body = with(user("hi"), &json!({ "outputConfig": { "effort": level } }));
        json_of(&ask(Operation::Converse, model, &body))["message"].as_str().map(str::to_owned)
    };
    for (model, level) in [
        ("us.anthropic.claude-opus-5-5", "xhigh"),
        ("us.openai.gpt-5.5", "none"),
        ("us.xai.grok-4.7", "xhigh"),
        ("qwen.qwen3-32b-v1:0", "low"),
    ] {
        assert_eq!(refused(model, level), None, "{model}");
    }
    let returned = "The model returned the following errors: ";
    for (model, level, message) in [
        (CLAUDE, "low", format!("{returned}This model does not support the effort parameter.")),
        (
            "us.anthropic.claude-opus-4-6-v1",
            "xhigh",
            format!("{returned}output_config.effort: Input should be one of low, medium, high, max"),
        ),
        (
            NOVA,
            "low",
            "This model doesn't support the outputConfig.effort field. Remove outputConfig.effort and try again."
                .to_owned(),
        ),
    ] {
        assert_eq!(refused(model, level), Some(message), "{model}");
    }
    assert!(refused("us.openai.gpt-6.1-sol", "none").unwrap().contains("none is not a valid enum value"));
}

#[test]
fn a_context_that_overflows_is_refused() {
    let long = "word ".repeat(200_100);
    let body = claude(&json!({ "messages": [{ "role": "user", "content": long }] }));
    let message = text_of(&ask(Operation::InvokeModel, CLAUDE, &body), "/message");
    assert!(message.starts_with("prompt is too long: 2001") && message.ends_with("> 200000 maximum"), "{message}");
    let body = claude(&json!({ "messages": [{ "role": "user", "content": "word ".repeat(199_000) }] }));
    let message = text_of(&ask(Operation::InvokeModel, CLAUDE, &body), "/message");
    assert!(message.starts_with("input length and `max_tokens` exceed context limit: 199"), "{message}");
}

fn count(model: &str, input: &Value) -> Reply {
    let mut unsigned: HttpRequest = request(Operation::Converse, model, "us-east-1", &json!({ "input": input }));
    let path = unsigned.url.path.replace("/converse", "/count-tokens");
    unsigned.url.path = path;
    reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW))
}

#[test]
fn tokens_are_counted_in_both_shapes_as_a_run_counts_them() {
    let body = with(user("What are tokens?"), &json!({ "system": [{ "text": "Be brief." }] }));
    let used = converse(CLAUDE, &body)["usage"]["inputTokens"].clone();
    assert_eq!(json_of(&count(CLAUDE, &json!({ "converse": body }))), json!({ "inputTokens": used }));
    let body = claude(&json!({ "system": "Be brief." }));
    let used = native(CLAUDE, &body)["usage"]["input_tokens"].clone();
    let encoded = STANDARD.encode(body.to_string());
    assert_eq!(json_of(&count(CLAUDE, &json!({ "invokeModel": { "body": encoded } }))), json!({ "inputTokens": used }));
    // The bare id of a model that runs through profiles only is fine here.
    assert_eq!(count("anthropic.claude-haiku-4-5-20251001-v1:0", &json!({ "converse": user("hi") })).status, 200);
    for (model, input, expected) in [
        (NOVA, json!({ "converse": user("hi") }), "The provided model doesn't support counting tokens."),
        (CLAUDE, json!({ "invokeModel": { "body": STANDARD.encode("{}") } }), "anthropic_version: Field required"),
        (
            CLAUDE,
            json!({ "invokeModel": { "body": STANDARD.encode("{") } }),
            "Malformed input request: The request body is not valid JSON",
        ),
        (CLAUDE, json!({ "converse": { "messages": [] } }), "A conversation must start with a user message."),
    ] {
        let reply = count(model, &input);
        assert!(
            reply.status == 400 && text_of(&reply, "/message").starts_with(expected),
            "{}",
            text_of(&reply, "/message")
        );
    }
}
