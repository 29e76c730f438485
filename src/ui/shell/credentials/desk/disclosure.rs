//! What leaves the page in the current state.

use leptos::prelude::*;

use crate::experiment::access::disclosure::{Authority, Row, leaving};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};

/// The table.
pub fn leaves() -> AnyView {
    let state = use_app();
    let rows = memo(move || now(state));
    view! {
        <table class="desk__leaves">
            <thead><tr><th scope="col">"What"</th><th scope="col">"Goes to"</th><th scope="col">"When"</th></tr></thead>
            <tbody>
                {move || rows.get().into_iter().map(|Row { what, to, when }| view! {
                    <tr>
                        <th scope="row">{what}</th>
                        <td>{match to {
                            Some(to) => view! { <span class="wrap">{to}</span> }.into_any(),
                            None => view! { <span class="chip chip--ok">"stays here"</span> }.into_any(),
                        }}</td>
                        <td>{when}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
        <p class="small soft">"Credentials are held in this page’s memory; a reload or Forget removes them. Drafts \
                  and runs are kept in this browser until you clear them."</p>
    }
    .into_any()
}

fn now(state: AppState) -> Vec<Row> {
    let authority = state.access.with(|held| match held {
        None => Authority::None,
        Some(held) if held.bearer_token().is_some() => Authority::ApiKey,
        Some(held) if held.session_token().is_some() => Authority::SignatureWithToken,
        Some(_) => Authority::Signature,
    });
    let host = state.endpoint.get().map(|endpoint| endpoint.authority).unwrap_or_default();
    leaving(state.mode.get().origin(), &host, authority)
}
