//! `ListFoundationModels` and `GetFoundationModel`: the dated catalogue in the form of the control plane.

use serde_json::{Value, json};

use super::{Answered, Context, Outcome};
use crate::bedrock::catalogue::{self, Lifecycle, Modality, Model};
use crate::bedrock::model_id::ModelId;
use crate::simulator::fault::Fault;

pub(super) fn play(operation: &str, input: &Value, context: &Context) -> Outcome {
    match operation {
        "ListFoundationModels" => Some(Ok(Answered::Output(list(input, context)))),
        "GetFoundationModel" => Some(get(input, context)),
        _ => None,
    }
}

fn list(input: &Value, context: &Context) -> Value {
    let asked = |key: &str| input.get(key).and_then(Value::as_str);
    let has = |item: &Value, key: &str, wanted: &str| {
        item.get(key).and_then(Value::as_array).is_some_and(|values| values.iter().any(|value| value == wanted))
    };
    let listed =
        catalogue::models().iter().filter(|model| is_listed(model, context)).map(|model| summary(model, context));
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
    let found =
        ModelId::parse(asked).ok().and_then(|id| catalogue::find(&id)).filter(|model| is_listed(model, context));
    let model = found.ok_or_else(|| Fault::not_found(format!("Could not find the model {asked} in this region.")))?;
    Ok(Answered::Output(json!({ "modelDetails": summary(model, context) })))
}

/// A model past its end is no longer listed.
fn is_listed(model: &Model, context: &Context) -> bool {
    model.lifecycle != Lifecycle::Unlisted && !model.ended_by(&context.now.date())
}

/// A model as the control plane describes it. The API names three modalities only.
pub(super) fn summary(model: &Model, context: &Context) -> Value {
    let modalities = |kinds: &[Modality]| -> Vec<&'static str> {
        let named = kinds.iter().filter_map(|kind| match kind {
            Modality::Text => Some("TEXT"),
            Modality::Image => Some("IMAGE"),
            Modality::Embedding => Some("EMBEDDING"),
            Modality::Video => Some("VIDEO"),
            Modality::Audio => Some("SPEECH"),
            Modality::Scores => Some("TEXT"),
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
    let mut lifecycle = json!({ "status": "ACTIVE" });
    if let Lifecycle::Ends(day) = model.lifecycle {
        lifecycle = json!({ "status": "LEGACY", "endOfLifeTime": format!("{day}T00:00:00Z") });
    }
    json!({
        "modelArn": format!(
            "arn:{}:bedrock:{}::foundation-model/{}",
            context.region.partition().as_str(), context.region.as_str(), model.id
        ),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": modalities(&model.input),
        "outputModalities": modalities(&model.output),
        "responseStreamingSupported": model.streaming,
        "customizationsSupported": [],
        "inferenceTypesSupported": types,
        "modelLifecycle": lifecycle,
    })
}
