use super::*;
use crate::aws::http::{Method, Scheme, WireUrl};
use proptest::prelude::*;

/// 2025-01-02T03:04:05Z
const NOW: Timestamp = Timestamp(1_735_787_045_000);
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn scope() -> Scope {
    Scope { region: Region::parse("us-east-1").unwrap(), service: "bedrock".to_owned() }
}

fn keys(token: Option<&str>) -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET, token.map(str::to_owned), None)
}

fn request(path: &str, body: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: WireUrl {
            scheme: Scheme::Https,
            authority: "bedrock-runtime.us-east-1.amazonaws.com".to_owned(),
            path: path.to_owned(),
            query: None,
        },
        headers: vec![Header::new("content-type", "application/json")],
        body: body.to_owned().into(),
    }
}

const BODY: &str = r#"{"messages": [{"role": "user", "content": [{"text": "Hello"}]}]}"#;
const MODEL: &str = "/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse";
const ARN: &str = "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.anthropic.claude-3-haiku-20240307-v1%3A0/converse";

// Expected values were computed with botocore 1.44.5 at a frozen clock.
#[test]
fn signs_bedrock_requests_as_the_python_sdk_does() {
    for (path, token, hash, signature) in [
        (
            MODEL,
            None,
            "d31d46cc078c61ce1fbf2240a774a2b2a2aab9ed35a6750679b5c7b2e2bf57da",
            "10dc3d4879c91adb973d5db7b7dc3697e0eaa89abb20453b336457cd8e5320c9",
        ),
        (
            ARN,
            None,
            "cd3a625d229d54749f3c3221384471388421069c49de20195686d30a0641df7d",
            "ee8f491ea1c738226306fb8750be5d6afe0769bf1c42e7d6d6678af01dc176a3",
        ),
        (
            MODEL,
            Some("SESSIONTOKEN/+="),
            "d6a03537e25ad8a6000171c4fc435d261c5f30140c67e21fbe621b5870682c3e",
            "f7e059cdf2284a37224be5972a78d53969c6dba3457dc2eb7fbeadf51b1d1dec",
        ),
    ] {
        let signed = sign(&request(path, BODY), &keys(token), &scope(), NOW).unwrap();
        assert_eq!(signed.anatomy.canonical_request_hash, hash);
        assert_eq!(signed.anatomy.signature, signature);
        assert_eq!(signed.request.header("x-amz-security-token"), token);
        assert_eq!(signed.request.header("x-amz-date"), Some("20250102T030405Z"));
        assert!(signed.request.header("authorization").unwrap().ends_with(&format!("Signature={signature}")));
        assert_eq!(signed.request.url.path, path);
    }
}

#[test]
fn shows_each_step() {
    let anatomy = sign(&request(MODEL, BODY), &keys(None), &scope(), NOW).unwrap().anatomy;
    assert_eq!(
        anatomy.canonical_request,
        "POST\n/model/anthropic.claude-3-haiku-20240307-v1%253A0/converse\n\ncontent-type:application/json\n\
         host:bedrock-runtime.us-east-1.amazonaws.com\nx-amz-date:20250102T030405Z\n\ncontent-type;host;x-amz-date\n\
         060269ada81b65767b604bf5630d3df78f334101c1ed3654a8e837fdcb85b440"
    );
    assert_eq!(
        anatomy.string_to_sign,
        "AWS4-HMAC-SHA256\n20250102T030405Z\n20250102/us-east-1/bedrock/aws4_request\n\
         d31d46cc078c61ce1fbf2240a774a2b2a2aab9ed35a6750679b5c7b2e2bf57da"
    );
    assert_eq!(
        crate::text::hex::digits(canonical::signing_key(SECRET, "20250102", "us-east-1", "bedrock").as_slice()),
        "e21c623e4635aedbfb69d823d2707c3757772dc1c9e96594ba340ac8e635ce57"
    );
    assert_eq!(anatomy.access_key_id, "AKIDEXAMPLE");
}

#[test]
fn signing_again_replaces_the_old_signature() {
    let once = sign(&request(MODEL, BODY), &keys(Some("OLD")), &scope(), NOW).unwrap();
    let again = sign(&once.request, &keys(Some("OLD")), &scope(), NOW).unwrap();
    assert_eq!(again.request, once.request);
    let without = sign(&once.request, &keys(None), &scope(), NOW.plus_ms(1_000)).unwrap();
    assert_eq!(without.request.header("x-amz-security-token"), None);
    assert_eq!(without.request.headers.len(), 3);
}

