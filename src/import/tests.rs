//! Exported code can be imported again, and so can text as people write it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Imported, Origin, import};
use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::bedrock::converse;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::run::requests::{self, Twin};
use crate::experiment::{Draft, SendAs};
use crate::export::{Request, Target, code};

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const HOSTILE: &str = "What's a \"token\"? \\ \\n `id` $(id) ${HOME} $HOME %s {x} \"\"\" ''' # // JSON\nJSON\n\t\r\u{0}\u{7f}\u{2028}é漢👩\u{200d}🚀";

fn model() -> &'static ServiceModel {
    static MODEL: std::sync::OnceLock<ServiceModel> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
        ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

fn twin(draft: &Draft) -> Twin {
    let composed = draft.compose();
    assert_eq!(composed.first_error(), None, "{draft:?}");
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
    let model = composed.model.as_ref().unwrap();
    requests::build(model, &composed.conversation, draft.detached.as_ref(), draft.stream.into(), &endpoint)
}

fn draft(model: &str, region: &str, stream: bool, body: &Value) -> Draft {
    let mut draft =
        Draft { model: model.to_owned(), region: region.to_owned(), stream, system: None, ..Draft::default() };
    draft.adopt(&converse::from_body(body).unwrap());
    draft
}

fn read(text: &str) -> Imported {
    import(text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The five targets that can be imported.
const TARGETS: [(Target, Origin); 5] = [
    (Target::JavaScript, Origin::JavaScript),
    (Target::Boto3, Origin::Boto3),
    (Target::Cli, Origin::Cli),
    (Target::Curl, Origin::Curl),
    (Target::Http, Origin::Http),
];

/// Exports both requests of a draft for each target, imports them, and compares the requests.
fn check_round_trip(draft: &Draft) {
    let shown = twin(draft);
    let region = Region::parse(&draft.region).unwrap();
    for (target, origin) in TARGETS {
        for send_as in [SendAs::Converse, SendAs::Invoke] {
            let built = match (send_as, &shown.invoke) {
                (SendAs::Converse, _) => &shown.converse,
                (_, Ok(invoke)) => invoke,
                (_, Err(_)) => continue,
            };
            let text = code(target, &Request::from_built(built, &shown.model, region), model()).text();
            let before = Draft { top_k: crate::experiment::Parameter::sent("7"), ..Draft::default() };
            let imported = import(&text, &before).unwrap_or_else(|error| panic!("{target:?} {error}\n{text}"));
            assert_eq!(imported.origin, origin, "{text}");
            assert_eq!((&imported.draft.model, &imported.draft.region), (&draft.model, &draft.region), "{text}");
            assert_eq!(imported.draft.send_as, send_as);
            // The CLI has no streaming commands, so its code does not stream.
            assert_eq!(imported.draft.stream, draft.stream && target != Target::Cli);
            let rebuilt = twin(&imported.draft);
            let rebuilt =
                if send_as == SendAs::Converse { &rebuilt.converse } else { rebuilt.invoke.as_ref().unwrap() };
            let (sent, wanted): (Value, Value) =
                (serde_json::from_str(&rebuilt.body_text).unwrap(), serde_json::from_str(&built.body_text).unwrap());
            assert_eq!(sent, wanted, "{target:?} {:?}\n{text}", imported.notes);
            assert_eq!(rebuilt.request.headers, built.request.headers, "{target:?} {:?}\n{text}", imported.notes);
        }
    }
}

#[test]
fn exported_code_is_imported_again() {
    let full = json!({
        "system": [{ "text": HOSTILE }, { "cachePoint": { "type": "default" } }],
        "messages": [
            { "role": "user", "content": [
                { "text": HOSTILE },
                { "image": { "format": "png", "source": { "bytes": "iVBORw0KGgo=" } } },
            ] },
            { "role": "assistant", "content": [
                { "toolUse": { "toolUseId": "t1", "name": "clock", "input": { "a": [1, -2, 0.5, null, true, HOSTILE] } } },
            ] },
            { "role": "user", "content": [
                { "toolResult": { "toolUseId": "t1", "content": [{ "json": { "b": {} } }], "status": "success" } },
            ] },
        ],
        "inferenceConfig": { "maxTokens": 64, "temperature": 0.25, "stopSequences": ["'\n", "\""] },
        "additionalModelRequestFields": { "top_k": 5 },
        "toolConfig": { "tools": [{ "toolSpec": { "name": "clock", "inputSchema": { "json": { "type": "object" } } } }] },
        "guardrailConfig": { "guardrailIdentifier": "outcropguard", "guardrailVersion": "1", "trace": "enabled" },
        "performanceConfig": { "latency": "optimized" },
        "serviceTier": { "type": "flex" },
        "projectIdentifier": "proj_abcdefghijklmnopqrst",
        "requestMetadata": { "team": "docs" },
    });
    for stream in [false, true] {
        check_round_trip(&draft(CLAUDE, "eu-central-1", stream, &full));
        let arn =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
        check_round_trip(&draft(arn, "us-east-1", stream, &full));
    }
    let plain = json!({ "messages": [{ "role": "user", "content": [{ "text": HOSTILE.repeat(900) }] }] });
    for model in ["amazon.nova-lite-v1:0", "us.meta.llama3-3-70b-instruct-v1:0", "mistral.mistral-7b-instruct-v0:2"] {
        check_round_trip(&draft(model, "us-east-1", false, &plain));
    }
}

#[test]
fn a_detached_body_is_imported_unchanged() {
    let mut detached =
        draft(CLAUDE, "us-east-1", false, &json!({ "messages": [{ "role": "user", "content": [{ "text": "Hi" }] }] }));
    detached.detached = Some(crate::experiment::Detached {
        body: crate::text::json::print(&json!({ "anthropic_version": "x", "future": [1.0e-3, HOSTILE] })),
        content_type: "application/json".to_owned(),
        accept: "application/json".to_owned(),
    });
    check_round_trip(&detached);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(any::<char>(), 1..40)
            .prop_map(|chars| format!("x{}", chars.into_iter().collect::<String>())),
        Just(HOSTILE.to_owned()),
        "[a-z'\"\\\\$`{}#\n @:=,<>()|&;-]{1,40}".prop_map(|text| format!("x{text}")),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1_000_000_i32..1_000_000).prop_map(|n| Value::from(f64::from(n) / 1_024.0)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((text(), inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn any_conversation_is_imported_again(
        system in proptest::option::of(text()),
        texts in proptest::collection::vec(text(), 1..4),
        input in any_json(),
        max_tokens in proptest::option::of(1_u64..5_000),
        temperature in proptest::option::of((0_u32..=16).prop_map(|n| f64::from(n) / 16.0)),
        stop in proptest::collection::vec(text(), 0..3),
        stream in any::<bool>(),
    ) {
        let mut body = json!({});
        if let Some(system) = system {
            body["system"] = json!([{ "text": system }]);
        }
        let messages = texts.iter().enumerate().map(|(index, text)| {
            let role = if index % 2 == 0 { "user" } else { "assistant" };
            json!({ "role": role, "content": [{ "text": text }] })
        });
        body["messages"] = messages.collect();
        body["inferenceConfig"] = json!({});
        if let Some(max_tokens) = max_tokens {
            body["inferenceConfig"]["maxTokens"] = json!(max_tokens);
        }
        if let Some(temperature) = temperature {
            body["inferenceConfig"]["temperature"] = json!(temperature);
        }
        if !stop.is_empty() {
            body["inferenceConfig"]["stopSequences"] = json!(stop);
        }
        if body["inferenceConfig"] == json!({}) {
            body.as_object_mut().unwrap().shift_remove("inferenceConfig");
        }
        body["additionalModelRequestFields"] = json!({ "extra": input });
        check_round_trip(&draft(CLAUDE, "us-east-1", stream, &body));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(curl |aws |x\\.converse\\(|POST /|\\{)?[ -~\n]{0,120}") {
        let _ = import(&text, &Draft::default());
    }
}

fn has_note(imported: &Imported, what: &str) -> bool {
    imported.notes.iter().any(|note| note.contains(what))
}

#[test]
fn curl_as_people_write_it() {
    let text = "$ curl -sS -XPOST https://bedrock-runtime.us-west-2.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse \\\n\
        -H 'Content-Type: application/json' -H \"Authorization: Bearer bedrock-api-key-c2VjcmV0\" \\\n\
        --user AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY \\\n\
        -d '{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"it'\\''s\"}]}]}' | jq .";
    let imported = read(text);
    assert_eq!((imported.draft.model.as_str(), imported.draft.region.as_str()), ("amazon.nova-lite-v1:0", "us-west-2"));
    assert!(twin(&imported.draft).converse.body_text.contains("it's"));
    assert!(has_note(&imported, "header authorization") && has_note(&imported, "after --user"), "{:?}", imported.notes);
    let printed = format!("{imported:?}");
    for secret in ["wJalrXUtnFEMI", "c2VjcmV0", "AKIAIOSFODNN7EXAMPLE"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn python_as_people_write_it() {
    let text = r#"
import boto3, json
from botocore.exceptions import ClientError

session = boto3.Session(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
client = session.client("bedrock-runtime", region_name='eu-west-1')  # the data plane
model_id = "amazon.nova-lite-v1:0"
SYSTEM = [{"text": ("Be " "brief" + "!")}]
def ask(prompt):
    conversation = [
        {"role": "user", "content": [{"text": prompt}, {"image": {"format": "png", "source": {"bytes": open("a.png", "rb").read()}}}]},
    ]
    try:
        response = client.converse(
            modelId=model_id, messages=conversation, system=SYSTEM,
            inferenceConfig=dict(maxTokens=512, temperature=0.5, stopSequences=[]),
            **{"requestMetadata": {"a": 'b'}},
        )
        print(response["output"]["message"]["content"][0]["text"])
    except (ClientError, Exception) as e:
        exit(1)
"#;
    let imported = read(text);
    let body: Value = serde_json::from_str(&twin(&imported.draft).converse.body_text).unwrap();
    assert_eq!(body["system"], json!([{ "text": "Be brief!" }]));
    assert_eq!(body["messages"][0]["content"][0]["text"], "{prompt}");
    assert_eq!((&body["inferenceConfig"]["maxTokens"], &body["requestMetadata"]["a"]), (&json!(512), &json!("b")));
    assert_eq!((imported.draft.model.as_str(), imported.draft.region.as_str()), ("amazon.nova-lite-v1:0", "eu-west-1"));
    assert!(
        has_note(&imported, "aws_secret_access_key")
            && has_note(&imported, "`prompt`")
            && has_note(&imported, "`open(\"a.png\", \"rb\").read()`"),
        "{:?}",
        imported.notes
    );
    assert!(!has_note(&imported, "boto3.Session"), "there is no note about what is not used: {:?}", imported.notes);
    assert!(!format!("{imported:?}").contains("wJalrXUtnFEMI"));

    let native = "body = json.dumps({\n  'anthropic_version': 'bedrock-2023-05-31', 'max_tokens': 1_000,\n  'messages': [{'role': 'user', 'content': 'Hi'}],\n})\nr = bedrock.invoke_model(body=body, modelId='us.anthropic.claude-haiku-4-5-20251001-v1:0', accept='application/json')";
    let imported = read(native);
    assert_eq!((imported.draft.send_as, imported.draft.stream), (SendAs::Invoke, false));
    let body: Value = serde_json::from_str(&twin(&imported.draft).invoke.unwrap().body_text).unwrap();
    assert_eq!(body["max_tokens"], 1000);
}

#[test]
fn the_cli_as_people_write_it() {
    let text = "aws bedrock-runtime converse --model-id=amazon.nova-lite-v1:0 --profile dev \\\n  --messages '[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]' --query output.message --output text";
    let imported = read(text);
    assert!(imported.draft.model == "amazon.nova-lite-v1:0" && has_note(&imported, "profile dev"));
    let text = "aws bedrock-runtime invoke-model --model-id us.anthropic.claude-haiku-4-5-20251001-v1:0 --body eyJhIjoxfQ== out.json";
    assert_eq!(read(text).draft.detached.unwrap().body, "{\n  \"a\": 1\n}");
    let text = "aws bedrock-runtime converse --model-id x --messages role=user,content=Hi";
    assert!(import(text, &Draft::default()).unwrap_err().to_string().contains("must be name=value, not “Hi”"));
    let text = "aws bedrock list-foundation-models";
    assert!(import(text, &Draft::default()).unwrap_err().to_string().contains("control plane"));
}

#[test]
fn an_archive_entry_and_a_message_are_read() {
    let body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
    let entry = json!({ "request": {
        "method": "POST",
        "url": "https://bedrock-runtime.eu-west-3.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse-stream",
        "headers": [
            { "name": "Authorization", "value": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/…, Signature=abc" },
            { "name": "X-Amz-Security-Token", "value": "IQoJb3JpZ2lu" },
        ],
        "postData": { "text": body },
    }, "response": {} });
    for text in [entry.to_string(), json!({ "log": { "version": "1.2", "entries": [entry] } }).to_string()] {
        let imported = read(&text);
        assert_eq!(
            (imported.origin, imported.draft.stream, imported.draft.region.as_str()),
            (Origin::Har, true, "eu-west-3")
        );
        assert!(
            has_note(&imported, "signature") && has_note(&imported, "x-amz-security-token"),
            "{:?}",
            imported.notes
        );
        assert!(!format!("{imported:?}").contains("IQoJb3JpZ2lu"));
    }
    let message = format!(
        "POST /model/amazon.nova-lite-v1%3A0/converse HTTP/1.1\r\nHost: proxy.example\r\nContent-Type: application/json\r\n\r\n{body}"
    );
    let imported = read(&message);
    assert!(imported.origin == Origin::Http && has_note(&imported, "proxy.example"), "{:?}", imported.notes);
}

#[test]
fn the_members_of_a_body_tell_its_format() {
    let converse =
        r#"{"modelId": "amazon.nova-lite-v1:0", "messages": [{"role": "user", "content": [{"text": "Hi"}]}]}"#;
    let imported = read(converse);
    assert!(imported.draft.send_as == SendAs::Converse && imported.draft.model == "amazon.nova-lite-v1:0");
    let claude =
        r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#;
    let imported = read(claude);
    assert_eq!(imported.draft.send_as, SendAs::Invoke);
    assert_eq!(imported.draft.max_tokens.text, "9");
    let llama = r#"{"prompt": "Hi", "max_gen_len": 9}"#;
    let imported = read(llama);
    assert!(has_note(&imported, "Llama") && imported.draft.detached.is_some(), "{:?}", imported.notes);
}

#[test]
fn an_error_names_the_place() {
    for (text, part) in [
        ("", "Paste"),
        ("hello", "unknown format"),
        ("{ \"a\": ", "line 1"),
        ("curl -d '{}'", "URL is missing"),
        ("curl https://example.com/ -d '{}'", "not the path of a model call"),
        ("curl https://a/model/b/converse -d @body.json", "body.json"),
        ("curl https://a/model/amazon.nova-lite-v1:0/converse -d 'x'", "not JSON"),
        ("x.converse(modelId='a',\n messages=[{'role': }])", "line 2"),
        ("x.converse(messages='abc", "does not end"),
    ] {
        let error = import(text, &Draft::default()).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_call_of_another_view_is_imported_as_its_body() {
    let text = |text: &str| json!({ "inputText": text, "dimensions": 256 });
    let titan = vec![text(HOSTILE), text("another")];
    let cohere = vec![json!({ "texts": [HOSTILE, "b"], "input_type": "search_document", "truncate": "NONE" })];
    let canvas = vec![json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": HOSTILE } })];
    let rerank = vec![json!({ "query": HOSTILE, "documents": [HOSTILE, "b"] })];
    for (id, bodies) in [
        ("amazon.titan-embed-text-v2:0", titan),
        ("cohere.embed-english-v3", cohere),
        ("amazon.nova-canvas-v1:0", canvas),
        ("amazon.rerank-v1:0", rerank),
    ] {
        let request = Request {
            operation: crate::bedrock::operation::Operation::InvokeModel,
            model: crate::bedrock::model_id::ModelId::parse(id).unwrap(),
            region: Region::parse("us-west-2").unwrap(),
            headers: Vec::new(),
            bodies: bodies.iter().map(crate::text::json::print).collect(),
        };
        for (target, origin) in TARGETS {
            let code = code(target, &request, model()).text();
            let imported = read(&code);
            assert_eq!(imported.origin, origin);
            assert_eq!((imported.draft.model.as_str(), imported.draft.region.as_str()), (id, "us-west-2"));
            let body: Value = serde_json::from_str(&imported.draft.detached.as_ref().unwrap().body).unwrap();
            assert_eq!(body, bodies[0], "{target:?}\n{code}");
            assert_eq!(has_note(&imported, "only the first is imported"), bodies.len() > 1, "{:?}", imported.notes);
        }
    }
}

#[test]
fn brackets_without_end_are_refused_before_they_are_parsed() {
    for open in ["[", "(", "{\"a\":"] {
        for text in [open.repeat(100_000), format!("client.converse(modelId=\"m\", messages={}", open.repeat(100_000))]
        {
            let error = import(&text, &Draft::default()).expect_err(open).to_string();
            assert!(error.contains("nest deeper"), "{error}");
        }
    }
}
