//! The simulator refuses what AWS refuses, with the status, the error type and the words that AWS gives.

use crate::client::{NOW, converse, reply, service_model, sign, text_of};
use outcrop::aws::credentials::Credentials;
use outcrop::aws::http::{Header, HttpRequest, Method};
use outcrop::bedrock::api_key::{self, ApiKey};
use outcrop::simulator::{
    EXAMPLE_ACCESS_KEY_ID, EXAMPLE_EXPIRED_SESSION_TOKEN, EXAMPLE_LONG_TERM_ACCESS_KEY_ID, EXAMPLE_LONG_TERM_API_KEY,
    EXAMPLE_SECRET_ACCESS_KEY, EXAMPLE_SESSION_TOKEN, Mishap, Pacing, World, example_credentials,
    example_long_term_credentials, serve,
};

fn outcome(request: &HttpRequest) -> (u16, String, String) {
    let reply = reply(request);
    let header = |name: &str| outcrop::aws::http::header(&reply.headers, name).unwrap_or_default().to_owned();
    assert_eq!(header("x-outcrop-simulated"), "true");
    assert_eq!(header("x-amzn-requestid").len(), 36);
    (reply.status, header("x-amzn-errortype"), text_of(&reply, "/message"))
}

#[test]
fn every_call_has_a_request_id_of_its_own_even_where_it_fails() {
    let id = |model: &str, call: u64, mishap: Option<&str>| {
        let request = sign(&converse(model, "us-east-1"), &example_credentials(), "us-east-1", "bedrock", NOW);
        let mishap = mishap.and_then(Mishap::from_key);
        let service_model = service_model();
        let world = World {
            now: NOW,
            seed: 7,
            call,
            service_model,
            token_table: None,
            pacing: Pacing::Instant,
            mishap,
            control: None,
        };
        let reply = serve(&request, &world);
        outcrop::aws::http::header(&reply.headers, "x-amzn-requestid").unwrap_or_default().to_owned()
    };
    let (nova, micro) = ("amazon.nova-lite-v1:0", "amazon.nova-micro-v1:0");
    assert_eq!(id(nova, 3, None), id(nova, 3, None), "a visit can be repeated");
    let ids: std::collections::BTreeSet<String> = (0..30)
        .map(|call| id(nova, call, Some("throttling")))
        .chain([id(micro, 0, Some("throttling")), id(micro, 1, None)])
        .collect();
    assert_eq!(ids.len(), 32);
}

/// A request signed with these credentials, `skew_ms` away from the verifier's clock.
fn signed(credentials: &Credentials, region: &str, service: &str, skew_ms: i64) -> HttpRequest {
    sign(&converse("amazon.nova-lite-v1:0", region), credentials, region, service, NOW.plus_ms(skew_ms))
}

fn key(id: &str, secret: &str, token: Option<&str>) -> Credentials {
    Credentials::new(id, secret, token.map(str::to_owned), None)
}

#[test]
fn the_example_credentials_are_accepted_in_every_commercial_region() {
    for region in ["us-east-1", "eu-central-1", "ap-southeast-2"] {
        assert_eq!(outcome(&signed(&example_credentials(), region, "bedrock", 0)).0, 200, "{region}");
        assert_eq!(outcome(&signed(&example_long_term_credentials(), region, "bedrock", 0)).0, 200, "{region}");
    }
    for skew in [-299_000, 299_000] {
        assert_eq!(outcome(&signed(&example_credentials(), "us-east-1", "bedrock", skew)).0, 200, "{skew}");
    }
}

#[test]
fn credentials_that_it_does_not_know_are_refused() {
    let invalid = "The security token included in the request is invalid.";
    let secret = EXAMPLE_SECRET_ACCESS_KEY;
    for (credentials, code, message) in [
        (key("ASIAUNKNOWNUNKNOWN00", secret, Some(EXAMPLE_SESSION_TOKEN)), "UnrecognizedClientException", invalid),
        (key(EXAMPLE_ACCESS_KEY_ID, secret, None), "UnrecognizedClientException", invalid),
        (key(EXAMPLE_ACCESS_KEY_ID, secret, Some("another")), "UnrecognizedClientException", invalid),
        (
            key(EXAMPLE_LONG_TERM_ACCESS_KEY_ID, secret, Some(EXAMPLE_SESSION_TOKEN)),
            "UnrecognizedClientException",
            invalid,
        ),
        (
            key(EXAMPLE_ACCESS_KEY_ID, secret, Some(EXAMPLE_EXPIRED_SESSION_TOKEN)),
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ),
    ] {
        let expected = (403, code.to_owned(), message.to_owned());
        assert_eq!(outcome(&signed(&credentials, "us-east-1", "bedrock", 0)), expected, "{credentials:?}");
    }
}

