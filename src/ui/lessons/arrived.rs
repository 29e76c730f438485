//! What a link shows that somebody was given: a badge, or what a learner handed in, replayed on this page.

use leptos::prelude::*;

use super::handing;
use super::marked::marked;
use crate::lesson::badge::{Badge, CANNOT_SHOW, Item, SHOWS};
use crate::lesson::exam::PASS;
use crate::lesson::hand_in::Verdict;
use crate::ui::controllers::lessons::badge::Arrived;
use crate::ui::controllers::lessons::hand_in;
use crate::ui::widgets::icon::late_icon;

/// The section; nothing without such a link.
pub fn section() -> impl IntoView {
    let table = hand_in::Table::of_page();
    move || {
        let body = match table.arrived.get()? {
            Arrived::Replaying => view! { <h2 id="h-arrived">"Replaying the link"</h2> }.into_any(),
            Arrived::Badge(badge) => shown(&badge),
            Arrived::HandIn(row) => {
                view! { <h2 id="h-arrived">"Hand-in of a link"</h2> {handing::table_of(vec![row])} }.into_any()
            }
            Arrived::Unreadable(why) => view! {
                <h2 id="h-arrived">"The link cannot be read"</h2>
                <p class="notice notice--err">{late_icon("error")} <span>{why}</span></p>
            }
            .into_any(),
        };
        Some(view! {
            <section class="lessons__badge" aria-labelledby="h-arrived" aria-live="polite">
                {body}
                <button type="button" class="btn btn--sm" on:click=move |_| hand_in::close_address()>"Close"</button>
            </section>
        })
    }
}

/// A badge.
fn shown(badge: &Badge) -> AnyView {
    let (held, all) = (badge.held(), badge.items.len());
    let class = if badge.class.is_empty() { "no class code".to_owned() } else { format!("class code {}", badge.class) };
    let about = format!("Final check, attempt {}, {class}", badge.attempt);
    let verdict = if badge.is_of_other_set() {
        "It was made with another set of items, so nothing can be replayed here".to_owned()
    } else if badge.is_passed() {
        format!("{held} of {all} hold: passed")
    } else {
        format!("{held} of {all} hold: not passed. {PASS} of {all} pass")
    };
    let (kind, icon) = if badge.is_passed() { ("notice notice--ok", "check") } else { ("notice notice--warn", "warn") };
    let rows = badge.items.iter().map(row).collect_view();
    view! {
        <h2 id="h-arrived">{format!("Badge of {}", badge.name)}</h2>
        <p class="quiet">{about}</p>
        <p class=kind>{late_icon(icon)} <b>{verdict}</b></p>
        <dl class="lessons__claims">
            <dt>"What it shows"</dt>
            <dd>{SHOWS}</dd>
            <dt>"What it cannot show"</dt>
            <dd>{CANNOT_SHOW}</dd>
        </dl>
        <details class="lessons__steps">
            <summary>"The items"</summary>
            <ol>{rows}</ol>
        </details>
    }
    .into_any()
}

fn row(item: &Item) -> impl IntoView + use<> {
    let (icon, words) = match &item.verdict {
        Some(Verdict::Holds) => ("check", "holds".to_owned()),
        Some(Verdict::Fails(why)) => ("close", format!("does not hold: {why}")),
        Some(Verdict::OtherSet | Verdict::UnknownLesson) => ("close", "not replayed".to_owned()),
        None => ("close", "not answered".to_owned()),
    };
    view! { <li>{late_icon(icon)} <span>{marked(&item.goal)} " " <span class="quiet">{words}</span></span></li> }
}
