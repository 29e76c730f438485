//! How the columns of a comparison ended, and the difference of two answers.

use super::{Side, word_diff};
use crate::experiment::run::exchange::{Exchange, Phase};

/// How a column ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answered in full with this text.
    Answered(String),
    /// Its call failed.
    Failed,
    /// It was stopped.
    Stopped,
    /// It answered without text.
    NoText,
}

impl Outcome {
    /// How a call ended. One that was not sent was stopped before it.
    pub fn of(call: Option<&Exchange>) -> Self {
        match call.map(|call| (call.phase, call.turn().text())) {
            Some((Phase::Done, text)) if text.trim().is_empty() => Self::NoText,
            Some((Phase::Done, text)) => Self::Answered(text),
            Some((Phase::Failed, _)) => Self::Failed,
            Some((Phase::Stopped | Phase::Waiting | Phase::Receiving, _)) | None => Self::Stopped,
        }
    }

    /// How a column ended: with its first full answer, or as its first call did.
    pub fn of_column(calls: impl IntoIterator<Item = Self>) -> Self {
        let calls: Vec<Self> = calls.into_iter().collect();
        let answered = calls.iter().find(|call| call.text().is_some());
        answered.or(calls.first()).cloned().unwrap_or(Self::Stopped)
    }

    /// Its text, where it answered.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Answered(text) => Some(text),
            Self::Failed | Self::Stopped | Self::NoText => None,
        }
    }
}

/// Which columns the word diff leaves out, and why; `None` where it leaves out none.
pub fn left_out(outcomes: &[Outcome]) -> Option<String> {
    let reasons: Vec<String> = outcomes
        .iter()
        .zip(1..)
        .filter_map(|(outcome, place)| {
            let why = match outcome {
                Outcome::Answered(_) => return None,
                Outcome::Failed => "failed",
                Outcome::Stopped => "was stopped",
                Outcome::NoText => "returned no text",
            };
            Some(format!("column {place} {why}"))
        })
        .collect();
    (!reasons.is_empty()).then(|| format!("Not compared: {}.", reasons.join(", ")))
}

/// The difference of two answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In nothing.
    Identical,
    /// In these pieces; see [`word_diff`].
    Words(Vec<(Side, String)>),
}

/// The difference of two answers.
pub fn difference(first: &str, second: &str) -> Difference {
    if first == second { Difference::Identical } else { Difference::Words(word_diff(first, second)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::arrival::Arrival;
    use crate::aws::endpoint::Endpoint;
    use crate::aws::http::ResponseHead;
    use crate::aws::region::Region;
    use crate::aws::time::Timestamp;
    use crate::bedrock::model_id::ModelId;
    use crate::bedrock::operation::Operation;
    use crate::experiment::run::batch::Batch;
    use crate::experiment::run::exchange::Origin;
    use crate::experiment::run::session::{Call, RunId};
    use serde_json::{Value, json};

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn sent() -> Batch {
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let model = ModelId::parse("amazon.nova-lite-v1:0").unwrap();
        let call = Call::of(Operation::Converse, &endpoint, &model, &json!({"messages": []}));
        let mut batch = Batch::new(RunId(1), Origin::Simulator, vec![call]);
        batch.due(NOW);
        batch
    }

    fn answered(status: u16, body: &Value) -> Batch {
        let mut batch = sent();
        let head = Arrival::Head(ResponseHead { status, headers: Vec::new() });
        for arrival in [head, Arrival::Chunk(body.to_string().into_bytes()), Arrival::End] {
            batch.arrived(0, arrival, NOW);
        }
        batch
    }

    fn said(text: &str) -> Batch {
        answered(
            200,
            &json!({"output": {"message": {"role": "assistant", "content": [{"text": text}]}}, "stopReason": "end_turn"}),
        )
    }

    fn stopped() -> Batch {
        let mut batch = sent();
        batch.stop(NOW);
        batch
    }

    #[test]
    fn a_column_is_its_first_full_answer_or_how_its_first_call_ended() {
        let failed = || answered(429, &json!({"message": "Too many requests"}));
        for (calls, outcome) in [
            (vec![said("Basalt.")], Outcome::Answered("Basalt.".to_owned())),
            (vec![failed(), said("Basalt."), said("Granite.")], Outcome::Answered("Basalt.".to_owned())),
            (vec![failed(), stopped()], Outcome::Failed),
            (vec![stopped()], Outcome::Stopped),
            (vec![said(" ")], Outcome::NoText),
            (Vec::new(), Outcome::Stopped),
        ] {
            assert_eq!(Outcome::of_column(calls.iter().map(|batch| Outcome::of(batch.exchange(0)))), outcome);
        }
    }

    #[test]
    fn what_did_not_answer_is_left_out_with_its_reason() {
        let answer = || Outcome::Answered("Basalt.".to_owned());
        assert_eq!(left_out(&[answer(), answer()]), None);
        assert_eq!(
            left_out(&[Outcome::Failed, answer(), Outcome::Stopped, Outcome::NoText]).as_deref(),
            Some("Not compared: column 1 failed, column 3 was stopped, column 4 returned no text.")
        );
        assert_eq!([answer().text(), Outcome::Failed.text()], [Some("Basalt."), None]);
    }

    #[test]
    fn equal_answers_are_identical() {
        assert_eq!(difference("Basalt.", "Basalt."), Difference::Identical);
        assert_eq!(
            difference("Basalt.", "Basalt!"),
            Difference::Words(vec![
                (Side::Both, "Basalt".to_owned()),
                (Side::First, ".".to_owned()),
                (Side::Second, "!".to_owned())
            ])
        );
    }
}
