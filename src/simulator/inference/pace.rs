//! The timing of an answer: the time to the first token, and the groups of tokens.
//!
//! The numbers are plausible for a small, fast model and depend on the seed: 200 to 400 ms to the first token, one to
//! four tokens per group, 25 to 45 ms per group. They say nothing about any real model.

use super::sampler::Rng;

/// Whether answers take time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pacing {
    /// No delays: for tests.
    Instant,
    /// The timing of a small model.
    Plausible,
}

/// The timing of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The text of each group of tokens, for each part of the answer.
    pub groups: Vec<Vec<String>>,
    /// Milliseconds before each group, counted from the group before it; the first is the time to the first token.
    pub delays_ms: Vec<u32>,
}

impl Plan {
    /// A plan for these tokens, part by part.
    pub fn new(parts: &[&[String]], rng: &mut Rng) -> Self {
        let mut plan = Self { groups: Vec::new(), delays_ms: Vec::new() };
        for part in parts {
            let mut groups = Vec::new();
            let mut rest = *part;
            while !rest.is_empty() {
                let (group, after) = rest.split_at_checked(1 + rng.below(4)).unwrap_or((rest, &[]));
                let delay = if plan.delays_ms.is_empty() { 200 + rng.below(201) } else { 25 + rng.below(21) };
                groups.push(group.concat());
                plan.delays_ms.push(u32::try_from(delay).unwrap_or(0));
                rest = after;
            }
            plan.groups.push(groups);
        }
        plan
    }

    /// Milliseconds until the first token.
    pub fn first_ms(&self) -> u32 {
        self.delays_ms.first().copied().unwrap_or(200)
    }

    /// Milliseconds until the last token.
    pub fn total_ms(&self) -> u32 {
        self.delays_ms.iter().sum::<u32>().max(self.first_ms())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_join_to_the_text_and_take_plausible_time() {
        let pieces: Vec<String> = (0..50).map(|n| format!(" {n}")).collect();
        for seed in 0..20 {
            let (first, second) = pieces.split_at(20);
            let plan = Plan::new(&[first, second], &mut Rng::new(seed));
            assert_eq!(plan.groups[0].concat(), first.concat());
            assert_eq!(plan.groups[1].concat(), second.concat());
            assert_eq!(plan.groups.concat().len(), plan.delays_ms.len());
            assert!(
                (200..=400).contains(&plan.first_ms()) && plan.delays_ms[1..].iter().all(|d| (25..=45).contains(d))
            );
            assert_eq!(plan.total_ms(), plan.delays_ms.iter().sum::<u32>());
        }
        assert_eq!(Plan::new(&[], &mut Rng::new(1)).total_ms(), 200);
    }
}
