//! A border that the pointer or the arrow keys move.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

use crate::text::number;

/// The direction of the border.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Between left and right.
    Vertical,
    /// Between above and below.
    Horizontal,
}

/// The step of an arrow key, in percent.
const STEP: f64 = 2.0;

/// A separator between the element before it and the element after it. `value` is the first element's share of the parent, in
/// percent.
#[component]
pub fn Splitter(
    /// Its direction.
    orientation: Orientation,
    /// Accessible name.
    label: &'static str,
    /// The share of the first element, in percent.
    value: RwSignal<f64>,
    /// The smallest share.
    min: f64,
    /// The largest share.
    max: f64,
) -> impl IntoView {
    let dragging = RwSignal::new(false);
    let set = move |share: f64| value.set(number::within(share, min, max));
    let drag = move |event: PointerEvent| {
        if !dragging.get_untracked() {
            return;
        }
        let element = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(parent) = element.and_then(|element| element.parent_element()) else { return };
        let area = parent.get_bounding_client_rect();
        let share = match orientation {
            Orientation::Vertical => (f64::from(event.client_x()) - area.left()) / area.width(),
            Orientation::Horizontal => (f64::from(event.client_y()) - area.top()) / area.height(),
        };
        if share.is_finite() {
            set(share * 100.0);
        }
    };
    let hold = move |event: PointerEvent| {
        dragging.set(true);
        if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        event.prevent_default();
    };
    view! {
        <div
            class="split"
            role="separator"
            tabindex="0"
            aria-label=label
            aria-orientation=if orientation == Orientation::Vertical { "vertical" } else { "horizontal" }
            aria-valuenow=move || number::fixed(value.get(), 0)
            aria-valuemin=number::trimmed(min)
            aria-valuemax=number::trimmed(max)
            data-drag=move || dragging.get().then_some("")
            on:pointerdown=hold
            on:pointermove=drag
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:keydown=move |event| {
                let (less, more) = match orientation {
                    Orientation::Vertical => ("ArrowLeft", "ArrowRight"),
                    Orientation::Horizontal => ("ArrowUp", "ArrowDown"),
                };
                let key = event.key();
                let share = match key.as_str() {
                    key if key == less => value.get_untracked() - STEP,
                    key if key == more => value.get_untracked() + STEP,
                    "Home" => min,
                    "End" => max,
                    _ => return,
                };
                event.prevent_default();
                set(share);
            }
        ></div>
    }
}
