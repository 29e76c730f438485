//! Tests of `history`.

use super::*;
use crate::aws::arrival::Arrival;
use crate::aws::http::{HttpRequest, Method, ResponseHead, Scheme, WireUrl};
use crate::experiment::explorer::call::Call as OperationCall;
use crate::experiment::run::session::{Call, Command, RunId, Session};

fn ran() -> Session {
    let url = WireUrl {
        scheme: Scheme::Https,
        authority: "bedrock-runtime.us-east-1.amazonaws.com".to_owned(),
        path: "/model/m/converse".to_owned(),
        query: None,
    };
    let headers =
        [("authorization", "AWS4 secret"), ("X-Amz-Security-Token", "secret"), ("content-type", "application/json")]
            .map(|(name, value)| Header::new(name, value))
            .to_vec();
    let request = HttpRequest { method: Method::Post, url, headers, body: b"{}".to_vec().into() };
    let (api, operation) = (Api::Converse, Operation::Converse);
    let call = Call { operation, family: None, model: "m".to_owned(), request };
    let mut session = Session::default();
    session.apply(Command::Run { calls: vec![call], origin: Origin::Simulator, now: Timestamp(0) });
    let run = RunId(1);
    session.apply(Command::Arrived {
        run,
        api,
        arrival: Arrival::Head(ResponseHead { status: 200, headers: Vec::new() }),
        now: Timestamp(5),
    });
    let body = r#"{"output":{"message":{"role":"assistant","content":[{"text":"Retrieval first."}]}},"stopReason":"end_turn"}"#;
    session.apply(Command::Arrived { run, api, arrival: Arrival::Chunk(body.as_bytes().to_vec()), now: Timestamp(5) });
    session.apply(Command::Arrived { run, api, arrival: Arrival::End, now: Timestamp(6) });
    session
}

#[test]
fn a_run_is_kept_without_authority_and_without_a_host() {
    let entry = Entry::of(&Draft::default(), ran().exchanges(), Timestamp(7));
    let text = entry.to_json();
    assert!(!text.contains("secret") && !text.contains("amazonaws"), "{text}");
    assert!(text.contains("SIMULATED"));
    assert_eq!(Entry::from_json(&text), Some(entry.clone()));
    let call = entry.calls.first().unwrap();
    assert_eq!((call.request_line.as_str(), call.answer.as_str()), ("POST /model/m/converse", "Retrieval first."));
    assert_eq!((call.status, call.total_ms, call.outcome.known()), (Some(200), Some(6), Some(Outcome::Done)));
    assert_eq!((call.api(), call.origin()), (Api::Converse, Origin::Simulator));
}

