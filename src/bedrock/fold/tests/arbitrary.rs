//! Any answer folds like its stream, whatever the chunking; and arbitrary JSON does no harm.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A block of an answer, and its fragments in a stream.
#[derive(Clone, Debug)]
enum AnyBlock {
    Text(Vec<String>),
    Reasoning(Vec<String>),
    Tool(Value, Vec<String>),
}

fn any_block() -> impl Strategy<Value = AnyBlock> {
    let fragments = || proptest::collection::vec("[a-zé🪨 ]{0,5}", 1..5);
    let tool = (arbitrary_json(), proptest::collection::vec(0usize..40, 0..4)).prop_map(|(inner, mut cuts)| {
        let input = json!({ "input": inner });
        let mut text = input.to_string();
        cuts.sort_unstable();
        let mut fragments = Vec::new();
        for cut in cuts.into_iter().rev().filter(|cut| *cut <= input.to_string().len()) {
            if text.is_char_boundary(cut) && cut <= text.len() {
                fragments.insert(0, text.split_off(cut));
            }
        }
        fragments.insert(0, text);
        AnyBlock::Tool(input, fragments)
    });
    prop_oneof![fragments().prop_map(AnyBlock::Text), fragments().prop_map(AnyBlock::Reasoning), tool]
}

/// Converse's answer and its events.
type Converse = (Value, Vec<(&'static str, Value)>);
/// Claude's answer and its chunks.
type Claude = (Value, Vec<Value>);

/// The same blocks in both formats.
fn both_formats(blocks: &[AnyBlock]) -> (Converse, Claude) {
    let (mut whole, mut events) = (Vec::new(), vec![("messageStart", json!({"role": "assistant"}))]);
    let start = json!({"type": "message_start", "message": {"usage": {"input_tokens": 3, "output_tokens": 1}}});
    let (mut claude, mut chunks) = (Vec::new(), vec![start]);
    for (i, block) in blocks.iter().enumerate() {
        let mut delta = |converse: Value, native: Value| {
            events.push(("contentBlockDelta", json!({"contentBlockIndex": i, "delta": converse})));
            chunks.push(json!({"type": "content_block_delta", "index": i, "delta": native}));
        };
        match block {
            AnyBlock::Text(parts) => {
                whole.push(json!({"text": parts.concat()}));
                claude.push(json!({"type": "text", "text": parts.concat()}));
                for part in parts {
                    delta(json!({"text": part}), json!({"type": "text_delta", "text": part}));
                }
            }
            AnyBlock::Reasoning(parts) => {
                whole.push(json!({"reasoningContent": {"reasoningText": {"text": parts.concat()}}}));
                claude.push(json!({"type": "thinking", "thinking": parts.concat()}));
                for part in parts {
                    delta(
                        json!({"reasoningContent": {"text": part}}),
                        json!({"type": "thinking_delta", "thinking": part}),
                    );
                }
            }
            AnyBlock::Tool(input, parts) => {
                whole.push(json!({"toolUse": {"toolUseId": "t", "name": "n", "input": input}}));
                claude.push(json!({"type": "tool_use", "id": "t", "name": "n", "input": input}));
                let tool = json!({"toolUseId": "t", "name": "n"});
                events.push(("contentBlockStart", json!({"contentBlockIndex": i, "start": {"toolUse": tool}})));
                let tool = json!({"type": "tool_use", "id": "t", "name": "n", "input": {}});
                chunks.push(json!({"type": "content_block_start", "index": i, "content_block": tool}));
                for part in parts {
                    events.push((
                        "contentBlockDelta",
                        json!({"contentBlockIndex": i, "delta": {"toolUse": {"input": part}}}),
                    ));
                    let native = json!({"type": "input_json_delta", "partial_json": part});
                    chunks.push(json!({"type": "content_block_delta", "index": i, "delta": native}));
                }
            }
        }
        events.push(("contentBlockStop", json!({"contentBlockIndex": i})));
        chunks.push(json!({"type": "content_block_stop", "index": i}));
    }
    let usage = json!({"inputTokens": 3, "outputTokens": 4, "totalTokens": 7});
    events.push(("messageStop", json!({"stopReason": "end_turn"})));
    events.push(("metadata", json!({"usage": usage, "metrics": {"latencyMs": 5}})));
    chunks.push(json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 4}}));
    chunks.push(json!({"type": "message_stop"}));
    let converse = json!({"output": {"message": {"role": "assistant", "content": whole}}, "stopReason": "end_turn",
        "usage": usage, "metrics": {"latencyMs": 5}});
    let native = json!({"type": "message", "content": claude, "stop_reason": "end_turn",
        "usage": {"input_tokens": 3, "output_tokens": 4}});
    ((converse, events), (native, chunks))
}

