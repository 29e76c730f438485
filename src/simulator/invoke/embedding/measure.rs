//! The meaning of a text, before the projection into a model's space.
//!
//! With the token table, a text is the mean of the directions of its pieces, which also matches synonyms. Without it, a
//! text is a hashed bag of its words and letters, which matches only shared spelling; a reply states which of the two
//! was used ([`MEASURE_HEADER`]). Words outside the table are also hashed, so that no text is empty.

use super::table::TokenTable;
use super::wordpiece;
use crate::simulator::inference::sampler::seed_from;

/// The header of a simulated response that states how its vectors or scores were computed.
pub const MEASURE_HEADER: &str = "x-outcrop-measure";

/// How texts are compared.
#[derive(Clone, Copy, Debug)]
pub enum Measure<'a> {
    /// By the directions of their pieces.
    Tokens(&'a TokenTable),
    /// By shared words and letters.
    NGrams,
}

/// The meaning of a text: a direction in the table's space, and hashed features with their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    /// The direction; empty without a table.
    pub direction: Vec<f32>,
    /// Hashes of features, with their weights.
    pub features: Vec<(u64, f32)>,
}

impl Meaning {
    /// Multiplies the weight.
    #[must_use]
    pub fn times(mut self, factor: f32) -> Self {
        self.direction.iter_mut().for_each(|value| *value *= factor);
        self.features.iter_mut().for_each(|(_, weight)| *weight *= factor);
        self
    }

    /// Adds another meaning.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if self.direction.is_empty() {
            self.direction = other.direction;
        } else {
            self.direction.iter_mut().zip(other.direction).for_each(|(sum, value)| *sum += value);
        }
        self.features.extend(other.features);
        self
    }

    /// Scales to length 1; features count as orthogonal.
    #[must_use]
    pub fn unit(self) -> Self {
        let squares = self.direction.iter().chain(self.features.iter().map(|(_, weight)| weight));
        let length = squares.map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 { self.times(1.0 / length) } else { self }
    }
}

impl<'a> Measure<'a> {
    /// The better method that is available.
    pub fn new(table: Option<&'a TokenTable>) -> Self {
        table.map_or(Self::NGrams, Self::Tokens)
    }

    /// The value of [`MEASURE_HEADER`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Tokens(_) => "token-table",
            Self::NGrams => "n-grams",
        }
    }

    /// The meaning of a text. Texts that are empty or have only unknown marks still differ from each other.
    pub fn meaning(self, text: &str) -> Meaning {
        match self {
            Self::Tokens(table) => tokens(table, text),
            Self::NGrams => Meaning { direction: Vec::new(), features: n_grams(&wordpiece::words(text)) },
        }
    }
}

/// The weight of a word outside the table, next to pieces with lengths of around 1.
const UNKNOWN: f32 = 0.6;

fn tokens(table: &TokenTable, text: &str) -> Meaning {
    let pieces = wordpiece::pieces(table, text);
    let mut direction = vec![0.0; table.dimension()];
    for index in &pieces.known {
        table.add(*index, &mut direction);
    }
    let features = n_grams(&pieces.unknown).into_iter().map(|(hash, weight)| (hash, weight * UNKNOWN)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a number of words")]
    let count = (pieces.known.len() + pieces.unknown.len()).max(1) as f32;
    Meaning { direction, features }.times(1.0 / count)
}

/// A whole word weighs as much as all of its letter groups together.
fn n_grams(words: &[String]) -> Vec<(u64, f32)> {
    let mut features = Vec::new();
    for word in words {
        let bounded: Vec<char> = format!("<{word}>").chars().collect();
        let runs: Vec<String> = bounded.windows(3).map(|run| run.iter().collect()).collect();
        #[expect(clippy::cast_precision_loss, reason = "a number of letters")]
        let share = 1.0 / (runs.len().max(1) as f32).sqrt();
        features.push((seed_from(1, word.as_bytes()), 1.0));
        features.extend(runs.iter().map(|run| (seed_from(2, run.as_bytes()), share)));
    }
    if words.is_empty() {
        features.push((seed_from(3, &[]), 1.0));
    }
    features
}
