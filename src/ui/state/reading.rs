//! Display settings. Nothing here changes a request.

use leptos::prelude::*;

use crate::page::{AnswerView, Theme};
use crate::ui::widgets::json_view::Lit;

/// The highlighted links, the form of answers, and the theme.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The highlighted pair of rows of the two requests.
    pub lit: RwSignal<Lit>,
    /// Whether links between the requests are marked.
    pub links_on: RwSignal<bool>,
    /// Whether lines are drawn between corresponding rows: from when the page is complete.
    pub threads: RwSignal<bool>,
    /// How the answers are shown.
    pub answer_view: RwSignal<AnswerView>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
}

impl Reading {
    /// The initial settings, in this theme.
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