#[test]
fn signs_only_what_arrives_unchanged() {
    let mut unsigned = request(MODEL, BODY);
    for (name, value) in [
        ("User-Agent", "x"),
        ("Content-Length", "64"),
        ("X-Amzn-Trace-Id", "x"),
        ("origin", "x"),
        ("Accept", " a \t b  c "),
        ("X-Amzn-Bedrock-Trace", "ENABLED"),
    ] {
        unsigned.headers.push(Header::new(name, value));
    }
    let anatomy = sign(&unsigned, &keys(None), &scope(), NOW).unwrap().anatomy;
    assert_eq!(anatomy.signed_headers, "accept;content-type;host;x-amz-date;x-amzn-bedrock-trace");
    assert!(anatomy.canonical_request.contains("\naccept:a b c\n"));
}

#[test]
fn signs_the_host_that_a_browser_sends() {
    for (scheme, authority, host) in [
        (Scheme::Http, "127.0.0.1:4566", "127.0.0.1:4566"),
        (Scheme::Http, "localhost:80", "localhost"),
        (Scheme::Https, "localhost:443", "localhost"),
        (Scheme::Http, "localhost:443", "localhost:443"),
        (Scheme::Http, "[::1]:9000", "[::1]:9000"),
    ] {
        let mut unsigned = request("/", "");
        unsigned.url.scheme = scheme;
        unsigned.url.authority = authority.to_owned();
        let anatomy = sign(&unsigned, &keys(None), &scope(), NOW).unwrap().anatomy;
        assert!(anatomy.canonical_request.contains(&format!("\nhost:{host}\n")), "{authority}");
    }
}

#[test]
fn refuses_what_would_not_arrive_as_signed() {
    let with = |change: &dyn Fn(&mut HttpRequest)| {
        let mut unsigned = request(MODEL, BODY);
        change(&mut unsigned);
        sign(&unsigned, &keys(None), &scope(), NOW).unwrap_err()
    };
    assert_eq!(with(&|r| r.url.path = "/model/../x".to_owned()), SignError::Path(PathFault::DotSegment));
    assert_eq!(with(&|r| r.url.path = "/a b".to_owned()), SignError::Path(PathFault::Rewritten));
    assert_eq!(with(&|r| r.url.path = String::new()), SignError::Path(PathFault::Relative));
    assert_eq!(with(&|r| r.url.query = Some("a=b c".to_owned())), SignError::Query);
    assert_eq!(with(&|r| r.url.authority = String::new()), SignError::Host(String::new()));
    assert_eq!(with(&|r| r.url.authority = "a@b".to_owned()), SignError::Host("a@b".to_owned()));
    assert_eq!(with(&|r| r.url.authority = "[".to_owned()), SignError::Refused);
    assert_eq!(with(&|r| r.headers.push(Header::new("accept", "é"))), SignError::Header("accept".to_owned()));
    assert_eq!(with(&|r| r.headers.push(Header::new("a b", ""))), SignError::Header("a b".to_owned()));

    let bad_token = sign(&request(MODEL, BODY), &keys(Some("with\nnewline")), &scope(), NOW).unwrap_err();
    assert_eq!(bad_token, SignError::Credentials("session token"));
    for moment in [-1, i64::MIN, i64::MAX, 253_402_300_800_000] {
        let error = sign(&request(MODEL, BODY), &keys(None), &scope(), Timestamp(moment)).unwrap_err();
        assert_eq!(error, SignError::Time(moment));
    }
    let error = sign_with_payload_hash(&request(MODEL, BODY), "UNSIGNED-PAYLOAD", &keys(None), &scope(), NOW);
    assert_eq!(error.unwrap_err(), SignError::PayloadHash);
}

#[test]
fn the_session_token_does_not_leak_into_debug_texts() {
    let signed = sign(&request(MODEL, BODY), &keys(Some("TOKEN-OF-THE-TEST")), &scope(), NOW).unwrap();
    let shown = format!("{signed:?}");
    assert!(!shown.contains("TOKEN-OF-THE-TEST") && !shown.contains(&signed.anatomy.signature), "{shown}");
    assert!(signed.anatomy.canonical_request.contains("TOKEN-OF-THE-TEST"));
    assert!(!signed.anatomy.redacted_canonical_request().contains("TOKEN-OF-THE-TEST"));
}

