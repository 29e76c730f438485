//! Performs a command of the page. The commands of keys are in [`super::keyboard`], in the first load; the rest loads
//! with the palette and the menu.

use leptos::prelude::*;

use super::offline::{self, Wish};
use super::visit::links::{self, Replacement};
use super::{keyboard, toast, view_actions, views};
use crate::page::commands::{Action, Command};
use crate::page::keys::Shortcut;
use crate::platform::{focus, fragment, frame};
use crate::simulator::Mishap;
use crate::ui::state::{AppState, Inspect, View};

/// Performs a command.
pub fn perform(state: AppState, command: Command) {
    match command {
        Command::Shortcut(shortcut) => {
            if matches!(shortcut, Shortcut::Inspect(_) | Shortcut::Maximise) {
                views::go_to(state, View::Playground);
            }
            keyboard::press(state, shortcut);
        }
        Command::Act(action) => view_actions::ask(action, || show(state, action)),
        Command::Open(view) => views::go_to(state, view),
        Command::Operation(operation) => fragment::go(&operation.address()),
        Command::Lesson(address) => fragment::go(&address.fragment()),
        Command::Dialog(dialog) => state.place.dialog.set(Some(dialog)),
        Command::Field(id) => {
            views::go_to(state, View::Playground);
            // The view is drawn before the next frame.
            frame::next(move || {
                focus::move_to(&format!("#{id}"));
            });
        }
        Command::Model(id) => {
            views::go_to(state, View::Playground);
            state.draft.update(|draft| draft.model = id);
        }
        Command::Region(name) => state.draft.update(|draft| name.clone_into(&mut draft.region)),
        Command::SendAs(send_as) => state.draft.update(|draft| draft.send_as = send_as),
        Command::Mode(_) if state.overlay.teaches_untracked() => {
            toast::show("Lessons use the simulator only. Leave the lesson first");
        }
        Command::Mode(mode) => state.mode.set(mode),
        Command::Fault(fault) => {
            state.mishap.set(fault);
            // Not every view shows the fault menu.
            let name = fault.map_or("No fault", Mishap::name);
            toast::say(state, format!("The next simulated calls: {name}"));
        }
        Command::Stream => state.draft.update(|draft| draft.stream = !draft.stream),
        Command::Links => state.reading.links_on.update(|on| *on = !*on),
        Command::Answers(form) => {
            views::go_to(state, View::Playground);
            state.place.inspect.set(Inspect::Response);
            state.reading.answer_view.set(form);
        }
        Command::Theme(theme) => state.reading.theme.set(theme),
        Command::Example(example) => links::replace(state, Replacement::Example(example)),
        Command::StartOver => links::replace(state, Replacement::First),
        Command::Undo => links::replace(state, Replacement::Undo),
        Command::KeepOffline => offline::keep_everything(state, Wish::Everything),
        Command::RemoveOffline => offline::remove(state),
    }
}

/// Shows the part of the page that does this.
fn show(state: AppState, action: Action) {
    views::go_to(state, View::Playground);
    match action {
        Action::CountTokens => {}
        Action::CopyCode => state.place.inspect.set(Inspect::Code),
        Action::ExplainError => state.place.inspect.set(Inspect::Signature),
    }
}
