//! The resources on the road, with the clock moved; every answer is held against the service model.
#![expect(clippy::needless_pass_by_value, reason = "the inputs are literals")]

mod lives;
mod refusals;
mod shared;

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::clock::HOUR_MS;
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
