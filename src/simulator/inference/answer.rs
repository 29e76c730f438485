//! A finished answer with the facts in its response: latencies, ids, the guardrail's result.

use super::completion::Completion;
use super::guardrail::Verdict;
use super::part::Part;
use super::sampler::{Rng, letters, seed_from, uuid};
use crate::bedrock::catalogue::Model;

/// An answer with the facts in its response.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The model that was called.
    pub model: &'a Model,
    /// The parts and the counts.
    pub completion: Completion,
    /// The groups of tokens that a stream sends, for each part.
    pub groups: Vec<Vec<String>>,
    /// The latency in the response, in milliseconds.
    pub latency_ms: u64,
    /// The time to the first token in the response, in milliseconds.
    pub first_byte_ms: u64,
    /// Letters and digits for the ids in the response.
    pub id: String,
    /// Its creation time, in seconds since 1970.
    pub created: i64,
    /// The guardrail's assessment, if the request names a guardrail.
    pub verdict: Option<Verdict>,
}

impl Answer<'_> {
    /// The parts with their indexes and their groups of tokens.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &Part, &[String])> {
        self.completion
            .parts
            .iter()
            .zip(&self.groups)
            .enumerate()
            .map(|(index, (part, groups))| (index, part, groups.as_slice()))
    }

    /// Letters and digits for another id in the answer.
    pub fn letters(&self, index: usize, count: usize) -> String {
        let mut rng = Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes()));
        letters(&mut rng, count)
    }

    /// A UUID in the answer.
    pub fn uuid(&self, index: usize) -> String {
        uuid(&mut Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes())))
    }
}
