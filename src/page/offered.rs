//! The models and profiles that an account is offered in its Region, as its own list: what `ListFoundationModels` and
//! `ListInferenceProfiles` have answered, beside the catalogue of this page.

use super::choices::Choice;
use crate::bedrock::catalogue::{self, Model as Known};
use crate::bedrock::model_id::ModelId;
use crate::experiment::jobs::models::Model;
use crate::experiment::jobs::profiles::Profile;

/// An entry that the catalogue does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The entry.
    pub choice: Choice,
    /// A model of the catalogue of the same family: the views that serve it take this one too.
    pub like: Option<&'static str>,
    /// Whether it writes text.
    pub writes_text: bool,
}

/// What an account is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// The Region that was asked.
    pub region: String,
    /// The IDs of all models and profiles.
    pub ids: Vec<String>,
    /// The entries that the catalogue does not have.
    pub extra: Vec<Extra>,
}

impl Offered {
    /// From the answers of both operations; either may be missing.
    pub fn new(region: &str, models: &[Model], profiles: &[Profile]) -> Self {
        let ids = models.iter().map(|model| &model.id).chain(profiles.iter().map(|profile| &profile.id));
        let unknown = models.iter().filter(|model| known(&model.id).is_none()).map(model_choice);
        let listed: Vec<String> = catalogue::models().iter().map(|model| model.callable_id(region)).collect();
        let further = profiles.iter().filter(|profile| !listed.contains(&profile.id)).map(profile_choice);
        Self { region: region.to_owned(), ids: ids.cloned().collect(), extra: unknown.chain(further).collect() }
    }
}

fn known(id: &str) -> Option<&'static Known> {
    ModelId::parse(id).ok().and_then(|id| catalogue::find(&id))
}

/// A model of the catalogue of the same family.
fn like(id: &str) -> Option<&'static Known> {
    let family = ModelId::parse(id).ok()?.family()?;
    catalogue::models().iter().find(|model| model.family() == Some(family))
}

fn model_choice(model: &Model) -> Extra {
    let mut facts = vec![format!("reads {}", words(&model.input)), format!("writes {}", words(&model.output))];
    if model.streams == Some(true) {
        facts.push("streams".to_owned());
    }
    let mut warnings = Vec::new();
    if model.status != "ACTIVE" {
        warnings.push(model.status.to_lowercase());
    }
    let on_demand = model.calls.iter().any(|call| call == "ON_DEMAND");
    if !on_demand && !model.calls.is_empty() {
        warnings.push(format!("called by {}", words(&model.calls)));
    }
    let mut kinds = Vec::new();
    for (has, kind) in [
        (model.input.iter().any(|kind| kind == "IMAGE"), "images"),
        (model.streams == Some(true), "streaming"),
        (model.status == "ACTIVE", "not retired"),
    ] {
        if has {
            kinds.push(kind);
        }
    }
    let note = if on_demand { "on demand" } else { "" };
    Extra {
        choice: Choice {
            group: "Your account: not in this page's list",
            name: format!("{} {}", model.provider, model.name),
            note: note.to_owned(),
            facts,
            warnings,
            value: model.id.clone(),
            kinds,
        },
        like: like(&model.id).map(|model| model.id),
        writes_text: model.output.iter().any(|kind| kind == "TEXT"),
    }
}

fn profile_choice(profile: &Profile) -> Extra {
    let of = profile.models.first().map(|arn| crate::experiment::jobs::short(arn)).unwrap_or_default();
    let model = known(of).or_else(|| like(of));
    // The ID of a profile of the account is not a model ID: it is called by its ARN.
    let value = if profile.is_application { &profile.arn } else { &profile.id };
    Extra {
        choice: Choice {
            group: "Your account: inference profiles",
            name: profile.name.clone(),
            note: if profile.is_application { "application profile".to_owned() } else { "profile".to_owned() },
            facts: vec![profile.route(), format!("of {of}")],
            warnings: Vec::new(),
            value: value.clone(),
            kinds: vec!["not retired"],
        },
        like: model.map(|model| model.id),
        writes_text: model.is_none_or(Known::writes_text),
    }
}

fn words(of: &[String]) -> String {
    of.iter().map(|word| word.to_lowercase().replace('_', " ")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::jobs::{models, profiles};
    use serde_json::json;

    #[test]
    fn what_the_catalogue_does_not_have_is_listed_with_what_the_answer_says() {
        let models = models::read(&json!({"modelSummaries": [
            {"modelId": "amazon.nova-lite-v1:0", "modelName": "Nova Lite", "providerName": "Amazon"},
            {"modelId": "acme.rock-1-v1:0", "modelName": "Rock 1", "providerName": "Acme", "inputModalities": ["TEXT", "IMAGE"],
             "outputModalities": ["TEXT"], "inferenceTypesSupported": ["PROVISIONED"], "responseStreamingSupported": true,
             "modelLifecycle": {"status": "LEGACY"}},
            {"modelId": "amazon.titan-embed-text-v9:0", "modelName": "Titan 9", "providerName": "Amazon", "outputModalities": ["EMBEDDING"]}
        ]}));
        let arn = |id: &str| json!({"modelArn": format!("arn:aws:bedrock:us-east-1::foundation-model/{id}")});
        let profiles = profiles::read(&json!({"inferenceProfileSummaries": [
            {"inferenceProfileId": "us.amazon.nova-lite-v1:0", "inferenceProfileName": "US", "models": [arn("amazon.nova-lite-v1:0")]},
            {"inferenceProfileId": "eu.amazon.nova-lite-v1:0", "inferenceProfileName": "EU", "models": [arn("amazon.nova-lite-v1:0")]},
            {"inferenceProfileId": "abc", "inferenceProfileArn": "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
             "inferenceProfileName": "mine", "type": "APPLICATION", "models": [arn("amazon.nova-pro-v1:0")]}
        ]}));
        let offered = Offered::new("us-east-1", &models, &profiles);
        assert!(offered.ids.contains(&"amazon.nova-lite-v1:0".to_owned()) && offered.ids.len() == 6);
        let find = |name: &str| offered.extra.iter().find(|extra| extra.choice.name.contains(name));
        let rock = find("Rock 1").unwrap();
        assert_eq!(rock.choice.facts, ["reads text, image", "writes text", "streams"]);
        assert_eq!(rock.choice.warnings, ["legacy", "called by provisioned"]);
        assert_eq!((rock.writes_text, rock.like), (true, None));
        let titan = find("Titan 9").unwrap();
        assert!(!titan.writes_text && titan.like.is_some(), "{titan:?}");
        assert!(find("Nova Lite").is_none(), "the catalogue has it");
        assert_eq!(find("EU").unwrap().choice.value, "eu.amazon.nova-lite-v1:0");
        let mine = find("mine").unwrap();
        assert!(mine.choice.value.starts_with("arn:") && mine.writes_text);
    }
}
