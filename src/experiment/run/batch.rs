//! Many calls of one run: a few at a time, the others wait, and none starts after a failure or a stop.
//!
//! It is the reducer of a batch, as [`super::session`] is that of a pair: [`Batch::due`] lists the calls to send now, and
//! the other functions take what is received. Each call keeps its own [`Exchange`]. Its invariants: a call is sent once;
//! what was received is never discarded; a call that was not sent costs nothing and is marked as not sent; a run that ended
//! has a sentence that says so.

use super::calls::Calls;
use super::exchange::{Exchange, Failure, Origin, Phase};
use super::session::{Call, RunId};
use crate::aws::arrival::Arrival;
use crate::aws::time::Timestamp;

/// How many calls are under way at once: enough to be quick, few enough not to be throttled at once.
pub const AT_ONCE: usize = 4;

/// One call of the batch.
#[derive(Debug)]
pub struct Slot {
    /// The call.
    pub call: Call,
    /// Its record, once it was sent.
    pub exchange: Option<Exchange>,
}

/// The state of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Calls in all.
    pub all: usize,
    /// Calls whose answer is complete.
    pub done: usize,
    /// Calls that failed.
    pub failed: usize,
    /// Calls that were stopped under way.
    pub stopped: usize,
    /// Calls under way.
    pub running: usize,
    /// Calls that were not sent.
    pub unsent: usize,
}

impl Progress {
    /// What a screen reader hears while the run goes on.
    pub fn going_on(self) -> String {
        format!("Still running, {} of {} calls done", self.done, self.all)
    }

    /// The state of calls in these phases; `None` for one that was not sent.
    pub fn of(phases: impl IntoIterator<Item = Option<Phase>>) -> Self {
        let mut out = Self::default();
        for phase in phases {
            out.all += 1;
            let count = match phase {
                None => &mut out.unsent,
                Some(Phase::Waiting | Phase::Receiving) => &mut out.running,
                Some(Phase::Done) => &mut out.done,
                Some(Phase::Stopped) => &mut out.stopped,
                Some(Phase::Failed) => &mut out.failed,
            };
            *count += 1;
        }
        out
    }

    /// What it hears when the run has ended.
    pub fn ended(self) -> String {
        let Self { all, done, failed, stopped, unsent, .. } = self;
        match (all, failed, stopped + unsent) {
            (1, 1.., _) => "The call failed".to_owned(),
            (_, 1.., _) => format!("Failed: {done} of {all} calls were done"),
            (1, 0, 1..) => "Stopped".to_owned(),
            (_, 0, 1..) => format!("Stopped: {done} of {all} calls were done"),
            (1, 0, 0) => "Complete: 1 call".to_owned(),
            (_, 0, 0) => format!("Complete: {done} of {all} calls"),
        }
    }
}

/// The calls of one run.
#[derive(Debug)]
pub struct Batch {
    /// Its number; an event of another run changes nothing.
    pub run: RunId,
    /// Who answers.
    pub origin: Origin,
    slots: Vec<Slot>,
    halted: bool,
    outcome: Option<String>,
}

impl Batch {
    /// A run of these calls; nothing is sent yet.
    pub fn new(run: RunId, origin: Origin, calls: Vec<Call>) -> Self {
        let slots = calls.into_iter().map(|call| Slot { call, exchange: None }).collect();
        Self { run, origin, slots, halted: false, outcome: None }
    }

    /// The calls.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The record of a call, once it was sent.
    pub fn exchange(&self, index: usize) -> Option<&Exchange> {
        self.slots.get(index)?.exchange.as_ref()
    }

