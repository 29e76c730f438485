//! Families with one prompt string: Meta Llama, Mistral instruct and DeepSeek-R1.
//!
//! Schemas: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html>,
//! `…/model-parameters-mistral-text-completion.html` and `…/model-parameters-deepseek.html`. The prompt is the whole
//! conversation in the model's template; it is split at the template's special tokens. A prompt without them is one
//! user message, as it is for the models.

use super::{Event, content, schema};
use crate::bedrock::catalogue::Model;
use crate::bedrock::conversation::Role;
use crate::bedrock::family::PromptDialect;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::part::Stop;
use crate::simulator::inference::request::{Message, Reasoning, Request};
use crate::simulator::inference::sampler::Sampling;
use serde_json::{Value, json};

const LLAMA: &str = "prompt!:s max_gen_len:i@1..2048 temperature:n@0..1 top_p:n@0..1 images:ls";
const MISTRAL: &str = "prompt!:s max_tokens:i@1..8192 temperature:n@0..1 top_p:n@0..1 top_k:i@0..200 stop:ls";
const DEEPSEEK: &str = "prompt!:s max_tokens:i@1..32768 temperature:n@0..1 top_p:n@0..1 stop:ls";

/// Checks a body and reads the request in it.
pub fn read(dialect: PromptDialect, body: &Value, model: &Model) -> Result<Request, Fault> {
    let (rules, limit) = match dialect {
        PromptDialect::Llama => (LLAMA, "max_gen_len"),
        PromptDialect::Mistral => (MISTRAL, "max_tokens"),
        PromptDialect::DeepSeekR1 => (DEEPSEEK, "max_tokens"),
    };
    schema::check(body, rules)?;
    let prompt = body.get("prompt").and_then(Value::as_str).unwrap_or_default();
    if prompt.trim().is_empty() {
        return Err(Fault::malformed("#/prompt: expected minLength: 1, actual: 0"));
    }
    let stop = body.get("stop").and_then(Value::as_array).map_or(0, Vec::len);
    if stop > 10 {
        return Err(Fault::malformed(&format!("#/stop: expected maximum item count: 10, found: {stop}")));
    }
    let (system, mut messages) = match dialect {
        PromptDialect::Llama => llama(prompt),
        PromptDialect::Mistral => mistral(prompt),
        PromptDialect::DeepSeekR1 => deepseek(prompt),
    };
    place_images(&mut messages, body.get("images").and_then(Value::as_array).map_or(&[][..], Vec::as_slice));
    let number = |key: &str| body.get(key).and_then(Value::as_f64);
    let max_tokens = body.get(limit).and_then(Value::as_u64);
    content::within_limits(max_tokens, model)?;
    let request = Request {
        system,
        messages,
        sampling: Sampling {
            temperature: number("temperature"),
            top_p: number("top_p"),
            top_k: body.get("top_k").and_then(Value::as_u64),
        },
        max_tokens,
        stop_sequences: content::strings(body.get("stop")),
        reasoning: if dialect == PromptDialect::DeepSeekR1 { Reasoning::On } else { Reasoning::Off },
        ..Request::default()
    };
    content::fits(&request, model)?;
    Ok(request)
}

/// The placeholder for an image in a prompt.
const IMAGE: &str = "<|image|>";

/// Assigns each image to the message with its placeholder; the others belong to the last message.
fn place_images(messages: &mut [Message], images: &[Value]) {
    let mut rest = images.iter();
    for message in messages.iter_mut() {
        let count = message.text.matches(IMAGE).count();
        if count > 0 {
            let text = message.text.replace(IMAGE, "");
            text.trim().clone_into(&mut message.text);
            rest.by_ref()
                .take(count)
                .for_each(|image| content::note_attachment(message, "image", None, image.as_str()));
        }
    }
    if let Some(last) = messages.last_mut() {
        rest.for_each(|image| content::note_attachment(last, "image", None, image.as_str()));
    }
}

type Conversation = (String, Vec<Message>);

