//! The share dialog: the experiment as a link, as Markdown, as a QR code or as a file, and what it includes.
//!
//! The link is made from the form's content while the dialog is open. Nothing is sent; the dialog only copies.

use crate::text::outside::isolated;
use leptos::html;
use leptos::prelude::*;

use crate::experiment::Experiment;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::summary;
use crate::platform::{files, focus, fragment, frame, save};
use crate::share::length::{self, Band};
use crate::share::secrets::{self, Finding};
use crate::share::{ShareError, file, link, qr};
use crate::text::number;
use crate::ui::controllers::toast;
use crate::ui::controllers::visit::arrive;
use crate::ui::memo::memo;
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::parts::qr_code::drawn;
use crate::ui::state::{AppState, Dialog, Slot, View, use_app};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::dialog;
use crate::ui::widgets::icon::late_icon;

late_view! {
    share:
    /// The dialog that shares.
    pub fn late() => view! { <ShareDialog /> }.into_any()
}

const PROMISE: &str =
    "Opening a link never sends a request. Anyone with the link can read the prompt. No server keeps it.";
const NEVER: [&str; 3] =
    ["Credentials and API keys", "Endpoints, headers and the mode", "File contents (only names are included)"];
const SECRET: &str = "Remove it before you share: a link cannot be revoked.";

/// The dialog.
#[component]
pub fn ShareDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::Share id="share" title="Share this experiment">
            {body()}
        </PageDialog>
    }
}

/// A view, and the title and note that its experiment has.
type Described = (View, String, String);

/// What was typed in place of a title and note.
type Typed = StoredValue<Vec<(Described, (String, String))>>;

thread_local! {
    static TYPED: Slot<Typed> = const { Slot::new() };
}

fn typed() -> Typed {
    TYPED.with(|typed| typed.get(|| StoredValue::new(Vec::new())))
}

/// The optional content that the user chose.
#[derive(Clone, Copy)]
struct Choice {
    title: RwSignal<String>,
    note: RwSignal<String>,
    answers: RwSignal<bool>,
    accounts: RwSignal<bool>,
}

impl Choice {
    /// Nothing extra, except an existing title and note.
    fn new(title: String, note: String) -> Self {
        Self {
            title: RwSignal::new(title),
            note: RwSignal::new(note),
            answers: RwSignal::new(false),
            accounts: RwSignal::new(false),
        }
    }

    /// Keeps what is typed while the page lives: the dialog may be closed by a key or a click beside it.
    fn keep(self, described: Described) {
        let typed = typed();
        Effect::new(move |_| {
            let now = (self.title.get(), self.note.get());
            typed.update_value(|typed| {
                typed.retain(|(of, _)| *of != described);
                if (&now.0, &now.1) != (&described.1, &described.2) {
                    typed.push((described.clone(), now));
                }
            });
        });
    }

    fn applied(self, state: AppState, mut experiment: Experiment) -> Experiment {
        experiment.title = self.title.get();
        experiment.note = self.note.get();
        if self.answers.get() {
            experiment.answers = answers(state);
        }
        if self.accounts.get() { experiment } else { experiment.without_accounts() }
    }
}

fn answers(state: AppState) -> Vec<Answer> {
    state.run.session.with(|session| session.exchanges().filter_map(Answer::of).collect())
}

/// The current link.
#[derive(Clone, PartialEq)]
struct Made {
    experiment: Experiment,
    link: Result<String, ShareError>,
    findings: Vec<Finding>,
}

impl Made {
    fn of(experiment: Experiment) -> Self {
        let link = link::encode(&experiment).map(|link| format!("{}#{link}", fragment::page()));
        let findings = secrets::scan(&experiment);
        Self { experiment, link, findings }
    }

    fn length(&self) -> usize {
        self.link.as_ref().map_or(0, String::len)
    }

    /// The link, if it is not too long.
    fn usable(&self) -> Option<&str> {
        self.link.as_deref().ok().filter(|link| Band::of(link.len()) != Band::File)
    }
}

