use super::super::presign::presign;
use super::super::{Scope, authorization, sign};
use super::*;
use crate::aws::credentials::Credentials;
use crate::aws::http::{Method, Scheme, WireUrl};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::aws::uri::encode_label;
use proptest::prelude::*;

fn request(labels: &[String], query: Option<String>, accept: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: WireUrl {
            scheme: Scheme::Https,
            authority: "bedrock-runtime.us-east-1.amazonaws.com".to_owned(),
            path: format!("/{}", labels.iter().map(|label| encode_label(label)).collect::<Vec<_>>().join("/")),
            query,
        },
        headers: vec![Header::new("content-type", "application/json"), Header::new("Accept", accept)],
        body: b"{}".to_vec().into(),
    }
}

fn both(request: &HttpRequest) -> [SignedRequest; 2] {
    let keys = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret", Some("TOKEN-OF-THE-TEST".to_owned()), None);
    let scope = Scope { region: Region::parse("us-east-1").unwrap(), service: "bedrock".to_owned() };
    let now = Timestamp(1_735_787_045_000);
    [sign(request, &keys, &scope, now).unwrap(), presign(request, &keys, &scope, now, 60).unwrap()]
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_escape_is_shown_once_on_the_wire_and_twice_in_the_canonical_request() {
    let unsigned = request(&["model".to_owned(), "a:0/b".to_owned(), "converse".to_owned()], None, "*/*");
    for signed in both(&unsigned) {
        let linked = linked(&signed, Secrets::Hidden);
        let escapes = |line: &Line, escape| {
            let of_kind = line.iter().filter(|part| part.escape == escape);
            of_kind.map(|part| part.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(escapes(&linked.http[0], Escape::Once), ["%3A", "%2F"]);
        assert_eq!(escapes(&linked.canonical_request[1], Escape::Twice), ["%253A", "%252F"]);
        let path = |line: &Line| line.iter().filter(|part| part.source == Source::Path).count();
        assert_eq!((path(&linked.http[0]), path(&linked.canonical_request[1])), (5, 5));
    }
}

#[test]
fn every_piece_names_the_line_that_it_came_from() {
    let unsigned = request(&["model".to_owned()], Some("a=1".to_owned()), "*/*");
    let [signed, presigned] = both(&unsigned);
    for signed in [signed, presigned] {
        let linked = linked(&signed, Secrets::Hidden);
        let sources: Vec<&Source> = linked.http.iter().flatten().map(|part| &part.source).collect();
        for line in linked.canonical_request.iter().chain([&linked.authorization]) {
            for part in line {
                let derived = matches!(part.source, Source::Body);
                assert!(derived || sources.contains(&&part.source), "{part:?} came from nowhere");
            }
        }
        assert!(linked.canonical_request.iter().flatten().any(|part| part.source == Source::Body));
    }
}

#[test]
fn token_and_signature_are_hidden_unless_asked_for() {
    for signed in both(&request(&["model".to_owned()], None, "*/*")) {
        let (hidden, shown) = (linked(&signed, Secrets::Hidden), linked(&signed, Secrets::Shown));
        for secret in ["TOKEN-OF-THE-TEST", signed.anatomy.signature.as_str()] {
            assert!(!format!("{hidden:?}").contains(secret));
            assert!(joined(&shown.http).contains(secret), "{}", joined(&shown.http));
        }
    }
}

proptest! {
    #[test]
    fn the_pieces_are_the_text(
        labels in prop::collection::vec("[a-z:/%é ]{1,8}", 1..4),
        pairs in prop::collection::vec(("[a-z]{1,4}", "[a-z:/]{0,4}"), 0..3),
        accept in "[ -~]{0,12}",
    ) {
        let query: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={}", encode_label(v))).collect();
        let unsigned = request(&labels, (!query.is_empty()).then(|| query.join("&")), &accept);
        for signed in both(&unsigned) {
            let linked = linked(&signed, Secrets::Shown);
            prop_assert_eq!(joined(&linked.canonical_request), signed.anatomy.canonical_request.as_str());
            prop_assert_eq!(joined(&linked.string_to_sign), signed.anatomy.string_to_sign.as_str());
            prop_assert_eq!(text(&linked.authorization), authorization::write(&signed.anatomy));
            let start = format!("POST {} HTTP/1.1", signed.request.url.path_and_query());
            prop_assert_eq!(text(&linked.http[0]), start);
            prop_assert_eq!(linked.http.len(), signed.request.headers.len() + 2);
        }
    }
}
