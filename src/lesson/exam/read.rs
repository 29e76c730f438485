//! Items about reading an answer.

use serde_json::json;

use super::Generator;
use super::draw::Draw;
use super::sheet::{quoted, sheet};

/// Models of three families that Converse serves.
pub(super) const TEXT_MODELS: [&str; 4] = [
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "us.amazon.nova-lite-v1:0",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "mistral.mistral-large-3-675b-instruct",
];

/// Questions that the simulator knows something about.
pub(super) const QUESTIONS: [&str; 6] = [
    "What are embeddings?",
    "Explain RAG in one paragraph.",
    "What is a token?",
    "What is a guardrail?",
    "What is temperature?",
    "What is an inference profile?",
];

pub(super) const ALL: &[Generator] = &[
    Generator { name: "row", track: 'a', gate: 3, make: row },
    Generator { name: "twin", track: 'b', gate: 2, make: twin },
    Generator { name: "limit", track: 'a', gate: 0, make: limit },
    Generator { name: "status", track: 'c', gate: 0, make: status },
    Generator { name: "history", track: 'a', gate: 3, make: history },
];

/// The row of a member of Converse's answer.
fn row(draw: &mut Draw) -> String {
    let (what, at) = draw.pick(&[
        ("the words of the answer", "/output/message/content/0/text"),
        ("why the answer ended", "/stopReason"),
        ("the tokens of the input", "/usage/inputTokens"),
        ("the tokens of the output", "/usage/outputTokens"),
        ("how long the model took", "/metrics/latencyMs"),
        ("who speaks", "/output/message/role"),
    ]);
    let (model, question) = (draw.pick(&TEXT_MODELS), draw.pick(&QUESTIONS));
    sheet("row", "find", &format!("Run, then select the row of the Converse response with {what}."))
        .start(&json!({ "sendAs": "converse", "stream": false, "model": model, "messages": [question] }))
        .line("look", "pane converse-response")
        .line("check", "caret.pane = \"converse-response\" : A row of the Converse response is selected")
        .line("check", format!("caret.at = {} : It is the right row", quoted(at)))
        .line("solve", format!("press \"Run\"; caret converse-response {at}"))
        .text()
}

/// The native row of a parameter.
fn twin(draw: &mut Draw) -> String {
    let (model, name, at) = draw.pick(&[
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "inferenceConfig.maxTokens", "/max_tokens"),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "inferenceConfig.stopSequences", "/stop_sequences/0"),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "system", "/system"),
        ("us.meta.llama3-3-70b-instruct-v1:0", "inferenceConfig.maxTokens", "/max_gen_len"),
        ("us.amazon.nova-lite-v1:0", "inferenceConfig.maxTokens", "/inferenceConfig/maxTokens"),
        ("us.amazon.nova-lite-v1:0", "inferenceConfig.stopSequences", "/inferenceConfig/stopSequences/0"),
    ]);
    let question = draw.pick(&QUESTIONS);
    let mut start = json!({ "sendAs": "both", "stream": false, "model": model, "system": "Be brief.",
        "messages": [question], "maxTokens": draw.between(50, 500).to_string() });
    if !model.contains("llama")
        && let Some(members) = start.as_object_mut()
    {
        members.insert("stop".to_owned(), json!(["###"]));
    }
    sheet("twin", "find", &format!("Select the row of the InvokeModel request that does what {name} does."))
        .start(&start)
        .line("look", "pane invoke-request")
        .line("check", "caret.pane = \"invoke-request\" : A row of the InvokeModel request is selected")
        .line("check", format!("caret.at = {} : It is the right row", quoted(at)))
        .line("solve", format!("caret invoke-request {at}"))
        .text()
}

/// Tokens and stop reason under a limit.
fn limit(draw: &mut Draw) -> String {
    let most = draw.between(3, 9);
    let (number, model) = (draw.between(12, 30), draw.pick(&TEXT_MODELS));
    sheet("limit", "do", &format!("Run with Max tokens {most}. Then type the number of output tokens."))
        .start(&json!({ "sendAs": "converse", "stream": false, "model": model,
            "messages": [format!("Count to {number}")] }))
        .line("question", "How many tokens came out?")
        .line("look", "field \"Max tokens\"")
        .line("check", format!("C.req/inferenceConfig/maxTokens = {most} : The limit is {most}"))
        .line("check", "C.res/stopReason = \"max_tokens\" : The answer was cut by the limit")
        .line("check", "ans = C.res/usage/outputTokens : The number is that of the answer")
        .line("solve", format!("set \"Max tokens\" {most}; press \"Run\"; answer {most}"))
        .text()
}

/// The status of events.
fn status(draw: &mut Draw) -> String {
    let all = [
        ("A guardrail blocked the question", "200"),
        ("The stream broke off in the middle", "200"),
        ("An exception event ended the stream", "200"),
        ("Too many requests in this minute", "429"),
        ("The path names no operation", "404"),
        ("The signature does not match", "403"),
        ("A service control policy denies the action", "403"),
        ("A message has no words", "400"),
        ("The model has reached its end of life", "404"),
    ];
    let cards = pairs(&draw.some(&all, 4));
    sheet("status", "match", "Match four events with the HTTP status that the caller sees.")
        .line("look", "panel")
        .sorted(&["200", "400", "403", "404", "429"], &cards)
        .text()
}

/// Cards as texts.
pub(super) fn pairs(cards: &[(&str, &str)]) -> Vec<(String, String)> {
    cards.iter().map(|(card, bin)| ((*card).to_owned(), (*bin).to_owned())).collect()
}

/// Which call carries the history.
fn history(draw: &mut Draw) -> String {
    let (first, second) = draw.pick(&[
        ("What is a vector?", "How long can it be?"),
        ("What is a token?", "And how many are in a page?"),
        ("What is RAG?", "What does it cost?"),
    ]);
    let whole = json!([{ "role": "user", "content": [{ "text": first }] },
        { "role": "assistant", "content": [{ "text": "An answer." }] },
        { "role": "user", "content": [{ "text": second }] }]);
    let alone = json!([{ "role": "user", "content": [{ "text": second }] }]);
    let merged = json!([{ "role": "user", "content": [{ "text": first }, { "text": second }] }]);
    let instructed = json!([{ "role": "user", "content": [{ "text": format!("Remember what you said. {second}") }] }]);
    let carries = "carries the first answer";
    let other = "does not";
    let cards = [(whole, carries), (alone, other), (merged, other), (instructed, other)];
    let cards: Vec<(String, String)> =
        draw.shuffled(&cards).into_iter().map(|(body, bin)| (body.to_string(), bin.to_owned())).collect();
    sheet("history", "sort", "Which of these `messages` lets the model know its own first answer?")
        .line("look", "panel")
        .sorted(&[carries, other], &cards)
        .text()
}