/// JSON made of the words that the readers know, in any arrangement.
fn arbitrary_json() -> impl Strategy<Value = Value> {
    const WORDS: [&str; 36] = [
        "type",
        "index",
        "delta",
        "text",
        "text_delta",
        "content",
        "content_block",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_start",
        "message_delta",
        "usage",
        "output",
        "message",
        "contentBlockIndex",
        "start",
        "toolUse",
        "input",
        "reasoningContent",
        "reasoningText",
        "metadata",
        "messageStop",
        "contentBlockDelta",
        "contentBlockStart",
        "citationsContent",
        "partial_json",
        "input_json_delta",
        "tool_use",
        "amazon-bedrock-invocationMetrics",
        "choices",
        "generation",
        "tool_calls",
        "is_finished",
        "citations",
        "</think>",
    ];
    let word = proptest::sample::select(WORDS.to_vec());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3i64..4).prop_map(Value::from),
        word.clone().prop_map(Value::from),
        Just(Value::from("{\"a\":")),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((word.clone(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_stream_folds_like_the_whole_answer_however_it_is_cut(blocks in proptest::collection::vec(any_block(), 0..5)) {
        let ((converse, events), (native, chunks)) = both_formats(&blocks);
        let mut fold = Fold::new(Operation::ConverseStream, None);
        for (event, payload) in &events {
            fold.push_event(event, payload.to_string().as_bytes());
        }
        fold.finish();
        prop_assert_eq!(fold.turn(), &fold_body(Operation::Converse, None, &converse));
        let whole = fold_body(Operation::InvokeModel, Some(Family::Claude), &native);
        prop_assert_eq!(fold_chunks(Some(Family::Claude), &chunks), whole);
        let nova: Vec<Value> = events.iter().map(|(event, payload)| json!({*event: payload})).collect();
        prop_assert_eq!(fold_chunks(Some(Family::Nova), &nova), fold.turn().clone());
    }

    #[test]
    fn tags_are_found_however_the_text_is_cut(parts in proptest::collection::vec(proptest::sample::select(
        vec!["<reasoning>", "</reasoning>", "<think>", "</think>", "<", "</th", "\n", " ", "so", "é"]), 0..8),
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6), stop in proptest::sample::select(vec!["stop", "length"])) {
        let text = parts.concat();
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).filter(|at| text.is_char_boundary(*at)).collect();
        at.extend([0, text.len()]);
        at.sort_unstable();
        let pieces: Vec<&str> = at.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
        for (family, wrap) in [
            (Family::DeepSeekR1, (|text, stop| json!({"choices": [{"text": text, "stop_reason": stop}]})) as fn(&str, Value) -> Value),
            (Family::OpenAiChat, |text, stop| json!({"choices": [{"message": {"content": text}, "finish_reason": stop}]})),
        ] {
            let mut chunks: Vec<Value> = pieces.iter().map(|piece| wrap(piece, Value::Null)).collect();
            chunks.push(wrap("", json!(stop)));
            let whole = fold_body(Operation::InvokeModel, Some(family), &wrap(&text, json!(stop)));
            prop_assert_eq!(fold_chunks(Some(family), &chunks), whole);
        }
    }

    #[test]
    fn any_json_folds_without_panic(documents in proptest::collection::vec(arbitrary_json(), 0..6)) {
        for operation in Operation::ALL {
            for family in [
                None,
                Some(Family::Claude),
                Some(Family::Nova),
                Some(Family::Jamba),
                Some(Family::CohereCommandR),
                Some(Family::DeepSeekR1),
            ] {
                let mut fold = Fold::new(operation, family);
                for document in &documents {
                    fold.push_body(document);
                    for event in ["contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"] {
                        fold.push_event(event, document.to_string().as_bytes());
                    }
                    fold.push_event("chunk", &chunk(document));
                }
                fold.finish();
            }
        }
    }
}
