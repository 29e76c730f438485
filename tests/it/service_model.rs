//! The service model against botocore: our patterns match what Python's do, and our validator agrees with its own where their rules overlap.

use crate::inputs;
use crate::inputs::Random;
use crate::python;
use outcrop::bedrock::converse;
use outcrop::bedrock::service_model::{ServiceModel, Violation, ViolationKind};
use serde_json::{Value, json};

const COMMITTED: &str = include_str!("../../assets/service-model/bedrock-runtime.json");

const CASES: u64 = 1_200;

fn model() -> ServiceModel {
    ServiceModel::from_json(COMMITTED).expect("the committed model is one")
}

/// What botocore says to each body: unknown members, errors, and the body that it would send.
fn ask_botocore(operation: &str, bodies: &[Value]) -> Vec<Value> {
    let lines = bodies.iter().map(|body| format!("{}\n", json!({"operation": operation, "body": body})));
    let printed = python::run("converse_oracle.py", &[], lines.collect::<String>().as_bytes());
    let answers: Vec<Value> =
        String::from_utf8(printed).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), bodies.len());
    answers
}

/// Our violation in botocore's terms; `None` for what botocore leaves to the service.
fn as_botocore_says(violation: &Violation) -> Option<Value> {
    let kind = match violation.kind {
        ViolationKind::Union => "union",
        ViolationKind::Type if violation.message.ends_with("are not base64") => return None,
        ViolationKind::Type => "type",
        ViolationKind::Constraint if violation.message.ends_with("must not be null") => "missing",
        ViolationKind::Constraint if violation.message.contains("greater than or equal to") => {
            // botocore looks neither at the length of bytes nor at the size of maps.
            if violation.pointer.ends_with("/bytes") || violation.pointer == "/requestMetadata" {
                return None;
            }
            "min"
        }
        ViolationKind::Constraint => return None,
    };
    Some(json!([kind, violation.pointer]))
}

fn sorted(mut values: Vec<Value>) -> Value {
    values.sort_by_key(Value::to_string);
    values.into()
}

#[test]
fn botocore_sends_our_converse_bodies_as_they_are() {
    let model = model();
    for operation in ["Converse", "ConverseStream"] {
        let mut random = Random::new(7);
        let bodies: Vec<Value> = (0..CASES / 2)
            .map(|_| {
                let made = inputs::valid(&model, operation, &mut random);
                assert_eq!(model.validate_input(operation, &made, &[("modelId", "amazon.nova-lite-v1:0")]), []);
                let body =
                    converse::body(&converse::from_body(&made).expect("a conversation holds what Converse admits"));
                assert_eq!(body, made, "a conversation holds all of its body");
                body
            })
            .collect();
        for (body, answer) in bodies.iter().zip(ask_botocore(operation, &bodies)) {
            assert_eq!(answer, json!({"unknown": [], "errors": [], "body": body}), "{operation}");
        }
    }
}

#[test]
fn our_validator_agrees_with_botocores() {
    let model = model();
    let mut random = Random::new(11);
    let bodies: Vec<Value> = (0..2 * CASES)
        .map(|_| {
            let mut body = inputs::valid(&model, "Converse", &mut random);
            for _ in 0..=random.below(3) {
                inputs::damage(&mut body, &mut random);
            }
            body
        })
        .collect();
    let mut refused = 0;
    for (body, answer) in bodies.iter().zip(ask_botocore("Converse", &bodies)) {
        let report = model.inspect_input("Converse", body, &[("modelId", "amazon.nova-lite-v1:0")]);
        let ours = sorted(report.violations.iter().filter_map(as_botocore_says).collect());
        let theirs = sorted(answer["errors"].as_array().unwrap().clone());
        assert_eq!(ours, theirs, "{body}");
        let unknown = sorted(report.unknown.iter().map(|pointer| json!(pointer)).collect());
        assert_eq!(unknown, sorted(answer["unknown"].as_array().unwrap().clone()), "{body}");
        refused += u64::from(!report.violations.is_empty());
    }
    assert!(refused > CASES, "only {refused} of the damaged bodies are refused");
}

/// A text that some pattern of the model admits, now and then with a character changed.
fn near_pattern(random: &mut Random) -> String {
    const TEXTS: [&str; 17] = [
        "",
        "7",
        "DRAFT",
        "get_weather-2",
        "key with spaces",
        "s3://bucket-a/key/x",
        "123456789012",
        "abcdefabcdef",
        "amazon.nova-lite-v1:0",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
        "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abcdefabcdef",
        "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345:12",
        "arn:aws:sagemaker:us-east-1:123456789012:endpoint/mine",
        "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123",
        "arn:aws:kms:us-east-1:123456789012:alias/mine",
    ];
    let mut chars: Vec<char> = random.pick(&TEXTS).chars().collect();
    for _ in 0..random.below(3) {
        let at = random.below(chars.len() + 1);
        let c = *random.pick(&['a', 'Z', '0', '-', '_', '.', ':', '/', ' ', '\n', 'é', '~']);
        match random.below(3) {
            0 => chars.insert(at, c),
            1 if at < chars.len() => chars[at] = c,
            2 if at < chars.len() => drop(chars.remove(at)),
            _ => {}
        }
    }
    chars.into_iter().collect()
}

#[test]
fn our_patterns_match_what_pythons_do() {
    let model = model();
    let mut random = Random::new(5);
    let mut patterns: Vec<_> = model.shapes().filter_map(|(_, shape)| shape.pattern.as_ref()).collect();
    patterns.dedup();
    let mut cases = Vec::new();
    for pattern in patterns {
        for _ in 0..200 {
            cases.push((pattern, near_pattern(&mut random)));
        }
    }
    let lines: Vec<String> = cases.iter().map(|(p, text)| json!([p.source(), text]).to_string()).collect();
    let printed = String::from_utf8(python::run("fullmatch.py", &[], lines.join("\n").as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), cases.len());
    for ((pattern, text), theirs) in cases.iter().zip(printed.lines()) {
        assert_eq!(pattern.matches(text), theirs == "1", "{} on {text:?}", pattern.source());
    }
    assert!(printed.lines().filter(|line| *line == "1").count() > cases.len() / 20);
}