#[test]
fn an_api_key_opens_it_in_its_region_until_it_ends() {
    let region = |name: &str| outcrop::aws::region::Region::parse(name).unwrap();
    let with = |key: &ApiKey, at: &str| outcome(&converse("amazon.nova-lite-v1:0", at).with_bearer(key.secret()));
    let made = |credentials: &Credentials, at: &str, earlier_ms: i64| {
        api_key::derive(credentials, &region(at), NOW.plus_ms(-earlier_ms), 3_600).unwrap()
    };
    for credentials in [example_credentials(), example_long_term_credentials()] {
        assert_eq!(with(&made(&credentials, "eu-west-1", 3_599_000), "eu-west-1").0, 200);
    }
    assert_eq!(with(&ApiKey::parse(EXAMPLE_LONG_TERM_API_KEY).unwrap(), "us-east-1").0, 200);

    let secret = EXAMPLE_SECRET_ACCESS_KEY;
    let stranger = key("ASIAUNKNOWNUNKNOWN00", secret, Some(EXAMPLE_SESSION_TOKEN));
    let wrong = key(EXAMPLE_ACCESS_KEY_ID, "wrong", Some(EXAMPLE_SESSION_TOKEN));
    let expired = key(EXAMPLE_ACCESS_KEY_ID, secret, Some(EXAMPLE_EXPIRED_SESSION_TOKEN));
    for (key, code, said) in [
        (made(&example_credentials(), "eu-west-1", 0), "AccessDeniedException", "is for the region eu-west-1"),
        (
            made(&example_credentials(), "us-east-1", 3_600_000),
            "AccessDeniedException",
            "expired at 2026-04-22T12:00:00Z",
        ),
        (made(&wrong, "us-east-1", 0), "AccessDeniedException", "signature inside this API key does not match"),
        (made(&stranger, "us-east-1", 0), "AccessDeniedException", "does not know the credentials"),
        (made(&expired, "us-east-1", 0), "ExpiredTokenException", "is expired"),
        (
            ApiKey::parse("ABSKsome-other-long-term-key-of-somebody").unwrap(),
            "AccessDeniedException",
            "does not know this API key",
        ),
    ] {
        let (status, got, message) = with(&key, "us-east-1");
        assert_eq!((status, got.as_str()), (403, code), "{message}");
        assert!(message.contains(said), "{message}");
    }
    let nonsense = converse("amazon.nova-lite-v1:0", "us-east-1").with_bearer("nonsense");
    assert_eq!(outcome(&nonsense).1, "AccessDeniedException");
}

#[test]
fn a_wrong_secret_is_told_with_the_canonical_string() {
    let wrong = key(EXAMPLE_ACCESS_KEY_ID, "wrong", Some(EXAMPLE_SESSION_TOKEN));
    let (status, code, message) = outcome(&signed(&wrong, "us-east-1", "bedrock", 0));
    assert_eq!((status, code.as_str()), (403, "InvalidSignatureException"));
    for part in [
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details.\n\n\
         The Canonical String for this request should have been\n'POST\n/model/amazon.nova-lite-v1%253A0/converse\n\n",
        "\nhost:bedrock-runtime.us-east-1.amazonaws.com\n",
        "\nx-amz-date:20260422T120000Z\n",
        "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260422T120000Z\n\
         20260422/us-east-1/bedrock/aws4_request\n",
    ] {
        assert!(message.contains(part), "{part:?} is not in {message}");
    }
    assert!(message.ends_with("'\n"), "{message}");
}

