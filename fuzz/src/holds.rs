//! What must hold of each reader, whatever it is given. A panic is the finding.

use outcrop::aws::error::AwsError;
use outcrop::aws::eventstream::Decoder;
use outcrop::aws::eventstream::layout::Anatomy;
use outcrop::aws::http::{Header, ResponseHead};
use outcrop::aws::sigv4::difference::Steps;
use outcrop::bedrock::api_key::{self, ApiKey};
use outcrop::bedrock::event::{Event, Says, line_up};
use outcrop::experiment::failure::explain::{Circumstances, explain};
use outcrop::experiment::failure::fix::FixSet;
use outcrop::experiment::failure::signature;
use outcrop::experiment::run::recording;
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Api, Failure, Origin};
use outcrop::share::file;

use crate::targets::{CANONICAL, NOW, TO_SIGN};

/// However it is cut, the same frames; the fields of each cover its bytes; the damage is the decoder's.
pub fn event_stream(input: &[u8]) {
    let mut whole = Decoder::new();
    let frames = whole.push(input).unwrap_or_default();
    let mut pieces = Decoder::new();
    let mut again = Vec::new();
    for piece in input.chunks(1 + input.len() % 13) {
        again.extend(pieces.push(piece).unwrap_or_default());
    }
    assert!(frames == again, "cut otherwise, other frames");
    let anatomy = Anatomy::of(input);
    assert!(anatomy.frames == frames, "the anatomy has other frames");
    if let Some(rest) = &anatomy.rest {
        let mut at = 0;
        for field in &rest.layout.fields {
            assert_eq!(field.offset, at, "a gap between fields");
            at = field.end();
        }
        assert_eq!(at, rest.frame.len(), "fields end before the frame");
    }
    let says: Vec<Says> = frames.iter().map(|frame| Event::of(frame).says).collect();
    let rows = line_up(&says, &says);
    assert_eq!(rows.len(), says.len(), "a stream beside itself");
}

/// A card always says something and offers something.
pub fn error_body(input: &[u8], text: &str) {
    let status = u16::try_from(input.len() % 600).unwrap_or(500);
    let head = ResponseHead { status, headers: vec![Header::new("x-amzn-requestid", "r")] };
    let failure = Failure::Refused(AwsError::from_response(&head, input));
    for (model, origin) in [("us.anthropic.claude-haiku-4-5-20251001-v1:0", Origin::Aws), (text, Origin::Custom)] {
        let at = Circumstances {
            api: Api::Converse,
            origin,
            model,
            region: "us-east-1",
            streaming: true,
            offers: FixSet::Form,
        };
        let explanation = explain(&failure, at);
        assert!(!explanation.title.is_empty() && !explanation.fixes.is_empty(), "a card that says nothing");
        assert!(explanation.fixes.iter().all(|fix| !fix.label().is_empty()), "a button that says nothing");
    }
}

/// What is read can be played, and is read again as it was written.
pub fn recordings(input: &[u8]) {
    let runs = match file::read(input) {
        Ok(opened) => opened.runs,
        Err(_) => serde_json::from_slice(input).ok(),
    };
    let Some(Ok(recordings)) = runs.map(|runs| recording::read(&runs)) else { return };
    for recording in &recordings {
        let mut session = Session::default();
        recording.play(&mut session, NOW);
        assert!(!session.is_running() || recording.calls.is_empty(), "a replay without an end");
    }
    let written = recording::write(&recordings);
    assert!(!written.to_string().to_lowercase().contains("\"authorization\""), "authority in a file");
    if let Ok(again) = recording::read(&written) {
        assert!(recording::write(&again) == written, "written twice, written otherwise");
    } else {
        panic!("what was written cannot be read");
    }
}

/// A key stands in the text that it was found in, is read again, and is not in anything that is printed.
pub fn api_key_in(text: &str) {
    let Some(Ok(key)) = api_key::find(text) else { return };
    assert!(text.contains(key.secret()), "a key that nobody pasted");
    let again = ApiKey::parse(key.secret());
    assert!(again.is_ok_and(|again| again.term() == key.term()), "a key that is read otherwise");
    assert!(!format!("{key:?}").contains(key.secret()), "a key in Debug");
    let _ = api_key::presigned_url(key.secret());
}

/// There is always a cause, and it has its sentences; our side is shown only where the two were compared.
pub fn diagnoses(text: &str) {
    let ours = Steps { canonical_request: CANONICAL.to_owned(), string_to_sign: TO_SIGN.to_owned() };
    for ours in [None, Some(&ours)] {
        let Ok(diagnosis) = signature::diagnose(text, ours) else { continue };
        assert!(!diagnosis.causes.is_empty(), "a diagnosis without a cause");
        let told =
            |cause: &signature::Cause| [cause.title(), cause.why(), cause.fix()].iter().all(|text| !text.is_empty());
        assert!(diagnosis.causes.iter().all(told), "a cause without a sentence");
        assert!(
            diagnosis.compared || diagnosis.rows.iter().all(|row| row.signed.is_none()),
            "lines that nobody signed"
        );
        assert!(ours.is_some() || !diagnosis.compared, "compared with nothing");
    }
}
