//! A choice from a list: the browser's own `<select>`.

use leptos::prelude::*;

/// The select. Its label is outside, for the `id`, or `label`.
#[component]
pub fn Select<T>(
    /// Element id, for a label beside it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Accessible name, if it has no label.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its classes.
    #[prop(default = "select")]
    class: &'static str,
    /// The options, each with its name.
    choices: Vec<(T, String)>,
    /// The chosen option.
    #[prop(into)]
    chosen: Signal<T>,
    /// Called with the user's choice.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let options = choices.iter().enumerate().map(|(place, (choice, name))| {
        let (choice, name) = (choice.clone(), name.clone());
        view! { <option value=place.to_string() selected=move || chosen.with(|chosen| *chosen == choice)>{name}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some((choice, _)) = place.and_then(|place| choices.get(place)) {
            on_choose.run(choice.clone());
        }
    };
    view! { <select id=id class=class aria-label=label on:change=choose>{options}</select> }.into_any()
}
