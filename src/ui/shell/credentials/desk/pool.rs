//! Credentials from an identity pool: as a guest, or with a typed token.

use leptos::prelude::*;

use super::field;
use crate::aws::cognito::{Login, PoolId};
use crate::aws::sts::role_of_field;
use crate::ui::controllers::access::pool::{self, Pool};
use crate::ui::controllers::toast;
use crate::ui::state::{AppState, Mode, use_app};
use crate::ui::widgets::icon::late_icon;

/// The form.
pub fn pool() -> AnyView {
    let state = use_app();
    let typed = Typed {
        id: RwSignal::new(String::new()),
        role: RwSignal::new(String::new()),
        provider: RwSignal::new(String::new()),
        token: RwSignal::new(String::new()),
    };
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let ask = move |_| {
        failed.set(None);
        let asked = match typed.read(state) {
            Ok(asked) => asked,
            Err(why) => {
                failed.set(Some(why));
                return;
            }
        };
        busy.set(true);
        pool::hold(state, asked, move |outcome| {
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    typed.token.try_set(String::new());
                    toast::say(state, "Credentials from the identity pool held in memory");
                }
                Err(why) => {
                    failed.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <p class="small soft">
            "The pool issues temporary credentials, and this page renews them before they expire. Without a role this \
             is the enhanced flow; with one, the basic flow, for a pool whose guests may not call Bedrock."
        </p>
        {move || (state.mode.get() == Mode::Custom).then(|| view! {
            <p class="small">"In this mode the custom endpoint is called in place of AWS."</p>
        })}
        {field("pool-id", "Identity pool ID", "text", typed.id, "us-east-1:11111111-2222-3333-4444-555555555555")}
        {field("pool-role", "Role ARN (basic flow, optional)", "text", typed.role, "arn:aws:iam::123456789012:role/guest")}
        {field("pool-provider", "Identity provider (optional)", "text", typed.provider, "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf")}
        {field("pool-token", "ID token of the provider (optional)", "password", typed.token, "")}
        <p class="dialog__row">
            <button type="button" class="btn" disabled=move || busy.get() on:click=ask>"Get credentials"</button>
        </p>
        <div aria-live="polite">
            {move || busy.get().then(|| view! { <p class="small">"Waiting for an answer"</p> })}
            {move || failed.get().map(|why| view! { <div class="notice notice--err">{late_icon("error")} <div>{why}</div></div> })}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Typed {
    id: RwSignal<String>,
    role: RwSignal<String>,
    provider: RwSignal<String>,
    token: RwSignal<String>,
}

impl Typed {
    fn read(self, state: AppState) -> Result<Pool, String> {
        let id = PoolId::parse(&self.id.read_untracked()).map_err(|error| error.to_string())?;
        let role = role_of_field(&self.role.read_untracked())?;
        let login = Login::of_fields(&self.provider.read_untracked(), &self.token.read_untracked())?;
        let endpoint = match state.mode.get_untracked() {
            Mode::Custom => Some(state.endpoint.get_untracked()?),
            Mode::Simulator | Mode::Aws => None,
        };
        Ok(Pool { id, login, role, endpoint })
    }
}
