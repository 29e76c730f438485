//! The code bench against real Python and boto3: what programs print, and how they end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use outcrop::aws::eventstream::{HeaderValue, encode};
use outcrop::bedrock::client::Client;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::lesson::program::{Answer, Ended, Program, PythonError, Step};
use serde_json::{Value, json};

/// The answer that a program gets.
#[derive(Clone, Copy)]
enum Gets {
    Nothing,
    Words,
    Native,
    Stream,
    Refusal,
    Throttling,
    Unmodeled,
    Models,
}

use Gets::{Models, Native, Nothing, Refusal, Stream, Throttling, Unmodeled, Words};

fn output() -> Value {
    json!({
        "output": { "message": { "role": "assistant", "content": [{ "text": "It's \"RAG\": é\nretrieval" }] } },
        "stopReason": "end_turn",
        "usage": { "inputTokens": 11, "outputTokens": 5, "totalTokens": 16 },
        "metrics": { "latencyMs": 321 },
    })
}

fn native() -> Value {
    json!({ "id": "msg_1", "role": "assistant", "content": [{ "type": "text", "text": "Hello" }], "usage": { "input_tokens": 3 } })
}

fn events() -> Vec<Value> {
    vec![
        json!({ "messageStart": { "role": "assistant" } }),
        json!({ "contentBlockDelta": { "delta": { "text": "Hel" }, "contentBlockIndex": 0 } }),
        json!({ "contentBlockDelta": { "delta": { "text": "lo" }, "contentBlockIndex": 0 } }),
        json!({ "contentBlockStop": { "contentBlockIndex": 0 } }),
        json!({ "messageStop": { "stopReason": "end_turn" } }),
    ]
}

fn refusal(gets: Gets) -> Option<(&'static str, &'static str, u16)> {
    match gets {
        Refusal => Some(("ValidationException", "The provided model identifier is invalid.", 400)),
        Throttling => Some(("ThrottlingException", "Too many tokens, please wait before trying again.", 429)),
        Unmodeled => {
            Some(("UnrecognizedClientException", "The security token included in the request is invalid.", 403))
        }
        Nothing | Words | Native | Stream | Models => None,
    }
}

impl Gets {
    /// The answer as the bench gets it.
    fn answers(self) -> Vec<Answer> {
        let of = |output: Value, body: Vec<u8>, events| vec![Answer::Output { output, body, events }];
        match self {
            Nothing => Vec::new(),
            Words => of(output(), Vec::new(), Vec::new()),
            Native => of(json!({ "contentType": "application/json" }), native().to_string().into_bytes(), Vec::new()),
            Stream => of(json!({}), Vec::new(), events()),
            Models => of(models(), Vec::new(), Vec::new()),
            Refusal | Throttling | Unmodeled => {
                let (code, message, status) = refusal(self).unwrap();
                vec![Answer::Refused { code: code.to_owned(), message: message.to_owned(), status }]
            }
        }
    }

    /// The answer as HTTP.
    fn http(self) -> Value {
        let json = "application/json";
        let (status, kind, code, body) = match self {
            Nothing => (200, json, "", b"{}".to_vec()),
            Words => (200, json, "", output().to_string().into_bytes()),
            Native => (200, json, "", native().to_string().into_bytes()),
            Models => (200, json, "", models().to_string().into_bytes()),
            Stream => {
                let frames = events().into_iter().map(|event| {
                    let (name, payload) = event.as_object().unwrap().iter().next().unwrap();
                    let headers = [
                        (":event-type", HeaderValue::from(name.as_str())),
                        (":content-type", HeaderValue::from(json)),
                        (":message-type", HeaderValue::from("event")),
                    ];
                    encode(&headers, payload.to_string().as_bytes())
                });
                (200, "application/vnd.amazon.eventstream", "", frames.collect::<Vec<_>>().concat())
            }
            Refusal | Throttling | Unmodeled => {
                let (code, message, status) = refusal(self).unwrap();
                (status, json, code, json!({ "message": message }).to_string().into_bytes())
            }
        };
        let mut headers = json!({ "content-type": kind });
        if !code.is_empty() {
            headers["x-amzn-errortype"] = json!(code);
        }
        json!([{ "status": status, "headers": headers, "body": BASE64.encode(body) }])
    }
}

fn models() -> Value {
    json!({ "modelSummaries": [{ "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/a", "modelId": "a", "inputModalities": ["TEXT"], "responseStreamingSupported": true }] })
}

