//! A view that may have to load first, with the late style sheet.

use std::future::Future;

use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::style_sheet;
use crate::ui::late::{PartError, Spot};

type Loading = LocalBoxFuture<'static, Result<AnyView, PartError>>;

/// Draws the result of `load` once it and the late style sheet are loaded; nothing until then; if loading fails, the error
/// message with a button that tries again. `load` gets the spot for which to create the view.
pub fn lazy_view<F>(load: impl FnOnce(Spot) -> F + Clone + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, PartError>> + 'static,
{
    let place = place(Box::new(move |spot| Box::pin(load.clone()(spot))), None);
    attempt(place);
    drawn(place)
}

/// As [`lazy_view`], but it loads only when it may, and shows `before` until it is drawn.
pub fn lazy_view_over<F>(
    load: impl FnOnce(Spot) -> F + Clone + 'static,
    before: AnyView,
    may: impl Fn() -> bool + 'static,
) -> AnyView
where
    F: Future<Output = Result<AnyView, PartError>> + 'static,
{
    let place = place(Box::new(move |spot| Box::pin(load.clone()(spot))), Some(before));
    begin(place, Box::new(may));
    drawn(place)
}

fn begin(place: Place, may: Box<dyn Fn() -> bool>) {
    Effect::new(move |begun: Option<bool>| {
        let begins = begun != Some(true) && may();
        if begins {
            attempt(place);
        }
        begins || begun == Some(true)
    });
}

/// A view that is being loaded.
#[derive(Clone, Copy)]
struct Place {
    load: StoredValue<Box<dyn Fn(Spot) -> Loading>, LocalStorage>,
    owner: StoredValue<Owner>,
    view: StoredValue<Option<AnyView>, LocalStorage>,
    drawn: RwSignal<u32>,
}

/// Compiled once for all views, as what follows, to keep the generic parts above small.
fn place(load: Box<dyn Fn(Spot) -> Loading>, before: Option<AnyView>) -> Place {
    Place {
        load: StoredValue::new_local(load),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
        view: StoredValue::new_local(before),
        drawn: RwSignal::new(0),
    }
}

fn drawn(place: Place) -> AnyView {
    (move || {
        place.drawn.track();
        place.view.try_update_value(Option::take).flatten()
    })
    .into_any()
}

fn attempt(place: Place) {
    let spot = place.owner.try_with_value(|owner| owner.with(Spot::here));
    let Some(loading) = spot.and_then(|spot| place.load.try_with_value(|load| load(spot))) else { return };
    spawn_local(async move {
        let view = match join(loading, style_sheet::load()).await.0 {
            Ok(view) => view,
            Err(error) => view! {
                <p class="notice notice--err">
                    {error.to_string()} " "
                    <button type="button" class="btn btn--sm" on:click=move |_| attempt(place)>"Try again"</button>
                </p>
            }
            .into_any(),
        };
        if place.view.try_set_value(Some(view)).is_none() {
            place.drawn.try_update(|drawn| *drawn += 1);
        }
    });
}
