//! The number of input tokens of each of the two bodies.
//!
//! `CountTokens` is a separate call for each body. The counts belong to the requests at that time; a later change is
//! reported.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::bedrock::count_tokens;
use crate::experiment::{Api, Failure, Origin};
use crate::page::commands::Action;
use crate::platform::focus;
use crate::text::number;
use crate::ui::controllers::token_count::{Count, begin, failed};
use crate::ui::controllers::view_actions;
use crate::ui::memo::memo;
use crate::ui::parts::error_card::{Target, card};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::use_app;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The token counts of the two bodies.
    pub fn late(asked: RwSignal<u8>) => token_count(asked)
}

/// The number of requested counts; 0 closes the strip.
#[derive(Clone, Copy)]
pub struct Asked(RwSignal<u8>);

impl Asked {
    /// No count yet. From now on the palette can request one, too.
    pub fn offered() -> Self {
        let asked = Self(RwSignal::new(0));
        view_actions::offer(Action::CountTokens, Callback::new(move |()| asked.ask()));
        asked
    }

    fn ask(self) {
        self.0.update(|asked| *asked = asked.wrapping_add(1).max(1));
    }
}

/// The button that requests a count.
pub fn button(asked: Asked) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn--sm btn--ghost"
            id="count"
            title="Count the input tokens, without running"
            on:click=move |_| asked.ask()
        >
            "Count tokens"
        </button>
    }
}

/// The strip, once requested.
pub fn strip(asked: Asked) -> impl IntoView {
    let counting = memo(move || asked.0.get() > 0);
    move || counting.get().then(|| lazy_view(move |owner| late(owner, asked.0)))
}

const ABOUT: &str = "The input tokens that the service counts, before anything is generated. Needs the permission \
                     bedrock:CountTokens.";
const NOT_SERVED: &str = "The user guide lists only Anthropic's models for CountTokens; this model may refuse.";
const CHANGED: &str = "The request has changed since it was counted.";

/// The panel. It counts whenever `asked` changes, and closes when that is 0.
pub fn token_count(asked: RwSignal<u8>) -> AnyView {
    let state = use_app();
    let count = Count {
        twin: RwSignal::new(None),
        origin: RwSignal::new(Origin::Simulator),
        converse: RwSignal::new(None),
        invoke: RwSignal::new(None),
    };
    Effect::new(move |_| {
        if asked.get() > 0 {
            begin(state, count);
        }
    });
    let close = move || {
        asked.set(0);
        focus::move_to("#count");
    };
    let changed = memo(move || {
        let (shown, counted) = (state.shown.read(), count.twin.read());
        counted.is_some() && shown.as_ref().map(|shown| &shown.twin) != counted.as_ref()
    });
    let about = memo(move || match count.twin.read().as_ref() {
        Some(twin) if !count_tokens::serves(twin.family) => NOT_SERVED.to_owned(),
        Some(twin) => {
            [Some(ABOUT), count_tokens::doubt(&twin.model)].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        None => ABOUT.to_owned(),
    });
    let strip = NodeRef::<html::Section>::new();
    // Esc closes it wherever the focus is, and so does a click beside it. The button asks again.
    let key = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() && state.place.dialog.get_untracked().is_none() {
            event.prevent_default();
            close();
        }
    });
    let click = window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some((target, strip)) = target.zip(strip.get_untracked()) else { return };
        if target.is_connected() && !strip.contains(Some(&target)) && target.closest("#count").ok().flatten().is_none()
        {
            asked.set(0);
        }
    });
    on_cleanup(move || {
        key.remove();
        click.remove();
    });
    view! {
        <section node_ref=strip class="countbox" aria-label="Token count">
            <div class="row">
                <h3>"Input tokens"</h3>
                {move || origin_badge(count.origin.get())}
                <span class="push"></span>
                <IconButton label="Close token count" icon="close" on_press=move |()| close() />
            </div>
            <dl class="countbox__rows">{row(count, Api::Converse)} {row(count, Api::Invoke)}</dl>
            {move || changed.get().then(|| view! {
                <div class="notice notice--warn">
                    <div>{CHANGED}</div>
                    <button type="button" class="btn btn--sm" on:click=move |_| begin(state, count)>"Count again"</button>
                </div>
            })}
            {move || match failed(state, count) {
                Some(failed) => card(&failed, Target::Playground { again: Callback::new(move |()| begin(state, count)) }),
                None => view! { <p class="group__help">{about.get()}</p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn row(count: Count, api: Api) -> AnyView {
    let counted = count.of(api);
    view! {
        <div>
            <dt>{format!("{} body", api.name())}</dt>
            <dd>
                {move || match &*counted.read() {
                    None => "counting…".to_owned(),
                    Some(Ok(tokens)) => number::count(*tokens, "token"),
                    Some(Err(Failure::NotSent(why))) => why.clone(),
                    Some(Err(_)) => "not counted".to_owned(),
                }}
            </dd>
        </div>
    }
    .into_any()
}
