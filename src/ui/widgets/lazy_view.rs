//! A view that may have to be fetched first, with the styles of what comes after the first paint.

use std::future::Future;

use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::style_sheet;

/// Draws what `load` gives, once it and the late style sheet are there; until then nothing; where it does not come, the
/// error's sentence. `load` is given the owner under which the view has to be made.
pub fn lazy_view<F, E>(load: impl FnOnce(Owner) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, E>> + 'static,
    E: ToString + 'static,
{
    let loading = load(Owner::current().unwrap_or_default());
    draw(Box::pin(async move { loading.await.map_err(|error| error.to_string()) }))
}

/// One copy for all views: what is generic above is as little as can be.
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
