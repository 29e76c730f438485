//! An answer as it is drawn: what each block is, and what the answer says of itself besides its text.

use serde_json::Value;

use super::{Turn, TurnBlock};
use crate::bedrock::assessment::{Finding, findings};
use crate::bedrock::citation::{self, Citation};
use crate::text::json;

/// The kind of a block: what decides how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Text.
    Text,
    /// Reasoning.
    Reasoning,
    /// A tool call.
    Tool,
    /// The citations of a text, which the fold gives as a block of their own.
    Citations,
    /// Anything else.
    Unknown,
}

impl TurnBlock {
    /// Its kind.
    pub fn kind(&self) -> BlockKind {
        match self {
            Self::Text(_) => BlockKind::Text,
            Self::Reasoning(_) => BlockKind::Reasoning,
            Self::ToolUse { .. } => BlockKind::Tool,
            Self::Unknown(value) if cited(value).is_some() => BlockKind::Citations,
            Self::Unknown(_) => BlockKind::Unknown,
        }
    }

    /// The citations of such a block; of one that cannot be read, its JSON.
    pub fn citations(&self) -> Vec<Result<Citation, String>> {
        let list = match self {
            Self::Unknown(value) => cited(value).unwrap_or_default(),
            Self::Text(_) | Self::Reasoning(_) | Self::ToolUse { .. } => &[],
        };
        let read = |value: &Value| {
            let read = citation::read(value);
            if read.title.is_empty() && read.quote.is_empty() { Err(value.to_string()) } else { Ok(read) }
        };
        list.iter().map(read).collect()
    }
}

const GUARDRAIL_INTERVENED: &str = "guardrail_intervened";

fn cited(block: &Value) -> Option<&[Value]> {
    block.get("citations")?.as_array().map(Vec::as_slice)
}

/// A trace: what the guardrail found, and the whole as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What it is called.
    pub title: &'static str,
    /// What the guardrail found.
    pub findings: Vec<Finding>,
    /// The trace as JSON.
    pub text: String,
}

impl Turn {
    /// Whether it says more of itself than its text, its end and its tokens.
    pub fn has_details(&self) -> bool {
        self.trace.is_some()
            || self.additional_fields.is_some()
            || !self.details.is_empty()
            || self.usage.uses_cache()
            || self
                .blocks
                .iter()
                .any(|block| matches!(block, TurnBlock::Unknown(value) if value.get("citations").is_some()))
    }

    /// The trace of the guardrail or the prompt router.
    pub fn trace_shown(&self) -> Option<Trace> {
        let trace = self.trace.as_ref()?;
        let title = if trace.get("guardrail").is_some() { "Guardrail trace" } else { "Trace" };
        Some(Trace { title, findings: findings(trace), text: json::print(trace) })
    }

    /// Converse's `additionalModelResponseFields` as JSON.
    pub fn additional_fields_text(&self) -> Option<String> {
        self.additional_fields.as_ref().map(json::print)
    }

    /// What its stop reason means; `None` if the reason is missing or unknown. A native body has no stop reason of a
    /// guardrail; it states the guardrail's action in a member of its own.
    pub fn stop_reason_in_words(&self) -> Option<&'static str> {
        let reason = if self.guardrail_intervened() { GUARDRAIL_INTERVENED } else { self.stop_reason.as_deref()? };
        stop_reason_in_words(reason)
    }

    /// What else the response says of itself, as JSON.
    pub fn details_text(&self) -> Option<String> {
        (!self.details.is_empty()).then(|| json::print(&Value::Object(self.details.clone())))
    }
}

