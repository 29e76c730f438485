//! The question before a call that writes, bills or deletes: what it does, where, and what it costs.

use leptos::prelude::*;

use super::state::use_explorer;
use crate::experiment::explorer::effect::{self, Effect};
use crate::ui::state::Mode;
use crate::ui::widgets::dialog::Modal;

/// The dialog.
#[component]
pub fn Confirm() -> impl IntoView {
    let this = use_explorer();
    let state = this.state;
    let close = move || this.asking.set(false);
    let content = move || {
        this.operation.get().map(|operation| {
            let (effect, sentence) = effect::of(operation);
            let region = state.draft.with(|draft| draft.region.clone());
            let target = match state.mode.get() {
                Mode::Simulator => "the simulator’s account, in this page. Nothing leaves it and nothing is billed".to_owned(),
                Mode::Aws => format!("your AWS account, in {region}"),
                Mode::Custom => "the endpoint that you typed".to_owned(),
            };
            // What costs or cannot be undone is not a matter of one Enter.
            let is_grave = matches!(effect, Effect::Bill | Effect::Delete);
            let class = if effect == Effect::Delete { "btn btn--danger" } else { "btn btn--solid" };
            view! {
                <div class="exask">
                    <p><code>{operation.name}</code> " of " <code>{operation.client.name()}</code> ": " {effect.word()} "."</p>
                    <p>{sentence}</p>
                    <p>"It goes to " {target} "."</p>
                    <div class="row">
                        <span class="push"></span>
                        <button
                            type="button"
                            class="btn"
                            data-autofocus=is_grave.then_some("")
                            on:click=move |_| close()
                        >
                            "Cancel"
                        </button>
                        <button type="button" class=class data-autofocus=(!is_grave).then_some("") on:click=move |_| this.confirmed()>
                            {format!("Send {}", operation.name)}
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        <Modal
            id="explorer-ask"
            title="Send this request?"
            open=Signal::from(this.asking)
            on_close=Callback::new(move |()| close())
        >
            {content}
        </Modal>
    }
}
