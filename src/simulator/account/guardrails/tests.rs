use std::cell::RefCell;

use serde_json::{Value, json};

use super::super::clock::SECOND_MS;
use super::super::tests::call_at;
use super::super::{Account, Context};
use super::play;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::ServiceModel;

const NOW: Timestamp = Timestamp(1_796_000_000_000);

/// The control plane's model with the outputs as inputs, so that outputs can be validated.
fn outputs_as_inputs() -> ServiceModel {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock.json");
    let mut model: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for (_, operation) in model["operations"].as_object_mut().unwrap() {
        operation["input"] = operation["output"].clone();
    }
    ServiceModel::from_json(&model.to_string()).unwrap()
}

/// An account with the seconds that have passed.
struct Desk {
    account: RefCell<Account>,
    seconds: i64,
    outputs: ServiceModel,
}

impl Desk {
    fn new() -> Self {
        Self { account: RefCell::default(), seconds: 0, outputs: outputs_as_inputs() }
    }

    fn call(&self, operation: &str, input: &Value) -> (u16, Value) {
        let now = NOW.plus_ms(self.seconds * SECOND_MS);
        let (status, answer) = call_at(&self.account, "bedrock", operation, input, now);
        if status < 300 && self.outputs.operation(operation).is_some_and(|operation| operation.input.is_some()) {
            let report = self.outputs.inspect_whole(operation, &answer);
            assert!(report.violations.is_empty() && report.unknown.is_empty(), "{report:?}\n{answer:#}");
        }
        (status, answer)
    }

    fn ok(&self, operation: &str, input: &Value) -> Value {
        let (status, answer) = self.call(operation, input);
        assert!(status < 300, "{operation}: {status} {answer}");
        answer
    }

    /// The message of a refusal with this status.
    fn refused(&self, operation: &str, input: &Value, status: u16) -> String {
        let (found, answer) = self.call(operation, input);
        assert_eq!(found, status, "{operation}: {answer}");
        answer["message"].as_str().unwrap().to_owned()
    }

    fn status(&self, id: &str) -> String {
        let found = self.ok("GetGuardrail", &json!({ "guardrailIdentifier": id }));
        found["status"].as_str().unwrap().to_owned()
    }

    /// A guardrail that is ready.
    fn ready(&mut self, name: &str) -> String {
        let created = self.ok("CreateGuardrail", &with_name(name));
        self.seconds += 5;
        created["guardrailId"].as_str().unwrap().to_owned()
    }
}

fn with_name(name: &str) -> Value {
    json!({
        "name": name,
        "blockedInputMessaging": "Sorry, I cannot use that.",
        "blockedOutputsMessaging": "Sorry, I cannot say that.",
        "wordPolicyConfig": { "wordsConfig": [{ "text": "bluebird" }] },
    })
}

fn whole() -> Value {
    json!({
        "name": "shop-desk", "description": "Customer desk", "kmsKeyId": "alias/desk",
        "blockedInputMessaging": "Sorry, I cannot use that.", "blockedOutputsMessaging": "Sorry, I cannot say that.",
        "topicPolicyConfig": {
            "topicsConfig": [{
                "name": "Investment advice", "definition": "Advice on buying or selling securities.",
                "examples": ["Which shares should I buy?"], "type": "DENY",
            }],
            "tierConfig": { "tierName": "STANDARD" },
        },
        "contentPolicyConfig": { "filtersConfig": [
            { "type": "INSULTS", "inputStrength": "MEDIUM", "outputStrength": "HIGH" },
            { "type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE" },
        ] },
        "wordPolicyConfig": {
            "wordsConfig": [{ "text": "project bluebird" }], "managedWordListsConfig": [{ "type": "PROFANITY" }],
        },
        "sensitiveInformationPolicyConfig": {
            "piiEntitiesConfig": [{ "type": "EMAIL", "action": "ANONYMIZE" }],
            "regexesConfig": [{ "name": "order-id", "pattern": "[0-9]{5}", "action": "ANONYMIZE" }],
        },
        "contextualGroundingPolicyConfig": { "filtersConfig": [{ "type": "GROUNDING", "threshold": 0.7 }] },
        "automatedReasoningPolicyConfig": {
            "policies": ["arn:aws:bedrock:us-east-1:123456789012:automated-reasoning-policy/lnq5hhz70wgk:1"],
        },
        "crossRegionConfig": { "guardrailProfileIdentifier": "us.guardrail.v1:0" },
        "tags": [{ "key": "team", "value": "desk" }],
    })
}

