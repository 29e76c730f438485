//! The fault menu: how the simulator fails the next calls. The row below the bar names the chosen fault.

use leptos::prelude::*;

use crate::platform::{focus, frame};
use crate::simulator::{Mishap, MishapGroup};
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
        <span class="faultbox">
            <span class="faultbox__shown" aria-hidden="true">"Fault"</span>
            <select
                class="select"
                id="fault"
                aria-label="Fault"
                title="What the simulator does wrong with the next calls"
                on:change=move |event| {
                    let mishap = Mishap::from_key(&event_target_value(&event));
                    state.mishap.set(mishap);
                    open.set(false);
                    if mishap.is_none() {
                        // The button is back in its place.
                        frame::next(|| {
                            focus::move_to("#fault");
                        });
                    }
                }
            >
                <option value="" selected=move || state.mishap.get().is_none()>"No fault"</option>
                {MishapGroup::ALL.map(group).into_iter().collect_view()}
            </select>
        </span>
    }
    .into_any()
}
