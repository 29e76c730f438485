//! Writes the journal from the state of the page, as long as a lesson is open.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::desk::Desk;
use super::tap;
use crate::aws::eventstream::layout::{Layout, flipped};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::experiment::Api;
use crate::experiment::images::labels::folded;
use crate::experiment::run::answer_json::{self, Shape};
use crate::lesson::journal::{Call, Caret, Embeddings, Entry, FrameFact, Glass, Pane, Pin, Signature};
use crate::page::Inspect;
use crate::text::json::{self, Row};
use crate::twin::Link;
use crate::twin::row_marks::Side;
use crate::ui::controllers::account::kept;
use crate::ui::state::AppState;
use crate::ui::state::inspected::{self, FrameChoice, Lane, SignatureChoice};
use crate::ui::widgets::json_rows;

/// The calls that are written down: the API, and when it was called.
type Seen = Vec<(Api, Timestamp)>;

/// Writes what happens from now on, until the calling view is gone.
pub fn follow(desk: Desk) {
    tap::open(Some(take));
    json_rows::on_row(Some(on_row));
    on_cleanup(|| {
        tap::open(None);
        json_rows::on_row(None);
    });
    calls(desk);
    signature(desk);
    glass(desk);
    pins(desk);
    embeddings(desk);
    account(desk);
}

fn take(entry: Entry) {
    let desk = Desk::of_page();
    let changes_account = matches!(entry, Entry::Operation(_));
    desk.push(entry);
    if changes_account {
        read_account(desk);
    }
}

fn calls(desk: Desk) {
    let state = desk.state;
    Effect::new(move |seen: Option<Seen>| {
        let is_first = seen.is_none();
        let mut seen = seen.unwrap_or_default();
        let mut ended = Vec::new();
        state.run.session.with(|session| {
            for exchange in session.exchanges().filter(|exchange| !exchange.is_running()) {
                let key = (exchange.operation.api(), exchange.started_at);
                if !seen.contains(&key) {
                    seen.push(key);
                    ended.extend(Call::of(exchange));
                }
            }
        });
        // A run from before the lesson is not part of it.
        if !is_first {
            for call in ended {
                desk.push(Entry::Call(call));
            }
        }
        seen
    });
}

fn signature(desk: Desk) {
    let SignatureChoice { mistake, minutes, broken, .. } = SignatureChoice::of_page();
    Effect::new(move |_| {
        let Some(broken) = broken.get() else { return };
        let region = desk.state.draft.with_untracked(|draft| Region::parse(&draft.region));
        if let Ok(region) = region {
            let change = mistake.get_untracked().change(minutes.get_untracked(), region);
            desk.push(Entry::Signature(Signature::of(&change, &broken)));
        }
    });
}

fn glass(desk: Desk) {
    let state = desk.state;
    let seen = Memo::new(move |_| (state.place.inspect.get() == Inspect::Frames).then(|| glass_of(state)).flatten());
    Effect::new(move |_| {
        if let Some(glass) = seen.get() {
            desk.push(Entry::Glass(glass));
        }
    });
}

/// The frame that is open, and what is selected in it.
pub fn glass_of(state: AppState) -> Option<Glass> {
    let FrameChoice { lane, selected, byte, flip } = FrameChoice::of_page();
    let Lane::Call(api) = lane.get() else { return None };
    let (at, flip) = (selected.get(), flip.get());
    let (event, bytes) = state.run.session.with(|session| {
        let received = session.exchange(api)?.frames.get(at)?;
        Some((FrameFact::of(&received.frame, Value::Null).event, received.frame.bytes.clone()))
    })?;
    let whole = Layout::parse(0, &bytes);
    let field = |byte: usize| {
        whole
            .field_at(byte)
            .and_then(|place| whole.fields.get(place))
            .map(|field| field.kind.name())
            .unwrap_or_default()
    };
    let byte = byte.get();
    let damage = flip.and_then(|(byte, bit)| {
        let layout = Layout::parse(0, &flipped(&bytes, byte, bit));
        let field = layout.damage.as_ref()?.field;
        layout.fields.get(field).map(|field| field.kind.name())
    });
    Some(Glass {
        api: api.key().to_owned(),
        frame: at,
        event,
        length: bytes.len(),
        byte: Some(byte),
        field: field(byte).to_owned(),
        flip: flip.map(|(byte, _)| byte),
        flipped_field: flip.map(|(byte, _)| field(byte)).unwrap_or_default().to_owned(),
        damage: damage.unwrap_or_default().to_owned(),
    })
}

