//! Projects a meaning into a model's own vector space of a given dimension.
//!
//! Each model id has its own rotation, so that comparing vectors of two models gives nothing meaningful. A shorter
//! vector is a prefix of the longer one (before normalisation), as in models trained for it
//! (<https://arxiv.org/abs/2205.13147>): the first 256 numbers contain the coarse components of the table, the later
//! ones the finer components. A rotation is random signs and positions with a Walsh–Hadamard transform, which keeps
//! lengths and angles.

use super::measure::Meaning;
use crate::simulator::inference::sampler::{Rng, seed_from};

/// The possible lengths of a vector, and how many of the table's components it contains up to there, in 96ths.
const ENDS: [(usize, usize); 8] =
    [(256, 60), (384, 72), (512, 84), (1024, 96), (1536, 96), (2048, 96), (2560, 96), (3072, 96)];

/// A model's space.
#[derive(Clone, Copy, Debug)]
pub struct Space(u64);

impl Space {
    /// The space of a model, by its base id.
    pub fn new(model_id: &str) -> Self {
        Self(seed_from(0x5eed, model_id.as_bytes()))
    }

    /// The vector, not normalised. A dimension that no model has is cut from the next longer one.
    pub fn vector(self, meaning: &Meaning, dimension: usize) -> Vec<f32> {
        let mut vector = self.rotated(&meaning.direction, dimension);
        for (hash, weight) in &meaning.features {
            // 256 numbers together have the length of the weight, as those of the direction do.
            let share = weight / 16.0;
            let mut rng = Rng::new(seed_from(self.0, &hash.to_le_bytes()));
            for numbers in vector.chunks_mut(64) {
                let mut signs = rng.bits();
                for number in numbers {
                    *number += if signs & 1 == 0 { share } else { -share };
                    signs >>= 1;
                }
            }
        }
        vector
    }

    fn rotated(self, direction: &[f32], dimension: usize) -> Vec<f32> {
        let mut vector = Vec::with_capacity(dimension);
        if direction.is_empty() {
            return vec![0.0; dimension];
        }
        let (mut begin, mut had) = (0, 0);
        for (end, has) in ENDS {
            if begin >= dimension {
                break;
            }
            let length = end - begin;
            let mut block = vec![0.0; length];
            let mut places: Vec<usize> = (0..length).collect();
            // Eight bytes on every machine: the page, where a `usize` has four, has the vectors of the server.
            let seed = u64::try_from(end).unwrap_or_default();
            let mut rng = Rng::new(seed_from(self.0, &seed.to_le_bytes()));
            for (component, value) in direction.iter().enumerate().take(length) {
                let is_in = |had: usize| component * 96 < had * direction.len();
                // The share of this component that the vector up to `end` still lacks.
                let target = if is_in(has) { end } else { 0 };
                let held = if is_in(had) { begin } else { 0 };
                let place = places.swap_remove(rng.below(places.len()));
                let sign = if rng.bits() & 1 == 0 { 1.0 } else { -1.0 };
                if let Some(cell) = block.get_mut(place) {
                    *cell = value * sign * real(target - held).sqrt() / 16.0;
                }
            }
            hadamard(&mut block);
            vector.extend(block);
            (begin, had) = (end, has);
        }
        vector.resize(dimension, 0.0);
        vector
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn real(count: usize) -> f32 {
    count as f32
}

/// The Walsh–Hadamard transform of a power-of-two number of values, scaled to keep lengths.
fn hadamard(block: &mut [f32]) {
    let mut half = 1;
    while half < block.len() {
        for pair in block.chunks_mut(2 * half) {
            let (low, high) = pair.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    let scale = 1.0 / real(block.len()).sqrt();
    for number in block {
        *number *= scale;
    }
}

/// The length of a vector.
pub fn length(vector: &[f32]) -> f32 {
    vector.iter().map(|number| number * number).sum::<f32>().sqrt()
}

/// A vector of length 1 in the same direction; one of zeros stays.
pub fn normalised(mut vector: Vec<f32>) -> Vec<f32> {
    let length = length(&vector);
    if length > 0.0 {
        for number in &mut vector {
            *number /= length;
        }
    }
    vector
}

/// The cosine of the angle between two vectors; 0 if one of them is zero.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let lengths = length(a) * length(b);
    let dot: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    if lengths > 0.0 { dot / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(rng: &mut Rng) -> Meaning {
        #[expect(clippy::cast_possible_truncation, reason = "a test's numbers")]
        let direction = (0..96).map(|_| (rng.unit() - 0.5) as f32).collect();
        Meaning { direction, features: vec![(rng.bits(), 0.5)] }
    }

    #[test]
    fn a_shorter_vector_is_the_beginning_of_the_longer_one() {
        let meaning = random(&mut Rng::new(7));
        let longest = Space::new("m").vector(&meaning, 3072);
        for dimension in [256, 384, 512, 1024, 1536, 100] {
            assert_eq!(Space::new("m").vector(&meaning, dimension), longest[..dimension], "{dimension}");
        }
    }

    #[test]
    fn angles_stay_in_a_space_and_go_between_two() {
        let mut rng = Rng::new(3);
        for _ in 0..20 {
            let (a, b) = (random(&mut rng), random(&mut rng));
            let here = |meaning: &Meaning, dimension| Space::new("here").vector(meaning, dimension);
            let flat = |meaning: &Meaning| meaning.direction.clone();
            let true_cosine = cosine(&flat(&a), &flat(&b)) / (1.0 + 0.25 / length(&flat(&a)).powi(2));
            assert!((cosine(&here(&a, 1024), &here(&b, 1024)) - true_cosine).abs() < 0.05, "{true_cosine}");
            assert!(cosine(&here(&a, 1024), &Space::new("there").vector(&a, 1024)).abs() < 0.25);
        }
    }

    #[test]
    fn nothing_has_no_direction() {
        assert_eq!(cosine(&normalised(vec![0.0; 4]), &[1.0; 4]).to_bits(), 0.0_f32.to_bits());
    }
}
