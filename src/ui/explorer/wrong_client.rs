//! “Why is there no `invoke_model` here?”: a method that a client does not have, as boto3 refuses it, and where it is.

use leptos::prelude::*;

use crate::bedrock::client::Client;
use crate::experiment::explorer::python;

/// The question and its answer.
#[component]
pub fn WrongClient(client: Client) -> impl IntoView {
    let example = if client == Client::Bedrock { "invoke_model" } else { "list_foundation_models" };
    let text = RwSignal::new(example.to_owned());
    let answer = Memo::new(move |_| python::not_here(client, &text.read()));
    view! {
        <details class="exwrong">
            <summary>{format!("Why is there no {example} here?")}</summary>
            <div class="exwrong__body">
                <label class="label" for="wrong-method">{format!("A method called on boto3.client(\"{}\")", client.name())}</label>
                <input
                    class="input input--mono"
                    id="wrong-method"
                    autocomplete="off"
                    spellcheck="false"
                    autocapitalize="none"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <div role="status">
                    {move || match answer.get() {
                        Some(not_here) => {
                            let advice = python::advice(client, &not_here);
                            view! {
                                <pre class="exwrong__error">{not_here.error}</pre>
                                <p>{advice} "."</p>
                                {not_here.elsewhere.into_iter().map(|operation| view! {
                                    <a href=operation.address()>{format!("Open {} of {}", operation.name, operation.client.name())}</a>
                                }).collect_view()}
                            }
                            .into_any()
                        }
                        None => view! { <p>"This client has that method, or the text is not the name of one."</p> }.into_any(),
                    }}
                </div>
            </div>
        </details>
    }
}
