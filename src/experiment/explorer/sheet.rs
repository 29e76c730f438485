//! A call as the subject of a document: client, operation and input. Files and tokens stay out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::index::{self, Operation};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::{ServiceModel, ShapeKind, Structure};
use crate::experiment::document::lab::{Lab, LabKind};

/// A call before it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The operation.
    pub operation: &'static Operation,
    /// The input.
    pub input: Map<String, Value>,
}

impl Sheet {
    /// The document's form: `client/Operation` and the input as its parameters.
    pub fn lab(
        operation: Option<&Operation>,
        input: &Map<String, Value>,
        model: Option<&ServiceModel>,
        region: &str,
    ) -> Lab {
        let name = operation.map(|operation| format!("{}/{}", operation.client.name(), operation.name));
        let mut input = input.clone();
        let structure = operation.zip(model).and_then(|(operation, model)| {
            Some((model, model.structure(model.operation(operation.name)?.input.as_deref()?)?))
        });
        if let Some((model, structure)) = structure {
            input.retain(|name, _| !structure.members.iter().any(|member| member.token && member.name == *name));
            without_files(model, structure, &mut input);
        }
        Lab {
            kind: LabKind::Explorer,
            model: name.unwrap_or_default(),
            region: region.to_owned(),
            texts: Vec::new(),
            query: String::new(),
            parameters: input,
            pictures: Vec::new(),
        }
    }

    /// The call of a document, and what it has no place for.
    pub fn from_lab(lab: &Lab) -> (Option<Self>, Vec<String>) {
        let mut notes = Vec::new();
        let found = lab.model.split_once('/').and_then(|(client, name)| index::find(Client::from_name(client)?, name));
        if found.is_none() && !lab.model.is_empty() {
            let name: String = lab.model.chars().take(80).collect();
            notes.push(format!("This version of the page has no operation {name}, so its input is not shown."));
        }
        if !lab.texts.is_empty() || !lab.query.is_empty() || !lab.pictures.is_empty() {
            notes.push("Texts and pictures were ignored: a call of an operation has an input only.".to_owned());
        }
        (found.map(|operation| Self { operation, input: lab.parameters.clone() }), notes)
    }
}

/// Takes out bytes that are no text.
fn without_files(model: &ServiceModel, structure: &Structure, members: &mut Map<String, Value>) {
    members.retain(|name, value| {
        let shape = structure.members.iter().find(|member| member.name == *name).map(|member| member.shape.as_str());
        shape.is_none_or(|shape| keep(model, shape, value))
    });
}

fn keep(model: &ServiceModel, shape: &str, value: &mut Value) -> bool {
    match (model.shape(shape).map(|shape| &shape.kind), value) {
        (Some(ShapeKind::Blob), Value::String(base64)) => {
            STANDARD.decode(base64).is_ok_and(|bytes| String::from_utf8(bytes).is_ok())
        }
        (Some(ShapeKind::Structure(structure)), Value::Object(members)) => {
            without_files(model, structure, members);
            true
        }
        (Some(ShapeKind::List { member }), Value::Array(items)) => {
            items.retain_mut(|item| keep(model, member, item));
            true
        }
        (Some(ShapeKind::Map { value: inner, .. }), Value::Object(entries)) => {
            entries.retain(|_, entry| keep(model, inner, entry));
            true
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_call_comes_back_without_files_and_tokens() {
        let text = include_str!("../../../assets/service-model/bedrock-runtime.json");
        let model = ServiceModel::from_json(text).unwrap();
        let operation = index::find(Client::Runtime, "Converse").unwrap();
        let input = object(&json!({
            "modelId": "m",
            "messages": [{"role": "user", "content": [
                {"image": {"format": "png", "source": {"bytes": STANDARD.encode([0xff, 0xd8, 0])}}}, {"text": "Hi"}
            ]}]
        }));
        let lab = Sheet::lab(Some(operation), &input, Some(&model), "us-east-1");
        assert_eq!(lab.model, "bedrock-runtime/Converse");
        assert_eq!(
            Value::Object(lab.parameters.clone()),
            json!({"modelId": "m", "messages": [{"role": "user", "content": [
                {"image": {"format": "png", "source": {}}}, {"text": "Hi"}
            ]}]})
        );
        let (back, notes) = Sheet::from_lab(&lab);
        assert_eq!((back.unwrap().operation, notes), (operation, Vec::new()));
        let invoke = index::find(Client::Runtime, "InvokeModel").unwrap();
        let body = object(&json!({"modelId": "m", "body": STANDARD.encode("{}")}));
        assert_eq!(Sheet::lab(Some(invoke), &body, Some(&model), "us-east-1").parameters, body, "text stays");
        let bedrock = ServiceModel::from_json(include_str!("../../../assets/service-model/bedrock.json")).unwrap();
        let create = index::find(Client::Bedrock, "CreateGuardrail").unwrap();
        let typed = object(&json!({"name": "g", "clientRequestToken": "abc"}));
        let lab = Sheet::lab(Some(create), &typed, Some(&bedrock), "us-east-1");
        assert_eq!(Value::Object(lab.parameters), json!({"name": "g"}));
    }

    #[test]
    fn an_operation_of_a_later_version_is_said() {
        let mut lab = Sheet::lab(None, &Map::new(), None, "us-east-1");
        assert_eq!(Sheet::from_lab(&lab), (None, Vec::new()), "the view's first state");
        lab.model = "bedrock/CreateMoon".to_owned();
        let (none, notes) = Sheet::from_lab(&lab);
        assert!(none.is_none());
        assert!(notes.iter().any(|note| note.contains("no operation bedrock/CreateMoon")), "{notes:?}");
    }
}
