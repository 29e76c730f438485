//! The target of requests, in the bar of every view: the mode with the simulator's fault, the region and the endpoint.

use leptos::prelude::*;

use super::fault_menu;
use crate::aws::region::{BEDROCK_REGIONS, Partition};
use crate::platform::{focus, frame};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Mode, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

/// The mode: the simulator, AWS, or a typed endpoint.
#[component]
pub fn ModeSwitch() -> impl IntoView {
    let state = use_app();
    let option = move |mode: Mode, name: &'static str, dot: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="mode"
                    prop:checked=move || state.mode.get() == mode
                    disabled=move || mode != Mode::Simulator && state.overlay.teaches()
                    on:change=move |_| state.mode.set(mode)
                />
                <span class=dot></span>
                <span>{name} {(mode == Mode::Custom).then(|| view! { <span class="vh">" endpoint"</span> })}</span>
            </label>
        }
    };
    view! {
        <div class="seg modesw" id="mode" role="radiogroup" aria-label="Mode">
            {option(Mode::Simulator, "Simulator", "dot dot--sim")}
            {option(Mode::Aws, "AWS", "dot dot--live")}
            {option(Mode::Custom, "Custom", "dot dot--live")}
        </div>
    }
}

/// The button for the fault menu, and the menu once opened: as wide as the button, whatever is chosen. Only the simulator
/// fails on demand.
pub fn fault_slot(state: AppState) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown = memo(move || open.get() || state.mishap.read().is_some());
    move || {
        (state.mode.get() == Mode::Simulator).then(|| {
            if shown.get() {
                lazy_view(move |owner| fault_menu::late(owner, open))
            } else {
                view! {
                    <button
                        type="button"
                        class="btn btn--ghost faultbtn"
                        id="fault"
                        title="Let the simulator fail"
                        on:click=move |_| {
                            open.set(true);
                            frame::next(|| {
                                focus::move_to("#fault");
                            });
                        }
                    >
                        "Fault"
                        {icon("down")}
                    </button>
                }
                .into_any()
            }
        })
    }
}

/// The region.
#[component]
pub fn RegionSelect() -> impl IntoView {
    let state = use_app();
    let region = memo(move || state.draft.with(|draft| draft.region.clone()));
    let group = |partition: Partition| {
        view! {
            <optgroup label=partition.label()>
                {BEDROCK_REGIONS
                    .iter()
                    .filter(|info| info.partition == partition)
                    .map(|info| {
                        let name = info.name;
                        view! {
                            <option value=name selected=move || region.with(|region| region == name)>
                                {format!("{name} · {}", info.label)}
                            </option>
                        }
                    })
                    .collect_view()}
            </optgroup>
        }
    };
    view! {
        <span class="regionbox">
            <span class="regionbox__shown" aria-hidden="true">{move || region.get()}</span>
            <select
                class="select"
                id="region"
                aria-label="Region"
                prop:value=move || region.get()
                on:change=move |event| {
                    let value = event_target_value(&event);
                    state.draft.update(|draft| draft.region = value);
                }
            >
                {group(Partition::Aws)}
                {group(Partition::UsGov)}
                {group(Partition::Eusc)}
            </select>
        </span>
    }
}

/// The endpoint, if the mode needs one.
#[component]
pub fn EndpointField() -> impl IntoView {
    let state = use_app();
    let error = memo(move || (state.mode.get() == Mode::Custom).then(|| state.endpoint.get().err()).flatten());
    move || {
        (state.mode.get() == Mode::Custom).then(|| {
            view! {
                <span class="endpoint">
                    <label class="label" for="endpoint">"Endpoint"</label>
                    <input
                        class="input input--mono"
                        id="endpoint"
                        spellcheck="false"
                        autocomplete="off"
                        autocapitalize="none"
                        inputmode="url"
                        value=state.endpoint_text.get_untracked()
                        aria-invalid=move || error.read().is_some().then_some("true")
                        aria-describedby="endpoint-note"
                        on:input=move |event| state.endpoint_text.set(event_target_value(&event))
                    />
                    <span
                        id="endpoint-note"
                        class="endpoint__note"
                        data-s=move || error.read().is_some().then_some("error")
                    >
                        {move || error.get().unwrap_or_else(|| "Where the requests go".to_owned())}
                    </span>
                </span>
            }
        })
    }
}
