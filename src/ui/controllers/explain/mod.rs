//! Explains names on the page: at rest under the pointer or the keyboard's focus, at a long press, and at F1.
//!
//! The first load has [`mod@help`] only. The rest listens for the page as a whole: which name it is follows from the rows and
//! labels that are drawn anyway ([`subject`]), so no view knows of it.

mod described;
mod help;
mod shown;
pub mod subject;

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::convert::FromWasmAbi;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use self::described::{describe, undescribe};
use self::help::pointer;
pub use self::help::{Loading, help, wake};
pub use self::shown::{Content, Opened, Shown};
use self::subject::{Asked, Subject};
use super::{account, toast};
use crate::bedrock::client::Client;
use crate::explain::of;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::debounce::Settling;

/// The popover's element id.
pub const ID: &str = "explanation";
/// How long the pointer rests before a name is explained, in milliseconds.
const REST_MS: u32 = 500;
/// How long the focus rests: longer, since it passes many rows.
const FOCUS_MS: u32 = 900;
/// How long a finger presses: shorter than a phone waits until it selects text.
const PRESS_MS: u32 = 450;
/// How long the pointer may be between the name and the popover.
const LEAVE_MS: u32 = 300;

/// The name under the pointer, wherever it rests.
fn hovered() -> Option<Subject> {
    let (x, y) = pointer();
    subject::at(x, y)
}

/// What the popover shows, and the timers.
#[derive(Clone, Copy)]
pub struct Explaining {
    state: AppState,
    /// The open popover.
    pub shown: RwSignal<Option<Shown>>,
    /// What a screen reader reads aloud: a description that comes while an element has the focus is not read by itself.
    pub read: RwSignal<String>,
    resting: Settling,
    pressing: Settling,
    /// Whether a finger has opened the popover and is still down: what its release would press is left alone.
    pressed: StoredValue<Cell<bool>, LocalStorage>,
    /// The element that had the focus when the popover took it, or that it describes.
    holder: StoredValue<Option<HtmlElement>, LocalStorage>,
    keyboard: StoredValue<Cell<bool>, LocalStorage>,
}

impl Explaining {
    /// Listens for the whole page as long as its owner lives.
    pub fn listen(state: AppState) -> Self {
        let this = Self {
            state,
            shown: RwSignal::new(None),
            read: RwSignal::new(String::new()),
            resting: Settling::new(),
            pressing: Settling::new(),
            pressed: StoredValue::new_local(Cell::new(false)),
            holder: StoredValue::new_local(None),
            keyboard: StoredValue::new_local(Cell::new(false)),
        };
        let on_point = window_event_listener(ev::pointermove, move |event| this.point(&event));
        let on_down = window_event_listener(ev::pointerdown, move |event| this.down(&event));
        let on_up = window_event_listener(ev::pointerup, move |_| this.up());
        let on_cancel = window_event_listener(ev::pointercancel, move |_| this.up());
        let on_focus = window_event_listener(ev::focusin, move |_| this.focus());
        let on_wheel = window_event_listener(ev::wheel, move |event| {
            if !inside(event.target()) {
                this.close_resting();
            }
        });
        let on_key = window_event_listener(ev::keyup, move |event| this.key_up(&event));
        // On the way down to the element, before everything else: Escape closes the popover and does nothing more.
        capture("keydown", move |event: KeyboardEvent| this.key(&event));
        capture("click", move |event: Event| this.release(&event));
        capture("contextmenu", move |event: Event| this.release(&event));
        // A popover goes with the dialog that it stands in.
        capture("close", move |_: Event| this.close());
        on_cleanup(move || {
            for handle in [on_point, on_down, on_up, on_cancel, on_focus, on_wheel, on_key] {
                handle.remove();
            }
        });
        Effect::new(move |_| {
            let loading = help().loading;
            if loading.get() == Loading::Asked {
                loading.set(Loading::Awake);
                this.ask();
            }
        });
        Effect::new(move |before: Option<()>| {
            state.place.dialog.track();
            // A dialog that opens covers it.
            if before.is_some() {
                this.close();
            }
        });
        // The pointer that woke this may rest already, or the caret of a list.
        let by_key = subject::in_rows() && document().query_selector(".k:hover").is_ok_and(|key| key.is_none());
        this.keyboard.with_value(|keyboard| keyboard.set(by_key));
        this.rest(REST_MS, move || {
            let focused = || by_key.then(|| subject::focused(subject::Want::Resting)).flatten();
            focused().or_else(hovered)
        });
        this
    }

