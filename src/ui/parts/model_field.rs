//! The model of a view: any ID or ARN, with the catalogue's models for the view.

use leptos::prelude::*;

use crate::bedrock::catalogue::{self, Model};
use crate::page::models::{FILTERS, choices, named, worth};
use crate::page::offered::Extra;
use crate::platform::clock;
use crate::ui::controllers::account::offered;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::state::{Mode, use_app};
use crate::ui::widgets::combobox::Combobox;
use crate::ui::widgets::icon_button::IconButton;

/// The purpose of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Text models, for the playground's draft: the list also warns of what a model does not take of it.
    Draft,
    /// Text models.
    Text,
    /// Models that have a view of their own.
    Own,
}

/// The field, with the model's error: in a row of the bar, or below the field in a form.
#[component]
pub fn ModelField(
    /// Element id.
    #[prop(default = "model".to_owned())]
    id: String,
    /// Accessible name.
    #[prop(default = "Model".to_owned())]
    label: String,
    /// The model.
    #[prop(into)]
    text: Signal<String>,
    /// Called with a model that is taken.
    on_text: Callback<String>,
    /// Which models of the catalogue the view is for.
    serves: fn(&Model) -> bool,
    /// What the list is for.
    #[prop(default = Listing::Own)]
    listing: Listing,
    /// What is wrong with the model.
    problem: Memo<Option<String>>,
) -> impl IntoView {
    let state = use_app();
    let in_aws = Signal::derive(move || state.mode.get() == Mode::Aws);
    // Another mode has another account.
    let of_account = memo(move || if in_aws.get() { offered::offered().get() } else { None });
    let list = memo(move || {
        let today = clock::now().date();
        let draft = state.draft.read();
        let mut all = choices(&draft.region, &today, serves, (listing == Listing::Draft).then_some(&*draft));
        if let Some(offered) = of_account.get().filter(|offered| offered.region == draft.region) {
            for choice in all.iter_mut().filter(|choice| !offered.ids.contains(&choice.value)) {
                choice.warnings.push("not in your account's list".to_owned());
            }
            let fits =
                |extra: &Extra| match extra.like.and_then(|id| catalogue::models().iter().find(|model| model.id == id))
                {
                    Some(like) => serves(like),
                    None => listing != Listing::Own && extra.writes_text,
                };
            all.extend(offered.extra.into_iter().filter(fits).map(|extra| extra.choice));
        }
        all
    });
    let shown = memo(move || named(&text.read()));
    let untaken = RwSignal::new(None::<String>);
    let note_id = format!("{id}-note");
    let note = memo(move || match untaken.get() {
        Some(typed) => Some(format!(
            "“{typed}” was not taken, the model is {}. Press Enter in the field to take the first match",
            shown.read().title
        )),
        None => problem.get(),
    });
    let copy_label = if label == "Model" { "Copy model ID".to_owned() } else { format!("Copy ID of {label}") };
    view! {
        <div class="modelbox" data-model=move || text.get()>
            <Combobox
                id=id
                label=label
                noun="model"
                text=text
                named=shown
                on_text=on_text
                choices=list
                filters=if listing == Listing::Own { &FILTERS[4..] } else { &FILTERS }
                worth=worth
                untaken=untaken
                invalid=Signal::derive(move || problem.read().is_some())
                described_by=note_id.clone()
            >
                <IconButton
                    label="Load my account's models".to_owned()
                    title="Load my account's models: ListFoundationModels and ListInferenceProfiles"
                    icon="refresh"
                    hidden=Signal::derive(move || !in_aws.get())
                    on_press=move |()| offered::load(state)
                />
                <IconButton
                    label=copy_label
                    icon="copy"
                    hidden=Signal::derive(move || shown.read().value.is_empty())
                    on_press=move |()| toast::copy(shown.read_untracked().value.clone())
                />
            </Combobox>
            <p
                id=note_id
                class="barnote"
                data-s=move || if untaken.read().is_some() { "warn" } else { "error" }
                role="status"
                data-quiet=move || note.read().is_none().then_some("")
            >
                {move || note.get().unwrap_or_default()}
            </p>
        </div>
    }
    .into_any()
}
