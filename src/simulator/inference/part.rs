//! The parts of an answer, and its stop reason.

use crate::simulator::writer::sources::Citation;
use serde_json::{Value, json};

/// The stop reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The answer is complete.
    EndTurn,
    /// The token limit was reached.
    MaxTokens,
    /// This stop sequence comes next.
    StopSequence(String),
    /// The model calls tools.
    ToolUse,
    /// The guardrail replaced the answer.
    Guardrail,
}

impl Stop {
    /// The reason as Converse, Claude and Nova write it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::EndTurn => "end_turn",
            Self::MaxTokens => "max_tokens",
            Self::StopSequence(_) => "stop_sequence",
            Self::ToolUse => "tool_use",
            Self::Guardrail => "guardrail_intervened",
        }
    }
}

/// The kind of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    Text,
    /// Text with a citation.
    Cited(Citation),
    /// Reasoning, with the signature that the next request must send back.
    Reasoning(String),
    /// A call of this tool; the tokens are the JSON of its arguments.
    Call(String),
}

/// One block of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its kind.
    pub kind: Kind,
    /// Its text as tokens.
    pub pieces: Vec<String>,
}

impl Part {
    /// The whole text.
    pub fn text(&self) -> String {
        self.pieces.concat()
    }

    /// The arguments of a call.
    pub fn input(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_else(|_| json!({}))
    }

    /// Whether it is reasoning.
    pub fn is_reasoning(&self) -> bool {
        match self.kind {
            Kind::Reasoning(_) => true,
            Kind::Text | Kind::Cited(_) | Kind::Call(_) => false,
        }
    }
}
