//! The credentials dialog: paste credentials in any form, see them recognised and masked, use them, forget them.
//!
//! Pasted text stays in this dialog's signal until it is used, and is dropped when the dialog closes.

mod desk;

use leptos::prelude::*;

use crate::aws::credentials::Credentials;
use crate::aws::credentials_text::{self, Understood};
use crate::aws::region::Region;
use crate::bedrock::api_key::{self, ApiKey, ApiKeyError, Term};
use crate::platform::{clock, focus, frame};
use crate::text::number;
use crate::ui::controllers::access::credentials;
use crate::ui::controllers::{toast, view_actions};
use crate::ui::memo::memo;
use crate::ui::parts::page_dialog::{self, PageDialog};
use crate::ui::state::{Dialog, Mode, use_app};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The content of the credentials dialog.
    pub fn late() => credentials_body()
}

const HOW: &str = "aws configure export-credentials --format process";

/// The dialog.
#[component]
pub fn CredentialsDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::Credentials id="credentials" title="Credentials">
            {lazy_view(late)}
        </PageDialog>
    }
}

/// The content of the dialog. Closing it drops the pasted text.
pub fn credentials_body() -> AnyView {
    let state = use_app();
    let typed = RwSignal::new(String::new());
    if state.access.with_untracked(|held| held.is_none()) {
        // What the dialog is for, and not the button that closes it.
        frame::next(|| {
            focus::move_to("#credentials-text");
        });
    }
    on_cleanup(move || state.place.run_waits.set(false));
    view! {
        <div class="dialog__body">
            {move || state.place.run_waits.get().then(|| view! {
                <div class="notice" role="status">
                    {icon("key")}
                    <div>"This run must be signed, and there are no credentials yet. Nothing has been sent."</div>
                </div>
            })}
            <Held />
            <Paste typed=typed close=Callback::new(move |()| page_dialog::close(state, Dialog::Credentials)) />
            {desk::sections()}
        </div>
    }
    .into_any()
}

