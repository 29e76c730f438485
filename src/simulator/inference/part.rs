//! The parts of an answer and the reason why it ends.

use crate::simulator::writer::sources::Citation;
use serde_json::{Value, json};

/// Why the answer ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The answer is complete.
    EndTurn,
    /// The token limit was reached.
    MaxTokens,
    /// This stop sequence would have come next.
    StopSequence(String),
    /// Tools are to be called.
    ToolUse,
    /// The guardrail took the answer's place.
    Guardrail,
}

impl Stop {
    /// The reason as Converse writes it; Claude and Nova write it so too.
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

/// What a part of an answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    Text,
    /// Text with the place that it was taken from.
    Cited(Citation),
    /// Reasoning, with the signature that a next request has to bring back.
    Reasoning(String),
    /// A call of this tool; the pieces are the arguments' JSON.
    Call(String),
}

/// One block of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Its text in tokens; joined, the text.
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
