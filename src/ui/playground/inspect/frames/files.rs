//! Saving and opening streams and runs.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::source::{Frames, Lane};
use crate::experiment::run::recording::Recording;
use crate::platform::{files::from_list, save};
use crate::text::{hex, number, sniff};
use crate::ui::controllers::replay::{self, Speed};
use crate::ui::controllers::{files, toast};

/// The state of the bar.
#[derive(Clone, Copy)]
pub struct Bar {
    frames: Frames,
    message: RwSignal<Option<String>>,
    run: RwSignal<Option<Arc<Recording>>>,
    speed: RwSignal<Speed>,
    pasting: RwSignal<bool>,
    opening: StoredValue<u32>,
}

impl Bar {
    /// The signals, in the current owner.
    pub fn new(frames: Frames) -> Self {
        Self {
            frames,
            message: RwSignal::new(None),
            run: RwSignal::new(None),
            speed: RwSignal::new(Speed::True),
            pasting: RwSignal::new(false),
            opening: StoredValue::new(0),
        }
    }
}

/// The buttons.
pub fn buttons(bar: Bar) -> impl IntoView {
    let frames = bar.frames;
    let save_run = move |_| report(bar, replay::save_run(frames.state).map(|name| format!("{name} saved")));
    let replay = move |_| {
        let last = || frames.state.run.session.with_untracked(Recording::of).map(Arc::new);
        match bar.run.get_untracked().or_else(last) {
            Some(recording) => replay::play(frames.state, recording, bar.speed.get_untracked()),
            None => bar.message.set(Some("There is no finished run to replay".to_owned())),
        }
    };
    view! {
        {chooser("Open stream…", "Open a saved stream", bar, opened_stream)}
        <button type="button" class="btn btn--sm" aria-expanded=move || if bar.pasting.get() { "true" } else { "false" } on:click=move |_| bar.pasting.update(|open| *open = !*open)>
            "Paste hex…"
        </button>
        <button type="button" class="btn btn--sm" on:click=move |_| save_stream(bar)>"Save stream"</button>
        <span class="frames__sep" aria-hidden="true"></span>
        <button type="button" class="btn btn--sm" on:click=save_run>"Save run"</button>
        {chooser("Open run…", "Open a recorded run", bar, opened_run)}
        <button type="button" class="btn btn--sm" on:click=replay>"Replay"</button>
        <select
            class="select select--auto"
            aria-label="Replay speed"
            on:change=move |event| {
                let chosen = event_target_value(&event);
                if let Some((speed, _)) = Speed::ALL.into_iter().find(|(_, name)| *name == chosen) {
                    bar.speed.set(speed);
                }
            }
        >
            {Speed::ALL.into_iter().map(|(_, name)| view! { <option value=name>{name}</option> }).collect_view()}
        </select>
    }
}

/// The outcome of an action, and the field for pasting.
pub fn status(bar: Bar) -> impl IntoView {
    let text = RwSignal::new(String::new());
    view! {
        {move || bar.message.get().map(|message| view! { <p class="notice" role="status">{message}</p> })}
        {move || bar.pasting.get().then(|| view! {
            <div class="frames__paste">
                <label for="frames-hex">"Stream as hexadecimal text or base64"</label>
                <textarea
                    id="frames-hex"
                    class="area input--mono"
                    rows="3"
                    spellcheck="false"
                    autocomplete="off"
                    placeholder="0000007700000052abb5d36e…, or the output of xxd or hexdump -C"
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <button
                    type="button"
                    class="btn btn--sm btn--solid"
                    on:click=move |_| match text.with_untracked(|text| hex::read(text)) {
                        Ok(bytes) => {
                            show(bar, "pasted hex".to_owned(), bytes);
                            bar.pasting.set(false);
                        }
                        Err(error) => bar.message.set(Some(error.to_string())),
                    }
                >
                    "Decode"
                </button>
            </div>
        })}
        {move || {
            let after = bar.run.get()?;
            let calls = after.calls.len();
            Some(view! {
                <p class="quiet frames__run">
                    <span class="stamp">"RECORDED"</span>
                    {format!(
                        " A run of {}, recorded {}, {}. Replay plays it; nothing is sent.",
                        number::count(calls as u64, "call"),
                        after.recorded_at.iso8601(),
                        number::duration_ms(after.length_ms())
                    )}
                </p>
            })
        }}
    }
}

/// A button that opens a file.
fn chooser(text: &'static str, name: &'static str, bar: Bar, act: fn(Bar, String, &[u8])) -> impl IntoView {
    view! {
        <label class="btn btn--sm filepick">
            {text}
            <input
                type="file"
                aria-label=name
                on:change=move |event| {
                    let input = event
                        .target()
                        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
                    let Some(input) = input else { return };
                    let file = from_list(input.files()).into_iter().next();
                    input.set_value("");
                    files::read(file.into_iter().collect(), move |read| {
                        for file in read {
                            match file {
                                Ok((name, bytes)) => act(bar, name, &bytes),
                                Err(error) => {
                                    bar.message.try_set(Some(error));
                                }
                            }
                        }
                    });
                }
            />
        </label>
    }
}

fn opened_stream(bar: Bar, name: String, bytes: &[u8]) {
    show(bar, name, hex::open(bytes.to_vec()).into_bytes());
}

/// The bytes that tell what a file is.
const HEAD: usize = 1_024;

fn show(bar: Bar, name: String, bytes: Vec<u8>) {
    bar.message.set(Some(format!("Reading {name}, {}", number::bytes(bytes.len()))));
    let length = bytes.len();
    let other = sniff::name(bytes.get(..bytes.len().min(HEAD)).unwrap_or(&bytes));
    replay::open_stream(name, bytes, bar.opening, move |opened| {
        let other = other.filter(|_| opened.anatomy.frames.is_empty());
        bar.message.set(Some(match other {
            Some(other) => format!("These bytes are {other}, not application/vnd.amazon.eventstream"),
            None => opened.summary(length),
        }));
        bar.frames.opened.set(Some(Arc::new(opened)));
        bar.frames.select(Lane::File, 0);
    });
}

fn opened_run(bar: Bar, _: String, bytes: &[u8]) {
    match replay::open_run(bytes) {
        Ok(mut recordings) => {
            bar.message.set(None);
            bar.run.set(recordings.pop().map(Arc::new));
        }
        Err(error) => bar.message.set(Some(error)),
    }
}

fn save_stream(bar: Bar) {
    let frames = bar.frames;
    let bytes = match frames.lane.get_untracked() {
        Lane::Call(api) => frames.state.run.session.with_untracked(|session| {
            let call = session.exchange(api).filter(|call| call.is_event_stream())?;
            let simulated = call.origin == crate::experiment::Origin::Simulator;
            let name = format!("{}{}.bin", if simulated { "SIMULATED-" } else { "" }, call.operation.name());
            Some((name, call.body.clone()))
        }),
        Lane::File => None,
    };
    let outcome = match bytes {
        Some((name, bytes)) => match save::bytes(&name, "application/vnd.amazon.eventstream", &bytes) {
            Ok(()) => Ok(format!("{name} saved")),
            Err(error) => Err(error.to_string()),
        },
        None => Err("There is no stream to save: run with Stream on".to_owned()),
    };
    report(bar, outcome);
}

fn report(bar: Bar, outcome: Result<String, String>) {
    match outcome {
        Ok(done) => {
            bar.message.set(None);
            toast::show(done);
        }
        Err(error) => bar.message.set(Some(error)),
    }
}
