//! Views that load when they are first drawn, not in the first load.
//!
//! `late_view!` marks a place where `cargo xtask build` cuts the program (`wasm_split_cli_support`): code that only
//! that view needs goes into the named part. The parts share memory and types with the rest, so drawing such a view is
//! an ordinary call that may have to wait. A part that fails to load is an error value, and the next call tries again.
//! A view's loader is in the view's own file; late logic is in `controllers::parts`.

use leptos::prelude::{AnyView, GetValue, IntoAny, Owner, StoredValue};
use thiserror::Error;
use wasm_split_helpers::SplitLoaderError;

/// Why a part of the program could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PartError {
    /// The part failed to load.
    #[error("A part of this page could not be loaded. Check the connection, then try again")]
    Missing,
    /// The part is loaded and refuses its input.
    #[error("{0}")]
    Refused(String),
}

impl From<SplitLoaderError> for PartError {
    fn from(_: SplitLoaderError) -> Self {
        Self::Missing
    }
}

/// The place in the page for which a late view is created.
#[derive(Debug)]
pub struct Spot {
    owner: Owner,
    alive: StoredValue<()>,
}

impl Spot {
    /// The place of the view that is being drawn.
    pub fn here() -> Self {
        Self { owner: Owner::current().unwrap_or_default(), alive: StoredValue::new(()) }
    }

    /// Draws the view there; nothing if its place has gone while it was loaded, since what it would read has gone too.
    pub fn draw(self, view: impl FnOnce() -> AnyView) -> AnyView {
        if self.alive.try_get_value().is_none() {
            return ().into_any();
        }
        self.owner.with(view)
    }
}

/// Makes the loader of a view: `late_view! { part: /// What it shows. pub fn late(argument: Type) => view }`.
///
/// The loader takes the spot in the page for which to create the view, then the arguments. The attribute generates the loading
/// code, which needs `unsafe` to name a function that is not loaded yet; it is allowed here and in `controllers::parts`
/// only.
macro_rules! late_view {
    ($part:ident: $(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),*) => $draw:expr) => {
        #[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
        mod $name {
            #[allow(clippy::wildcard_imports, reason = "the view is written as part of the surrounding file")]
            use super::*;

            $(#[$meta])*
            #[wasm_split_helpers::wasm_split($part, fallible)]
            pub fn $name(
                spot: crate::ui::late::Spot,
                $($argument: $type),*
            ) -> Result<leptos::prelude::AnyView, crate::ui::late::PartError> {
                Ok(spot.draw(|| $draw))
            }
        }
        $vis use $name::$name;
    };
}
