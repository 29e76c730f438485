//! A run, recorded, written, read and played again, is the run that it was: frames, times, answer and failure, whatever
//! went wrong in it.

use crate::client::{NOW, run};
use outcrop::experiment::run::recording::{self, Recording};
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Draft, Exchange};
use outcrop::simulator::Mishap;

fn seen(exchange: &Exchange) -> String {
    let frames: Vec<_> = exchange.frames.iter().map(|frame| (frame.at_ms, frame.frame.offset)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {frames:?} {:?} {:?} {:?}",
        exchange.request,
        exchange.origin,
        exchange.head,
        exchange.phase,
        exchange.failure,
        (exchange.first_text_ms, exchange.ended_ms),
        exchange.turn(),
        exchange.body,
    )
}

#[test]
fn a_replay_is_the_run_that_it_was() {
    for mishap in Mishap::ALL.into_iter().map(Some).chain([None]) {
        for stream in [true, false] {
            let draft = Draft { stream, ..Draft::default() };
            let session = run(&draft, mishap, NOW);
            let recording = Recording::of(&session).unwrap();
            let written = recording::write(std::slice::from_ref(&recording));
            for secret in ["AWS4-HMAC-SHA256", "ASIAIOSFODNN7EXAMPLE", "outcrop-simulator-session"] {
                assert!(!written.to_string().contains(secret), "{secret}");
            }
            assert_eq!(written.pointer("/0/by").unwrap(), "SIMULATED");
            let read = recording::read(&written).unwrap();
            assert_eq!(read, std::slice::from_ref(&recording), "{mishap:?}");
            let mut again = Session::default();
            // Another day, at any speed: the times are those of the recording.
            recording.play(&mut again, NOW.plus_ms(86_400_000));
            for (before, after) in session.exchanges().zip(again.exchanges()) {
                assert_eq!(seen(before), seen(after), "{mishap:?} {stream}");
                assert_eq!(after.recorded_at, Some(NOW));
            }
            assert_eq!(Recording::of(&again), Some(recording));
        }
    }
}
