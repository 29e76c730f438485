//! The code bench: a boto3 program, what it prints, and where it fails.

use leptos::prelude::*;

use crate::lesson::journal::Entry;
use crate::page::View;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::play;
use crate::ui::controllers::view_actions::{self, ViewActions};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

/// The regions that F6 goes through.
const REGIONS: [&str; 2] = ["program", "output"];

/// The bench.
pub fn program(desk: Desk) -> AnyView {
    let actions = ViewActions {
        run: Callback::new(move |()| play::start_program(desk)),
        stop: Callback::new(|()| {}),
        running: desk.is_running_program.into(),
        regions: &REGIONS,
    };
    view_actions::register(View::Lessons, actions);
    let last = Memo::new(move |_| {
        desk.journal.with(|journal| {
            journal.of_step().iter().rev().find_map(|entry| match entry {
                Entry::Program(program) => Some((program.printed.clone(), program.error.clone())),
                _ => None,
            })
        })
    });
    let output = move || {
        match last.get() {
        None => view! { <p class="empty">"Nothing has run yet. The program runs in this page, on the simulator; nothing is billed."</p> }.into_any(),
        Some((printed, error)) => view! {
            {(!printed.is_empty()).then(|| view! { <pre tabindex="0" role="group" aria-label="What the program printed">{printed.clone()}</pre> })}
            {(!error.is_empty()).then(|| view! { <pre data-err="" tabindex="0" role="group" aria-label="Error">{error.clone()}</pre> })}
            {(printed.is_empty() && error.is_empty()).then(|| view! { <p class="empty">"The program ran and printed nothing."</p> })}
        }
        .into_any(),
    }
    };
    view! {
        <main class="work" id="main">
            <h1 class="vh">"Code bench"</h1>
            <div class="codebench">
                <section class="pane" id="program" aria-labelledby="h-program">
                    <div class="pane__head">
                        <h2 id="h-program">"Program"</h2>
                        <span class="count">"Python, boto3"</span>
                        <span class="push"></span>
                        <button
                            type="button"
                            class="btn btn--run"
                            id="run"
                            disabled=move || desk.is_running_program.get()
                            on:click=move |_| play::start_program(desk)
                        >
                            {icon("run")}
                            "Run program"
                            <kbd class="only-mid">"Ctrl ↵"</kbd>
                        </button>
                    </div>
                    <Area
                        label="Program"
                        class="area area--mono"
                        spellcheck=false
                        rows=14
                        text=desk.program
                        placeholder="import boto3"
                        on_text=Callback::new(move |text| desk.program.set(text))
                    />
                </section>
                <section class="pane" id="output" aria-labelledby="h-output">
                    <div class="pane__head"><h2 id="h-output">"Output"</h2> <span class="stamp stamp--sim">"SIMULATED"</span></div>
                    <div class="scroll" tabindex="0" role="group" aria-label="Output of the program" aria-live="polite">{output}</div>
                </section>
            </div>
        </main>
    }
    .into_any()
}
