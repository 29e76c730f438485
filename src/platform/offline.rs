//! The service worker that keeps the files of this page for use without a network: `assets/offline.js`.
//!
//! Browsers have none outside of a secure context and in some private windows. Nothing depends on it.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState, Url,
};

/// The worker's file, beside the page.
const SCRIPT: &str = "offline.js";

/// How the names of its caches begin; the path of the page follows.
const CACHES: &str = "outcrop-offline";

/// Whether this browser can keep the page.
pub fn is_possible() -> bool {
    container().is_some()
}

/// Whether the user asked the browser for little traffic.
pub fn saves_data() -> bool {
    let connection = || {
        let navigator = web_sys::window()?.navigator();
        Reflect::get(&navigator, &JsValue::from_str("connection")).ok().filter(JsValue::is_object)
    };
    connection().is_some_and(|connection| {
        Reflect::get(&connection, &JsValue::from_str("saveData")).is_ok_and(|saves| saves.is_truthy())
    })
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let found = Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// What the worker tells about keeping everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many files of so many are stored.
    Keeping(u32, u32),
    /// Every file is stored.
    Kept,
    /// A file could not be fetched or stored.
    Failed,
}

/// The registered worker.
#[derive(Clone)]
pub struct Worker(ServiceWorkerRegistration);

/// Registers the worker of this page. It installs itself in the background. `None` where that is not possible.
pub async fn register() -> Option<Worker> {
    let page = web_sys::window()?.document()?.base_uri().ok()??;
    let script = Url::new_with_base(SCRIPT, &page).ok()?.href();
    let registered = JsFuture::from(container()?.register(&script)).await.ok()?;
    registered.dyn_into().ok().map(Worker)
}

impl Worker {
    /// Calls `act` when a version other than the one in use is ready.
    pub fn on_new_version(&self, act: impl FnMut() + 'static) {
        let registration = self.0.clone();
        let mut act = act;
        let mut look = move |registration: &ServiceWorkerRegistration| {
            if is_replaced(registration) {
                act();
            }
        };
        let changed = {
            let registration = registration.clone();
            Closure::<dyn FnMut()>::new(move || look(&registration)).into_js_value()
        };
        let follow = {
            let (registration, changed) = (registration.clone(), changed.clone());
            move || {
                if let Some(installing) = registration.installing() {
                    installing.set_onstatechange(Some(changed.unchecked_ref()));
                }
            }
        };
        // The browser looks for a new version as soon as the page is requested: it may be on its way, or ready.
        follow();
        // It is a function without arguments and does not throw.
        let _ = changed.unchecked_ref::<Function>().call0(&JsValue::NULL);
        registration.set_onupdatefound(Some(Closure::<dyn FnMut()>::new(follow).into_js_value().unchecked_ref()));
    }

    /// Uses the version that waits, and loads the page again once it is in use.
    pub fn use_new_version(&self) {
        let (Some(container), Some(waiting)) = (container(), self.0.waiting()) else { return reload() };
        container.set_oncontrollerchange(Some(Closure::once_into_js(reload).unchecked_ref()));
        if waiting.post_message(&JsValue::from_str("use")).is_err() {
            reload();
        }
    }

    /// Loads the page again from its host, without the worker: where the version in use does not give way. The page registers the
    /// new one.
    pub async fn start_over(&self) {
        if let Ok(gone) = self.0.unregister() {
            let _ = JsFuture::from(gone).await;
        }
        reload();
    }

    /// Stores every file in the background.
    pub async fn keep_everything(&self) {
        let Some(Ok(ready)) = container().map(|container| container.ready()) else { return };
        if JsFuture::from(ready).await.is_ok()
            && let Some(active) = self.0.active()
        {
            // A worker that has gone is started again; it does not refuse a text.
            let _ = active.post_message(&JsValue::from_str("keep"));
        }
    }

    /// Removes the worker and everything that it stored.
    pub async fn remove(self) {
        // Whatever cannot be removed belongs to a worker that is gone.
        if let Some(active) = self.0.active() {
            let _ = active.post_message(&JsValue::from_str("forget"));
        }
        if let Ok(gone) = self.0.unregister() {
            let _ = JsFuture::from(gone).await;
        }
        let path = Url::new(&self.0.scope()).map(|scope| scope.pathname()).unwrap_or_default();
        let Some(Ok(caches)) = web_sys::window().map(|window| window.caches()) else { return };
        let Ok(names) = JsFuture::from(caches.keys()).await else { return };
        let prefix = format!("{CACHES} {path} ");
        for name in Array::from(&names).iter().filter_map(|name| name.as_string()) {
            if name.starts_with(&prefix) {
                let _ = JsFuture::from(caches.delete(&name)).await;
            }
        }
    }
}

/// Whether a new version waits until this one ends. `WebKit` can list the first version as waiting after it has begun to activate,
/// so a version counts as waiting only while its state is `installed`.
fn is_replaced(registration: &ServiceWorkerRegistration) -> bool {
    let state = |worker: Option<ServiceWorker>| worker.map(|worker| worker.state());
    let (active, waiting) = (state(registration.active()), state(registration.waiting()));
    active == Some(ServiceWorkerState::Activated) && waiting == Some(ServiceWorkerState::Installed)
}

/// Calls `act` with what the worker tells.
pub fn on_progress(act: impl FnMut(Progress) + 'static) {
    let Some(container) = container() else { return };
    let mut act = act;
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let field = |name: &str| Reflect::get(&data, &JsValue::from_str(name)).unwrap_or_default();
        if field("outcrop").as_string().as_deref() != Some("offline") {
            return;
        }
        let number = |name: &str| field(name).as_string().and_then(|text| text.parse().ok());
        match (field("state").as_string().as_deref(), number("kept"), number("of")) {
            (Some("keeping"), Some(kept), Some(of)) => act(Progress::Keeping(kept, of)),
            (Some("kept"), ..) => act(Progress::Kept),
            (Some("failed"), ..) => act(Progress::Failed),
            _ => {}
        }
    });
    container.set_onmessage(Some(heard.into_js_value().unchecked_ref::<Function>()));
}

fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be loaded again stays as it is.
        let _ = window.location().reload();
    }
}
