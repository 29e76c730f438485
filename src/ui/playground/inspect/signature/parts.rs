//! The pieces of the texts: a piece is highlighted together with all pieces of the same source.
//!
//! The pointer highlights a piece; the row of sources above does so for the keyboard, and keeps the highlight.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use crate::aws::sigv4::linked::{Escape, Line, Linked, Source};

/// The highlighted source: under the pointer, and pinned.
#[derive(Clone, Copy)]
pub struct Light {
    hovered: RwSignal<Option<String>>,
    kept: RwSignal<Option<String>>,
}

impl Light {
    /// No highlight.
    pub fn new() -> Self {
        Self { hovered: RwSignal::new(None), kept: RwSignal::new(None) }
    }

    /// Whether a source is highlighted.
    fn is_on(self, key: &str) -> bool {
        let is = |lit: RwSignal<Option<String>>| lit.with(|lit| lit.as_deref() == Some(key));
        is(self.hovered) || is(self.kept)
    }

    /// Follows the pointer over the pieces.
    pub fn follow(self, event: &PointerEvent) {
        let piece = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let key = piece.and_then(|piece| piece.closest("[data-source]").ok().flatten()?.get_attribute("data-source"));
        if self.hovered.with_untracked(|lit| *lit != key) {
            self.hovered.set(key);
        }
    }
}

/// A line as its pieces.
pub fn line(line: Line, light: Light) -> AnyView {
    if line.is_empty() {
        return view! { <span class="blank">"empty"</span> }.into_any();
    }
    let pieces = line.into_iter().map(|part| {
        let key = part.source.key();
        let fixed = part.source == Source::Fixed;
        let title = match part.escape {
            Escape::None => part.source.label(),
            Escape::Once => "encoded once for the wire".to_owned(),
            Escape::Twice => "the wire’s “%” encoded once more".to_owned(),
        };
        if fixed {
            return view! { <span>{part.text}</span> }.into_any();
        }
        let lit = key.clone();
        view! {
            <span
                class="piece"
                data-source=key
                data-escape=(part.escape != Escape::None).then_some("true")
                data-on=move || light.is_on(&lit).then_some("true")
                title=title
            >
                {part.text}
            </span>
        }
        .into_any()
    });
    view! { <span class="pieces">{pieces.collect_view()}</span> }.into_any()
}

/// The row of sources: each highlights its pieces.
pub fn sources(linked: &Linked, light: Light) -> AnyView {
    let mut found: Vec<Source> = Vec::new();
    let texts = linked.http.iter().chain(&linked.canonical_request).chain(&linked.string_to_sign);
    for part in texts.flatten() {
        if part.source != Source::Fixed && !found.contains(&part.source) {
            found.push(part.source.clone());
        }
    }
    let buttons = found.into_iter().map(|source| {
        let key = source.key();
        let pressed = key.clone();
        view! {
            <button
                type="button"
                class="chip chip--btn"
                data-source=key.clone()
                aria-pressed=move || if light.kept.with(|kept| kept.as_deref() == Some(&pressed)) { "true" } else { "false" }
                on:click=move |_| light.kept.update(|kept| {
                    *kept = if kept.as_deref() == Some(&key) { None } else { Some(key.clone()) };
                })
            >
                {short(&source)}
            </button>
        }
    });
    view! {
        <div class="sources" role="group" aria-label="Highlight every part of">{buttons.collect_view()}</div>
    }
    .into_any()
}

/// A source in a word or two.
fn short(source: &Source) -> String {
    match source {
        Source::Query(name) | Source::Header(name) => name.clone(),
        Source::Clock => "x-amz-date".to_owned(),
        Source::SignedNames => "signed headers".to_owned(),
        Source::CanonicalRequest => "request hash".to_owned(),
        Source::Token => "session token".to_owned(),
        Source::KeyId => "key ID".to_owned(),
        Source::Method
        | Source::Path
        | Source::Body
        | Source::Region
        | Source::Service
        | Source::Signature
        | Source::Fixed => {
            let label = source.label();
            label.strip_prefix("the ").unwrap_or(&label).split('’').next().unwrap_or_default().to_owned()
        }
    }
}
