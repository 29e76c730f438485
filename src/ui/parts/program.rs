//! The calls of a view that uses only `InvokeModel`, for the code panel.

use leptos::prelude::*;

use super::code_panel::code_panel;
use crate::aws::region::Region;
use crate::bedrock::operation::Operation;
use crate::experiment::run::calls::Calls;
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

/// The program that makes these calls, or what prevents it.
pub fn lab_program(state: AppState, calls: Memo<Result<Calls, String>>) -> AnyView {
    let request = memo(move || {
        let calls = calls.get()?;
        let region = state.draft.with(|draft| Region::parse(&draft.region)).map_err(|error| error.to_string())?;
        let endpoint = state.shown_endpoint().ok_or("Choose a region first")?;
        let first = calls.at(&endpoint).into_iter().next().ok_or("Nothing to send yet")?;
        let headers = first.request.headers;
        let Calls { model, bodies } = calls;
        let bodies = bodies.iter().map(json::print).collect();
        Ok(Request { operation: Operation::InvokeModel, model, region, headers, bodies })
    });
    lazy_view(move |owner| late_lab_code(owner, request))
}
