//! The strip “Which API, which client”: four answers at a glance, with a mark at what is on the screen now.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::explain::which::{self, Answer, Part, Scene};
use crate::page::explorer;
use crate::platform::{focus, fragment, frame};
use crate::ui::controllers::explain::{help, subject};
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, View, use_app};
use crate::ui::widgets::icon::icon;

/// What the reader is looking at.
fn scene(state: AppState) -> Scene {
    let part = match state.place.view.get() {
        View::Playground | View::Compare | View::Lessons => Part::Text,
        View::Embeddings => Part::Vectors,
        View::Images => Part::Pictures,
        View::Explorer => match explorer::Place::from_fragment(&fragment::read()) {
            Some(explorer::Place::Operation(operation)) => {
                Part::Operations { client: operation.client.name().to_owned(), operation: operation.name.to_owned() }
            }
            Some(explorer::Place::Client(client)) => {
                Part::Operations { client: client.name().to_owned(), operation: String::new() }
            }
            Some(explorer::Place::Job(job)) => {
                let client = job.operations().first().map_or("", |operation| operation.client.name());
                Part::Operations { client: client.to_owned(), operation: String::new() }
            }
            Some(explorer::Place::Start) | None => Part::Operations { client: String::new(), operation: String::new() },
        },
    };
    // The draft is read, so that a change of its model is seen.
    let region = state.draft.with(|draft| draft.region.clone());
    let model = subject::model(state);
    let family = model.parse_family();
    Scene { part, model: model.0, family, region }
}

/// The strip.
#[component]
pub fn Strip() -> impl IntoView {
    let state = use_app();
    // The address of the Explorer is not a signal: its changes are noticed at each tick of the clock, once a second.
    let scene = memo(move || {
        if state.place.view.get() == View::Explorer {
            state.now.track();
        }
        scene(state)
    });
    frame::next(|| {
        focus::move_to("#strip");
    });
    let close = move || {
        help().strip.set(false);
        focus::move_to(".status .which");
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    let call = memo(move || which::minimal_call(&scene.read()));
    view! {
        <aside id="strip" class="apistrip" aria-labelledby="strip-name" tabindex="-1" on:keydown=on_key>
            <div class="apistrip__head">
                <h2 id="strip-name">"Which API, which client"</h2>
                <p role="status">{move || which::now(&scene.read())}</p>
                <button type="button" class="btn btn--ghost btn--icon btn--sm" aria-label="Close the strip" on:click=move |_| close()>
                    {icon("close")}
                </button>
            </div>
            <div class="apistrip__answers">
                <section>
                    <h3>"Which client"</h3>
                    <ul>{move || which::clients(&scene.read()).map(answer).into_iter().collect_view()}</ul>
                </section>
                <section>
                    <h3>"Converse or InvokeModel"</h3>
                    <ul>{move || which::apis(&scene.read()).map(answer).into_iter().collect_view()}</ul>
                </section>
                <section>
                    <h3>
                        "The smallest Converse call"
                        <button
                            type="button"
                            class="btn btn--ghost btn--sm"
                            on:click=move |_| toast::copy(call.get_untracked())
                        >
                            {icon("copy")} "Copy"
                        </button>
                    </h3>
                    <pre tabindex="0" role="group" aria-label="The smallest Converse call">{move || call.get()}</pre>
                    <p class="small soft">"The text is the last block: a model that reasons puts its reasoning before it."</p>
                </section>
                <section>
                    <h3>"Why embeddings go through InvokeModel"</h3>
                    <p>{which::EMBEDDINGS}</p>
                    <p class="small apistrip__pages">
                        {which::PAGES.map(|(name, page)| view! {
                            <a href=page target="_blank" rel="noreferrer">{name}</a> " "
                        }).into_iter().collect_view()}
                    </p>
                </section>
            </div>
        </aside>
    }
}

fn answer(answer: Answer) -> impl IntoView {
    let Answer { name, text, operations, now } = answer;
    view! {
        <li data-now=now.then_some("")>
            <code>{name}</code> {now.then(|| view! { " " <span class="chip">"here"</span> })} " " {text} " "
            <span class="soft">{operations}</span>
        </li>
    }
}
