//! A request as a program, in the language that the user chose last.

use leptos::prelude::*;

use super::row_marks::drawn;
use crate::export::{self, Code, Request, Target};
use crate::page::commands::Action;
use crate::platform::{save, storage};
use crate::text::json::Row;
use crate::text::program::{self, Lexis};
use crate::twin::row_marks::{Side, marks};
use crate::ui::controllers::{simulator, toast, view_actions};
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::state::{Dialog, use_app};
use crate::ui::widgets::icon_button::{Icon, IconButton};
use crate::ui::widgets::json_view::JsonView;
use crate::ui::widgets::segment::segment_of;

/// The storage key of the chosen language.
const CHOICE: &str = "outcrop.code";

/// A request as a program. The playground has two requests, links between them, and takes pasted ones.
pub fn code_panel(request: Memo<Result<Request, String>>, side: Option<RwSignal<Side>>) -> AnyView {
    let state = use_app();
    let chosen = storage::read(CHOICE).and_then(|key| Target::from_key(&key));
    let target = RwSignal::new(chosen.unwrap_or(Target::Boto3));
    let failed = RwSignal::new(None::<String>);
    // The service model gives the types of values, and which are bytes.
    simulator::load_service_model(state, failed);
    let written = memo(move || {
        let model = state.service_model.get()?;
        let code = |request: &Request| export::code(target.get(), request, &model);
        Some(request.read().as_ref().map(code).map_err(Clone::clone))
    });
    let lines = memo(move || match &*written.read() {
        Some(Ok(code)) => rows(code),
        Some(Err(_)) | None => Vec::new(),
    });
    let row_marks = memo(move || {
        let rows = lines.read();
        let pointers = rows.iter().map(|row| row.pointers.as_slice());
        let shown = state.shown.read();
        let linked = shown.as_ref().filter(|_| side.is_some() && state.reading.links_on.get());
        let linked = linked.map(|shown| shown.twin.links.as_slice());
        let side = side.map_or(Side::Native, |side| side.get());
        let marks = marks(linked.unwrap_or_default(), side, pointers);
        marks.into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    let text = move || written.with_untracked(|written| written.as_ref()?.as_ref().ok().map(Code::text));
    if side.is_some() {
        // Shown once there is code, or a reason why not.
        Effect::new(move |_| {
            if written.read().is_some() {
                let copy = move |()| text().map(toast::copy).unwrap_or_default();
                view_actions::offer(Action::CopyCode, Callback::new(copy));
            }
        });
    }
    let download = move |()| {
        let Some(text) = text() else { return };
        if let Err(error) = save::text(target.get_untracked().file_name(), &text) {
            toast::show(error.to_string());
        }
    };
    let behind = Signal::derive(move || side.is_some() && state.shown.read().as_ref().is_some_and(|shown| shown.stale));
    let trouble = move || match &*written.read() {
        Some(Err(why)) => Some(why.clone()),
        Some(Ok(_)) => None,
        None => Some(failed.get().unwrap_or_else(|| "Loading …".to_owned())),
    };
    let notes = memo(move || match &*written.read() {
        Some(Ok(code)) => code.notes.clone(),
        Some(Err(_)) | None => Vec::new(),
    });
    view! {
        <section class="program" aria-label="Code">
            <div class="program__head">
                <label class="program__target">
                    <span class="vh">"Language"</span>
                    <select
                        class="select select--auto"
                        on:change=move |event| {
                            if let Some(chosen) = Target::from_key(&event_target_value(&event)) {
                                // Without storage, the next visit starts with the first language.
                                let _ = storage::write(CHOICE, chosen.key());
                                target.set(chosen);
                            }
                        }
                    >
                        {Target::ALL
                            .into_iter()
                            .map(|each| view! {
                                <option value=each.key() selected=move || target.get() == each>{each.label()}</option>
                            })
                            .collect_view()}
                    </select>
                </label>
                {side.map(|side| view! { <ApiSwitch side=side /> })}
                <span class="push"></span>
                <CopyButton
                    label="Copy code"
                    text=Callback::new(move |()| text().unwrap_or_default())
                    ready=Signal::derive(move || matches!(&*written.read(), Some(Ok(_))))
                />
                <IconButton label="Download code" icon=Icon::Late("download") on_press=download />
                {side.map(|_| view! { <ImportButton /> })}
            </div>
            {move || trouble().map(|text| view! { <div class="empty"><p>{text}</p></div> })}
            <div class="program__lines" hidden=move || lines.read().is_empty()>
                <JsonView label="Exported code" rows=lines marks=row_marks lit=state.reading.lit stale=behind />
            </div>
            <ul class="program__notes" aria-label="Notes on the code">
                {move || notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Imports pasted code as the experiment.
#[component]
fn ImportButton() -> impl IntoView {
    let state = use_app();
    view! {
        <button type="button" class="btn btn--sm" on:click=move |_| state.place.dialog.set(Some(Dialog::Import))>
            "Import…"
        </button>
    }
}

/// Which of the two requests is written as code.
#[component]
fn ApiSwitch(side: RwSignal<Side>) -> impl IntoView {
    view! {
        <div class="seg" role="radiogroup" aria-label="Code for">
            {segment_of("code-api", "Converse", Side::Converse, side)}
            {segment_of("code-api", "InvokeModel", Side::Native, side)}
        </div>
    }
}

/// The program's lines in colour, each with its places.
fn rows(code: &Code) -> Vec<Row> {
    let mut rows = program::rows(code.lines.iter().map(|line| line.text.as_str()), &lexis(code.target));
    for (row, line) in rows.iter_mut().zip(&code.lines) {
        row.pointers.clone_from(&line.pointers);
    }
    rows
}

/// The lexical rules of a target's language.
fn lexis(target: Target) -> Lexis {
    let plain = Lexis { comment: "//", quotes: "\"", raw: &[], documents: false, words: &[] };
    match target {
        Target::Boto3 => {
            let words = &["import", "for", "in", "if", "elif", "else", "None", "True", "False"];
            Lexis { comment: "#", quotes: "\"'", words, ..plain }
        }
        Target::Cli | Target::Curl => {
            let words = &["case", "in", "esac"];
            Lexis { comment: "# ", raw: &[("'", "'")], documents: true, words, ..plain }
        }
        Target::JavaScript => {
            let words = &["import", "from", "const", "new", "await", "for", "of", "if", "true", "false", "null"];
            Lexis { words, ..plain }
        }
        Target::Rust => {
            let words = &["use", "async", "fn", "let", "mut", "for", "in", "if", "else", "while", "match", "await"];
            Lexis { raw: &[("r#", "")], words, ..plain }
        }
        Target::Java => {
            let words = &[
                "import", "public", "class", "static", "void", "var", "new", "try", "for", "if", "null", "true",
                "false",
            ];
            Lexis { raw: &[("\"\"\"", "\"\"\"")], words, ..plain }
        }
        Target::Go => {
            let words = &[
                "package", "import", "func", "if", "else", "for", "range", "switch", "case", "defer", "return", "nil",
                "true", "false",
            ];
            Lexis { raw: &[("`", "`")], words, ..plain }
        }
        Target::Http => Lexis { comment: "", words: &["POST", "true", "false", "null"], ..plain },
    }
}