/// What a stop reason means; `None` of a word that needs no explanation or is not known.
pub fn stop_reason_in_words(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "end_turn" => "The model finished its turn",
        "max_tokens" => "Cut off: the limit in Max tokens was reached",
        "stop_sequence" => "A stop sequence came up; it is not part of the text",
        "tool_use" => "The model asks for a tool's result",
        GUARDRAIL_INTERVENED => "A guardrail changed or blocked the answer",
        "content_filtered" => "A content filter blocked the answer",
        "refusal" => "The model declined to answer",
        "model_context_window_exceeded" => "The context window was full",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::turn::Usage;
    use serde_json::{Map, json};

    #[test]
    fn each_block_has_a_kind_and_citations_are_read_or_shown_as_they_are() {
        let tool = TurnBlock::ToolUse { id: "t".to_owned(), name: "clock".to_owned(), input: json!({}) };
        let cited = TurnBlock::Unknown(json!({"citations": [{"title": "Rocks", "cited_text": "Basalt."}, {"odd": 1}]}));
        for (block, kind, citations) in [
            (TurnBlock::Text("a".to_owned()), BlockKind::Text, 0),
            (TurnBlock::Reasoning("a".to_owned()), BlockKind::Reasoning, 0),
            (tool, BlockKind::Tool, 0),
            (cited.clone(), BlockKind::Citations, 2),
            (TurnBlock::Unknown(json!({"video": {}})), BlockKind::Unknown, 0),
            (TurnBlock::Unknown(json!({"citations": "odd"})), BlockKind::Unknown, 0),
        ] {
            assert_eq!((block.kind(), block.citations().len()), (kind, citations), "{block:?}");
        }
        let read = cited.citations();
        assert_eq!(read.first().unwrap().as_ref().map(|citation| citation.title.as_str()), Ok("Rocks"));
        assert_eq!(read.last(), Some(&Err(r#"{"odd":1}"#.to_owned())));
    }

    #[test]
    fn whatever_an_answer_states_besides_its_text_is_a_detail() {
        let plain = Turn { stop_reason: Some("end_turn".to_owned()), ..Turn::default() };
        assert!(!plain.has_details());
        let cache = Usage { cache_read_tokens: Some(0), cache_write_tokens: Some(1), ..Usage::default() };
        for turn in [
            Turn { trace: Some(json!({})), ..plain.clone() },
            Turn { additional_fields: Some(json!({"a": 1})), ..plain.clone() },
            Turn { details: Map::from_iter([("serviceTier".to_owned(), json!("flex"))]), ..plain.clone() },
            Turn { usage: cache, ..plain.clone() },
            Turn { blocks: vec![TurnBlock::Unknown(json!({"citations": []}))], ..plain.clone() },
        ] {
            assert!(turn.has_details(), "{turn:?}");
        }
        let zero = Usage { cache_read_tokens: Some(0), cache_write_tokens: Some(0), ..Usage::default() };
        assert!(!Turn { usage: zero, ..plain.clone() }.has_details());
        assert_eq!((plain.trace_shown(), plain.additional_fields_text(), plain.details_text()), (None, None, None));
    }

    #[test]
    fn details_are_shown_as_json_and_a_guardrail_by_its_findings() {
        let guardrail = json!({"guardrail": {"inputAssessment": {"g": {
            "wordPolicy": {"customWords": [{"match": "basalt", "action": "BLOCKED"}]}}}}});
        for (trace, title, found) in
            [(guardrail, "Guardrail trace", 1), (json!({"promptRouter": {"invokedModelId": "x"}}), "Trace", 0)]
        {
            let turn = Turn { trace: Some(trace.clone()), ..Turn::default() };
            let shown = turn.trace_shown().unwrap();
            assert_eq!((shown.title, shown.findings.len(), shown.text), (title, found, json::print(&trace)));
        }
        let turn = Turn {
            additional_fields: Some(json!({"stop_sequence": "END"})),
            details: Map::from_iter([("serviceTier".to_owned(), json!("flex"))]),
            ..Turn::default()
        };
        assert_eq!(turn.additional_fields_text(), Some(json::print(&json!({"stop_sequence": "END"}))));
        assert_eq!(turn.details_text(), Some(json::print(&json!({"serviceTier": "flex"}))));
    }

    #[test]
    fn a_stop_reason_has_words_and_a_guardrail_comes_first() {
        let turn = |reason: Option<&str>, action: &str| Turn {
            stop_reason: reason.map(str::to_owned),
            details: Map::from_iter([("amazon-bedrock-guardrailAction".to_owned(), json!(action))]),
            ..Turn::default()
        };
        for (reason, action, words) in [
            (Some("max_tokens"), "NONE", Some("Cut off: the limit in Max tokens was reached")),
            (Some("other"), "NONE", None),
            (None, "NONE", None),
            (Some("guardrail_intervened"), "NONE", Some("A guardrail changed or blocked the answer")),
            (Some("end_turn"), "INTERVENED", Some("A guardrail changed or blocked the answer")),
        ] {
            assert_eq!(turn(reason, action).stop_reason_in_words(), words, "{reason:?} {action}");
        }
    }
}
