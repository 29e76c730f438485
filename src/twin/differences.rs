//! Why the two answers to one experiment differ: defaults, names, and where each body reports a fact.
//!
//! Facts: the AWS user guide's pages on each model's parameters, and the API reference of Converse (its `maxTokens` defaults
//! to the model's maximum).

use crate::bedrock::family::Family;

/// One difference, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The explanation, in a sentence or two.
    pub text: &'static str,
}

/// What to know about the two answers of a family.
pub fn differences(family: Family) -> Vec<Difference> {
    let note = |title, text| Difference { title, text };
    let (limit, names, counts) = match family {
        Family::Claude => (
            "max_tokens is required in Claude's body and optional in Converse, where the model's maximum then applies: with nothing set, the native answer can end earlier than Converse's.",
            "stop_reason and stopReason use the same words, except refusal, which Converse does not have; blocks carry a type in the native answer.",
            "Both bodies have usage: input_tokens in Claude's, inputTokens in Converse's. The native stream gives the input at its start and the output at its end.",
        ),
        Family::Nova => (
            "Nova's own body is Converse's, so the same settings mean the same.",
            "The native answer has Converse's shape: output.message, stopReason, usage.",
            "Both bodies have usage, with the same names for input, output and total.",
        ),
        Family::Llama => (
            "Without max_gen_len the native answer ends after 512 tokens; without maxTokens Converse lets the model go to its maximum. Temperature is 0.5 and top_p 0.9 when they are not sent.",
            "generation holds the text, and stop_reason says stop or length where Converse says end_turn or max_tokens.",
            "prompt_token_count and generation_token_count are top-level fields; in a stream the prompt's count is in the first chunk.",
        ),
        Family::MistralInstruct => (
            "Without max_tokens Mistral 7B and Mixtral end after 512 tokens; Converse lets the model go to its maximum.",
            "outputs[0] holds text and stop_reason, which says stop or length.",
            "The body counts nothing: the tokens are in response headers, and in the last chunk of a stream.",
        ),
        Family::MistralChat => (
            "Without max_tokens Mistral Large goes to 8,192 tokens; its temperature is 0.7 and top_p 1 when they are not sent.",
            "Mistral's chat says stop_reason where the others of its shape say finish_reason.",
            "Where the body has no usage, the tokens are in response headers, and in the last chunk of a stream.",
        ),
        Family::CohereCommandR => (
            "Temperature is 0.3 and p 0.75 when they are not sent.",
            "text holds the answer and finish_reason its end, in capitals; citations and tool calls are fields of their own.",
            "billed_units, where the body has them, count what is billed; response headers count as well.",
        ),
        Family::TitanText => (
            "Without maxTokenCount the native answer ends after 512 tokens; temperature is 0.7 and topP 0.9 when they are not sent.",
            "results[0] holds outputText and completionReason, whose words are Titan's own (FINISHED, LENGTH).",
            "inputTextTokenCount is a top-level field; tokenCount is inside the result.",
        ),
        Family::Jamba => (
            "max_tokens is 4,096 and temperature 1 when they are not sent.",
            "choices[0].message.content holds the text, finish_reason its end: stop or length.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        Family::DeepSeekR1 => (
            "Reasoning counts toward max_tokens, so a low limit may end the answer before it begins.",
            "choices[0].text holds reasoning and answer in one; Converse gives reasoningContent and text.",
            "The body counts nothing: the tokens are in response headers, and in the last chunk of a stream.",
        ),
        Family::Palmyra => (
            "Palmyra X5's own body ends the answer after 16 tokens when max_tokens is not sent; Converse lets the model go to its maximum.",
            "choices[0].message.content holds the text, finish_reason its end.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        Family::OpenAiChat => (
            "Defaults are the provider's in the native body; Converse's maxTokens is the model's maximum when it is not set.",
            "choices[0].message.content holds the text, finish_reason its end: stop, length or tool_calls where Converse says end_turn, max_tokens or tool_use.",
            "usage counts prompt_tokens and completion_tokens; Converse calls them inputTokens and outputTokens.",
        ),
        _ => return Vec::new(),
    };
    let mut notes = vec![
        note(
            "Two answers",
            "The model was asked twice. Unless it samples nothing at all, two answers to one question differ in their words.",
        ),
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
            "With InvokeModel gpt-oss puts its reasoning between <reasoning> tags before the answer; Converse gives it a block of its own.",
        )),
        Family::DeepSeekR1 => notes.push(note(
            "Reasoning",
            "The native prompt opens <think>, and the text up to </think> is reasoning; Converse takes the two apart.",
        )),
        Family::Claude => notes.push(note(
            "Reasoning",
            "Thinking carries a signature. In a conversation that goes on, the block goes back unchanged, signature and all.",
        )),
        _ => {}
    }
    notes
}
