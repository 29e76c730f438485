//! How a request is signed, step by step; next to it the bench that breaks it, and the clinic for any error.
//!
//! A sent request is shown as it was signed. Before the first run, the next request is signed for display: with the
//! user's credentials if there are any, otherwise with the published examples. The secret is never shown; session token
//! and signature only on request.

mod bench;
mod clinic;
mod parts;
mod steps;

use leptos::prelude::*;

use crate::aws::credentials::Credentials;
use crate::aws::http::HttpRequest;
use crate::aws::region::Region;
use crate::aws::sigv4::key_steps::{KeyStep, key_steps};
use crate::aws::sigv4::presign::presign;
use crate::aws::sigv4::{self, Scope, SignedRequest};
use crate::experiment::{Api, Origin};
use crate::page::commands::Action;
use crate::platform::{focus, frame};
use crate::simulator::{
    self,
    break_it::{Broken, Choice},
};
use crate::ui::controllers::{road, view_actions};
use crate::ui::memo::memo;
use crate::ui::state::inspected::SignatureChoice;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::segment::{segment, segment_of};
use crate::ui::widgets::toggle::Toggle;

late_view! {
    inspect:
    /// How the request is signed, and the bench to break it.
    pub fn late() => signature_tab()
}

/// How long a presigned request is valid, in seconds.
const PRESIGNED_S: u32 = 300;

/// The place of the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Into the `authorization` header, as this page sends it.
    Header,
    /// Into the query, as a presigned URL.
    Query,
}

/// The user's choices.
#[derive(Clone, Copy)]
struct Look {
    api: RwSignal<Api>,
    form: RwSignal<Form>,
    secrets: RwSignal<bool>,
    clinic: RwSignal<bool>,
    mistake: RwSignal<Choice>,
    minutes: RwSignal<i32>,
    broken: RwSignal<Option<Broken>>,
}

/// What can be shown.
#[derive(Clone, PartialEq)]
enum Subject {
    /// A signature.
    Signed(Box<Signed>),
    /// An API key, which signs nothing.
    Bearer,
    /// Nothing, with the reason.
    None(String),
}

/// A signature and its context.
#[derive(Clone, PartialEq)]
struct Signed {
    request: SignedRequest,
    keys: Vec<KeyStep>,
    note: &'static str,
    token: bool,
    form: Form,
}