#[test]
fn a_record_of_another_version_opens() {
    let older = Entry::from_json(r#"{"at_ms":5,"draft":{"model":"a"}}"#).unwrap();
    assert_eq!((older.at_ms, older.draft.model.as_str(), older.calls.len()), (5, "a", 0));
    let newer = Entry::from_json(r#"{"version":9,"at_ms":5,"future":{"a":1}}"#).unwrap();
    assert_eq!(newer.version, 9);
    assert_eq!(Entry::from_json("{"), None);
}

/// As version 1 wrote it when these four members were plain texts.
const STORED: &str = concat!(
    r#"{"api":"invoke","operation":"InvokeModelWithResponseStream","by":"custom endpoint","model":"m","#,
    r#""request_line":"POST /model/m/invoke-with-response-stream","request_headers":[],"#,
    r#""request":{"text":"{}","base64":false,"bytes":2,"cut":false},"status":200,"response_headers":[],"#,
    r#""response":{"text":"","base64":false,"bytes":0,"cut":false},"answer":"Hi","outcome":"stopped","#,
    r#""input_tokens":null,"output_tokens":3,"first_text_ms":null,"total_ms":6}"#
);

#[test]
fn a_call_that_an_earlier_version_stored_reads_and_writes_as_it_was() {
    let call: CallRecord = serde_json::from_str(STORED).unwrap();
    assert_eq!(call.api.known(), Some(Api::Invoke));
    assert_eq!(call.operation.known(), Some(Operation::InvokeModelWithResponseStream));
    assert_eq!((call.by.known(), call.outcome.known()), (Some(Origin::Custom), Some(Outcome::Stopped)));
    assert_eq!(serde_json::to_string(&call).unwrap(), STORED);
}

#[test]
fn words_of_another_version_lose_no_entry() {
    let text = r#"{"at_ms":5,"calls":[{"api":"responses","operation":"Rerank","by":"proxy \"a\"","outcome":"paused","answer":"Hi"},{}]}"#;
    let entry = Entry::from_json(text).unwrap();
    let call = entry.calls.first().unwrap();
    assert_eq!((call.api.word(), call.operation.word()), ("responses", "Rerank"));
    assert_eq!((call.by.word(), call.outcome.word(), call.by.known()), ("proxy \"a\"", "paused", None));
    assert!(entry.matches("proxy"));
    assert_eq!(Entry::from_json(&entry.to_json()), Some(entry));
}

#[test]
fn it_is_found_by_the_words_of_question_and_answer() {
    let entry = Entry::of(&Draft::default(), ran().exchanges(), Timestamp(7));
    for (search, found) in
        [("", true), ("rag", true), ("RETRIEVAL haiku", true), ("simulated", true), ("retrieval nova", false)]
    {
        assert_eq!(entry.matches(search), found, "{search}");
    }
    assert_eq!(entry.name(), "Explain RAG in one paragraph.");
    assert_eq!(Entry { title: " Mine ".to_owned(), ..entry }.name(), "Mine");
}

#[test]
fn a_long_body_is_cut_and_says_so() {
    let long = format!("{}é", "a".repeat(MOST_BODY - 1));
    let body = Body::from_bytes(long.as_bytes());
    assert_eq!((body.text.len(), body.cut, body.base64, body.bytes), (MOST_BODY - 1, true, false, long.len()));
    let binary = Body::from_bytes(&[0xff, 0]);
    assert_eq!((binary.text.as_str(), binary.base64, binary.cut), ("/wA=", true, false));
}

#[test]
fn a_large_picture_is_not_kept() {
    let mut draft = Draft::default();
    let block = serde_json::json!({ "image": { "format": "png", "source": { "bytes": "A".repeat(MOST_DRAFT) } } });
    draft.attach(1, block);
    let entry = Entry::of(&draft, [], Timestamp(7));
    assert!(entry.to_json().len() < 2_000);
    assert_eq!(entry.draft.messages.first().map(|message| message.content.len()), Some(2));
}

#[test]
fn the_head_of_a_record_is_read_without_the_rest() {
    let title = "a \",\"draft\":{ b".to_owned();
    let entry = Entry { title, pinned: true, ..Entry::of(&Draft::default(), ran().exchanges(), Timestamp(7)) };
    let text = entry.to_json();
    let beginning: String = text.chars().take(HEAD_CHARACTERS as usize).collect();
    assert_eq!(Head::of_beginning(&beginning), Some(Head { at_ms: 7, pinned: true }));
    assert_eq!(Head::of_beginning(r#"{"version":9,"draft":{}}"#), Some(Head::default()));
    assert_eq!(Head::of_beginning("{}"), None);
}

fn called() -> (Lab, OperationCall) {
    use crate::bedrock::client::Client;
    use crate::experiment::explorer::index;
    use crate::experiment::explorer::sheet::Sheet;

    let operation = index::find(Client::Bedrock, "CreateGuardrail").unwrap();
    let input = serde_json::json!({"name": "shop desk"});
    let mut call = OperationCall::new(operation, Origin::Simulator, input.clone());
    call.sent(&ran().exchanges().next().unwrap().request);
    call.take(Arrival::Head(ResponseHead { status: 202, headers: vec![Header::new("set-cookie", "a=secret")] }), 5);
    call.take(Arrival::Chunk(br#"{"guardrailId": "abc"}"#.to_vec()), 6);
    call.take(Arrival::End, 7);
    (Sheet::lab(Some(operation), input.as_object().unwrap(), None, "eu-west-1"), call)
}

#[test]
fn a_call_of_an_operation_is_kept_like_a_run() {
    let (lab, call) = called();
    let entry = Entry::of_operation(lab.clone(), Some(&call), Timestamp(7));
    let text = entry.to_json();
    assert!(!text.contains("secret") && !text.contains("amazonaws"), "{text}");
    let back = Entry::from_json(&text).unwrap();
    assert_eq!((back.lab.as_ref(), back.name().as_str()), (Some(&lab), "CreateGuardrail"));
    let listed = Indexed::of(&back, text.len());
    assert_eq!((listed.model.as_str(), listed.calls[0].operation.word()), ("bedrock", "CreateGuardrail"));
    assert_eq!((listed.calls[0].status, listed.calls[0].outcome.known()), (Some(202), Some(Outcome::Done)));
    for (search, found) in
        [("guardrail", true), ("shop DESK", true), ("abc eu-west-1", true), ("simulat", true), ("rocks", false)]
    {
        assert_eq!(back.matches(search), found, "{search}");
    }
    assert_eq!(Head::of_beginning(&text).map(|head| head.at_ms), Some(7));
    let run = Entry::of(&Draft::default(), ran().exchanges(), Timestamp(7)).to_json();
    assert!(!run.contains("\"lab\""), "a run's record is as it was");
}

#[test]
fn a_call_that_was_stopped_says_so_and_a_large_form_is_bounded() {
    let (mut lab, _) = called();
    let operation = crate::experiment::explorer::index::operations().first().unwrap();
    let mut call = OperationCall::new(operation, Origin::Aws, serde_json::json!({}));
    call.stop(3);
    lab.parameters.insert("body".to_owned(), "x".repeat(MOST_DRAFT).into());
    let entry = Entry::of_operation(lab, Some(&call), Timestamp(7));
    assert_eq!(entry.calls[0].outcome.known(), Some(Outcome::Stopped));
    assert_eq!(entry.lab.unwrap().parameters.keys().collect::<Vec<_>>(), ["name"]);
}