    /// The calls to send now, with their place; each is given out once.
    pub fn due(&mut self, now: Timestamp) -> Vec<(usize, Call)> {
        let mut free = AT_ONCE.saturating_sub(self.progress().running);
        let mut out = Vec::new();
        if self.halted {
            return out;
        }
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if free == 0 {
                break;
            }
            if slot.exchange.is_none() {
                let Call { operation, family, model, request } = &slot.call;
                slot.exchange = Some(Exchange::sent(*operation, *family, self.origin, model, request, now));
                out.push((index, slot.call.clone()));
                free -= 1;
            }
        }
        out
    }

    /// Takes the next part of a call's response. After a failed call, the waiting calls are not sent.
    pub fn arrived(&mut self, index: usize, arrival: Arrival, now: Timestamp) {
        self.at(index, |exchange| exchange.take(arrival, now));
    }

    /// Marks a complete answer as one that cannot be used; the waiting calls are not sent.
    pub fn refuse(&mut self, index: usize, why: String) {
        self.at(index, |exchange| {
            exchange.phase = Phase::Failed;
            exchange.failure = Some(Failure::Unreadable(why));
        });
    }

    /// Stops: what is under way is marked, what waits is not sent.
    pub fn stop(&mut self, now: Timestamp) {
        self.halted = true;
        for exchange in self.slots.iter_mut().filter_map(|slot| slot.exchange.as_mut()) {
            exchange.on_stop(now);
        }
    }

    /// Whether anything is under way or still to be sent.
    pub fn is_running(&self) -> bool {
        let progress = self.progress();
        progress.running > 0 || (!self.halted && progress.unsent > 0)
    }

    /// Its state.
    pub fn progress(&self) -> Progress {
        Progress::of(self.slots.iter().map(|slot| slot.exchange.as_ref().map(|exchange| exchange.phase)))
    }

    /// Sets the sentence on the result, for [`Self::ended`].
    pub fn conclude(&mut self, outcome: String) {
        self.outcome = Some(outcome);
    }

    /// What a screen reader hears of a run that is over: what the answers amount to, or how many calls were done. `None` while
    /// it is running.
    pub fn ended(&self) -> Option<String> {
        let progress = self.progress();
        let ended = !self.is_running();
        ended
            .then(|| self.outcome.clone().filter(|_| progress.done == progress.all).unwrap_or_else(|| progress.ended()))
    }

    /// Whether these are the calls that it made: the same model, with the same bodies. The endpoint does not count.
    pub fn is_of(&self, calls: &Calls) -> bool {
        let is_made = |(slot, body): (&Slot, &serde_json::Value)| {
            slot.call.model == calls.model.as_str() && *slot.call.request.body == *body.to_string().as_bytes()
        };
        self.slots.len() == calls.bodies.len() && self.slots.iter().zip(&calls.bodies).all(is_made)
    }

    /// The first call that failed, with its place.
    pub fn failed(&self) -> Option<(usize, &Exchange)> {
        let failed = |(index, slot): (usize, &'_ Slot)| -> Option<usize> {
            slot.exchange.as_ref().is_some_and(|exchange| exchange.phase == Phase::Failed).then_some(index)
        };
        let index = self.slots.iter().enumerate().find_map(failed)?;
        Some((index, self.exchange(index)?))
    }

    fn at(&mut self, index: usize, act: impl FnOnce(&mut Exchange)) {
        if let Some(exchange) = self.slots.get_mut(index).and_then(|slot| slot.exchange.as_mut()) {
            act(exchange);
            self.halted |= exchange.phase == Phase::Failed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::endpoint::Endpoint;
    use crate::aws::http::ResponseHead;
    use crate::aws::region::Region;
    use crate::bedrock::model_id::ModelId;
    use crate::bedrock::operation::Operation;

    fn at(second: i64) -> Timestamp {
        Timestamp(1_790_000_000_000 + second * 1_000)
    }

    fn batch(count: usize) -> Batch {
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let model = ModelId::parse("amazon.titan-embed-text-v2:0").unwrap();
        let call = |n: usize| Call {
            operation: Operation::InvokeModel,
            family: None,
            model: model.as_str().to_owned(),
            request: crate::bedrock::request(Operation::InvokeModel, &endpoint, &model, n.to_string().into_bytes()),
        };
        Batch::new(RunId(1), Origin::Simulator, (0..count).map(call).collect())
    }

    fn answer(batch: &mut Batch, index: usize, status: u16, body: &[u8]) {
        let head = Arrival::Head(ResponseHead { status, headers: Vec::new() });
        for arrival in [head, Arrival::Chunk(body.to_vec()), Arrival::End] {
            batch.arrived(index, arrival, at(1));
        }
    }

    fn places(due: Vec<(usize, Call)>) -> Vec<usize> {
        due.into_iter().map(|(index, _)| index).collect()
    }

    #[test]
    fn never_more_than_so_many_at_once_and_each_call_once() {
        let mut batch = batch(10);
        let mut under_way = places(batch.due(at(0)));
        assert_eq!(under_way, [0, 1, 2, 3]);
        assert!(batch.due(at(0)).is_empty());
        let mut sent = under_way.clone();
        while let Some(index) = under_way.pop() {
            answer(&mut batch, index, 200, b"{}");
            let more = places(batch.due(at(1)));
            assert!(batch.progress().running <= AT_ONCE);
            sent.extend(&more);
            under_way.extend(more);
        }
        sent.sort_unstable();
        assert_eq!(sent, (0..10).collect::<Vec<_>>());
        assert!(!batch.is_running());
        assert_eq!(batch.progress(), Progress { all: 10, done: 10, ..Progress::default() });
    }

    #[test]
    fn every_run_that_ends_says_how_it_ended() {
        let of = |all, done, failed| Progress { all, done, failed, ..Progress::default() };
        assert_eq!(of(10, 3, 0).going_on(), "Still running, 3 of 10 calls done");
        // Answered, refused by the service, unreadable, stopped under way, stopped before the first call.
        for (count, sentences) in [
            (1, ["Complete: 1 call", "The call failed", "The call failed", "Stopped", "Stopped"]),
            (
                3,
                [
                    "Complete: 3 of 3 calls",
                    "Failed: 2 of 3 calls were done",
                    "Failed: 2 of 3 calls were done",
                    "Stopped: 1 of 3 calls were done",
                    "Stopped: 0 of 3 calls were done",
                ],
            ),
        ] {
            for (way, sentence) in sentences.into_iter().enumerate() {
                let mut batch = batch(count);
                assert_eq!(batch.ended(), None, "it has not begun");
                if way == 4 {
                    batch.stop(at(1));
                    assert_eq!(batch.ended().as_deref(), Some(sentence));
                    continue;
                }
                batch.due(at(0));
                for index in 0..count {
                    assert_eq!(batch.ended(), None, "call {index} of {count} is under way");
                    match (way, index + 1 == count) {
                        (1, true) => answer(&mut batch, index, 429, b"{}"),
                        (3, true) => batch.stop(at(1)),
                        (3, false) if index > 0 => {}
                        (_, _) => answer(&mut batch, index, 200, b"{}"),
                    }
                }
                if way == 2 {
                    batch.refuse(count - 1, "A vector is empty".to_owned());
                }
                assert_eq!(batch.ended().as_deref(), Some(sentence), "{count} calls, way {way}");
            }
        }
    }

    #[test]
    fn the_outcome_is_said_in_place_of_the_count_once_all_calls_are_done() {
        let mut run = batch(1);
        run.due(at(0));
        run.conclude("Complete: 1 picture".to_owned());
        assert_eq!(run.ended(), None);
        answer(&mut run, 0, 200, b"{}");
        assert_eq!(run.ended().as_deref(), Some("Complete: 1 picture"));
        run.refuse(0, "No picture".to_owned());
        assert_eq!(run.ended().as_deref(), Some("The call failed"));
    }

    #[test]
    fn a_run_is_of_the_calls_that_it_made_and_of_no_others() {
        let model = |id: &str| ModelId::parse(id).unwrap();
        let titan = model("amazon.titan-embed-text-v2:0");
        let bodies = |texts: &[&str]| texts.iter().map(|text| serde_json::json!({ "inputText": text })).collect();
        let calls = Calls { model: titan.clone(), bodies: bodies(&["a", "b"]) };
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let run = Batch::new(RunId(1), Origin::Simulator, calls.at(&endpoint));
        assert!(run.is_of(&calls), "and again when a change is undone");
        for other in [
            Calls { model: titan.clone(), bodies: bodies(&["a", "c"]) },
            Calls { model: titan.clone(), bodies: bodies(&["b", "a"]) },
            Calls { model: titan.clone(), bodies: bodies(&["a"]) },
            Calls { model: titan, bodies: bodies(&["a", "b", "c"]) },
            Calls { model: model("amazon.titan-embed-text-v1"), bodies: bodies(&["a", "b"]) },
        ] {
            assert!(!run.is_of(&other), "{other:?}");
        }
    }

    #[test]
    fn a_stop_keeps_what_has_come_and_sends_nothing_more() {
        let mut batch = batch(10);
        batch.due(at(0));
        answer(&mut batch, 2, 200, b"{\"a\":1}");
        batch.stop(at(2));
        assert!(!batch.is_running() && batch.due(at(3)).is_empty());
        assert_eq!(batch.progress(), Progress { all: 10, done: 1, stopped: 3, unsent: 6, ..Progress::default() });
        // What arrives late changes nothing.
        answer(&mut batch, 0, 200, b"{}");
        assert_eq!(batch.exchange(0).unwrap().phase, Phase::Stopped);
        assert!(batch.exchange(0).unwrap().body.is_empty());
        assert_eq!(batch.exchange(2).unwrap().body, b"{\"a\":1}");
    }

    #[test]
    fn after_a_failure_the_rest_is_not_sent() {
        let mut batch = batch(10);
        batch.due(at(0));
        answer(&mut batch, 1, 429, b"{\"message\":\"Too many requests\"}");
        assert!(batch.due(at(1)).is_empty() && batch.is_running());
        for index in [0, 2, 3] {
            answer(&mut batch, index, 200, b"{}");
        }
        assert!(!batch.is_running());
        assert_eq!(batch.failed().map(|(index, _)| index), Some(1));
        assert_eq!(batch.progress(), Progress { all: 10, done: 3, failed: 1, unsent: 6, ..Progress::default() });
        batch.refuse(2, "A vector is empty".to_owned());
        assert_eq!(batch.progress().failed, 2);
    }
}
