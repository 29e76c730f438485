//! The credentials dialog: paste anything, see masked what was understood, use it, forget it.
//!
//! What is pasted stays in this dialog's own signal until it is used, and goes when the dialog closes.

use leptos::prelude::*;

use crate::aws::credentials_text::{self, Understood};
use crate::platform::clock;
use crate::text::number;
use crate::ui::controllers::{credentials, toast};
use crate::ui::lazy;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Dialog, Mode, use_app};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::dialog::Modal;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

const HOW: &str = "aws configure export-credentials --format process";

/// The dialog.
#[component]
pub fn CredentialsDialog() -> impl IntoView {
    let state = use_app();
    let open = Signal::derive(move || state.dialog.get() == Some(Dialog::Credentials));
    view! {
        <Modal id="credentials" title="Credentials" open=open on_close=Callback::new(move |()| close(state))>
            {lazy_view(lazy::credentials)}
        </Modal>
    }
}

fn close(state: AppState) {
    if state.dialog.get_untracked() == Some(Dialog::Credentials) {
        state.dialog.set(None);
    }
}

/// What is in the dialog. The pasted text goes with it when it closes.
pub fn credentials_body() -> AnyView {
    let state = use_app();
    let typed = RwSignal::new(String::new());
    view! {
        <div class="dialog__body">
            <Held />
            <Paste typed=typed close=Callback::new(move |()| close(state)) />
            <Promise />
        </div>
    }
    .into_any()
}

/// What is held now.
#[component]
fn Held() -> impl IntoView {
    let state = use_app();
    let held = memo(move || {
        state.credentials.with(|held| {
            held.as_ref().map(|held| (held.masked_id(), held.session_token().is_some(), held.expires_at()))
        })
    });
    let left =
        move || held.get().and_then(|(.., ends)| ends).map(|ends| number::countdown_ms(ends.since_ms(state.now.get())));
    view! {
        {move || state.credentials_ran_out.get().then(|| view! {
            <div class="notice notice--warn" role="status">
                {icon("clock")}
                <div>"The credentials expired and were removed from memory. Your experiment is untouched."</div>
            </div>
        })}
        {move || held.get().map(|(id, has_token, ends)| view! {
            <section aria-label="Credentials in use">
                <dl class="cred">
                    <dt>"Access key id"</dt>
                    <dd><code>{id}</code></dd>
                    <dt>"Session token"</dt>
                    <dd>{if has_token { "held" } else { "none" }}</dd>
                    <dt>"Time left"</dt>
                    <dd>{move || if ends.is_some() { left().unwrap_or_default() } else { "not stated".to_owned() }}</dd>
                </dl>
                <p class="dialog__row">
                    <button
                        type="button"
                        class="btn btn--danger"
                        on:click=move |_| {
                            credentials::forget(state);
                            toast::show("Credentials forgotten");
                        }
                    >
                        {icon("trash")}
                        "Forget"
                    </button>
                </p>
            </section>
        })}
    }
}

#[component]
fn Paste(typed: RwSignal<String>, close: Callback<()>) -> impl IntoView {
    let state = use_app();
    let understood = Memo::new_with_compare(
        move |_| {
            let text = typed.read();
            (!text.trim().is_empty()).then(|| credentials_text::parse(&text, clock::now()))
        },
        |_, _| true,
    );
    let error = move || match &*understood.read() {
        Some(Err(error)) => Some(error.to_string()),
        Some(Ok(_)) | None => None,
    };
    let invalid = Signal::derive(move || matches!(&*understood.read(), Some(Err(_))));
    let expired = move || match &*understood.read() {
        Some(Ok(understood)) => understood.credentials.is_expired(clock::now()),
        Some(Err(_)) | None => false,
    };
    let ready = move || matches!(&*understood.read(), Some(Ok(_))) && !expired();
    let use_them = move |_| {
        let Some(Ok(found)) = understood.get_untracked() else { return };
        if found.credentials.is_expired(clock::now()) {
            return;
        }
        if let Some(region) = found.region.filter(|region| crate::aws::region::Region::parse(region).is_ok()) {
            state.draft.update(|draft| draft.region = region);
        }
        state.credentials.set(Some(found.credentials));
        state.credentials_ran_out.set(false);
        if state.mode.get_untracked() == Mode::Simulator {
            state.mode.set(Mode::Aws);
        }
        typed.set(String::new());
        close.run(());
        toast::show("Credentials held in memory");
    };
    view! {
        <section class="stack stack--tight" aria-label="Paste credentials">
            <label class="label" for="credentials-text">"Paste temporary credentials"</label>
            <p class="small soft">
                "Environment variables of any shell, a profile of an ini file, or the JSON that the AWS CLI and STS print. \
                 For example the output of "
                <code>{HOW}</code>
            </p>
            <Area
                id="credentials-text"
                label="Paste temporary credentials"
                class="area area--mono area--secret"
                rows=6
                spellcheck=false
                text=typed
                invalid=invalid
                described_by="credentials-note"
                placeholder="export AWS_ACCESS_KEY_ID=ASIA…\nexport AWS_SECRET_ACCESS_KEY=…\nexport AWS_SESSION_TOKEN=…"
                on_text=Callback::new(move |text| typed.set(text))
            />
            <p class="field__err" id="credentials-note" hidden=move || error().is_none()>{error}</p>
            {move || match understood.get() {
                Some(Ok(found)) => Some(view! { <Found found=found /> }),
                Some(Err(_)) | None => None,
            }}
            <p class="dialog__row">
                <button type="button" class="btn btn--solid" disabled=move || !ready() on:click=use_them>
                    "Use these credentials"
                </button>
                <button
                    type="button"
                    class="btn btn--ghost"
                    on:click=move |_| typed.set(EXAMPLE.to_owned())
                >
                    "Fill in the simulator's example"
                </button>
            </p>
        </section>
    }
}

/// The published example credentials: they open the simulator's loopback server and nothing else.
const EXAMPLE: &str = "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
export AWS_SESSION_TOKEN=outcrop-simulator-session";

#[component]
fn Found(found: Understood) -> impl IntoView {
    let ends = found.credentials.expires_at();
    view! {
        <dl class="cred" aria-label="Understood">
            <dt>"Read as"</dt>
            <dd>{found.source.label()}</dd>
            <dt>"Access key id"</dt>
            <dd><code>{found.credentials.masked_id()}</code></dd>
            <dt>"Secret access key"</dt>
            <dd>"understood, not shown"</dd>
            <dt>"Session token"</dt>
            <dd>{if found.credentials.session_token().is_some() { "understood, not shown" } else { "none" }}</dd>
            {ends.map(|ends| view! {
                <dt>"Expires"</dt>
                <dd>{ends.iso8601()}</dd>
            })}
            {found.region.clone().map(|region| view! {
                <dt>"Region"</dt>
                <dd>{region}</dd>
            })}
        </dl>
        {found
            .warnings
            .iter()
            .map(|warning| view! {
                <div class="notice notice--warn" role="status">{icon("warn")} <div>{warning.clone()}</div></div>
            })
            .collect_view()}
    }
}

#[component]
fn Promise() -> impl IntoView {
    view! {
        <section aria-label="What happens to them">
            <ul class="facts facts--in">
                <li>{icon("check")} "Held in this page's memory only; a reload or Forget removes them"</li>
                <li>{icon("check")} "The secret signs requests here and never leaves the page"</li>
                <li>
                    {icon("check")}
                    "The access key id, the session token and a signature go with each request to the host you chose, and nowhere else"
                </li>
            </ul>
        </section>
    }
}
