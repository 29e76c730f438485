//! Fields that read and write members of the Converse body: a text, a choice, a list of pairs.
//!
//! Each knows only its own place in the JSON, so that other members stay unchanged.

use leptos::prelude::*;

use crate::experiment::form::members::{self, Further, PairEdit, PairShape};
use crate::experiment::{Field, Severity};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;

/// The further members of the body.
#[derive(Clone, Copy)]
pub struct Members {
    /// The page's state.
    pub state: AppState,
    /// Their current value.
    pub all: Memo<Further>,
    /// The error while their text is not JSON; no field may write then.
    pub error: Memo<Option<String>>,
}

impl Members {
    /// The members of the page's draft.
    pub fn of_page() -> Self {
        let state = use_app();
        let error = memo(move || {
            let composed = state.composed.read();
            composed.at(Field::More).find(|issue| issue.severity == Severity::Error).map(|issue| issue.message.clone())
        });
        // While the text is not JSON, the forms show the last valid value.
        let all = Memo::new(move |before: Option<&Further>| match (before, error.read().is_some()) {
            (Some(before), true) => before.clone(),
            (None, _) | (_, false) => state.composed.read().conversation.extra.clone(),
        });
        Self { state, all, error }
    }

    /// Changes them.
    pub fn change(self, act: impl FnOnce(&mut Further)) {
        if self.error.with_untracked(Option::is_some) {
            return;
        }
        let mut members = self.all.get_untracked();
        act(&mut members);
        self.state.draft.update(|draft| draft.more = members::text(members));
    }

    /// A value read from them, as a memo.
    pub fn read<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Further) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        memo(move || read(&self.all.read()))
    }
}

/// A line with a label and a field.
pub fn line(label: &'static str, field: impl IntoView + 'static) -> AnyView {
    view! { <div class="formline"><span class="label" aria-hidden="true">{label}</span>{field.into_any()}</div> }
        .into_any()
}

/// A text input with a name, bound to a text.
pub fn text_input(
    name: impl Into<String>,
    text: Memo<String>,
    placeholder: &'static str,
    on_text: Callback<String>,
) -> AnyView {
    view! {
        <input
            class="input input--mono"
            aria-label=name.into()
            autocomplete="off"
            spellcheck="false"
            placeholder=placeholder
            prop:value=move || text.get()
            on:input=move |event| on_text.run(event_target_value(&event))
        />
    }
    .into_any()
}

/// A select with a name. A value outside the options is added to them.
pub fn select(
    name: impl Into<String>,
    options: Vec<(String, String)>,
    value: Memo<String>,
    on_value: Callback<String>,
) -> AnyView {
    let listed: Vec<String> = options.iter().map(|(value, _)| value.clone()).collect();
    let odd = memo(move || Some(value.get()).filter(|value| !listed.contains(value)));
    view! {
        <select
            class="select"
            aria-label=name.into()
            prop:value=move || value.get()
            on:change=move |event| on_value.run(event_target_value(&event))
        >
            {options
                .into_iter()
                .map(|(code, label)| {
                    let own = code.clone();
                    view! { <option value=code selected=move || *value.read() == own>{label}</option> }
                })
                .collect_view()}
            {move || odd.get().map(|odd| view! { <option value=odd.clone() selected=true>{odd.clone()}</option> })}
        </select>
    }
    .into_any()
}

/// A text at a path.
pub fn text_at(
    members: Members,
    path: &'static [&'static str],
    label: &'static str,
    placeholder: &'static str,
) -> AnyView {
    let text = members.read(move |all| members::text_at(all, path));
    let on_text = Callback::new(move |typed: String| members.change(|all| members::put_text(all, path, &typed)));
    line(label, text_input(label, text, placeholder, on_text))
}

/// An optional choice of texts at a path.
pub fn choice_at(
    members: Members,
    path: &'static [&'static str],
    label: &'static str,
    options: &'static [&'static str],
) -> AnyView {
    let value = members.read(move |all| members::text_at(all, path));
    let on_value = Callback::new(move |chosen: String| members.change(|all| members::put_text(all, path, &chosen)));
    let none = (String::new(), "not sent".to_owned());
    let options = options.iter().map(|option| ((*option).to_owned(), (*option).to_owned()));
    line(label, select(label, std::iter::once(none).chain(options).collect(), value, on_value))
}

/// The names of a list of pairs.
#[derive(Clone, Copy)]
pub struct PairNames {
    /// The member of the body.
    pub key: &'static str,
    /// The noun for one pair, after “Add”.
    pub one: &'static str,
    /// The name of a new pair.
    pub new: &'static str,
    /// The placeholder of a value.
    pub shape: PairShape,
}

/// An object of texts as rows of a name and a text.
pub fn pairs_at(members: Members, names: PairNames) -> AnyView {
    let PairNames { key, one, new, shape } = names;
    let count = members.read(move |all| members::pairs(all, key).len());
    let cell = move |index: usize, second: bool| {
        members.read(move |all| {
            let pair = members::pairs(all, key).into_iter().nth(index);
            pair.map(|(name, text)| if second { text } else { name }).unwrap_or_default()
        })
    };
    let edit = move |index: usize, edit: PairEdit| {
        members.change(|all| members::edit_pair(all, key, index, shape, &edit));
    };
    view! {
        <div class="formrows">
            <For
                each=move || 0..count.get()
                key=|index| *index
                children=move |index| {
                    let number = index + 1;
                    view! {
                        <div class="formpair" role="group" aria-label=format!("{one} {number}")>
                            {text_input(
                                format!("Name of {one} {number}"),
                                cell(index, false),
                                "name",
                                Callback::new(move |text| edit(index, PairEdit::Name(text))),
                            )}
                            {text_input(
                                format!("Value of {one} {number}"),
                                cell(index, true),
                                "value",
                                Callback::new(move |text| edit(index, PairEdit::Text(text))),
                            )}
                            {remover(format!("Remove {one} {number}"), move || edit(index, PairEdit::Remove))}
                        </div>
                    }
                }
            />
            {adder(format!("Add {one}"), move || members.change(|all| members::add_pair(all, key, new, shape)))}
        </div>
    }
    .into_any()
}

/// An Add button.
pub fn adder(label: String, act: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| act()>
            {icon("plus")}
            {label}
        </button>
    }
    .into_any()
}

/// A Remove button.
pub fn remover(label: String, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! { <IconButton label=label icon="close" on_press=move |()| act() /> }.into_any()
}
