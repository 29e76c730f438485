//! Texts of shells, as people write them: each with the request that it makes and the notes that it needs.

mod limits;
mod windows;

use serde_json::{Value, json};

use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::experiment::run::requests;
use crate::experiment::{Draft, SendAs};
use crate::import::{Imported, Origin, import};

/// The model and the region of the page before the import.
const PAGE: (&str, &str) = ("amazon.nova-micro-v1:0", "us-west-1");

fn before() -> Draft {
    Draft { model: PAGE.0.to_owned(), region: PAGE.1.to_owned(), ..Draft::default() }
}

fn read(text: &str) -> Imported {
    import(text, &before()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The body that an imported experiment sends.
fn body(imported: &Imported) -> Value {
    let composed = imported.draft.compose();
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&imported.draft.region).unwrap());
    let model = composed.model.as_ref().unwrap_or_else(|| panic!("{imported:?}"));
    let detached = imported.draft.detached.as_ref();
    let twin = requests::build(model, &composed.conversation, detached, imported.draft.stream.into(), &endpoint);
    let built = match imported.draft.send_as {
        SendAs::Converse => twin.converse,
        _ => twin.invoke.unwrap_or_else(|error| panic!("{error:?} {imported:?}")),
    };
    serde_json::from_str(&built.body_text).unwrap()
}

/// One text: its model, region and body, and a part of each note in any order. Every note must be named.
#[track_caller]
fn check(text: &str, model: &str, region: &str, wanted: &Value, notes: &[&str]) {
    let imported = read(text);
    assert_eq!(
        (imported.draft.model.as_str(), imported.draft.region.as_str()),
        (model, region),
        "{text}\n{:?}",
        imported.notes
    );
    assert_eq!(&body(&imported), wanted, "{text}\n{:?}", imported.notes);
    for note in notes {
        assert!(
            imported.notes.iter().any(|found| found.contains(note)),
            "no note of “{note}” in {:?}\n{text}",
            imported.notes
        );
    }
    let unnamed: Vec<&String> = imported
        .notes
        .iter()
        .filter(|found| !notes.iter().any(|note| found.contains(note)) && !found.contains("names no "))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:?}\n{text}");
}

/// A text that is Converse with one message.
#[track_caller]
fn says(text: &str, model: &str, region: &str, message: &str, notes: &[&str]) {
    check(text, model, region, &hi(message), notes);
}

fn hi(message: &str) -> Value {
    json!({ "messages": [{ "role": "user", "content": [{ "text": message }] }] })
}

const NOVA: &str = "amazon.nova-lite-v1:0";
const HI: &str = r#"{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}"#;
const URL: &str = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse";

#[track_caller]
fn fails(text: &str, part: &str) {
    let error = import(text, &before()).map(|imported| format!("{imported:?}")).unwrap_err().to_string();
    assert!(error.contains(part), "{error}\n{text}");
}

