//! Outcrop's own work as functions of WebAssembly: what `cargo xtask bench` measures beside JavaScript packages.
//!
//! Each type holds an input, so that a measured call does only the work that the page does. It is compiled with the profile of
//! the release page, from the rooms below `ui`. Nothing here is part of the page.
#![cfg(target_arch = "wasm32")]

mod frames;
mod json;
mod link;
mod requests;
mod signing;
mod simulated;

use wasm_bindgen::JsError;

/// An error of ours as the page that measures throws it.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn thrown(error: impl ToString) -> JsError {
    JsError::new(&error.to_string())
}