/// The held credentials.
#[component]
fn Held() -> impl IntoView {
    let state = use_app();
    let held = memo(move || {
        state.access.with(|held| {
            held.map(|held| {
                (held.masked_id(), held.session_token().is_some(), held.expires_at(), held.bearer_token().is_some())
            })
        })
    });
    let left = move || {
        held.get().and_then(|(_, _, ends, _)| ends).map(|ends| number::countdown_ms(ends.since_ms(state.now.get())))
    };
    view! {
        {move || state.access.ran_out().then(|| view! {
            <div class="notice notice--warn" role="status">
                {icon("clock")}
                <div>"The credentials expired and were removed from memory. Your experiment is untouched."</div>
            </div>
        })}
        {move || held.get().map(|(id, has_token, ends, bearer)| view! {
            <section aria-label="Credentials in use">
                <dl class="cred">
                    <dt>{if bearer { "Kind" } else { "Access key ID" }}</dt>
                    <dd>
                        <code>{id}</code>
                        {bearer.then(|| view! { <span class="quiet">"sent as it is, nothing is signed"</span> })}
                    </dd>
                    {(!bearer).then(|| view! {
                        <dt>"Session token"</dt>
                        <dd>{if has_token { "held" } else { "none" }}</dd>
                    })}
                    <dt>"Time left"</dt>
                    <dd>{move || if ends.is_some() { left().unwrap_or_default() } else { "not stated".to_owned() }}</dd>
                </dl>
                <p class="dialog__row">
                    <button
                        type="button"
                        class="btn btn--danger"
                        on:click=move |_| {
                            state.access.forget();
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

/// Whether access keys are in the text of an API key.
#[derive(Clone, Copy)]
enum Beside {
    Nothing,
    AccessKeys,
}

/// Both in one text: AWS's own tools send the API key then.
const BOTH: &str = "The text has an API key and access keys. The API key is used, as the AWS SDKs do. Paste the access keys \
                    alone to sign with them.";

/// The pasted credentials: keys to sign with, or an API key.
#[derive(Clone)]
enum Pasted {
    Keys(Box<Understood>),
    ApiKey(ApiKey, Beside),
}

impl Pasted {
    fn read(text: &str) -> Result<Self, String> {
        match api_key::find(text) {
            Some(Ok(key)) => {
                let both = credentials_text::parse(text, clock::now()).is_ok();
                Ok(Self::ApiKey(key, if both { Beside::AccessKeys } else { Beside::Nothing }))
            }
            Some(Err(
                error
                @ (ApiKeyError::Damaged | ApiKeyError::Continues | ApiKeyError::AnotherUrl | ApiKeyError::TooLong),
            )) => Err(error.to_string()),
            Some(Err(ApiKeyError::NotAKey)) | None => credentials_text::parse(text, clock::now())
                .map(|understood| Self::Keys(Box::new(understood)))
                .map_err(|error| error.to_string()),
        }
    }

    fn credentials(&self) -> Credentials {
        match self {
            Self::Keys(understood) => understood.credentials.clone(),
            Self::ApiKey(key, _) => key.credentials(),
        }
    }

    /// The region given beside or inside them, if it is known.
    fn region(&self) -> Option<String> {
        let region = match self {
            Self::Keys(understood) => understood.region.clone(),
            Self::ApiKey(key, _) => match key.term() {
                Term::Short(short) => Some(short.region.clone()),
                Term::Long { .. } => None,
            },
        };
        region.filter(|region| Region::parse(region).is_ok())
    }
}

#[component]
fn Paste(typed: RwSignal<String>, close: Callback<()>) -> impl IntoView {
    let state = use_app();
    let understood = Memo::new_with_compare(
        move |_| {
            let text = typed.read();
            (!text.trim().is_empty()).then(|| Pasted::read(&text))
        },
        |_, _| true,
    );
    let error = move || match &*understood.read() {
        Some(Err(error)) => Some(error.clone()),
        Some(Ok(_)) | None => None,
    };
    let invalid = Signal::derive(move || matches!(&*understood.read(), Some(Err(_))));
    let usable = move || match &*understood.read() {
        Some(Ok(pasted)) => !pasted.credentials().is_expired(clock::now()),
        Some(Err(_)) | None => false,
    };
    let use_them = move || {
        let Some(Ok(pasted)) = understood.get_untracked() else { return };
        if let Some(region) = pasted.region() {
            state.draft.update(|draft| draft.region = region);
        }
        credentials::take(state, pasted.credentials());
        typed.set(String::new());
        close.run(());
        toast::show("Credentials held in memory");
    };
    let use_and_run = move || {
        let actions = view_actions::current();
        use_them();
        if let Some(actions) = actions {
            actions.run.run(());
        }
    };
    let waits = state.place.run_waits;
    let use_class = move || if waits.get() { "btn" } else { "btn btn--solid" };
    view! {
        <section class="stack stack--tight" aria-label="Paste credentials">
            <label class="label" for="credentials-text">"Paste temporary credentials or an API key"</label>
            <p class="small soft">
                "In any form: environment variables of any shell, a profile, JSON, a table or CSV, the bare values, or an Amazon
                 Bedrock API key. For example the output of "
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
                Some(Ok(Pasted::Keys(found))) => Some(view! { <Found found=*found /> }.into_any()),
                Some(Ok(Pasted::ApiKey(key, beside))) => {
                    let note = match beside {
                        Beside::AccessKeys => Some(view! {
                            <div class="notice" role="status">{icon("info")} <div>{BOTH}</div></div>
                        }),
                        Beside::Nothing => None,
                    };
                    Some(view! { {note} {desk::api_key::decoded(&key)} }.into_any())
                }
                Some(Err(_)) | None => None,
            }}
            <p class="dialog__row">
                {move || waits.get().then(|| view! {
                    <button type="button" class="btn btn--solid" disabled=move || !usable() on:click=move |_| use_and_run()>
                        {icon("run")}
                        "Use and run"
                    </button>
                })}
                <button type="button" class=use_class disabled=move || !usable() on:click=move |_| use_them()>
                    "Use these credentials"
                </button>
                // They open the simulator's loopback server; AWS refuses them.
                {move || (state.mode.get() != Mode::Aws).then(|| view! {
                    <button type="button" class="btn btn--ghost" on:click=move |_| typed.set(EXAMPLE.to_owned())>
                        "Fill in the simulator's example"
                    </button>
                })}
            </p>
        </section>
    }
}

/// The published example credentials: they work with the simulator's loopback server and nothing else.
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
            <dt>"Access key ID"</dt>
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
