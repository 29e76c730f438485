//! The form and the list of jobs.

use serde_json::{Value, json};

use super::form::{is_role, s3};
use super::*;
use crate::aws::time::Timestamp;
use crate::experiment::datasets::{Family, Report};

fn nova() -> Family {
    Family::of("nova")
}

#[test]
fn the_example_is_complete_and_sends_only_what_was_set() {
    for family in crate::experiment::datasets::families::FAMILIES {
        let form = Form::example(family);
        assert_eq!(form.faults(family), [], "{}", family.name);
    }
    let mut form = Form::example(&nova());
    let report = Report { records: 10, tokens: 500, ..Report::default() };
    let plan = form.plan(&nova(), &report).unwrap();
    assert_eq!(plan.ask.input.get("hyperParameters"), None);
    assert_eq!(plan.ask.input["customizationType"], json!("FINE_TUNING"));
    assert!(plan.costs.contains("500 tokens") && plan.costs.contains("2 epochs = 1,000 tokens"), "{}", plan.costs);
    form.set_hyper("epochCount", "3".to_owned());
    assert_eq!(form.plan(&nova(), &report).unwrap().ask.input["hyperParameters"], json!({"epochCount": "3"}));
    form.set_hyper("epochCount", " ".to_owned());
    assert_eq!(form.hyper, []);
}

#[test]
fn a_distillation_names_its_teacher_and_reinforcement_its_grader() {
    for (key, pointer) in [
        ("distillation", "/customizationConfig/distillationConfig/teacherModelConfig/teacherModelIdentifier"),
        ("reinforcement", "/customizationConfig/rftConfig/graderConfig/lambdaGrader/lambdaArn"),
    ] {
        let family = Family::of(key);
        let plan = Form::example(&family).plan(&family, &Report::default()).unwrap();
        assert!(plan.ask.input.pointer(pointer).is_some_and(Value::is_string), "{key}");
    }
}

#[test]
fn each_fault_is_at_its_field() {
    let set = |change: fn(&mut Form)| {
        let mut form = Form::example(&nova());
        change(&mut form);
        form.faults(&nova()).iter().map(|fault| (fault.field, fault.row)).collect::<Vec<_>>()
    };
    assert_eq!(set(|form| form.job = "-x".to_owned()), [("job", 0)]);
    assert_eq!(set(|form| form.model.clear()), [("model", 0)]);
    assert_eq!(set(|form| form.base.clear()), [("base", 0)]);
    assert_eq!(set(|form| form.role = "role".to_owned()), [("role", 0)]);
    assert_eq!(set(|form| form.training = "https://x".to_owned()), [("training", 0)]);
    assert_eq!(set(|form| form.validation = "s3://B/x".to_owned()), [("validation", 0)]);
    assert_eq!(set(|form| form.output = "s3://bucket/a b".to_owned()), [("output", 0)]);
    assert_eq!(set(|form| form.set_hyper("epochCount", "9".to_owned())), [("hyper", 0)]);
    assert_eq!(set(|form| form.set_hyper("learningRate", "1".to_owned())), [("hyper", 1)]);
    assert_eq!(set(|form| form.tags = "x".to_owned()), [("tags", 0)]);
}

#[test]
fn hyperparameters_keep_their_range() {
    let [epochs, rate, ..] = nova().hyper else { panic!("Nova has some") };
    for (hyper, typed, fits) in [
        (epochs, "", true),
        (epochs, "5", true),
        (epochs, "2.0", false),
        (epochs, "0", false),
        (epochs, "six", false),
        (rate, "1e-5", true),
        (rate, "0.00001", true),
        (rate, "0.001", false),
    ] {
        assert_eq!(outside(hyper, typed).is_none(), fits, "{} {typed}", hyper.key);
    }
    assert_eq!(range(rate), "0.000001 to 0.0001; the service's default is 0.00001");
    assert_eq!(range(epochs), "1 to 5; the service's default is 2");
}

#[test]
fn roles_and_addresses_follow_the_patterns() {
    for (arn, good) in [
        ("arn:aws:iam::123456789012:role/X", true),
        ("arn:aws-us-gov:iam::123456789012:role/path/X", true),
        ("arn:aws:iam::12:role/X", false),
        ("arn:aws:iam::123456789012:user/X", false),
        ("arn:aws:iam::123456789012:role/", false),
    ] {
        assert_eq!(is_role(arn), good, "{arn}");
    }
    for (uri, good) in [
        ("s3://bucket/a.jsonl", true),
        ("s3://bucket", true),
        ("s3://bucket/folder/", true),
        ("s3://b/a", false),
        ("s3://bucket//a", false),
        ("s3://bucket/a b", false),
        ("", false),
    ] {
        assert_eq!(s3(uri).is_none(), good, "{uri}");
    }
}

#[test]
fn a_job_is_read_with_its_phases() {
    let now = Timestamp::parse("2026-11-30T12:00:00Z").unwrap();
    let jobs = read(&json!({"modelCustomizationJobSummaries": [{
        "jobArn": "arn:j", "jobName": "rocks-1", "status": "InProgress", "baseModelArn": "arn:b",
        "creationTime": "2026-11-30T10:00:00Z", "statusDetails": {
            "validationDetails": {"status": "Completed", "creationTime": "2026-11-30T10:00:00Z", "lastModifiedTime": "2026-11-30T10:20:00Z"},
            "trainingDetails": {"status": "InProgress", "creationTime": "2026-11-30T10:20:00Z"},
            "dataProcessingDetails": {"status": "NotStarted"}}
    }]}));
    let job = &jobs[0];
    assert!(job.is_running());
    let phases: Vec<_> = job.phases.iter().map(|phase| (phase.name, phase.took(now))).collect();
    assert_eq!(
        phases,
        [
            ("Validation", Some("20 min".to_owned())),
            ("Data processing", None),
            ("Training", Some("1 h 40 min".to_owned()))
        ]
    );
    assert_eq!(job.stop().ask.input, json!({"jobIdentifier": "arn:j"}));
}

#[test]
fn the_details_have_the_losses_and_the_failure() {
    let details = read_details(&json!({
        "failureMessage": "no data", "hyperParameters": {"epochCount": "2"}, "trainingMetrics": {"trainingLoss": 0.25},
        "validationMetrics": [{"validationLoss": 0.5}], "trainingDataConfig": {"s3Uri": "s3://b/x"}
    }));
    assert_eq!((details.failure.as_deref(), details.training_loss), (Some("no data"), Some(0.25)));
    assert_eq!((details.validation_losses, details.places.len()), (vec![0.5], 1));
}
