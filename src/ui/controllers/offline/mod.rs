//! The copy of this page on this device, for use without a network: what the user wishes, and how far it is.
//!
//! It begins when the page is drawn and has nothing else to do. Everything is fetched only once the page is used.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{parts, toast};
use crate::platform::offline::{self, Progress, Worker};
use crate::platform::{clock, frame, network, storage};
use crate::ui::state::{AppState, Slot};

/// The storage key of the user's wish.
const KEY: &str = "outcrop.offline";

const REMOVED: &str = "The offline copy is removed. The page works on with a network";
const IMPOSSIBLE: &str = "This browser cannot keep a page for offline use here";

/// What is kept on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Every file of the page.
    Everything,
    /// The first load, and what was used.
    Used,
    /// Nothing.
    Nothing,
}

impl Wish {
    fn stored() -> Self {
        match storage::read(KEY).as_deref() {
            Some("everything") => Self::Everything,
            Some("used") => Self::Used,
            Some("nothing") => Self::Nothing,
            _ if offline::saves_data() => Self::Used,
            _ => Self::Everything,
        }
    }

    fn store(self) {
        let text = match self {
            Self::Everything => "everything",
            Self::Used => "used",
            Self::Nothing => "nothing",
        };
        // Without storage, the wish holds for this visit.
        let _ = storage::write(KEY, text);
    }
}

/// The state of the copy.
#[derive(Clone, Copy)]
pub struct Offline {
    /// What is kept.
    pub wish: RwSignal<Wish>,
    /// How far it is.
    pub progress: RwSignal<Option<Progress>>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
}

thread_local! {
    static OFFLINE: Slot<Offline> = const { Slot::new() };
    static NEW_VERSION: Slot<RwSignal<bool>> = const { Slot::new() };
}

/// Whether a new version of this page is ready.
pub fn new_version() -> RwSignal<bool> {
    NEW_VERSION.with(|slot| slot.get(|| RwSignal::new(false)))
}

impl Offline {
    /// The copy of this page.
    pub fn get() -> Self {
        OFFLINE.with(|slot| {
            slot.get(|| Self {
                wish: RwSignal::new(Wish::stored()),
                progress: RwSignal::new(None),
                worker: StoredValue::new_local(None),
            })
        })
    }
}

/// Begins once the page has nothing else to do.
pub fn start() {
    frame::idle(|| {
        spawn_local(async {
            // Without this part there is no copy, and a large paste takes longer.
            let _ = parts::begin_idle().await;
        });
    });
}

/// Registers the service worker, unless the user removed the copy.
pub fn begin() {
    let copy = Offline::get();
    if copy.wish.get_untracked() == Wish::Nothing {
        return;
    }
    spawn_local(async move {
        if registered().await.is_none() {
            return;
        }
        let used = StoredValue::new(false);
        network::on_activity(move || {
            if used.try_get_value() == Some(false) {
                used.set_value(true);
                frame::idle(move || keep_if_wished(copy));
            }
        });
    });
}

async fn registered() -> Option<Worker> {
    let copy = Offline::get();
    if let Some(worker) = copy.worker.get_value() {
        return Some(worker);
    }
    let worker = offline::register().await?;
    let ready = new_version();
    worker.on_new_version(move || {
        ready.try_set(true);
    });
    offline::on_progress(move |progress| {
        copy.progress.try_set(Some(progress));
    });
    copy.worker.set_value(Some(worker.clone()));
    Some(worker)
}

fn keep_if_wished(copy: Offline) {
    if copy.wish.get_untracked() == Wish::Everything
        && let Some(worker) = copy.worker.get_value()
    {
        spawn_local(async move { worker.keep_everything().await });
    }
}

/// Keeps everything, or only what was used.
pub fn keep_everything(state: AppState, wish: Wish) {
    if !offline::is_possible() {
        return toast::say(state, IMPOSSIBLE);
    }
    let copy = Offline::get();
    wish.store();
    copy.wish.set(wish);
    spawn_local(async move {
        match registered().await {
            Some(_) => keep_if_wished(copy),
            None => toast::say(state, IMPOSSIBLE),
        }
    });
}

/// Removes the copy; it does not come back by itself.
pub fn remove(state: AppState) {
    let copy = Offline::get();
    Wish::Nothing.store();
    copy.wish.set(Wish::Nothing);
    copy.progress.set(None);
    spawn_local(async move {
        // One that an earlier visit registered is found by registering it again.
        if let Some(worker) = registered().await {
            copy.worker.set_value(None);
            worker.remove().await;
        }
        new_version().try_set(false);
        toast::say(state, REMOVED);
    });
}

/// How long the version in use has to give way, in milliseconds.
const GIVE_WAY_MS: u32 = 2_000;

/// Loads the page again, with the version that is ready.
pub fn use_new_version() {
    let Some(worker) = Offline::get().worker.get_value() else { return };
    worker.use_new_version();
    spawn_local(async move {
        // A browser lets the version in use finish whatever it does, in the worst case for minutes. Where it gives way, the page
        // is loaded again before this.
        clock::sleep_ms(GIVE_WAY_MS).await;
        worker.start_over().await;
    });
}
