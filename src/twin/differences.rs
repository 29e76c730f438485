//! Why the two answers to one experiment differ: defaults, names, and where each body reports a fact.
//!
//! Facts: the AWS user guide's pages on each model's parameters, and the API reference of Converse (its `maxTokens` defaults
//! to the model's maximum).

use crate::bedrock::family::Family;

/// One difference, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A short title.
    pub title: &'static str,
    /// The explanation, in a sentence or two.
    pub text: &'static str,
}

/// The differences between the two answers of a family.
pub fn differences(family: Family) -> Vec<Difference> {
    let note = |title, text| Difference { title, text };
    let (limit, names, counts) = match family {
        Family::Claude => (
            "max_tokens is required in Claude's body and optional in Converse, where the model's maximum then applies: with nothing set, the native answer can end earlier than Converse's.",
            "stop_reason and stopReason use the same words, except refusal, which Converse does not have; blocks carry a type in the native answer.",
            "Both bodies have usage: input_tokens in Claude's, inputTokens in Converse's. The native stream gives the input at its start and the output at its end.",
        ),
        Family::Nova => (
            "Nova's body has Converse's shape, so the same settings have the same meaning.",
            "The native answer has Converse's shape: output.message, stopReason, usage.",
            "Both bodies have usage, with the same names for input, output and total.",
        ),
        Family::Llama => (
            "Without max_gen_len the native answer ends after 512 tokens; without maxTokens Converse uses the model's maximum. The defaults are temperature 0.5 and top_p 0.9.",
            "generation holds the text, and stop_reason says stop or length where Converse says end_turn or max_tokens.",
            "prompt_token_count and generation_token_count are top-level fields; in a stream the prompt's count is in the first chunk.",
        ),
        Family::MistralInstruct => (
            "Without max_tokens Mistral 7B and Mixtral end after 512 tokens; Converse uses the model's maximum.",
            "outputs[0] holds text and stop_reason, which says stop or length.",
            "The body has no token counts: they are in response headers, and in the last chunk of a stream.",
        ),
        Family::MistralChat => (
            "Without max_tokens Mistral Large stops at 8,192 tokens. The defaults are temperature 0.7 and top_p 1.",
            "Mistral's chat says stop_reason where other chat bodies say finish_reason.",
            "Where the body has no usage, the tokens are in response headers, and in the last chunk of a stream.",
        ),
        Family::CohereCommandR => (
            "The defaults are temperature 0.3 and p 0.75.",
            "text holds the answer and finish_reason its end, in capitals; citations and tool calls are separate fields.",
            "billed_units, where the body has them, count what is billed; response headers count as well.",
        ),
        Family::TitanText => (
            "Without maxTokenCount the native answer ends after 512 tokens; the defaults are temperature 0.7 and topP 0.9.",
            "results[0] holds outputText and completionReason, with Titan's values (FINISHED, LENGTH).",
            "inputTextTokenCount is a top-level field; tokenCount is inside the result.",
        ),
        Family::Jamba => (
            "The defaults are max_tokens 4,096 and temperature 1.",
            "choices[0].message.content holds the text, finish_reason its end: stop or length.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        Family::DeepSeekR1 => (
            "Reasoning counts toward max_tokens, so a low limit may end the answer before it begins.",
            "choices[0].text holds reasoning and answer together; Converse returns reasoningContent and text.",
            "The body has no token counts: they are in response headers, and in the last chunk of a stream.",
        ),
        Family::Palmyra => (
            "Without max_tokens Palmyra X5's native answer ends after 16 tokens; Converse uses the model's maximum.",
            "choices[0].message.content holds the text, finish_reason its end.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        Family::OpenAiChat => (
            "Defaults are the provider's in the native body; Converse's maxTokens defaults to the model's maximum.",
            "choices[0].message.content holds the text, finish_reason its end: stop, length or tool_calls where Converse says end_turn, max_tokens or tool_use.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        _ => return Vec::new(),
    };
    let mut notes = vec![
        note("Two answers", "The model ran twice. With random sampling, two answers to the same question differ."),
        note("When you set nothing", limit),
        note("Names", names),
        note("Where tokens are counted", counts),
        note(
            "Latency",
            "Converse states metrics.latencyMs in its body. InvokeModel states it in a response header, and for a stream in the last chunk's amazon-bedrock-invocationMetrics.",
        ),
    ];
    match family {
        Family::OpenAiChat => notes.push(note(
            "Reasoning",
            "With InvokeModel, gpt-oss writes its reasoning between <reasoning> tags before the answer; Converse returns it as a separate block.",
        )),
        Family::DeepSeekR1 => notes.push(note(
            "Reasoning",
            "The native prompt opens <think>, and the text up to </think> is reasoning; Converse separates them.",
        )),
        Family::Claude => notes.push(note(
            "Reasoning",
            "Thinking has a signature. To continue the conversation, send the block back unchanged, with its signature.",
        )),
        _ => {}
    }
    notes
}
