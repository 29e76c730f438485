//! The mark of results that are out of date: the form has changed since.

use leptos::prelude::*;

use crate::ui::widgets::icon::icon;

/// The text of a mark.
pub const OUT_OF_DATE: &str = "Settings changed since this run";

/// A bar above results, for as long as they are out of date.
#[component]
pub fn OutOfDate(
    /// Whether they are.
    #[prop(into)]
    when: Signal<bool>,
    /// Runs again with the form as it is.
    #[prop(optional, into)]
    again: Option<Callback<()>>,
) -> impl IntoView {
    move || {
        when.get().then(|| {
            view! {
                <div class="notice notice--warn outdated" role="note">
                    {icon("warn")}
                    <div>{OUT_OF_DATE}</div>
                    {again.map(|again| view! {
                        <button type="button" class="btn btn--sm" on:click=move |_| again.run(())>"Run again"</button>
                    })}
                </div>
            }
        })
    }
}
