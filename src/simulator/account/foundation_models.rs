//! `ListFoundationModels` and `GetFoundationModel`: the dated catalogue in the form of the control plane.

use serde_json::{Value, json};

use super::models::offered;
use super::{Answered, Context, Outcome};
use crate::bedrock::catalogue::{self, Lifecycle, Modality, Model};
use crate::bedrock::model_id::ModelId;
use crate::simulator::fault::Fault;

pub(super) fn play(operation: &str, input: &Value, context: &Context) -> Outcome {
    match operation {
        "ListFoundationModels" => Some(refuse_project(input).map(|()| Answered::Output(list(input, context)))),
        "GetFoundationModel" => Some(refuse_project(input).and_then(|()| get(input, context))),
        _ => None,
    }
}

/// Refuses a project: the account has none.
pub(super) fn refuse_project(input: &Value) -> Result<(), Fault> {
    match input.get("projectIdentifier").and_then(Value::as_str) {
        None => Ok(()),
        Some(project) => Err(Fault::validation(format!("The simulator's account has no project {project}."))),
    }
}

fn list(input: &Value, context: &Context) -> Value {
    let asked = |key: &str| input.get(key).and_then(Value::as_str);
    let has = |item: &Value, key: &str, wanted: &str| {
        item.get(key).and_then(Value::as_array).is_some_and(|values| values.iter().any(|value| value == wanted))
    };
    let listed = catalogue::models().iter().filter(|model| is_listed(model, context)).flat_map(|model| {
        let provisioned = offer(model, context).map_or(&[][..], |offer| offer.provisioned);
        std::iter::once(summary(model, context)).chain(provisioned.iter().map(|id| under(model, id, context)))
    });
    let summaries: Vec<Value> = listed
        .filter(|item| {
            asked("byProvider").is_none_or(|provider| {
                item.get("providerName").and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case(provider))
            })
        })
        .filter(|item| asked("byOutputModality").is_none_or(|wanted| has(item, "outputModalities", wanted)))
        .filter(|item| asked("byInferenceType").is_none_or(|wanted| has(item, "inferenceTypesSupported", wanted)))
        .filter(|item| asked("byCustomizationType").is_none_or(|wanted| has(item, "customizationsSupported", wanted)))
        .collect();
    json!({ "modelSummaries": summaries })
}

fn get(input: &Value, context: &Context) -> Result<Answered, Fault> {
    let asked = input.get("modelIdentifier").and_then(Value::as_str).unwrap_or_default();
    let id = ModelId::parse(asked).ok().filter(|id| id.arn_region().is_none_or(|it| it == context.region.as_str()));
    let found = id.as_ref().and_then(|id| Some((id.base_id()?, offered::model(id)?)));
    let (id, model) = found
        .filter(|(_, model)| is_listed(model, context))
        .ok_or_else(|| Fault::not_found(format!("Could not find the model {asked} in this region.")))?;
    let offered = offer(model, context).is_some_and(|offer| offer.provisioned.contains(&id));
    let details = if offered && id != model.id { under(model, id, context) } else { summary(model, context) };
    Ok(Answered::Output(json!({ "modelDetails": details })))
}

/// A model past its end is no longer listed.
fn is_listed(model: &Model, context: &Context) -> bool {
    model.lifecycle != Lifecycle::Unlisted && !model.ended_by(&context.now.date())
}

/// What the region offers of a model beside calls on demand; nothing of one in Legacy state.
fn offer(model: &Model, context: &Context) -> Option<&'static offered::Offer> {
    let offer = offered::offer(model.id).filter(|offer| offer.is_in(context.region.as_str()))?;
    (!offered::is_legacy(model, &context.now.date())).then_some(offer)
}

/// A model under an id that only Provisioned Throughput takes.
fn under(model: &Model, id: &str, context: &Context) -> Value {
    let mut item = summary(model, context);
    if let Some(members) = item.as_object_mut() {
        members.insert("modelArn".to_owned(), json!(arn(id, context)));
        members.insert("modelId".to_owned(), json!(id));
        members.insert("inferenceTypesSupported".to_owned(), json!(["PROVISIONED"]));
    }
    item
}

fn arn(id: &str, context: &Context) -> String {
    format!("arn:{}:bedrock:{}::foundation-model/{id}", context.region.partition().as_str(), context.region.as_str())
}

/// A model as the control plane describes it. The API names three modalities only.
pub(super) fn summary(model: &Model, context: &Context) -> Value {
    let modalities = |kinds: &[Modality]| -> Vec<&'static str> {
        let named = kinds.iter().map(|kind| match kind {
            Modality::Text | Modality::Scores => "TEXT",
            Modality::Image => "IMAGE",
            Modality::Embedding => "EMBEDDING",
            Modality::Video => "VIDEO",
            Modality::Audio => "SPEECH",
        });
        named.collect()
    };
    let mut types = Vec::new();
    if !model.profile_only {
        types.push("ON_DEMAND");
    }
    if !model.profiles.is_empty() {
        // Real answers have it, although the filter does not take it.
        types.push("INFERENCE_PROFILE");
    }
    if offer(model, context).is_some_and(|offer| offer.provisioned.contains(&model.id)) {
        types.push("PROVISIONED");
    }
    let status = if offered::is_legacy(model, &context.now.date()) { "LEGACY" } else { "ACTIVE" };
    let mut lifecycle = json!({ "status": status });
    if let (Some(dates), Some(members)) = (offered::dates(model), lifecycle.as_object_mut()) {
        for (name, day) in
            [("legacyTime", dates.legacy), ("publicExtendedAccessTime", dates.extended), ("endOfLifeTime", dates.end)]
        {
            members.insert(name.to_owned(), json!(format!("{day}T00:00:00Z")));
        }
    }
    // The service model has three of the types of customization here.
    let types_of_customization: Vec<&str> = offer(model, context)
        .map_or(&[][..], |offer| offer.types)
        .iter()
        .copied()
        .filter(|kind| ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"].contains(kind))
        .collect();
    json!({
        "modelArn": arn(model.id, context),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": modalities(&model.input),
        "outputModalities": modalities(&model.output),
        "responseStreamingSupported": model.streaming,
        "customizationsSupported": types_of_customization,
        "inferenceTypesSupported": types,
        "modelLifecycle": lifecycle,
    })
}
