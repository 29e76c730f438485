//! The table of texts: one row per text with its name, and optionally its label and group.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::use_lab;
use crate::bedrock::embedding::Place;
use crate::experiment::embeddings::texts::Towards;
use crate::experiment::images::chosen;
use crate::platform::files::from_list;
use crate::ui::controllers::files;
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::in_steps::in_steps;

/// The rows drawn per task.
const ROWS: usize = 24;

/// The table. `detailed` shows label and group.
#[component]
pub fn TextsTable(detailed: RwSignal<bool>) -> impl IntoView {
    let lab = use_lab();
    let ids = Memo::new(move |_| lab.texts.with(|texts| texts.rows().iter().map(|row| row.id).collect::<Vec<_>>()));
    let drawn = in_steps(move || ids.read().len(), ROWS);
    view! {
        <ol class="textrows" aria-label="Texts to embed">
            <For each=move || ids.get().into_iter().take(drawn.get()) key=|id| *id children=move |id| view! { <TextRow id=id detailed=detailed /> } />
        </ol>
        {move || ids.read().is_empty().then(|| view! {
            <p class="setfield__note">"No texts yet. Add one, paste some lines, or load the examples"</p>
        })}
    }
}

#[component]
fn TextRow(id: u64, detailed: RwSignal<bool>) -> impl IntoView {
    let lab = use_lab();
    let place =
        Memo::new(move |_| lab.texts.with(|texts| texts.rows().iter().position(|row| row.id == id)).unwrap_or(0));
    let name = Memo::new(move |_| lab.texts.with(|texts| texts.name(place.get())));
    let group = Memo::new(move |_| {
        lab.texts.with(|texts| {
            let own = texts.row(id)?.text.group.trim().to_owned();
            texts.groups().iter().position(|group| *group == own)
        })
    });
    let invalid = Memo::new(move |_| {
        let plan = lab.plan.read();
        plan.as_ref().err().is_some_and(|issues| issues.iter().any(|issue| issue.place == Place::Input(place.get())))
    });
    let first = lab.texts.with_untracked(|texts| texts.row(id).cloned()).unwrap_or_default();
    let shift = move |towards: Towards| {
        lab.texts.update(|texts| {
            texts.shift(id, towards);
        });
    };
    view! {
        <li class="textrow">
            <span class="key" data-g=move || group.get().map(|group| (group % 6).to_string()) aria-hidden="true">
                {move || name.get()}
            </span>
            <input
                class="input"
                aria-label=move || format!("Text {}", name.get())
                aria-invalid=move || invalid.get().then_some("true")
                autocomplete="off"
                value=first.text.text
                on:input=move |event| {
                    let text = event_target_value(&event);
                    lab.texts.update(|texts| texts.change(id, |row| row.text.text = text));
                }
            />
            <IconButton
                label=Signal::derive(move || format!("Remove {}", name.get()))
                icon="close"
                on_press=move |()| lab.texts.update(|texts| texts.remove(id))
            />
            {move || detailed.get().then(|| {
                let text = lab.texts.with_untracked(|texts| texts.row(id).map(|row| row.text.clone())).unwrap_or_default();
                view! {
                    <div class="textrow__more">
                        <input
                            class="input"
                            aria-label=move || format!("Label of {}", name.get_untracked())
                            placeholder="label"
                            value=text.label
                            on:change=move |event| {
                                let label = event_target_value(&event);
                                lab.texts.update(|texts| texts.change(id, |row| row.text.label = label));
                            }
                        />
                        <input
                            class="input"
                            aria-label=move || format!("Group of {}", name.get())
                            placeholder="group"
                            value=text.group
                            on:change=move |event| {
                                let group = event_target_value(&event);
                                lab.texts.update(|texts| texts.change(id, |row| row.text.group = group));
                            }
                        />
                        <IconButton
                            label=Signal::derive(move || format!("Move {} up", name.get()))
                            icon="up"
                            on_press=move |()| shift(Towards::Start)
                        />
                        <IconButton
                            label=Signal::derive(move || format!("Move {} down", name.get()))
                            icon="down"
                            on_press=move |()| shift(Towards::End)
                        />
                    </div>
                }
            })}
            <RowPicture id=id name=name />
        </li>
    }
}

/// The picture in a row, for models that read pictures.
#[component]
fn RowPicture(id: u64, name: Memo<String>) -> impl IntoView {
    let lab = use_lab();
    let reads = Memo::new(move |_| lab.format.get().is_some_and(|format| format.limits().pictures_per_call > 0));
    let picture = Memo::new(move |_| lab.texts.with(|texts| texts.row(id).and_then(|row| row.picture.clone())));
    let take = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let file = input.and_then(|input| from_list(input.files()).into_iter().next());
        files::read(file.into_iter().collect(), move |read| {
            for file in read {
                match chosen::picture(file) {
                    Ok(picture) => lab.texts.update(|texts| texts.change(id, |row| row.picture = Some(picture))),
                    Err(why) => lab.state.status.announce(why),
                }
            }
        });
    };
    move || {
        if let Some(picture) = picture.get() {
            let text = format!("{} × {} {}", picture.width, picture.height, picture.format.word().to_uppercase());
            return view! {
                <div class="textrow__more">
                    <img class="textrow__img" src=picture.data_url() alt=move || format!("Picture of {}", name.get()) />
                    <span class="setfield__note">{text}</span>
                    <IconButton
                        label=Signal::derive(move || format!("Remove the picture of {}", name.get()))
                        icon="close"
                        on_press=move |()| lab.texts.update(|texts| texts.change(id, |row| row.picture = None))
                    />
                </div>
            }
            .into_any();
        }
        reads
            .get()
            .then(|| {
                view! {
                    <label class="textrow__pick">
                        {late_icon("image")}
                        <span>"Picture…"</span>
                        <input
                            class="vh"
                            type="file"
                            accept="image/png,image/jpeg,image/gif,image/webp"
                            aria-label=move || format!("Picture for {}", name.get())
                            on:change=take
                        />
                    </label>
                }
            })
            .into_any()
    }
}
