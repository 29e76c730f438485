//! Request and response as JSON, with each picture folded to its size, and the HTTP messages.

use leptos::prelude::*;

use super::state::use_images;
use super::tabs::NAMES;
use crate::experiment::Exchange;
use crate::experiment::images::labels::folded;
use crate::experiment::images::round::Plan;
use crate::experiment::run::call_text::facts;
use crate::experiment::run::call_text::shown_body;
use crate::experiment::run::http::unsigned_head;
use crate::text::{json, number};
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::parts::lab_frame::LabStage;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::program::lab_program;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::json_view::JsonView;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let panel = |place| match place {
        0 => view! { <Request /> }.into_any(),
        1 => view! { <Response /> }.into_any(),
        2 => view! { <Http /> }.into_any(),
        _ => view! { <ImageCode /> }.into_any(),
    };
    view! {
        <LabStage label="Request and response" strip="imgtab" names=NAMES.to_vec() open=use_images().tab panel=panel />
    }
}

#[component]
fn Request() -> impl IntoView {
    let images = use_images();
    let rows = Memo::new(move |_| {
        let text = |plan: &Plan| json::rows(&json::print(&folded(&plan.body)));
        images.plan.with(|plan| plan.as_ref().map(text).unwrap_or_default())
    });
    let size = move || {
        let bytes = images.plan.with(|plan| plan.as_ref().ok().map(|plan| plan.body.to_string().len()));
        bytes.map(|bytes| format!("{} sent; pictures are folded here", number::bytes(bytes)))
    };
    view! {
        <section class="face face--invoke" aria-label="InvokeModel request">
            <div class="face__head">
                <h3>"InvokeModel request"</h3>
                <span class="path">{size}</span>
                <span class="acts">
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        on:click=move |_| {
                            if let Ok(plan) = images.plan.get_untracked() {
                                toast::copy(plan.body.to_string());
                            }
                        }
                    >
                        {icon("copy")} "Copy body"
                    </button>
                </span>
            </div>
            {move || if images.plan.with(Result::is_ok) {
                view! { <JsonView label="Image request" rows=rows /> }.into_any()
            } else {
                view! { <p class="lab__pad">"Nothing to send yet: the form says what is missing"</p> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Response() -> impl IntoView {
    let images = use_images();
    let call = move |read: fn(&Exchange) -> String| {
        images.runs.batch.with(|batch| batch.as_ref().and_then(|batch| batch.exchange(0)).map(read))
    };
    let rows = Memo::new(move |_| {
        let text = call(|call| match call.body_json() {
            Some(body) => json::print(&folded(&body)),
            None => shown_body(call),
        });
        text.filter(|text| !text.is_empty()).map(|text| json::rows(&text)).unwrap_or_default()
    });
    let origin = move || images.runs.batch.with(|batch| batch.as_ref().map(|batch| batch.origin));
    let in_short = move || call(facts);
    view! {
        <section class="face face--invoke" aria-label="InvokeModel response">
            <div class="face__head">
                <h3>"InvokeModel response" {move || origin().map(origin_badge)}</h3>
                <span class="path">{in_short}</span>
            </div>
            {move || if rows.with(Vec::is_empty) {
                view! { <p class="lab__pad">"No answer yet"</p> }.into_any()
            } else {
                view! { <JsonView label="Image response" rows=rows /> }.into_any()
            }}
        </section>
    }
}

#[component]
fn ImageCode() -> impl IntoView {
    let images = use_images();
    let calls = memo(move || {
        if images.model_id.read().is_none() {
            return Err("Not a model ID. Choose one from the list".to_owned());
        }
        images.plan.with(|plan| match plan {
            Ok(plan) => Ok(plan.calls()),
            Err(issues) => Err(issues.first().map(|issue| issue.text.clone()).unwrap_or_default()),
        })
    });
    lab_program(images.state, calls)
}

#[component]
fn Http() -> impl IntoView {
    let images = use_images();
    let text = Memo::new(move |_| {
        let endpoint = images.state.shown_endpoint()?;
        let request = images.plan.with(|plan| plan.as_ref().ok().map(|plan| plan.call(&endpoint).request))?;
        let size = number::bytes(request.body.len());
        let answered = images.runs.batch.with(|batch| {
            let head = batch.as_ref()?.exchange(0)?.head.clone()?;
            let headers = head.headers.iter().map(|header| format!("{}: {}\n", header.name, header.value));
            Some(format!("\n\nHTTP {}\n{}", head.status, headers.collect::<String>()))
        });
        Some(format!("{}\n({size} of JSON){}", unsigned_head(&request), answered.unwrap_or_default()))
    });
    view! {
        <section class="face" aria-label="HTTP">
            <div class="face__head"><h3>"HTTP, before signing"</h3></div>
            <pre class="labpre" tabindex="0" role="group" aria-label="HTTP request and the answer's head">
                {move || text.get().unwrap_or_default()}
            </pre>
        </section>
    }
}
