//! Inference profiles: those of the system, from the dated catalogue by region, and those that an account creates.
//!
//! Which regions a system profile sends calls to is not in the catalogue: the simulator names at most five of its
//! geography, the caller's first. The service model allows no dot in a profile's name, so a name has a hyphen instead.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::clock::iso;
use super::super::foundation_models::refuse_project;
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::input::{dense, is_in, optional, text};
use super::refusal;
use crate::bedrock::catalogue::{self, Lifecycle, Model};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::simulator::fault::Fault;

/// The most models of a profile in the service model.
const MOST: usize = 5;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub(super) arn: String,
    name: String,
    description: Option<String>,
    /// The ARNs of its models.
    models: Vec<String>,
    /// The id of the foundation model.
    base: String,
    created: i64,
}

impl Profile {
    fn id(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }

    fn output(&self) -> Value {
        dense(json!({
            "inferenceProfileName": self.name,
            "description": self.description,
            "createdAt": iso(self.created),
            "updatedAt": iso(self.created),
            "inferenceProfileArn": self.arn,
            "models": models(&self.models),
            "inferenceProfileId": self.id(),
            "status": "ACTIVE",
            "type": "APPLICATION",
        }))
    }
}

fn models(arns: &[String]) -> Value {
    arns.iter().map(|arn| json!({ "modelArn": arn })).collect()
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    Some(match operation {
        "ListInferenceProfiles" => refuse_project(input).and_then(|()| list(account, input, context)),
        "GetInferenceProfile" => refuse_project(input).and_then(|()| get(account, input, context)),
        "CreateInferenceProfile" => create(account, input, context),
        "DeleteInferenceProfile" => delete(account, input, context),
        _ => return None,
    })
}

/// The system profiles of the region: the model and the prefix of each.
fn system(context: &Context) -> impl Iterator<Item = (&'static Model, &'static str)> {
    let today = context.now.date();
    let prefixes = catalogue::profile_prefixes_of(context.region.as_str());
    let listed = catalogue::models()
        .iter()
        .filter(move |model| model.lifecycle != Lifecycle::Unlisted && !model.ended_by(&today));
    listed.flat_map(move |model| {
        prefixes.iter().copied().filter(|prefix| model.profiles.contains(prefix)).map(move |prefix| (model, prefix))
    })
}

/// The regions of a geography that the simulator names.
fn regions(prefix: &str) -> &'static [&'static str] {
    match prefix {
        "us." => &["us-east-1", "us-east-2", "us-west-2"],
        "us-gov." => &["us-gov-west-1", "us-gov-east-1"],
        "eu." => &["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"],
        "apac." => &["ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1"],
        "jp." => &["ap-northeast-1", "ap-northeast-3"],
        "au." => &["ap-southeast-2", "ap-southeast-4"],
        "in." => &["ap-south-1", "ap-south-2"],
        "ca." => &["ca-central-1", "ca-west-1"],
        "sa." => &["sa-east-1"],
        _ => &[],
    }
}

fn system_arns(model: &Model, prefix: &str, context: &Context) -> Vec<String> {
    let own = context.region.as_str();
    let others = regions(prefix).iter().copied().filter(|region| *region != own);
    let partition = context.region.partition().as_str();
    let arn = |region: &str| format!("arn:{partition}:bedrock:{region}::foundation-model/{}", model.id);
    std::iter::once(own).chain(others).take(MOST).map(arn).collect()
}

fn system_output(model: &Model, prefix: &str, context: &Context) -> Value {
    let id = format!("{prefix}{}", model.id);
    let geography = prefix.trim_end_matches('.');
    let arns = system_arns(model, prefix, context);
    let regions: Vec<&str> = arns.iter().filter_map(|arn| arn.split(':').nth(3)).collect();
    json!({
        "inferenceProfileName": plain(&format!("{} {}", geography.to_uppercase(), model.name), &[]),
        "description": plain(&format!("Routes requests to {} in {}.", model.name, regions.join(" ")), &['.', ':']),
        "inferenceProfileArn": names::arn(context, &format!("inference-profile/{id}")),
        "models": models(&arns),
        "inferenceProfileId": id,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    })
}

/// A text in the pattern of a profile's name: letters, digits and `also`, with single separators between them.
fn plain(text: &str, also: &[char]) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || also.contains(&c) {
            out.push(c);
        } else if !out.ends_with([' ', '-', '_']) && !out.is_empty() {
            out.push(if c == ' ' { ' ' } else { '-' });
        }
    }
    out.trim_end_matches([' ', '-', '_']).to_owned()
}

fn of_region<'a>(account: &'a Account, context: &Context) -> impl Iterator<Item = &'a Profile> {
    let region = context.region.as_str();
    account.models.profiles.iter().filter(move |profile| is_in(&profile.arn, region))
}

fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let members = Members { name: "inferenceProfileName", created: "createdAt", ..Members::default() };
    let own = pages::sifted(input, of_region(account, context).map(Profile::output).collect(), &members);
    let system = system(context).map(|(model, prefix)| system_output(model, prefix, context));
    let wanted = text(input, "typeEquals");
    let items = own.into_iter().chain(system).filter(|item| wanted.is_empty() || text(item, "type") == wanted);
    pages::page(input, "inferenceProfileSummaries", items.collect()).map(Answered::Output)
}

/// The system profile of an id or ARN.
fn find_system(identifier: &str, context: &Context) -> Option<(&'static Model, &'static str)> {
    let id = ModelId::parse(identifier).ok()?;
    match id.kind() {
        ModelIdKind::InferenceProfile => {}
        ModelIdKind::InferenceProfileArn if is_in(identifier, context.region.as_str()) => {}
        ModelIdKind::InferenceProfileArn
        | ModelIdKind::Bare
        | ModelIdKind::FoundationModelArn
        | ModelIdKind::ApplicationInferenceProfileArn
        | ModelIdKind::ProvisionedModelArn
        | ModelIdKind::CustomModelArn
        | ModelIdKind::CustomModelDeploymentArn
        | ModelIdKind::ImportedModelArn
        | ModelIdKind::PromptArn
        | ModelIdKind::PromptRouterArn
        | ModelIdKind::SageMakerEndpointArn => return None,
    }
    let (base, prefix) = (id.base_id()?, id.profile_prefix()?);
    system(context).find(|(model, listed)| model.id == base && *listed == prefix)
}

fn find<'a>(account: &'a Account, identifier: &str, context: &Context) -> Option<&'a Profile> {
    of_region(account, context).find(|profile| profile.arn == identifier || profile.id() == identifier)
}

/// The foundation model of a profile, by id or ARN.
pub(super) fn base(account: &Account, identifier: &str, context: &Context) -> Result<&'static Model, Fault> {
    let own = find(account, identifier, context)
        .and_then(|profile| catalogue::models().iter().find(|model| model.id == profile.base));
    own.or_else(|| find_system(identifier, context).map(|(model, _)| model))
        .ok_or_else(|| Fault::validation("The provided model identifier is invalid."))
}

fn get(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let wanted = text(input, "inferenceProfileIdentifier");
    let own = find(account, wanted, context).map(Profile::output);
    own.or_else(|| find_system(wanted, context).map(|(model, prefix)| system_output(model, prefix, context)))
        .map(Answered::Output)
        .ok_or_else(|| refusal::missing("inference profile", wanted))
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let source = input.pointer("/modelSource/copyFrom").and_then(Value::as_str).unwrap_or_default();
    let (base, models) = copied_from(source, context)?;
    let name = text(input, "inferenceProfileName");
    if of_region(account, context).any(|profile| profile.name == name) {
        return Err(refusal::conflict(format!("The account has an inference profile named {name} already.")));
    }
    let wanted = u64::try_from(of_region(account, context).count()).unwrap_or(u64::MAX).saturating_add(1);
    if wanted > account.quotas.inference_profiles {
        return Err(refusal::quota("inference profiles", account.quotas.inference_profiles, wanted));
    }
    let id = names::id(account, "application-inference-profile", 12);
    let arn = names::arn(context, &format!("application-inference-profile/{id}"));
    account.tags.add(&arn, input.get("tags"))?;
    account.models.profiles.push(Profile {
        arn: arn.clone(),
        name: name.to_owned(),
        description: optional(input, "description"),
        models,
        base: base.id.to_owned(),
        created: context.now.0,
    });
    Ok(Answered::Output(json!({ "inferenceProfileArn": arn, "status": "ACTIVE" })))
}

/// The model of the source and the ARNs behind it.
fn copied_from(source: &str, context: &Context) -> Result<(&'static Model, Vec<String>), Fault> {
    if let Some((model, prefix)) = find_system(source, context) {
        return Ok((model, system_arns(model, prefix, context)));
    }
    let id = ModelId::parse(source)
        .ok()
        .filter(|id| id.kind() == ModelIdKind::FoundationModelArn && is_in(source, context.region.as_str()));
    let model = id.and_then(|id| catalogue::find(&id)).filter(|model| !model.ended_by(&context.now.date()));
    let model = model.ok_or_else(|| refusal::missing("model or system-defined inference profile", source))?;
    Ok((model, vec![source.to_owned()]))
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let wanted = text(input, "inferenceProfileIdentifier");
    let Some(profile) = find(account, wanted, context) else {
        return Err(if find_system(wanted, context).is_some() {
            Fault::validation(format!("{wanted} is a system-defined inference profile, which cannot be deleted."))
        } else {
            refusal::missing("inference profile", wanted)
        });
    };
    let arn = profile.arn.clone();
    account.models.profiles.retain(|profile| profile.arn != arn);
    account.tags.forget(&arn);
    Ok(Answered::Output(json!({})))
}
