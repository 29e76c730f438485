//! Tools as forms: name, description, parameters as rows or as a JSON schema, and the tool choice.

use leptos::prelude::*;

use super::form_fields::{Members, adder, line, remover, select, text_input};
use crate::bedrock::limits;
use crate::experiment::form::schema_rows::{self, Edit, Row, TYPES};
use crate::experiment::form::tool_config::{self, Choice, Kind};
use crate::experiment::form::typed_json;
use crate::text::json;
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;

const NO_ROWS: &str = "This schema is more than a flat list of parameters, so it is edited as JSON.";

/// The number of tools drawn at once; further ones are shown on request.
const DRAWN: usize = 20;
/// Most tools in the list of the tool choice; any other can be named in the JSON below.
const MOST_CHOICES: usize = 200;

/// The list of tools and the tool choice.
pub fn tool_forms(members: Members) -> AnyView {
    let kinds = members.read(|all| tool_config::kinds(all).into_iter().enumerate().collect::<Vec<_>>());
    let drawn = RwSignal::new(DRAWN);
    let shown = memo(move || kinds.read().iter().take(drawn.get()).copied().collect::<Vec<_>>());
    let hidden = memo(move || kinds.read().len().saturating_sub(drawn.get()));
    view! {
        <div class="formrows">
            <For
                each=move || shown.get()
                key=|key| *key
                children=move |(index, kind)| match kind {
                    Kind::Spec => card(members, index),
                    Kind::CachePoint | Kind::Other => view! {
                        <div class="row">
                            <code>{if kind == Kind::CachePoint { "cachePoint" } else { "a tool without a form" }}</code>
                            <span class="push"></span>
                            {remover(format!("Remove tool {}", index + 1), move || {
                                members.change(|all| tool_config::remove(all, index));
                            })}
                        </div>
                    }
                    .into_any(),
                }
            />
            {move || (hidden.get() > 0).then(|| view! {
                <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| drawn.update(|drawn| *drawn += DRAWN)>
                    {format!("Show more tools, {} not shown", hidden.get())}
                </button>
            })}
            {adder("Define a tool".to_owned(), move || members.change(tool_config::add))}
            {move || (!kinds.read().is_empty()).then(|| choice(members))}
        </div>
    }
    .into_any()
}

fn choice(members: Members) -> AnyView {
    let value = members.read(|all| tool_config::choice(all).code());
    let names = members.read(tool_config::names);
    let on_value = Callback::new(move |code: String| {
        members.change(|all| tool_config::set_choice(all, &Choice::from_code(&code)));
    });
    (move || {
        let fixed =
            [("", "not sent: the model decides"), ("auto", "auto: the model decides"), ("any", "any: it must use one")];
        let fixed = fixed.into_iter().map(|(code, label)| (code.to_owned(), label.to_owned()));
        let only = names
            .get()
            .into_iter()
            .take(MOST_CHOICES)
            .map(|name| (Choice::Tool(name.clone()).code(), format!("only {name}")));
        line("Tool choice", select("Tool choice", fixed.chain(only).collect(), value, on_value))
    })
    .into_any()
}

/// One tool.
fn card(members: Members, index: usize) -> AnyView {
    let number = index + 1;
    let tool_name = members.read(move |all| tool_config::spec_text(all, index, "name"));
    let description = members.read(move |all| tool_config::spec_text(all, index, "description"));
    let strict = members.read(move |all| tool_config::is_strict(all, index));
    let wrong = memo(move || limits::tool_name(&tool_name.read()).err());
    let rows = members.read(move |all| tool_config::schema(all, index).and_then(schema_rows::rows));
    let as_json = RwSignal::new(false);
    let shape = memo(move || (as_json.get(), rows.read().is_some()));
    view! {
        <div class="block toolform" role="group" aria-label=format!("Tool {number}")>
            <div class="row">
                {text_input(
                    format!("Name of tool {number}"),
                    tool_name,
                    "get_weather",
                    Callback::new(move |text: String| members.change(|all| tool_config::rename(all, index, &text))),
                )}
                {remover(format!("Remove tool {number}"), move || members.change(|all| tool_config::remove(all, index)))}
            </div>
            <p class="field__err" role="status" hidden=move || wrong.read().is_none()>{move || wrong.get()}</p>
            {text_input(
                format!("Description of tool {number}"),
                description,
                "What it does and when to use it",
                Callback::new(move |text: String| members.change(|all| tool_config::describe(all, index, &text))),
            )}
            <div class="row row--wrap">
                <label class="check">
                    <input
                        type="checkbox"
                        aria-label=format!("Strict schema for tool {number}")
                        prop:checked=move || strict.get()
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            let set = if on { tool_config::set_strict } else { tool_config::unset_strict };
                            members.change(|all| set(all, index));
                        }
                    />
                    <code>"strict"</code>
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        aria-label=format!("Parameters of tool {number} as JSON schema")
                        prop:checked=move || as_json.get()
                        on:change=move |event| as_json.set(event_target_checked(&event))
                    />
                    "JSON schema"
                </label>
            </div>
            {move || match shape.get() {
                (false, true) => parameters(members, index, rows),
                (as_json, _) => view! {
                    {(!as_json).then(|| view! { <p class="group__help">{NO_ROWS}</p> })}
                    {schema_text(members, index)}
                }
                .into_any(),
            }}
        </div>
    }
    .into_any()
}

