//! What the bench gives of a program; `tests/it/programs.rs` compares its words with real Python's.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn runtime() -> &'static ServiceModel {
    static MODEL: std::sync::OnceLock<ServiceModel> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
        ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

fn run(text: &str, answers: &[Answer]) -> Step {
    match Program::read(text) {
        Ok(program) => program.run(&[(Client::Runtime, runtime())], answers),
        Err(error) => Step::Ended(Ended { prints: Vec::new(), error: Some(error) }),
    }
}

fn error(text: &str) -> String {
    match run(text, &[]) {
        Step::Ended(Ended { error: Some(error), .. }) => error.to_string(),
        other => panic!("{other:?}\n{text}"),
    }
}

fn output(output: Value) -> Answer {
    Answer::Output { output, body: Vec::new(), events: Vec::new() }
}

const ASK: &str = "import boto3
client = boto3.client(\"bedrock-runtime\", region_name=\"eu-west-1\")
ask = {\"role\": \"user\",
       \"content\": [{\"text\": \"Hi\"}]}
response = client.converse(
    modelId=\"m\",
    messages=[ask],
    inferenceConfig={\"maxTokens\": 5},
)
";

#[test]
fn a_call_has_its_input_and_its_lines() {
    let call = Program::read(ASK).unwrap().call(&[(Client::Runtime, runtime())]).unwrap().unwrap();
    assert_eq!(
        (call.client, call.operation.as_str(), call.region.as_deref()),
        (Client::Runtime, "Converse", Some("eu-west-1"))
    );
    let input = json!({
        "modelId": "m",
        "messages": [{ "role": "user", "content": [{ "text": "Hi" }] }],
        "inferenceConfig": { "maxTokens": 5 },
    });
    assert_eq!((&call.input, call.line), (&input, 5));
    for (pointer, line) in
        [("/modelId", 6), ("/messages", 7), ("/messages/0/content/0/text", 4), ("/inferenceConfig/maxTokens", 8)]
    {
        assert_eq!(call.lines.get(pointer), Some(&line), "{pointer}");
    }
    let native = "import boto3\nboto3.client('bedrock-runtime').invoke_model(modelId='m', body='{}')";
    let Step::Calls(call) = run(native, &[]) else { panic!() };
    assert_eq!(call.input, json!({ "modelId": "m", "body": "e30=" }));
}

#[test]
fn a_second_call_sees_the_first_answer() {
    let text = format!(
        "{ASK}text = response[\"output\"]\nagain = client.converse(modelId=text, messages=[])\nprint(again[\"stopReason\"])"
    );
    let first = output(json!({ "output": "other" }));
    let Step::Calls(call) = run(&text, std::slice::from_ref(&first)) else { panic!() };
    assert_eq!(call.input["modelId"], "other");
    let Step::Ended(ended) = run(&text, &[first, output(json!({ "stopReason": "end_turn" }))]) else { panic!() };
    assert_eq!(
        (ended.printed().as_str(), ended.place().as_deref(), ended.error),
        ("end_turn\n", Some("/stopReason"), None)
    );
}

#[test]
fn the_place_of_what_is_printed() {
    let answer =
        [output(json!({ "output": { "message": { "content": [{ "text": "a b" }] } }, "usage": { "a/b": 1 } }))];
    for (print, place) in [
        ("print(response)", Some("")),
        ("print(response[\"usage\"][\"a/b\"])", Some("/usage/a~1b")),
        (
            "print(\"So: \" + response[\"output\"][\"message\"][\"content\"][0][\"text\"].upper())",
            Some("/output/message/content/0/text"),
        ),
        (
            "print(*[b[\"text\"] for b in response[\"output\"][\"message\"][\"content\"]])",
            Some("/output/message/content/0/text"),
        ),
        (
            "for word in response[\"output\"][\"message\"][\"content\"][0][\"text\"].split():\n    print(word)",
            Some("/output/message/content/0/text"),
        ),
        ("print(len(response))", None),
        ("print(\"done\")", None),
    ] {
        let Step::Ended(ended) = run(&format!("{ASK}{print}"), &answer) else { panic!("{print}") };
        assert_eq!((ended.error.as_ref(), ended.place().as_deref()), (None, place), "{print}");
    }
}

#[test]
fn what_the_bench_does_not_run_is_named_with_its_line() {
    for (text, part) in [
        ("x = 1\nclass A:\n    pass", "Line 2: the code bench does not run classes"),
        ("import datetime", "Line 1: the code bench does not run the module datetime"),
        ("async def f():\n    pass", "Line 1: the code bench does not run `async`"),
        ("x = open('a')", "does not run open()"),
        ("while True:\n    pass", "takes more steps than the code bench runs"),
        ("def f():\n    f()\nf()", "RecursionError"),
        ("x = 'a' * 10 ** 12", "MemoryError"),
        ("x = [0]\nwhile True:\n    x = x + x", "MemoryError"),
        ("x = []\nx.append(x)\nprint(x)\ny = x == x\nz = 1 / 0", "ZeroDivisionError: division by zero"),
        ("import boto3\nboto3.client(\"bedrock\").list_foundation_models()", "'Bedrock' object has no attribute"),
    ] {
        let found = error(text);
        assert!(found.contains(part), "{found}\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: proptest::test_runner::RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn no_program_makes_it_panic(pieces in prop::collection::vec(
        prop_oneof![
            Just(ASK.to_owned()), Just("print(".to_owned()), Just("response[".to_owned()), Just("\"output\"]".to_owned()),
            Just("for x in ".to_owned()), Just("x = [x, ".to_owned()), Just("{**".to_owned()), Just("f\"{x!r:>9}\"".to_owned()),
            Just("\n".to_owned()), Just("    ".to_owned()), Just("[-1:]".to_owned()), Just(" ** ".to_owned()), Just("9 // -2".to_owned()),
            Just(".format(".to_owned()), Just("sorted(".to_owned()), Just("try:\n    ".to_owned()), Just("except Exception as e:\n    ".to_owned()),
            "[ -~é]{0,6}",
        ],
        0..16,
    )) {
        let text = pieces.concat();
        let answer = [output(json!({ "output": [1, 2.5, "a", null] }))];
        let _ = run(&text, &answer);
    }
}
