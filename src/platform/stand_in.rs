//! A stand-in for a view that is still loading: the content of a `<template>` of `index.html`, which looks the same.
//! What is done to it meanwhile is repeated on the view.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, HtmlTemplateElement, KeyboardEvent};

/// Marks the control that was pressed in a stand-in.
const PRESSED: &str = "data-pressed";

/// The controls of a stand-in, and of the view in its place: the same, in the same order.
const CONTROLS: &str = "button, input, a";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Puts the content of the template into the element, without what matches `leave_out`.
pub fn fill(element: &Element, template: &str, leave_out: &str) {
    let content = document()
        .and_then(|document| document.get_element_by_id(template))
        .and_then(|found| found.dyn_into::<HtmlTemplateElement>().ok())
        .and_then(|template| template.content().clone_node_with_deep(true).ok());
    let Some(content) = content else { return };
    // A copy of a part of the page can be put anywhere in it.
    let _ = element.append_child(&content);
    while let Ok(Some(out)) = element.query_selector(leave_out) {
        out.remove();
    }
}

/// Sets an attribute of the first element in a stand-in that matches.
pub fn set_attribute(stand_in: &Element, selector: &str, name: &str, value: &str) {
    if let Ok(Some(element)) = stand_in.query_selector(selector) {
        let _ = element.set_attribute(name, value);
    }
}

/// Sets the text of the first element in a stand-in that matches, which is quiet until then.
pub fn set_text(stand_in: &Element, selector: &str, text: &str) {
    if let Ok(Some(element)) = stand_in.query_selector(selector) {
        element.set_text_content(Some(text));
        let _ = element.remove_attribute("data-quiet");
    }
}

/// Remembers which control of the stand-in was pressed. A link needs nobody.
pub fn press(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(control) = target.and_then(|target| target.closest("button, input").ok().flatten()) {
        let _ = control.set_attribute(PRESSED, &event.type_());
    }
}

thread_local! {
    /// The keys that were pressed in a field of a stand-in and do more than type, each with whether Ctrl was held.
    static KEYS: RefCell<Vec<(String, bool)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a key that does more than type. With nothing typed, a command of the page is not kept: it is done at once.
pub fn keep_key(event: &KeyboardEvent) {
    let (key, command) = (event.key(), event.ctrl_key() || event.meta_key());
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let is_typed = field.is_some_and(|field| field.value() != field.default_value());
    if matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Enter") && (is_typed || !command) {
        event.prevent_default();
        KEYS.with_borrow_mut(|keys| keys.push((key, command)));
    }
}

/// What was done in a stand-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pressed: Option<(u32, String)>,
    focused: Option<u32>,
    typed: Option<(u32, String)>,
}

/// What was done in the stand-in that matches.
pub fn done(selector: &str) -> Done {
    let mut done = Done::default();
    let Some(document) = document() else { return done };
    let stand_in = document.query_selector(selector).ok().flatten();
    let Some(controls) = stand_in.and_then(|stand_in| stand_in.query_selector_all(CONTROLS).ok()) else { return done };
    let focused = document.active_element();
    for at in 0..controls.length() {
        let Some(control) = controls.get(at).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        if let Some(how) = control.get_attribute(PRESSED) {
            done.pressed = Some((at, how));
        }
        if focused.as_ref() == Some(&control) {
            done.focused = Some(at);
        }
        let field = control.dyn_into::<HtmlInputElement>().ok().filter(|field| field.type_() == "text");
        if let Some(field) = field.filter(|field| field.value() != field.default_value()) {
            done.typed = Some((at, field.value()));
        }
    }
    done
}

/// Does the same in the view that matches, which is in its place now.
pub fn repeat(selector: &str, done: Done) {
    let control = |at: u32| {
        let controls = document()?.query_selector(selector).ok()??.query_selector_all(CONTROLS).ok()?;
        controls.get(at)?.dyn_into::<HtmlElement>().ok()
    };
    if let Some(focused) = done.focused.and_then(control) {
        let _ = focused.focus();
    }
    if let Some((field, typed)) = done.typed.and_then(|(at, typed)| Some((control(at)?, typed))) {
        let elsewhere = document().and_then(|document| document.active_element()?.dyn_into::<HtmlElement>().ok());
        let _ = field.focus();
        if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
            field.set_value(&typed);
        }
        let _ = Event::new("input").and_then(|event| field.dispatch_event(&event));
        press_keys(&field);
        if let Some(elsewhere) = elsewhere.filter(|elsewhere| *elsewhere != field) {
            // The field takes what was typed when it is left.
            let _ = field.blur();
            let _ = elsewhere.focus();
        }
    } else if let Some(focused) = done.focused.and_then(control) {
        press_keys(&focused);
    }
    if let Some((pressed, how)) = done.pressed.and_then(|(at, how)| Some((control(at)?, how))) {
        pressed.click();
        // A press of the real control says the rest: the second one of two is an event of its own.
        if how != "click" {
            let _ = bubbling(&how).map(|event| pressed.dispatch_event(&event));
        }
    }
}

/// Presses the keys that were kept.
fn press_keys(field: &HtmlElement) {
    for (key, command) in KEYS.take() {
        if let Some(event) = key_event(&key, command) {
            let _ = field.dispatch_event(&event);
        }
    }
}

/// An event of this kind that reaches the elements around its target.
fn bubbling(kind: &str) -> Option<Event> {
    let event = web_sys::window()?.document()?.create_event("Event").ok()?;
    event.init_event_with_bubbles_and_cancelable(kind, true, true);
    Some(event)
}

/// A press of this key.
fn key_event(key: &str, command: bool) -> Option<Event> {
    let settings = Object::new();
    let yes = JsValue::TRUE;
    for (name, value) in
        [("key", &JsValue::from_str(key)), ("ctrlKey", &command.into()), ("bubbles", &yes), ("cancelable", &yes)]
    {
        Reflect::set(&settings, &name.into(), value).ok()?;
    }
    let class = Reflect::get(web_sys::window()?.as_ref(), &"KeyboardEvent".into()).ok()?.dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &Array::of2(&"keydown".into(), &settings)).ok()?.dyn_into().ok()
}
