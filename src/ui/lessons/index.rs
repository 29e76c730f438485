//! The list of lessons.
use leptos::prelude::*;
use crate::ui::controllers::lessons::desk::Desk;
/// The list.
pub fn index(_desk: Desk) -> AnyView { view! { <main class="work lessons" id="main"><h1>"Lessons"</h1></main> }.into_any() }
