//! The fault menu: how the simulator fails the next calls.

use leptos::prelude::*;

use crate::experiment::document::visit::Event;
use crate::simulator::{Mishap, MishapGroup};
use crate::ui::controllers::visit;
use crate::ui::state::use_app;

late_view! {
    inspect:
    /// The fault menu of the simulator.
    pub fn late(open: RwSignal<bool>) => fault_menu(open)
}

/// The menu, which replaces the button that opened it.
pub fn fault_menu(open: RwSignal<bool>) -> AnyView {
    let state = use_app();
    let group = |group: MishapGroup| {
        view! {
            <optgroup label=group.name()>
                {Mishap::ALL
                    .into_iter()
                    .filter(|mishap| mishap.group() == group)
                    .map(|mishap| view! {
                        <option value=mishap.key() selected=move || state.mishap.get() == Some(mishap)>{mishap.name()}</option>
                    })
                    .collect_view()}
            </optgroup>
        }
    };
    view! {
        <select
            class="select select--auto faultmenu"
            id="fault"
            aria-label="Fault"
            title="What the simulator does wrong with the next calls"
            data-on=move || state.mishap.get().map(|_| "")
            on:change=move |event| {
                let mishap = Mishap::from_key(&event_target_value(&event));
                state.mishap.set(mishap);
                open.set(mishap.is_some());
            }
        >
            <option value="" selected=move || state.mishap.get().is_none()>"No fault"</option>
            {MishapGroup::ALL.map(group).into_iter().collect_view()}
        </select>
        {move || state.overlay.reproducing.get().then(|| view! {
            <button
                type="button"
                class="btn"
                title="The experiment from before the error was reproduced"
                on:click=move |_| {
                    visit::apply(state, Event::ReproductionEnded);
                    open.set(false);
                }
            >
                "Back to my experiment"
            </button>
        })}
    }
    .into_any()
}
