//! What else one can do with a step: start it again, pass it on, keep the bench, show it to a room.

use leptos::prelude::*;

use crate::share::qr;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{play, present};
use crate::ui::controllers::toast;
use crate::ui::parts::qr_code::drawn;

/// The fold.
pub fn more(desk: Desk) -> impl IntoView {
    let opened = RwSignal::new(false);
    let shows_qr = RwSignal::new(false);
    let button = |name: &'static str, act: Callback<()>| {
        view! { <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| act.run(())>{name}</button> }
    };
    view! {
        <details class="group" on:toggle=move |_| opened.set(true)>
            <summary>"More"</summary>
            {move || opened.get().then(|| view! {
                <div class="lesson__acts">
                    {button("Start the step again", Callback::new(move |()| play::reset(desk)))}
                    {button("Copy link to step", Callback::new(move |()| toast::copy(play::link(desk))))}
                    {button("Copy step as Markdown", Callback::new(move |()| toast::copy(play::markdown(desk))))}
                    {button("Keep this in the history", Callback::new(move |()| play::keep(desk)))}
                    {button("Presenter size", Callback::new(move |()| present::toggle(desk)))}
                    {button("QR code of the step", Callback::new(move |()| shows_qr.update(|shows| *shows = !*shows)))}
                </div>
                {move || shows_qr.get().then(|| {
                    desk.step.track();
                    qr::encode(&play::link(desk)).map(|code| drawn(&code, "QR code of the step"))
                })}
                <p class="quiet">"Keys in this panel: " <kbd>"]"</kbd> " next, " <kbd>"["</kbd> " back, " <kbd>"h"</kbd> " hint, " <kbd>"s"</kbd> " show me."</p>
            })}
        </details>
    }
}
