//! A view that comes with styles of its own, after the first paint.

use std::future::Future;

use leptos::prelude::*;

use super::lazy_view::lazy_view;
use crate::platform::sheet;

/// Like [`lazy_view`], with the late style sheet: the view is drawn when both are there.
pub fn late_view<F, E>(load: impl FnOnce(Owner) -> F + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, E>> + 'static,
    E: ToString + 'static,
{
    lazy_view(move |owner| async move {
        sheet::load().await;
        load(owner).await
    })
}