#[test]
fn a_guardrail_lives_from_creation_to_deletion() {
    let mut desk = Desk::new();
    let created = desk.ok("CreateGuardrail", &whole());
    let id = created["guardrailId"].as_str().unwrap().to_owned();
    let arn = created["guardrailArn"].clone();
    assert_eq!((id.len(), &created["version"]), (12, &json!("DRAFT")));
    let this = json!({ "guardrailIdentifier": arn });
    let found = desk.ok("GetGuardrail", &this);
    assert_eq!((&found["status"], &found["name"]), (&json!("CREATING"), &json!("shop-desk")));
    assert_eq!(found["topicPolicy"]["topics"][0]["name"], "Investment advice");
    assert_eq!(found["topicPolicy"]["tier"]["tierName"], "STANDARD");
    assert_eq!(found["sensitiveInformationPolicy"]["regexes"][0]["pattern"], "[0-9]{5}");
    assert_eq!(found["crossRegionDetails"]["guardrailProfileId"], "us.guardrail.v1:0");
    assert!(found["kmsKeyArn"].as_str().unwrap().starts_with("arn:aws:kms:us-east-1:123456789012:key/"));
    assert_eq!(desk.ok("ListTagsForResource", &json!({ "resourceARN": arn }))["tags"][0]["value"], "desk");
    desk.seconds += 5;
    assert_eq!(desk.status(&id), "READY");

    let version = json!({ "guardrailIdentifier": id, "description": "first" });
    assert_eq!(desk.ok("CreateGuardrailVersion", &version)["version"], "1");
    assert_eq!(desk.status(&id), "VERSIONING");
    desk.seconds += 5;
    let mut changed = with_name("shop-desk-2");
    changed["guardrailIdentifier"] = json!(id);
    assert_eq!(desk.ok("UpdateGuardrail", &changed)["version"], "DRAFT");
    assert_eq!(desk.status(&id), "UPDATING");
    desk.seconds += 5;
    let draft = desk.ok("GetGuardrail", &this);
    // What the request leaves out is gone, and the version is as it was.
    assert!(draft.get("topicPolicy").is_none() && draft.get("description").is_none(), "{draft}");
    assert_eq!(draft["wordPolicy"]["words"][0]["text"], "bluebird");
    let frozen = desk.ok("GetGuardrail", &json!({ "guardrailIdentifier": id, "guardrailVersion": "1" }));
    assert_eq!((&frozen["name"], &frozen["description"]), (&json!("shop-desk"), &json!("first")));
    assert!(frozen["topicPolicy"].is_object());
    assert_eq!(desk.ok("CreateGuardrailVersion", &json!({ "guardrailIdentifier": id }))["version"], "2");
    desk.seconds += 5;

    let listed = desk.ok("ListGuardrails", &this);
    let versions: Vec<&Value> = listed["guardrails"].as_array().unwrap().iter().map(|each| &each["version"]).collect();
    assert_eq!(versions, ["DRAFT", "1", "2"]);
    desk.ok("DeleteGuardrail", &json!({ "guardrailIdentifier": id, "guardrailVersion": "2" }));
    desk.refused("GetGuardrail", &json!({ "guardrailIdentifier": id, "guardrailVersion": "2" }), 404);
    // A number is not given twice.
    assert_eq!(desk.ok("CreateGuardrailVersion", &json!({ "guardrailIdentifier": id }))["version"], "3");
    desk.seconds += 5;
    desk.ok("DeleteGuardrail", &this);
    assert_eq!(desk.status(&id), "DELETING");
    desk.seconds += 5;
    desk.refused("GetGuardrail", &this, 404);
    assert_eq!(desk.ok("ListGuardrails", &json!({}))["guardrails"], json!([]));
    desk.refused("ListTagsForResource", &json!({ "resourceARN": arn }), 404);
    let saved = desk.account.borrow().to_json();
    assert_eq!(Account::from_json(&saved).as_ref(), Ok(&*desk.account.borrow()));
}

