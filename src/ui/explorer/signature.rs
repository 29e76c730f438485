//! How the last request was signed: the canonical request, the string to sign, the signature's parts.

use leptos::prelude::*;

use super::state::use_explorer;
use crate::ui::memo::memo;

/// The panel.
pub fn signature() -> AnyView {
    let this = use_explorer();
    // Signing is over when the call is.
    let rows = memo(move || {
        this.calling.running.track();
        let request = this.calling.call.with(|call| call.as_ref().and_then(|call| call.request.clone()))?;
        this.state.access.signed.with_value(|kept| {
            let same = kept.iter().rev().find(|signed| {
                signed.request.url == request.url
                    && signed.request.method == request.method
                    && signed.request.body == request.body
            })?;
            let anatomy = &same.anatomy;
            Some([
                ("Canonical request", anatomy.redacted_canonical_request()),
                ("Its SHA-256", anatomy.canonical_request_hash.clone()),
                ("String to sign", anatomy.string_to_sign.clone()),
                ("Scope", anatomy.scope.clone()),
                ("Signed headers", anatomy.signed_headers.clone()),
                ("Access key ID", anatomy.access_key_id.clone()),
            ])
        })
    });
    view! {
        <section class="face" aria-label="Signature">
            <div class="face__head"><h3>"Signature Version 4, as it was made"</h3></div>
            <div class="scroll exsign" tabindex="0" role="group" aria-label="Parts of the signature">
                {move || match rows.get() {
                    Some(rows) => rows.map(|(name, text)| view! {
                        <h4>{name}</h4>
                        <pre>{text}</pre>
                    }).collect_view().into_any(),
                    None => view! {
                        <p class="lab__pad">
                            "No signed request yet. Send one. An API key signs nothing. The playground breaks signatures in its tab Signature."
                        </p>
                    }
                    .into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}
