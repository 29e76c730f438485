use super::super::explain::Circumstances;
use super::*;
use crate::aws::error::AwsError;
use crate::bedrock::operation::Api;
use crate::experiment::form::draft::DraftMessage;
use crate::experiment::run::exchange::Origin;

fn at<'a>(model: &'a str, region: &'a str) -> Circumstances<'a> {
    Circumstances { api: Api::Converse, origin: Origin::Aws, model, region, streaming: true, offers: FixSet::Form }
}

fn fixes(remedy: Remedy, said: &str, at: Circumstances) -> Vec<Fix> {
    remedy.fixes(&AwsError { message: Some(said.to_owned()), ..AwsError::default() }, at)
}

const HAIKU: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";

#[test]
fn the_profile_is_the_one_of_model_and_region() {
    let use_model = |region| fixes(Remedy::UseProfile, "", at(HAIKU, region));
    let id = |prefix: &str| Fix::UseModel(format!("{prefix}{HAIKU}"));
    assert_eq!(use_model("us-east-1"), [id("us."), id("global.")]);
    assert_eq!(use_model("eu-central-1"), [id("eu."), id("global.")]);
    assert_eq!(use_model("af-south-1"), [id("global.")]);
    let us = format!("us.{HAIKU}");
    assert_eq!(fixes(Remedy::SwitchRegion, "", at(&us, "eu-west-1")), [Fix::SwitchRegion("us-east-1".to_owned())]);
    assert_eq!(fixes(Remedy::SwitchRegion, "", at(&us, "us-west-2")), []);
    assert_eq!(fixes(Remedy::UseProfile, "", at("nonsense", "us-east-1")), []);
}

#[test]
fn what_the_message_names_is_what_goes() {
    let untick = |said| fixes(Remedy::UntickNamed, said, at(HAIKU, "us-east-1"));
    assert_eq!(untick("`top_p` is deprecated for this model; use `temperature`"), [Fix::Untick(Field::TopP)]);
    assert_eq!(untick("nothing"), []);
    let drop = |said| fixes(Remedy::DropNamed, said, at(HAIKU, "us-east-1"));
    assert_eq!(drop("messages.0.foo: Extra inputs are not permitted"), [Fix::DropExtra("foo".to_owned())]);
    assert_eq!(
        drop("Malformed input request: #: extraneous key [bar] is not permitted"),
        [Fix::DropExtra("bar".to_owned())]
    );
    assert_eq!(drop("top_k: Extra inputs are not permitted"), [Fix::Untick(Field::TopK)]);
    assert_eq!(drop("[] : Extra"), []);
}

#[test]
fn the_clock_is_corrected_by_what_the_message_tells() {
    let said = "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)";
    let fix = fixes(Remedy::CorrectClock, said, at(HAIKU, "us-east-1"));
    assert_eq!(fix, [Fix::CorrectClock { offset_ms: 558_000 }]);
    assert_eq!(fix[0].label(), "Correct the clock by +9 min 18 s");
    assert_eq!(spoken(-300_000), "−5 min");
    assert_eq!(fixes(Remedy::CorrectClock, "Signature expired", at(HAIKU, "us-east-1")), []);
}

#[test]
fn the_statement_allows_what_was_refused_and_what_it_routes_to() {
    let us = format!("us.{HAIKU}");
    let said = format!(
        "User: arn:aws:sts::123456789012:assumed-role/L/m is not authorized to perform: bedrock:InvokeModel on resource: \
         arn:aws:bedrock:us-east-1:123456789012:inference-profile/{us} because no identity-based policy allows it"
    );
    let statement = |said: &str, at: Circumstances| {
        let fixes = fixes(Remedy::CopyPolicy, said, at);
        let [Fix::CopyPolicy(text)] = fixes.as_slice() else { panic!("{fixes:?}") };
        serde_json::from_str::<Value>(text).unwrap()
    };
    let model = format!("arn:aws:bedrock:*::foundation-model/{HAIKU}");
    let named = statement(&said, at(&us, "us-east-1"));
    assert_eq!(named["Action"], "bedrock:InvokeModel");
    assert_eq!(
        named["Resource"],
        serde_json::json!([format!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/{us}"), model])
    );
    let guessed = statement("Access denied", at(&us, "us-east-1"));
    assert_eq!(guessed["Action"], "bedrock:InvokeModelWithResponseStream");
    assert_eq!(guessed["Resource"][1], model);
    assert_eq!(statement("perform: x\"y on resource: z", at("?", ""))["Resource"], serde_json::json!(["*"]));
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
        Fix::DropLeadingAnswers,
        Fix::DropBlankMessages,
        Fix::MergeTurns,
        Fix::DropLastAnswer,
        Fix::DropExtra("foo".to_owned()),
        Fix::DropMore("guardrailConfig"),
        Fix::DropSystem,
        Fix::Untick(Field::Temperature),
        Fix::SetMaxTokens(5),
        Fix::Stream(false),
        Fix::SendAs(SendAs::Converse),
        Fix::UseModel("m".to_owned()),
        Fix::SwitchRegion("eu-west-1".to_owned()),
    ] {
        assert!(fix.apply(&mut draft), "{fix:?}");
        assert!(!fix.label().is_empty());
    }
    let parts = vec![Part::Text("a".to_owned()), Part::Text("b".to_owned())];
    assert_eq!(draft.messages, [DraftMessage { id: 2, role: Role::User, content: parts }]);
    let fields: Value = serde_json::from_str(&draft.extra_fields).unwrap();
    assert_eq!((fields, draft.more.as_str()), (serde_json::json!({ "bar": 2 }), ""));
    assert_eq!((draft.system.as_deref(), draft.temperature.sent, draft.stream), (None, false, false));
    assert_eq!((draft.model.as_str(), draft.region.as_str()), ("m", "eu-west-1"));
    let before = draft.clone();
    assert!(!Fix::RunAgain.apply(&mut draft) && !Fix::CorrectClock { offset_ms: 1 }.apply(&mut draft));
    assert_eq!(draft, before);
}