fn body() -> AnyView {
    let state = use_app();
    let mut bare = arrive::current(state);
    let view = state.place.view.get_untracked();
    let described = (view, std::mem::take(&mut bare.title), std::mem::take(&mut bare.note));
    let kept = typed().with_value(|typed| typed.iter().find(|(of, _)| *of == described).map(|(_, now)| now.clone()));
    let (title, note) = kept.unwrap_or_else(|| (described.1.clone(), described.2.clone()));
    let choice = Choice::new(title, note);
    choice.keep(described);
    let has_accounts = bare.clone().without_accounts() != bare;
    // Only the playground's own answers may be shared with it.
    let there = if bare.draft().is_some() { answers(state) } else { Vec::new() };
    let made = Memo::new(move |_| Made::of(choice.applied(state, bare.clone())));
    let link = memo(move || made.with(|made| made.usable().map(str::to_owned)));
    let copy = move || {
        if let Some(link) = link.get_untracked() {
            toast::copy(link);
        }
    };
    // A dialog that opens has its first button focused; here one begins to type.
    frame::next(|| {
        focus::move_to("#share-name");
    });
    let copy_markdown = move |_| {
        if let Some(link) = link.get_untracked() {
            toast::copy(length::markdown(&made.with_untracked(|made| made.experiment.title.clone()), &link));
        }
    };
    let save = move |_| {
        let experiment = made.with_untracked(|made| made.experiment.clone());
        let name = file::name(&experiment);
        toast::show(match save::text(&name, &file::write(&experiment, None)) {
            Ok(()) => format!("Saved as {}", isolated(&name)),
            Err(error) => error.to_string(),
        });
    };
    view! {
        <div class="dialog__body">
            {description(choice, Callback::new(move |()| copy()))}
            <div class="field">
                <label class="label" for="share-link">
                    "Link" <span class="note">"no server involved: the link holds everything"</span>
                </label>
                <div class="row">
                    <input
                        class="input input--mono grow"
                        id="share-link"
                        readonly
                        prop:value=move || link.get().unwrap_or_default()
                        on:focus=|event| select(&event)
                    />
                    <button type="button" class="btn btn--solid" disabled=move || link.read().is_none() on:click=move |_| copy()>
                        {late_icon("copy")}
                        "Copy link"
                    </button>
                </div>
                {meter(made)}
            </div>
            {move || made.with(|made| warnings(&made.findings))}
            <div class="sharegrid">
                <div class="stack">
                    <div class="two">
                        <div>
                            <h3>"In the link"</h3>
                            <ul class="facts facts--in">
                                {move || made.with(|made| summary::entries(&made.experiment))
                                    .into_iter()
                                    .map(|fact| view! { <li>{late_icon("check")}{fact}</li> })
                                    .collect_view()}
                            </ul>
                        </div>
                        <div>
                            <h3>"Never in the link"</h3>
                            <ul class="facts facts--out">
                                {NEVER.map(|fact| view! { <li>{late_icon("lock")}{fact}</li> }).collect_view()}
                                {move || (!choice.accounts.get())
                                    .then(|| view! { <li>{late_icon("lock")}"The account ID of an ARN"</li> })}
                            </ul>
                        </div>
                    </div>
                    <div class="stack stack--tight">
                        {(!there.is_empty()).then(|| tick(choice.answers, answers_label(&there)))}
                        {has_accounts.then(|| tick(choice.accounts, "Keep the account ID in the model’s ARN".to_owned()))}
                    </div>
                </div>
                {move || link.with(|link| link.as_deref().and_then(qr::encode)).map(|code| view! { <QrCode code=code title=choice.title /> })}
            </div>
            <div class="notice">{late_icon("info")}<div>{PROMISE}</div></div>
        </div>
        <div class="dialog__foot">
            <button type="button" class="btn" disabled=move || link.read().is_none() on:click=copy_markdown>"Copy as Markdown"</button>
            <span class="push"></span>
            <OpenFiles />
            <button type="button" class="btn" on:click=save>{late_icon("download")}"Save file"</button>
        </div>
    }
    .into_any()
}

/// Selects the whole link, ready to be copied.
fn select(event: &web_sys::FocusEvent) {
    event_target::<web_sys::HtmlInputElement>(event).select();
}

