//! Whether the pointer of a fact names members that the service has.

use super::condition::{Condition, Operand, Selector, Subject};
use crate::bedrock::service_model::{ServiceModel, ShapeKind, Structure};
use crate::lesson::tokens::meant;

/// The facts that a condition reads.
pub fn selectors(condition: &Condition) -> Vec<&Selector> {
    match condition {
        Condition::Compare(selector, _, operand) | Condition::Near(selector, operand, _) => {
            let right = match operand {
                Operand::Fact(selector) => Some(selector),
                Operand::Value(_) => None,
            };
            [Some(selector), right].into_iter().flatten().collect()
        }
        Condition::Exists(selector) | Condition::Distinct(selector, ..) => vec![selector],
        Condition::Guessed | Condition::Cards | Condition::Full => Vec::new(),
        Condition::Ever(inner) | Condition::Not(inner) => selectors(inner),
        Condition::And(all) | Condition::Or(all) | Condition::Then(all) => all.iter().flat_map(selectors).collect(),
    }
}

/// What is wrong with the pointer of a fact; `None` if the service has such a member, or cannot say so.
pub fn fault(selector: &Selector, model: &ServiceModel) -> Option<String> {
    let is_converse = matches!(selector.subject, Subject::Converse | Subject::Earlier);
    match (is_converse, selector.attribute.as_str()) {
        (true, "req") => of_shape(model, model.operation("Converse")?.input.as_deref()?, &selector.pointer),
        (true, "res") => of_shape(model, model.operation("Converse")?.output.as_deref()?, &selector.pointer),
        _ => None,
    }
}

/// What is wrong with a pointer into a value of this shape.
pub fn of_shape(model: &ServiceModel, shape: &str, pointer: &str) -> Option<String> {
    let mut shape = shape.to_owned();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        shape = match &model.shape(&shape)?.kind {
            ShapeKind::Structure(structure) => match structure.members.iter().find(|member| member.name == token) {
                Some(member) => member.shape.clone(),
                None if token == "*" => return None,
                None => return Some(no_member(&token, &shape, structure)),
            },
            ShapeKind::List { member } => {
                if token != "*" && token.parse::<usize>().is_err() {
                    return Some(format!("{shape} is a list: {token} is not the number of an item"));
                }
                member.clone()
            }
            ShapeKind::Map { value, .. } => value.clone(),
            ShapeKind::Document => return None,
            ShapeKind::String
            | ShapeKind::Blob
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::Boolean
            | ShapeKind::Timestamp => return Some(format!("{shape} has no members, so there is no {token} in it")),
        };
    }
    None
}

fn no_member(token: &str, shape: &str, structure: &Structure) -> String {
    let near = meant(token, structure.members.iter().map(|member| member.name.as_str()));
    format!("no member {token} in {shape}{near}")
}
