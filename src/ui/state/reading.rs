//! How the reader wants to see what the page shows. Nothing here changes a request.

use leptos::prelude::*;

use crate::page::{AnswerView, Theme};
use crate::ui::widgets::json_view::Lit;

/// What is marked, and how answers and the page look.
#[derive(Clone, Copy)]
pub struct Reading {
    /// Which pair of rows of the two requests is lit.
    pub lit: RwSignal<Lit>,
    /// Whether corresponding places of the requests are marked.
    pub links_on: RwSignal<bool>,
    /// Whether lines are drawn between corresponding rows: from when the page is complete.
    pub threads: RwSignal<bool>,
    /// How the answers are shown.
    pub answer_view: RwSignal<AnswerView>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
}

impl Reading {
    /// Everything as at first, in this theme.
    pub(super) fn new(theme: Theme) -> Self {
        Self {
            lit: RwSignal::default(),
            links_on: RwSignal::new(true),
            threads: RwSignal::new(false),
            answer_view: RwSignal::default(),
            theme: RwSignal::new(theme),
        }
    }
}
