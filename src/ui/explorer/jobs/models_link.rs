//! An ARN that was made here, in the playground's model field.

use leptos::prelude::*;

use crate::ui::controllers::{toast, views};
use crate::ui::state::{View, use_app};

/// Puts the ARN into the playground's model field, and opens the playground. Nothing is sent.
pub fn open_in_playground(arn: String) {
    let state = use_app();
    state.draft.update(|draft| draft.model = arn);
    views::go_to(state, View::Playground);
    toast::say(state, "The ARN is the playground's model now. Nothing was sent");
}
