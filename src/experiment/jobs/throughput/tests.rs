//! Tests of `throughput`.

use super::*;

const ARN: &str = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";

fn form() -> Form {
    Form { name: "desk".to_owned(), model: "amazon.nova-lite-v1:0:24k".to_owned(), ..Form::default() }
}

fn row(custom: &str, commitment: &str) -> Row {
    read(&json!({"provisionedModelSummaries": [{
        "provisionedModelName": "desk", "provisionedModelArn": ARN, "modelArn": custom, "desiredModelArn": custom,
        "foundationModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "modelUnits": 2, "desiredModelUnits": 2, "status": "InService", "commitmentDuration": commitment,
        "commitmentExpirationTime": "2026-12-30T10:00:00Z",
        "creationTime": "2026-11-30T10:00:00Z", "lastModifiedTime": "2026-11-30T10:00:00Z"
    }]}))
    .remove(0)
}

#[test]
fn a_purchase_sends_what_was_typed_and_no_more() {
    let plan = form().plan().unwrap();
    assert_eq!(
        plan.ask.input,
        json!({"provisionedModelName": "desk", "modelId": "amazon.nova-lite-v1:0:24k", "modelUnits": 1})
    );
    let bound =
        Form { commitment: Commitment::SixMonths, units: " 3 ".to_owned(), tags: "team=a".to_owned(), ..form() };
    let plan = bound.plan().unwrap();
    assert_eq!(
        (&plan.ask.input["commitmentDuration"], &plan.ask.input["modelUnits"]),
        (&json!("SixMonths"), &json!(3))
    );
    assert_eq!(plan.ask.input["tags"], json!([{"key": "team", "value": "a"}]));
    assert!(plan.costs.contains("six months") && plan.costs.contains("3 units"));
}

#[test]
fn each_fault_is_at_its_field() {
    for (form, field) in [
        (Form { name: String::new(), ..form() }, "name"),
        (Form { model: " ".to_owned(), ..form() }, "model"),
        (Form { model: "us.amazon.nova-lite-v1:0".to_owned(), ..form() }, "model"),
        (Form { units: "0".to_owned(), ..form() }, "units"),
        (Form { units: "many".to_owned(), ..form() }, "units"),
        (Form { tags: "x".to_owned(), ..form() }, "tags"),
    ] {
        let faults = form.faults();
        assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), [field], "{form:?}");
        assert_eq!(form.plan(), None);
    }
}

#[test]
fn an_id_without_its_context_length_is_told_the_lengths() {
    let note = Form { model: "amazon.nova-lite-v1:0".to_owned(), ..form() }.note().unwrap();
    assert!(note.contains(":24k or amazon.nova-lite-v1:0:300k"), "{note}");
    assert_eq!(form().note(), None);
}

#[test]
fn only_custom_models_move_and_every_one_is_renamed() {
    let base = row("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "");
    assert!(base.move_to("x").is_err());
    assert_eq!(base.rename("new").unwrap().ask.input["desiredProvisionedModelName"], json!("new"));
    assert!(base.rename("no good").is_err());
    let custom = row("arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:24k/abc", "");
    assert_eq!(custom.move_to("arn:x").unwrap().ask.input["desiredModelId"], json!("arn:x"));
    assert!(custom.move_to("").is_err());
}

#[test]
fn the_simulators_quota_is_raised_and_nothing_else_changes() {
    let raised = with_units(json!({"version": 1, "quotas": {"modelUnits": 0, "guardrails": 100}}), 4);
    assert_eq!((&raised["quotas"]["modelUnits"], &raised["quotas"]["noCommitmentUnitsBase"]), (&json!(4), &json!(4)));
    assert_eq!((&raised["quotas"]["guardrails"], &raised["version"]), (&json!(100), &json!(1)));
    assert_eq!(with_units(json!({"version": 1}), 4), json!({"version": 1}));
}

#[test]
fn the_commitment_binds_until_its_end() {
    let row = row("m", "OneMonth");
    let at = |text| Timestamp::parse(text).unwrap();
    assert!(row.bound(at("2026-12-01T00:00:00Z")).unwrap().contains("2026-12-30"));
    assert_eq!(row.bound(at("2026-12-31T00:00:00Z")), None);
    assert!(row.delete(at("2026-12-01T00:00:00Z")).does.iter().any(|line| line.contains("refuses")));
    assert_eq!(row.unit_hours(at("2026-11-30T12:30:00Z")), Some(6), "two units in the third hour");
}
