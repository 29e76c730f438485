//! A view that may have to load first, with the late style sheet.

use std::future::Future;

use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::style_sheet;
use crate::ui::late::{PartError, Spot};

/// Draws the result of `load` once it and the late style sheet are loaded; nothing until then; the error message if
/// loading fails. `load` gets the spot for which to create the view.
pub fn lazy_view<F>(load: impl FnOnce(Spot) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, PartError>> + 'static,
{
    // Nothing is wrapped around the future: that would be compiled once more for each view.
    draw(Box::pin(load(Spot::here())))
}

/// Compiled once for all views, to keep the generic part above small.
fn draw(loading: LocalBoxFuture<'static, Result<AnyView, PartError>>) -> AnyView {
    let slot = StoredValue::new_local(None::<AnyView>);
    let ready = RwSignal::new(false);
    spawn_local(async move {
        let view = match join(loading, style_sheet::load()).await.0 {
            Ok(view) => view,
            Err(error) => view! { <p class="notice notice--err">{error.to_string()}</p> }.into_any(),
        };
        if slot.try_set_value(Some(view)).is_none() {
            ready.try_set(true);
        }
    });
    (move || ready.get().then(|| slot.try_update_value(Option::take).flatten())).into_any()
}
