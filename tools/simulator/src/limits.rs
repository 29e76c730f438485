//! What one client may take: time, bytes and connections. Tests use smaller values and a clock that they move themselves.

use std::sync::Mutex;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The limits of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a connection may be open without a complete request head, at its start and between requests.
    pub waiting: Duration,
    /// How long the body may take after the head.
    pub receiving: Duration,
    /// How long an answer may take to be read, besides the delays of its own.
    pub sending: Duration,
    /// How long the rest of a refused request is read and thrown away, so that its sender can read the refusal.
    pub lingering: Duration,
    /// Connections at the same time; more wait.
    pub connections: usize,
    /// Longest request line and headers.
    pub head_bytes: u32,
    /// Longest body: a Converse request with its largest documents is smaller.
    pub body_bytes: usize,
    /// All bodies and answers in memory together, in KiB; more wait.
    pub held_kib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            waiting: Duration::from_mins(1),
            receiving: Duration::from_mins(1),
            sending: Duration::from_mins(2),
            lingering: Duration::from_secs(2),
            connections: 256,
            head_bytes: 64 * 1024,
            body_bytes: 25 * 1024 * 1024,
            held_kib: 128 * 1024,
        }
    }
}

/// When a connection ends unless something complete happens on it. Single bytes do not move this time.
#[derive(Debug)]
pub struct Deadline {
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    /// Requests that the simulator is answering: no fault of the client's, however long it takes.
    computing: u32,
    until: Instant,
}

impl Deadline {
    /// A deadline after this time.
    pub fn after(time: Duration) -> Self {
        Self { state: Mutex::new(State { computing: 0, until: Instant::now() + time }) }
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut state)
    }

    /// Allows this time from now on, if that is later than the deadline.
    pub fn extend(&self, time: Duration) {
        let later = Instant::now() + time;
        self.change(|state| state.until = state.until.max(later));
    }

    /// Stops the deadline until the value is dropped.
    pub fn stop(&self) -> Stopped<'_> {
        self.change(|state| state.computing += 1);
        Stopped(self)
    }

    /// Waits until the deadline has passed; `again` is the pause between two looks while it is stopped.
    pub async fn passed(&self, again: Duration) {
        loop {
            let state = self.change(|state| *state);
            if state.computing > 0 {
                sleep_until(Instant::now() + again).await;
            } else if state.until <= Instant::now() {
                return;
            } else {
                sleep_until(state.until).await;
            }
        }
    }
}

/// A deadline that does not run.
#[derive(Debug)]
pub struct Stopped<'a>(&'a Deadline);

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.computing = state.computing.saturating_sub(1));
    }
}
