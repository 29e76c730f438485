//! Every example that one can start from: it composes, both its requests are built and sent, and the simulator answers. No
//! browser.

use crate::client::{NOW, run, service_model};
use outcrop::bedrock::turn::TurnBlock;
use outcrop::experiment::builtin_tools::{BuiltIn, result_block};
use outcrop::experiment::examples::Example;
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Api, Draft, Phase, SendAs};
use outcrop::simulator::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};
use serde_json::Value;

const REGIONS: [&str; 3] = ["us-east-1", "eu-central-1", "ap-northeast-1"];

/// The stop reason, and the text of the answer.
fn answered(session: &Session, api: Api) -> (String, String) {
    let turn = session.exchange(api).expect("it was called").turn();
    let texts = turn.content();
    let texts = texts.iter().filter_map(|block| block.get("text").and_then(Value::as_str)).collect();
    (turn.stop_reason.clone().unwrap_or_default(), texts)
}

fn both(draft: &Draft) -> [(String, String); 2] {
    let session = run(draft, None, NOW);
    [Api::Converse, Api::Invoke].map(|api| answered(&session, api))
}

#[test]
fn each_example_composes_without_an_issue_and_both_apis_answer() {
    for example in Example::ALL {
        for region in REGIONS {
            let draft = example.draft(region);
            let composed = draft.compose();
            assert_eq!(composed.issues, [], "{example:?} in {region}");
            assert_eq!((draft.region.as_str(), draft.send_as, draft.stream), (region, SendAs::Both, false));
            let session = run(&draft, None, NOW);
            for api in [Api::Converse, Api::Invoke] {
                let call = session.exchange(api).unwrap_or_else(|| panic!("{example:?}: {api:?} was not called"));
                assert_eq!(call.phase, Phase::Done, "{example:?} in {region}, {api:?}: {:?}", call.failure);
                assert!(!call.turn().blocks.is_empty(), "{example:?} {api:?}: an empty answer");
            }
        }
    }
}

#[test]
fn the_service_model_has_nothing_against_an_example() {
    for example in Example::ALL {
        let session = run(&example.draft("us-east-1"), None, NOW);
        let body = &session.exchange(Api::Converse).unwrap().request.body;
        let body: Value = serde_json::from_slice(body).unwrap();
        // The id of the model is in the path.
        let against = service_model().validate_input("Converse", &body, &[]);
        let against: Vec<_> = against.into_iter().filter(|violation| violation.pointer != "modelId").collect();
        assert_eq!(against, [], "{example:?}");
    }
}

#[test]
fn each_example_has_a_name_and_a_line_of_its_own() {
    for example in Example::ALL {
        let same = |other: &&Example| other.name() == example.name() || other.teaches() == example.teaches();
        assert_eq!(Example::ALL.iter().filter(same).count(), 1, "{example:?}");
        assert!(example.teaches().len() <= 60, "{}: one line", example.teaches());
    }
}

#[test]
fn the_tool_loop_ends() {
    let mut draft = Example::ToolUse.draft("us-east-1");
    for api in [Api::Converse, Api::Invoke] {
        let session = run(&draft, None, NOW);
        let turn = session.exchange(api).unwrap().turn();
        let results: Vec<_> = turn
            .tool_uses()
            .map(|(id, name, input)| {
                let tool = BuiltIn::from_name(name).expect("the page can run it");
                result_block(id, &tool.run(input, NOW))
            })
            .collect();
        assert_eq!(results.len(), 1, "{api:?}");
        let mut answered_draft = draft.clone();
        answered_draft.continue_with(turn.content(), results);
        for (reason, text) in both(&answered_draft) {
            assert_eq!(reason, "end_turn");
            assert!(text.contains("391"), "{text}");
        }
    }
    draft.more.clear();
    assert_eq!(both(&draft).map(|(reason, _)| reason), ["end_turn", "end_turn"], "without the tool there is no loop");
}

#[test]
fn each_example_shows_what_it_teaches() {
    let of = |example: Example| both(&example.draft("us-east-1"));
    for (reason, _) in of(Example::MaxTokens) {
        assert_eq!(reason, "max_tokens");
    }
    for (_, text) in of(Example::Document) {
        assert!(text.contains("displace"), "the answer is from the document: {text}");
    }
    for (_, text) in of(Example::StructuredOutput) {
        let answer: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        for member in ["term", "definition"] {
            assert!(answer[member].as_str().is_some_and(|value| !value.is_empty()), "{member}: {answer}");
        }
        assert!(answer["billed"].is_boolean(), "{answer}");
    }
    assert_eq!(of(Example::Guardrail)[0].0, "guardrail_intervened");
    for (reason, text) in of(Example::StopSequence) {
        assert!(reason == "stop_sequence" && !text.contains("checksum"), "{reason}: {text}");
    }
    let session = run(&Example::Reasoning.draft("us-east-1"), None, NOW);
    for api in [Api::Converse, Api::Invoke] {
        let blocks = &session.exchange(api).unwrap().turn().blocks;
        assert!(blocks.iter().any(|block| matches!(block, TurnBlock::Reasoning(_))), "{api:?}: {blocks:?}");
    }
    let session = run(&Example::PromptCaching.draft("us-east-1"), None, NOW);
    for api in [Api::Converse, Api::Invoke] {
        let usage = &session.exchange(api).unwrap().turn().usage;
        assert!(usage.cache_write_tokens.is_some_and(|tokens| tokens >= 1_024), "{api:?}: {usage:?}");
    }
}

#[test]
fn the_picture_is_a_png_and_the_guardrail_is_the_simulator_s() {
    let block = |example: Example| -> Value {
        let draft = example.draft("us-east-1");
        Value::from(draft.messages[0].content[1].clone())
    };
    let picture = block(Example::Picture);
    let encoded = picture.pointer("/image/source/bytes").and_then(Value::as_str).unwrap();
    let bytes = outcrop::bedrock::picture::Picture::from_base64(encoded);
    assert!(bytes.is_ok(), "{encoded}");
    let guarded = Example::Guardrail.draft("us-east-1");
    assert!(guarded.more.contains(EXAMPLE_GUARDRAIL_ID));
    let question = guarded.to_value()["messages"].to_string();
    assert!(question.contains(EXAMPLE_GUARDRAIL_WORD));
}
