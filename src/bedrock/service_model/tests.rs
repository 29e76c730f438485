//! Inputs and the service's answers. Messages with an address were published by users of the service.

use serde_json::{Value, json};

use super::*;

fn model() -> ServiceModel {
    ServiceModel::from_json(include_str!("../../../assets/service-model/bedrock-runtime.json")).unwrap()
}

fn rejection(body: &Value) -> Option<(&'static str, String)> {
    let report = model().inspect_input("Converse", body, &[("modelId", "amazon.nova-lite-v1:0")]);
    report.rejection().map(|rejection| (rejection.code, rejection.message))
}

fn user(content: &Value) -> Value {
    json!({"messages": [{"role": "user", "content": content}]})
}

#[test]
fn reads_the_model() {
    let model = model();
    let converse = model.operation("Converse").unwrap();
    assert_eq!((converse.method.as_str(), converse.uri.as_str()), ("POST", "/model/{modelId}/converse"));
    assert_eq!((model.service.as_str(), model.signing_name.as_str()), ("bedrock-runtime", "bedrock"));
    assert_eq!(model.operations().len(), 11);
    let errors =
        converse.errors.iter().map(|name| (name.as_str(), model.structure(name).unwrap().error_status.unwrap()));
    assert!(errors.collect::<Vec<_>>().contains(&("ModelErrorException", 424)));
    let invoke = model.structure("InvokeModelRequest").unwrap();
    let accept = invoke.members.iter().find(|member| member.name == "accept").unwrap();
    assert_eq!((accept.place, accept.wire_name.as_str()), (Place::Header, "Accept"));
    assert_eq!(invoke.payload.as_deref(), Some("body"));
    assert!(model.structure("ConverseStreamOutput").unwrap().event_stream);
    assert_eq!(model.shape("Document").unwrap().kind, ShapeKind::Document);
}

#[test]
fn refuses_what_is_no_model() {
    for (text, sentence) in [
        ("{", "is not JSON"),
        ("{}", "`operations` must be an object"),
        (
            r#"{"service":"s","signingName":"s","apiVersion":"1","botocore":"1","operations":{"A":{"method":"GET","uri":"/","input":"B"}},"shapes":{}}"#,
            "the shape B is used but not defined",
        ),
        (
            r#"{"service":"s","signingName":"s","apiVersion":"1","botocore":"1","operations":{},"shapes":{"A":{"type":"string","pattern":"(?=a)"}}}"#,
            "the pattern of A is not supported: (?=a)",
        ),
    ] {
        let error = ServiceModel::from_json(text).unwrap_err().to_string();
        assert!(error.contains(sentence), "{error}");
    }
}

#[test]
fn a_good_input_passes_whatever_else_it_carries() {
    let body = json!({
        "system": [{"text": "Be brief"}, {"cachePoint": {"type": "default", "ttl": "5m"}}],
        "messages": [{"role": "user", "content": [{"text": ""}, {"image": {"format": "png", "source": {"bytes": "iVBORw=="}}}]}],
        "inferenceConfig": {"maxTokens": 64, "temperature": 0, "topP": 1.0, "stopSequences": ["END"], "topK": 5},
        "toolConfig": {"tools": [{"toolSpec": {"name": "t", "inputSchema": {"json": [1, null]}}}], "toolChoice": {"auto": {}}},
        "additionalModelRequestFields": {"a": {"b": [true]}},
        "requestMetadata": {"team": "play"},
        "brandNew": null
    });
    let report = model().inspect_input("Converse", &body, &[("modelId", "us.amazon.nova-lite-v1:0")]);
    assert_eq!(report.violations, []);
    assert_eq!(report.unknown, ["/inferenceConfig/topK", "/brandNew"]);
}

