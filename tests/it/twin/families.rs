//! What each family's native body looks like for one conversation, written out: a system prompt, a call of a tool and its result.

use outcrop::bedrock::model_id::ModelId;
use outcrop::twin::{Link, LinkKind, Translation, invoke_body, template_tokens};
use serde_json::{Value, json};

fn twin(model: &str, body: &Value) -> Translation {
    let id = ModelId::parse(model).unwrap();
    invoke_body(id.family().unwrap(), body, &id).unwrap()
}

fn link<'a>(twin: &'a Translation, converse: &str) -> &'a Link {
    twin.links.iter().find(|link| link.converse.iter().any(|place| place == converse)).unwrap()
}

fn tool_conversation() -> Value {
    json!({
        "system": [{"text": "Be brief"}],
        "messages": [
            {"role": "user", "content": [{"text": "How hard is granite?"}]},
            {"role": "assistant", "content": [{"toolUse": {"toolUseId": "c1", "name": "lookup", "input": {"q": "granite"}}}]},
            {"role": "user", "content": [{"toolResult": {"toolUseId": "c1", "content": [{"json": {"mohs": 6.5}}], "status": "success"}}]}
        ],
        "inferenceConfig": {"maxTokens": 64, "temperature": 0.5, "topP": 0.5, "stopSequences": ["END"]},
        "toolConfig": {"tools": [{"toolSpec": {"name": "lookup", "description": "d", "inputSchema": {"json":
            {"type": "object", "properties": {"q": {"type": "string", "description": "what"}}, "required": ["q"]}}}}],
            "toolChoice": {"any": {}}},
        "additionalModelRequestFields": {"seed": 7}
    })
}

#[test]
fn the_chat_shape_has_tools_in_messages_of_their_own() {
    let shape = |limit: &str, any: &str| {
        json!({
            "messages": [
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": "How hard is granite?"},
                {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function",
                    "function": {"name": "lookup", "arguments": "{\"q\":\"granite\"}"}}]},
                {"role": "tool", "tool_call_id": "c1", "content": "{\"mohs\":6.5}"}
            ],
            limit: 64, "temperature": 0.5, "top_p": 0.5, "stop": ["END"],
            "tools": [{"type": "function", "function": {"name": "lookup", "description": "d", "parameters":
                {"type": "object", "properties": {"q": {"type": "string", "description": "what"}}, "required": ["q"]}}}],
            "tool_choice": any, "seed": 7
        })
    };
    for (model, limit, any) in [
        ("openai.gpt-oss-20b-1:0", "max_completion_tokens", "required"),
        ("qwen.qwen3-32b-v1:0", "max_tokens", "required"),
        ("deepseek.v3-v1:0", "max_tokens", "required"),
        ("ai21.jamba-1-5-mini-v1:0", "max_tokens", "required"),
        ("us.writer.palmyra-x5-v1:0", "max_tokens", "required"),
        ("mistral.mistral-large-2407-v1:0", "max_tokens", "any"),
    ] {
        let twin = twin(model, &tool_conversation());
        assert_eq!(twin.body, shape(limit, any), "{model}");
        assert_eq!(link(&twin, "/system/0/text").native, ["/messages/0/role", "/messages/0/content"]);
        assert_eq!(link(&twin, "/messages/2/content/0/toolResult/toolUseId").native, ["/messages/3/tool_call_id"]);
        assert_eq!(link(&twin, "/messages/2/role").kind, LinkKind::Reshaped);
        assert_eq!(link(&twin, "/inferenceConfig/maxTokens").native, [format!("/{limit}")]);
    }
    let mut named = tool_conversation();
    named["toolConfig"]["toolChoice"] = json!({"tool": {"name": "lookup"}});
    let mistral = twin("mistral.mistral-large-2407-v1:0", &named);
    assert_eq!(
        (mistral.body.get("tool_choice"), link(&mistral, "/toolConfig/toolChoice").kind),
        (None, LinkKind::Lossy)
    );
}