#[test]
fn canonical_forms() {
    for (wire, canonical) in [
        ("", "/"),
        ("/", "/"),
        ("//", "/"),
        ("/a//b/", "/a/b/"),
        ("/./a/../b", "/b"),
        ("/../..", "/"),
        ("/a%2Fb:c", "/a%252Fb%3Ac"),
    ] {
        assert_eq!(canonical::canonical_path(wire), canonical, "{wire}");
    }
    for (wire, canonical) in [("", ""), ("b=2&a=1", "a=1&b=2"), ("a&a=0&a=%2B", "a=&a=%2B&a=0"), ("a=b=c", "a=b=c")] {
        assert_eq!(canonical::canonical_query(wire), canonical, "{wire}");
    }
    assert!(canonical::same_signature("ab", "ab"));
    assert!(!canonical::same_signature("ab", "ac") && !canonical::same_signature("ab", "abc"));
}

proptest! {
    /// `sign` itself compares its steps with the crate's signature, so success is agreement.
    #[test]
    fn our_steps_and_the_crate_agree(
        segments in prop::collection::vec(any::<String>(), 0..4),
        pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..4),
        accept in "[ -~\t]{0,20}",
        body: Vec<u8>,
        token in prop::option::of("[!-~]{1,40}"),
        seconds in 0..4_000_000_000_i64,
    ) {
        use crate::aws::uri::encode_label;
        let mut unsigned = request("/", "");
        unsigned.url.path = segments.iter().flat_map(|s| ["/".to_owned(), encode_label(s)]).collect();
        if unsigned.url.path.is_empty() {
            unsigned.url.path.push('/');
        }
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| format!("k{}={}", encode_label(k), encode_label(v))).collect();
        unsigned.url.query = (!pairs.is_empty()).then(|| pairs.join("&"));
        unsigned.headers.push(Header::new("Accept", accept));
        unsigned.body = body.into();
        let signed = sign(&unsigned, &keys(token.as_deref()), &scope(), Timestamp(seconds * 1_000));
        let dots = segments.iter().any(|s| s == "." || s == "..");
        prop_assert_eq!(signed.is_ok(), !dots, "{:?}", signed);
    }

    /// The crate derives its key each time, so a key of another scope would be refused; and new credentials have none.
    #[test]
    fn credentials_that_signed_before_sign_as_new_ones_do(
        calls in prop::collection::vec((0_i64..3, 0_usize..3, 0_usize..2, 0_usize..2), 1..12),
    ) {
        let held = [keys(None), Credentials::new("AKIDEXAMPLE", "another-secret", None, None)];
        for (day, region, service, who) in calls {
            let scope = Scope {
                region: Region::parse(["us-east-1", "eu-west-1", "ap-northeast-1"][region]).unwrap(),
                service: ["bedrock", "sts"][service].to_owned(),
            };
            let now = NOW.plus_ms(day * 86_400_000);
            let fresh = Credentials::new("AKIDEXAMPLE", held[who].secret(), None, None);
            let signed = sign(&request(MODEL, BODY), &held[who], &scope, now).unwrap();
            prop_assert_eq!(&signed, &sign(&request(MODEL, BODY), &fresh, &scope, now).unwrap());
            let steps = canonical::KeyScope { date: &now.scope_date(), region: scope.region.as_str(), service: &scope.service };
            let key = canonical::signing_key(held[who].secret(), steps.date, steps.region, steps.service);
            prop_assert_eq!(canonical::signature(&key, &signed.anatomy.string_to_sign), signed.anatomy.signature);
        }
    }

    #[test]
    fn signing_never_panics(authority: String, path: String, query: Option<String>, name: String, value: String, ms: i64) {
        let mut unsigned = request(&path, "");
        unsigned.url.authority = authority;
        unsigned.url.query = query;
        unsigned.headers.push(Header::new(name, value));
        let _ = sign(&unsigned, &keys(None), &scope(), Timestamp(ms));
    }
}

#[test]
fn the_names_that_will_be_signed_are_those_that_are() {
    for (token, key) in [(None, canonical::KeyKind::LongTerm), (Some("TOKEN"), canonical::KeyKind::Temporary)] {
        let mut request = request(MODEL, BODY);
        request.headers.push(Header::new("X-Amzn-Bedrock-Trace", "ENABLED"));
        request.headers.push(Header::new("accept", "application/json"));
        let announced = canonical::names_to_be_signed(&request.headers, key);
        let signed = sign(&request, &keys(token), &scope(), NOW).unwrap();
        assert_eq!(announced, signed.anatomy.signed_headers);
        assert_eq!(announced.contains("x-amz-security-token"), token.is_some());
    }
}
