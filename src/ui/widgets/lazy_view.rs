//! A view that may have to be fetched first.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Draws what `load` gives, once it is there; until then nothing; where it does not come, the error's sentence. `load` is
/// given the owner under which the view has to be made.
pub fn lazy_view<F, E>(load: impl FnOnce(Owner) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, E>> + 'static,
    E: ToString + 'static,
{
    let slot = StoredValue::new_local(None::<AnyView>);
    let ready = RwSignal::new(false);
    let owner = Owner::current().unwrap_or_default();
    let loading = load(owner);
    spawn_local(async move {
        let view = match loading.await {
            Ok(view) => view,
            Err(error) => view! { <p class="notice notice--err">{error.to_string()}</p> }.into_any(),
        };
        if slot.try_set_value(Some(view)).is_none() {
            ready.try_set(true);
        }
    });
    (move || ready.get().then(|| slot.try_update_value(Option::take).flatten())).into_any()
}
