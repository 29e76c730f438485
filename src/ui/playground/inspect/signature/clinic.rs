//! The 403 clinic: a pasted refusal, its cause, and both sides line by line if the service states its own.

use leptos::prelude::*;

use super::steps::{compared, line_of};
use super::{Look, Subject};
use crate::aws::masking::{Masker, Secrets};
use crate::aws::sigv4::difference::{Row, Steps};
use crate::experiment::failure::signature::{Diagnosis, diagnose};
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
                <h3 id="h-clinic">"403 clinic"</h3>
                <span class="push"></span>
                <IconButton
                    label="Close the 403 clinic"
                    icon=Icon::Late("close")
                    on_press=move |()| look.clinic.set(false)
                />
            </div>
            <label class="label" for="clinic-text">"Error body, or what your tool printed"</label>
            <Area
                id="clinic-text"
                label="Error body, or what your tool printed"
                class="area area--mono"
                rows=4
                spellcheck=false
                text=pasted
                placeholder="{\"message\": \"The request signature we calculated does not match …\"}"
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
    let Diagnosis { code, causes, rows, compared: both } = said;
    let count = causes.len();
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
        {code.map(|code| view! { <p class="small">"Error " <code>{code}</code></p> })}
        <ol class="clinic__causes" aria-label="Causes">{causes.collect_view()}</ol>
        {(!rows.is_empty()).then(|| if both {
            compared("Both sides", rows, true)
        } else {
            alone(rows)
        })}
    }
    .into_any()
}

/// Only the service's side is known.
fn alone(rows: Vec<Row>) -> AnyView {
    view! {
        <p class="small soft">"What the service computed. Compare your client’s canonical request with it: the first \
                  line that differs is the mistake."</p>
        <ol class="sig" aria-label="The service’s side">
            {rows.into_iter().map(|row| line_of(None, row.expected.unwrap_or_default(), row.place.label())).collect_view()}
        </ol>
    }
    .into_any()
}