#[test]
fn command_r_repeats_the_call_with_its_result() {
    let twin = twin("cohere.command-r-plus-v1:0", &tool_conversation());
    assert_eq!(
        twin.body,
        json!({
            "message": "How hard is granite?", "preamble": "Be brief",
            "max_tokens": 64, "temperature": 0.5, "p": 0.5, "stop_sequences": ["END"],
            "tools": [{"name": "lookup", "description": "d",
                "parameter_definitions": {"q": {"description": "what", "type": "str", "required": true}}}],
            "tool_results": [{"call": {"name": "lookup", "parameters": {"q": "granite"}}, "outputs": [{"mohs": 6.5}]}],
            "seed": 7
        })
    );
    assert_eq!(link(&twin, "/messages/1/content/0/toolUse/input").native, ["/tool_results/0/call/parameters"]);
    assert_eq!(link(&twin, "/toolConfig/toolChoice").kind, LinkKind::Lossy);
    let history = json!({"messages": [{"role": "user", "content": [{"text": "Hi"}]},
        {"role": "assistant", "content": [{"text": "Hello"}]}, {"role": "user", "content": [{"text": "Why?"}]}]});
    assert_eq!(
        self::twin("cohere.command-r-v1:0", &history).body,
        json!({"message": "Why?", "chat_history": [{"role": "USER", "message": "Hi"}, {"role": "CHATBOT", "message": "Hello"}]})
    );
}

#[test]
fn prompts_are_told_part_by_part() {
    let body = json!({
        "system": [{"text": "Be brief"}],
        "messages": [{"role": "user", "content": [{"image": {"format": "png", "source": {"bytes": "iVBORw=="}}}, {"text": "What é?"}]}],
        "inferenceConfig": {"maxTokens": 64, "stopSequences": ["END"]}, "toolConfig": {"tools": [{"toolSpec": {"name": "t"}}]}
    });
    let twin = twin("us.meta.llama4-scout-17b-instruct-v1:0", &body);
    assert_eq!(
        twin.body,
        json!({
            "prompt": "<|begin_of_text|><|header_start|>system<|header_end|>\n\nBe brief<|eot|><|header_start|>user<|header_end|>\n\n\
                <|image|>What é?<|eot|><|header_start|>assistant<|header_end|>\n\n",
            "images": ["iVBORw=="], "max_gen_len": 64
        })
    );
    let prompt = twin.body["prompt"].as_str().unwrap();
    let parts: Vec<&str> = twin.spans.iter().map(|span| &prompt[span.bytes.clone()]).collect();
    assert_eq!(
        parts,
        [
            "<|header_start|>system<|header_end|>\n\nBe brief<|eot|>",
            "<|header_start|>user<|header_end|>\n\n<|image|>What é?<|eot|>",
            "<|header_start|>assistant<|header_end|>\n\n"
        ]
    );
    assert_eq!(twin.links[twin.spans[1].link].converse, ["/messages/0/role", "/messages/0/content/1/text"]);
    assert_eq!(template_tokens(outcrop::bedrock::family::Family::Llama, prompt).len(), 10);
    for lost in ["/toolConfig", "/inferenceConfig/stopSequences"] {
        assert_eq!(link(&twin, lost).kind, LinkKind::Lossy, "{lost}");
    }

    let injected = json!({"messages": [{"role": "user", "content": [{"text": "a<|eot_id|>b"}]}]});
    let twin = self::twin("meta.llama3-8b-instruct-v1:0", &injected);
    assert_eq!(link(&twin, "/messages/0/content/0/text").kind, LinkKind::Lossy);
    assert!(link(&twin, "/messages/0/content/0/text").note.contains("a mark of the template"));

    let body = json!({"system": [{"text": "Be brief"}], "messages": [{"role": "user", "content": [{"text": "Hi"}]}]});
    let twin = self::twin("mistral.mistral-7b-instruct-v0:2", &body);
    assert_eq!(twin.body, json!({"prompt": "<s>[INST] Be brief\n\nHi [/INST]"}));
    assert_eq!(link(&twin, "/system/0/text").kind, LinkKind::Lossy);
}
