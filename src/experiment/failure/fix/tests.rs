use super::*;
use crate::aws::error::AwsError;
use crate::bedrock::conversation::Role;
use crate::bedrock::operation::Api;
use crate::experiment::form::draft::{Draft, DraftMessage, SendAs};
use crate::experiment::form::parameter::Parameter;
use crate::experiment::form::part::Part;
use crate::experiment::run::exchange::Origin;
use serde_json::Value;
use std::sync::LazyLock;

static DRAFT: LazyLock<Draft> = LazyLock::new(Draft::default);

fn call<'a>(model: &'a str, region: &'a str) -> Circumstances<'a> {
    let now = Now {
        draft: &DRAFT,
        origin: Origin::Aws,
        fault: false,
        clock_offset_ms: 0,
        most_bytes: crate::aws::intake::USUAL,
    };
    Circumstances { api: Api::Converse, origin: Origin::Aws, model, region, streaming: true, offers: FixSet::Form, now }
}

fn fixes(remedy: Remedy, message: &str, call: Circumstances) -> Vec<Fix> {
    remedy.fixes(&AwsError { message: Some(message.to_owned()), ..AwsError::default() }, call)
}

const HAIKU: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";

#[test]
fn the_profile_is_the_one_of_model_and_region() {
    let use_model = |region| fixes(Remedy::UseProfile, "", call(HAIKU, region));
    let id = |prefix: &str| Fix::Model(ModelFix::Use(format!("{prefix}{HAIKU}")));
    assert_eq!(use_model("us-east-1"), [id("us."), id("global.")]);
    assert_eq!(use_model("eu-central-1"), [id("eu."), id("global.")]);
    assert_eq!(use_model("af-south-1"), [id("global.")]);
    let us = format!("us.{HAIKU}");
    assert_eq!(
        fixes(Remedy::SwitchRegion, "", call(&us, "eu-west-1")),
        [Fix::Page(PageFix::SwitchRegion("us-east-1".to_owned()))]
    );
    assert_eq!(fixes(Remedy::SwitchRegion, "", call(&us, "us-west-2")), []);
    assert_eq!(fixes(Remedy::UseProfile, "", call("nonsense", "us-east-1")), []);
}

#[test]
fn the_field_that_the_message_names_is_removed() {
    let untick = |message| fixes(Remedy::UntickNamed, message, call(HAIKU, "us-east-1"));
    assert_eq!(
        untick("`top_p` is deprecated for this model; use `temperature`"),
        [Fix::Draft(DraftFix::Untick(Field::TopP))]
    );
    assert_eq!(untick("nothing"), []);
    let drop = |message| fixes(Remedy::DropNamed, message, call(HAIKU, "us-east-1"));
    assert_eq!(
        drop("messages.0.foo: Extra inputs are not permitted"),
        [Fix::Draft(DraftFix::DropExtra("foo".to_owned()))]
    );
    assert_eq!(
        drop("Malformed input request: #: extraneous key [bar] is not permitted"),
        [Fix::Draft(DraftFix::DropExtra("bar".to_owned()))]
    );
    let both = [DraftFix::DropExtra("top_k".to_owned()), DraftFix::Untick(Field::TopK)].map(Fix::Draft);
    assert_eq!(drop("top_k: Extra inputs are not permitted"), both);
    assert_eq!(drop("[] : Extra"), []);
}

#[test]
fn the_clock_is_corrected_by_the_times_in_the_message() {
    let message =
        "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)";
    let fix = fixes(Remedy::CorrectClock, message, call(HAIKU, "us-east-1"));
    assert_eq!(fix, [Fix::Page(PageFix::CorrectClock { offset_ms: 558_000 })]);
    assert_eq!(fix[0].label(), "Correct the clock by +9 min 18 s");
    assert_eq!(spoken(-300_000), "−5 min");
    assert_eq!(fixes(Remedy::CorrectClock, "Signature expired", call(HAIKU, "us-east-1")), []);
}

