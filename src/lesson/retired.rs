//! Models past their end: a lesson may not name one, unless the step is marked `retired`.

use super::action::{Action, ModelCall};
use super::step::{Start, Step};
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;

/// What is wrong with the models that a step and the lesson's start name.
pub fn faults(step: &Step, start: &Start, now: Timestamp) -> Vec<String> {
    if step.retired {
        return Vec::new();
    }
    let mut names = Vec::new();
    for start in [Some(start), step.start.as_ref()].into_iter().flatten() {
        names.extend(start.experiment.iter().flat_map(|experiment| experiment.models()).map(str::to_owned));
        names.extend(start.program.iter().flat_map(|program| quoted(program)));
    }
    let tries = step.cards.tries.iter().flat_map(|tried| &tried.actions);
    for action in step.solve.iter().chain(tries) {
        if let Action::Model(model) | Action::Call(ModelCall { model, .. }) = action {
            names.push(model.clone());
        }
        if let Action::Code(program) | Action::CodeLine(_, program) = action {
            names.extend(quoted(program));
        }
        if let Action::Operation(call) = action {
            names.extend(call.input.get("modelId").and_then(|id| id.as_str()).map(str::to_owned));
        }
    }
    let today = now.date();
    names.sort();
    names.dedup();
    let ended = |name: &String| {
        let model = ModelId::parse(name).ok().as_ref().and_then(catalogue::find)?;
        model.ended_by(&today).then(|| format!("{name} is past its end; mark the step retired, or name another model"))
    };
    names.iter().filter_map(ended).collect()
}

/// The texts in quotes of a program.
fn quoted(program: &str) -> Vec<String> {
    program.split(['"', '\'']).skip(1).step_by(2).map(str::to_owned).collect()
}
