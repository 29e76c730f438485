//! Views that are fetched when they are first drawn, not with the first paint.
//!
//! `late_view!` marks a place where `cargo xtask build` cuts the program (`wasm_split_cli_support`): what only that view
//! needs goes into the named part. The parts share memory and types with the rest, so drawing such a view is an ordinary
//! call that may have to wait. A part that does not arrive is an error value, and the next call asks again. The loader of a
//! view stands in the view's own file; logic that is fetched late is in `controllers::parts`.

use thiserror::Error;
use wasm_split_helpers::SplitLoaderError;

/// Why a part of the program could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PartError {
    /// The part did not arrive.
    #[error("A part of this page could not be loaded. Check the connection, then try again")]
    Missing,
    /// The part is there and refuses its input.
    #[error("{0}")]
    Refused(String),
}

impl From<SplitLoaderError> for PartError {
    fn from(_: SplitLoaderError) -> Self {
        Self::Missing
    }
}

/// Makes the loader of a view: `late_view! { part: /// What it shows. pub fn late(argument: Type) => view }`.
///
/// The loader takes the owner under which the view has to be made, then the arguments. The attribute writes the loading code,
/// which needs `unsafe` to name a function that is not there yet: here and in `controllers::parts` it is allowed, nowhere else.
macro_rules! late_view {
    ($part:ident: $(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),*) => $draw:expr) => {
        #[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
        mod $name {
            #[allow(clippy::wildcard_imports, reason = "the view is drawn as if it stood in the file around it")]
            use super::*;

            $(#[$meta])*
            #[wasm_split_helpers::wasm_split($part, fallible)]
            pub fn $name(
                owner: leptos::prelude::Owner,
                $($argument: $type),*
            ) -> Result<leptos::prelude::AnyView, crate::ui::late::PartError> {
                Ok(leptos::prelude::Owner::with(&owner, || $draw))
            }
        }
        $vis use $name::$name;
    };
}