#[test]
fn the_statement_allows_what_was_refused_and_what_it_routes_to() {
    let us = format!("us.{HAIKU}");
    let message = format!(
        "User: arn:aws:sts::123456789012:assumed-role/L/m is not authorized to perform: bedrock:InvokeModel on resource: \
         arn:aws:bedrock:us-east-1:123456789012:inference-profile/{us} because no identity-based policy allows it"
    );
    let statement = |message: &str, call: Circumstances| {
        let fixes = fixes(Remedy::CopyPolicy, message, call);
        let [Fix::Page(PageFix::CopyPolicy(text))] = fixes.as_slice() else { panic!("{fixes:?}") };
        serde_json::from_str::<Value>(text).unwrap()
    };
    let model = format!("arn:aws:bedrock:*::foundation-model/{HAIKU}");
    let named = statement(&message, call(&us, "us-east-1"));
    assert_eq!(named["Action"], "bedrock:InvokeModel");
    assert_eq!(
        named["Resource"],
        serde_json::json!([format!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/{us}"), model])
    );
    let guessed = statement("Access denied", call(&us, "us-east-1"));
    assert_eq!(guessed["Action"], "bedrock:InvokeModelWithResponseStream");
    assert_eq!(guessed["Resource"][1], model);
    assert_eq!(statement("perform: x\"y on resource: z", call("?", ""))["Resource"], serde_json::json!(["*"]));
}

#[test]
fn the_bound_that_the_message_names_is_set() {
    let mut draft = Draft { temperature: Parameter::sent("5"), ..Draft::default() };
    let of = |message: &str, draft: &Draft| range::fixes(message, draft);
    let set = |field, value: &str| DraftFix::Set(field, value.to_owned());
    for (message, fixes) in [
        (
            "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member must \
             have value less than or equal to 1",
            vec![set(Field::Temperature, "1")],
        ),
        (
            "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member \
             must have value greater than or equal to 1; Value '2.0' at 'inferenceConfig.topP' failed to satisfy constraint: \
             Member must have value less than or equal to 1",
            vec![set(Field::MaxTokens, "1"), set(Field::TopP, "1")],
        ),
        ("temperature: range: 0..1", vec![set(Field::Temperature, "1")]),
        (
            "Malformed input request: #/inferenceConfig/temperature: 5 is not less or equal to 1, please reformat your input \
             and try again.",
            vec![set(Field::Temperature, "1")],
        ),
        (
            "max_tokens: 1000000 > 64000, which is the maximum allowed number of output tokens",
            vec![set(Field::MaxTokens, "64000")],
        ),
        (
            "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that is \
             lower than 10000.",
            vec![set(Field::MaxTokens, "10000")],
        ),
        ("Value at 'messages' failed to satisfy constraint: Member must not be null", vec![]),
        ("temperature: range: ..", vec![]),
    ] {
        assert_eq!(of(message, &draft), fixes, "{message}");
    }
    draft.temperature = Parameter::sent("-1");
    assert_eq!(of("temperature: range: 0..1", &draft), [set(Field::Temperature, "0")]);
}

#[test]
fn fixes_change_the_draft_and_nothing_else() {
    let text = |id, role, text: &str| DraftMessage::text(id, role, text);
    let mut draft = Draft {
        messages: vec![
            text(1, Role::Assistant, "x"),
            text(2, Role::User, "a"),
            text(3, Role::User, "b"),
            text(4, Role::User, " "),
            text(5, Role::Assistant, "c"),
        ],
        extra_fields: r#"{"foo":1,"bar":2}"#.to_owned(),
        more: r#"{"guardrailConfig":{}}"#.to_owned(),
        ..Draft::default()
    };
    for fix in [
        DraftFix::DropLeadingAnswers,
        DraftFix::DropBlankMessages,
        DraftFix::MergeTurns,
        DraftFix::DropLastAnswer,
        DraftFix::DropExtra("foo".to_owned()),
        DraftFix::DropMore("guardrailConfig"),
        DraftFix::DropSystem,
        DraftFix::Untick(Field::Temperature),
        DraftFix::Set(Field::MaxTokens, "5".to_owned()),
        DraftFix::StreamOff,
        DraftFix::SendAs(SendAs::Converse),
    ] {
        fix.apply(&mut draft);
        assert!(!fix.label().is_empty(), "{fix:?}");
    }
    let parts = vec![Part::Text("a".to_owned()), Part::Text("b".to_owned())];
    assert_eq!(draft.messages, [DraftMessage { id: 2, role: Role::User, content: parts }]);
    let fields: Value = serde_json::from_str(&draft.extra_fields).unwrap();
    assert_eq!((fields, draft.more.as_str()), (serde_json::json!({ "bar": 2 }), ""));
    assert_eq!((draft.system.as_deref(), draft.temperature.sent, draft.stream), (None, false, false));
    let untouched = Draft::default();
    assert_eq!((&draft.model, &draft.region), (&untouched.model, &untouched.region));
}
