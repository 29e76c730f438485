//! Profiles, access, models, lists, and the answers of what the account made.

use serde_json::{Value, json};

use super::super::super::Account;
use super::super::super::clock::MINUTE_MS;
use super::super::super::tests::reply_at;
use super::{Lab, purchase, with};

#[test]
fn profiles_are_listed_by_type_copied_and_deleted() {
    let lab = Lab::new();
    let system = lab.call("ListInferenceProfiles", json!({"typeEquals": "SYSTEM_DEFINED", "maxResults": 1000}));
    let system = system["inferenceProfileSummaries"].as_array().unwrap();
    assert!(system.len() > 40 && system.iter().all(|profile| profile["type"] == "SYSTEM_DEFINED"));
    let one = lab.call("GetInferenceProfile", json!({"inferenceProfileIdentifier": "us.amazon.nova-lite-v1:0"}));
    assert!(one["models"].as_array().unwrap().len() == 3 && one["inferenceProfileName"] == "US Nova Lite", "{one}");
    let input = json!({
        "inferenceProfileName": "Team A", "modelSource": {"copyFrom": one["inferenceProfileArn"]},
        "tags": [{"key": "team", "value": "a"}],
    });
    let made = lab.call("CreateInferenceProfile", input.clone())["inferenceProfileArn"].clone();
    let again = lab.refused("CreateInferenceProfile", with(input.clone(), "clientRequestToken", json!("other")));
    assert!(again.starts_with("ConflictException"), "{again}");
    let own = lab.call("ListInferenceProfiles", json!({"typeEquals": "APPLICATION"}));
    assert_eq!(own["inferenceProfileSummaries"][0]["models"], one["models"]);
    assert_eq!(lab.call("ListTagsForResource", json!({"resourceARN": made}))["tags"][0]["value"], "a");
    lab.call("DeleteInferenceProfile", json!({"inferenceProfileIdentifier": made}));
    let system = json!({"inferenceProfileIdentifier": "us.amazon.nova-lite-v1:0"});
    assert!(lab.refused("DeleteInferenceProfile", system).starts_with("ValidationException"));
    let gone = json!({"inferenceProfileIdentifier": made});
    assert!(lab.refused("DeleteInferenceProfile", gone).starts_with("ResourceNotFoundException"));
    let unknown = json!({"copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-none-v1:0"});
    let unknown = with(input, "modelSource", unknown);
    assert!(lab.refused("CreateInferenceProfile", unknown).starts_with("ResourceNotFoundException"));
}

#[test]
fn access_is_agreed_to_once_and_takes_a_moment() {
    let mut lab = Lab::new();
    let claude = || json!({"modelId": "anthropic.claude-haiku-4-5-20251001-v1:0"});
    let status = |lab: &Lab, model: Value| {
        let found = lab.call("GetFoundationModelAvailability", model);
        found["agreementAvailability"]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(&lab, json!({"modelId": "amazon.nova-lite-v1:0"})), "AVAILABLE");
    assert_eq!(status(&lab, claude()), "NOT_AVAILABLE");
    let amazons = lab.call("ListFoundationModelAgreementOffers", json!({"modelId": "amazon.nova-lite-v1:0"}));
    assert_eq!(amazons["offers"], json!([]));
    let offers = lab.call("ListFoundationModelAgreementOffers", claude());
    let agree = with(claude(), "offerToken", offers["offers"][0]["offerToken"].clone());
    let wrong = lab.refused("CreateFoundationModelAgreement", with(claude(), "offerToken", json!("x")));
    assert!(wrong.starts_with("ValidationException"), "{wrong}");
    lab.call("CreateFoundationModelAgreement", agree.clone());
    assert_eq!(status(&lab, claude()), "PENDING");
    assert_eq!(lab.refused("CreateFoundationModelAgreement", agree), "ConflictException: Agreement already exists.");
    lab.later(2 * MINUTE_MS);
    assert_eq!(status(&lab, claude()), "AVAILABLE");
    lab.call("DeleteFoundationModelAgreement", claude());
    assert_eq!(status(&lab, claude()), "NOT_AVAILABLE");
    assert!(lab.refused("DeleteFoundationModelAgreement", claude()).starts_with("ResourceNotFoundException"));
    assert!(lab.refused("GetUseCaseForModelAccess", json!({})).starts_with("ResourceNotFoundException"));
    let wrong = lab.refused("PutUseCaseForModelAccess", json!({"formData": "bm90IGpzb24gYXQgYWxs"}));
    assert!(wrong.starts_with("ValidationException"), "{wrong}");
    let form = json!({"formData": "eyJjb21wYW55TmFtZSI6ICJBIn0="});
    lab.call("PutUseCaseForModelAccess", form.clone());
    assert_eq!(lab.call("GetUseCaseForModelAccess", json!({})), form);
}