#[test]
fn a_dragged_clock_and_its_scale_move_the_status() {
    let desk = Desk::new();
    let id = desk.ok("CreateGuardrail", &with_name("a"))["guardrailId"].as_str().unwrap().to_owned();
    assert_eq!(desk.status(&id), "CREATING");
    desk.account.borrow_mut().clock.forward(5 * SECOND_MS);
    assert_eq!(desk.status(&id), "READY");
    let mut quick = Desk::new();
    quick.account.borrow_mut().clock.scale = 5.0;
    let id = quick.ok("CreateGuardrail", &with_name("a"))["guardrailId"].as_str().unwrap().to_owned();
    quick.seconds += 1;
    assert_eq!(quick.status(&id), "READY");
}

#[test]
fn refusals() {
    let mut desk = Desk::new();
    let id = desk.ready("one");
    let other = desk.ready("two");
    let named = |name: &str, more: &Value| {
        let mut input = with_name(name);
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let this = json!({ "guardrailIdentifier": id });
    for (operation, input, status, message) in [
        ("CreateGuardrail", with_name("one"), 400, "with the name one already exists"),
        ("CreateGuardrail", with_name("no spaces"), 400, "regular expression pattern"),
        ("CreateGuardrail", json!({ "name": "x" }), 400, "'blockedInputMessaging'"),
        ("UpdateGuardrail", named("two", &this), 400, "Another guardrail has the name two"),
        ("UpdateGuardrail", named("x", &json!({ "guardrailIdentifier": "nothing" })), 404, "nothing does not exist"),
        ("GetGuardrail", json!({ "guardrailIdentifier": "nothing" }), 404, "nothing does not exist"),
        ("GetGuardrail", json!({ "guardrailIdentifier": id, "guardrailVersion": "7" }), 404, "no version 7"),
        ("GetGuardrail", json!({ "guardrailIdentifier": "Not-An-Id" }), 400, "regular expression pattern"),
        ("ListGuardrails", json!({ "guardrailIdentifier": "nothing" }), 404, "nothing does not exist"),
        ("ListGuardrails", json!({ "nextToken": "wrong" }), 400, "nextToken is not valid"),
        ("CreateGuardrailVersion", json!({ "guardrailIdentifier": "nothing" }), 404, "does not exist"),
        ("DeleteGuardrail", json!({ "guardrailIdentifier": "nothing" }), 404, "does not exist"),
        ("DeleteGuardrail", json!({ "guardrailIdentifier": id, "guardrailVersion": "3" }), 404, "no version 3"),
        ("DeleteGuardrail", json!({ "guardrailIdentifier": id, "guardrailVersion": "DRAFT" }), 400, "pattern"),
        ("DeleteEnforcedGuardrailConfiguration", json!({ "configId": "x" }), 404, "no enforced configuration x"),
    ] {
        let refused = desk.refused(operation, &input, status);
        assert!(refused.contains(message), "{operation}: {refused}");
    }
    let lookahead = json!({ "sensitiveInformationPolicyConfig": { "regexesConfig": [
        { "name": "r", "pattern": "a(?=b)", "action": "BLOCK" },
    ] } });
    assert!(desk.refused("CreateGuardrail", &named("x", &lookahead), 400).contains("look-around"));
    // Not ready: another change has to wait.
    desk.ok("UpdateGuardrail", &named("one", &this));
    for (operation, input) in [
        ("UpdateGuardrail", named("one", &this)),
        ("CreateGuardrailVersion", this.clone()),
        ("DeleteGuardrail", this.clone()),
    ] {
        assert!(desk.refused(operation, &input, 400).contains("UPDATING"), "{operation}");
    }
    desk.ok("DeleteGuardrail", &json!({ "guardrailIdentifier": other }));
    assert!(desk.refused("DeleteGuardrail", &json!({ "guardrailIdentifier": other }), 400).contains("DELETING"));
}

#[test]
fn a_token_makes_one_guardrail_and_pages_follow_each_other() {
    let desk = Desk::new();
    let mut input = with_name("a");
    input["clientRequestToken"] = json!("token-1");
    assert_eq!(desk.ok("CreateGuardrail", &input), desk.ok("CreateGuardrail", &input));
    desk.ok("CreateGuardrail", &with_name("b"));
    desk.ok("CreateGuardrail", &with_name("c"));
    let first = desk.ok("ListGuardrails", &json!({ "maxResults": 2 }));
    let names = |page: &Value| -> Vec<String> {
        let items = page["guardrails"].as_array().unwrap().iter();
        items.map(|each| each["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&first), ["c", "b"]);
    let next = desk.ok("ListGuardrails", &json!({ "maxResults": 2, "nextToken": first["nextToken"] }));
    assert_eq!((names(&next), next.get("nextToken")), (vec!["a".to_owned()], None));
}

#[test]
fn quotas_and_regions() {
    let mut account = Account::default();
    let context = |region: &str, seconds: i64| Context {
        now: NOW.plus_ms(seconds * SECOND_MS),
        region: Region::parse(region).unwrap(),
        seed: 1,
    };
    let mut create =
        |name: &str, region: &str| play(&mut account, "CreateGuardrail", &with_name(name), &context(region, 0));
    for number in 0..100 {
        assert!(create(&format!("g{number}"), "us-east-1").unwrap().is_ok());
    }
    let refused = create("more", "us-east-1").unwrap().unwrap_err();
    assert_eq!((refused.status, refused.code), (400, "ServiceQuotaExceededException"));
    assert!(create("more", "eu-west-1").unwrap().is_ok());
    let id = account.guardrails.list[0].id.clone();
    let this = json!({ "guardrailIdentifier": id });
    for number in 1..=20 {
        let made = play(&mut account, "CreateGuardrailVersion", &this, &context("us-east-1", number * 5));
        assert!(made.unwrap().is_ok(), "{number}");
    }
    let refused = play(&mut account, "CreateGuardrailVersion", &this, &context("us-east-1", 105));
    assert_eq!(refused.unwrap().unwrap_err().code, "ServiceQuotaExceededException");
    // A reader sets another quota.
    account.quotas.guardrails = 0;
    let refused = play(&mut account, "CreateGuardrail", &with_name("none"), &context("ap-south-1", 0));
    assert_eq!(refused.unwrap().unwrap_err().code, "ServiceQuotaExceededException");
    account.quotas.guardrail_versions = 21;
    assert!(play(&mut account, "CreateGuardrailVersion", &this, &context("us-east-1", 110)).unwrap().is_ok());
    let elsewhere = play(&mut account, "GetGuardrail", &this, &context("eu-west-1", 105));
    assert_eq!(elsewhere.unwrap().unwrap_err().code, "ResourceNotFoundException");
}

#[test]
fn an_enforced_guardrail_is_in_use_until_its_configuration_is_deleted() {
    let mut desk = Desk::new();
    let id = desk.ready("one");
    let put = |version: &str| {
        json!({ "guardrailInferenceConfig": {
        "guardrailIdentifier": id, "guardrailVersion": version,
        "modelEnforcement": { "includedModels": ["ALL"], "excludedModels": ["amazon.nova-pro-v1:0"] },
        "selectiveContentGuarding": { "messages": "COMPREHENSIVE" },
    } })
    };
    assert!(desk.refused("PutEnforcedGuardrailConfiguration", &put("1"), 404).contains("no version 1"));
    assert!(desk.refused("PutEnforcedGuardrailConfiguration", &put("DRAFT"), 400).contains("pattern"));
    assert_eq!(desk.ok("ListEnforcedGuardrailsConfiguration", &json!({}))["guardrailsConfig"], json!([]));
    let this = json!({ "guardrailIdentifier": id });
    desk.ok("CreateGuardrailVersion", &this);
    desk.seconds += 5;
    let config = desk.ok("PutEnforcedGuardrailConfiguration", &put("1"))["configId"].clone();
    let listed = desk.ok("ListEnforcedGuardrailsConfiguration", &json!({}));
    assert_eq!(
        (&listed["guardrailsConfig"][0]["configId"], &listed["guardrailsConfig"][0]["owner"]),
        (&config, &json!("ACCOUNT"))
    );
    assert!(desk.refused("PutEnforcedGuardrailConfiguration", &put("1"), 400).contains("already enforces"));
    let mut again = put("1");
    again["configId"] = config.clone();
    assert_eq!(desk.ok("PutEnforcedGuardrailConfiguration", &again)["configId"], config);
    let version = json!({ "guardrailIdentifier": id, "guardrailVersion": "1" });
    for input in [&this, &version] {
        assert!(desk.refused("DeleteGuardrail", input, 400).contains("enforces version 1"));
    }
    desk.ok("DeleteEnforcedGuardrailConfiguration", &json!({ "configId": config }));
    desk.ok("DeleteGuardrail", &this);
}
