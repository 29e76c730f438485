//! What is refused, with its exception and its sentence.

use serde_json::json;

use super::{Lab, batch, purchase, training, with};

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
        (
            "ListFoundationModels",
            json!({"projectIdentifier": "proj_abcdefghijklmnopqrst"}),
            "ValidationException: The simulator's account has no project proj_",
        ),
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
