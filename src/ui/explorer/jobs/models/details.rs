//! One model: how it is called, its dates, and whether the account may call it.

use leptos::prelude::*;

use super::super::kit::{code, refused, state_of, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::access::{self, Verdict};
use crate::experiment::jobs::models::{Model, Use, used_in, ways, word};
use crate::ui::controllers::account::ask::By;
use crate::ui::controllers::views;
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::state::{View, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;

/// The model with this ID.
#[component]
pub fn Details(id: String) -> impl IntoView {
    let screen = use_screen();
    let model =
        memo(move || screen.models.value.with(|models| models.iter().flatten().find(|model| model.id == id).cloned()));
    move || model.get().map(|model| details(screen, &model))
}

fn details(screen: Screen, model: &Model) -> AnyView {
    let dates = model.dates.clone();
    let customizations: Vec<String> = model.customizations.iter().map(|kind| word(kind)).collect();
    let shown = model.clone();
    view! {
        <section class="job__part" id="job-model" aria-labelledby="h-model">
            <div class="job__head">
                <h2 id="h-model">{model.name.clone()}</h2>
                {status(&model.status)}
                <span class="push"></span>
                <IconButton label="Close the model" icon="close" on_press=move |()| screen.close() />
            </div>
            <dl class="facts">
                <div><dt>"ARN"</dt><dd>{code(model.arn.clone())}</dd></div>
                <div>
                    <dt>"Streams"</dt>
                    <dd>{model.streams.map_or("not stated", |yes| if yes { "yes" } else { "no" })}</dd>
                </div>
                <div>
                    <dt>"Customisation"</dt>
                    <dd>{if customizations.is_empty() { "none".to_owned() } else { customizations.join(", ") }}</dd>
                </div>
                {dates.into_iter().map(|(name, at)| view! { <div><dt>{name}</dt><dd>{at.date()}</dd></div> }).collect_view()}
            </dl>
            <h3>"How it is called"</h3>
            <ul class="job__ways" aria-label="Ways of calling it">
                {move || {
                    let profiles = screen.profiles.value.get().unwrap_or_default();
                    ways(&shown, &profiles).into_iter().map(|way| {
                        let used = used_in(&shown);
                        view! {
                            <li>
                                <b>{way.name}</b>
                                {way.id.clone().map(code)}
                                <span class="note">{way.note}</span>
                                {way.id.map(|id| call_by(used, id))}
                            </li>
                        }
                    }).collect_view()
                }}
            </ul>
            {move || screen.profiles.refusal.get().map(|refusal| refused(&refusal, None))}
            <Access id=model.id.clone() />
        </section>
    }
    .into_any()
}

/// The buttons for a `modelId`: copy it, use it.
fn call_by(used: Option<Use>, id: String) -> AnyView {
    let copied = id.clone();
    let button = used.map(|used| {
        let text = match used {
            Use::Chat => "Use in the playground",
            Use::Embeddings => "Use in Embeddings",
            Use::Images => "Use in Images",
        };
        let label = format!("{text}: {id}");
        view! {
            <button type="button" class="btn btn--sm" aria-label=label on:click=move |_| open_with(used, id.clone())>{text}</button>
        }
    });
    view! {
        <span class="acts">
            {button}
            <CopyButton label="Copy the model ID" text=Callback::new(move |()| copied.clone()) />
        </span>
    }
    .into_any()
}

/// Opens the view that uses a model.
pub fn open_with(used: Use, id: String) {
    let state = use_app();
    match used {
        Use::Chat => {
            state.draft.update(|draft| draft.model = id);
            views::go_to(state, View::Playground);
        }
        Use::Embeddings => views::open_with_model(state, View::Embeddings, id),
        Use::Images => views::open_with_model(state, View::Images, id),
    }
}

/// Availability and offers of a model, read by a press.
#[component]
fn Access(id: String) -> impl IntoView {
    let screen = use_screen();
    let id = StoredValue::new(id);
    let read = Callback::new(move |by: By| {
        let id = id.get_value();
        screen.availability.load(screen.state, by, access::availability(&id), access::read_availability);
        screen.offers.load(screen.state, by, access::offers(&id), access::read_offers);
    });
    // The card may be closed meanwhile.
    let again = move |_| {
        read.try_run(By::Press);
    };
    view! {
        <h3>"Access of this account"</h3>
        <div class="row row--wrap">
            <button
                type="button"
                class="btn"
                disabled=move || screen.availability.loading.get()
                on:click=move |_| read.run(By::Press)
            >
                {move || if screen.availability.value.read().is_some() { "Check access again" } else { "Check access" }}
            </button>
            <span class="note">
                "Reads GetFoundationModelAvailability and ListFoundationModelAgreementOffers. All four fields can say yes and a \
                 call still be refused"
            </span>
        </div>
        {move || screen.availability.refusal.get().map(|refusal| refused(&refusal, Some(Callback::new(move |()| read.run(By::Press)))))}
        {move || screen.availability.value.get().map(|availability| view! {
            <ul class="job__ways" aria-label="Availability">
                {availability.fields.into_iter().map(|(name, value, verdict, otherwise)| view! {
                    <li>
                        <b>{name}</b>
                        <span class=match verdict {
                            Verdict::Allows => "chip chip--ok",
                            Verdict::Waits => "chip",
                            Verdict::Forbids => "chip chip--warn",
                        }>{value}</span>
                        <span class="note">{(verdict != Verdict::Allows).then_some(otherwise)}</span>
                    </li>
                }).collect_view()}
            </ul>
            <div class="acts">
                <button type="button" class="btn btn--sm btn--danger" on:click=move |_| {
                    screen.desk.propose(access::leave(&id.get_value()), again);
                }>"End the agreement…"</button>
            </div>
        })}
        {move || screen.availability.value.read().is_some().then(|| view! {
            {state_of(screen.offers, Vec::is_empty, read, "There is no offer: this model needs no agreement, or none is public")}
        })}
        {move || screen.offers.value.get().map(|offers| offers.into_iter().map(|offer| {
            let rates = offer.rates.iter().map(|(dimension, price, unit)| {
                view! { <li>{dimension.clone()} ": " {price.clone()} " " {unit.clone()}</li> }
            });
            let rates = rates.collect_view();
            let kept = offer.clone();
            view! {
                <div class="job__card">
                    <h4>"Offer " {offer.id.clone()}</h4>
                    <ul>{rates}</ul>
                    <p class="note">"Terms: " {offer.terms.clone()} ". Refunds: " {offer.refunds.clone()}</p>
                    <button type="button" class="btn btn--sm" on:click=move |_| {
                        screen.desk.propose(access::agree(&id.get_value(), &kept), again);
                    }>{icon("check")} "Accept the offer…"</button>
                </div>
            }
        }).collect_view())}
    }
}
