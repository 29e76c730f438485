//! A field for running text of any length: a text area, or for a long text a field that holds an excerpt of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::area::Area;
use super::lazy_view::lazy_view;
use super::long_text::{self, LongField};
use crate::ui::late::Spot;
use crate::ui::memo::memo;

/// A longer text, in bytes, gets the field that holds an excerpt, for as long as it is in the page.
pub const LONG: usize = 48 * 1024;

/// A text with an accessible name.
#[component]
pub fn TextField(
    /// Element id.
    #[prop(into)]
    id: String,
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    text: Memo<String>,
    /// Called with the new text on every input.
    on_text: Callback<String>,
    /// Id of the element that describes it.
    #[prop(optional, into)]
    described_by: String,
    /// The placeholder.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    let is_long = memo(move || text.with(|text| text.len() > LONG));
    let short = StoredValue::new(None);
    Effect::new(move |_| {
        text.with(|text| {
            if text.len() <= LONG {
                short.set_value(Some(text.clone()));
            }
        });
    });
    let field = StoredValue::new(LongField { id, label, text, short, on_text, described_by, placeholder });
    let long = RwSignal::new(is_long.get_untracked());
    // The other field as it was drawn while this one was still in the page.
    let drawn = StoredValue::new_local(None::<AnyView>);
    // Not the effect: it runs again when the text is short again, and what it owns goes then.
    let owner = Owner::current().unwrap_or_default();
    Effect::new(move |_| {
        if is_long.get() && !long.get_untracked() {
            let spot = owner.with(Spot::here);
            spawn_local(async move {
                let Some(field) = field.try_get_value() else { return };
                // Without this part, the text area goes on with all of the text.
                if let Ok(view) = long_text::late(spot, field).await {
                    drawn.try_set_value(Some(view));
                    long.try_set(true);
                }
            });
        }
    });
    move || {
        let field = field.get_value();
        if long.get() {
            let view = drawn.try_update_value(Option::take).flatten();
            return view.unwrap_or_else(|| lazy_view(move |spot| long_text::late(spot, field)));
        }
        let LongField { id, label, text, on_text, described_by, placeholder, .. } = field;
        view! {
            <Area id=id label=label text=text described_by=described_by placeholder=placeholder on_text=on_text />
        }
        .into_any()
    }
}
