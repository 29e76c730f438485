//! The connection test and the caller's identity.

use leptos::prelude::*;

use crate::aws::sts::CallerIdentity;
use crate::experiment::access::connection::Verdict;
use crate::ui::controllers::access::connection;
use crate::ui::state::{Mode, use_app};
use crate::ui::widgets::icon::late_icon;

/// The two buttons and their results.
pub fn check() -> AnyView {
    let state = use_app();
    let busy = RwSignal::new(false);
    let verdict = RwSignal::new(None::<Verdict>);
    let caller = RwSignal::new(None::<Result<CallerIdentity, String>>);
    let idle = move || state.mode.get() == Mode::Simulator || busy.get();
    let test = move |_| {
        busy.set(true);
        verdict.set(None);
        connection::test(state, move |found| {
            verdict.try_set(Some(found));
            busy.try_set(false);
        });
    };
    let ask = move |_| {
        busy.set(true);
        caller.set(None);
        connection::caller(state, move |found| {
            caller.try_set(Some(found));
            busy.try_set(false);
        });
    };
    view! {
        <p class="small soft">
            "It calls a model that does not exist, so it needs no model access and cannot be billed. The answer “no \
             such model” means that the service accepted the credentials."
        </p>
        {move || (state.mode.get() == Mode::Simulator).then(|| view! {
            <p class="small">"The simulator is inside the page: there is no connection to test. Choose AWS or Custom endpoint first."</p>
        })}
        <p class="dialog__row">
            <button type="button" class="btn" disabled=idle on:click=test>"Test connection"</button>
            <button type="button" class="btn btn--ghost" disabled=idle on:click=ask>"Who am I?"</button>
        </p>
        <div aria-live="polite" class="stack stack--tight">
            {move || busy.get().then(|| view! { <p class="small">"Waiting for an answer"</p> })}
            {move || verdict.get().map(|found| {
                let (class, mark) = if found.good { ("notice", "check") } else { ("notice notice--err", "error") };
                view! { <div class=class>{late_icon(mark)} <div><p><b>{found.title}</b></p><p>{found.text}</p></div></div> }
            })}
            {move || caller.get().map(|found| match found {
                Ok(CallerIdentity { account, arn }) => view! {
                    <dl class="cred" aria-label="Caller">
                        <dt>"Account"</dt><dd><code>{account}</code></dd>
                        <dt>"Caller"</dt><dd><code class="wrap">{arn}</code></dd>
                    </dl>
                }.into_any(),
                Err(why) => view! { <div class="notice notice--err">{late_icon("error")} <div>{why}</div></div> }.into_any(),
            })}
        </div>
    }
    .into_any()
}