#[test]
fn models_have_their_dates_their_customization_and_their_ids_for_throughput() {
    let lab = Lab::new();
    let list = |input: Value| lab.call("ListFoundationModels", input)["modelSummaries"].as_array().unwrap().clone();
    let bought = list(json!({"byInferenceType": "PROVISIONED"}));
    assert!(bought.iter().any(|model| model["modelId"] == "amazon.nova-lite-v1:0:300k"));
    assert!(
        list(json!({"byCustomizationType": "DISTILLATION"})).iter().any(|m| m["modelId"] == "amazon.nova-pro-v1:0")
    );
    let model = json!({"modelIdentifier": "anthropic.claude-opus-4-1-20250805-v1:0"});
    let lifecycle = &lab.call("GetFoundationModel", model)["modelDetails"]["modelLifecycle"];
    assert_eq!((&lifecycle["status"], &lifecycle["legacyTime"]), (&json!("LEGACY"), &json!("2026-07-08T00:00:00Z")));
    let contextual = json!({"modelIdentifier": "amazon.nova-micro-v1:0:24k"});
    let contextual = &lab.call("GetFoundationModel", contextual)["modelDetails"];
    assert_eq!(contextual["inferenceTypesSupported"], json!(["PROVISIONED"]));
}

#[test]
fn what_the_account_made_answers_by_its_arn_when_it_is_ready_and_permitted() {
    let mut lab = Lab::rich();
    let ask = |lab: &Lab, model: &Value| {
        let input = json!({"modelId": model, "messages": [{"role": "user", "content": [{"text": "Hello"}]}]});
        let reply = reply_at(&lab.account, "bedrock-runtime", "Converse", &input, lab.now);
        let header = reply.headers.iter().find(|header| header.name == "x-amzn-errortype");
        (reply.status, header.map_or("", |header| header.value.split(':').next().unwrap()).to_owned())
    };
    let answer = (200, String::new());
    let invalid = (400, "ValidationException".to_owned());
    let custom = json!(lab.trained("job", "tuned"));
    assert_eq!(ask(&lab, &custom), invalid);
    let bought = lab.call("CreateProvisionedModelThroughput", purchase("own", "tuned"))["provisionedModelArn"].clone();
    let deployed = json!({"modelDeploymentName": "live", "modelArn": custom});
    let deployed = lab.call("CreateCustomModelDeployment", deployed)["customModelDeploymentArn"].clone();
    for arn in [&bought, &deployed] {
        assert_eq!(ask(&lab, arn), (429, "ModelNotReadyException".to_owned()), "{arn}");
    }
    lab.later(20 * MINUTE_MS);
    let profile = json!({
        "inferenceProfileName": "Team",
        "modelSource": {"copyFrom": "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0"},
    });
    let profile = lab.call("CreateInferenceProfile", profile)["inferenceProfileArn"].clone();
    for arn in [&bought, &deployed, &profile] {
        assert_eq!(ask(&lab, arn), answer, "{arn}");
    }
    lab.call("DeleteCustomModelDeployment", json!({"customModelDeploymentIdentifier": deployed}));
    assert_eq!(ask(&lab, &deployed), invalid);

    let claude = json!({"modelId": "anthropic.claude-haiku-4-5-20251001-v1:0"});
    let offers = lab.call("ListFoundationModelAgreementOffers", claude.clone());
    let agree = with(claude.clone(), "offerToken", offers["offers"][0]["offerToken"].clone());
    lab.call("CreateFoundationModelAgreement", agree);
    assert_eq!(ask(&lab, &profile), (403, "MPAgreementBeingCreated".to_owned()));
    lab.later(2 * MINUTE_MS);
    assert_eq!(ask(&lab, &profile), (404, "FTUFormNotFilled".to_owned()));
    lab.call("PutUseCaseForModelAccess", json!({"formData": "eyJjb21wYW55TmFtZSI6ICJBIn0="}));
    assert_eq!(ask(&lab, &profile), answer);
    lab.call("DeleteFoundationModelAgreement", claude);
    assert_eq!(ask(&lab, &profile), (403, "AccessDeniedException".to_owned()));
}

#[test]
fn a_repeated_token_creates_nothing_and_pages_follow_each_other() {
    let lab = Lab::rich();
    let input = with(purchase("one", "amazon.nova-lite-v1:0:24k"), "clientRequestToken", json!("same"));
    let first = lab.call("CreateProvisionedModelThroughput", input.clone());
    assert_eq!(lab.call("CreateProvisionedModelThroughput", input), first);
    for name in ["two", "three"] {
        lab.call("CreateProvisionedModelThroughput", purchase(name, "amazon.nova-micro-v1:0:24k"));
    }
    let list = |input: Value| lab.call("ListProvisionedModelThroughputs", input);
    let page = list(json!({"maxResults": 2}));
    let rest = list(json!({"maxResults": 2, "nextToken": page["nextToken"]}));
    let names = |page: &Value| {
        let items = page["provisionedModelSummaries"].as_array().unwrap().iter();
        items.map(|item| item["provisionedModelName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((names(&page), names(&rest)), (vec!["three".into(), "two".into()], vec!["one".to_owned()]));
    let later = list(json!({"creationTimeAfter": "2027-01-01T00:00:00Z"}));
    let some =
        list(json!({"nameContains": "t", "sortOrder": "Ascending", "creationTimeBefore": "2027-01-01T00:00:00Z"}));
    assert_eq!((names(&later), names(&some)), (vec![], vec!["two".into(), "three".to_owned()]));
    let account = lab.account.borrow();
    assert_eq!(Account::from_json(&account.to_json()).as_ref(), Ok(&*account));
}
