//! Opens streams; saves, opens and replays runs. A replay feeds the recording to the reducer and sends nothing.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::experiment::run::frame_rows::{OpenedStream, Opening};
use crate::experiment::run::recording::{self, Recording};
use crate::experiment::{Experiment, Subject};
use crate::platform::{clock, frame, save};
use crate::share::file;
use crate::ui::controllers::parts;
use crate::ui::state::AppState;

/// The speed of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    /// At the recorded speed.
    True,
    /// Four times as fast.
    Fourfold,
    /// All at once.
    Instant,
}

impl Speed {
    /// All, with their names.
    pub const ALL: [(Self, &str); 3] = [(Self::True, "1×"), (Self::Fourfold, "4×"), (Self::Instant, "instant")];

    fn wait_ms(self, ms: i64) -> u32 {
        let ms = u32::try_from(ms.max(0)).unwrap_or(u32::MAX);
        match self {
            Self::True => ms,
            Self::Fourfold => ms / 4,
            Self::Instant => 0,
        }
    }
}

/// The most pieces played in one task, so that the page stays responsive.
const TOGETHER: usize = 100;

/// How much of a stream is read in one task: about two hundred frames.
const PIECE_BYTES: usize = 32 * 1024;

/// Reads a stream piece by piece, so that the page stays responsive: reading ten thousand frames at once would block it
/// for most of a second. `latest` numbers the requested streams; `take` gets the stream unless a later one was
/// requested or the view is gone.
pub fn open_stream(name: String, bytes: Vec<u8>, latest: StoredValue<u32>, take: impl FnOnce(OpenedStream) + 'static) {
    let this = latest.try_update_value(|latest| {
        *latest += 1;
        *latest
    });
    spawn_local(async move {
        let mut opening = Opening::default();
        for piece in bytes.chunks(PIECE_BYTES) {
            opening.take(piece);
            clock::sleep_ms(0).await;
        }
        if latest.try_get_value() == this {
            take(opening.finish(name, &bytes));
        }
    });
}

/// Saves the last run with the current experiment as a file in the project's format.
pub fn save_run(state: AppState) -> Result<String, String> {
    let recording = state
        .run
        .session
        .with_untracked(Recording::of)
        .ok_or("There is no finished run to save: run the experiment first")?;
    let experiment = Experiment::new(Subject::Playground(state.draft.get_untracked()));
    let text = file::write(&experiment, Some(recording::write(&[recording])));
    let name = format!("{}-run{}", file::name(&experiment).trim_end_matches(file::EXTENSION), file::EXTENSION);
    save::text(&name, &text).map_err(|error| error.to_string())?;
    Ok(name)
}

/// The recorded runs of a file.
pub fn open_run(bytes: &[u8]) -> Result<Vec<Recording>, String> {
    let runs = file::read(bytes).map_err(|error| error.to_string())?.runs;
    let runs = runs.ok_or("This file holds an experiment, but no recorded run")?;
    let recordings = recording::read(&runs).map_err(|error| error.to_string())?;
    if recordings.is_empty() { Err("This file holds no recorded run".to_owned()) } else { Ok(recordings) }
}

/// Replays a recording. A new run, a stop or another replay ends it.
pub fn play(state: AppState, recording: Arc<Recording>, speed: Speed) {
    spawn_local(async move {
        let now = clock::now();
        if parts::apply(state.run.session, recording.start(now)).await.is_err() {
            return;
        }
        let Some(run) = state.run.session.try_with_untracked(|session| session.run) else { return };
        let mut at = 0;
        for (n, (at_ms, command)) in recording.steps(run, now).into_iter().enumerate() {
            let wait = speed.wait_ms(at_ms - at);
            at = at_ms;
            if wait > 0 || n % TOGETHER == TOGETHER - 1 {
                frame::next(move || state.run.session.notify());
                clock::sleep_ms(wait).await;
            }
            let goes_on = state.run.session.try_with_untracked(|session| session.run == run && session.is_running());
            if goes_on != Some(true) || parts::apply(state.run.session, command).await.is_err() {
                return;
            }
        }
        frame::next(move || state.run.session.notify());
    });
}
