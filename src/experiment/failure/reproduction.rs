//! Experiments that the simulator refuses, each for one known reason. “Reproduce in simulator” loads one if the cause of
//! the failure is in the request itself.

use serde_json::json;

use crate::bedrock::conversation::Role;
use crate::experiment::form::draft::{Detached, Draft, DraftMessage, SendAs};
use crate::experiment::form::parameter::Parameter;
use crate::experiment::form::part::Part;

/// An experiment that goes wrong in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setup {
    /// A model that is called through profiles, by its own id.
    BareId,
    /// A profile of another geography.
    ForeignProfile,
    /// An embedding model, by Converse.
    EmbeddingByConverse,
    /// An embedding model, with a stream.
    EmbeddingStream,
    /// Temperature and Top P for a model that takes one of them.
    BothSampling,
    /// Temperature while the model thinks.
    ThinkingWithTemperature,
    /// Temperature for a model that takes none.
    RefusedSampling,
    /// A key that the family does not know.
    UnknownKey,
    /// The body of one family for a model of another.
    ForeignBody,
    /// More text than the model reads.
    TooLong,
    /// As much text as the model reads, with no room for the answer.
    TooLongTogether,
    /// More tokens than the model writes.
    TooManyTokens,
    /// A system prompt for a model that takes none.
    SystemRefused,
    /// A guardrail that does not exist.
    UnknownGuardrail,
    /// The assistant speaks first.
    AssistantFirst,
    /// The user speaks twice.
    TwoUsers,
    /// The assistant's answer is begun for a model that does not go on.
    Prefill,
    /// Tool calls in the conversation, no tools in the request.
    ToolsForgotten,
    /// A tool call without its result.
    ResultForgotten,
    /// A result and a text in one message.
    MixedResult,
    /// A call and a text in one message.
    MixedCall,
    /// A list as the result of a tool.
    ListAsResult,
    /// A budget of thinking for a model that sets its own.
    ThinkingType,
    /// A cache point for an hour after one for five minutes.
    CacheOrder,
    /// A version of Claude's body that the model does not take.
    ApiVersion,
    /// Tools and a stream for a model that takes only one of them.
    ToolsInStream,
    /// A text of white space.
    BlankText,
    /// A document without a text.
    DocumentAlone,
    /// A document whose name has a point.
    DocumentName,
    /// An image for a model that reads text.
    ImageForText,
    /// A temperature out of range.
    OutOfRange,
    /// Thinking with a budget that max tokens does not hold.
    ThinkingBudget,
    /// A cache point for a model without prompt caching.
    CacheRefused,
    /// Tools for a model that takes none.
    ToolsRefused,
    /// A forced tool for a model that takes only auto.
    FieldRefused,
    /// Effort for a model that takes none.
    EffortRefused,
    /// Thinking under the name that some integrations give it.
    ReasoningSpelling,
    /// A tool's name with a space.
    ToolName,
    /// A native body that lacks a member.
    MissingKey,
}

const TOOL: &str =
    r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"weather","inputSchema":{"json":{"type":"object"}}}}]}}"#;
const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const EMBEDDING: &str = "amazon.titan-embed-text-v2:0";
const LLAMA: &str = "us.meta.llama3-1-8b-instruct-v1:0";
const LLAMA_3_3: &str = "us.meta.llama3-3-70b-instruct-v1:0";

