//! Painting a mask on the picture: with the pointer, with a finger, with the keyboard, or a rectangle by numbers.

use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::state::use_images;
use crate::bedrock::form::Field;
use crate::bedrock::image::{self, Role, Task};
use crate::experiment::images::mask::{Ink, Mask};
use crate::platform::canvas;
use crate::ui::widgets::icon::late_icon;

/// Smallest and largest radius of the brush, in hundredths of the longer side.
const RADII: (u32, u32) = (1, 25);

/// The brush.
#[derive(Clone, Copy)]
struct Brush {
    ink: RwSignal<Ink>,
    /// In hundredths of the longer side.
    radius: RwSignal<u32>,
    /// Its position, as fractions of width and height.
    at: RwSignal<(f64, f64)>,
    /// The last point of the pointer's stroke; `None` between strokes.
    drawing: StoredValue<Option<(f64, f64)>>,
}

impl Brush {
    fn size(self) -> f64 {
        f64::from(self.radius.get_untracked()) / 100.0
    }
}

/// The field.
#[component]
pub fn MaskEditor(field: Field) -> impl IntoView {
    let images = use_images();
    let brush = Brush {
        ink: RwSignal::new(Ink::Dark),
        radius: RwSignal::new(6),
        at: RwSignal::new((0.5, 0.5)),
        drawing: StoredValue::new(None),
    };
    let source = Memo::new(move |_| {
        let fields = images.fields.read();
        let of = |field: &&Field| image::role(field) == Role::Picture;
        fields.iter().find(of).and_then(|field| images.picture(field.pointer))
    });
    let change = move |act: &dyn Fn(&mut Mask)| {
        images.mask.update(|mask| {
            if let Some(mask) = mask {
                mask.begin();
                act(mask);
            }
        });
        images.keep_mask(&field);
    };
    let share = move || images.mask.with(|mask| mask.as_ref().map_or(0.0, Mask::share));
    let meaning = move || match images.task.get() {
        Task::Outpainting => "White is regenerated, black is kept: the opposite of inpainting",
        _ => "Black is regenerated, white is kept",
    };
    let edges: [RwSignal<u32>; 4] = [25, 25, 75, 75].map(RwSignal::new);
    let edge = move |place: usize, name: &'static str| {
        let id = format!("mask-{}", name.to_lowercase());
        let signal = edges.get(place).copied().unwrap_or_default();
        view! {
            <label class="imgs__edge" for=id.clone()>
                {name}
                <input
                    class="input"
                    id=id.clone()
                    type="number"
                    min="0"
                    max="100"
                    prop:value=move || signal.get().to_string()
                    on:input=move |event| signal.set(event_target_value(&event).parse().unwrap_or(0).min(100))
                />
            </label>
        }
    };
    let ink = move |value: Ink, name: &'static str| {
        view! {
            <label>
                <input type="radio" name="mask-ink" prop:checked=move || brush.ink.get() == value on:change=move |_| brush.ink.set(value) />
                {name}
            </label>
        }
    };
    view! {
        <div class="field setfield" role="group" aria-labelledby="h-mask">
            <span class="label" id="h-mask">{field.label}</span>
            <p class="setfield__note" id="mask-meaning">{meaning}</p>
            {move || match source.get() {
                None => view! { <p class="setfield__note">"Choose the picture first: the mask is painted on it"</p> }.into_any(),
                Some(picture) => view! {
                    <Easel field=field brush=brush address=picture.data_url() size=(picture.width, picture.height) />
                }
                .into_any(),
            }}
            {move || source.read().is_some().then(|| view! {
                <p class="setfield__note" role="status">
                    {move || format!("{:.0} % of the picture is black", share() * 100.0)}
                </p>
                <div class="row row--wrap">
                    <div class="seg" role="radiogroup" aria-label="Brush paints">
                        {ink(Ink::Dark, "Black")} {ink(Ink::Light, "White")}
                    </div>
                    <label class="imgs__brush" for="mask-brush">
                        "Brush"
                        <input
                            class="range"
                            id="mask-brush"
                            type="range"
                            min=RADII.0
                            max=RADII.1
                            prop:value=move || brush.radius.get().to_string()
                            style:--v=move || format!("{}", f64::from(brush.radius.get() - RADII.0) / f64::from(RADII.1 - RADII.0))
                            on:input=move |event| set_radius(brush, event_target_value(&event).parse().unwrap_or(6))
                        />
                    </label>
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        disabled=move || images.mask.with(|mask| !mask.as_ref().is_some_and(Mask::can_undo))
                        on:click=move |_| {
                            images.mask.update(|mask| {
                                if let Some(mask) = mask {
                                    mask.undo();
                                }
                            });
                            images.keep_mask(&field);
                        }
                    >
                        {late_icon("history")} "Undo"
                    </button>
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| change(&Mask::invert)>"Invert"</button>
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| change(&|mask| mask.fill(Ink::Light))>
                        "All white"
                    </button>
                </div>
                <fieldset class="imgs__rect">
                    <legend class="setfield__note">"A rectangle by numbers, in % of the picture"</legend>
                    {edge(0, "Left")} {edge(1, "Top")} {edge(2, "Right")} {edge(3, "Bottom")}
                    <button
                        type="button"
                        class="btn btn--sm"
                        on:click=move |_| {
                            let numbers = edges.map(|edge| edge.get_untracked());
                            let ink = brush.ink.get_untracked();
                            change(&|mask| mask.rectangle(numbers, ink));
                        }
                    >
                        "Paint rectangle"
                    </button>
                </fieldset>
            })}
        </div>
    }
}