/// The parameters as rows.
fn parameters(members: Members, index: usize, rows: Memo<Option<Vec<Row>>>) -> AnyView {
    let tool = index + 1;
    let count = memo(move || rows.read().as_ref().map_or(0, Vec::len));
    let edit = move |edit: Edit| members.change(|all| tool_config::edit_parameter(all, index, edit));
    let cell = move |row: usize, read: fn(&Row) -> String| {
        memo(move || rows.read().as_ref().and_then(|rows| rows.get(row)).map(read).unwrap_or_default())
    };
    view! {
        <For
            each=move || 0..count.get()
            key=|row| *row
            children=move |row| {
                let of = format!("parameter {} of tool {tool}", row + 1);
                let required = memo(move || rows.read().as_ref().and_then(|rows| rows.get(row)).is_some_and(|row| row.required));
                let kinds = std::iter::once(String::new()).chain(TYPES.map(str::to_owned));
                let kinds = kinds.map(|kind| (kind.clone(), if kind.is_empty() { "any type".to_owned() } else { kind }));
                view! {
                    <div class="formparam" role="group" aria-label=format!("Parameter {} of tool {tool}", row + 1)>
                        {text_input(
                            format!("Name of {of}"),
                            cell(row, |row| row.name.clone()),
                            "name",
                            Callback::new(move |text| edit(Edit::Name(row, text))),
                        )}
                        {select(
                            format!("Type of {of}"),
                            kinds.collect(),
                            cell(row, |row| row.kind.clone()),
                            Callback::new(move |kind| edit(Edit::Kind(row, kind))),
                        )}
                        <label class="check">
                            <input
                                type="checkbox"
                                aria-label=format!("Required: {of}")
                                prop:checked=move || required.get()
                                on:change=move |event| edit(Edit::Required(row, event_target_checked(&event)))
                            />
                            "required"
                        </label>
                        {remover(format!("Remove {of}"), move || edit(Edit::Remove(row)))}
                        <span class="formparam__about">
                            {text_input(
                                format!("Description of {of}"),
                                cell(row, |row| row.description.clone()),
                                "description",
                                Callback::new(move |text| edit(Edit::Description(row, text))),
                            )}
                        </span>
                    </div>
                }
            }
        />
        {adder(format!("Add parameter to tool {tool}"), move || edit(Edit::Add))}
    }
    .into_any()
}

/// The parameters as the JSON schema that is sent.
fn schema_text(members: Members, index: usize) -> AnyView {
    let shown = members.all.with_untracked(|all| tool_config::schema(all, index).map(json::print).unwrap_or_default());
    json_area(format!("JSON schema of tool {}", index + 1), shown, move |typed| {
        let schema = typed_json::value(typed)?;
        members.change(|all| tool_config::set_schema(all, index, schema));
        Ok(())
    })
}

/// A text area for JSON: `take` gets each valid value. An error is shown below, and the last valid value stays.
pub fn json_area(
    label: String,
    shown: String,
    take: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
) -> AnyView {
    let text = RwSignal::new(shown);
    let error = RwSignal::new(None::<String>);
    let on_text = Callback::new(move |typed: String| {
        error.set(take(&typed).err());
        text.set(typed);
    });
    view! {
        <Area
            label=label
            class="area area--mono"
            rows=4
            spellcheck=false
            text=text
            invalid=Signal::derive(move || error.read().is_some())
            on_text=on_text
        />
        <p class="field__err" role="status" hidden=move || error.read().is_none()>{move || error.get()}</p>
    }
    .into_any()
}
