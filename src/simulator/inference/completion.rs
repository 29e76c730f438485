//! The answer as tokens, cut at a stop sequence or at the token limit, whichever comes first.

use super::cache::Cached;
use super::part::{Kind, Part, Stop};
use super::request::Request;
use super::sampler::{Rng, seed_from};
use super::tokens;
use crate::simulator::writer::parts;

/// A finished answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// The parts, in order, without empty ones.
    pub parts: Vec<Part>,
    /// The stop reason.
    pub stop: Stop,
    /// Input tokens, including cached ones.
    pub input_tokens: u64,
    /// Output tokens: the number of pieces, at least 1, because services count the end.
    pub output_tokens: u64,
    /// Tokens read from and written to the prompt cache.
    pub cached: Cached,
}

impl Completion {
    /// The text of the answer, without reasoning and calls.
    pub fn text(&self) -> String {
        let is_text = |part: &&Part| matches!(part.kind, Kind::Text | Kind::Cited(_));
        self.parts.iter().filter(is_text).map(Part::text).collect()
    }

    /// The reasoning.
    pub fn reasoning(&self) -> String {
        self.parts.iter().filter(|part| matches!(part.kind, Kind::Reasoning(_))).map(Part::text).collect()
    }

    /// Input tokens that are neither read from the cache nor written to it.
    pub fn plain_input_tokens(&self) -> u64 {
        self.input_tokens.saturating_sub(self.cached.read + self.cached.write)
    }
}

/// Generates the answer; the same request and seed give the same answer.
pub fn complete(request: &Request, seed: u64) -> Completion {
    let mut rng = Rng::new(seed_from(seed, &request.fingerprint()));
    limit(parts::compose(request, &mut rng), request)
}

fn limit(draft: Vec<(Kind, String)>, request: &Request) -> Completion {
    let mut stop = Stop::EndTurn;
    let mut left = request.max_tokens.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let mut written = 0_usize;
    let mut parts = Vec::new();
    for (kind, text) in draft {
        let is_text = matches!(kind, Kind::Text | Kind::Cited(_));
        let is_call = matches!(kind, Kind::Call(_));
        let stop_at = request
            .stop_sequences
            .iter()
            .filter(|stop| is_text && !stop.is_empty())
            .filter_map(|stop| text.find(stop.as_str()).map(|at| (at, stop)))
            .min_by_key(|(at, _)| *at);
        if let Some((_, found)) = stop_at {
            stop = Stop::StopSequence(found.clone());
        } else if is_call {
            stop = Stop::ToolUse;
        }
        let text = stop_at.and_then(|(at, _)| text.get(..at)).unwrap_or(&text);
        let mut pieces: Vec<String> = tokens::pieces(text).into_iter().map(str::to_owned).collect();
        let cut = pieces.len() > left;
        if cut {
            pieces.truncate(left);
            stop = Stop::MaxTokens;
        }
        left -= pieces.len();
        written += pieces.len();
        // A call with incomplete arguments is omitted.
        let is_half_a_call = cut && is_call;
        if !pieces.is_empty() && !is_half_a_call {
            parts.push(Part { kind, pieces });
        }
        if cut || matches!(stop, Stop::StopSequence(_)) {
            break;
        }
    }
    let output_tokens = u64::try_from(written).unwrap_or(u64::MAX).max(1);
    Completion { parts, stop, input_tokens: request.input_tokens(), output_tokens, cached: request.cached }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::conversation::Role;
    use crate::simulator::inference::request::Message;
    use crate::simulator::inference::sampler::Sampling;

    fn request(text: &str) -> Request {
        Request {
            messages: vec![Message::new(Role::User, text)],
            sampling: Sampling { temperature: Some(0.0), ..Sampling::default() },
            ..Request::default()
        }
    }

    #[test]
    fn max_tokens_cuts_at_exactly_that_many() {
        let full = complete(&request("Explain RAG in one paragraph."), 1);
        assert_eq!(full.stop, Stop::EndTurn);
        let all = full.output_tokens;
        for limit in [1, 2, 5, all - 1, all, all + 1] {
            let cut = complete(&Request { max_tokens: Some(limit), ..request("Explain RAG in one paragraph.") }, 1);
            assert_eq!(cut.output_tokens, limit.min(all));
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
            let answer = complete(&Request { stop_sequences: sequences, ..request("Count to 10") }, 1);
            assert_eq!((answer.text().as_str(), &answer.stop), (text, &stop));
            assert_eq!(answer.parts.is_empty(), text.is_empty());
        }
        let both =
            complete(&Request { stop_sequences: stops(&["10"]), max_tokens: Some(2), ..request("Count to 10") }, 1);
        assert_eq!((both.text().as_str(), both.stop), ("1,", Stop::MaxTokens));
    }

    #[test]
    fn the_seed_matters_only_when_it_may() {
        let at = |temperature, seed| {
            let sampling = Sampling { temperature: Some(temperature), ..Sampling::default() };
            complete(&Request { sampling, ..request("What are embeddings?") }, seed).text()
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
                .map(|seed| complete(&Request { sampling, ..request("What are embeddings?") }, seed).text())
                .collect::<std::collections::HashSet<_>>()
                .len()
        };
        assert_eq!(texts(0.3), 1);
        assert!(texts(1.0) > 5);
    }
}