fn pins(desk: Desk) {
    let state = desk.state;
    let of_requests = Memo::new(move |_| {
        let pinned = state.reading.lit.get().pinned?;
        state.shown.with(|shown| shown.as_ref()?.twin.links.get(pinned).map(|link| pin_of(link, false)))
    });
    let of_responses = Memo::new(move |_| {
        let pinned = inspected::answers_lit().get().pinned?;
        let links = state.run.session.with(|session| answer_json::links(session, Shape::Assembled));
        links.get(pinned).map(|link| pin_of(link, true))
    });
    for pin in [of_requests, of_responses] {
        Effect::new(move |before: Option<Option<Pin>>| {
            let now = pin.get();
            if before.is_some_and(|before| before != now) {
                desk.push(Entry::Pin(now.clone()));
            }
            now
        });
    }
}

fn pin_of(link: &Link, responses: bool) -> Pin {
    Pin {
        responses,
        converse: link.converse.first().cloned(),
        native: link.native.first().cloned(),
        kind: link.kind.label().to_owned(),
    }
}

fn embeddings(desk: Desk) {
    let studies = tap::studies();
    Effect::new(move |before: Option<Vec<Option<Embeddings>>>| {
        let now: Vec<_> = studies.get().into_iter().map(|study| study.get()).collect();
        // Results of before the lesson come back when it ends: they are nothing that was done in it.
        if let Some(before) = before.filter(|_| desk.state.overlay.teaches_untracked()) {
            for (place, study) in now.iter().enumerate() {
                if let Some(study) =
                    study.as_ref().filter(|study| before.get(place).and_then(Option::as_ref) != Some(*study))
                {
                    desk.push(Entry::Embeddings(study.clone()));
                }
            }
        }
        now
    });
}

fn account(desk: Desk) {
    let moves = kept::kept().moves;
    Effect::new(move |before: Option<()>| {
        moves.track();
        if before.is_some() {
            read_account(desk);
        }
    });
}

/// Writes the account down as it is now.
pub fn read_account(desk: Desk) {
    spawn_local(async move {
        if let Ok(text) = kept::text().await
            && let Ok(account) = serde_json::from_str::<Value>(&text)
            && desk.state.overlay.teaches_untracked()
        {
            desk.push(Entry::Account(account));
        }
    });
}

/// The pane of a list of rows, by the list's element id.
fn pane_of(list: &str) -> Option<Pane> {
    match list {
        "converse-request-json" => Some(Pane::ConverseRequest),
        "invokemodel-request-json" => Some(Pane::InvokeRequest),
        "converse-response-json" => Some(Pane::ConverseResponse),
        "invokemodel-response-json" => Some(Pane::InvokeResponse),
        "input-of-the-operation" => Some(Pane::Operation),
        "output-of-the-operation" => Some(Pane::Output),
        "image-response" => Some(Pane::Image),
        _ => None,
    }
}

/// The id of the list of rows of a pane.
pub fn list_of(pane: Pane) -> &'static str {
    match pane {
        Pane::ConverseRequest => "converse-request-json",
        Pane::InvokeRequest => "invokemodel-request-json",
        Pane::ConverseResponse => "converse-response-json",
        Pane::InvokeResponse => "invokemodel-response-json",
        Pane::Operation => "input-of-the-operation",
        Pane::Output => "output-of-the-operation",
        Pane::Canonical => "canonical-request",
        Pane::Image => "image-response",
    }
}

fn on_row(list: &str, row: &Row) {
    let desk = Desk::of_page();
    if let (Some(pane), Some(at)) = (pane_of(list), row.pointers.last()) {
        let value = document(desk.state, pane).and_then(|body| body.pointer(at).map(text_of)).unwrap_or_default();
        desk.push(Entry::Caret(Caret { pane, at: at.clone(), value }));
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The text that a pane shows.
pub fn shown_text(state: AppState, pane: Pane) -> Option<String> {
    let request = |side| {
        state.shown.with_untracked(|shown| shown.as_ref()?.built(side).ok().map(|built| built.body_text.clone()))
    };
    let response = |api| {
        state
            .run
            .session
            .with_untracked(|session| session.exchange(api).map(|call| answer_json::text(call, Shape::Assembled)))
    };
    match pane {
        Pane::ConverseRequest => request(Side::Converse),
        Pane::InvokeRequest => request(Side::Native),
        Pane::ConverseResponse => response(Api::Converse),
        Pane::InvokeResponse => response(Api::Invoke),
        // The view of images shows the answer to its last call.
        Pane::Image => Desk::of_page().journal.with_untracked(|journal| {
            let answer = &journal.view().call(Api::Invoke)?.response;
            (!answer.is_null()).then(|| json::print(&folded(answer)))
        }),
        Pane::Operation | Pane::Output | Pane::Canonical => None,
    }
}

fn document(state: AppState, pane: Pane) -> Option<Value> {
    serde_json::from_str(&shown_text(state, pane)?).ok()
}
