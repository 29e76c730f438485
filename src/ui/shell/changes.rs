//! What changed in Bedrock: new and ended models, prices, operations, each row with its source.

use leptos::prelude::*;

use crate::bedrock::catalogue::changes::{self, Change, Changes, Kind};
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::state::Dialog;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The content of the dialog.
    pub fn late() => changes_body()
}

/// The dialog.
#[component]
pub fn ChangesDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::Changes id="changes" title="What changed in Bedrock">
            {lazy_view(late)}
        </PageDialog>
    }
}

/// The list, by kind.
pub fn changes_body() -> AnyView {
    let Changes { as_of, botocore, litellm, rows } = changes::changes();
    let row = |change: Change| {
        view! {
            <li>
                <code>{change.subject}</code>
                <span>{change.what}</span>
                <span class="small soft">
                    {format!("Found {} in ", change.found)}
                    <a href=change.source.address rel="noreferrer" target="_blank">{change.source.name}</a>
                </span>
            </li>
        }
    };
    let group = |(kind, _, heading): (Kind, &str, &'static str)| {
        let of_kind: Vec<_> = rows.iter().filter(|change| change.kind == kind).copied().map(row).collect();
        (!of_kind.is_empty()).then(|| {
            view! {
                <section aria-label=heading>
                    <h3>{heading}</h3>
                    <ul>{of_kind}</ul>
                </section>
            }
        })
    };
    view! {
        <div class="dialog__body changes">
            <p class="small soft">
                {format!(
                    "As of {as_of}: the models and prices of this page beside litellm {litellm}, its operations beside botocore {botocore}. \
                     An account knows best: ListFoundationModels lists what it may call.",
                )}
            </p>
            {Kind::ALL.map(group).into_iter().collect_view()}
        </div>
    }
    .into_any()
}
