//! The form, its input, and verdicts.

use serde_json::{Value, json};

use super::bench::{Expected, Judgement, Sentence, Source, apply, judge, paste, tally};
use super::correct::{Correction, correction, origin};
use super::list::{DRAFT, in_playground, read as rows};
use super::verdict::{Outcome, Piece, Policy, pieces, read};
use super::*;

/// The output of `GetGuardrail` for an input of `CreateGuardrail`, with the names of the API model.
fn as_read(input: &Value) -> Value {
    let renamed = input.to_string();
    let names = [
        ("topicPolicyConfig", "topicPolicy"),
        ("topicsConfig", "topics"),
        ("contentPolicyConfig", "contentPolicy"),
        ("filtersConfig", "filters"),
        ("wordPolicyConfig", "wordPolicy"),
        ("wordsConfig", "words"),
        ("managedWordListsConfig", "managedWordLists"),
        ("sensitiveInformationPolicyConfig", "sensitiveInformationPolicy"),
        ("piiEntitiesConfig", "piiEntities"),
        ("regexesConfig", "regexes"),
        ("contextualGroundingPolicyConfig", "contextualGroundingPolicy"),
        ("automatedReasoningPolicyConfig", "automatedReasoningPolicy"),
        ("tierConfig", "tier"),
        ("crossRegionConfig", "crossRegionDetails"),
        ("guardrailProfileIdentifier", "guardrailProfileId"),
        ("kmsKeyId", "kmsKeyArn"),
    ];
    let renamed =
        names.iter().fold(renamed, |text, (from, to)| text.replace(&format!("\"{from}\""), &format!("\"{to}\"")));
    serde_json::from_str(&renamed).unwrap()
}

fn full() -> Form {
    let mut form = Form::example();
    form.profile = "us.guardrail.v1:0".to_owned();
    form.topic_tier = Tier::Standard;
    form.filters[0].images = true;
    form.filters[1].sides = Sides { input: Side::Detects, output: Side::Off };
    form.topics[0].sides.output = Side::Off;
    form.pii[0].sides.input = Side::Detects;
    form.regexes[0].about = "Five digits".to_owned();
    form.grounding = Grounding { on: true, threshold: "0.75".to_owned() };
    form.relevance.on = true;
    form.rest.insert("kmsKeyId".to_owned(), json!("arn:aws:kms:us-east-1:123456789012:key/x"));
    form.rest.insert("automatedReasoningPolicyConfig".to_owned(), json!({"policies": ["arn:p"]}));
    form
}

#[test]
fn every_policy_is_written_and_read_back_although_the_names_differ() {
    for form in [Form::example(), full()] {
        assert_eq!(form.faults(), []);
        assert_eq!(Form::read(&as_read(&form.input())), form);
    }
}

#[test]
fn the_inputs_fit_the_api_model() {
    let path = format!("{}/assets/service-model/bedrock.json", env!("CARGO_MANIFEST_DIR"));
    let model =
        crate::bedrock::service_model::ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
    for form in [Form::example(), full()] {
        for plan in [form.create().unwrap(), form.update("abcdefghijkl").unwrap()] {
            let mut input = plan.ask.input;
            // The key and the policy of the test are not real ones.
            for key in ["kmsKeyId", "automatedReasoningPolicyConfig"] {
                input.as_object_mut().unwrap().shift_remove(key);
            }
            let rejection = model.inspect_whole(plan.ask.operation, &input).rejection();
            assert!(rejection.is_none(), "{}: {rejection:?}", plan.ask.operation);
        }
    }
}

#[test]
fn what_does_not_act_is_not_sent() {
    let form = Form { name: "a".to_owned(), profanity: true, ..Form::default() };
    let input = form.input();
    assert_eq!(input["wordPolicyConfig"], json!({"managedWordListsConfig": [{"type": "PROFANITY"}]}));
    for key in ["topicPolicyConfig", "contentPolicyConfig", "sensitiveInformationPolicyConfig", "crossRegionConfig"] {
        assert_eq!(input.get(key), None, "{key}");
    }
    let attack = full().input();
    let filters = attack["contentPolicyConfig"]["filtersConfig"].as_array().unwrap();
    assert_eq!(filters[5]["outputStrength"], json!("NONE"), "prompt attacks are looked for in prompts only");
    assert_eq!((&filters[1]["inputAction"], &filters[1]["outputEnabled"]), (&json!("NONE"), &json!(false)));
}