/// The tab.
pub fn signature_tab() -> AnyView {
    let state = use_app();
    let first = if state.run.session.with_untracked(|session| session.converse.is_none() && session.invoke.is_some()) {
        Api::Invoke
    } else {
        Api::Converse
    };
    let SignatureChoice { api, mistake, minutes, broken } = SignatureChoice::of_page();
    api.set(first);
    let look = Look {
        api,
        form: RwSignal::new(Form::Header),
        secrets: RwSignal::new(false),
        clinic: RwSignal::new(false),
        mistake,
        minutes,
        broken,
    };
    let subject = memo(move || subject(state, look));
    view_actions::offer(Action::ExplainError, Callback::new(move |()| open_clinic(look)));
    // Scroll the simulator's answer into view.
    Effect::new(move |_| {
        if look.broken.read().is_some() {
            frame::next(|| focus::bring_into_view(".sigtab__steps .errcard, .sigtab__steps > .notice"));
        }
    });
    view! {
        <div class="sigtab">
            {bench::bench(look)}
            <section class="sigtab__main" aria-label="Signature">
                <Toolbar look=look />
                <div class="scroll" tabindex="0" role="group" aria-label="Signature, step by step">
                    <div class="sigtab__steps">
                        {move || look.clinic.get().then(|| clinic::clinic(look, subject))}
                        {move || match look.broken.get() {
                            Some(broken) => steps::broken(&broken),
                            None => match subject.get() {
                                Subject::Signed(signed) => steps::right(*signed, look.secrets),
                                Subject::Bearer => bearer(),
                                Subject::None(why) => view! { <p class="empty">{why}</p> }.into_any(),
                            },
                        }}
                    </div>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// The request of an API: the sent one, or the next one.
fn request_of(state: AppState, api: Api) -> Result<(HttpRequest, Option<Origin>), String> {
    let sent =
        state.run.session.with(|session| session.exchange(api).map(|call| (call.request.clone(), Some(call.origin))));
    if let Some(sent) = sent {
        return Ok(sent);
    }
    state.shown.with(|shown| {
        let twin = &shown.as_ref().ok_or("No request to sign: a field needs your attention.")?.twin;
        let request = twin.request(api)?;
        Ok((request.clone(), None))
    })
}

fn region_of(state: AppState) -> Result<Region, String> {
    let region = state.draft.with(|draft| draft.region.clone());
    Region::parse(&region).map_err(|error| error.to_string())
}

fn subject(state: AppState, look: Look) -> Subject {
    match try_subject(state, look) {
        Ok(subject) => subject,
        Err(why) => Subject::None(why),
    }
}

fn try_subject(state: AppState, look: Look) -> Result<Subject, String> {
    let (request, sent_to) = request_of(state, look.api.get())?;
    let origin = sent_to.unwrap_or_else(|| state.mode.get().origin());
    let held = state.access.get();
    let (credentials, held_note): (Credentials, _) = match (origin, held) {
        (Origin::Simulator, _) => (
            simulator::example_credentials(),
            "The simulator is called with published example credentials, so the four signing keys are shown.",
        ),
        (Origin::Aws | Origin::Custom, Some(held)) if held.bearer_token().is_some() => return Ok(Subject::Bearer),
        (Origin::Aws | Origin::Custom, Some(held)) => {
            (held, "Signed with your credentials. The keys derived from the secret are not shown.")
        }
        (Origin::Aws | Origin::Custom, None) => (
            simulator::example_credentials(),
            "No credentials yet, so this is signed with published examples. AWS would refuse it.",
        ),
    };
    let form = look.form.get();
    let kept = state.access.signed.with_value(|kept| {
        let same = |signed: &&SignedRequest| signed.request.url == request.url && signed.request.body == request.body;
        kept.iter().rev().find(same).cloned()
    });
    let was_sent = sent_to.is_some();
    let (signed, note) = match (form, kept, was_sent) {
        (Form::Header, Some(kept), true) if kept.anatomy.access_key_id == credentials.access_key_id() => {
            (kept, held_note)
        }
        _ => {
            let scope = Scope { region: region_of(state)?, service: "bedrock".to_owned() };
            let now = road::signing_time(state);
            let signed = match form {
                Form::Header => sigv4::sign(&request, &credentials, &scope, now),
                Form::Query => presign(&request, &credentials, &scope, now, PRESIGNED_S),
            };
            (signed.map_err(|error| error.to_string())?, held_note)
        }
    };
    let keys = key_steps(&signed.anatomy, &credentials);
    let token = credentials.session_token().is_some();
    Ok(Subject::Signed(Box::new(Signed { request: signed, keys, note, token, form })))
}

/// Opens the clinic and focuses the field for the error.
fn open_clinic(look: Look) {
    look.clinic.set(true);
    frame::next(|| {
        focus::move_to("#clinic-text");
    });
}

#[component]
fn Toolbar(look: Look) -> impl IntoView {
    let api = move |value: Api| {
        let choose = Callback::new(move |()| {
            look.broken.set(None);
            look.api.set(value);
        });
        segment("signature-of", value.name(), Signal::derive(move || look.api.get() == value), choose)
    };
    let form = move |value: Form, name| segment_of("signature-form", name, value, look.form);
    view! {
        <div class="sigtab__bar">
            <div class="seg" role="radiogroup" aria-label="Signature of">{api(Api::Converse)} {api(Api::Invoke)}</div>
            <div class="seg" role="radiogroup" aria-label="Signature goes into">
                {form(Form::Header, "Header")} {form(Form::Query, "Query")}
            </div>
            <Toggle
                label="Show token and signature"
                on=look.secrets
                on_change=Box::new(move |on| look.secrets.set(on))
            />
            <span class="push"></span>
            <button
                type="button"
                class="btn btn--sm"
                aria-expanded=move || if look.clinic.get() { "true" } else { "false" }
                on:click=move |_| if look.clinic.get_untracked() { look.clinic.set(false) } else { open_clinic(look) }
            >
                {late_icon("error")}
                "Explain an error"
            </button>
        </div>
    }
}

/// A call with an API key: nothing is signed.
fn bearer() -> AnyView {
    view! {
        <div class="notice">
            {late_icon("info")}
            <div class="stack stack--tight">
                <p><b>"Nothing is signed."</b>" With an API key the header is "<code>"authorization: Bearer <key>"</code>
                    ", the same for every request."</p>
                <p>"A signature covers the method, the path, the headers and the body, and is valid for five minutes; \
                    the secret behind it never leaves the page. An API key covers nothing and is sent as it is: \
                    whoever reads the header can use it until it expires. A short-term key is itself a presigned URL, \
                    so it expires by itself and works in one region."</p>
            </div>
        </div>
    }
    .into_any()
}
