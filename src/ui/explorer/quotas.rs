//! The quotas of the simulated account as a table: the name, AWS's default, and the number here, which the reader sets.

use leptos::prelude::*;

use crate::experiment::jobs::quotas::{Quota, parse};
use crate::text::number;
use crate::ui::controllers::account::quotas;
use crate::ui::state::use_app;
use crate::ui::widgets::dialog::Modal;

/// The button, and the dialog that it opens.
#[component]
pub fn Quotas() -> impl IntoView {
    let state = use_app();
    let open = RwSignal::new(false);
    let all = RwSignal::new(Vec::<Quota>::new());
    let show = move |_| {
        quotas::read(state, all);
        open.set(true);
    };
    view! {
        <button type="button" class="btn btn--sm" on:click=show>"Quotas…"</button>
        <Modal id="exquotas" title="Quotas of the simulated account" open=open on_close=Callback::new(move |()| open.set(false))>
            <div class="dialog__body exquotas">
                <p class="note">
                    "On AWS these are set by AWS: most can be raised on request, model units only by a Support case. Here you set them. \
                     What the account already has stays, also above a lower quota."
                </p>
                <div class="exquotas__scroll" tabindex="0" role="group" aria-label="Quotas">
                    <table>
                        <thead><tr><th scope="col">"Quota"</th><th scope="col">"AWS default"</th><th scope="col">"Here"</th></tr></thead>
                        <tbody>{move || all.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </div>
        </Modal>
    }
}

fn row(quota: Quota) -> impl IntoView {
    let state = use_app();
    let typed = RwSignal::new(quota.value.to_string());
    let error = move || typed.with(|typed| parse(typed).err());
    let (name, label, default) = (quota.name.clone(), quota.name.clone(), quota.default);
    let change = move |_| {
        if let Ok(value) = parse(&typed.read_untracked()) {
            quotas::set(state, &quota, value);
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{number::grouped(default)}</td>
            <td>
                <input
                    class="input"
                    inputmode="numeric"
                    aria-label=label
                    aria-invalid=move || error().is_some().then_some("true")
                    title=error
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change=change
                />
            </td>
        </tr>
    }
}
