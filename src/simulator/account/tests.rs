//! The account on the road: signed requests in, replies out.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::aws::endpoint::Endpoint;
use crate::aws::sigv4::{self, Scope};
use crate::bedrock::service_model::call;
use crate::simulator::mishap::Refusal;
use crate::simulator::{Mishap, Pacing, Reply, World, example_credentials, serve};

const NOW: Timestamp = Timestamp(1_796_000_000_000);

pub(super) fn model(name: &str) -> Arc<ServiceModel> {
    let path = format!("{}/assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
    Arc::new(ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap())
}

/// Plays one operation at this moment; gives the status and the JSON of the reply.
pub(super) fn call_at(
    account: &RefCell<Account>,
    service: &str,
    operation: &str,
    input: &Value,
    now: Timestamp,
) -> (u16, Value) {
    let reply = reply_at(account, service, operation, input, now);
    (reply.status, serde_json::from_slice(&reply.body()).unwrap())
}

/// Plays one operation at this moment.
pub(super) fn reply_at(
    account: &RefCell<Account>,
    service: &str,
    operation: &str,
    input: &Value,
    now: Timestamp,
) -> Reply {
    reply_with(None, account, service, operation, input, now)
}

/// Sends an operation to the host of a service that need not be its own.
pub(super) fn reply_at_host(
    host: &str,
    account: &RefCell<Account>,
    service: &str,
    operation: &str,
    input: &Value,
    now: Timestamp,
) -> Reply {
    let (runtime, own, other) = (model("bedrock-runtime"), model(service), model(host));
    let region = Region::parse("us-east-1").unwrap();
    let request = call::request(&own, operation, &Endpoint::aws(host, &region), input).unwrap();
    let scope = Scope { region, service: "bedrock".to_owned() };
    let signed = sigv4::sign(&request, &example_credentials(), &scope, now).unwrap();
    let world = World {
        now,
        seed: 7,
        call: 0,
        service_model: &runtime,
        token_table: None,
        pacing: Pacing::Instant,
        mishap: None,
        control: Some(Control { services: &[own, other], account }),
    };
    serve(&signed.request, &world)
}

/// Plays one operation at this moment, with a fault.
fn reply_with(
    mishap: Option<Mishap>,
    account: &RefCell<Account>,
    service: &str,
    operation: &str,
    input: &Value,
    now: Timestamp,
) -> Reply {
    let (runtime, model) = (model("bedrock-runtime"), model(service));
    let region = Region::parse("us-east-1").unwrap();
    let request = call::request(&model, operation, &Endpoint::aws(service, &region), input).unwrap();
    let scope = Scope { region, service: "bedrock".to_owned() };
    let signed = sigv4::sign(&request, &example_credentials(), &scope, now).unwrap();
    // The runtime's operations are not the account's.
    let services = if service == "bedrock-runtime" { Vec::new() } else { vec![model] };
    let world = World {
        now,
        seed: 7,
        call: 0,
        service_model: &runtime,
        token_table: None,
        pacing: Pacing::Instant,
        mishap,
        control: Some(Control { services: &services, account }),
    };
    serve(&signed.request, &world)
}

fn call(account: &RefCell<Account>, operation: &str, input: &Value) -> (u16, Value) {
    call_at(account, "bedrock", operation, input, NOW)
}

#[test]
fn models_are_listed_filtered_and_described() {
    let account = RefCell::default();
    let (status, all) = call(&account, "ListFoundationModels", &json!({}));
    let count = |value: &Value| value["modelSummaries"].as_array().unwrap().len();
    assert!(status == 200 && count(&all) > 50);
    let (_, some) =
        call(&account, "ListFoundationModels", &json!({"byProvider": "amazon", "byOutputModality": "EMBEDDING"}));
    assert!((1..10).contains(&count(&some)), "{some}");
    let (status, one) = call(&account, "GetFoundationModel", &json!({"modelIdentifier": "amazon.nova-lite-v1:0"}));
    assert_eq!((status, &one["modelDetails"]["modelName"]), (200, &json!("Nova Lite")));
    let (status, none) = call(&account, "GetFoundationModel", &json!({"modelIdentifier": "amazon.nova-none-v1:0"}));
    assert_eq!(status, 404, "{none}");
    let (status, wrong) = call(&account, "ListFoundationModels", &json!({"byOutputModality": "SMELL"}));
    assert!(status == 400 && wrong.to_string().contains("byOutputModality"), "{wrong}");
}

#[test]
fn an_operation_that_is_not_played_says_so() {
    let (status, refused) = call(&RefCell::default(), "GetModelInvocationLoggingConfiguration", &json!({}));
    assert_eq!(status, 501);
    assert!(refused["message"].as_str().unwrap().contains("does not play GetModelInvocationLoggingConfiguration"));
}

#[test]
fn an_account_is_saved_and_read_back_and_a_damaged_or_newer_one_is_refused_with_the_place() {
    let mut account = Account::default();
    account.clock.forward(5_000);
    account.ids = 3;
    assert_eq!(Account::from_json(&account.to_json()), Ok(account));
    assert_eq!(Account::from_json(r#"{"version": 99}"#), Err(AccountError::Newer(99)));
    let damaged = Account::from_json("{\n\"version\": 1,\n\"ids\": \"x\"}").unwrap_err().to_string();
    assert!(damaged.contains("line 3"), "{damaged}");
    assert!(Account::from_json("{}").is_err() && Account::from_json("[").is_err());
}

#[test]
fn pages_follow_each_other_and_a_wrong_token_is_refused() {
    let items: Vec<Value> = (0..5).map(|n| json!(n)).collect();
    let first = pages::page(&json!({"maxResults": 2}), "items", items.clone()).unwrap();
    assert_eq!(first["items"], json!([0, 1]));
    let next = pages::page(&json!({"maxResults": 3, "nextToken": first["nextToken"]}), "items", items.clone()).unwrap();
    assert_eq!((&next["items"], next.get("nextToken")), (&json!([2, 3, 4]), None));
    assert_eq!(pages::page(&json!({"nextToken": "x"}), "items", items).unwrap_err().code, "ValidationException");
}

#[test]
fn the_fault_menu_refuses_operations_too() {
    let account = RefCell::default();
    for (refusal, operation, expected) in [
        (Refusal::Throttling, "ListGuardrails", "429 Too many requests"),
        (
            Refusal::AccessDenied,
            "ListCustomModels",
            "403 User: arn:aws:sts::123456789012:assumed-role/Learner/outcrop is not authorized to perform: \
             bedrock:ListCustomModels on resource: arn:aws:bedrock:us-east-1:123456789012:* because no identity-based \
             policy allows the bedrock:ListCustomModels action",
        ),
        (Refusal::ExplicitDeny, "ListCustomModels", "403 User: arn:aws:sts::123456789012"),
        // ListCustomModels declares no conflict, and has no model.
        (Refusal::Conflict, "ListCustomModels", "200 "),
        (Refusal::ModelTimeout, "ListCustomModels", "200 "),
    ] {
        let mishap = Some(Mishap::Refusal(refusal));
        let reply = reply_with(mishap, &account, "bedrock", operation, &json!({}), NOW);
        let body: Value = serde_json::from_slice(&reply.body()).unwrap();
        let shown = format!("{} {}", reply.status, body["message"].as_str().unwrap_or_default());
        assert!(shown.starts_with(expected), "{shown}");
    }
}
