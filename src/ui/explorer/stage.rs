//! The lower half: request and response as JSON, the list as a table, the events of a stream, HTTP, signature and code.

use leptos::prelude::*;

use super::code;
use super::refusal::Refused;
use super::signature::signature;
use super::state::{TABS, use_explorer};
use crate::experiment::explorer::Form;
use crate::experiment::explorer::call::Call;
use crate::experiment::explorer::table;
use crate::experiment::run::http::{raw_response, unsigned_head};
use crate::text::{json, number};
use crate::ui::controllers::explorer::Extent;
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::lab_frame::LabStage;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::json_view::{JsonView, Lit};
use crate::ui::widgets::large_json::LargeJson;
use crate::ui::widgets::rows_of::rows_of;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let panel = |place| match place {
        0 => view! { <Bodies /> }.into_any(),
        1 => view! { <AsTable /> }.into_any(),
        2 => view! { <Frames /> }.into_any(),
        3 => view! { <Http /> }.into_any(),
        4 => signature(),
        _ => code::panel(),
    };
    view! {
        <LabStage label="Request and response" strip="extab" names=TABS.to_vec() open=use_explorer().tab panel=panel />
    }
}

/// Reads the last call.
fn call<T>(read: impl FnOnce(&Call) -> Option<T>) -> Option<T> {
    use_explorer().calling.call.with(|call| call.as_ref().and_then(read))
}

#[component]
fn Bodies() -> impl IntoView {
    let this = use_explorer();
    let sent = memo(move || json::rows(&this.form.read().json()));
    let text = memo(move || call(|call| Some(call.text())).unwrap_or_default());
    let rows = rows_of(text.into());
    let origin = memo(move || call(|call| Some(call.origin)));
    let facts = move || call(|call| Some(format!("{} · {}", call.operation.name, call.facts())));
    let is_empty = memo(move || text.read().is_empty());
    let waiting = move || if this.calling.running.get() { "Waiting for the answer …" } else { "No answer yet" };
    view! {
        <div class="twin">
            <section class="face" aria-label="Input">
                <div class="face__head">
                    <h3>"Input"</h3>
                    <span class="acts">
                        <CopyButton label="Copy the input" text=Callback::new(move |()| this.form.with_untracked(Form::json)) />
                    </span>
                </div>
                <JsonView label="Input of the operation" rows=sent />
            </section>
            <div class="seam" aria-hidden="true"></div>
            <section class="face" aria-label="Response" aria-busy=move || if this.calling.running.get() { "true" } else { "false" }>
                <div class="face__head">
                    <h3>"Response" {move || origin.get().map(origin_badge)}</h3>
                    <span class="path">{facts}</span>
                    <span class="acts">
                        <Pages />
                        <CopyButton
                            label="Copy the response"
                            text=Callback::new(move |()| text.get_untracked())
                            ready=Signal::derive(move || !is_empty.get())
                        />
                    </span>
                </div>
                <Refused />
                {move || if is_empty.get() {
                    view! { <p class="lab__pad">{waiting}</p> }.into_any()
                } else {
                    view! {
                        <LargeJson
                            label="Response of the operation"
                            rows=rows.into()
                            marks=Signal::derive(Vec::new)
                            lit=RwSignal::new(Lit::default())
                            stale=Signal::derive(|| false)
                        />
                    }
                    .into_any()
                }}
            </section>
        </div>
    }
}

/// The buttons for further pages.
#[component]
fn Pages() -> impl IntoView {
    let this = use_explorer();
    let more = memo(move || this.has_more() && !this.calling.running.get());
    move || {
        more.get().then(|| {
            view! {
                <button type="button" class="btn btn--sm" on:click=move |_| this.more(Extent::One)>"Next page"</button>
                <button type="button" class="btn btn--sm" on:click=move |_| this.more(Extent::All)>"All pages"</button>
            }
        })
    }
}

#[component]
fn AsTable() -> impl IntoView {
    let table = memo(move || call(|call| table::of(call.output.as_ref()?)));
    let shown = move || match table.get() {
        None => view! { <p class="lab__pad">"The answer has no list. Lists are shown as a table here."</p> }.into_any(),
        Some(table) => {
            let (shown, all) = (table.rows.len() as u64, table.all as u64);
            let caption = if shown == all {
                format!("{}: {}", table.name, number::count(all, "item"))
            } else {
                format!("{}: the first {} of {}", table.name, number::grouped(shown), number::count(all, "item"))
            };
            view! {
                <div class="measures extable" tabindex="0" role="group" aria-label="List of the answer">
                    <table>
                        <caption>{caption}</caption>
                        <thead><tr>{table.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr></thead>
                        <tbody>
                            {table.rows.into_iter().map(|cells| view! {
                                <tr>{cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Refused />
        {shown}
    }
}

#[component]
fn Frames() -> impl IntoView {
    let events = memo(move || {
        call(|call| {
            let row = |event: &crate::experiment::explorer::call::Event| {
                let text: String = event.payload.to_string().chars().take(400).collect();
                (number::duration_ms(event.at_ms), event.name.clone(), number::bytes(event.bytes), text)
            };
            Some(call.events.iter().map(row).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    move || {
        let events = events.get();
        if events.is_empty() {
            return view! { <p class="lab__pad">"No events. Operations that stream, such as ConverseStream and InvokeAgent, answer in frames; each is shown here as it arrives."</p> }.into_any();
        }
        view! {
            <div class="measures extable" tabindex="0" role="group" aria-label="Events of the stream">
                <table>
                    <caption>{number::count(events.len() as u64, "event")}</caption>
                    <thead><tr><th scope="col">"Event"</th><th scope="col">"After"</th><th scope="col">"Frame"</th><th scope="col">"Payload"</th></tr></thead>
                    <tbody>
                        {events.into_iter().map(|(at, name, bytes, text)| view! {
                            <tr><td>{name}</td><td>{at}</td><td>{bytes}</td><td><code>{text}</code></td></tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Http() -> impl IntoView {
    let text = memo(move || {
        call(|call| {
            let request = call.request.as_ref()?;
            let body = String::from_utf8(request.body.to_vec())
                .unwrap_or_else(|_| format!("({} of bytes)", number::bytes(request.body.len())));
            let answer = call.head.as_ref().map(|head| raw_response(head, &call.text())).unwrap_or_default();
            Some(format!("{}\n{body}\n\n{answer}", unsigned_head(request)))
        })
    });
    view! {
        <section class="face" aria-label="HTTP">
            <div class="face__head"><h3>"HTTP, without the signature"</h3></div>
            <pre class="labpre" tabindex="0" role="group" aria-label="HTTP request and response">
                {move || text.get().unwrap_or_else(|| "No request yet. Send one.".to_owned())}
            </pre>
        </section>
    }
}
