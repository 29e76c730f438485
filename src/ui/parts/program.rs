//! The calls of a view that only `InvokeModel` serves, on their way to the code panel.

use leptos::prelude::*;
use serde_json::Value;

use super::code_panel::code_panel;
use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::experiment::run::session::Call;
use crate::export::Request;
use crate::text::json;
use crate::ui::memo::memo;
use crate::ui::state::AppState;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The calls of the embeddings or the images view as a program.
    pub fn late_lab_code(request: Memo<Result<Request, String>>) => code_panel(request, None)
}

/// Calls of one model that differ in their bodies only.
#[derive(Clone, Debug, PartialEq)]
pub struct Calls {
    /// The model.
    pub model: ModelId,
    /// The bodies, one a call.
    pub bodies: Vec<Value>,
}

/// The program that makes these calls, or what keeps them from being made.
pub fn lab_program(state: AppState, calls: Memo<Result<Calls, String>>) -> AnyView {
    let request = memo(move || {
        let Calls { model, bodies } = calls.get()?;
        let region = state.draft.with(|draft| Region::parse(&draft.region)).map_err(|error| error.to_string())?;
        let endpoint = state.shown_endpoint().ok_or("Choose a region first")?;
        let first = bodies.first().ok_or("There is nothing to send yet")?;
        let headers = Call::of(Operation::InvokeModel, &endpoint, &model, first).request.headers;
        let bodies = bodies.iter().map(json::print).collect();
        Ok(Request { operation: Operation::InvokeModel, model, region, headers, bodies })
    });
    lazy_view(move |owner| late_lab_code(owner, request))
}
