//! Runs the program of the code bench: it is read, its call is made on the simulator, and what it prints is evaluated.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::lesson::journal::{Entry, Program};
use crate::ui::controllers::lessons::desk::Desk;

/// Starts the program.
pub fn start_program(desk: Desk) {
    if !desk.is_running_program.get_untracked() {
        spawn_local(run_program(desk));
    }
}

/// Runs the program to its end.
pub async fn run_program(desk: Desk) {
    desk.is_running_program.set(true);
    let text = desk.program.get_untracked();
    desk.push(Entry::Program(Program { text, error: "not there".to_owned(), ..Program::default() }));
    desk.is_running_program.set(false);
}
