//! A finished answer with all that a response states about it: latencies, ids, the guardrail's verdict.

use super::completion::Completion;
use super::guardrail::Verdict;
use super::part::Part;
use super::sampler::{Rng, letters, seed_from, uuid};
use crate::bedrock::catalogue::Model;

/// An answer with all that a response states about it.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The model that was called.
    pub model: &'a Model,
    /// The parts and the counts.
    pub completion: Completion,
    /// Each part cut into the groups of tokens in which a stream delivers it.
    pub groups: Vec<Vec<String>>,
    /// Latency that the response states, in milliseconds.
    pub latency_ms: u64,
    /// Time to the first token that the response states, in milliseconds.
    pub first_byte_ms: u64,
    /// Letters and digits for the response's own ids.
    pub id: String,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// What the guardrail did, where one was asked for.
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

    /// Letters and digits for the id of something in the answer.
    pub fn letters(&self, index: usize, count: usize) -> String {
        let mut rng = Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes()));
        letters(&mut rng, count)
    }

    /// A UUID for something in the answer.
    pub fn uuid(&self, index: usize) -> String {
        uuid(&mut Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes())))
    }
}
