//! The form of a native body, drawn from its table of fields. An unset field shows the model's default.
//!
//! Pictures and masks are drawn by the views that have them.

use leptos::prelude::*;

use crate::bedrock::form::{Field, Kind, Settings, Unset};

/// Draws the fields in order. `issues` are the errors, by pointer; `prefix` makes the element ids unique.
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
    // Typed text that could not be read, with the reason; it is not sent.
    let unread = RwSignal::new(None::<String>);
    let set = Memo::new(move |_| settings.with(|settings| settings.has(field.pointer)));
    let value = Memo::new(move |_| settings.with(|settings| field.shown(settings)));
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
                prop:value=move || value.get()
                on:change=move |event| take(event_target_value(&event))
            >
                {(!field.is_required()).then(|| view! {
                    <option value="" selected=move || !set.get()>{field.unset_text()}</option>
                })}
                {options.into_iter().map(|option| {
                    let (own, code) = (option.clone(), option.clone());
                    view! { <option value=code selected=move || value.get() == own>{option}</option> }
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
                placeholder=field.unset_text()
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
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
                placeholder=field.unset_text()
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
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

/// A list of words as checkboxes; sent only if one is ticked.
fn several(
    id: &str,
    field: Field,
    words: &'static [&'static str],
    settings: RwSignal<Settings>,
    error: Memo<Option<String>>,
) -> AnyView {
    let ticked = move |word: &str| settings.with(|settings| settings.has_word(field.pointer, word));
    let toggle = move |word: &'static str| settings.update(|settings| settings.toggle_word(field.pointer, words, word));
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
                    Unset::Assumed(_) => format!("{}. None ticked: {}", field.note, field.unset_text()),
                    _ => field.note.to_owned(),
                })}
            </p>
        </div>
    }
    .into_any()
}
