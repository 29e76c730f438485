//! Guardrails: create, read, update, version, delete, and the one that the account enforces.
//!
//! A change takes [`store::CHANGE_MS`] of the account's time; AWS documents no duration. Until then another change is
//! refused. A version is a frozen copy of the draft. Quotas and states are AWS's; texts of refusals are the simulator's
//! where they say so.

mod config;
mod enforced;
pub mod shelf;
pub mod store;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use self::store::{Change, Guardrail, Revision, Status};
use super::names::{arn, id};
use super::pages::page;
use super::{Account, Answered, Context, Outcome};
use crate::simulator::fault::Fault;
use crate::simulator::guard::check_config;

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    account.guardrails.settle(&account.clock, context.now);
    Some(match operation {
        "CreateGuardrail" => create(account, input, context),
        "GetGuardrail" => get(account, input, context),
        "ListGuardrails" => list(account, input, context),
        "UpdateGuardrail" => update(account, input, context),
        "CreateGuardrailVersion" => version(account, input, context),
        "DeleteGuardrail" => delete(account, input, context),
        "PutEnforcedGuardrailConfiguration" => enforced::put(account, input, context),
        "ListEnforcedGuardrailsConfiguration" => enforced::list(account, input, context),
        "DeleteEnforcedGuardrailConfiguration" => enforced::delete(account, input, context),
        _ => return None,
    })
}

fn text<'a>(input: &'a Value, key: &str) -> &'a str {
    input.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A sentence that AWS is not known to write so.
fn ours(sentence: &str) -> String {
    format!("{sentence} (the simulator's words)")
}

fn conflict(sentence: &str) -> Fault {
    Fault::service(400, "ConflictException", ours(sentence))
}

fn exceeded(sentence: &str) -> Fault {
    Fault::service(400, "ServiceQuotaExceededException", ours(sentence))
}

fn not_found(named: &str) -> Fault {
    Fault::not_found(ours(&format!("The guardrail {named} does not exist in this account and region.")))
}

/// The place of a guardrail that an id or an ARN of this region names.
fn place(account: &Account, named: &str, context: &Context) -> Result<usize, Fault> {
    account.guardrails.place(named, context.region.as_str()).ok_or_else(|| not_found(named))
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    check_config(input).map_err(|why| Fault::validation(ours(&why)))?;
    let name = text(input, "name");
    let region = context.region.as_str();
    let here = account.guardrails.list.iter().filter(|guardrail| guardrail.region == region);
    if here.clone().any(|guardrail| guardrail.draft.name() == name) {
        return Err(conflict(&format!("A guardrail with the name {name} already exists.")));
    }
    let most = account.quotas.guardrails;
    if here.count() as u64 >= most {
        return Err(exceeded(&format!("The account has {most} guardrails in this region, the most it can have.")));
    }
    let id = id(account, "guardrail", 12);
    let arn = arn(context, &format!("guardrail/{id}"));
    account.tags.add(&arn, input.get("tags"))?;
    let draft = Revision::new(store::without_request_members(input), Change::Creating, context.now);
    account.guardrails.list.push(Guardrail::new(id.clone(), arn.clone(), region.to_owned(), draft, context.now));
    Ok(Answered::Output(json!({
        "guardrailId": id, "guardrailArn": arn, "version": "DRAFT", "createdAt": context.now.iso8601(),
    })))
}

/// The revision that a request names, and its guardrail.
fn get(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let named = text(input, "guardrailIdentifier");
    let guardrail = account.guardrails.list.get(place(account, named, context)?).ok_or_else(|| not_found(named))?;
    let version = input.get("guardrailVersion").and_then(Value::as_str).unwrap_or("DRAFT");
    let revision = guardrail.revision(version).ok_or_else(|| {
        Fault::not_found(ours(&format!("The guardrail {named} has no version {version} in this account and region.")))
    })?;
    let status = guardrail.status(version, &account.clock, context.now);
    let mut out = config::described(&revision.config, context);
    for (key, value) in [
        ("guardrailId", json!(guardrail.id)),
        ("guardrailArn", json!(guardrail.arn)),
        ("version", json!(version)),
        ("status", json!(status.as_str())),
        ("createdAt", json!(revision.created(guardrail).iso8601())),
        ("updatedAt", json!(revision.changed().iso8601())),
    ] {
        out.insert(key.to_owned(), value);
    }
    Ok(Answered::Output(out.into()))
}

fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let summary = |guardrail: &Guardrail, version: &str, revision: &Revision| {
        let mut out = json!({
            "id": guardrail.id,
            "arn": guardrail.arn,
            "status": guardrail.status(version, &account.clock, context.now).as_str(),
            "name": revision.name(),
            "version": version,
            "createdAt": revision.created(guardrail).iso8601(),
            "updatedAt": revision.changed().iso8601(),
        });
        let described = config::described(&revision.config, context);
        for key in ["description", "crossRegionDetails"] {
            if let (Some(value), Some(out)) = (described.get(key), out.as_object_mut()) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        out
    };
    let items: Vec<Value> = if let Some(named) = input.get("guardrailIdentifier").and_then(Value::as_str) {
        let place = place(account, named, context)?;
        let guardrail = account.guardrails.list.get(place).ok_or_else(|| not_found(named))?;
        let versions = guardrail.versions.iter().map(|(version, each)| summary(guardrail, &version.to_string(), each));
        std::iter::once(summary(guardrail, "DRAFT", &guardrail.draft)).chain(versions).collect()
    } else {
        let region = context.region.as_str();
        let here = account.guardrails.list.iter().rev().filter(|guardrail| guardrail.region == region);
        here.map(|guardrail| summary(guardrail, "DRAFT", &guardrail.draft)).collect()
    };
    page(input, "guardrails", items).map(Answered::Output)
}

/// Refuses a change of a guardrail that is not ready.
fn ready(guardrail: &Guardrail, account: &Account, context: &Context) -> Result<(), Fault> {
    match guardrail.status("DRAFT", &account.clock, context.now) {
        Status::Ready => Ok(()),
        status @ (Status::Creating | Status::Updating | Status::Versioning | Status::Deleting) => {
            Err(conflict(&format!(
                "The guardrail {} is {}. Wait until GetGuardrail shows READY, then send the request again.",
                guardrail.id,
                status.as_str()
            )))
        }
    }
}

fn update(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let place = place(account, text(input, "guardrailIdentifier"), context)?;
    check_config(input).map_err(|why| Fault::validation(ours(&why)))?;
    let name = text(input, "name");
    let region = context.region.as_str();
    let is_taken = account
        .guardrails
        .list
        .iter()
        .enumerate()
        .any(|(index, each)| index != place && each.region == region && each.draft.name() == name);
    if is_taken {
        return Err(conflict(&format!("Another guardrail has the name {name}.")));
    }
    if let Some(guardrail) = account.guardrails.list.get(place) {
        ready(guardrail, account, context)?;
    }
    let guardrail = account.guardrails.list.get_mut(place).ok_or_else(|| not_found(""))?;
    let updated = Revision::new(store::without_request_members(input), Change::Updating, context.now);
    guardrail.before = Some(std::mem::replace(&mut guardrail.draft, updated).config);
    Ok(Answered::Output(json!({
        "guardrailId": guardrail.id,
        "guardrailArn": guardrail.arn,
        "version": "DRAFT",
        "updatedAt": context.now.iso8601(),
    })))
}

fn version(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let place = place(account, text(input, "guardrailIdentifier"), context)?;
    if let Some(guardrail) = account.guardrails.list.get(place) {
        ready(guardrail, account, context)?;
        let most = account.quotas.guardrail_versions;
        if guardrail.versions.len() as u64 >= most {
            return Err(exceeded(&format!(
                "The guardrail {} has {most} versions, the most it can have. Delete one first.",
                guardrail.id
            )));
        }
    }
    let guardrail = account.guardrails.list.get_mut(place).ok_or_else(|| not_found(""))?;
    let mut config = guardrail.draft.config.clone();
    if let Some(config) = config.as_object_mut() {
        // A version has a description of its own.
        config.remove("description");
        if let Some(description) = input.get("description") {
            config.insert("description".to_owned(), description.clone());
        }
    }
    guardrail.last_version += 1;
    let version = guardrail.last_version;
    guardrail.versions.insert(version, Revision::new(config, Change::Versioning, context.now));
    Ok(Answered::Output(json!({ "guardrailId": guardrail.id, "version": version.to_string() })))
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let named = text(input, "guardrailIdentifier");
    let place = place(account, named, context)?;
    let guardrail = account.guardrails.list.get(place).ok_or_else(|| not_found(named))?;
    let version = input.get("guardrailVersion").and_then(Value::as_str);
    if let Some(enforced) = account.guardrails.enforced_in(context.region.as_str())
        && enforced.id == guardrail.id
        && version.is_none_or(|version| version == enforced.version)
    {
        return Err(Fault::service(
            400,
            "ResourceInUseException",
            ours(&format!(
                "The account enforces version {} of the guardrail {}. Delete the enforced configuration first.",
                enforced.version, enforced.id
            )),
        ));
    }
    ready(guardrail, account, context)?;
    let arn = guardrail.arn.clone();
    let guardrail = account.guardrails.list.get_mut(place).ok_or_else(|| not_found(named))?;
    match version {
        None => {
            guardrail.deleted = Some(context.now.0);
            account.tags.forget(&arn);
        }
        Some(version) => {
            let removed = version.parse().ok().and_then(|number: u32| guardrail.versions.remove(&number));
            if removed.is_none() {
                return Err(Fault::not_found(ours(&format!("The guardrail {named} has no version {version}."))));
            }
        }
    }
    Ok(Answered::Output(json!({})))
}
