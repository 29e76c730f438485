//! The bench: one thing about the signature is wrong, and the simulator says what it says.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Look, region_of, request_of};
use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::simulator::break_it::Change;
use crate::simulator::{Pacing, World};
use crate::ui::controllers::parts;
use crate::ui::controllers::{road, simulator};
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::late_icon;

/// What can be chosen, with its name and its explanation.
const CHOICES: [(&str, &str); 11] = [
    ("Nothing, sign correctly", "Every line is the same on both sides"),
    ("Clock off", "Five minutes either way are forgiven"),
    ("Wrong region in the scope", "The host says another one"),
    ("Wrong service name", "bedrock-runtime where bedrock is meant"),
    ("Encode the path once", "%3A where %253A is expected"),
    ("Capitals in a header’s name", "Content-Type in the canonical request"),
    ("Spaces around a header’s value", "Signed with them, sent without"),
    ("A signed header dropped", "content-type is lost on the way"),
    ("One byte of the body changed", "A letter changes its case on the way"),
    ("No session token", "A temporary key comes alone"),
    ("Wrong secret", "Its last character is another"),
];

/// The place of the clock among the choices.
const CLOCK: usize = 1;

fn change(choice: usize, minutes: i32, region: Region) -> Change {
    let elsewhere = if region.as_str() == "us-west-2" { "us-east-1" } else { "us-west-2" };
    match choice {
        CLOCK => Change::Clock(minutes),
        2 => Region::parse(elsewhere).map_or(Change::Nothing, Change::Region),
        3 => Change::Service("bedrock-runtime".to_owned()),
        4 => Change::PathOnce,
        5 => Change::HeaderCase,
        6 => Change::HeaderSpaces,
        7 => Change::HeaderDropped,
        8 => Change::BodyByte,
        9 => Change::NoToken,
        10 => Change::WrongSecret,
        _ => Change::Nothing,
    }
}

/// The list of what can be broken.
pub fn bench(look: Look) -> AnyView {
    let state = use_app();
    let chosen = RwSignal::new(0_usize);
    let minutes = RwSignal::new(-6);
    let failed = RwSignal::new(None::<String>);
    let attempt = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (choice, minutes) = (chosen.get(), minutes.get());
        let asked = prepared(state, look, choice, minutes);
        let this = attempt.try_update_value(|attempt| {
            *attempt += 1;
            *attempt
        });
        failed.set(None);
        if choice == 0 {
            look.broken.set(None);
            return;
        }
        spawn_local(async move {
            let outcome = match asked {
                Ok((request, region, change)) => ask(state, request, region, change).await,
                Err(why) => Err(why),
            };
            // A later choice has its own answer.
            if attempt.try_get_value() != this {
                return;
            }
            match outcome {
                Ok(broken) => look.broken.try_set(Some(broken)),
                Err(why) => {
                    failed.try_set(Some(why));
                    look.broken.try_set(None)
                }
            };
        });
    });
    let radios = CHOICES.into_iter().enumerate().map(|(choice, (name, what))| {
        view! {
            <li>
                <label>
                    <input
                        type="radio"
                        name="break-it"
                        prop:checked=move || chosen.get() == choice
                        on:change=move |_| chosen.set(choice)
                    />
                    <b>{name}</b>
                    <small>{what}</small>
                </label>
                {(choice == CLOCK).then(|| view! {
                    <label class="lab__minutes" hidden=move || chosen.get() != CLOCK>
                        "Minutes off"
                        <input
                            type="number"
                            class="input"
                            min="-720"
                            max="720"
                            prop:value=move || minutes.get().to_string()
                            on:change=move |event| {
                                if let Ok(value) = event_target_value(&event).parse::<i32>() {
                                    minutes.set(value.clamp(-720, 720));
                                }
                            }
                        />
                    </label>
                })}
            </li>
        }
    });
    view! {
        <section class="sigtab__lab" aria-labelledby="h-break">
            <div class="pane__head">
                <h3 id="h-break">"Break it"</h3>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    disabled=move || chosen.get() == 0
                    on:click=move |_| chosen.set(0)
                >
                    {late_icon("refresh")}
                    "Reset"
                </button>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="What to break">
                <p class="soft pad">"In the simulator only, with its published example credentials: nothing is sent to AWS."</p>
                <div role="radiogroup" aria-labelledby="h-break"><ul class="breaks">{radios.collect_view()}</ul></div>
                {move || failed.get().map(|why| view! { <p class="notice notice--err">{why}</p> })}
            </div>
        </section>
    }
    .into_any()
}

type Prepared = Result<(crate::aws::http::HttpRequest, Region, Change), String>;

/// The request, with the host of its region in place of a typed endpoint: the simulator plays AWS.
fn prepared(state: AppState, look: Look, choice: usize, minutes: i32) -> Prepared {
    let (mut request, _) = request_of(state, look.api.get())?;
    let region = region_of(state)?;
    let model_path = request.url.path.find("/model/").and_then(|at| request.url.path.get(at..)).map(str::to_owned);
    if let Some(path) = model_path {
        request.url = Endpoint::aws("bedrock-runtime", &region).url(&path, None);
    }
    Ok((request, region, change(choice, minutes, region)))
}

async fn ask(
    state: AppState,
    request: crate::aws::http::HttpRequest,
    region: Region,
    change: Change,
) -> Result<crate::simulator::break_it::Broken, String> {
    let model = simulator::service_model(state).await?;
    let now = crate::platform::clock::now();
    let world = World {
        now,
        seed: road::SEED,
        call: 0,
        service_model: &model,
        token_table: None,
        pacing: Pacing::Instant,
        mishap: None,
    };
    parts::break_it(request, region, change, world).await.map_err(|error| error.to_string())
}
