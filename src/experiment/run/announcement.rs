//! What a screen reader hears of a run: that it began, that it goes on, and how it ended. Never a piece of the answer.

use super::exchange::{Exchange, Phase};
use super::session::Session;
use crate::aws::time::Timestamp;
use crate::text::number;

/// How often a long run says that it is still going, in seconds.
const STILL_GOING_S: i64 = 7;
/// After how many seconds without a byte it says what it waits for.
const LONG_WAIT_S: i64 = 3;

/// The sentence for this state of the run; `None` before the first run. It changes when there is something new to hear.
pub fn announcement(session: &Session, now: Timestamp) -> Option<String> {
    session.exchanges().next()?;
    if !session.is_running() {
        return Some(session.exchanges().map(outcome).collect::<Vec<_>>().join(". "));
    }
    let seconds = session.exchanges().map(|call| now.since_ms(call.started_at) / 1_000).max().unwrap_or(0);
    let beat = seconds / STILL_GOING_S * STILL_GOING_S;
    if seconds >= LONG_WAIT_S && session.exchanges().all(|call| call.phase == Phase::Waiting) {
        return Some(format!("Waiting for the first byte, {} seconds", beat.max(LONG_WAIT_S)));
    }
    Some(if beat > 0 { format!("Still running, {beat} seconds") } else { "Running".to_owned() })
}

/// How a call ended, in a few words.
fn outcome(call: &Exchange) -> String {
    let name = call.operation.api().name();
    match call.phase {
        Phase::Done => match call.turn().usage.output_tokens {
            Some(tokens) => format!("{name} complete, {}", number::count(tokens, "token")),
            None => format!("{name} complete"),
        },
        Phase::Stopped => format!("{name} stopped"),
        Phase::Failed => format!("{name} failed"),
        Phase::Waiting | Phase::Receiving => format!("{name} running"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::played::{Played, stream_head};
    use super::super::session::Command;
    use super::*;
    use crate::experiment::Api;
    use serde_json::json;

    fn heard(played: &Played, at_ms: i64) -> String {
        announcement(&played.session, Timestamp(at_ms)).unwrap()
    }

    #[test]
    fn a_run_says_that_it_began_what_it_waits_for_and_that_it_goes_on() {
        assert_eq!(announcement(&Session::default(), Timestamp(0)), None);
        let mut played = Played::streams(&[Api::Converse, Api::Invoke]);
        for (at_ms, said) in [
            (0, "Running"),
            (2_999, "Running"),
            (3_000, "Waiting for the first byte, 3 seconds"),
            (6_999, "Waiting for the first byte, 3 seconds"),
            (15_000, "Waiting for the first byte, 14 seconds"),
        ] {
            assert_eq!(heard(&played, at_ms), said, "{at_ms}");
        }
        played.head(Api::Invoke, stream_head(), 15_000);
        for (at_ms, said) in [(15_000, "Still running, 14 seconds"), (22_000, "Still running, 21 seconds")] {
            assert_eq!(heard(&played, at_ms), said, "{at_ms}");
        }
    }

    #[test]
    fn the_end_names_each_call_and_its_tokens() {
        let mut played = Played::whole(&[Api::Converse, Api::Invoke]);
        let body = json!({"output": {"message": {"role": "assistant", "content": [{"text": "Hi"}]}},
            "stopReason": "end_turn", "usage": {"inputTokens": 1, "outputTokens": 1_200, "totalTokens": 1_201}});
        played.answer(Api::Converse, &body, 500);
        assert_eq!(heard(&played, 600), "Running", "one of them still is");
        played.lose(Api::Invoke, 700);
        assert_eq!(heard(&played, 9_000), "Converse complete, 1,200 tokens. InvokeModel failed");
    }

    #[test]
    fn a_stopped_call_and_one_without_counts_are_named_as_such() {
        let mut played = Played::whole(&[Api::Converse]);
        played.session.apply(Command::Stop { now: Timestamp(5) });
        assert_eq!(heard(&played, 5), "Converse stopped");
        let mut played = Played::whole(&[Api::Invoke]);
        played.answer(Api::Invoke, &json!({"content": [{"type": "text", "text": "Hi"}], "stop_reason": "end_turn"}), 5);
        assert_eq!(heard(&played, 5), "InvokeModel complete");
    }
}
