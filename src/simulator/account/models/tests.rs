//! The life of each resource on the road, with the clock moved; every answer is held against the service model.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::clock::{HOUR_MS, MINUTE_MS};
use super::super::tests::{model, reply_at};
use super::super::{Account, ServiceModel};
use crate::aws::time::Timestamp;

const NOW: Timestamp = Timestamp(1_796_000_000_000);
const ROLE: &str = "arn:aws:iam::123456789012:role/Bedrock";
const MICRO: &str = "amazon.nova-micro-v1:0:128k";

/// An account and the time.
struct Lab {
    account: RefCell<Account>,
    now: Timestamp,
    model: Arc<ServiceModel>,
}

impl Lab {
    fn new() -> Self {
        Self { account: RefCell::default(), now: NOW, model: model("bedrock") }
    }

    /// A lab whose account may buy model units.
    fn rich() -> Self {
        let lab = Self::new();
        {
            let quotas = &mut lab.account.borrow_mut().quotas;
            (quotas.model_units, quotas.no_commitment_units_base, quotas.no_commitment_units_custom) = (4, 4, 4);
        }
        lab
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    /// The output of an operation that succeeds, in the status of the model.
    #[track_caller]
    fn call(&self, operation: &str, input: Value) -> Value {
        let reply = reply_at(&self.account, "bedrock", operation, &input, self.now);
        let body: Value = serde_json::from_slice(&reply.body()).unwrap();
        assert_eq!(reply.status, self.model.operation(operation).unwrap().status, "{operation}: {body}");
        let report = self.model.inspect_output(operation, &body);
        // AWS's own answers have longer names, other modalities and types than its model.
        let known = ["modelName", "providerName", "Modalities", "inferenceTypesSupported"];
        let wrong = |message: &&String| !known.iter().any(|member| message.contains(member));
        let wrong: Vec<_> = report.violations.iter().map(|violation| &violation.message).filter(wrong).collect();
        assert!(wrong.is_empty() && report.unknown.is_empty(), "{operation}: {wrong:?} {:?}", report.unknown);
        body
    }

    /// The exception and the sentence of an operation that is refused with a declared error.
    #[track_caller]
    fn refused(&self, operation: &str, input: Value) -> String {
        let reply = reply_at(&self.account, "bedrock", operation, &input, self.now);
        let body: Value = serde_json::from_slice(&reply.body()).unwrap();
        let header = reply.headers.iter().find(|header| header.name == "x-amzn-errortype");
        let code = header.unwrap_or_else(|| panic!("{operation}: {body}")).value.split(':').next().unwrap().to_owned();
        let declared = self.model.operation(operation).unwrap().errors.contains(&code);
        assert!(declared, "{operation} declares no {code}: {body}");
        assert_eq!(self.model.structure(&code).unwrap().error_status, Some(reply.status));
        format!("{code}: {}", body["message"].as_str().unwrap())
    }

    /// The status of a resource under a member.
    #[track_caller]
    fn status(&self, operation: &str, input: Value) -> String {
        self.call(operation, input)["status"].as_str().unwrap().to_owned()
    }

    /// Trains a model to its end; gives its ARN.
    #[track_caller]
    fn trained(&mut self, job: &str, name: &str) -> String {
        self.call("CreateModelCustomizationJob", training(job, name));
        self.later(2 * HOUR_MS);
        let done = self.call("GetModelCustomizationJob", json!({"jobIdentifier": job}));
        assert_eq!(done["status"], "Completed");
        done["outputModelArn"].as_str().unwrap().to_owned()
    }
}

fn training(job: &str, name: &str) -> Value {
    json!({
        "jobName": job, "customModelName": name, "roleArn": ROLE, "baseModelIdentifier": MICRO,
        "trainingDataConfig": {"s3Uri": "s3://bucket/train.jsonl"}, "outputDataConfig": {"s3Uri": "s3://bucket/out/"},
        "hyperParameters": {"epochCount": "2"}, "jobTags": [{"key": "team", "value": "a"}],
        "validationDataConfig": {"validators": [{"s3Uri": "s3://bucket/check.jsonl"}]},
    })
}

fn purchase(name: &str, model: &str) -> Value {
    json!({"modelUnits": 1, "provisionedModelName": name, "modelId": model})
}

fn batch(name: &str, uri: &str) -> Value {
    json!({
        "jobName": name, "roleArn": ROLE, "modelId": "amazon.nova-lite-v1:0",
        "inputDataConfig": {"s3InputDataConfig": {"s3Uri": uri}},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://bucket/out/"}},
    })
}

/// With one member of an input changed.
fn with(mut input: Value, member: &str, value: Value) -> Value {
    input[member] = value;
    input
}

#[test]
fn throughput_is_bought_renamed_and_deleted() {
    let lab = Lab::new();
    let first = lab.refused("CreateProvisionedModelThroughput", purchase("mine", "amazon.nova-lite-v1:0:300k"));
    assert!(first.starts_with("ServiceQuotaExceededException") && first.contains("is 0"), "{first}");

    let mut lab = Lab::rich();
    let bought = lab.call("CreateProvisionedModelThroughput", purchase("mine", "amazon.nova-lite-v1:0:300k"));
    let by_name = || json!({"provisionedModelId": "mine"});
    assert_eq!(lab.status("GetProvisionedModelThroughput", by_name()), "Creating");
    let early =
        lab.refused("UpdateProvisionedModelThroughput", with(by_name(), "desiredProvisionedModelName", json!("b")));
    assert!(early.contains("Creating"), "{early}");
    lab.later(20 * MINUTE_MS);
    let arn = json!({"provisionedModelId": bought["provisionedModelArn"]});
    assert_eq!(lab.status("GetProvisionedModelThroughput", arn.clone()), "InService");
    lab.call("UpdateProvisionedModelThroughput", with(by_name(), "desiredProvisionedModelName", json!("yours")));
    let moved = with(arn.clone(), "desiredModelId", json!("amazon.nova-lite-v1:0:24k"));
    assert!(lab.refused("UpdateProvisionedModelThroughput", moved).contains("can only be renamed"));
    assert!(lab.refused("GetProvisionedModelThroughput", by_name()).starts_with("ResourceNotFoundException"));
    lab.call("DeleteProvisionedModelThroughput", arn.clone());
    assert!(lab.refused("DeleteProvisionedModelThroughput", arn).starts_with("ResourceNotFoundException"));
}

#[test]
fn a_commitment_must_be_over_before_a_deletion() {
    let mut lab = Lab::rich();
    let input = with(purchase("held", "amazon.nova-pro-v1:0:24k"), "commitmentDuration", json!("OneMonth"));
    lab.call("CreateProvisionedModelThroughput", input);
    let id = || json!({"provisionedModelId": "held"});
    let refused = lab.refused("DeleteProvisionedModelThroughput", id());
    assert!(refused.starts_with("ConflictException") && refused.contains("2026-12-30"), "{refused}");
    lab.later(30 * 24 * HOUR_MS);
    lab.call("DeleteProvisionedModelThroughput", id());
}

#[test]
fn a_job_passes_its_stages_and_its_model_is_bought_for_and_deployed() {
    let mut lab = Lab::rich();
    let arn = lab.call("CreateModelCustomizationJob", training("job", "tuned"))["jobArn"].clone();
    let stages = |lab: &Lab| {
        let job = lab.call("GetModelCustomizationJob", json!({"jobIdentifier": arn}));
        let of = |name: &str| job["statusDetails"][name]["status"].as_str().unwrap().to_owned();
        [of("validationDetails"), of("dataProcessingDetails"), of("trainingDetails")].join(" ")
    };
    assert_eq!(stages(&lab), "InProgress NotStarted NotStarted");
    assert!(lab.refused("GetCustomModel", json!({"modelIdentifier": "tuned"})).starts_with("ResourceNotFound"));
    lab.later(20 * MINUTE_MS);
    assert_eq!(stages(&lab), "Completed InProgress NotStarted");
    lab.later(30 * MINUTE_MS);
    assert_eq!(stages(&lab), "Completed Completed InProgress");
    lab.later(2 * HOUR_MS);
    assert_eq!(stages(&lab), "Completed Completed Completed");
    let model = lab.call("GetCustomModel", json!({"modelIdentifier": "tuned"}));
    assert_eq!((&model["jobArn"], &model["modelStatus"]), (&arn, &json!("Active")));
    let listed = lab.call("ListCustomModels", json!({"modelStatus": "Active", "nameContains": "tun"}));
    assert_eq!(listed["modelSummaries"][0]["baseModelName"], "amazon.nova-micro-v1");

    let deployment = json!({"modelDeploymentName": "live", "modelArn": model["modelArn"], "description": "first"});
    lab.call("CreateCustomModelDeployment", deployment);
    let id = || json!({"customModelDeploymentIdentifier": "live"});
    assert_eq!(lab.status("GetCustomModelDeployment", id()), "Creating");
    assert!(lab.refused("DeleteCustomModelDeployment", id()).starts_with("ConflictException"));
    lab.later(15 * MINUTE_MS);
    assert_eq!(lab.status("GetCustomModelDeployment", id()), "Active");
    let sibling = lab.trained("second", "sibling");
    lab.call("UpdateCustomModelDeployment", with(id(), "modelArn", json!(sibling)));
    let update = |lab: &Lab| lab.call("GetCustomModelDeployment", id());
    assert_eq!(update(&lab)["updateDetails"]["updateStatus"], "Updating");
    assert_eq!((&update(&lab)["status"], &update(&lab)["modelArn"]), (&json!("Active"), &model["modelArn"]));
    lab.later(10 * MINUTE_MS);
    assert_eq!(update(&lab)["updateDetails"]["updateStatus"], "UpdateCompleted");
    assert_eq!(update(&lab)["modelArn"], json!(sibling));
    let listed = lab.call("ListCustomModelDeployments", json!({"modelArnEquals": sibling, "statusEquals": "Active"}));
    assert_eq!(listed["modelDeploymentSummaries"][0]["customModelDeploymentName"], "live");

    lab.call("CreateProvisionedModelThroughput", purchase("own", "tuned"));
    lab.later(20 * MINUTE_MS);
    let moving = json!({"provisionedModelId": "own", "desiredModelId": sibling});
    lab.call("UpdateProvisionedModelThroughput", moving);
    let own = lab.call("GetProvisionedModelThroughput", json!({"provisionedModelId": "own"}));
    assert_eq!((&own["status"], &own["modelArn"]), (&json!("Updating"), &model["modelArn"]));
    assert_eq!(own["desiredModelArn"], json!(sibling));
    for in_use in ["tuned", "sibling"] {
        let refused = lab.refused("DeleteCustomModel", json!({"modelIdentifier": in_use}));
        assert!(refused.starts_with("ConflictException") && refused.contains("in use"), "{refused}");
    }
    lab.later(10 * MINUTE_MS);
    lab.call("DeleteCustomModel", json!({"modelIdentifier": "tuned"}));
    lab.call("DeleteCustomModelDeployment", id());
    lab.call("DeleteProvisionedModelThroughput", json!({"provisionedModelId": "own"}));
    lab.call("DeleteCustomModel", json!({"modelIdentifier": sibling}));
    assert_eq!(lab.call("ListCustomModels", json!({}))["modelSummaries"], json!([]));
    let tags = lab.refused("ListTagsForResource", json!({"resourceARN": sibling}));
    assert!(tags.starts_with("ResourceNotFoundException"), "{tags}");
}

#[test]
fn a_job_that_is_stopped_or_fails_leaves_no_model() {
    let mut lab = Lab::new();
    lab.call("CreateModelCustomizationJob", training("halted", "never"));
    let id = || json!({"jobIdentifier": "halted"});
    lab.later(20 * MINUTE_MS);
    lab.call("StopModelCustomizationJob", id());
    assert_eq!(lab.status("GetModelCustomizationJob", id()), "Stopping");
    lab.later(2 * MINUTE_MS);
    let stopped = lab.call("GetModelCustomizationJob", id());
    assert_eq!((&stopped["status"], &stopped["outputModelArn"]), (&json!("Stopped"), &Value::Null));
    assert_eq!(stopped["statusDetails"]["dataProcessingDetails"]["status"], "Stopped");
    assert!(lab.refused("StopModelCustomizationJob", id()).starts_with("ConflictException"));
    for (number, (uri, part)) in [
        (
            "s3://bucket/table.csv",
            "Unable to parse Amazon S3 file: table.csv. Data files must conform to JSONL format.",
        ),
        ("s3://bucket/a/missing.jsonl", "Could not validate GetObject permissions to access Amazon S3 bucket: bucket"),
    ]
    .into_iter()
    .enumerate()
    {
        let job = format!("bad{number}");
        let input = with(training(&job, &format!("m{number}")), "trainingDataConfig", json!({"s3Uri": uri}));
        lab.call("CreateModelCustomizationJob", input);
        lab.later(15 * MINUTE_MS);
        let failed = lab.call("GetModelCustomizationJob", json!({"jobIdentifier": job}));
        assert!(failed["status"] == "Failed" && failed["failureMessage"].as_str().unwrap().contains(part), "{failed}");
    }
    let failed = lab.call("ListModelCustomizationJobs", json!({"statusEquals": "Failed", "sortOrder": "Ascending"}));
    assert_eq!(failed["modelCustomizationJobSummaries"][0]["jobName"], "bad0");
    lab.later(3 * HOUR_MS);
    assert_eq!(lab.call("ListCustomModels", json!({}))["modelSummaries"], json!([]));
}

#[test]
fn a_batch_counts_its_records_and_stops_with_those_that_are_done() {
    let mut lab = Lab::new();
    let arn = lab.call("CreateModelInvocationJob", batch("b", "s3://bucket/errors-200.jsonl"))["jobArn"].clone();
    let get = |lab: &Lab| lab.call("GetModelInvocationJob", json!({"jobIdentifier": arn}));
    let mut seen = vec![get(&lab)["status"].clone()];
    for minutes in [1, 2, 3] {
        lab.later(minutes * MINUTE_MS);
        seen.push(get(&lab)["status"].clone());
    }
    assert_eq!(json!(seen), json!(["Submitted", "Validating", "Scheduled", "InProgress"]));
    lab.later(27 * MINUTE_MS);
    let half = get(&lab);
    assert_eq!((&half["processedRecordCount"], &half["errorRecordCount"]), (&json!(100), &json!(10)));
    lab.later(27 * MINUTE_MS);
    let done = get(&lab);
    assert_eq!((&done["status"], &done["successRecordCount"]), (&json!("Completed"), &json!(180)));
    assert!(done["message"].as_str().unwrap().contains("no S3"), "{done}");

    let id = lab.call("CreateModelInvocationJob", batch("c", "s3://bucket/400.jsonl"))["jobArn"].clone();
    let id = json!({"jobIdentifier": id.as_str().unwrap().rsplit('/').next().unwrap()});
    lab.later(33 * MINUTE_MS);
    lab.call("StopModelInvocationJob", id.clone());
    assert_eq!(lab.status("GetModelInvocationJob", id.clone()), "Stopping");
    lab.later(HOUR_MS);
    let stopped = lab.call("GetModelInvocationJob", id.clone());
    assert_eq!((&stopped["status"], &stopped["processedRecordCount"]), (&json!("Stopped"), &json!(200)));
    assert!(lab.refused("StopModelInvocationJob", id).starts_with("ConflictException"));

    lab.call("CreateModelInvocationJob", batch("few", "s3://bucket/few-12.jsonl"));
    lab.later(3 * MINUTE_MS);
    let failed = lab.call("ListModelInvocationJobs", json!({"statusEquals": "Failed"}));
    assert_eq!(failed["invocationJobSummaries"].as_array().unwrap().len(), 1);
    assert!(failed.to_string().contains("12 records"), "{failed}");
}

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
fn each_refusal_has_its_exception_and_its_sentence() {
    let mut lab = Lab::rich();
    {
        let quotas = &mut lab.account.borrow_mut().quotas;
        (quotas.inference_profiles, quotas.batch_jobs_custom) = (0, 0);
    }
    lab.trained("done", "tuned");
    let job = || training("next", "other");
    let profile = json!({
        "inferenceProfileName": "p",
        "modelSource": {"copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"},
    });
    let buy = "CreateProvisionedModelThroughput";
    let train = "CreateModelCustomizationJob";
    let run = "CreateModelInvocationJob";
    for (operation, input, expected) in [
        (buy, purchase("a", "amazon.nova-none-v1:0"), "ValidationException: The provided model identifier is invalid."),
        (
            buy,
            purchase("a", "amazon.nova-lite-v1:0"),
            "ValidationException: amazon.nova-lite-v1:0 is an id for calls on",
        ),
        (
            buy,
            purchase("a", "anthropic.claude-sonnet-5"),
            "ValidationException: anthropic.claude-sonnet-5 is not offered",
        ),
        (buy, purchase("a", "meta.llama3-1-8b-instruct-v1:0:128k"), "ValidationException: Provisioned Throughput of"),
        (buy, purchase("a", "amazon.titan-image-generator-v2:0"), "ResourceNotFoundException: This model version has"),
        (
            buy,
            with(purchase("a", "tuned"), "modelUnits", json!(5)),
            "ServiceQuotaExceededException: The account's quota",
        ),
        (
            buy,
            with(purchase("a", "tuned"), "modelUnits", json!(0)),
            "ValidationException: 1 validation error detected: Value '0' at 'modelUnits' failed to satisfy constraint: Member must",
        ),
        (
            buy,
            purchase("a b", "tuned"),
            "ValidationException: 1 validation error detected: Value 'a b' at 'provisionedModelName' failed to satisfy constraint: Member must satisfy regular",
        ),
        (
            train,
            with(job(), "roleArn", json!("arn:aws:iam::210987654321:role/X")),
            "ValidationException: Could not assume provided IAM role.",
        ),
        (train, training("done", "other"), "ConflictException: The account has a model customization job named done"),
        (train, training("next", "tuned"), "ConflictException: The account has a custom model named tuned"),
        (
            train,
            with(job(), "customizationType", json!("CONTINUED_PRE_TRAINING")),
            "ValidationException: amazon.nova-micro-v1:0 does not support",
        ),
        (train, with(job(), "customizationType", json!("DISTILLATION")), "ValidationException: DISTILLATION needs"),
        (
            train,
            with(job(), "hyperParameters", json!({"epochCount": "9"})),
            "ValidationException: The hyperparameter epochCount must be 1 to 5",
        ),
        (
            train,
            with(job(), "hyperParameters", json!({"depth": "9"})),
            "ValidationException: amazon.nova-micro-v1:0 has no hyperparameter depth",
        ),
        (
            train,
            with(job(), "baseModelIdentifier", json!("anthropic.claude-opus-4-1-20250805-v1:0")),
            "ValidationException: anthropic.claude-opus-4-1-20250805-v1:0 is in Legacy state",
        ),
        (
            run,
            with(batch("b", "s3://bucket/a.jsonl"), "modelId", json!("tuned")),
            "ValidationException: Your account is not authorized to perform this action. Please create a support case",
        ),
        (
            run,
            with(batch("b", "s3://bucket/a.jsonl"), "modelId", json!("us.amazon.nova-none-v1:0")),
            "ValidationException: The provided model identifier is invalid.",
        ),
        (
            run,
            with(batch("b", "s3://bucket/a.jsonl"), "timeoutDurationInHours", json!(1)),
            "ValidationException: 1 validation error detected: Value '1' at 'timeoutDurationInHours' failed",
        ),
        ("CreateInferenceProfile", profile, "ServiceQuotaExceededException: The account's quota of inference profiles"),
        ("ListCustomModels", json!({"nextToken": "wrong"}), "ValidationException: The provided nextToken is not valid"),
        ("GetFoundationModel", json!({"modelIdentifier": "amazon.nova-none-v1:0"}), "ResourceNotFoundException: "),
        ("GetFoundationModelAvailability", json!({"modelId": "amazon.nova-none-v1:0"}), "ResourceNotFoundException: "),
        ("GetModelInvocationJob", json!({"jobIdentifier": "abcdefabcdef"}), "ResourceNotFoundException: "),
        (
            "TagResource",
            json!({"resourceARN": "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", "tags": []}),
            "ResourceNotFoundException: ",
        ),
    ] {
        let refused = lab.refused(operation, input);
        assert!(refused.starts_with(expected), "{operation}: {refused}\nexpected: {expected}");
    }
    lab.call(buy, purchase("a", "tuned"));
    let taken = lab.refused(buy, purchase("a", "tuned"));
    assert!(taken.starts_with("ValidationException") && taken.contains("named a"), "{taken}");
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
