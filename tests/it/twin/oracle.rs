//! Our native bodies against those of independent clients, langchain-aws and litellm, for the same conversations.
//!
//! langchain-aws builds bodies for Claude, Llama, Mistral instruct, Titan Text, DeepSeek-R1 and the chat shape (gpt-oss, Qwen3),
//! litellm for Nova. Command R's history litellm puts into one message, and Jamba and Mistral chat it sends a prompt string, which
//! is not what their pages describe; Palmyra neither knows: those families have no judge here. Where two bodies differ, the
//! difference is written here with its reason, and taken out of both before they are compared; anything else fails.

use crate::conversations::{Has, conversation};
use crate::python;
use outcrop::bedrock::model_id::ModelId;
use outcrop::twin::invoke_body;
use serde_json::{Value, json};

/// Conversations for each model.
const CASES: usize = 60;

/// Bodies of ours and of theirs for random conversations that end with the user.
fn bodies(oracle: &str, model: &str, has: &[Has]) -> Vec<(Value, Value)> {
    let asked = |body: &Value| body["messages"].as_array().unwrap().last().is_some_and(|last| last["role"] == "user");
    let cases: Vec<Value> = (1..).map(|seed| conversation(seed, has)).filter(asked).take(CASES).collect();
    let id = ModelId::parse(model).unwrap();
    let lines: Vec<String> = cases.iter().map(|body| json!({"model": model, "body": body}).to_string()).collect();
    let printed = String::from_utf8(python::run(oracle, &[], lines.join("\n").as_bytes())).unwrap();
    let theirs: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(theirs.len(), cases.len());
    let ours = cases.iter().map(|body| invoke_body(id.family().unwrap(), body, &id).unwrap().body);
    ours.zip(theirs).collect()
}

/// Compares with langchain-aws, after each side's form is made plain.
fn compare(model: &str, has: &[Has], ours: impl Fn(&mut Value), theirs: impl Fn(&mut Value)) {
    compare_with("langchain_oracle.py", model, has, ours, theirs);
}

fn compare_with(oracle: &str, model: &str, has: &[Has], ours: impl Fn(&mut Value), theirs: impl Fn(&mut Value)) {
    for (mut our, mut their) in bodies(oracle, model, has) {
        let (sent, built) = (our.clone(), their.clone());
        ours(&mut our);
        theirs(&mut their);
        assert_eq!(our, their, "{model}\nours:   {sent}\ntheirs: {built}");
    }
}

fn prompt(body: &mut Value, change: impl Fn(&str) -> String) {
    for key in ["prompt", "inputText"] {
        if let Some(Value::String(text)) = body.get_mut(key) {
            *text = change(text);
        }
    }
}

/// A string for content says the same as a list of one text block.
fn one_text_as_list(body: &mut Value) {
    let whole = |value: &mut Value| {
        if let Value::String(text) = value {
            *value = json!([{"type": "text", "text": text}]);
        }
    };
    for message in body["messages"].as_array_mut().unwrap() {
        whole(&mut message["content"]);
        for block in message["content"].as_array_mut().unwrap() {
            if block["type"] == "tool_result" {
                whole(&mut block["content"]);
            }
        }
    }
}

#[test]
fn claude() {
    use Has::{AnyTool, Images, NamedTool, SeveralTexts, Stop, System, Tools};
    // Whether a tool failed they leave out where its result is a plain text, so no status is compared.
    let has = [System, Images, SeveralTexts, Tools, AnyTool, NamedTool, Stop];
    // A tool without a description they describe by its name.
    let theirs = |body: &mut Value| {
        one_text_as_list(body);
        for tool in body.get_mut("tools").and_then(Value::as_array_mut).into_iter().flatten() {
            if tool["description"] == tool["name"] {
                tool.as_object_mut().unwrap().shift_remove("description");
            }
        }
    };
    compare("us.anthropic.claude-haiku-4-5-20251001-v1:0", &has, one_text_as_list, theirs);
}

/// The template's white space is not theirs: they put a line break between turns, and none after a head, where Meta's page and
/// Bedrock's put an empty line after the head alone.
#[test]
fn llama() {
    let bare = |text: &str| {
        let mut text = text.to_owned();
        for token in ["<|begin_of_text|>", "<|end_header_id|>", "<|eot_id|>", "<|header_end|>", "<|eot|>"] {
            for space in ["\n\n", "\n"] {
                text = text.replace(&format!("{token}{space}"), token);
            }
        }
        text
    };
    for model in ["meta.llama3-8b-instruct-v1:0", "us.meta.llama4-scout-17b-instruct-v1:0"] {
        compare(model, &[Has::System], |b| prompt(b, bare), |b| prompt(b, bare));
    }
}