fn set_radius(brush: Brush, radius: u32) {
    brush.radius.set(radius.clamp(RADII.0, RADII.1));
}

/// The picture with the mask over it.
#[component]
fn Easel(field: Field, brush: Brush, address: String, size: (u32, u32)) -> impl IntoView {
    let images = use_images();
    let sheet = NodeRef::<Canvas>::new();
    let frame = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get() {
            images.mask.with(|mask| {
                if let Some(mask) = mask {
                    canvas::lay(&sheet, mask.grid(), &mask.overlay());
                }
            });
        }
    });
    let place = move |event: &PointerEvent| {
        let area = frame.get_untracked()?.get_bounding_client_rect();
        let part = |at: f64, start: f64, length: f64| ((at - start) / length.max(1.0)).clamp(0.0, 1.0);
        Some((
            part(f64::from(event.client_x()), area.left(), area.width()),
            part(f64::from(event.client_y()), area.top(), area.height()),
        ))
    };
    let paint = move |from: (f64, f64), to: (f64, f64)| {
        let (radius, ink) = (brush.size(), brush.ink.get_untracked());
        images.mask.update(|mask| {
            if let Some(mask) = mask {
                mask.stroke(from, to, radius, ink);
            }
        });
        brush.at.set(to);
    };
    let begin = move || {
        images.mask.update_untracked(|mask| {
            if let Some(mask) = mask {
                mask.begin();
            }
        });
    };
    let down = move |event: PointerEvent| {
        if let Some(at) = place(&event).filter(|_| event.button() == 0) {
            if let Some(frame) = frame.get_untracked() {
                // Without capture, a stroke ends at the picture's edge, which is acceptable.
                let _ = frame.set_pointer_capture(event.pointer_id());
            }
            begin();
            brush.drawing.set_value(Some(at));
            paint(at, at);
        }
    };
    let moved = move |event: PointerEvent| {
        if let (Some(from), Some(to)) = (brush.drawing.get_value(), place(&event)) {
            event.prevent_default();
            brush.drawing.set_value(Some(to));
            paint(from, to);
        }
    };
    let up = move |_: PointerEvent| {
        if brush.drawing.get_value().is_some() {
            brush.drawing.set_value(None);
            images.keep_mask(&field);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (x, y) = brush.at.get_untracked();
        let step = brush.size();
        let to = match event.key().as_str() {
            "ArrowLeft" => (x - step, y),
            "ArrowRight" => (x + step, y),
            "ArrowUp" => (x, y - step),
            "ArrowDown" => (x, y + step),
            " " => (x, y),
            "[" => return set_radius(brush, brush.radius.get_untracked().saturating_sub(1)),
            "]" => return set_radius(brush, brush.radius.get_untracked() + 1),
            "x" | "X" => {
                let other = if brush.ink.get_untracked() == Ink::Dark { Ink::Light } else { Ink::Dark };
                return brush.ink.set(other);
            }
            _ => return,
        };
        event.prevent_default();
        let to = (to.0.clamp(0.0, 1.0), to.1.clamp(0.0, 1.0));
        if event.key() == " " || event.shift_key() {
            begin();
            paint((x, y), to);
            images.keep_mask(&field);
        } else {
            brush.at.set(to);
        }
    };
    let percent = |part: f64| format!("{:.2}%", part * 100.0);
    let across = move || {
        let longest = f64::from(size.0.max(size.1));
        percent(f64::from(brush.radius.get()) / 50.0 * longest / f64::from(size.0.max(1)))
    };
    view! {
        <div
            class="imgs__easel"
            node_ref=frame
            role="application"
            tabindex="0"
            aria-label="Mask painter"
            aria-describedby="mask-keys mask-meaning"
            style:aspect-ratio=format!("{} / {}", size.0, size.1)
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:keydown=on_key
        >
            <img src=address alt="" draggable="false" />
            <canvas node_ref=sheet aria-hidden="true"></canvas>
            <span
                class="imgs__cursor"
                aria-hidden="true"
                style:left=move || percent(brush.at.get().0)
                style:top=move || percent(brush.at.get().1)
                style:inline-size=across
            ></span>
        </div>
        <p class="setfield__note" id="mask-keys">
            "Drag to paint. Keys: arrows move the brush, Space paints, Shift with an arrow paints a line, [ and ] change its size, X \
             changes between black and white"
        </p>
    }
}
