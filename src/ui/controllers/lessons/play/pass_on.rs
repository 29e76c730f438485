//! A step for somebody else, and the bench for oneself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::experiment::document::history::Entry;
use crate::page::lessons::{self, Address};
use crate::platform::{clock, fragment};
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::{history, toast};

/// The address of the open step.
pub fn address(desk: Desk) -> Address {
    let lesson =
        desk.lesson.with_untracked(|lesson| lesson.as_ref().map(|lesson| lesson.id.clone())).unwrap_or_default();
    Address { class: desk.class.get_untracked(), ..Address::new(&lesson, desk.step.get_untracked()) }
}

/// The link to the open step.
pub fn link(desk: Desk) -> String {
    format!("{}{}", fragment::page(), address(desk).fragment())
}

/// The open step as Markdown.
pub fn markdown(desk: Desk) -> String {
    let title =
        desk.lesson.with_untracked(|lesson| lesson.as_ref().map(|lesson| lesson.title.clone())).unwrap_or_default();
    desk.step_untracked()
        .map(|step| lessons::markdown(&title, desk.step.get_untracked(), &step, &link(desk)))
        .unwrap_or_default()
}

/// Puts the bench into the history.
pub fn keep(desk: Desk) {
    let address = address(desk);
    let title = format!("Lesson {}, step {}", address.lesson.to_uppercase(), address.step + 1);
    let draft = desk.state.draft.get_untracked();
    let entry = desk.state.run.session.with_untracked(|session| {
        let began = session.exchanges().map(|call| call.started_at).min().unwrap_or_else(clock::now);
        Entry { title: title.clone(), ..Entry::of(&draft, session.exchanges(), began) }
    });
    spawn_local(async move {
        match history::add(&entry).await {
            Ok(_) => toast::say(desk.state, format!("“{title}” is in the history")),
            Err(error) => toast::say(desk.state, history::advice(&error)),
        }
    });
}
