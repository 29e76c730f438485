//! The badge of a passed final check: its link and file, and what an opened link shows.

use super::desk::Desk;
use super::{done, draw, hand_in};
use crate::lesson::badge::Badge;
use crate::lesson::hand_in::HandIn;
use crate::platform::fragment;
use crate::ui::controllers::toast;

/// What an opened link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// It is being replayed.
    Replaying,
    /// A final check.
    Badge(Badge),
    /// Steps of lessons.
    HandIn(hand_in::Row),
    /// Why it cannot be read.
    Unreadable(String),
}

/// The answers to the last draw.
fn last() -> Option<HandIn> {
    let draw = draw::last()?;
    done::stored().badge(&draw.name, &draw.class, draw.attempt)
}

/// The link to the badge of the last draw.
pub fn link() -> Option<String> {
    last().map(|badge| format!("{}#{}", fragment::page(), badge.to_link()))
}

/// Opens the badge of the last draw, as whoever gets the link sees it.
pub fn open() {
    if let Some(badge) = last() {
        fragment::go(&format!("#{}", badge.to_link()));
    }
}

/// Copies the link.
pub fn copy() {
    if let Some(link) = link() {
        toast::copy(link);
    }
}

/// Saves the badge as a file.
pub fn save(desk: Desk) {
    if let Some(badge) = last() {
        hand_in::save(desk, "badge", &badge);
    }
}
