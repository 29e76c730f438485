//! The invariants of each reader, for any input. A panic is a finding.

use outcrop::aws::error::AwsError;
use outcrop::aws::eventstream::Decoder;
use outcrop::aws::eventstream::layout::Anatomy;
use outcrop::aws::http::{Header, ResponseHead};
use outcrop::aws::sigv4::difference::Steps;
use outcrop::bedrock::api_key::{self, ApiKey};
use outcrop::bedrock::event::{Event, FrameMeaning, line_up};
use outcrop::experiment::failure::clinic::{self, Finding};
use outcrop::experiment::failure::explain::explain;
use outcrop::experiment::failure::fix::{Circumstances, FixSet, Now};
use outcrop::experiment::run::recording;
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Api, Draft, Failure, Origin};
use outcrop::import::{ImportError, Imported};
use outcrop::share::file;

use crate::targets::{CANONICAL, NOW, TO_SIGN};

/// Different chunking gives the same frames; the fields of a frame cover its bytes; a damaged frame is located.
pub fn event_stream(input: &[u8]) {
    let mut whole = Decoder::new();
    let frames = whole.push(input).unwrap_or_default();
    let mut pieces = Decoder::new();
    let mut again = Vec::new();
    for piece in input.chunks(1 + input.len() % 13) {
        again.extend(pieces.push(piece).unwrap_or_default());
    }
    assert!(frames == again, "different chunking produced different frames");
    let anatomy = Anatomy::parse(input);
    assert!(anatomy.frames == frames, "the anatomy and the decoder read different frames");
    if let Some(rest) = &anatomy.rest {
        let mut at = 0;
        for field in &rest.layout.fields {
            assert_eq!(field.offset, at, "gap between fields");
            at = field.end();
        }
        assert_eq!(at, rest.frame.len(), "the fields end before the frame does");
    }
    let meanings: Vec<FrameMeaning> = frames.iter().map(|frame| Event::decode(frame).meaning).collect();
    let rows = line_up(&meanings, &meanings);
    assert_eq!(rows.len(), meanings.len(), "a stream compared with itself has unpaired rows");
}

/// An error card has a title, and each of its fixes a label.
pub fn error_body(input: &[u8], text: &str) {
    let status = u16::try_from(input.len() % 600).unwrap_or(500);
    let head = ResponseHead { status, headers: vec![Header::new("x-amzn-requestid", "r")] };
    let failure = Failure::Refused(AwsError::from_response(&head, input));
    let draft = Draft::default();
    for (model, origin) in [("us.anthropic.claude-haiku-4-5-20251001-v1:0", Origin::Aws), (text, Origin::Custom)] {
        let at = Circumstances {
            api: Api::Converse,
            origin,
            model,
            region: "us-east-1",
            streaming: true,
            offers: FixSet::Form,
            now: Now { draft: &draft, origin, fault: false, clock_offset_ms: 0, most_bytes: 64_000_000 },
        };
        let explanation = explain(&failure, at);
        assert!(!explanation.title.is_empty(), "an error card without a title");
        assert!(explanation.fixes.iter().all(|fix| !fix.label().is_empty()), "a fix without a label");
    }
}

/// A recording that can be read can be replayed, and reading what was written gives the same recording.
pub fn recordings(input: &[u8]) {
    let runs = match file::read(input) {
        Ok(opened) => opened.runs,
        Err(_) => serde_json::from_slice(input).ok(),
    };
    let Some(Ok(recordings)) = runs.map(|runs| recording::read(&runs)) else { return };
    for recording in &recordings {
        let mut session = Session::default();
        recording.play(&mut session, NOW);
        assert!(!session.is_running() || recording.calls.is_empty(), "a replay that does not end");
    }
    let written = recording::write(&recordings);
    assert!(!written.to_string().to_lowercase().contains("\"authorization\""), "an Authorization header in a file");
    if let Ok(again) = recording::read(&written) {
        assert!(recording::write(&again) == written, "writing twice gave different documents");
    } else {
        panic!("a written recording cannot be read");
    }
}

/// The input contains the key that was found, parsing the key again gives the same key, and Debug does not print it.
pub fn api_key_in(text: &str) {
    let Some(Ok(key)) = api_key::find(text) else { return };
    assert!(text.contains(key.secret()), "the key is not in the input");
    let again = ApiKey::parse(key.secret());
    assert!(again.is_ok_and(|again| again.term() == key.term()), "parsing the key again gave another key");
    assert!(!format!("{key:?}").contains(key.secret()), "a key in Debug");
    let _ = api_key::presigned_url(key.secret());
}

/// Each cause of a diagnosis has its texts; our lines are shown only where both sides were compared.
pub fn diagnoses(text: &str) {
    let ours = Steps { canonical_request: CANONICAL.to_owned(), string_to_sign: TO_SIGN.to_owned() };
    for ours in [None, Some(&ours)] {
        let Ok(diagnosis) = clinic::diagnose(text, ours) else { continue };
        let has_texts = |cause: &Finding| [cause.title(), cause.why(), cause.fix()].iter().all(|text| !text.is_empty());
        assert!(diagnosis.causes.iter().all(has_texts), "a cause without a text");
        assert!(
            diagnosis.compared || diagnosis.rows.iter().all(|row| row.signed.is_none()),
            "signed lines without a comparison"
        );
        assert!(ours.is_some() || !diagnosis.compared, "compared without our own lines");
    }
}

/// A text that was imported has a request, no secret, and no mark of the readers' own.
pub fn imported(read: Result<Imported, ImportError>) {
    let Ok(imported) = read else { return };
    let draft = &imported.draft;
    assert!(draft.detached.is_some() || !draft.messages.is_empty(), "an import without a request");
    let stored = draft.to_json();
    assert!(!stored.contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}']), "a mark of the reader in the draft: {stored}");
    assert!(imported.notes.iter().all(|note| !note.contains(['\u{fdd0}', '\u{fdd1}'])), "{:?}", imported.notes);
}
