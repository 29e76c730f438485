//! The form of a native body, drawn from its table of fields: what is not set says what the model assumes.
//!
//! Pictures and masks are not drawn here: a view that has some draws them itself.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::bedrock::form::{Field, Kind, Settings, Unset};

/// What an optional field that is not set shows.
fn unset_text(field: &Field) -> String {
    match field.unset {
        Unset::Assumed(text) => format!("not sent (model: {})", text.trim_matches('"')),
        Unset::Sent(_) | Unset::Missing | Unset::Left => "not sent".to_owned(),
    }
}

/// A value as a control shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Draws the fields in their order. `issues` are what is wrong, by pointer; `prefix` keeps the element ids apart.
pub fn settings_form(
    prefix: &'static str,
    fields: Vec<Field>,
    settings: RwSignal<Settings>,
    issues: Signal<Vec<(String, String)>>,
) -> AnyView {
    let drawn =
        fields.into_iter().filter(|field| !matches!(field.kind, Kind::Picture | Kind::Pictures { .. } | Kind::Mask));
    drawn.map(|field| one(prefix, field, settings, issues)).collect_view().into_any()
}

fn one(
    prefix: &'static str,
    field: Field,
    settings: RwSignal<Settings>,
    issues: Signal<Vec<(String, String)>>,
) -> AnyView {
    let id = format!("{prefix}{}", field.pointer.replace('/', "-"));
    let note_id = format!("{id}-note");
    // What was typed and could not be read, with why; it is not sent.
    let unread = RwSignal::new(None::<String>);
    let current = Memo::new(move |_| settings.with(|settings| settings.get(field.pointer).cloned()));
    let error = Memo::new(move |_| {
        unread.get().or_else(|| {
            issues.with(|issues| issues.iter().find(|(at, _)| at == field.pointer).map(|(_, text)| text.clone()))
        })
    });
    let take = move |text: String| {
        unread.set(None);
        if text.trim().is_empty() {
            settings.update(|settings| settings.unset(field.pointer));
            return;
        }
        match field.read(&text) {
            Ok(value) => settings.update(|settings| settings.set(field.pointer, value)),
            Err(error) => unread.set(Some(error.to_string())),
        }
    };
    let value = move || {
        current
            .get()
            .or_else(|| field.is_required().then(|| field.default_value()).flatten())
            .as_ref()
            .map(shown)
            .unwrap_or_default()
    };
    let invalid = move || error.read().is_some().then_some("true");
    let options: Option<Vec<String>> = match field.kind {
        Kind::Word(words) => Some(words.iter().map(|word| (*word).to_owned()).collect()),
        Kind::Number(numbers) => Some(numbers.iter().map(u64::to_string).collect()),
        Kind::Switch => Some(vec!["true".to_owned(), "false".to_owned()]),
        _ => None,
    };
    let described = note_id.clone();
    let control = match (options, field.kind) {
        (Some(options), _) => view! {
            <select
                class="select"
                id=id.clone()
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value
                on:change=move |event| take(event_target_value(&event))
            >
                {(!field.is_required()).then(|| view! {
                    <option value="" selected=move || current.read().is_none()>{unset_text(&field)}</option>
                })}
                {options.into_iter().map(|option| {
                    let (own, code) = (option.clone(), option.clone());
                    view! { <option value=code selected=move || value() == own>{option}</option> }
                }).collect_view()}
            </select>
        }
        .into_any(),
        (None, Kind::Words(words)) => return several(&id, field, words, settings, error),
        (None, Kind::Text { most_chars }) if most_chars > 500 => view! {
            <textarea
                class="area"
                id=id.clone()
                rows="2"
                placeholder=unset_text(&field)
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value
                on:input=move |event| take(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        (None, _) => view! {
            <input
                class="input"
                id=id.clone()
                autocomplete="off"
                inputmode=if matches!(field.kind, Kind::Whole { .. }) { "numeric" } else { "text" }
                placeholder=unset_text(&field)
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value
                on:change=move |event| take(event_target_value(&event))
            />
        }
        .into_any(),
    };
    view! {
        <div class="field setfield">
            <label class="label" for=id>{field.label}</label>
            {control}
            <p class="setfield__note" id=note_id data-err=move || error.read().is_some().then_some("")>
                {move || error.get().unwrap_or_else(|| field.note.to_owned())}
            </p>
        </div>
    }
    .into_any()
}

/// A list of words as boxes to tick; none ticked is not sent.
fn several(
    id: &str,
    field: Field,
    words: &'static [&'static str],
    settings: RwSignal<Settings>,
    error: Memo<Option<String>>,
) -> AnyView {
    let ticked = move |word: &str| {
        settings.with(|settings| {
            settings
                .get(field.pointer)
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|item| item == word))
        })
    };
    let toggle = move |word: &'static str| {
        let on: Vec<&str> = words.iter().copied().filter(|other| ticked(other) != (*other == word)).collect();
        settings.update(|settings| {
            if on.is_empty() { settings.unset(field.pointer) } else { settings.set(field.pointer, json!(on)) }
        });
    };
    let label = format!("{id}-label");
    let labelled = label.clone();
    view! {
        <div class="field setfield" role="group" aria-labelledby=labelled>
            <span class="label" id=label>{field.label}</span>
            <div class="row row--wrap">
                {words.iter().map(|word| view! {
                    <label class="tick">
                        <input type="checkbox" prop:checked=move || ticked(word) on:change=move |_| toggle(word) />
                        <span>{*word}</span>
                    </label>
                }).collect_view()}
            </div>
            <p class="setfield__note" data-err=move || error.read().is_some().then_some("")>
                {move || error.get().unwrap_or_else(|| match field.unset {
                    Unset::Assumed(_) => format!("{}. None ticked: {}", field.note, unset_text(&field)),
                    _ => field.note.to_owned(),
                })}
            </p>
        </div>
    }
    .into_any()
}
