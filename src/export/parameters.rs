//! The headers of an `InvokeModel` call as parameters of the SDKs, by the service model.

use super::Request;
use super::typed::Language;
use super::writer::Writer;
use crate::bedrock::service_model::{Place, ServiceModel};

/// A parameter of the call that travels in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// The member's name in the API: `guardrailIdentifier`.
    pub name: String,
    /// The member's shape.
    pub shape: String,
    /// Its value.
    pub value: String,
    /// The place in the request: `header:X-Amzn-Bedrock-GuardrailIdentifier`.
    pub pointer: String,
}

/// The parameters, and the names of headers that the operation has no parameter for.
pub(super) fn of(request: &Request, model: &ServiceModel) -> (Vec<Parameter>, Vec<String>) {
    let (mut parameters, mut unknown) = (Vec::new(), Vec::new());
    let operation = model.operation(request.operation.name());
    let input = operation.and_then(|operation| model.structure(operation.input.as_deref()?));
    let members = input.map(|input| input.members.as_slice()).unwrap_or_default();
    for header in &request.headers {
        // The stream's `accept` travels under a name of Bedrock's own; the page knows both by the usual one.
        let is_named = |wire: &str| {
            wire.eq_ignore_ascii_case(&header.name)
                || (wire.eq_ignore_ascii_case("x-amzn-bedrock-accept") && header.name.eq_ignore_ascii_case("accept"))
        };
        match members.iter().find(|member| member.place == Place::Header && is_named(&member.wire_name)) {
            Some(member) => parameters.push(Parameter {
                name: member.name.clone(),
                shape: member.shape.clone(),
                value: header.value.clone(),
                pointer: format!("header:{}", header.name),
            }),
            // Every SDK writes Converse's content type by itself.
            None if header.name.eq_ignore_ascii_case("content-type") => {}
            None => unknown.push(header.name.clone()),
        }
    }
    (parameters, unknown)
}

/// The parameters with their values as a typed language writes them, a string by `plain`. A header without a parameter
/// becomes a note.
pub(super) fn typed(
    request: &Request,
    model: &ServiceModel,
    language: &impl Language,
    plain: impl Fn(&str) -> String,
    writer: &mut Writer,
) -> Vec<Parameter> {
    let (mut parameters, unknown) = of(request, model);
    writer.notes.extend(unknown_note(&unknown));
    for parameter in &mut parameters {
        let is_enum = model.shape(&parameter.shape).is_some_and(|shape| !shape.values.is_empty());
        parameter.value =
            if is_enum { language.variant(&parameter.shape, &parameter.value) } else { plain(&parameter.value) };
    }
    parameters
}

/// The notes on headers that cannot be set.
pub(super) fn unknown_note(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("This tool has no parameter for {}; the code leaves it out", names.join(", ")))
}
