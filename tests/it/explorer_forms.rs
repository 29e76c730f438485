//! The form of every operation: what one types into it, row by row, is the input that its rows show.

use outcrop::bedrock::service_model::{OperationModel, ServiceModel};
use outcrop::experiment::explorer::Form;
use outcrop::experiment::explorer::form::{Control, Row};
use serde_json::{Value, json};

use crate::inputs::{self, Random};

/// Its input is a stream, which no form writes.
const BIDIRECTIONAL: &str = "InvokeModelWithBidirectionalStream";

/// The operations with a form.
fn operations(model: &ServiceModel) -> impl Iterator<Item = &OperationModel> {
    model.operations().iter().filter(|operation| operation.name != BIDIRECTIONAL)
}

/// Inputs of each operation.
const INPUTS: usize = 6;

fn models() -> Vec<ServiceModel> {
    [
        include_str!("../../assets/service-model/bedrock.json"),
        include_str!("../../assets/service-model/bedrock-runtime.json"),
        include_str!("../../assets/service-model/bedrock-agent.json"),
        include_str!("../../assets/service-model/bedrock-agent-runtime.json"),
    ]
    .map(|text| ServiceModel::from_json(text).expect("a committed model"))
    .into()
}

/// The row at this place.
fn at(form: &Form, model: &ServiceModel, operation: &str, pointer: &str) -> Row {
    let rows = form.rows(model, operation);
    rows.into_iter().find(|row| row.pointer == pointer).unwrap_or_else(|| panic!("{operation} has no row {pointer}"))
}

/// The holder of a place, and its name there.
fn split(pointer: &str) -> (&str, String) {
    let (holder, name) = pointer.rsplit_once('/').unwrap();
    (holder, name.replace("~1", "/").replace("~0", "~"))
}

/// Types what a form shows into an empty one.
fn typed(shown: &Form, model: &ServiceModel, operation: &str) -> Form {
    let mut form = Form::default();
    for row in shown.rows(model, operation).into_iter().filter(|row| row.set) {
        let (holder, name) = split(&row.pointer);
        if !holder.is_empty() && form.at(&row.pointer).is_none() {
            let holder = at(&form, model, operation, holder);
            match holder.control {
                Control::List => form.add(model, &holder),
                Control::Map => {
                    form.add(model, &holder);
                    let entries = form.at(&holder.pointer).unwrap().as_object().unwrap();
                    let made = entries.keys().next_back().unwrap().clone();
                    let made = at(&form, model, operation, &format!("{}/{made}", holder.pointer));
                    form.rename(&made, &name).unwrap();
                }
                Control::Union { .. } => form.choose(model, &holder, &name),
                _ => {}
            }
        }
        let place = at(&form, model, operation, &row.pointer);
        match &row.control {
            Control::Union { .. } | Control::Structure if !place.set => form.add(model, &place),
            Control::List if !place.set => {
                form.add(model, &place);
                form.remove(&at(&form, model, operation, &format!("{}/0", row.pointer)));
            }
            Control::Map if !place.set => {
                form.add(model, &place);
                form.remove(&at(&form, model, operation, &format!("{}/key1", row.pointer)));
            }
            Control::Union { .. } | Control::Structure | Control::List | Control::Map => {}
            _ => form.take(&place, &shown.text(&row)),
        }
    }
    form
}

/// Without members that are empty text: an emptied field is not sent.
fn without_empty_text(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| *value != json!(""))
            .map(|(name, value)| (name, without_empty_text(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_empty_text).collect(),
        other => other,
    }
}

#[test]
fn every_form_gives_back_what_is_typed_into_it() {
    let mut rows = 0;
    for model in models() {
        let mut random = Random::new(21);
        for operation in operations(&model) {
            for _ in 0..INPUTS {
                let input = without_empty_text(inputs::whole(&model, &operation.name, &mut random));
                let shown = Form::new(input.as_object().unwrap().clone());
                rows += shown.rows(&model, &operation.name).len();
                let form = typed(&shown, &model, &operation.name);
                assert_eq!(Value::Object(form.input().clone()), input, "{}", operation.name);
            }
        }
    }
    assert!(rows > 10_000, "{rows} rows");
}

#[test]
fn a_form_says_what_the_service_says_and_shows_a_damaged_input_too() {
    for model in models() {
        let mut random = Random::new(22);
        for operation in operations(&model) {
            let mut input = inputs::whole(&model, &operation.name, &mut random);
            let members = || input.as_object().unwrap().clone();
            let problems = Form::new(members()).problems(&model, &operation.name);
            // The random texts do not keep to every length: what the service says of them is what the form says.
            let texts: Vec<_> = problems.iter().map(|problem| problem.text.clone()).collect();
            let report = model.inspect_whole(&operation.name, &input);
            let said: Vec<_> = report.violations.into_iter().map(|violation| violation.message).collect();
            assert_eq!(texts, said, "{} {input}", operation.name);
            assert!(problems.iter().all(|problem| !problem.missing), "{} {input}", operation.name);
            if input.as_object().unwrap().is_empty() {
                continue;
            }
            for _ in 0..4 {
                inputs::damage(&mut input, &mut random);
                let Some(members) = input.as_object().filter(|members| !members.is_empty()) else { break };
                let form = Form::new(members.clone());
                // Every member stands in a row, whatever is in it.
                let rows = form.rows(&model, &operation.name);
                for name in members.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name) {
                    assert!(rows.iter().any(|row| row.label == *name && row.depth == 0), "{} {name}", operation.name);
                }
            }
        }
    }
}
