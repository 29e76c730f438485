//! The clinic: a pasted error, its cause and its fix, and both sides of a signature line by line if the service states its
//! own.

use leptos::prelude::*;

use super::steps::{alone, compared};
use super::{Look, Subject};
use crate::aws::masking::{Masker, Secrets};
use crate::aws::sigv4::difference::Steps;
use crate::experiment::failure::clinic::{Diagnosis, diagnose};
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::icon_button::{Icon, IconButton};

/// The panel.
pub fn clinic(look: Look, subject: Memo<Subject>) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let said = memo(move || {
        let text = pasted.get();
        if text.trim().is_empty() {
            return None;
        }
        let ours = match (look.broken.get(), subject.get()) {
            (Some(broken), _) => Some(broken.signed.steps),
            (None, Subject::Signed(signed)) => {
                // The answer was masked on arrival, so our side is masked in the same way.
                let masker = Masker::new(&Secrets::in_request(&signed.request.request));
                let ours = masker.steps(&Steps::from(&signed.request.anatomy));
                return Some(diagnose(&masker.text(&text), Some(&ours)));
            }
            (None, Subject::Bearer | Subject::None(_)) => None,
        };
        Some(diagnose(&text, ours.as_ref()))
    });
    view! {
        <section class="clinic" aria-labelledby="h-clinic">
            <div class="clinic__head">
                <h3 id="h-clinic">"Explain an error"</h3>
                <span class="push"></span>
                <IconButton
                    label="Close Explain an error"
                    icon=Icon::Late("close")
                    on_press=move |()| look.clinic.set(false)
                />
            </div>
            <label class="label" for="clinic-text">"Error text: message, body, headers or stack trace"</label>
            <Area
                id="clinic-text"
                label="Error text: message, body, headers or stack trace"
                class="area area--mono"
                rows=4
                spellcheck=false
                text=pasted
                placeholder="An error occurred (ValidationException) when calling the Converse operation: …"
                on_text=Callback::new(move |text| pasted.set(text))
            />
            <div aria-live="polite">
                {move || match said.get() {
                    None => view! {
                        <p class="small soft">
                            "Parsed in this page, never sent. If it contains AWS’s canonical string, it is compared \
                             line by line with the request below."
                        </p>
                    }.into_any(),
                    Some(Err(error)) => view! { <p class="field__err">{error.to_string()}</p> }.into_any(),
                    Some(Ok(said)) => findings(said),
                }}
            </div>
        </section>
    }
    .into_any()
}

fn findings(said: Diagnosis) -> AnyView {
    let Diagnosis { code, status, operation, request_id, causes, rows, compared: both, profiles } = said;
    let count = causes.len();
    let facts: Vec<(&str, String)> = [
        ("Error", code),
        ("Status", status.map(|status| status.to_string())),
        ("Operation", operation),
        ("Request ID", request_id),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect();
    let causes = causes.into_iter().enumerate().map(|(index, cause)| {
        let rank = match (index, count) {
            (_, 1) => None,
            (0, _) => Some("first to look at"),
            _ => Some("also possible"),
        };
        view! {
            <li>
                <p><b>{cause.title()}</b> {rank.map(|rank| view! { " " <span class="chip">{rank}</span> })}</p>
                <p>{cause.why()}</p>
                <p class="clinic__fix">{late_icon("tool")} <span>{cause.fix()}</span></p>
            </li>
        }
    });
    view! {
        {(!facts.is_empty()).then(|| view! {
            <dl class="answer__facts" aria-label="What the text states">
                {facts
                    .into_iter()
                    .map(|(name, value)| view! { <div><dt>{name}</dt> <dd>{value}</dd></div> })
                    .collect_view()}
            </dl>
        })}
        {if count == 0 {
            unknown()
        } else {
            view! { <ol class="clinic__causes" aria-label="Causes">{causes.collect_view()}</ol> }.into_any()
        }}
        {(!profiles.is_empty()).then(|| view! {
            <p class="small">
                "Profiles of this model: "
                {profiles.into_iter().map(|id| view! { <code>{id}</code> " " }).collect_view()}
            </p>
        })}
        {(!rows.is_empty()).then(|| if both {
            compared("Both sides", rows, true)
        } else {
            view! {
                <p class="small soft">"What the service computed. Compare your client’s canonical request with it: the \
                          first line that differs is the mistake."</p>
                {alone("The service’s side", rows)}
            }
            .into_any()
        })}
    }
    .into_any()
}

/// Nothing is claimed of a text that names nothing.
fn unknown() -> AnyView {
    view! {
        <div class="clinic__causes">
            <p><b>"Not recognised"</b></p>
            <p>
                "This text names no error that Outcrop knows. Paste the whole message, with the error’s name. A bare 403 or \
                 a page of HTML often comes from a proxy or firewall in front of AWS."
            </p>
        </div>
    }
    .into_any()
}
