//! The sentence above the work: what the two APIs are, and who answers. One press takes it away for good.

use leptos::prelude::*;

use crate::ui::controllers::{lessons, store};
use crate::ui::memo::memo;
use crate::ui::state::{Mode, View, use_app};

/// The sentence, until it was read. `index.html` has the same one in the skeleton.
#[component]
pub fn About() -> impl IntoView {
    let state = use_app();
    let unread = RwSignal::new(!store::knows_the_page());
    let ran = memo(move || state.run.session.with(|session| session.run.0 > 0));
    let knows = lessons::are_known();
    let offers = memo(move || !knows && !ran.get() && !state.overlay.teaches());
    let who = move || match state.mode.get() {
        Mode::Simulator => "Simulated in this page: nothing is billed.",
        Mode::Aws => "AWS answers and bills your account.",
        Mode::Custom => "Your endpoint answers.",
    };
    move || {
        (unread.get() && state.place.view.get() == View::Playground).then(|| {
            view! {
                <aside class="about" aria-label="About this page">
                    <p>
                        <b>"Converse"</b>
                        ": one request shape for every chat model. "
                        <b>"InvokeModel"</b>
                        ": each model’s own JSON. "
                        {who}
                        {move || offers.get().then(|| view! { " " <a href=View::Lessons.address()>"Learn it in 15 minutes"</a> })}
                    </p>
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        on:click=move |_| {
                            unread.set(false);
                            store::know_the_page();
                        }
                    >
                        "Got it"
                    </button>
                </aside>
            }
            .into_any()
        })
    }
}
