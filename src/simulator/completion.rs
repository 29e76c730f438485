//! The answer as tokens: cut at a stop sequence or at the token limit, whichever comes first.

use super::ask::Ask;
use super::generate;
use super::sampler::{Rng, seed_from};
use super::tokens;

/// Why the text ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The answer is complete.
    EndTurn,
    /// The token limit was reached.
    MaxTokens,
    /// This stop sequence would have come next.
    StopSequence(String),
}

impl Stop {
    /// The reason as Converse, Claude and Nova all write it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::EndTurn => "end_turn",
            Self::MaxTokens => "max_tokens",
            Self::StopSequence(_) => "stop_sequence",
        }
    }
}

/// A finished answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The text in tokens; joined, the text.
    pub pieces: Vec<String>,
    /// Why it ends.
    pub stop: Stop,
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written: the number of pieces, at least 1 as services count the end.
    pub output_tokens: u64,
}

impl Completion {
    /// The whole text.
    pub fn text(&self) -> String {
        self.pieces.concat()
    }
}

/// Answers; the same request and seed give the same answer.
pub fn complete(ask: &Ask, seed: u64) -> Completion {
    let mut rng = Rng::new(seed_from(seed, &ask.fingerprint()));
    limit(&generate::answer(ask, &mut rng), ask)
}

fn limit(text: &str, ask: &Ask) -> Completion {
    let stop_at = ask
        .stop_sequences
        .iter()
        .filter(|stop| !stop.is_empty())
        .filter_map(|stop| text.find(stop.as_str()).map(|at| (at, stop)))
        .min_by_key(|(at, _)| *at);
    let (text, mut stop) = match stop_at {
        Some((at, found)) => (text.get(..at).unwrap_or(text), Stop::StopSequence(found.clone())),
        None => (text, Stop::EndTurn),
    };
    let mut pieces: Vec<String> = tokens::pieces(text).into_iter().map(str::to_owned).collect();
    let limit = ask.max_tokens.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    if pieces.len() > limit {
        pieces.truncate(limit);
        stop = Stop::MaxTokens;
    }
    let output_tokens = u64::try_from(pieces.len()).unwrap_or(u64::MAX).max(1);
    Completion { pieces, stop, input_tokens: ask.input_tokens(), output_tokens }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::conversation::Role;
    use crate::simulator::ask::Said;
    use crate::simulator::sampler::Sampling;

    fn ask(text: &str) -> Ask {
        Ask {
            system: String::new(),
            said: vec![Said { role: Role::User, text: text.to_owned(), other_tokens: 0, unseen: Vec::new() }],
            sampling: Sampling { temperature: Some(0.0), ..Sampling::default() },
            max_tokens: None,
            stop_sequences: Vec::new(),
        }
    }

    #[test]
    fn max_tokens_cuts_at_exactly_that_many() {
        let full = complete(&ask("Explain RAG in one paragraph."), 1);
        assert_eq!(full.stop, Stop::EndTurn);
        let all = full.pieces.len() as u64;
        for limit in [1, 2, 5, all - 1, all, all + 1] {
            let cut = complete(&Ask { max_tokens: Some(limit), ..ask("Explain RAG in one paragraph.") }, 1);
            assert_eq!(cut.pieces.len() as u64, limit.min(all));
            assert_eq!(cut.stop, if limit < all { Stop::MaxTokens } else { Stop::EndTurn });
            assert!(full.text().starts_with(&cut.text()));
        }
    }

    #[test]
    fn the_earliest_stop_sequence_wins_and_is_left_out() {
        let stops = |stops: &[&str]| stops.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        for (sequences, text, stop) in [
            (stops(&["5", "3"]), "1, 2, ", Stop::StopSequence("3".to_owned())),
            (stops(&["11"]), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", Stop::EndTurn),
            (stops(&["1"]), "", Stop::StopSequence("1".to_owned())),
            (stops(&[""]), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", Stop::EndTurn),
        ] {
            let answer = complete(&Ask { stop_sequences: sequences, ..ask("Count to 10") }, 1);
            assert_eq!((answer.text().as_str(), &answer.stop), (text, &stop));
            assert_eq!(answer.output_tokens, (answer.pieces.len() as u64).max(1));
        }
        let both = complete(&Ask { stop_sequences: stops(&["10"]), max_tokens: Some(2), ..ask("Count to 10") }, 1);
        assert_eq!((both.text().as_str(), both.stop), ("1,", Stop::MaxTokens));
    }

    #[test]
    fn the_seed_matters_only_when_it_may() {
        let at = |temperature, seed| {
            let sampling = Sampling { temperature: Some(temperature), ..Sampling::default() };
            complete(&Ask { sampling, ..ask("What are embeddings?") }, seed).text()
        };
        assert_eq!(at(0.0, 1), at(0.0, 2));
        assert_eq!(at(1.0, 5), at(1.0, 5));
        let varied: std::collections::HashSet<String> = (0..20).map(|seed| at(1.0, seed)).collect();
        assert!(varied.len() > 5, "{}", varied.len());
    }

    #[test]
    fn top_p_narrows_the_choice() {
        let texts = |top_p| -> usize {
            let sampling = Sampling { top_p: Some(top_p), temperature: Some(1.0), top_k: None };
            (0..30)
                .map(|seed| complete(&Ask { sampling, ..ask("What are embeddings?") }, seed).text())
                .collect::<std::collections::HashSet<_>>()
                .len()
        };
        assert_eq!(texts(0.3), 1);
        assert!(texts(1.0) > 5);
    }
}