#[test]
fn each_fault_is_at_its_field_and_row() {
    let set = |change: fn(&mut Form)| {
        let mut form = Form::example();
        change(&mut form);
        form.faults().into_iter().map(|fault| (fault.field, fault.row)).collect::<Vec<_>>()
    };
    assert_eq!(set(|form| form.name = "a b".to_owned()), [("name", 0)]);
    assert_eq!(set(|form| form.about = "a".repeat(201)), [("about", 0)]);
    assert_eq!(set(|form| form.blocked_input.clear()), [("blocked-input", 0)]);
    assert_eq!(set(|form| form.blocked_output = "a".repeat(501)), [("blocked-output", 0)]);
    assert_eq!(set(|form| form.topics[0].name = "a/b".to_owned()), [("topic-name", 0)]);
    assert_eq!(set(|form| form.topics.push(form.topics[0].clone())), [("topic-name", 1)]);
    assert_eq!(set(|form| form.topics[0].definition.clear()), [("topic-definition", 0)]);
    assert_eq!(set(|form| form.topics[0].examples = "a\n".repeat(6)), [("topic-examples", 0)]);
    assert_eq!(set(|form| form.words = "one two three four".to_owned()), [("words", 0)]);
    assert_eq!(set(|form| form.regexes[0].name.clear()), [("regex-name", 0)]);
    assert_eq!(set(|form| form.topic_tier = Tier::Standard), [("profile", 0)]);
    assert_eq!(set(|form| form.grounding = Grounding { on: true, threshold: "1".to_owned() }), [("grounding", 0)]);
    assert_eq!(set(|form| *form = Form { name: "a".to_owned(), ..Form::default() }), [("policies", 0)]);
    for pattern in ["(?=a)", "(?<!a)", "(a", "a)", "[a", "a\\", "(a)\\1", ""] {
        let mut form = Form::example();
        form.regexes[0].pattern = pattern.to_owned();
        assert_eq!(form.faults().len(), 1, "{pattern}");
    }
    for pattern in ["[0-9]{5}", "\\(a", "[(]", "(a|b)+", "a\\d"] {
        let mut form = Form::example();
        form.regexes[0].pattern = pattern.to_owned();
        assert_eq!(form.faults(), [], "{pattern}");
    }
}

#[test]
fn two_versions_differ_where_they_differ() {
    let (a, mut b) = (Form::example(), Form::example());
    b.filters[1].input = Strength::Low;
    b.words = "project redbird".to_owned();
    b.topics.clear();
    let differences = differences(&a, &b);
    let paths: Vec<&str> = differences.iter().map(|(path, ..)| path.as_str()).collect();
    assert!(paths.contains(&"contentPolicyConfig.filtersConfig[INSULTS].inputStrength"), "{paths:?}");
    assert!(
        differences
            .iter()
            .any(|(path, old, new)| path.ends_with("[project redbird].text") && old == "–" && new == "project redbird")
    );
    assert_eq!(super::differences(&a, &a), []);
}

#[test]
fn sentences_are_pasted_as_lines_or_csv() {
    assert_eq!(paste("a\n\n b, c \n").iter().map(|each| each.text.as_str()).collect::<Vec<_>>(), ["a", "b, c"]);
    let csv = paste("expected,Text,source\npass,\"a, b\",output\nblock,c,\n,,\n");
    assert_eq!(
        csv,
        [
            Sentence { text: "a, b".into(), source: Source::Output, expected: Expected::Pass, ..Sentence::default() },
            Sentence { text: "c".into(), expected: Expected::Stop, ..Sentence::default() },
        ]
    );
    assert_eq!(paste(""), []);
}

#[test]
fn a_sentence_is_applied_with_its_source_and_query() {
    let plain = apply("g", DRAFT, &Sentence { text: "hi".into(), ..Sentence::default() });
    assert_eq!(plain.input["content"], json!([{"text": {"text": "hi"}}]));
    assert_eq!((&plain.input["source"], &plain.input["guardrailVersion"]), (&json!("INPUT"), &json!("DRAFT")));
    let grounded = Sentence {
        text: "a".into(),
        source: Source::Output,
        query: "q".into(),
        grounding: "s".into(),
        ..Sentence::default()
    };
    let content = apply("g", "1", &grounded).input["content"].clone();
    assert_eq!(content[0]["text"]["qualifiers"], json!(["grounding_source"]));
    assert_eq!(content[2]["text"]["qualifiers"], json!(["guard_content"]));
}

const TEXT: &str = "Mail ana@example.com, order 48213, Project Bluebird";

fn masked() -> Value {
    json!({
        "action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "Mail {EMAIL}"}],
        "usage": {"wordPolicyUnits": 1, "topicPolicyUnits": 0},
        "assessments": [{
            "contentPolicy": {"filters": [
                {"type": "HATE", "confidence": "NONE", "filterStrength": "HIGH", "action": "NONE", "detected": false}]},
            "wordPolicy": {"customWords": [{"match": "project bluebird", "action": "NONE", "detected": true}], "managedWordLists": []},
            "sensitiveInformationPolicy": {
                "piiEntities": [{"match": "ana@example.com", "type": "EMAIL", "action": "ANONYMIZED", "detected": true}],
                "regexes": [{"name": "order-id", "match": "48213", "regex": "[0-9]{5}", "action": "ANONYMIZED"}]}
        }]
    })
}

