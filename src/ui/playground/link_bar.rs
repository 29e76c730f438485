//! What is said of the lit pair, below two twins: the sentence first, then the places.

use leptos::prelude::*;

use crate::twin::row_marks::numbers;
use crate::twin::{Link, LinkKind};
use crate::ui::memo::memo;
use crate::ui::parts::row_marks::look;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::json_view::Lit;

/// What stands there before anything is lit.
pub const REST: &str = "Hover or tap a line (or use ↑ ↓) to see its counterpart";

/// Says how the lit pair corresponds. It has room for two lines, so feedback does not move the layout; a longer sentence wraps.
#[component]
pub fn LinkBar(
    /// How the two documents correspond.
    links: Memo<Vec<Link>>,
    /// Which pair is lit, on both sides.
    lit: RwSignal<Lit>,
    /// What stands there in place of a note, as long as it is so.
    #[prop(optional)]
    fault: Signal<Option<String>>,
    /// What stands there while no pair is lit.
    #[prop(optional, into)]
    rest: ViewFn,
    /// What stands at its end.
    #[prop(optional, into)]
    end: ViewFn,
) -> impl IntoView {
    let current = memo(move || {
        let links = links.read();
        let index = lit.get().shown()?;
        let link = links.get(index)?.clone();
        Some((numbers(&links).get(index).copied().flatten(), link))
    });
    let step = move |by: isize| {
        let count = links.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let at = lit.get_untracked().shown().filter(|at| *at < count);
        let to = match at {
            None if by < 0 => count - 1,
            None => 0,
            Some(at) => (at + count).saturating_add_signed(by) % count,
        };
        lit.set(Lit { hovered: None, pinned: Some(to) });
    };
    let pinned = move || lit.get().pinned.is_some();
    let said = move || match (fault.get(), current.get()) {
        (Some(fault), _) => view! { <p class="linkbar__why linkbar__err">{fault}</p> }.into_any(),
        (None, None) => view! { <div class="linkbar__why">{rest.run()}</div> }.into_any(),
        (None, Some((number, link))) => note(number, link),
    };
    view! {
        <div class="linkbar" data-s=move || current.read().as_ref().map(|(_, link)| look(link.kind))>
            {said}
            {move || pinned().then(|| view! {
                <span class="quiet only-wide">"Pinned. " <kbd>"Esc"</kbd> " to unpin"</span>
            })}
            {move || end.run()}
            <IconButton label="Previous pair" icon="left" on_press=move |()| step(-1) />
            <IconButton label="Next pair" icon="right" on_press=move |()| step(1) />
            <span class="vh" role="status">
                {move || {
                    pinned()
                        .then(|| current.get())
                        .flatten()
                        .map(|(_, link)| format!("{}: {}", link.kind.label(), link.note))
                }}
            </span>
        </div>
    }
}

/// The sentence of a link, its kind before and its places behind it.
fn note(number: Option<usize>, link: Link) -> AnyView {
    let places = |places: &[String], none: &'static str| {
        if places.is_empty() { none.to_owned() } else { places.join(", ") }
    };
    view! {
        <span class="badge">{number.map_or_else(|| "–".to_owned(), |number| number.to_string())}</span>
        <p class="linkbar__why">
            <b title=link.kind.meaning()>{link.kind.label()}</b>
            " · "
            {link.note}
            " "
            <span class="linkbar__at">
                <code>{places(&link.converse, "nothing in Converse")}</code>
                {icon("link")}
                <code>{places(&link.native, "nothing in InvokeModel")}</code>
            </span>
        </p>
    }
    .into_any()
}

/// How many links there are of each kind. Its button opens what the words mean, for a pointer, a key and a finger alike.
#[component]
pub fn Legend(
    /// How the two documents correspond.
    links: Memo<Vec<Link>>,
    /// The element id of the list that it opens.
    id: &'static str,
) -> impl IntoView {
    let counted = memo(move || {
        let links = links.read();
        LinkKind::ALL.map(|kind| crate::twin::row_marks::count(&links, kind))
    });
    let asked = RwSignal::new(false);
    let mark = |kind: LinkKind| view! { <span class=format!("mark mark--{}", look(kind))></span> };
    let items = move || {
        let kinds = LinkKind::ALL.into_iter().zip(counted.get()).filter(|(_, count)| *count > 0);
        kinds
            .map(|(kind, count)| view! {
                <span class="legend__kind" title=kind.meaning()>{mark(kind)} {kind.label()} " " <b>{count}</b></span>
            })
            .collect_view()
    };
    let meanings = move || {
        asked.get().then(|| {
            let row = |kind: LinkKind| view! { <dt>{mark(kind)} {kind.label()}</dt> <dd>{kind.meaning()}</dd> };
            view! { <dl>{LinkKind::ALL.map(row).collect_view()}</dl> }
        })
    };
    view! {
        <button type="button" class="legend" popovertarget=id hidden=move || links.read().is_empty()>
            <span class="vh">"What the words of the links mean: "</span>
            {items}
            {icon("down")}
        </button>
        <div id=id class="menu linkwords" popover="auto" on:toggle=move |_| asked.set(true)>{meanings}</div>
    }
}
