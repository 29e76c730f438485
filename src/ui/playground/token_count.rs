//! How many tokens each of the two bodies would be charged for reading, asked of whoever answers.
//!
//! `CountTokens` is a call of its own for each body. The count is of the requests as they stood; when they change it says so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::bedrock::count_tokens;
use crate::experiment::failure::failed::Failed;
use crate::experiment::run::requests::Twin;
use crate::experiment::{Api, Failure, Origin};
use crate::page::commands::Action;
use crate::platform::focus;
use crate::text::number;
use crate::ui::controllers::batch::may_start;
use crate::ui::controllers::token_count::count;
use crate::ui::controllers::view_actions;
use crate::ui::memo::memo;
use crate::ui::parts::error_card::{Target, card};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// How many tokens the two bodies have.
    pub fn late(asked: RwSignal<u8>) => token_count(asked)
}

/// How often the tokens were asked for; 0 closes the strip.
#[derive(Clone, Copy)]
pub struct Asked(RwSignal<u8>);

impl Asked {
    /// Not yet. From now on the palette can ask, too.
    pub fn offered() -> Self {
        let asked = Self(RwSignal::new(0));
        view_actions::offer(Action::CountTokens, Callback::new(move |()| asked.ask()));
        asked
    }

    fn ask(self) {
        self.0.update(|asked| *asked = asked.wrapping_add(1).max(1));
    }
}

/// The button that asks.
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

/// The strip, once it was asked for.
pub fn strip(asked: Asked) -> impl IntoView {
    let counting = memo(move || asked.0.get() > 0);
    move || counting.get().then(|| lazy_view(move |owner| late(owner, asked.0)))
}

const ABOUT: &str = "What the service says it would read, before anything is generated. It needs the permission \
                     bedrock:CountTokens.";
const NOT_SERVED: &str = "The user guide lists Anthropic's models only for CountTokens; this model may refuse.";
const CHANGED: &str = "The request has changed since it was counted.";

type Counted = Option<Result<u64, Failure>>;

/// One count of both bodies.
#[derive(Clone, Copy)]
struct Count {
    /// The requests that were counted.
    twin: RwSignal<Option<Twin>>,
    origin: RwSignal<Origin>,
    converse: RwSignal<Counted>,
    invoke: RwSignal<Counted>,
}

impl Count {
    fn of(self, api: Api) -> RwSignal<Counted> {
        match api {
            Api::Converse => self.converse,
            Api::Invoke => self.invoke,
        }
    }

    fn begin(self, state: AppState) {
        let Some(shown) = state.shown.get_untracked() else { return };
        let mode = state.mode.get_untracked();
        if !may_start(state) {
            return;
        }
        self.origin.set(mode.origin());
        self.twin.set(Some(shown.twin.clone()));
        for api in [Api::Converse, Api::Invoke] {
            self.of(api).set(None);
            let twin = shown.twin.clone();
            spawn_local(async move {
                let counted = count(state, api, &twin).await;
                // An answer to an older question is no answer.
                if self.twin.try_with_untracked(|now| now.as_ref() == Some(&twin)) == Some(true) {
                    self.of(api).set(Some(counted));
                    self.announce(state);
                }
            });
        }
    }

    fn announce(self, state: AppState) {
        if let (Some(converse), Some(invoke)) = (self.converse.get_untracked(), self.invoke.get_untracked()) {
            let said = |counted: &Result<u64, Failure>| match counted {
                Ok(tokens) => number::count(*tokens, "token"),
                Err(_) => "no count".to_owned(),
            };
            state.status.announce(format!("Converse {}, InvokeModel {}", said(&converse), said(&invoke)));
        }
    }
}

/// The panel. It counts whenever `asked` changes, and goes when that is 0.
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
            count.begin(state);
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
    let not_served = memo(move || !count.twin.read().as_ref().is_none_or(|twin| count_tokens::serves(twin.family)));
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
                    <button type="button" class="btn btn--sm" on:click=move |_| count.begin(state)>"Count again"</button>
                </div>
            })}
            {move || match failed(state, count) {
                Some(failed) => card(&failed, Target::Playground { again: Callback::new(move |()| count.begin(state)) }),
                None => view! { <p class="group__help">{if not_served.get() { NOT_SERVED } else { ABOUT }}</p> }.into_any(),
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

/// What to explain: one failure for both, since both calls ask the same of the same service.
fn failed(state: AppState, count: Count) -> Option<Failed> {
    let (converse, invoke, twin) = (count.converse.read(), count.invoke.read(), count.twin.read());
    let of = |counted: &Counted| match counted {
        Some(Err(Failure::NotSent(_)) | Ok(_)) | None => None,
        Some(Err(failure)) => Some(failure.clone()),
    };
    let (api, failure) = match (of(&converse), of(&invoke)) {
        (Some(failure), _) => (Api::Converse, failure),
        (None, Some(failure)) => (Api::Invoke, failure),
        (None, None) => return None,
    };
    Some(Failed {
        failure,
        api,
        origin: count.origin.get(),
        model: twin.as_ref()?.model.as_str().to_owned(),
        region: state.draft.with_untracked(|draft| draft.region.clone()),
        streaming: false,
    })
}