/// Stop sequences they send as `stop_sequences`, which is Anthropic's name, to every model.
fn renamed(body: &mut Value, from: &str, to: &str) {
    if let Some(value) = body.as_object_mut().unwrap().shift_remove(from) {
        body[to] = value;
    }
}

/// They leave out `<s>` and `</s>`, which Bedrock's page has; a system prompt they mark as Llama 2 did, so none is compared.
#[test]
fn mistral_instruct() {
    let ours = |text: &str| text.replace("<s>", "").replace("</s>", "");
    compare(
        "mistral.mistral-7b-instruct-v0:2",
        &[Has::Stop],
        |b| prompt(b, ours),
        |b| renamed(b, "stop_sequences", "stop"),
    );
}

/// They write the tokens with ASCII bars and underscores, a `<|System|>` that the model's template does not have, no token after
/// an assistant's turn, and no `<think>`; Bedrock's page has the model's own tokens.
#[test]
fn deepseek_r1() {
    let ours = |text: &str| {
        let ascii = text.replace('｜', "|").replace('▁', "_");
        ascii.replace("<|end_of_sentence|>", "").replace("<think>\n", "")
    };
    let theirs = |text: &str| text.trim().replace("<|System|>", "");
    let theirs = |body: &mut Value| {
        prompt(body, theirs);
        renamed(body, "stop_sequences", "stop");
    };
    compare("us.deepseek.r1-v1:0", &[Has::System, Has::Stop], |b| prompt(b, ours), theirs);
}

/// They put an empty line between turns, where Bedrock's page has a line break; settings of the model's own they put beside
/// the generation's, while ours stand where the experiment has them.
#[test]
fn titan_text() {
    let bare = |text: &str| text.trim_start().replace("\n\n", "\n");
    let flat = |body: &mut Value| {
        prompt(body, bare);
        for key in ["seed", "more"] {
            if let Some(value) = body.as_object_mut().unwrap().shift_remove(key) {
                body["textGenerationConfig"][key] = value;
            }
        }
    };
    let theirs = |body: &mut Value| {
        flat(body);
        renamed(&mut body["textGenerationConfig"], "stop_sequences", "stopSequences");
    };
    compare("amazon.titan-text-express-v1", &[Has::System, Has::Stop], flat, theirs);
}

/// Several texts in a message they join into one string, where ours stay parts, so one text is compared. Tools they cannot bind
/// for these models: a conversation that used tools is compared with the declaration taken out of ours.
#[test]
fn chat() {
    // Arguments are JSON inside a string, which they print with spaces.
    let arguments = |body: &mut Value| {
        for message in body["messages"].as_array_mut().unwrap() {
            for call in message.get_mut("tool_calls").and_then(Value::as_array_mut).into_iter().flatten() {
                let text = call["function"]["arguments"].as_str().unwrap();
                call["function"]["arguments"] = serde_json::from_str(text).unwrap();
            }
        }
    };
    let ours = |body: &mut Value| {
        arguments(body);
        body.as_object_mut().unwrap().retain(|key, _| key != "tools" && key != "tool_choice");
    };
    let theirs = |body: &mut Value| {
        arguments(body);
        renamed(body, "stop_sequences", "stop");
    };
    for model in ["openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0"] {
        let has = [Has::System, Has::SeveralSystem, Has::Images, Has::Stop, Has::Tools];
        compare(model, &has, ours, theirs);
    }
}

/// They leave out `schemaVersion`, which has one value, describe a tool without a description by its name, and write an empty
/// `required` where a schema has none; parameters of the model's own are not said to them.
#[test]
fn nova() {
    use Has::{AnyTool, Images, NamedTool, SeveralSystem, SeveralTexts, Stop, System, Tools};
    let has = [System, SeveralSystem, SeveralTexts, Images, Tools, AnyTool, NamedTool, Stop];
    let ours = |body: &mut Value| {
        body.as_object_mut().unwrap().retain(|key, _| !["schemaVersion", "seed", "more"].contains(&key.as_str()));
    };
    let theirs = |body: &mut Value| {
        let tools = body.pointer_mut("/toolConfig/tools").and_then(Value::as_array_mut);
        for spec in tools.into_iter().flatten().map(|tool| tool["toolSpec"].as_object_mut().unwrap()) {
            if spec.get("description") == spec.get("name") {
                spec.shift_remove("description");
            }
            let schema = spec["inputSchema"]["json"].as_object_mut().unwrap();
            if schema.get("required") == Some(&json!([])) {
                schema.shift_remove("required");
            }
        }
    };
    compare_with("litellm_oracle.py", "amazon.nova-lite-v1:0", &has, ours, theirs);
}
