//! The guardrail that an account enforces on its calls: at most one, of a numbered version.

use serde_json::{Map, Value, json};

use super::super::names::id;
use super::super::pages::page;
use super::super::{Account, Answered, Context};
use super::store::Enforced;
use super::{not_found, ours, place, text};
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::aws::time::Timestamp;
use crate::simulator::fault::Fault;

fn caller() -> String {
    format!("arn:aws:iam::{EXAMPLE_ACCOUNT}:user/example")
}

fn config_not_found(id: &str) -> Fault {
    Fault::not_found(ours(&format!("The account has no enforced configuration {id} in this region.")))
}

pub(super) fn put(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let nothing = Value::Null;
    let asked = input.get("guardrailInferenceConfig").unwrap_or(&nothing);
    let named = text(asked, "guardrailIdentifier");
    let version = text(asked, "guardrailVersion");
    let place = place(account, named, context)?;
    let guardrail = account.guardrails.list.get(place).ok_or_else(|| not_found(named))?;
    if guardrail.acting(version, &account.clock, context.now).is_none() {
        return Err(Fault::not_found(ours(&format!("The guardrail {named} has no version {version} that is READY."))));
    }
    let guardrail_id = guardrail.id.clone();
    let region = context.region.as_str();
    let before = account.guardrails.enforced_in(region);
    let asked_id = input.get("configId").and_then(Value::as_str);
    if let Some(asked_id) = asked_id
        && before.is_none_or(|before| before.config_id != asked_id)
    {
        return Err(config_not_found(asked_id));
    }
    if let (Some(before), None) = (before, asked_id) {
        return Err(Fault::service(
            400,
            "ConflictException",
            ours(&format!(
                "The account already enforces a guardrail: name its configId {} to change it.",
                before.config_id
            )),
        ));
    }
    let created = before.map_or(context.now.0, |before| before.created);
    let config_id = match asked_id {
        Some(asked_id) => asked_id.to_owned(),
        None => id(account, "enforced", 10),
    };
    let mut settings = Map::new();
    for key in ["selectiveContentGuarding", "modelEnforcement"] {
        if let Some(value) = asked.get(key) {
            settings.insert(key.to_owned(), value.clone());
        }
    }
    account.guardrails.enforced.retain(|enforced| enforced.region != region);
    account.guardrails.enforced.push(Enforced {
        config_id: config_id.clone(),
        region: region.to_owned(),
        id: guardrail_id,
        version: version.to_owned(),
        created,
        updated: context.now.0,
        settings: settings.into(),
    });
    Ok(Answered::Output(json!({
        "configId": config_id, "updatedAt": context.now.iso8601(), "updatedBy": caller(),
    })))
}

pub(super) fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let items = account
        .guardrails
        .enforced_in(context.region.as_str())
        .into_iter()
        .map(|enforced| {
            let mut item = enforced.settings.as_object().cloned().unwrap_or_default();
            for (key, value) in [
                ("configId", json!(enforced.config_id)),
                ("guardrailArn", json!(super::arn(context, &format!("guardrail/{}", enforced.id)))),
                ("guardrailId", json!(enforced.id)),
                ("guardrailVersion", json!(enforced.version)),
                ("createdAt", json!(Timestamp(enforced.created).iso8601())),
                ("createdBy", json!(caller())),
                ("updatedAt", json!(Timestamp(enforced.updated).iso8601())),
                ("updatedBy", json!(caller())),
                ("owner", json!("ACCOUNT")),
            ] {
                item.insert(key.to_owned(), value);
            }
            Value::Object(item)
        })
        .collect();
    page(input, "guardrailsConfig", items).map(Answered::Output)
}

pub(super) fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let named = text(input, "configId");
    let is_here = |enforced: &Enforced| enforced.region == context.region.as_str() && enforced.config_id == named;
    if !account.guardrails.enforced.iter().any(is_here) {
        return Err(config_not_found(named));
    }
    account.guardrails.enforced.retain(|enforced| !is_here(enforced));
    Ok(Answered::Output(json!({})))
}