    /// A key before the page takes it.
    fn key(self, event: &KeyboardEvent) {
        self.keyboard.with_value(|keyboard| keyboard.set(true));
        if event.key() == "Escape" && self.shown.with_untracked(Option::is_some) {
            event.prevent_default();
            event.stop_propagation();
            self.close();
            return;
        }
        if !matches!(event.key().as_str(), "Control" | "Shift" | "Alt" | "Meta" | "F1" | "Tab") {
            self.close_resting();
        }
    }

    /// After a key that moves the caret of a list or of a text, its row or key is explained once the keys rest.
    fn key_up(self, event: &KeyboardEvent) {
        let moves = match event.key().as_str() {
            "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" | "Home" | "End" => {
                subject::in_rows() || subject::caret_moves()
            }
            "ArrowLeft" | "ArrowRight" => subject::caret_moves(),
            _ => false,
        };
        if moves && !event.shift_key() {
            self.rest(FOCUS_MS, || subject::focused(subject::Want::Resting));
        }
    }

    /// Keeps the release of a long press from pressing what is below, and the phone's own menu from covering the answer.
    fn release(self, event: &Event) {
        if self.pressed.with_value(Cell::get) && !inside(event.target()) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn point(self, event: &PointerEvent) {
        if inside(event.target()) {
            self.resting.cancel();
            return;
        }
        if event.pointer_type() == "touch" || event.buttons() != 0 {
            return;
        }
        let (x, y) = (event.client_x(), event.client_y());
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| subject::may_be(&target)) {
            // Which name it is costs more to find out, so that waits for the rest.
            self.rest(REST_MS, move || subject::at(x, y));
        } else if self.is_resting() {
            self.resting.after(LEAVE_MS, move || self.close_resting());
        } else {
            self.resting.cancel();
        }
    }

    fn down(self, event: &PointerEvent) {
        self.keyboard.with_value(|keyboard| keyboard.set(false));
        self.pressed.with_value(|pressed| pressed.set(false));
        if inside(event.target()) {
            return;
        }
        self.close();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // A long press in a field selects its text.
        if event.pointer_type() == "touch" && target.is_some_and(|target| target.tag_name() != "TEXTAREA") {
            let (x, y) = (event.client_x(), event.client_y());
            self.pressing.after(PRESS_MS, move || {
                if let Some(found) = subject::at(x, y).filter(|found| is_known(&found.asked)) {
                    self.pressed.with_value(|pressed| pressed.set(true));
                    self.show(found, Opened::Asked);
                }
            });
        }
    }

    fn up(self) {
        self.pressing.cancel();
        if self.pressed.with_value(Cell::get) {
            // A click comes right after it, if any does.
            self.pressing.after(LEAVE_MS, move || self.pressed.with_value(|pressed| pressed.set(false)));
        }
    }

    fn focus(self) {
        if self.keyboard.with_value(Cell::get) && !self.is_asked() {
            self.close_resting();
            self.rest(FOCUS_MS, || subject::focused(subject::Want::Resting));
        }
    }

    fn rest(self, ms: u32, find: impl FnOnce() -> Option<Subject> + 'static) {
        if self.is_asked() {
            return;
        }
        self.resting.after(ms, move || match find() {
            Some(found) => self.show(found, Opened::Resting),
            None => self.close_resting(),
        });
    }

    /// Explains what has the focus, or is under the pointer if nothing there can be explained. Asked again, or where
    /// neither can be, it lists the names of the part that has the focus.
    fn ask(self) {
        let known = |found: &Subject| is_known(&found.asked);
        let one = (!self.is_asked())
            .then(|| subject::focused(subject::Want::Asked).filter(known).or_else(|| hovered().filter(known)));
        match one.flatten() {
            Some(found) => self.show(found, Opened::Asked),
            None => self.list(),
        }
    }

