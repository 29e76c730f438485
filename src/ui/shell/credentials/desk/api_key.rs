//! API keys: the details in a pasted key, and generating one from the held credentials.

use leptos::prelude::*;

use crate::aws::region::Region;
use crate::bedrock::api_key::{self, ApiKey, Term};
use crate::platform::clock;
use crate::text::number;
use crate::ui::controllers::access::credentials;
use crate::ui::controllers::toast;
use crate::ui::state::use_app;
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::select::Select;

/// The validity of a key in seconds, with its name.
const LIVES: [(u32, &str); 4] =
    [(900, "15 minutes"), (3_600, "1 hour"), (14_400, "4 hours"), (api_key::LONGEST_LIFE_S, "12 hours")];

/// The details in a pasted key. The key itself is not shown.
pub fn decoded(key: &ApiKey) -> AnyView {
    let rows: Vec<(&str, String)> = match key.term() {
        Term::Short(short) => vec![
            ("Read as", "short-term API key".to_owned()),
            ("Made by", format!("{}…", short.access_key_id.get(..8).unwrap_or_default())),
            ("Region", short.region.clone()),
            ("Made at", short.issued_at.iso8601()),
            ("Expires", short.expires_at.iso8601()),
        ],
        Term::Long { name, account } => {
            let mut rows = vec![("Read as", "long-term API key".to_owned())];
            rows.extend(name.clone().map(|name| ("Probably", name)));
            rows.extend(account.clone().map(|account| ("Account", account)));
            rows.push(("Expires", "not stated in the key".to_owned()));
            rows
        }
    };
    let expired = key.expires_at().is_some_and(|at| at <= clock::now());
    let long = matches!(key.term(), Term::Long { .. });
    view! {
        <dl class="cred" aria-label="Understood">
            {rows.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view()}
        </dl>
        {expired.then(|| warning("This API key has expired. Get a new one."))}
        {long.then(|| warning(
            "A long-term key works until it is deleted or expires. Anyone who reads a request can use it: prefer a \
             short-term key.",
        ))}
        <p class="small soft">"An API key is sent as it is; nothing is signed. It works for bedrock and bedrock-runtime, not for agents."</p>
    }
    .into_any()
}

fn warning(text: &'static str) -> AnyView {
    view! { <div class="notice notice--warn" role="status">{late_icon("warn")} <div>{text}</div></div> }.into_any()
}

/// Generates a key from the held credentials.
pub fn make() -> AnyView {
    let state = use_app();
    let life = RwSignal::new(3_600_u32);
    let made = RwSignal::new_local(None::<Result<ApiKey, String>>);
    let can = move || state.access.with(|held| held.is_some_and(|held| held.bearer_token().is_none()));
    let derive = move |_| {
        let Some(held) = state.access.get_untracked() else { return };
        let region = state.draft.with_untracked(|draft| Region::parse(&draft.region));
        let key = region.map_err(|error| error.to_string()).and_then(|region| {
            api_key::derive(&held, &region, clock::now(), life.get_untracked()).map_err(|error| error.to_string())
        });
        made.set(Some(key));
    };
    view! {
        <p class="small soft">
            "A short-term key is a presigned URL: it is generated in this page; no request is sent. It works in the chosen region, and no longer
             than the credentials behind it. The caller needs the permission bedrock:CallWithBearerToken."
        </p>
        <p class="dialog__row">
            <label class="label" for="key-life">"Valid for"</label>
            <Select
                id="key-life"
                choices=LIVES.map(|(seconds, name)| (seconds, name.to_owned())).to_vec()
                chosen=life
                on_choose=move |seconds| life.set(seconds)
            />
            <button type="button" class="btn" disabled=move || !can() on:click=derive>"Make the key"</button>
        </p>
        {move || (!can()).then(|| view! { <p class="small">"No signing credentials yet. Paste them above."</p> })}
        <div aria-live="polite">
            {move || made.get().map(|made| match made {
                Err(why) => view! { <div class="notice notice--err">{late_icon("error")} <div>{why}</div></div> }.into_any(),
                Ok(key) => offered(&key),
            })}
        </div>
    }
    .into_any()
}

fn offered(key: &ApiKey) -> AnyView {
    let state = use_app();
    let ends = key.expires_at().map(|at| number::countdown_ms(at.since_ms(clock::now()))).unwrap_or_default();
    let length = key.secret().len();
    let (copied, used) = (key.clone(), key.clone());
    view! {
        {decoded(key)}
        <p class="small">{format!("{length} characters, valid for {ends}. It is not shown; copy it where you need \
                  it.")}</p>
        <p class="dialog__row">
            <button type="button" class="btn" on:click=move |_| toast::copy(copied.secret().to_owned())>"Copy the key"</button>
            <button
                type="button"
                class="btn btn--ghost"
                on:click=move |_| {
                    credentials::take(state, used.credentials());
                    toast::show("Calls now use the API key");
                }
            >
                "Use it here"
            </button>
        </p>
    }
    .into_any()
}
