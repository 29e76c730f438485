//! Watches one element of the page: its rows, its size and its scrolling.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AddEventListenerOptions, Element, MutationObserver, MutationObserverInit, ResizeObserver};

/// A watch; it ends when it is dropped.
pub struct Watch {
    element: Element,
    mutations: MutationObserver,
    sizes: ResizeObserver,
    changed: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Calls `act` after rows of `element` came, went or changed one of the attributes, after it or one of its children
    /// changed its size, and when something in it scrolls.
    pub fn new(element: Element, attributes: &[&str], act: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let mut act = act;
        let changed = Closure::<dyn FnMut(JsValue)>::new(move |_| act());
        let function = changed.as_ref().unchecked_ref();
        let mutations = MutationObserver::new(function)?;
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        let names: Array = attributes.iter().copied().map(JsValue::from_str).collect();
        what.set_attribute_filter(&names);
        mutations.observe_with_options(&element, &what)?;
        let sizes = ResizeObserver::new(function)?;
        sizes.observe(&element);
        let children = element.children();
        for index in 0..children.length() {
            if let Some(child) = children.item(index) {
                sizes.observe(&child);
            }
        }
        let options = AddEventListenerOptions::new();
        // Scrolling does not bubble; it is seen on its way down.
        options.set_capture(true);
        options.set_passive(true);
        element.add_event_listener_with_callback_and_add_event_listener_options("scroll", function, &options)?;
        Ok(Self { element, mutations, sizes, changed })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.mutations.disconnect();
        self.sizes.disconnect();
        let function = self.changed.as_ref().unchecked_ref();
        // An element that is gone has no listener left.
        let _ = self.element.remove_event_listener_with_callback_and_bool("scroll", function, true);
    }
}

/// A watch of a size alone; it ends when it is dropped.
pub struct SizeWatch {
    sizes: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `act` soon, and after `element` changed its size.
    pub fn new(element: &Element, act: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let changed = Closure::<dyn FnMut()>::new(act);
        let sizes = ResizeObserver::new(changed.as_ref().unchecked_ref())?;
        sizes.observe(element);
        Ok(Self { sizes, _changed: changed })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.sizes.disconnect();
    }
}