#[test]
fn a_command_need_not_be_the_first_word() {
    let script = r#"#!/usr/bin/env bash
set -euo pipefail
REGION="eu-central-1"
MODEL_ID="eu.anthropic.claude-haiku-4-5-20251001-v1:0"
if [ -z "${AWS_BEARER_TOKEN_BEDROCK:-}" ]; then echo "export the key first" >&2; exit 1; fi
RESPONSE=$(curl -sS -X POST \
  "https://bedrock-runtime.${REGION}.amazonaws.com/model/${MODEL_ID}/converse" \
  -H "Authorization: Bearer ${AWS_BEARER_TOKEN_BEDROCK}" \
  -H "Content-Type: application/json" \
  -d '{
    "messages": [ {"role": "user", "content": [{"text": "Reply with the word OK."}]} ],
    "inferenceConfig": {"maxTokens": 10, "temperature": 0}
  }')
echo "$RESPONSE" | python3 -m json.tool
"#;
    let wanted = json!({
        "messages": [{ "role": "user", "content": [{ "text": "Reply with the word OK." }] }],
        "inferenceConfig": { "maxTokens": 10, "temperature": 0 },
    });
    let imported = read(script);
    assert_eq!(body(&imported)["inferenceConfig"]["maxTokens"], wanted["inferenceConfig"]["maxTokens"]);
    assert_eq!(imported.draft.region, "eu-central-1");
    assert_eq!(imported.notes, Vec::<String>::new());
    for text in [
        format!("R=$(curl {URL} -d '{HI}')"),
        format!("R=`curl {URL} -d '{HI}'`"),
        format!("HTTP_CODE=$(curl -s -o /dev/null -w \"%{{http_code}}\" -X POST \"{URL}\" -d '{HI}')"),
        format!("if ! R=$(curl -s {URL} -d '{HI}'); then echo no; fi"),
        format!("sudo time curl {URL} -d '{HI}'"),
        format!("timeout 10 /usr/bin/curl {URL} -d '{HI}' | jq ."),
        format!("env A=b curl {URL} -d '{HI}' && echo done"),
        format!("call() {{\n  curl \"$1\" -d '{HI}'\n}}\ncall {URL}"),
        format!("call() {{ curl {URL} -d '{HI}'; }}"),
        format!("bash -c \"curl {URL} -d '{}'\"", HI.replace('"', "\\\"")),
        format!("Here's how it's done:\n\ncurl {URL} -d '{HI}'\n\nThat's (really) all."),
        format!(
            "Try this (it works):\n```bash\n$ curl {URL} -d '{HI}'\n```\nand it's fine: it prints\n```json\n{{\"a\": 1}}\n```"
        ),
        format!("user@host:~/dir$ curl {URL} \\\n> -d '{HI}'\n{{\"output\": 1}}"),
        format!("curl -sSd '{HI}' {URL}"),
        format!("echo '{HI}' | curl {URL} -d @-"),
        format!("curl {URL} -d @- <<< '{HI}'"),
        format!("curl {URL} --json @- <<'EOF'\n{HI}\nEOF"),
        format!("cat > f.json <<EOF\n{HI}\nEOF\ncurl {URL} -d @f.json"),
        format!("echo '{HI}' > ./f.json\ncurl {URL} --data-binary \"@f.json\""),
        format!("BODY=$(cat <<'E'\n{HI}\nE\n)\ncurl {URL} -d \"$BODY\""),
        format!("read -r -d '' BODY <<'E'\n{HI}\nE\ncurl {URL} -d \"$BODY\""),
        format!("printf '%s' '{HI}' | curl {URL} -d @-"),
        format!("args=(-X POST -H 'accept: application/json' # one\n  -d '{HI}')\ncurl \"${{args[@]}}\" {URL}"),
        format!("curl {URL} --data-binary @<(echo '{HI}')"),
    ] {
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
    let messages = r#"[{"role":"user","content":[{"text":"Hi"}]}]"#;
    for text in [
        format!("R=$(aws bedrock-runtime converse --region eu-west-1 --model-id {NOVA} --messages '{messages}')"),
        format!(
            "python -m awscli bedrock-runtime converse --region eu-west-1 --model-id {NOVA} --messages '{messages}'"
        ),
        format!(
            "docker run --rm -it -e AWS_REGION=eu-west-1 amazon/aws-cli:2.1 bedrock-runtime converse --model-id {NOVA} --messages '{messages}'"
        ),
        format!(
            "aws-vault exec p -- aws bedrock-runtime converse --region=eu-west-1 --model-id {NOVA} --messages '{messages}'"
        ),
        format!("export AWS_REGION=eu-west-1\naws bedrock-runtime converse --model-id {NOVA} --messages '{messages}'"),
        format!(
            "echo {NOVA} | xargs -I {{}} aws bedrock-runtime converse --region eu-west-1 --model-id {{}} --messages '{messages}'"
        ),
        format!(
            "cat <<E | aws bedrock-runtime converse --region eu-west-1 --cli-input-json file:///dev/stdin\n{{\"modelId\":\"{NOVA}\",\"messages\":{messages}}}\nE"
        ),
        format!(
            "for m in {NOVA}; do\n  aws bedrock-runtime converse --region eu-west-1 --model-id \"$m\" --messages '{messages}'\ndone"
        ),
        format!(
            "M=${{M:-{NOVA}}} ; aws bedrock-runtime converse --region ${{R:-eu-west-1}} --model-id $M --messages '{messages}'"
        ),
        format!(
            "local M={NOVA} R=\"eu-west-1\"; aws bedrock-runtime converse --region $R --model-id $M --messages file://<(echo '{messages}')"
        ),
    ] {
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
}

#[test]
fn what_only_the_shell_knows_is_noted() {
    let url = "https://bedrock-runtime.$R.amazonaws.com/model/$M/converse";
    says(
        &format!("# the call\ncurl {url} -d '{HI}'"),
        PAGE.0,
        PAGE.1,
        "Hi",
        &[
            "Line 2: only the shell knows the value of $R, so the region",
            "Line 2: only the shell knows the value of $M, so the model",
        ],
    );
    says(&format!("export R=us-west-2 M={NOVA}\ncurl {url} -d '{HI}'"), NOVA, "us-west-2", "Hi", &[]);
    says(
        "P=\"$1\"\naws bedrock-runtime converse --model-id amazon.nova-lite-v1:0 \\\n  --messages \"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":[{\\\"text\\\":\\\"Say $P on $(date)\\\"}]}]\"",
        NOVA,
        PAGE.1,
        "Say $1 on $(date)",
        &["Line 1: only the shell knows the value of $1", "$(date)"],
    );
    let text = format!(
        "curl {URL} -d \"{{\\\"messages\\\":$MESSAGES,\\\"inferenceConfig\\\":{{\\\"maxTokens\\\":$MAX,\\\"topP\\\":0.5}}}}\""
    );
    let mut wanted = hi("$MESSAGES");
    wanted["inferenceConfig"] = json!({ "topP": 0.5 });
    check(&text, NOVA, "eu-west-1", &wanted, &["$MESSAGES", "$MAX, so inferenceConfig.maxTokens is left out"]);
    says(
        &format!(
            "B=$(jq -n --arg p \"Hi $X\" '{{messages:[{{role:\"user\",content:[{{text:$p}}]}}]}}')\ncurl {URL} -d \"$B\""
        ),
        NOVA,
        "eu-west-1",
        "Hi $X",
        &["Line 1: only the shell knows the value of $X"],
    );
    for assignment in [
        "M=us.amazon.nova-lite-v1:0; I=${M#us.}",
        "M=amazon.nova-lite-v1:0/x; I=${M%/*}",
        "M=amazon.nova-lite-v1:0x; I=${M:0:21}",
        "M=AMAZON.nova-lite-v1:0; I=${M,,}",
        "M=amazon.nova-pro-v1:0; I=${M/pro/lite}",
        "M=amazon_nova-lite-v1_0; I=${M//_/.}; I=${I/%.0/:0}",
    ] {
        let text = format!(
            "{assignment}\ncurl https://bedrock-runtime.eu-west-1.amazonaws.com/model/${{I//:/%3A}}/converse -d '{HI}'"
        );
        says(&text, NOVA, "eu-west-1", "Hi", &[]);
    }
    says(
        &format!("curl {URL} -d \"{}\"", HI.replace('"', "\\\"").replace("Hi", "Hi ${NAME%%.*}")),
        NOVA,
        "eu-west-1",
        "Hi ${NAME%%.*}",
        &["Line 1: only the shell knows the value of ${NAME%%.*}"],
    );
    fails(&format!("curl {URL} -d \"$BODY\""), "only the shell knows the body, $BODY on line 1");
    fails(&format!("\n\ncurl {URL} -d \"$(python3 make.py)\""), "$(python3 make.py)");
    fails("curl \"$URL\" -d '{}'", "only the shell knows the URL");
    let host =
        format!("irm -Uri \"https://bedrock-runtime.us-east-1.amazonaws$x.com/model/{NOVA}/converse\" -Body '{HI}'");
    assert!(read(&host).notes.iter().any(|note| note.contains("$x")), "{:?}", read(&host).notes);
    assert!(read(&host).notes.iter().all(|note| !note.contains('\u{fdd0}')), "{:?}", read(&host).notes);
    fails(&format!("curl {URL} -d '{{\"messages\": "), "unterminated single quote");
    let loops = format!(
        "for m in {NOVA} b; do curl https://bedrock-runtime.eu-west-1.amazonaws.com/model/$m/converse -d '{HI}'; done"
    );
    says(&loops, NOVA, "eu-west-1", "Hi", &["the loop runs for 2 values of m"]);
    let native = "aws bedrock-runtime invoke-model --region eu-west-1 --model-id amazon.titan-text-express-v1 --body $(echo '{\"inputText\":\"Hi\"}' | base64) out.json";
    assert_eq!(body(&read(native)), json!({ "inputText": "Hi" }));
    assert_eq!(body(&read(&native.replace("Hi", "'$P'")))["inputText"], "$P");
}

#[test]
fn the_clis_shorthand_has_the_types_of_the_api() {
    let call = |options: &str| format!("aws bedrock-runtime converse --region eu-west-1 --model-id {NOVA} {options}");
    let with = |name: &str, value: Value| {
        let mut body = hi("Hi");
        body[name] = value;
        body
    };
    let message = "--messages role=user,content=[{text=Hi}]";
    says(&call(message), NOVA, "eu-west-1", "Hi", &[]);
    says(&call("--messages 'role=user,content=[{text=\"Hi, you\"}]'"), NOVA, "eu-west-1", "Hi, you", &[]);
    let config = format!("{message} --inference-config maxTokens=512,temperature=0.2,stopSequences=END");
    let wanted = json!({ "maxTokens": 512, "temperature": 0.2, "stopSequences": ["END"] });
    check(&call(&config), NOVA, "eu-west-1", &with("inferenceConfig", wanted), &[]);
    let config = format!(
        "{message} --inference-config stopSequences=a,b,maxTokens=5 --query 'output' --output text --no-cli-pager"
    );
    check(
        &call(&config),
        NOVA,
        "eu-west-1",
        &with("inferenceConfig", json!({ "maxTokens": 5, "stopSequences": ["a", "b"] })),
        &[],
    );
    let guardrail = format!("{message} --guardrail-config guardrailIdentifier=outcropguard,guardrailVersion=1");
    let wanted = json!({ "guardrailIdentifier": "outcropguard", "guardrailVersion": "1" });
    check(&call(&guardrail), NOVA, "eu-west-1", &with("guardrailConfig", wanted), &[]);
    let system = format!("--system text=\"Be brief\" text='And, kind' {message}");
    check(
        &call(&system),
        NOVA,
        "eu-west-1",
        &with("system", json!([{ "text": "Be brief" }, { "text": "And, kind" }])),
        &[],
    );
    let metadata = format!("{message} --request-metadata team=docs,env=dev");
    check(&call(&metadata), NOVA, "eu-west-1", &with("requestMetadata", json!({ "team": "docs", "env": "dev" })), &[]);
    let unknown = format!("{message} --inference-config maxTokens=$MAX_TOKENS,temperature=0.7");
    let wanted = with("inferenceConfig", json!({ "temperature": 0.7 }));
    check(&call(&unknown), NOVA, "eu-west-1", &wanted, &["$MAX_TOKENS, so --inference-config.maxTokens is left out"]);
    let fields = format!("{message} --additional-model-request-fields '{{\"a\":1}}'");
    check(&call(&fields), NOVA, "eu-west-1", &with("additionalModelRequestFields", json!({ "a": 1 })), &[]);
    let file = format!("cat > s.txt <<'E'\nBe brief\nE\n{}", call(&format!("{message} --system text@=file://s.txt")));
    check(&file, NOVA, "eu-west-1", &with("system", json!([{ "text": "Be brief\n" }])), &[]);
    fails(
        &call(&format!("{message} --inference-config maxTokens=many")),
        "--inference-config.maxTokens must be an integer, not “many”",
    );
    fails(&call("--messages role=user,content=[{text=Hi"), "--messages: a structure does not end with }");
    fails(&call("--messages file://m.json"), "does not contain the file m.json");
    fails("aws bedrock list-foundation-models", "control plane");
    fails(
        "aws bedrock-agent-runtime invoke-agent --agent-id x",
        "bedrock-agent-runtime invoke-agent is a call of another service",
    );
    fails("aws bedrock-runtime apply-guardrail --x y", "apply-guardrail is not imported");
    let yaml = format!(
        "P=$(cat p.txt)\ncat > in.yaml <<E\nmodelId: {NOVA}\nmessages:\n- role: user\n  content:\n  - text: Hi $P\nE\naws bedrock-runtime converse --region eu-west-1 --cli-input-yaml file://in.yaml"
    );
    says(&yaml, NOVA, "eu-west-1", "Hi $(cat p.txt)", &["Line 1: only the shell knows the value of $(cat p.txt)"]);
    fails("aws bedrock-runtime converse --cli-input-yaml 'modelId: &x y'", "line 1 of the YAML has an anchor");
    fails("aws bedrock-runtime converse --cli-input-yaml 'just text'", "--cli-input-yaml must be an object");
    fails("aws bedrock-runtime converse --cli-input-yaml \"$Y\"", "only the shell knows --cli-input-yaml, $Y");
    let stream = call(message).replace(" converse ", " converse-stream ");
    assert!(
        read(&stream).draft.stream
            && read(&stream).notes.iter().any(|note| note.contains("has no command converse-stream"))
    );
    let raw = "aws bedrock-runtime invoke-model --model-id amazon.titan-text-express-v1 --cli-binary-format raw-in-base64-out --body '{\"inputText\":\"Hi\"}' /dev/stdout";
    assert_eq!(body(&read(raw)), json!({ "inputText": "Hi" }));
}

#[test]
fn litellms_log_is_read() {
    let text = r"16:25:27 - LiteLLM:DEBUG: utils.py:340 -

POST Request Sent from LiteLLM:
curl -X POST \
https://bedrock-runtime.us-west-2.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1:0/converse \
-H 'Content-Type: application/json' -H 'X-Amz-Date: 20261130T101500Z' -H 'Authorization: AWS4-****' \
-d '{'messages': [{'role': 'user', 'content': [{'text': 'Don\'t panic'}]}], 'additionalModelRequestFields': {}, 'system': [], 'inferenceConfig': {'maxTokens': 6, 'temperature': 0.3}}'
";
    let imported = read(text);
    let sent = body(&imported);
    assert_eq!(imported.draft.model, "anthropic.claude-3-haiku-20240307-v1:0");
    assert_eq!(imported.draft.region, "us-west-2");
    assert_eq!(sent["messages"], hi("Don't panic")["messages"]);
    assert_eq!(sent["inferenceConfig"], json!({ "maxTokens": 6, "temperature": 0.3 }));
    assert!(!imported.notes.iter().any(|note| note.contains("credential")), "{:?}", imported.notes);
    let python = format!("curl {URL} -d \"{{'messages': [{{'role': 'user', 'content': [{{'text': 'Hi'}}]}}]}}\"");
    says(&python, NOVA, "eu-west-1", "Hi", &["Python dictionary"]);
}