impl Setup {
    /// The experiment: a plain one with this one thing wrong in it.
    pub fn draft(self) -> Draft {
        let mut draft = Draft::default();
        let user = |id, content| DraftMessage { id, role: Role::User, content };
        let text = |text: &str| Part::Text(text.to_owned());
        match self {
            Self::BareId => draft.model = String::from("anthropic.claude-haiku-4-5-20251001-v1:0"),
            Self::ForeignProfile => draft.region = String::from("eu-west-1"),
            Self::EmbeddingByConverse => {
                draft.model = String::from(EMBEDDING);
                draft.send_as = SendAs::Converse;
            }
            Self::EmbeddingStream => {
                draft.stream = true;
                draft.model = String::from(EMBEDDING);
                alone(&mut draft, r#"{"inputText":"bedrock"}"#);
            }
            Self::BothSampling => draft.top_p.sent = true,
            Self::ThinkingWithTemperature => {
                draft.max_tokens = Parameter::sent("2048");
                draft.extra_fields = String::from(r#"{"thinking":{"type":"enabled","budget_tokens":1024}}"#);
            }
            Self::RefusedSampling => draft.model = String::from("us.anthropic.claude-sonnet-5"),
            Self::ReasoningSpelling => {
                draft.max_tokens = Parameter::sent("2048");
                draft.temperature.sent = false;
                draft.extra_fields = String::from(r#"{"reasoning_config":{"type":"enabled","budget_tokens":1024}}"#);
            }
            Self::UnknownKey => draft.extra_fields = String::from(r#"{"foo":1}"#),
            Self::ForeignBody => {
                draft.model = String::from(LLAMA);
                alone(&mut draft, r#"{"messages":[{"role":"user","content":"Hello"}],"max_tokens":64}"#);
            }
            Self::TooLong => {
                // The smallest context window of the list.
                draft.model = String::from("amazon.titan-text-express-v1");
                draft.send_as = SendAs::Converse;
                draft.system = None;
                draft.messages = vec![user(1, vec![Part::Text("granite ".repeat(50_000))])];
            }
            Self::TooLongTogether => {
                draft.system = None;
                draft.messages = vec![user(1, vec![Part::Text("ore ".repeat(140_000))])];
                draft.max_tokens = Parameter::sent("64000");
                draft.send_as = SendAs::Invoke;
            }
            Self::TooManyTokens => draft.max_tokens = Parameter::sent("9000000"),
            Self::SystemRefused => {
                draft.model = String::from("amazon.titan-text-express-v1");
                draft.send_as = SendAs::Converse;
            }
            Self::UnknownGuardrail => {
                let guardrail = json!({ "guardrailIdentifier": "nosuchguard", "guardrailVersion": "1" });
                draft.more = json!({ "guardrailConfig": guardrail }).to_string();
                draft.send_as = SendAs::Converse;
            }
            Self::AssistantFirst => {
                draft.send_as = SendAs::Converse;
                draft.messages.insert(0, DraftMessage::text(2, Role::Assistant, "I am ready."));
            }
            Self::TwoUsers => {
                draft.send_as = SendAs::Converse;
                draft.messages.push(DraftMessage::text(2, Role::User, "And what is an agent?"));
            }
            Self::Prefill => {
                draft.model = String::from("us.anthropic.claude-sonnet-5");
                draft.temperature.sent = false;
                draft.send_as = SendAs::Converse;
                draft.messages.push(DraftMessage::text(2, Role::Assistant, "Retrieval"));
            }
            Self::ToolsForgotten => calls_a_tool(&mut draft, vec![result()]),
            Self::ResultForgotten => {
                calls_a_tool(&mut draft, vec![text("Never mind.")]);
                draft.more = String::from(TOOL);
            }
            Self::MixedResult => {
                calls_a_tool(&mut draft, vec![result(), text("Is that warm?")]);
                draft.more = String::from(TOOL);
                draft.model = String::from(LLAMA_3_3);
            }
            Self::MixedCall => {
                calls_a_tool(&mut draft, vec![result()]);
                if let Some(answer) = draft.messages.get_mut(1) {
                    answer.content.insert(0, text("I will look it up."));
                }
                draft.more = String::from(TOOL);
                draft.model = String::from(LLAMA_3_3);
            }
            Self::ListAsResult => {
                let content = json!([{ "json": [21, "degrees"] }]);
                let result = json!({ "toolResult": { "toolUseId": "tooluse_1", "content": content } });
                calls_a_tool(&mut draft, vec![Part::Block(result)]);
                draft.more = String::from(TOOL);
            }
            Self::ThinkingType => {
                draft.model = String::from("us.anthropic.claude-sonnet-5");
                draft.temperature.sent = false;
                draft.max_tokens = Parameter::sent("2048");
                draft.extra_fields = String::from(r#"{"thinking":{"type":"enabled","budget_tokens":1024}}"#);
            }
            Self::CacheOrder => {
                draft.system_blocks = vec![json!({ "cachePoint": { "type": "default", "ttl": "5m" } })];
                let point = json!({ "cachePoint": { "type": "default", "ttl": "1h" } });
                draft.messages = vec![user(1, vec![text("What is RAG?"), Part::Block(point)])];
                draft.send_as = SendAs::Converse;
            }
            Self::ApiVersion => alone(
                &mut draft,
                r#"{"anthropic_version":"2026-10-21","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}"#,
            ),
            Self::ToolsInStream => {
                draft.stream = true;
                draft.model = String::from(LLAMA);
                draft.more = String::from(TOOL);
                draft.send_as = SendAs::Converse;
            }
            Self::BlankText => {
                draft.send_as = SendAs::Converse;
                draft.messages = vec![user(1, vec![text("What is RAG?"), text("  ")])];
            }
            Self::DocumentAlone => {
                draft.send_as = SendAs::Converse;
                draft.messages = vec![user(1, vec![document("notes")])];
            }
            Self::DocumentName => {
                draft.send_as = SendAs::Converse;
                draft.messages = vec![user(1, vec![text("Sum it up."), document("notes.txt")])];
            }
            Self::ImageForText => {
                draft.model = String::from("us.amazon.nova-micro-v1:0");
                draft.send_as = SendAs::Converse;
                let image = json!({ "image": { "format": "png", "source": { "bytes": PIXEL } } });
                draft.messages = vec![user(1, vec![text("What is this?"), Part::Block(image)])];
            }
            Self::OutOfRange => {
                draft.send_as = SendAs::Converse;
                draft.temperature = Parameter::sent("7");
            }
            Self::ThinkingBudget => {
                draft.temperature.sent = false;
                draft.extra_fields = String::from(r#"{"thinking":{"type":"enabled","budget_tokens":2048}}"#);
            }
            Self::CacheRefused => {
                draft.model = String::from(LLAMA_3_3);
                draft.system_blocks = vec![json!({ "cachePoint": { "type": "default" } })];
                draft.send_as = SendAs::Converse;
            }
            Self::ToolsRefused => {
                draft.model = String::from("meta.llama3-8b-instruct-v1:0");
                draft.more = String::from(TOOL);
                draft.send_as = SendAs::Converse;
            }
            Self::FieldRefused => {
                draft.model = String::from(LLAMA_3_3);
                draft.more = TOOL.replacen(r#""tools""#, r#""toolChoice":{"tool":{"name":"weather"}},"tools""#, 1);
                draft.send_as = SendAs::Converse;
            }
            Self::EffortRefused => {
                draft.model = String::from(CLAUDE);
                draft.more = String::from(r#"{"outputConfig":{"effort":"low"}}"#);
            }
            Self::ToolName => {
                draft.more = TOOL.replace("weather", "the weather");
                draft.send_as = SendAs::Converse;
            }
            Self::MissingKey => alone(
                &mut draft,
                r#"{"anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":"Hello"}]}"#,
            ),
        }
        draft
    }
}

/// A grey pixel, as a PNG.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

fn alone(draft: &mut Draft, body: &str) {
    draft.send_as = SendAs::Invoke;
    let kind = String::from("application/json");
    draft.detached = Some(Detached { body: body.to_owned(), content_type: kind.clone(), accept: kind });
}

fn document(name: &str) -> Part {
    // “The plot thickens.”
    let source = json!({ "bytes": "VGhlIHBsb3QgdGhpY2tlbnMu" });
    Part::Block(json!({ "document": { "format": "txt", "name": name, "source": source } }))
}

fn result() -> Part {
    Part::Block(json!({ "toolResult": { "toolUseId": "tooluse_1", "content": [{ "text": "21 degrees" }] } }))
}

fn calls_a_tool(draft: &mut Draft, answer: Vec<Part>) {
    let call = json!({ "toolUse": { "toolUseId": "tooluse_1", "name": "weather", "input": {} } });
    draft.model = String::from(CLAUDE);
    draft.send_as = SendAs::Converse;
    draft.messages = vec![
        DraftMessage::text(1, Role::User, "What is the weather in Oslo?"),
        DraftMessage { id: 2, role: Role::Assistant, content: vec![Part::Block(call)] },
        DraftMessage { id: 3, role: Role::User, content: answer },
    ];
}
