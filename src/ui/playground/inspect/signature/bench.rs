//! The bench: signs with one mistake and shows the simulator's answer.

use leptos::prelude::*;

use super::{Look, region_of, request_of};
use crate::simulator::break_it::{Choice, for_aws};
use crate::ui::controllers::simulator;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::late_icon;

/// The list of mistakes.
pub fn bench(look: Look) -> AnyView {
    let state = use_app();
    let Look { mistake: chosen, minutes, .. } = look;
    let failed = RwSignal::new(None::<String>);
    let attempt = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (choice, minutes) = (chosen.get(), minutes.get());
        let asked = prepared(state, look, choice, minutes);
        failed.set(None);
        attempt.update_value(|attempt| *attempt += 1);
        if choice == Choice::Nothing {
            look.broken.set(None);
            return;
        }
        simulator::break_it(state, asked, attempt, move |outcome| match outcome {
            Ok(broken) => look.broken.set(Some(broken)),
            Err(why) => {
                failed.set(Some(why));
                look.broken.set(None);
            }
        });
    });
    let radios = Choice::ALL.into_iter().map(|(choice, name, what)| {
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
                {(choice == Choice::Clock).then(|| view! {
                    <label class="lab__minutes" hidden=move || chosen.get() != Choice::Clock>
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
                    disabled=move || chosen.get() == Choice::Nothing
                    on:click=move |_| chosen.set(Choice::Nothing)
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

/// The request, with the region's host instead of a typed endpoint: the simulator acts as AWS.
fn prepared(state: AppState, look: Look, choice: Choice, minutes: i32) -> Result<simulator::Mistake, String> {
    let (request, _) = request_of(state, look.api.get())?;
    let region = region_of(state)?;
    Ok(simulator::Mistake { request: for_aws(request, region), region, change: choice.change(minutes, region) })
}
