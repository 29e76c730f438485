//! Each family's answer, streamed and whole.

use serde_json::{Value, json};

use crate::bedrock::family::Family;

/// `(name, family, stream, whole)`: the same answer twice.
pub(super) fn pairs() -> Vec<(&'static str, Family, Vec<Value>, Value)> {
    vec![
        (
            "Claude: reasoning, text and a tool",
            Family::Claude,
            vec![
                json!({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],
                    "usage":{"input_tokens":30,"output_tokens":1,"cache_read_input_tokens":4}}}),
                json!({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}),
                json!({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Rome is in "}}),
                json!({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Italy."}}),
                json!({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}),
                json!({"type":"content_block_stop","index":0}),
                json!({"type":"ping"}),
                json!({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}),
                json!({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Let me "}}),
                json!({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"look."}}),
                json!({"type":"content_block_stop","index":1}),
                json!({"type":"content_block_start","index":2,
                    "content_block":{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}}),
                json!({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"ci"}}),
                json!({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"ty\":\"Rome\"}"}}),
                json!({"type":"content_block_stop","index":2}),
                json!({"type":"content_block_start","index":3,"content_block":{"type":"redacted_thinking","data":"eA=="}}),
                json!({"type":"content_block_stop","index":3}),
                json!({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t2","name":"now","input":{}}}),
                json!({"type":"content_block_stop","index":4}),
                json!({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":25}}),
                json!({"type":"message_stop"}),
            ],
            json!({"id":"msg_1","type":"message","role":"assistant","content":[
                {"type":"thinking","thinking":"Rome is in Italy.","signature":"c2ln"},
                {"type":"text","text":"Let me look."},
                {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Rome"}},
                {"type":"redacted_thinking","data":"eA=="},
                {"type":"tool_use","id":"t2","name":"now","input":{}}],
                "stop_reason":"tool_use","usage":{"input_tokens":30,"output_tokens":25,"cache_read_input_tokens":4}}),
        ),
        (
            "Nova: text in pieces",
            Family::Nova,
            vec![
                json!({"messageStart":{"role":"assistant"}}),
                json!({"contentBlockDelta":{"delta":{"text":"4"},"contentBlockIndex":0}}),
                json!({"contentBlockDelta":{"delta":{"text":"2"},"contentBlockIndex":0}}),
                json!({"contentBlockStop":{"contentBlockIndex":0}}),
                json!({"messageStop":{"stopReason":"end_turn"}}),
                json!({"metadata":{"usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5},"metrics":{},"trace":{}}}),
            ],
            json!({"output":{"message":{"role":"assistant","content":[{"text":"42"}]}},"stopReason":"end_turn",
                "usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}),
        ),
        (
            "Llama: one text",
            Family::Llama,
            vec![
                json!({"generation":"\n\nHel","prompt_token_count":14,"generation_token_count":1,"stop_reason":null}),
                json!({"generation":"lo","prompt_token_count":null,"generation_token_count":2,"stop_reason":null}),
                json!({"generation":"","prompt_token_count":null,"generation_token_count":3,"stop_reason":"length"}),
            ],
            json!({"generation":"\n\nHello","prompt_token_count":14,"generation_token_count":3,"stop_reason":"length"}),
        ),
        (
            "Mistral instruct: outputs",
            Family::MistralInstruct,
            vec![
                json!({"outputs":[{"text":" 4","stop_reason":null}]}),
                json!({"outputs":[{"text":"2","stop_reason":"stop"}]}),
            ],
            json!({"outputs":[{"text":" 42","stop_reason":"stop"}]}),
        ),
        (
            "Titan Text: results and bare chunks",
            Family::TitanText,
            vec![
                json!({"outputText":"4","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":9}),
                json!({"outputText":"2","index":0,"totalOutputTextTokenCount":23,"completionReason":"FINISH","inputTextTokenCount":null}),
            ],
            json!({"inputTextTokenCount":9,"results":[{"tokenCount":23,"outputText":"42","completionReason":"FINISH"}]}),
        ),
        (
            "DeepSeek-R1: reasoning up to a tag that is cut",
            Family::DeepSeekR1,
            vec![
                json!({"choices":[{"text":"Two\nand two","stop_reason":null}]}),
                json!({"choices":[{"text":".\n</thi","stop_reason":null}]}),
                json!({"choices":[{"text":"nk>\n","stop_reason":null}]}),
                json!({"choices":[{"text":"\nFour","stop_reason":null}]}),
                json!({"choices":[{"text":"","stop_reason":"stop"}]}),
            ],
            json!({"choices":[{"text":"Two\nand two.\n</think>\n\nFour","stop_reason":"stop"}]}),
        ),
        (
            "OpenAI chat: reasoning in tags and two tools",
            Family::OpenAiChat,
            vec![
                json!({"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"content":"<reason"},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"content":"ing>Look it up.</reasoning>Let me "},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"content":"look."},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"a","arguments":""}}]},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"id":"c2","function":{"name":"b","arguments":"{}"}}]},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}),
                json!({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}),
            ],
            json!({"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",
                "content":"<reasoning>Look it up.</reasoning>Let me look.","tool_calls":[
                {"id":"c1","type":"function","function":{"name":"a","arguments":"{\"x\":1}"}},
                {"id":"c2","type":"function","function":{"name":"b","arguments":"{}"}}]},"finish_reason":"tool_calls"}],
                "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}),
        ),
        (
            "Mistral chat: stop_reason, and chunks with a message",
            Family::MistralChat,
            vec![
                json!({"choices":[{"index":0,"message":{"role":"assistant","content":"4"},"stop_reason":null}]}),
                json!({"choices":[{"index":0,"message":{"content":"2"},"stop_reason":"stop"}]}),
            ],
            json!({"choices":[{"index":0,"message":{"role":"assistant","content":"42"},"stop_reason":"stop"}]}),
        ),
        (
            "Palmyra: reasoning in a separate member",
            Family::Palmyra,
            vec![
                json!({"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hm"},"finish_reason":null}]}),
                json!({"choices":[{"index":0,"delta":{"content":"42"},"finish_reason":"stop","stop_reason":null}]}),
                json!("[DONE]"),
            ],
            json!({"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"Hm","content":"42","tool_calls":[]},
                "finish_reason":"stop","stop_reason":null}]}),
        ),
        (
            "Command R: events, with the answer repeated at the end",
            Family::CohereCommandR,
            vec![
                json!({"is_finished":false,"event_type":"stream-start","generation_id":"g"}),
                json!({"is_finished":false,"event_type":"text-generation","text":"It is "}),
                json!({"is_finished":false,"event_type":"text-generation","text":"hot."}),
                json!({"is_finished":false,"event_type":"citation-generation","citations":[{"start":0,"end":2,"text":"It","document_ids":["d"]}]}),
                json!({"is_finished":false,"event_type":"tool-calls-generation","tool_calls":[{"name":"a","parameters":{"x":1}}]}),
                json!({"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE","response":{"text":"It is hot.",
                    "generation_id":"g","citations":[{"start":0}],"tool_calls":[{"name":"a","parameters":{"x":1}}],
                    "meta":{"billed_units":{"input_tokens":5.0,"output_tokens":3}}}}),
            ],
            json!({"response_id":"r","text":"It is hot.","generation_id":"g","finish_reason":"COMPLETE",
                "citations":[{"start":0,"end":2,"text":"It","document_ids":["d"]}],"tool_calls":[{"name":"a","parameters":{"x":1}}],
                "meta":{"billed_units":{"input_tokens":5.0,"output_tokens":3}}}),
        ),
    ]
}
