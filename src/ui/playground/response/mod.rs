//! The two responses, side by side. They are drawn after the first paint; until then their stand-in in `index.html` shows that
//! there is no answer yet.

pub mod answer;
pub mod answer_details;
pub mod answer_links;
pub mod measures;
pub mod raw_response;
mod shared_answer;
pub mod tool_answer;

use leptos::html;
use leptos::prelude::*;

use super::inspect::code;
use super::inspect::frames;
use super::inspect::http;
use super::inspect::signature;
use super::request::seam;
use super::view_switch::{Faces, ViewSwitch};
use crate::experiment::run::call_text::facts;
use crate::experiment::{Api, Exchange, Origin, Phase, SendAs};
use crate::platform::stand_in;
use crate::ui::controllers::{lessons, place, run, toast};
use crate::ui::memo::memo;
use crate::ui::parts::error_card::ErrorCard;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::inspected;
use crate::ui::state::{AnswerView, AppState, Inspect, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::json_view::Lit;
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::segment::segment_of;
use crate::ui::widgets::tabs::{Tabs, tab_id};

late_view! {
    run:
    /// Both responses, in place of their stand-in.
    pub fn late() => in_place()
}

/// The part of the page until the responses are drawn.
pub fn stand_in() -> AnyView {
    let node = NodeRef::<html::Section>::new();
    let streams = use_app().draft.with_untracked(|draft| draft.stream);
    node.on_load(move |section| {
        let leave_out = match (streams, lessons::are_known()) {
            (false, false) => "[data-stream]",
            (false, true) => "[data-stream],.learn",
            (true, false) => "[data-whole]",
            (true, true) => "[data-whole],.learn",
        };
        stand_in::fill(&section, "response-stand-in", leave_out);
    });
    view! {
        <section
            node_ref=node
            class="stage"
            id="response"
            aria-labelledby="h-response"
            data-view="both"
            on:click=|event| stand_in::press(&event)
            on:dblclick=|event| stand_in::press(&event)
        ></section>
    }
    .into_any()
}

fn in_place() -> AnyView {
    run::watch();
    (|| {
        untrack(|| {
            let mut done = Some(stand_in::done("#response"));
            // An effect runs once the stage is in the page.
            Effect::new(move |_| {
                if let Some(done) = done.take() {
                    stand_in::repeat("#response", done);
                }
            });
            view! { <ResponseStage /> }
        })
    })
    .into_any()
}

/// Both responses.
#[component]
fn ResponseStage() -> impl IntoView {
    let state = use_app();
    let view = RwSignal::new(Faces::default());
    let lit = inspected::answers_lit();
    let open = memo(move || {
        let tab = state.place.inspect.get();
        Inspect::ALL.iter().position(|(of, _)| *of == tab).unwrap_or(0)
    });
    // Two answers as JSON are linked like the two requests.
    let linked = memo(move || {
        let both = state.run.session.with(|session| session.converse.is_some() && session.invoke.is_some());
        both && state.reading.answer_view.get() == AnswerView::Json
    });
    let max = memo(move || state.is_maximised());
    view! {
        <section class="stage" id="response" aria-labelledby="h-response" data-view=move || view.get().as_data() data-max=move || max.get().then_some("")>
            <div class="pane__head">
                <h2 id="h-response" class="vh">"Response"</h2>
                <Tabs
                    strip="inspect"
                    label="Inspect"
                    names=Inspect::ALL.iter().map(|(_, name)| *name).collect()
                    open=open
                    on_open=Callback::new(move |place: usize| {
                        if let Some((tab, _)) = Inspect::ALL.get(place) {
                            state.place.inspect.set(*tab);
                        }
                    })
                    on_twice=Callback::new(move |()| place::maximise(state))
                />
                // The late style sheet shows this button; it loads with the first content that is worth the space.
                <button
                    type="button"
                    style:display="none"
                    class="btn btn--ghost btn--icon btn--sm maxi only-mid"
                    aria-label="Maximise"
                    title="Maximise (Alt+M, or double-click a tab)"
                    aria-pressed=move || if max.get() { "true" } else { "false" }
                    on:click=move |_| place::maximise(state)
                ></button>
                <span class="push"></span>
                {move || (state.place.inspect.get() == Inspect::Response).then(|| view! {
                    <ViewSwitch name="response-view" view=view />
                    <div class="seg" role="radiogroup" aria-label="Show answer as">
                        {segment_of("answer-view", "Text", AnswerView::Text, state.reading.answer_view)}
                        {segment_of("answer-view", "JSON", AnswerView::Json, state.reading.answer_view)}
                    </div>
                })}
            </div>
            <div
                class="inspect"
                id="inspect-panel"
                role="tabpanel"
                aria-labelledby=move || tab_id("inspect", open.get())
            >
                {move || match state.place.inspect.get() {
                    Inspect::Response => view! {
                        <div
                            class="replies"
                            on:keydown=move |event| {
                                if event.key() == "Escape" && lit.get_untracked().pinned.is_some() {
                                    event.prevent_default();
                                    lit.set(Lit::default());
                                }
                            }
                        >
                            <div class="twin">
                                <ResponseFace api=Api::Converse lit=lit />
                                <div class="seam" aria-hidden="true"></div>
                                <ResponseFace api=Api::Invoke lit=lit />
                                {move || linked.get().then(|| lazy_view(move |owner| seam::late(owner, lit)))}
                            </div>
                            {move || linked.get().then(|| lazy_view(move |owner| answer_links::late(owner, lit)))}
                        </div>
                    }
                    .into_any(),
                    Inspect::Code => lazy_view(code::late),
                    Inspect::Http => lazy_view(http::late),
                    Inspect::Signature => lazy_view(signature::late),
                    Inspect::Frames => lazy_view(frames::late),
                }}
            </div>
        </section>
    }
}

/// The origin of the answer; a recording is marked, since it bills nothing.
fn stamps((origin, recorded): (Origin, bool)) -> impl IntoView {
    let live = (!recorded || origin == Origin::Simulator).then(|| origin_badge(origin));
    view! { {live} {recorded.then(|| view! { <span class="stamp">"RECORDED"</span> })} }
}

#[component]
fn ResponseFace(api: Api, lit: RwSignal<Lit>) -> impl IntoView {
    let state = use_app();
    let (class, region, name, id, json_label, copy_label) = match api {
        Api::Converse => (
            "face face--converse",
            "Converse response",
            "Converse",
            "converse-response",
            "Converse response JSON",
            "Copy Converse response",
        ),
        Api::Invoke => (
            "face face--invoke",
            "InvokeModel response",
            "InvokeModel",
            "invoke-response",
            "InvokeModel response JSON",
            "Copy InvokeModel response",
        ),
    };
    let shared = memo(move || state.overlay.has_answer(api, state.run.session.with(|session| session.run)));
    let there = memo(move || !shared.get() && state.run.session.with(|session| session.exchange(api).is_some()));
    let ran = memo(move || state.run.session.with(|session| session.run.0 > 0));
    let busy = memo(move || state.run.session.with(|session| session.exchange(api).is_some_and(Exchange::is_running)));
    let origin = memo(move || {
        let of = |call: &Exchange| (call.origin, call.recorded_at.is_some());
        state.run.session.with(|session| session.exchange(api).map(of))
    });
    let behind = memo(move || {
        let shown = state.shown.read();
        let request = shown.as_ref().and_then(|shown| shown.twin.request(api).ok());
        state.run.session.with(|session| session.exchange(api).is_some_and(|call| !call.answers(request)))
    });
    let copy = move |()| toast::copy_late(raw_response::late_copy::copied(state, api));
    view! {
        <section class=class id=id aria-label=region aria-busy=move || if busy.get() { "true" } else { "false" }>
            <div class="face__head">
                <h3>
                    {name}
                    {move || (!shared.get()).then(|| view! { " " <StatusChip api=api /> " " {move || origin.get().map(stamps)} })}
                </h3>
                {move || (!shared.get()).then(|| view! { <Facts api=api /> })}
                <span class="acts">
                    {move || there.get().then(|| view! {
                        <IconButton label=copy_label icon="copy" on_press=copy />
                    })}
                </span>
            </div>
            {move || behind.get().then(|| view! { <p class="behind">"The request changed since this answer."</p> })}
            <div class="face__body" data-behind=move || behind.get().then_some("")>
                {move || {
                    if shared.get() {
                        lazy_view(move |owner| shared_answer::late(owner, api)).into_any()
                    } else if there.get() {
                        view! {
                            <ErrorCard api=api />
                            {move || match state.reading.answer_view.get() {
                                AnswerView::Text => lazy_view(move |owner| answer::late(owner, api)),
                                AnswerView::Json => lazy_view(move |owner| raw_response::late(owner, api, json_label, lit)),
                            }}
                        }
                        .into_any()
                    } else {
                        view! { <Empty api=api ran=ran /> }.into_any()
                    }
                }}
            </div>
        </section>
    }
}

#[component]
fn StatusChip(api: Api) -> impl IntoView {
    let state = use_app();
    let chip = memo(move || {
        state.run.session.with(|session| {
            let call = session.exchange(api)?;
            let status = call.head.as_ref().map(|head| head.status);
            Some(match (call.phase, status) {
                (Phase::Waiting, _) => ("chip", "waiting".to_owned()),
                (Phase::Receiving, _) => ("chip", "streaming".to_owned()),
                (Phase::Stopped, _) => ("chip chip--warn", "stopped".to_owned()),
                (Phase::Failed, Some(status)) => ("chip chip--err", status.to_string()),
                (Phase::Failed, None) => ("chip chip--err", "no answer".to_owned()),
                (Phase::Done, Some(status)) => ("chip chip--ok", status.to_string()),
                (Phase::Done, None) => ("chip", "done".to_owned()),
            })
        })
    });
    move || chip.get().map(|(class, text)| view! { <span class=class>{text}</span> })
}

#[component]
fn Facts(api: Api) -> impl IntoView {
    let state = use_app();
    let facts = memo(move || state.run.session.with(|session| session.exchange(api).map(facts)));
    view! { <span class="path">{move || facts.get()}</span> }
}

/// Why the last run did not call this API, and what does.
fn not_called(state: AppState, api: Api) -> String {
    let name = api.name();
    let calls = match (state.draft.with(|draft| draft.send_as), api) {
        (SendAs::Both, _) | (SendAs::Converse, Api::Converse) | (SendAs::Invoke, Api::Invoke) => true,
        (SendAs::Converse, Api::Invoke) | (SendAs::Invoke, Api::Converse) => false,
    };
    let shown = state.shown.read();
    match shown.as_ref().map(|shown| shown.twin.invoke.as_ref()) {
        Some(Err(why)) if api == Api::Invoke => format!("{name} was not called. {why}"),
        Some(_) | None if calls => format!("The last run did not call {name}. Run again to see it here."),
        Some(_) | None => {
            format!("The last run did not call {name}. Choose “Both APIs” in Send as, then run, to see it here.")
        }
    }
}

/// The way into the first lesson, until a first run or a press.
#[component]
fn FirstLesson() -> impl IntoView {
    let shown = RwSignal::new(!lessons::are_known());
    move || {
        shown.get().then(|| {
            view! {
                <p class="learn">
                    "New here? " <a href="#lesson=a1&step=1">"Your first Converse call"</a> ", 6 minutes, no account"
                    <IconButton
                        label="Offer no lessons here"
                        icon="close"
                        on_press=move |()| {
                            shown.set(false);
                            lessons::know();
                        }
                    />
                </p>
            }
        })
    }
}

#[component]
fn Empty(api: Api, ran: Memo<bool>) -> impl IntoView {
    let state = use_app();
    let stream = memo(move || state.draft.with(|draft| draft.stream));
    move || {
        if ran.get() {
            return view! {
                <div class="empty">
                    <p>{move || not_called(state, api)}</p>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="empty">
                {icon("strata")}
                <h3>"No answer yet"</h3>
                <p>
                    {match (api, stream.get()) {
                        (Api::Converse, false) => "One message shape for every model: the text will be at output.message.content[0].text.",
                        (Api::Converse, true) => "The same events for every model: the text arrives piece by piece, in contentBlockDelta events.",
                        (Api::Invoke, false) => "The model family's own JSON: its shape depends on who made the model.",
                        (Api::Invoke, true) => "The model family's own JSON, in pieces: their shape depends on who made the model.",
                    }}
                </p>
                <button type="button" class="btn" on:click=|_| run::run()>{icon("run")} "Run the experiment"</button>
                {(api == Api::Converse).then(FirstLesson)}
            </div>
        }
        .into_any()
    }
}