#[test]
fn the_string_that_it_tells_is_the_one_that_was_signed() {
    let mut request = converse("amazon.nova-lite-v1:0", "us-east-1");
    let region = outcrop::aws::region::Region::parse("us-east-1").unwrap();
    let scope = outcrop::aws::sigv4::Scope { region, service: "bedrock".to_owned() };
    let signed = outcrop::aws::sigv4::sign(&request, &example_credentials(), &scope, NOW).unwrap();
    request = signed.request;
    let header = request.headers.iter_mut().find(|h| h.name.eq_ignore_ascii_case("authorization")).unwrap();
    header.value = header.value.replace(&signed.anatomy.signature, &"0".repeat(64));
    let message = outcome(&request).2;
    assert!(message.contains(&format!("'{}'", signed.anatomy.canonical_request)), "{message}");
    assert!(message.contains(&format!("'{}'", signed.anatomy.string_to_sign)), "{message}");
}

#[test]
fn what_changes_after_signing_is_noticed() {
    let good = signed(&example_credentials(), "us-east-1", "bedrock", 0);
    let changes: [fn(&mut HttpRequest); 5] = [
        // The hash that the signer left in the body goes with the old bytes.
        |r| r.body = [&*r.body, b" "].concat().into(),
        |r| r.url.path = r.url.path.replace("%3A", ":"),
        |r| r.url.path = r.url.path.replace("/converse", "/converse-stream"),
        |r| r.url.query = Some("x=1".to_owned()),
        |r| r.headers.iter_mut().for_each(|h| h.value = h.value.replace("application/json", "text/json")),
    ];
    assert!(good.body.is_hashed());
    assert_eq!(outcome(&good).0, 200);
    for (index, change) in changes.iter().enumerate() {
        let mut request = good.clone();
        change(&mut request);
        assert_ne!(request, good, "change {index} changes something");
        assert_eq!(outcome(&request).1, "InvalidSignatureException", "change {index}");
    }
}

#[test]
fn a_path_that_is_signed_in_one_form_must_be_sent_in_it() {
    let mut raw = converse("amazon.nova-lite-v1:0", "us-east-1");
    raw.url.path = raw.url.path.replace("%3A", ":");
    let mut signed = sign(&raw, &example_credentials(), "us-east-1", "bedrock", NOW);
    assert_eq!(outcome(&signed).0, 200, "the raw form, signed and sent");
    signed.url.path = signed.url.path.replace(":0/", "%3A0/");
    let (_, code, message) = outcome(&signed);
    assert_eq!(code, "InvalidSignatureException");
    assert!(message.contains("/model/amazon.nova-lite-v1%253A0/converse"), "{message}");
}

