//! The smallest policy for what was called.

use leptos::prelude::*;

use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::policy::{Known, Policy, Used, least_privilege};
use crate::text::json;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};

/// The header that names the guardrail of a native body.
const GUARDRAIL: &str = "x-amzn-bedrock-guardrailidentifier";

/// The policy, and a button that copies it.
pub fn policy() -> AnyView {
    let state = use_app();
    let written = memo(move || written(state));
    let text = move || written.get().map(|policy| json::print(&policy.document)).unwrap_or_default();
    view! {
        <p class="small soft">
            {move || if state.session.with(|session| session.run.0 > 0) {
                "For the calls of the last run, and nothing else."
            } else {
                "For the calls that Run would make, and nothing else."
            }}
        </p>
        <div class="code">
            <pre tabindex="0" role="group" aria-label="IAM policy">{text}</pre>
        </div>
        <ul class="desk__notes">
            {move || written.get().map(|policy| policy.notes).unwrap_or_default().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
        </ul>
        <p class="dialog__row">
            <button type="button" class="btn" on:click=move |_| toast::copy(text())>"Copy policy"</button>
        </p>
    }
    .into_any()
}

fn written(state: AppState) -> Option<Policy> {
    let region = state.draft.with(|draft| Region::parse(&draft.region)).ok()?;
    let of = |action, model: &str, body: &[u8], header: Option<&str>| {
        let in_body = serde_json::from_slice::<serde_json::Value>(body).ok().and_then(|body| {
            body.pointer("/guardrailConfig/guardrailIdentifier").and_then(|id| id.as_str()).map(str::to_owned)
        });
        Some(Used {
            action,
            model: ModelId::parse(model).ok()?,
            region,
            guardrail: in_body.or_else(|| header.map(str::to_owned)).filter(|id| !id.is_empty()),
        })
    };
    let ran: Vec<Used> = state.session.with(|session| {
        let calls = session.exchanges();
        calls
            .filter_map(|call| {
                of(call.operation.iam_action(), &call.model, &call.request.body, call.request.header(GUARDRAIL))
            })
            .collect()
    });
    let used = if ran.is_empty() {
        let send_as = state.draft.with(|draft| draft.send_as);
        let calls = state.shown.with(|shown| shown.as_ref().map(|shown| shown.twin.calls(send_as))).unwrap_or_default();
        calls
            .iter()
            .filter_map(|call| {
                of(call.operation.iam_action(), &call.model, &call.request.body, call.request.header(GUARDRAIL))
            })
            .collect()
    } else {
        ran
    };
    let bearer = state.credentials.with(|held| held.as_ref().is_some_and(|held| held.bearer_token().is_some()));
    least_privilege(&used, Known { bearer, ..Known::default() })
}
