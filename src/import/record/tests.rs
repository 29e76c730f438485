//! Records as people have them: of logs, events, batches and archives.

use serde_json::json;

use crate::experiment::{Draft, SendAs};
use crate::import::{ImportError, Imported, Origin, import};

fn before() -> Draft {
    Draft { model: "amazon.nova-pro-v1:0".to_owned(), region: "us-west-1".to_owned(), ..Draft::default() }
}

fn read(text: &str) -> Imported {
    import(text, &before()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refusal(text: &str) -> ImportError {
    import(text, &before()).expect_err(text)
}

fn log_record() -> serde_json::Value {
    json!({
        "schemaType": "ModelInvocationLog", "schemaVersion": "1.0",
        "timestamp": "2026-11-30T09:00:00Z", "accountId": "123456789012",
        "identity": { "arn": "arn:aws:sts::123456789012:assumed-role/App/me" },
        "region": "ap-northeast-1", "requestId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
        "operation": "ConverseStream", "modelId": "amazon.nova-lite-v1:0",
        "input": {
            "inputContentType": "application/json", "inputTokenCount": 7,
            "inputBodyJson": {
                "messages": [{ "role": "user", "content": [{ "text": "Hello" }] }],
                "inferenceConfig": { "maxTokens": 50 },
            },
        },
        "output": { "outputContentType": "application/json", "outputBodyJson": { "output": {} }, "outputTokenCount": 9 },
    })
}

/// A text, the kind that it is, its model, region, API and whether it streams.
type Row = (String, Origin, &'static str, &'static str, SendAs, bool);

fn rows() -> Vec<Row> {
    let log = log_record();
    let nova = "amazon.nova-lite-v1:0";
    let tokyo = "ap-northeast-1";
    let converse = (Origin::InvocationLog, nova, tokyo, SendAs::Converse, true);
    let row = |text: serde_json::Value, (origin, model, region, send_as, stream)| -> Row {
        (text.to_string(), origin, model, region, send_as, stream)
    };
    let mut as_text = log.clone();
    as_text["input"]["inputBodyJson"] = json!(log["input"]["inputBodyJson"].to_string());
    let mut profile = log.clone();
    profile["modelId"] =
        json!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0");
    let mut titan = log.clone();
    titan["operation"] = json!("InvokeModelWithResponseStream");
    titan["modelId"] = json!("amazon.titan-text-express-v1");
    titan["input"]["inputBodyJson"] = json!({ "inputText": "User: Hello\n\nBot:", "textGenerationConfig": {} });
    let body = json!({ "messages": [{ "role": "user", "content": [{ "text": "Hi" }] }] });
    let native = json!({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{ "role": "user", "content": "Hi" }],
    });
    let claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    let claude_call = (Origin::Body, claude, "us-west-1", SendAs::Invoke, false);
    let url = "https://bedrock-runtime.eu-west-3.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse";
    let http = (Origin::HttpObject, nova, "eu-west-3", SendAs::Converse, false);
    let plain = (Origin::Body, nova, "us-west-1", SendAs::Converse, true);
    vec![
        row(log.clone(), converse),
        row(as_text, converse),
        row(profile, (Origin::InvocationLog, claude, tokyo, SendAs::Converse, true)),
        row(titan, (Origin::InvocationLog, "amazon.titan-text-express-v1", tokyo, SendAs::Invoke, true)),
        row(json!({ "@timestamp": "2026-11-30 09:00:00.000", "@message": log }), converse),
        row(json!({ "@message": log.to_string(), "@logStream": "123456789012/x" }), converse),
        row(json!({ "events": [{ "timestamp": 1, "message": "START" }, { "timestamp": 2, "message": log.to_string() }] }), converse),
        row(json!({ "logEvents": [{ "id": "1", "message": log.to_string() }] }), converse),
        row(json!({ "results": [[{ "field": "@message", "value": log.to_string() }, { "field": "@ptr", "value": "x" }]] }), converse),
        row(json!({ "detail-type": "log", "source": "app", "account": "123456789012", "detail": log }), converse),
        row(json!(log.to_string()), converse),
        row(json!([log, log]), converse),
        (format!("{log}\n{log}\n{log}\n"), Origin::InvocationLog, nova, tokyo, SendAs::Converse, true),
        (format!("2026-11-30T09:00:00.000Z {log}"), Origin::InvocationLog, nova, tokyo, SendAs::Converse, true),
        (format!("```json\n{log}\n```"), Origin::InvocationLog, nova, tokyo, SendAs::Converse, true),
        row(json!({ "modelId": claude, "contentType": "application/json", "body": native.to_string() }), claude_call),
        row(json!({ "modelId": claude, "body": native }), claude_call),
        row(json!({ "method": "POST", "url": url, "headers": { "x-a": "1" }, "body": body.to_string() }), http),
        row(json!({ "url": url, "method": "post", "data": body }), http),
        row(
            json!({ "httpMethod": "POST", "path": "/bedrock/model/amazon.nova-lite-v1:0/converse", "requestContext": { "accountId": "123456789012" }, "headers": {}, "body": body.to_string() }),
            (Origin::HttpObject, nova, "us-west-1", SendAs::Converse, false),
        ),
        row(
            json!({ "Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Parameters": { "ModelId": claude, "Body": native } }),
            (Origin::StateMachine, claude, "us-west-1", SendAs::Invoke, false),
        ),
        row(
            json!({ "eventVersion": "1.08", "eventSource": "bedrock.amazonaws.com", "eventName": "Converse", "awsRegion": tokyo, "userIdentity": { "accountId": "123456789012" }, "requestParameters": { "modelId": nova, "messages": body["messages"] } }),
            (Origin::CloudTrail, nova, tokyo, SendAs::Converse, false),
        ),
        row(json!([{ "role": "user", "content": [{ "text": "Hi" }] }]), (Origin::Body, "amazon.nova-pro-v1:0", "us-west-1", SendAs::Converse, true)),
        ("{modelId: 'amazon.nova-lite-v1:0', messages: [{role: 'user', content: [{text: 'Hi'}]}],}".to_owned(), plain.0, plain.1, plain.2, plain.3, plain.4),
        ("{'modelId': 'amazon.nova-lite-v1:0', 'messages': [{'role': 'user', 'content': [{'text': 'Hi'}, {'cachePoint': {'type': 'default'}}]}], 'inferenceConfig': {'maxTokens': 5, 'stopSequences': None}}".to_owned(), plain.0, plain.1, plain.2, plain.3, plain.4),
    ]
}

#[test]
fn a_request_inside_a_record_is_read() {
    for (text, origin, model, region, send_as, stream) in rows() {
        let imported = read(&text);
        let draft = &imported.draft;
        let stream_of_text = if origin == Origin::Body { draft.stream } else { stream };
        assert_eq!(
            (imported.origin, draft.model.as_str(), draft.region.as_str(), draft.send_as, draft.stream),
            (origin, model, region, send_as, stream_of_text),
            "{text}\n{:?}",
            imported.notes
        );
        assert!(!draft.messages.is_empty(), "{text}");
        let printed = format!("{imported:?}");
        for identity in ["123456789012", "assumed-role", "EXAMPLE11111"] {
            assert!(!printed.contains(identity), "{text}\n{printed}");
        }
        for (index, note) in imported.notes.iter().enumerate() {
            assert!(!imported.notes.iter().skip(index + 1).any(|other| other == note), "{:?}", imported.notes);
        }
    }
}

#[test]
fn several_records_are_counted() {
    let log = log_record();
    let imported = read(&format!("{log}\n{log}\n{log}"));
    assert!(imported.notes.iter().any(|note| note.contains("contains 3 requests")), "{:?}", imported.notes);
    let batch = json!({ "recordId": "1", "modelInput": { "inputText": "Hi" } });
    let imported = read(&format!("{batch}\n{batch}"));
    assert_eq!(imported.origin, Origin::BatchLine);
    assert!(imported.notes.iter().any(|note| note.contains("contains 2 requests")), "{:?}", imported.notes);
}

#[test]
fn what_holds_no_request_is_named() {
    let mut in_s3 = log_record();
    in_s3["input"] = json!({ "inputBodyS3Path": "s3://bucket/AWSLogs/123456789012/body.json.gz" });
    let mut of_others = log_record();
    of_others["operation"] = json!("InvokeModelWithBidirectionalStream");
    for (text, part) in [
        (in_s3.to_string(), "object in S3"),
        (of_others.to_string(), "not a call of this page"),
        (json!({ "eventSource": "bedrock.amazonaws.com", "eventName": "InvokeModel", "awsRegion": "us-east-1", "requestParameters": { "modelId": "amazon.nova-lite-v1:0" } }).to_string(), "CloudTrail does not record the body of InvokeModel of amazon.nova-lite-v1:0"),
        (json!({ "Records": [{ "eventSource": "s3.amazonaws.com", "eventName": "PutObject" }] }).to_string(), "event of s3.amazonaws.com"),
        (json!({ "output": { "message": { "role": "assistant", "content": [{ "text": "x" }] } }, "stopReason": "end_turn", "usage": {} }).to_string(), "answer of Converse"),
        (json!({ "ResponseMetadata": { "HTTPStatusCode": 200 }, "contentType": "application/json", "body": "x" }).to_string(), "answer of InvokeModel"),
        (json!({ "id": "msg_1", "type": "message", "role": "assistant", "content": [], "stop_reason": "end_turn" }).to_string(), "native answer"),
        (json!({ "id": "x", "choices": [{ "message": {} }], "usage": {} }).to_string(), "OpenAI's shape"),
        (json!({ "embedding": [0.1], "inputTextTokenCount": 3 }).to_string(), "embeddings"),
        (json!({ "__type": "ValidationException", "message": "x" }).to_string(), "error message"),
        (json!({ "message": "The security token included in the request is expired" }).to_string(), "error message"),
        (json!({ "AWSTemplateFormatVersion": "2010-09-09", "Resources": {} }).to_string(), "CloudFormation"),
        ("{}".to_owned(), "no messages, prompt"),
        (json!({ "hello": 1 }).to_string(), "no messages, prompt"),
        (json!({ "messages": [] }).to_string(), "no messages"),
        (json!([1, 2]).to_string(), "JSON object"),
        ("{\"messages\": [".to_owned(), "line 1"),
        (format!("{{\"messages\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000)), "nest deeper than 200"),
    ] {
        let error = refusal(&text).to_string();
        assert!(error.contains(part), "{error}\n{}", text.chars().take(200).collect::<String>());
        assert!(!error.contains("123456789012"), "{error}");
    }
}

#[test]
fn the_archive_of_a_browser_is_read_whole_and_in_part() {
    let entry = |method: &str, url: &str, body: Option<&str>| {
        let mut request = json!({
            "method": method, "url": url, "httpVersion": "h2",
            "headers": [
                { "name": "authorization", "value": "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/x, Signature=00" },
                { "name": "x-amz-security-token", "value": "IQoJb3JpZ2luX2VjEXAMPLETOKEN" },
                { "name": "cookie", "value": "session=abc" },
            ],
        });
        if let Some(body) = body {
            request["postData"] = json!({ "mimeType": "application/json", "text": body });
        }
        json!({ "request": request, "response": { "status": 200, "content": { "encoding": "base64", "text": "AAAA" } } })
    };
    let host = "https://bedrock-runtime.eu-west-3.amazonaws.com/model";
    let body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Grüße 👋\"}]}]}";
    let call = entry("POST", &format!("{host}/amazon.nova-lite-v1%3A0/converse-stream"), Some(body));
    let archive = json!({ "log": { "version": "1.2", "entries": [
        entry("OPTIONS", &format!("{host}/amazon.nova-lite-v1%3A0/converse-stream"), None),
        call,
        entry("POST", &format!("{host}/mistral.mistral-7b-instruct-v0%3A2/invoke"), Some("{\"prompt\":\"x\"}")),
        entry("GET", "https://example.com/favicon.ico", None),
    ] } });
    for (text, calls) in [(archive.to_string(), 2), (call.to_string(), 1), (call["request"].to_string(), 1)] {
        let imported = read(&text);
        let draft = &imported.draft;
        assert_eq!(
            (imported.origin, draft.model.as_str(), draft.region.as_str()),
            (Origin::Har, "amazon.nova-lite-v1:0", "eu-west-3")
        );
        assert_eq!((draft.send_as, draft.stream), (SendAs::Converse, true));
        let count = |part: &str| imported.notes.iter().filter(|note| note.contains(part)).count();
        assert_eq!(
            (count("signature"), count("x-amz-security-token"), count("cookie")),
            (1, 1, 1),
            "{:?}",
            imported.notes
        );
        assert_eq!(count("2 model calls"), calls - 1);
        assert!(!format!("{imported:?}").contains("IQoJb3"));
    }
}

#[test]
fn members_that_bedrock_refuses_are_dropped_with_a_note() {
    let claude = json!({
        "model": "claude-haiku-4-5", "max_tokens": 9, "stream": true,
        "anthropic_version": "bedrock-2023-05-31", "messages": [{ "role": "user", "content": "Hi" }],
    });
    let text = json!({ "modelId": "us.anthropic.claude-haiku-4-5-20251001-v1:0", "body": claude });
    let imported = read(&text.to_string());
    let count = |part: &str| imported.notes.iter().filter(|note| note.contains(part)).count();
    assert_eq!((count("“model”"), count("“stream”")), (1, 1), "{:?}", imported.notes);
    assert!(imported.draft.detached.is_none(), "{:?}", imported.notes);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..Default::default() })]

    /// Whatever is cut out of a record or put into it, the answer is a draft or a sentence.
    #[test]
    fn a_damaged_record_is_refused_or_read(from in 0_usize..900, length in 0_usize..400, put in "[\\[\\]{}\",:a-z0-9@ ]{0,12}") {
        let text = log_record().to_string();
        let cut = |at: usize| text.get(..at.min(text.len())).unwrap_or_default();
        let rest = text.get((from + length).min(text.len())..).unwrap_or_default();
        if let Ok(imported) = import(&format!("{}{put}{rest}", cut(from)), &before()) {
            proptest::prop_assert!(imported.draft.detached.is_some() || !imported.draft.messages.is_empty());
        }
    }
}