#[test]
fn constraint_violations_read_as_the_service_writes_them() {
    let spec = |spec: &Value| {
        let mut body = user(&json!([{"text": "Hi"}]));
        body["toolConfig"] = json!({"tools": [{"toolSpec": spec}]});
        body
    };
    let with = |key: &str, value: &Value| {
        let mut body = user(&json!([{"text": "Hi"}]));
        body[key] = value.clone();
        body
    };
    for (body, message) in [
        // https://github.com/BerriAI/litellm/issues/24668
        (
            spec(&json!({"inputSchema": {"json": {}}, "name": "", "description": ""})),
            "3 validation errors detected: Value '' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+; Value '' at 'toolConfig.tools.1.member.toolSpec.name' \
             failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at \
             'toolConfig.tools.1.member.toolSpec.description' failed to satisfy constraint: Member must have length greater than \
             or equal to 1",
        ),
        // https://github.com/genkit-ai/aws-bedrock-js-plugin/issues/43
        (
            with("toolConfig", &json!({"tools": []})),
            "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length \
             greater than or equal to 1",
        ),
        (
            with("inferenceConfig", &json!({"temperature": 2})),
            "1 validation error detected: Value '2.0' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must \
             have value less than or equal to 1",
        ),
        (
            with("inferenceConfig", &json!({"maxTokens": 0, "topP": -0.5})),
            "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must \
             have value greater than or equal to 1; Value '-0.5' at 'inferenceConfig.topP' failed to satisfy constraint: Member \
             must have value greater than or equal to 0",
        ),
        (
            json!({"messages": [{"role": "robot"}]}),
            "2 validation errors detected: Value 'robot' at 'messages.1.member.role' failed to satisfy constraint: Member must \
             satisfy enum value set: [user, assistant, system]; Value null at 'messages.1.member.content' failed to satisfy \
             constraint: Member must not be null",
        ),
    ] {
        assert_eq!(rejection(&body), Some(("ValidationException", message.to_owned())));
    }
}

#[test]
fn a_block_without_a_key_reads_as_the_service_writes_it() {
    let (code, message) = rejection(&user(&json!([{"text": "Hi"}, {"txt": "Hi"}]))).unwrap();
    assert_eq!(code, "ValidationException");
    let start = "ContentBlock object at messages.0.content.1 must set one of the following keys: text, image, ";
    assert!(message.starts_with(start) && message.ends_with('.'), "{message}");
    let (_, message) =
        rejection(&user(&json!([{"text": "a", "image": {"format": "png", "source": {"bytes": "eA=="}}}]))).unwrap();
    assert!(message.contains("must set only one of the following keys"), "{message}");
    assert!(rejection(&user(&json!([{"text": null}]))).is_some());
}

#[test]
fn a_value_that_cannot_be_read_comes_before_everything_else() {
    for (body, message) in [
        (json!({"messages": "Hi"}), "STRING_VALUE can not be converted to a list"),
        (json!({"messages": [{"role": 5, "content": []}]}), "NUMBER_VALUE can not be converted to a String"),
        (user(&json!([{"text": {"a": 1}}, {}])), "Start of structure or map found where not expected."),
        (user(&json!([{"text": ["a"]}])), "Start of list found where not expected"),
        (
            json!({"inferenceConfig": {"maxTokens": "many", "topP": 9}}),
            "STRING_VALUE can not be converted to an Integer",
        ),
        (json!({"inferenceConfig": {"maxTokens": 1.5}}), "NUMBER_VALUE can not be converted to an Integer"),
        (json!([]), "Start of list found where not expected"),
    ] {
        assert_eq!(rejection(&body), Some(("SerializationException", message.to_owned())));
    }
    let (code, _) =
        rejection(&user(&json!([{"image": {"format": "png", "source": {"bytes": "not base64!"}}}]))).unwrap();
    assert_eq!(code, "SerializationException");
}

#[test]
fn members_outside_the_body_are_checked_too() {
    let model = model();
    let violations = model.validate_input("InvokeModel", &json!("anything"), &[]);
    assert_eq!(violations.len(), 1);
    assert_eq!(violations[0].pointer, "modelId");
    let violations =
        model.validate_input("InvokeModel", &Value::Null, &[("modelId", "a/b c"), ("x-amzn-bedrock-trace", "LOUD")]);
    let pointers: Vec<_> = violations.iter().map(|violation| violation.pointer.as_str()).collect();
    assert_eq!(pointers, ["modelId", "trace"]);
    assert!(violations[1].message.contains("[ENABLED, DISABLED, ENABLED_FULL]"));
    assert_eq!(model.validate_input("NoSuchOperation", &json!(1), &[]), []);
}