#[test]
fn the_scope_must_be_bedrock_here_and_today() {
    let credentials = example_credentials();
    let service = "Credential should be scoped to correct service: 'bedrock'. ";
    let (status, code, message) = outcome(&signed(&credentials, "us-east-1", "bedrock-runtime", 0));
    assert_eq!((status, code.as_str(), message.as_str()), (403, "InvalidSignatureException", service));

    let elsewhere = sign(&converse("amazon.nova-lite-v1:0", "us-east-1"), &credentials, "eu-west-1", "bedrock", NOW);
    assert_eq!(outcome(&elsewhere).2, "Credential should be scoped to a valid region, not 'eu-west-1'. ");

    let both = sign(&converse("amazon.nova-lite-v1:0", "us-east-1"), &credentials, "us-gov-west-1", "s3", NOW);
    assert_eq!(
        outcome(&both).2,
        format!("Credential should be scoped to a valid region, not 'us-gov-west-1'. {service}")
    );

    let edits: [(&str, &str, &str); 2] = [
        ("/aws4_request", "/aws3_request", "valid terminator: 'aws4_request', not 'aws3_request'. "),
        ("/20260422/", "/20260421/", "Date in Credential scope does not match YYYYMMDD from ISO-8601"),
    ];
    for (from, to, expected) in edits {
        let mut request = signed(&credentials, "us-east-1", "bedrock", 0);
        let header = request.headers.iter_mut().find(|h| h.name.eq_ignore_ascii_case("authorization")).unwrap();
        header.value = header.value.replacen(from, to, 1);
        let message = outcome(&request).2;
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_stale_or_early_signature_tells_the_verifiers_time() {
    let (status, code, message) = outcome(&signed(&example_credentials(), "us-east-1", "bedrock", -301_000));
    assert_eq!((status, code.as_str()), (403, "InvalidSignatureException"));
    assert_eq!(
        message,
        "Signature expired: 20260422T115459Z is now earlier than 20260422T115500Z (20260422T120000Z - 5 min.)"
    );
    let message = outcome(&signed(&example_credentials(), "us-east-1", "bedrock", 301_000)).2;
    assert_eq!(
        message,
        "Signature not yet current: 20260422T120501Z is still later than 20260422T120500Z (20260422T120000Z + 5 min.)"
    );
}

#[test]
fn an_absent_or_broken_signature_is_told_apart() {
    let with = |value: Option<&str>, edit: fn(&mut HttpRequest)| {
        let mut request = signed(&example_credentials(), "us-east-1", "bedrock", 0);
        if let Some(value) = value {
            request.headers.retain(|h| !h.name.eq_ignore_ascii_case("authorization"));
            if !value.is_empty() {
                request.headers.push(Header::new("authorization", value));
            }
        }
        edit(&mut request);
        outcome(&request)
    };
    let unsigned = |name: &str| {
        let mut request = signed(&example_credentials(), "us-east-1", "bedrock", 0);
        let header = request.headers.iter_mut().find(|h| h.name.eq_ignore_ascii_case("authorization")).unwrap();
        header.value = header.value.replace(&format!(";{name}"), "").replace(&format!("{name};"), "");
        outcome(&request)
    };
    let drop_date: fn(&mut HttpRequest) = |r| r.headers.retain(|h| !h.name.eq_ignore_ascii_case("x-amz-date"));
    let whole = "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0";
    for (found, status, code, part) in [
        (with(Some(""), |_| ()), 403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        (with(Some("Bearer abc"), |_| ()), 403, "AccessDeniedException", "this is not an API key"),
        (with(Some("Basic abc"), |_| ()), 400, "IncompleteSignatureException", "Unsupported AWS 'algorithm': 'Basic'"),
        (
            with(Some("AWS4-HMAC-SHA256 Signature=0"), |_| ()),
            400,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter.",
        ),
        (
            with(Some("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0"), |_| ()),
            400,
            "IncompleteSignatureException",
            "exactly 5 slash-delimited elements",
        ),
        (
            with(Some(whole), drop_date),
            400,
            "IncompleteSignatureException",
            "requires existence of either a 'X-Amz-Date'",
        ),
        (
            with(None, |r| {
                let header = r.headers.iter_mut().find(|h| h.name.eq_ignore_ascii_case("x-amz-date")).unwrap();
                header.value = "2026-04-22T12:00:00Z".to_owned();
            }),
            400,
            "IncompleteSignatureException",
            "Date must be in ISO-8601 'basic format'. Got '2026-04-22T12:00:00Z'.",
        ),
        (unsigned("host"), 403, "InvalidSignatureException", "'Host' or ':authority' must be a 'SignedHeader'"),
        (unsigned("x-amz-date"), 403, "InvalidSignatureException", "'x-amz-date' must be a 'SignedHeader'"),
        (unsigned("x-amz-security-token"), 403, "InvalidSignatureException", "'x-amz-security-token' must be"),
    ] {
        assert_eq!((found.0, found.1.as_str()), (status, code), "{found:?}");
        assert!(found.2.contains(part), "{found:?}");
    }
}

#[test]
fn unknown_operations_are_refused_before_the_signature() {
    let edits: [fn(&mut HttpRequest); 4] = [
        |r| r.url.path = "/".to_owned(),
        |r| r.url.path = "/model/amazon.nova-lite-v1%3A0/translate".to_owned(),
        |r| r.url.path = "/model/arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0/converse".to_owned(),
        |r| r.method = Method::Get,
    ];
    for edit in edits {
        let mut request = signed(&example_credentials(), "us-east-1", "bedrock", 0);
        edit(&mut request);
        let (status, code, _) = outcome(&request);
        assert_eq!((status, code.as_str()), (404, "UnknownOperationException"), "{}", request.url);
    }
}
