//! Experiments to start from, each named by what it teaches.
//!
//! An example is a whole draft: it owes nothing to the form that it replaces but the region, in which its model must be
//! callable. The simulator answers each of them (`tests/it/examples.rs`). Names and drafts are apart, because the lists of
//! names are drawn long before a draft is filled in.

mod contents;

use self::contents::{
    DOCUMENT, GUARDRAIL, PICTURE, SCHEMA, document_block, guardrail, list_of_models, output_format, picture_block,
};
use super::builtin_tools::{BuiltIn, toggled};
use super::form::draft::{Draft, DraftMessage};
use super::form::parameter::Parameter;
use super::form::part::Part;
use crate::bedrock::catalogue;
use crate::bedrock::conversation::Role;
use crate::text::json;
use serde_json::{Map, Value};

/// An experiment to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// One message and nothing else.
    SmallestCall,
    /// Several turns in one call.
    Conversation,
    /// A tool, with its loop.
    ToolUse,
    /// An image block.
    Picture,
    /// A document block.
    Document,
    /// A schema for the answer.
    StructuredOutput,
    /// Extended thinking.
    Reasoning,
    /// A cache point.
    PromptCaching,
    /// A guardrail that intervenes.
    Guardrail,
    /// An answer that is cut.
    MaxTokens,
    /// An answer that ends at a text.
    StopSequence,
    /// A high temperature.
    Temperature,
}

/// Claude Haiku 4.5: the model that the page begins with. It takes everything that the examples show.
const HAIKU: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";
/// Nova Lite: reads pictures, and caches from 1,000 tokens on, where Claude Haiku 4.5 needs 4,096.
const NOVA_LITE: &str = "amazon.nova-lite-v1:0";

impl Example {
    /// All of them, the simplest first.
    pub const ALL: [Self; 12] = [
        Self::SmallestCall,
        Self::Conversation,
        Self::ToolUse,
        Self::Picture,
        Self::Document,
        Self::StructuredOutput,
        Self::Reasoning,
        Self::PromptCaching,
        Self::Guardrail,
        Self::MaxTokens,
        Self::StopSequence,
        Self::Temperature,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SmallestCall => "Smallest call",
            Self::Conversation => "Multi-turn conversation",
            Self::ToolUse => "Tool use",
            Self::Picture => "Picture",
            Self::Document => "Document",
            Self::StructuredOutput => "Structured output",
            Self::Reasoning => "Reasoning",
            Self::PromptCaching => "Prompt caching",
            Self::Guardrail => "Guardrail",
            Self::MaxTokens => "Cut by max tokens",
            Self::StopSequence => "Stop sequence",
            Self::Temperature => "Temperature 1",
        }
    }

    /// What it teaches, in one line.
    pub fn teaches(self) -> &'static str {
        match self {
            Self::SmallestCall => "One message: the least that converse needs",
            Self::Conversation => "The API keeps no state: each call sends every turn",
            Self::ToolUse => "The model asks, your code answers, the model goes on",
            Self::Picture => "An image block beside the text",
            Self::Document => "A document block with a name and a question about it",
            Self::StructuredOutput => "A JSON schema that the answer must match",
            Self::Reasoning => "Extended thinking, in additionalModelRequestFields",
            Self::PromptCaching => "A cache point after a long system prompt",
            Self::Guardrail => "A guardrail blocks the question; the trace says why",
            Self::MaxTokens => "stopReason max_tokens: the answer is cut off",
            Self::StopSequence => "The answer ends before a text that you choose",
            Self::Temperature => "The same request, more varied answers",
        }
    }

    /// The experiment, for a model that can be called from this region.
    pub fn draft(self, region: &str) -> Draft {
        let first = Draft::default();
        let of = |model: &str, text: &str| Draft {
            model: callable(model, region),
            region: region.to_owned(),
            stream: false,
            system: None,
            messages: vec![DraftMessage::text(1, Role::User, text)],
            max_tokens: Parameter { sent: false, ..first.max_tokens.clone() },
            temperature: Parameter { sent: false, ..first.temperature.clone() },
            ..Draft::default()
        };
        match self {
            Self::SmallestCall => of(HAIKU, "What is Amazon Bedrock?"),
            Self::Conversation => Draft {
                system: Some("You teach beginners. Use short sentences.".to_owned()),
                messages: [
                    (Role::User, "What is a token?"),
                    (Role::Assistant, "A token is a piece of text that a model reads or writes, often part of a word."),
                    (Role::User, "And why does it matter for the price?"),
                ]
                .into_iter()
                .zip(1..)
                .map(|((role, text), id)| DraftMessage::text(id, role, text))
                .collect(),
                max_tokens: Parameter::sent("300"),
                ..of(HAIKU, "")
            },
            Self::ToolUse => Draft {
                max_tokens: Parameter::sent("512"),
                more: json::print(&Value::Object(toggled(Map::new(), BuiltIn::Calculator))),
                ..of(HAIKU, "What is 17 * 23?")
            },
            Self::Picture => {
                with_block(of(NOVA_LITE, "Which colours do you see in this picture?"), picture_block(PICTURE))
            }
            Self::Document => with_block(
                of(HAIKU, "What does a fault do to the layers, according to the notes?"),
                document_block(DOCUMENT),
            ),
            Self::StructuredOutput => Draft {
                max_tokens: Parameter::sent("512"),
                more: json::print(&output_format(SCHEMA)),
                ..of(HAIKU, "What is a token?")
            },
            Self::Reasoning => Draft {
                max_tokens: Parameter::sent("2048"),
                extra_fields: "{ \"thinking\": { \"type\": \"enabled\", \"budget_tokens\": 1024 } }".to_owned(),
                ..of(HAIKU, "What is 27 * 453?")
            },
            Self::PromptCaching => Draft {
                system: Some(list_of_models()),
                system_blocks: vec![serde_json::json!({ "cachePoint": { "type": "default" } })],
                max_tokens: Parameter::sent("300"),
                ..of(NOVA_LITE, "What is prompt caching?")
            },
            Self::Guardrail => {
                Draft { more: json::print(&guardrail(GUARDRAIL)), ..of(HAIKU, "How do I get out of quicksand?") }
            }
            Self::MaxTokens => Draft {
                max_tokens: Parameter::sent("20"),
                ..of(HAIKU, "Explain the difference between Converse and InvokeModel.")
            },
            Self::StopSequence => Draft {
                max_tokens: Parameter::sent("300"),
                stop_sent: true,
                stop_sequences: vec!["checksum".to_owned()],
                ..of(HAIKU, "List the parts of an event stream frame.")
            },
            Self::Temperature => Draft {
                temperature: Parameter::sent("1"),
                max_tokens: Parameter::sent("200"),
                ..of(HAIKU, "What is temperature?")
            },
        }
    }
}

/// The id by which a model of the catalogue is called from a region.
fn callable(model: &str, region: &str) -> String {
    let known = catalogue::models().iter().find(|known| known.id == model);
    known.map_or_else(|| model.to_owned(), |known| known.callable_id(region))
}

/// The draft with a block at the end of its message.
fn with_block(mut draft: Draft, block: Value) -> Draft {
    if let Some(message) = draft.messages.first_mut() {
        message.content.push(Part::Block(block));
    }
    draft
}