fn push(conversation: &mut Conversation, role: &str, text: &str) {
    let text = text.trim();
    match role.trim() {
        "system" if conversation.0.is_empty() => text.clone_into(&mut conversation.0),
        // An open header at the end only names the next speaker.
        "assistant" if text.is_empty() => {}
        "assistant" => conversation.1.push(Message::new(Role::Assistant, text)),
        _ => conversation.1.push(Message::new(Role::User, text)),
    }
}

/// Llama 3: `<|start_header_id|>user<|end_header_id|>\n\n…<|eot_id|>`; Llama 4 has shorter names for the same tokens.
fn llama(prompt: &str) -> Conversation {
    let mut out = (String::new(), Vec::new());
    for (open, close, end) in
        [("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), ("<|header_start|>", "<|header_end|>", "<|eot|>")]
    {
        if !prompt.contains(open) {
            continue;
        }
        for turn in prompt.split(open).skip(1) {
            let (role, text) = turn.split_once(close).unwrap_or(("user", turn));
            push(&mut out, role, text.split(end).next().unwrap_or(text));
        }
        return out;
    }
    push(&mut out, "user", prompt.strip_prefix("<|begin_of_text|>").unwrap_or(prompt));
    out
}

/// Mistral: `<s>[INST] question [/INST] answer</s>[INST] …`; there is no token for a system prompt.
fn mistral(prompt: &str) -> Conversation {
    let mut out = (String::new(), Vec::new());
    if !prompt.contains("[INST]") {
        push(&mut out, "user", prompt.strip_prefix("<s>").unwrap_or(prompt));
        return out;
    }
    for turn in prompt.split("[INST]").skip(1) {
        let (question, answer) = turn.split_once("[/INST]").unwrap_or((turn, ""));
        push(&mut out, "user", question);
        push(&mut out, "assistant", answer.split("</s>").next().unwrap_or(answer));
    }
    out
}

/// DeepSeek-R1: `<｜begin▁of▁sentence｜>system<｜User｜>…<｜Assistant｜>…<｜end▁of▁sentence｜>`. Some clients write the tokens
/// with plain bars and underscores.
fn deepseek(prompt: &str) -> Conversation {
    let mut out = (String::new(), Vec::new());
    let plain = prompt.replace('｜', "|").replace('▁', "_");
    let prompt = plain.trim_start_matches("<|begin_of_sentence|>");
    // Some clients open the reasoning themselves, also in a prompt without turns.
    let prompt = prompt.trim_end().strip_suffix("<think>").unwrap_or(prompt);
    let mut turns = prompt.split("<|User|>");
    let head = turns.next().unwrap_or_default();
    let mut any = false;
    for turn in turns {
        any = true;
        let (question, answer) = turn.split_once("<|Assistant|>").unwrap_or((turn, ""));
        push(&mut out, "user", question);
        let answer = answer.split("<|end_of_sentence|>").next().unwrap_or(answer);
        push(
            &mut out,
            "assistant",
            answer.rsplit_once("</think>").map_or(answer, |(_, text)| text).trim_start_matches("<think>"),
        );
    }
    push(&mut out, if any { "system" } else { "user" }, head);
    out
}

fn stop_reason(answer: &Answer<'_>) -> &'static str {
    match answer.completion.stop {
        Stop::MaxTokens => "length",
        Stop::EndTurn | Stop::StopSequence(_) | Stop::ToolUse | Stop::Guardrail => "stop",
    }
}

/// The text between reasoning and answer; the prompt has opened the reasoning.
const THOUGHT: &str = "\n</think>\n\n";

/// The whole answer.
pub fn whole(dialect: PromptDialect, answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let (text, stop) = (completion.text(), stop_reason(answer));
    match dialect {
        PromptDialect::Llama => json!({
            "generation": text,
            "prompt_token_count": completion.input_tokens,
            "generation_token_count": completion.output_tokens,
            "stop_reason": stop,
        }),
        PromptDialect::Mistral => json!({ "outputs": [{ "text": text, "stop_reason": stop }] }),
        PromptDialect::DeepSeekR1 => {
            let reasoning = completion.reasoning();
            let thought = if reasoning.is_empty() || text.is_empty() { "" } else { THOUGHT };
            json!({ "choices": [{ "text": format!("{reasoning}{thought}{text}"), "stop_reason": stop }] })
        }
    }
}

/// The events of a stream.
pub fn events(dialect: PromptDialect, answer: &Answer<'_>) -> Vec<Event> {
    let completion = &answer.completion;
    let chunk = |text: &str, written: usize, stop: Value| match dialect {
        PromptDialect::Llama => json!({
            "generation": text,
            "prompt_token_count": if written <= 1 { json!(completion.input_tokens) } else { Value::Null },
            "generation_token_count": written,
            "stop_reason": stop,
        }),
        PromptDialect::Mistral => json!({ "outputs": [{ "text": text, "stop_reason": stop }] }),
        PromptDialect::DeepSeekR1 => json!({ "choices": [{ "text": text, "stop_reason": stop }] }),
    };
    let mut events = Vec::new();
    let mut thinks = false;
    for (_, part, groups) in answer.blocks() {
        let is_reasoning = part.is_reasoning();
        if is_reasoning && dialect != PromptDialect::DeepSeekR1 {
            continue;
        }
        if thinks && !is_reasoning {
            events.push(Event::frame("chunk", chunk(THOUGHT, events.len() + 1, Value::Null)));
        }
        thinks = is_reasoning;
        for text in groups {
            events.push(Event::tokens("chunk", chunk(text, events.len() + 1, Value::Null)));
        }
    }
    let written = usize::try_from(completion.output_tokens).unwrap_or(usize::MAX);
    let mut last = chunk("", written, json!(stop_reason(answer)));
    if let (true, Some(last)) = (events.is_empty(), last.as_object_mut().filter(|last| last.contains_key("generation")))
    {
        last.insert("prompt_token_count".to_owned(), json!(completion.input_tokens));
    }
    events.push(Event::frame("chunk", last));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(conversation: &Conversation) -> Vec<(Role, &str)> {
        conversation.1.iter().map(|message| (message.role, message.text.as_str())).collect()
    }

    #[test]
    fn prompts_are_taken_apart_at_their_templates() {
        let expected = [(Role::User, "Hi"), (Role::Assistant, "Hello"), (Role::User, "Why?")];
        let three = llama(
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief<|eot_id|><|start_header_id|>user\
             <|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>\
             <|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        );
        assert_eq!((three.0.as_str(), turns(&three).as_slice()), ("Be brief", &expected[..]));
        let four = llama(
            "<|begin_of_text|><|header_start|>user<|header_end|>\n\nHi<|eot|><|header_start|>assistant<|header_end|>\n\n\
             Hello<|eot|><|header_start|>user<|header_end|>\n\nWhy?<|eot|><|header_start|>assistant<|header_end|>\n\n",
        );
        assert_eq!(turns(&four), expected);
        assert_eq!(turns(&mistral("<s>[INST] Hi [/INST] Hello</s>[INST] Why? [/INST]")), expected);
        let r1 = deepseek(
            "<｜begin▁of▁sentence｜>Be brief<｜User｜>Hi<｜Assistant｜><think>\nhm\n</think>\nHello<｜end▁of▁sentence｜>\
             <｜User｜>Why?<｜Assistant｜><think>\n",
        );
        assert_eq!((r1.0.as_str(), turns(&r1).as_slice()), ("Be brief", &expected[..]));
        assert_eq!(turns(&deepseek("<|begin_of_sentence|><|User|>Hi<|Assistant|>\n\n")), [(Role::User, "Hi")]);
        for plain in [llama("Hi"), mistral("Hi"), deepseek("Hi")] {
            assert_eq!(turns(&plain), [(Role::User, "Hi")]);
        }
    }
}
