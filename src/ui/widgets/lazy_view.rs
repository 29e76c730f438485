//! A view that may have to load first, with the late style sheet.

use std::future::Future;

use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::style_sheet;

/// Draws the result of `load` once it and the late style sheet are loaded; nothing until then; the error message if
/// loading fails. `load` gets the owner under which to create the view.
pub fn lazy_view<F, E>(load: impl FnOnce(Owner) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, E>> + 'static,
    E: ToString + 'static,
{
    let loading = load(Owner::current().unwrap_or_default());
    draw(Box::pin(async move { loading.await.map_err(|error| error.to_string()) }))
}

/// Compiled once for all views, to keep the generic part above small.
fn draw(loading: LocalBoxFuture<'static, Result<AnyView, String>>) -> AnyView {
    let slot = StoredValue::new_local(None::<AnyView>);
    let ready = RwSignal::new(false);
    spawn_local(async move {
        let view = match join(loading, style_sheet::load()).await.0 {
            Ok(view) => view,
            Err(error) => view! { <p class="notice notice--err">{error}</p> }.into_any(),
        };
        if slot.try_set_value(Some(view)).is_none() {
            ready.try_set(true);
        }
    });
    (move || ready.get().then(|| slot.try_update_value(Option::take).flatten())).into_any()
}