/// A button that opens files.
#[component]
pub fn OpenFiles() -> impl IntoView {
    let state = use_app();
    view! {
        <label class="btn btn--ghost filebtn">
            "Open files…"
            <input
                class="vh"
                type="file"
                accept=".json,application/json"
                multiple
                on:change=move |event| {
                    let input = event_target::<web_sys::HtmlInputElement>(&event);
                    arrive::open_files(state, files::from_list(input.files()));
                    input.set_value("");
                    state.place.dialog.set(None);
                }
            />
        </label>
    }
}

fn tick(signal: RwSignal<bool>, label: String) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || signal.get()
                on:change=move |event| signal.set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

fn answers_label(answers: &[Answer]) -> String {
    let which = if answers.len() == 1 { "the answer".to_owned() } else { format!("the {} answers", answers.len()) };
    let simulated = answers.iter().all(|answer| answer.origin == crate::experiment::Origin::Simulator);
    format!("Add {which}{}", if simulated { ", marked as SIMULATED" } else { "" })
}

/// Title and note. Enter in the title copies the link.
fn description(choice: Choice, copy: Callback<()>) -> impl IntoView {
    view! {
        <div class="sharewords">
            <div class="field">
                <label class="label" for="share-name">"Title"</label>
                <input
                    class="input"
                    id="share-name"
                    placeholder="optional"
                    maxlength="120"
                    autocomplete="off"
                    prop:value=move || choice.title.get()
                    on:input=move |event| choice.title.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() && !event.ctrl_key() && !event.meta_key() {
                            copy.run(());
                        }
                    }
                />
            </div>
            <div class="field">
                <label class="label" for="share-note">"Note"</label>
                <Area
                    label="Note"
                    id="share-note"
                    placeholder="optional, for example what to try"
                    text=choice.note
                    on_text=Callback::new(move |text| choice.note.set(text))
                />
            </div>
        </div>
    }
}

/// The link's length, and where it still works.
fn meter(made: Memo<Made>) -> impl IntoView {
    move || {
        made.with(|made| {
            if let Err(error) = &made.link {
                return view! { <p class="field__err" role="alert">{error.to_string()}". Save it as a file instead."</p> }
                    .into_any();
            }
            let length = made.length();
            let band = Band::of(length);
            #[expect(clippy::cast_precision_loss, reason = "a place on a scale")]
            let place = (length.min(length::LONGEST) as f64 / length::LONGEST as f64).to_string();
            let label = format!(
                "{} of {} characters",
                number::grouped(length as u64),
                number::grouped(length::LONGEST as u64)
            );
            view! {
                <div class="meterrow">
                    <div class="meter" role="img" aria-label=label>
                        <i></i>
                        <i></i>
                        <i></i>
                        <b style:--x=place></b>
                    </div>
                    <span class="note" role="status">
                        <b class="mono">{number::grouped(length as u64)}</b>
                        {format!(" characters, {}", band.sentence())}
                    </span>
                </div>
            }
            .into_any()
        })
    }
}

fn warnings(findings: &[Finding]) -> AnyView {
    if findings.is_empty() {
        return ().into_any();
    }
    let secret = findings.iter().any(|finding| finding.kind.is_secret());
    view! {
        <div class=if secret { "notice notice--err" } else { "notice notice--warn" } role="alert">
            {late_icon("warn")}
            <div>
                <ul>{findings.iter().map(|finding| view! { <li>{finding.sentence()}</li> }).collect_view()}</ul>
                {secret.then_some(SECRET)}
            </div>
        </div>
    }
    .into_any()
}

/// The QR code, and a button that shows it on the whole screen.
#[component]
fn QrCode(code: qr::Qr, title: RwSignal<String>) -> impl IntoView {
    let open = RwSignal::new(false);
    let node = NodeRef::<html::Dialog>::new();
    dialog::follow(node, open.into());
    view! {
        <div class="qrbox">
            {drawn(&code, "QR code of the link")}
            <button type="button" class="btn btn--sm" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                {late_icon("external")}
                "Full screen"
            </button>
        </div>
        <dialog node_ref=node class="qrscreen" aria-label="QR code, full screen" on:close=move |_| open.set(false)>
            {move || open.get().then(|| view! {
                <p class="qrscreen__title" dir="auto">{move || title.get()}</p>
                {drawn(&code, "QR code of the link")}
                <button type="button" class="btn" on:click=move |_| open.set(false)>"Close"</button>
            })}
        </dialog>
    }
}