const HEAD: &str = "import boto3, json\nclient = boto3.client(\"bedrock-runtime\")\n";
const ASK: &str =
    "response = client.converse(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": [{\"text\": \"Hi\"}]}])\n";
const INVOKE: &str =
    "response = client.invoke_model(modelId=\"m\", body=json.dumps({\"max_tokens\": 5, \"messages\": []}))\n";

/// Programs: what they begin with, what follows, the answer, and the place in it that they print.
const PROGRAMS: &[(&[&str], &str, Gets, Option<&str>)] = &[
    // The wrong attempts of the curriculum.
    (
        &[],
        "import boto3\nclient = boto3.client(\"bedrock\")\nclient.converse(modelId=\"m\", messages=[])",
        Nothing,
        None,
    ),
    (&[], "import boto3\nboto3.client(\"bedrock-agent-runtime\").converse(modelId=\"m\")", Nothing, None),
    (&[], "import boto3\nboto3.client(\"bedrock-agent\").invoke_agent()", Nothing, None),
    (&[HEAD], "client.retrieve(knowledgeBaseId=\"x\")", Nothing, None),
    (&[HEAD], "client.list_foundation_models()", Nothing, None),
    (&[HEAD], "client.apply_guardrial()", Nothing, None),
    (&[], "import boto3\nboto3.client(\"bedrock\").apply_guardrail(guardrailIdentifier=\"a\")", Nothing, None),
    (&[], "import boto3\nboto3.client(\"bedrock-run\")", Nothing, None),
    (&[HEAD], "client.converse(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": \"hi\"}])", Nothing, None),
    (
        &[HEAD],
        "client.converse(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"x\"}]}])",
        Nothing,
        None,
    ),
    (
        &[HEAD],
        "client.converse(messages=[{\"content\": [{\"text\": 5}]}], max_tokens=5, inferenceConfig={\"maxTokens\": 0, \"topP\": -0.5, \"topK\": 5})",
        Nothing,
        None,
    ),
    (
        &[HEAD],
        "client.converse(modelId=\"\", messages=\"hi\", system=\"Be brief\", inferenceConfig={\"maxTokens\": \"5\", \"temperature\": None, \"stopSequences\": \"x\"})",
        Nothing,
        None,
    ),
    (
        &[HEAD],
        "client.converse(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": [{}, {\"image\": {\"format\": \"png\"}}]}], additionalModelRequestFields={\"a\": b\"x\"})",
        Nothing,
        None,
    ),
    (
        &[HEAD],
        "client.converse(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": [{\"toolUse\": {\"toolUseId\": \"a\", \"name\": \"b\", \"input\": {\"x\": [1, None]}}}]}], toolConfig={\"tools\": [{\"input_schema\": {}}]})",
        Nothing,
        None,
    ),
    (&[HEAD], "client.converse(\"m\")", Nothing, None),
    (&[HEAD], "client.invoke_model(modelId=\"m\", body={\"a\": 1})", Nothing, None),
    (&[], "import boto3\nboto3.client(\"bedrock-agent-runtime\").retrieve(knowledgeBaseId=\"x\")", Nothing, None),
    (
        &[],
        "import boto3\nboto3.client(\"bedrock\").create_guardrail(name=\"a\", blockedOutputsMessaging=\"b\")",
        Nothing,
        None,
    ),
    (
        &[],
        "import boto3\nboto3.client(\"bedrock\").create_model_customization_job(jobName=\"a\", customModelName=\"b\", roleArn=\"arn:aws:iam::123456789012:role/r\", baseModelIdentifier=\"x\", trainingDataConfig={}, outputDataConfig={\"s3Uri\": \"s3://b\"}, hyperParameters={\"epochCount\": 2})",
        Nothing,
        None,
    ),
    (&[], "import boto3\nboto3.client(service=\"bedrock\")", Nothing, None),
    (&[], "import boto3\nboto3.client()", Nothing, None),
    (&[], "import boto3\nboto3.clent(\"bedrock\")", Nothing, None),
    (&[], "from botocore.exceptions import ClientErorr", Nothing, None),
    (&[], "import botto3", Nothing, None),
    // The answer of Converse.
    (
        &[HEAD, ASK],
        "print(response[\"output\"][\"message\"][\"content\"][0][\"text\"])",
        Words,
        Some("/output/message/content/0/text"),
    ),
    (
        &[HEAD, ASK],
        "message = response[\"output\"][\"message\"]\nfor block in message[\"content\"]:\n    text = block.get(\"text\", \"\")\n    print(f\"Answer: {text.strip()!r:>40}|\")",
        Words,
        Some("/output/message/content/0/text"),
    ),
    (
        &[HEAD, ASK],
        "print(response[\"output\"][\"message\"])\nprint(response[\"usage\"], response['stopReason'], sep=\" | \")",
        Words,
        Some("/output/message"),
    ),
    (
        &[HEAD, ASK],
        "print(json.dumps(response[\"output\"], indent=2))\nprint(json.dumps(response[\"usage\"]))",
        Words,
        Some("/output"),
    ),
    (&[HEAD, ASK], "print(response[\"body\"])", Words, None),
    (&[HEAD, ASK], "print(response[\"content\"])", Words, None),
    (&[HEAD, ASK], "print(response.output)", Words, None),
    (&[HEAD, ASK], "print(response.itmes())", Words, None),
    (&[HEAD, ASK], "print(response[\"output\"][\"message\"][\"content\"][1][\"text\"])", Words, None),
    (&[HEAD, ASK], "print(response[\"output\"][\"message\"][\"content\"][\"text\"])", Words, None),
    (&[HEAD, ASK], "print(response[\"output\"][\"message\"][\"content\"][0][\"text\"][\"a\"])", Words, None),
    (&[HEAD, ASK], "print(response[0])", Words, None),
    (&[HEAD, ASK], "print(\"Tokens: \" + response[\"usage\"][\"totalTokens\"])", Words, None),
    (&[HEAD, ASK], "print(respnse)", Words, None),
    (&[HEAD, ASK], "prnt(response)", Words, None),
    (&[HEAD, ASK], "response()", Words, None),
    (
        &[HEAD, ASK],
        "usage = response[\"usage\"]\nprint(f\"{usage['inputTokens'] * 0.25 / 1000:.6f} {usage['totalTokens']:,} {usage['totalTokens'] // 3} {usage['totalTokens'] % 3} {7 / 2}\")",
        Words,
        Some("/usage/totalTokens"),
    ),
    (
        &[HEAD, ASK],
        "def words(answer, sep=\", \"):\n    return sep.join(block[\"text\"] for block in answer[\"output\"][\"message\"][\"content\"])\nprint(words(response).upper()[:4], len(words(response)))\nwords()",
        Words,
        Some("/output/message/content/0/text"),
    ),
    (&[HEAD, ASK], "print(response[\"usage\"][\"inputTokens\"] + \"a\")", Words, None),
    (&[HEAD, ASK], "a, b = response[\"usage\"]", Words, None),
    (&[HEAD, ASK], "print(len(response[\"usage\"][\"inputTokens\"]))", Words, None),
    (&[HEAD, ASK], "for x in response[\"metrics\"][\"latencyMs\"]:\n    pass", Words, None),
    (
        &[HEAD, ASK],
        "print({\"a\": [1, 2.0, None, True, (1,), b'x\\'', 'it\\'s']}, 1e20, 1e-7, [] or {}, not 1, 3 in [1, 3], \"a\" < \"b\")",
        Words,
        None,
    ),
    (
        &[HEAD, ASK],
        "x = [n * n for n in range(4) if n % 2]\nx += [4]\nx.append(\"{} {name:>5}\".format(1, name=\"b\"))\nd = {k: v for k, v in zip(\"ab\", x)}\nd[\"c\"] = sorted(x[:3], reverse=True)\nprint(x, d, sum(x[:2]), max(1, 5, 3), list(enumerate(\"ab\", 1)), x[-1:], \"a-b\".split(\"-\"))",
        Words,
        None,
    ),
    // The native body.
    (
        &[HEAD, INVOKE],
        "body = json.loads(response[\"body\"].read())\nprint(body[\"content\"][0][\"text\"])",
        Native,
        Some("/body/content/0/text"),
    ),
    (&[HEAD, INVOKE], "print(json.loads(response[\"body\"].read().decode())[\"usage\"])", Native, Some("/body/usage")),
    (&[HEAD, INVOKE], "print(json.loads(response[\"body\"])[\"content\"])", Native, None),
    (&[HEAD, INVOKE], "print(response[\"body\"][\"content\"])", Native, None),
    (&[HEAD, INVOKE], "print(response[\"body\"].read()[\"content\"])", Native, None),
    (&[HEAD, INVOKE], "response[\"body\"].read()\nprint(json.loads(response[\"body\"].read()))", Native, None),
    (&[HEAD, INVOKE], "print(response[\"output\"])", Native, None),
    (&[HEAD, INVOKE], "print(json.loads(response[\"body\"].read())[\"output\"])", Native, None),
    // The stream.
    (
        &[HEAD],
        "response = client.converse_stream(modelId=\"m\", messages=[{\"role\": \"user\", \"content\": [{\"text\": \"Hi\"}]}])\nfor event in response[\"stream\"]:\n    if \"contentBlockDelta\" in event:\n        print(event[\"contentBlockDelta\"][\"delta\"][\"text\"], end=\"\")\nprint()",
        Stream,
        Some("/stream/*/contentBlockDelta/delta/text"),
    ),
    (
        &[HEAD],
        "response = client.converse_stream(modelId=\"m\", messages=[])\nfor event in response[\"stream\"]:\n    print(event[\"contentBlockDelta\"])",
        Stream,
        None,
    ),
    (
        &[HEAD],
        "response = client.converse_stream(modelId=\"m\", messages=[])\nprint(response[\"output\"])",
        Stream,
        None,
    ),
    (
        &[HEAD],
        "response = client.converse_stream(modelId=\"m\", messages=[])\nprint(response[\"stream\"][0])",
        Stream,
        None,
    ),
    // Refusals.
    (&[HEAD, ASK], "print(1)", Refusal, None),
    (&[HEAD, ASK], "print(1)", Throttling, None),
    (&[HEAD, ASK], "print(1)", Unmodeled, None),
    (
        &[HEAD],
        "from botocore.exceptions import ClientError\ntry:\n    client.converse(modelId=\"m\", messages=[])\nexcept KeyError:\n    print(\"no\")\nexcept ClientError as error:\n    print(error.response[\"Error\"][\"Code\"], error)\nfinally:\n    print(\"end\")",
        Refusal,
        None,
    ),
    (
        &[HEAD],
        "try:\n    client.converse(modelId=\"m\", messages=[])\nexcept client.exceptions.ThrottlingException:\n    print(\"wait\")\n    raise",
        Throttling,
        None,
    ),
    // The control plane.
    (
        &[],
        "import boto3\nfor model in boto3.Session(region_name=\"eu-west-1\").client(\"bedrock\").list_foundation_models(byOutputModality=\"TEXT\")[\"modelSummaries\"]:\n    print(model[\"modelId\"], model[\"inputModalities\"], model[\"responseStreamingSupported\"])",
        Models,
        Some("/modelSummaries/0/modelId"),
    ),
    // Syntax.
    (&[HEAD], "client.converse(modelId=\"m\", messages=[)", Nothing, None),
    (&[HEAD], "print(\"a\"\nx = 1", Nothing, None),
    (&[HEAD], "print(\"a)\nx = 1", Nothing, None),
    (&[HEAD], "print(\"a\"))", Nothing, None),
    (&[HEAD], "for x in [1]\n    print(x)", Nothing, None),
    (&[HEAD], "for x in [1]:\nprint(x)", Nothing, None),
    (&[HEAD], "  x = 1", Nothing, None),
    (&[HEAD], "print(\"a\" \"b\" client)", Nothing, None),
    (&[HEAD], "x = = 1", Nothing, None),
    (&[HEAD], "x = \"\"\"abc", Nothing, None),
];

fn service(name: &str) -> ServiceModel {
    ServiceModel::from_json(&std::fs::read_to_string(format!("assets/service-model/{name}.json")).unwrap()).unwrap()
}

#[test]
fn programs_end_as_in_python() {
    let services: Vec<(Client, ServiceModel)> =
        Client::ALL.into_iter().map(|client| (client, service(client.name()))).collect();
    let models: Vec<(Client, &ServiceModel)> = services.iter().map(|(client, model)| (*client, model)).collect();
    let text = |head: &[&str], rest: &str| head.concat() + rest;
    let given: Vec<Value> = PROGRAMS
        .iter()
        .map(|(head, rest, gets, _)| json!({ "text": text(head, rest), "answers": gets.http() }))
        .collect();
    let printed = crate::python::run("program_oracle.py", &[], json!(given).to_string().as_bytes());
    let real: Vec<Value> = serde_json::from_slice(&printed).unwrap();
    let mut wrong = Vec::new();
    for ((head, rest, gets, place), real) in PROGRAMS.iter().zip(real) {
        let text = text(head, rest);
        let ended = match Program::read(&text) {
            Ok(program) => match program.run(&models, &gets.answers()) {
                Step::Ended(ended) => ended,
                Step::Calls(call) => panic!("{call:?}\n{text}"),
            },
            Err(error) => Ended { error: Some(error), ..Ended::default() },
        };
        let error = ended.error.as_ref().map(PythonError::to_string).unwrap_or_default();
        let wanted = real["error"].as_str().unwrap();
        // botocore lists all of its services.
        let known = |text: &str| text.split("Valid service names are").next().unwrap_or_default().to_owned();
        // The file of a module is the machine's own.
        let known = |text: &str| known(text).split(" (/").next().unwrap_or_default().to_owned();
        if known(&error) != known(wanted) {
            wrong.push(format!("{text}\n  ours: {error}\n  real: {wanted}"));
        } else if ended.error.as_ref().is_some_and(|error| json!(error.line) != real["line"]) {
            wrong.push(format!("{text}\n  our line: {:?}\n  real: {}", ended.error, real["line"]));
        }
        let wanted = real["printed"].as_str().unwrap();
        if ended.printed() != wanted {
            wrong.push(format!("{text}\n  ours: {}\n  real: {wanted}", ended.printed()));
        }
        if place.is_some() && ended.place().as_deref() != *place {
            wrong.push(format!("{text}\n  our place: {:?}\n  wanted: {place:?}", ended.place()));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
}