    /// Lists the names of the part of the page that has the focus, or had it when the popover opened.
    pub fn list(self) {
        let held = self.holder.with_value(Clone::clone).map(Element::from).filter(|_| self.is_asked());
        let Some(start) = held.or_else(|| document().active_element()) else { return };
        let edges = subject::edges_of(&start);
        let names = subject::names_around(&start, is_known);
        if !names.is_empty() {
            return self.put(Shown { content: Content::Names(names), edges, opened: Opened::Asked });
        }
        let text = "Nothing to explain here. Move to a row of JSON, a header, a field or an error, then press F1";
        if open_dialog().is_some() {
            // A dialog covers the confirmations.
            self.put(Shown { content: Content::Nothing(text.to_owned()), edges, opened: Opened::Asked });
        } else {
            toast::say(self.state, text);
        }
    }

    /// Explains a name.
    pub fn show(self, found: Subject, opened: Opened) {
        let state = self.state;
        if self.explains(&found.asked, opened) {
            return;
        }
        let client = match &found.asked {
            Asked::Member { client, .. } => Client::ALL.into_iter().find(|each| each.name() == client),
            _ => None,
        };
        // The service model is there already if the Explorer shows the operation.
        spawn_local(async move {
            let model = match client {
                Some(client) => account::service_model(state, client).await.ok(),
                None => None,
            };
            let Subject { asked, edges } = found;
            match asked.place(subject::family(state), model.as_deref(), of) {
                Some(entry) => self.put(Shown { content: Content::One { asked, entry }, edges, opened }),
                // What was explained is no longer under the pointer.
                None if opened == Opened::Resting => self.close_resting(),
                None => {}
            }
        });
    }

    fn put(self, shown: Shown) {
        let opened = shown.opened;
        let stays_asked = self.is_asked();
        self.close_resting();
        let text = match &shown.content {
            Content::One { entry, .. } => format!("{}: {}", entry.name, entry.meaning),
            Content::Names(_) | Content::Nothing(_) => String::new(),
        };
        if self.shown.try_set(Some(shown)).is_some() {
            return;
        }
        if !stays_asked {
            let active = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
            let by_key = opened == Opened::Resting && self.keyboard.with_value(Cell::get);
            if let Some(active) = active.as_ref().filter(|_| by_key) {
                describe(active);
                self.read.set(text);
            }
            self.holder.set_value(active);
        }
        if opened == Opened::Asked {
            crate::platform::frame::next(|| {
                crate::platform::focus::move_to(&format!("#{ID}"));
            });
        }
    }

    /// Closes the popover; the focus goes back to where it was.
    pub fn close(self) {
        self.resting.cancel();
        self.pressing.cancel();
        let was = self.shown.try_update(Option::take).flatten();
        let holder = self.holder.try_update_value(Option::take).flatten();
        let (Some(was), Some(holder)) = (was, holder) else { return };
        match was.opened {
            // An element that is gone cannot take it.
            Opened::Asked => drop(holder.focus()),
            Opened::Resting => {
                undescribe(&holder);
                self.read.set(String::new());
            }
        }
    }

    fn close_resting(self) {
        self.resting.cancel();
        if self.is_resting() {
            self.close();
        }
    }

    fn is_resting(self) -> bool {
        self.opened() == Some(Opened::Resting)
    }

    fn is_asked(self) -> bool {
        self.opened() == Some(Opened::Asked)
    }

    fn opened(self) -> Option<Opened> {
        self.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.opened))
    }

    fn explains(self, asked: &Asked, opened: Opened) -> bool {
        let same = |shown: &Shown| {
            shown.opened == opened && matches!(&shown.content, Content::One { asked: other, .. } if other == asked)
        };
        self.shown.with_untracked(|shown| shown.as_ref().is_some_and(same))
    }
}

/// Whether a name has an explanation. A member has one as soon as its service model is there.
fn is_known(asked: &Asked) -> bool {
    matches!(asked, Asked::Member { .. }) || asked.place(subject::family(use_app()), None, of).is_some()
}

/// The modal dialog that is open: all else can be neither reached nor read.
pub fn open_dialog() -> Option<Element> {
    let open = document().query_selector_all("dialog:modal").ok()?;
    open.item(open.length().checked_sub(1)?)?.dyn_into().ok()
}

/// Listens to an event on its way down, as long as the page is open.
fn capture<E: FromWasmAbi + 'static>(name: &str, act: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(E)>::new(act);
    // A document takes any listener.
    let _ = document().add_event_listener_with_callback_and_bool(name, listener.as_ref().unchecked_ref(), true);
    listener.forget();
}

fn inside(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.closest(&format!("#{ID}")).is_ok_and(|found| found.is_some()))
}
