//! The life of what one buys, trains, deploys and runs.

use serde_json::{Value, json};

use super::super::super::clock::{HOUR_MS, MINUTE_MS};
use super::{Lab, batch, purchase, training, with};

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
fn a_batch_may_run_out_of_time_and_files_may_be_missing() {
    let mut lab = Lab::new();
    for (name, uri) in [("late", "s3://bucket/slow-1000.jsonl"), ("never", "s3://bucket/waits-1000.jsonl")] {
        lab.call("CreateModelInvocationJob", batch(name, uri));
    }
    let package = json!({"s3DataSource": {"s3Uri": "s3://bucket/missing/nova-lite/"}});
    lab.call("CreateCustomModel", json!({"modelName": "gone", "modelSourceConfig": package}));
    let model = || json!({"modelIdentifier": "gone"});
    assert_eq!(lab.call("GetCustomModel", model())["modelStatus"], "Creating");
    lab.later(24 * HOUR_MS);
    let failed = lab.call("GetCustomModel", model());
    assert!(failed["modelStatus"] == "Failed" && failed["failureMessage"].is_string(), "{failed}");
    assert!(
        lab.refused(
            "CreateCustomModelDeployment",
            json!({
                "modelDeploymentName": "d", "modelArn": failed["modelArn"],
            })
        )
        .contains("is Failed")
    );
    let jobs = lab.call("ListModelInvocationJobs", json!({"sortOrder": "Ascending"}));
    let of = |number: usize, member: &str| jobs["invocationJobSummaries"][number][member].clone();
    assert_eq!((of(0, "status"), of(1, "status")), (json!("PartiallyCompleted"), json!("Expired")));
    assert!((400..600).contains(&of(0, "processedRecordCount").as_u64().unwrap()), "{jobs}");
    assert_eq!(of(1, "totalRecordCount"), json!(0));
}

#[test]
fn a_purchase_and_a_deployment_can_fail() {
    let mut lab = Lab::rich();
    let model = lab.trained("job", "tuned");
    lab.call("CreateProvisionedModelThroughput", purchase("it-fails", "tuned"));
    lab.call("CreateCustomModelDeployment", json!({"modelDeploymentName": "it-fails", "modelArn": model}));
    let deployment = json!({"customModelDeploymentIdentifier": "it-fails"});
    let bought = json!({"provisionedModelId": "it-fails"});
    assert_eq!(lab.status("GetProvisionedModelThroughput", bought.clone()), "Creating");
    lab.later(20 * MINUTE_MS);
    for failed in [
        lab.call("GetProvisionedModelThroughput", bought.clone()),
        lab.call("GetCustomModelDeployment", deployment.clone()),
    ] {
        assert!(failed["status"] == "Failed" && failed["failureMessage"].is_string(), "{failed}");
    }
    let listed = lab.call("ListProvisionedModelThroughputs", json!({"statusEquals": "Failed"}));
    assert_eq!(listed["provisionedModelSummaries"].as_array().unwrap().len(), 1);
    let again = with(bought.clone(), "desiredProvisionedModelName", json!("new"));
    assert!(lab.refused("UpdateProvisionedModelThroughput", again).contains("is Failed"));
    let again = with(deployment.clone(), "modelArn", json!(model));
    assert!(lab.refused("UpdateCustomModelDeployment", again).contains("is Failed"));
    lab.call("DeleteProvisionedModelThroughput", bought);
    lab.call("DeleteCustomModelDeployment", deployment);
}