#[test]
fn a_verdict_names_policy_place_and_score() {
    let verdict = read(&masked(), TEXT);
    assert_eq!((verdict.outcome, verdict.output.as_str()), (Outcome::Masked, "Mail {EMAIL}"));
    assert_eq!(verdict.units, [("wordPolicyUnits".to_owned(), 1)]);
    let found: Vec<_> = verdict
        .findings
        .iter()
        .map(|each| {
            (each.policy, each.name.as_str(), each.places.first().map(|place| (place.start, place.end)).unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [
            (Policy::Word, "project bluebird", (35, 51)),
            (Policy::Pii, "EMAIL", (5, 20)),
            (Policy::Regex, "order-id", (28, 33)),
        ]
    );
    let marked: Vec<Piece> =
        pieces(TEXT, &verdict.findings).into_iter().filter(|piece| !piece.marks.is_empty()).collect();
    assert_eq!(marked[0], Piece { text: "ana@example.com".into(), marks: "Sensitive information EMAIL".into() });
    assert_eq!(pieces(TEXT, &verdict.findings).iter().map(|piece| piece.text.as_str()).collect::<String>(), TEXT);
}

#[test]
fn blocked_detected_and_passed_differ() {
    let blocked = json!({"action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "No"}], "assessments": [{
        "topicPolicy": {"topics": [{"name": "Investment advice", "type": "DENY", "action": "BLOCKED", "detected": true}]},
        "contextualGroundingPolicy": {"filters": [{"type": "GROUNDING", "score": 0.31, "threshold": 0.7, "action": "BLOCKED"}]}}]});
    let verdict = read(&blocked, "a");
    assert_eq!(verdict.outcome, Outcome::Blocked);
    assert_eq!(verdict.findings[1].score, "score 0.31, threshold 0.7");
    let detected = json!({"action": "NONE", "outputs": [], "assessments": [{"contentPolicy": {"filters": [
        {"type": "HATE", "confidence": "MEDIUM", "filterStrength": "MEDIUM", "action": "NONE", "detected": true}]}}]});
    let verdict = read(&detected, "a");
    assert_eq!((verdict.outcome, verdict.output.as_str()), (Outcome::Detected, "a"));
    assert_eq!(verdict.findings[0].score, "confidence MEDIUM, strength MEDIUM");
    assert_eq!(read(&json!({"action": "NONE"}), "a").outcome, Outcome::Passed);
}

#[test]
fn a_false_alarm_is_judged_traced_and_corrected() {
    let form = Form::example();
    let verdict = read(&masked(), TEXT);
    assert_eq!(judge(Expected::Pass, &verdict), Judgement::FalseAlarm);
    assert_eq!(judge(Expected::Stop, &verdict), Judgement::Right);
    assert_eq!(judge(Expected::Unsaid, &verdict), Judgement::Open);
    assert_eq!(judge(Expected::Stop, &read(&json!({"action": "NONE"}), "a")), Judgement::Missed);
    let [word, pii, regex] = &verdict.findings[..] else { panic!("three findings") };
    assert_eq!(correction(&form, word, Source::Input), None, "it stopped nothing");
    assert_eq!(origin(&form, regex), Some(("regex-name", 0)));
    let mut corrected = form.clone();
    for finding in [pii, regex] {
        let correction = correction(&form, finding, Source::Input).unwrap();
        assert!(correction.label(&form).starts_with("Only detect"), "{}", correction.label(&form));
        correction.apply(&mut corrected);
    }
    assert_eq!((corrected.pii[0].action, corrected.regexes[0].action), (Action::None, Action::None));
    let mut weaker = form.clone();
    let step = Correction::Weaken(1, Source::Input);
    assert_eq!(step.label(&form), "Weaken INSULTS to MEDIUM");
    step.apply(&mut weaker);
    assert_eq!(weaker.filters[1].input, Strength::Medium);
    Correction::RemoveWord("PROJECT bluebird".into()).apply(&mut weaker);
    assert_eq!(weaker.words, "");
}

#[test]
fn a_tally_counts() {
    let all = [Judgement::Right, Judgement::FalseAlarm, Judgement::Open];
    assert_eq!(tally(all.into_iter()), "3 tried: 1 as expected, 1 false alarm, 0 missed");
    assert_eq!(tally(std::iter::empty()), "Not tried yet");
}

#[test]
fn rows_have_what_can_be_done_with_them() {
    let rows = rows(&json!({"guardrails": [
        {"id": "abc", "arn": "arn:g", "name": "desk", "version": "DRAFT", "status": "VERSIONING"},
        {"id": "abc", "name": "desk", "version": "2", "status": "READY"}, {"name": "damaged"}]}));
    assert_eq!(rows.len(), 2);
    assert!(rows[0].is_changing() && !rows[1].is_changing());
    assert_eq!(rows[0].delete().ask.input, json!({"guardrailIdentifier": "abc"}));
    assert_eq!(rows[1].delete().ask.input, json!({"guardrailIdentifier": "abc", "guardrailVersion": "2"}));
    assert_eq!(rows[0].create_version(" first ").ask.input["description"], json!("first"));
}

#[test]
fn a_guardrail_goes_into_the_playground_beside_what_is_there() {
    let text = in_playground(r#"{"requestMetadata": {"a": "b"}}"#, "abc", "1").unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        value["guardrailConfig"],
        json!({"guardrailIdentifier": "abc", "guardrailVersion": "1", "trace": "enabled"})
    );
    assert_eq!(value["requestMetadata"], json!({"a": "b"}));
    assert!(in_playground("{", "abc", "1").is_err());
}
