use super::*;
use proptest::prelude::*;

/// 2025-01-02T03:04:05Z
const NOW: Timestamp = Timestamp(1_735_787_045_000);

fn keys(token: Option<&str>, expires_at: Option<Timestamp>) -> Credentials {
    let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), expires_at)
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

// The expected payloads were made by AWS's generator 1.1.0 at a frozen clock.
#[test]
fn makes_the_key_that_awss_generator_makes() {
    for (token, at, payload) in [
        (
            None,
            "us-east-1",
            "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
             AKIDEXAMPLE%2F20250102%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20250102T030405Z&X-Amz-Expires=43200\
             &X-Amz-SignedHeaders=host&X-Amz-Signature=\
             e46cd5dd7005d6f41edada9a83e342cb96a9509e83e34bb96e2941f95e69753a&Version=1",
        ),
        (
            Some("SESSIONTOKEN/+="),
            "us-west-2",
            "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
             AKIDEXAMPLE%2F20250102%2Fus-west-2%2Fbedrock%2Faws4_request&X-Amz-Date=20250102T030405Z&X-Amz-Expires=43200\
             &X-Amz-SignedHeaders=host&X-Amz-Security-Token=SESSIONTOKEN%2F%2B%3D&X-Amz-Signature=\
             06b32d8f39e502da42b997b73122c32b9e9896c3f14e14eb5edcf793aa873ed3&Version=1",
        ),
    ] {
        let key = derive(&keys(token, None), &region(at), NOW, LONGEST_LIFE_S).unwrap();
        assert_eq!(key.secret(), format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(payload)));
        let read = ShortTerm {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            region: at.to_owned(),
            issued_at: NOW,
            expires_at: NOW.plus_ms(43_200_000),
            temporary: token.is_some(),
        };
        assert_eq!(key.term(), &Term::Short(read));
    }
}

#[test]
fn a_key_lives_no_longer_than_what_it_is_made_from() {
    let ends = NOW.plus_ms(90_500);
    let key = derive(&keys(Some("TOKEN"), Some(ends)), &region("eu-west-1"), NOW, LONGEST_LIFE_S).unwrap();
    assert_eq!(key.expires_at(), Some(NOW.plus_ms(90_000)));
    for ended in [NOW, NOW.plus_ms(999)] {
        let error = derive(&keys(None, Some(ended)), &region("eu-west-1"), NOW, 60).unwrap_err();
        assert_eq!(error, DeriveError::Expired);
    }
    assert_eq!(derive(&keys(None, None), &region("eu-west-1"), NOW, 0).unwrap_err(), SignError::Life(0).into());
}

#[test]
fn finds_the_key_in_what_people_paste() {
    let short = derive(&keys(None, None), &region("us-east-1"), NOW, 3_600).unwrap();
    let long = format!("ABSK{}", STANDARD.encode("key-user-ab12-at-123456789012:c2VjcmV0IG9mIHRoZSB0ZXN0"));
    for key in [short.secret(), &long] {
        for text in [
            key.to_owned(),
            format!("  {key}\n"),
            format!("export AWS_BEARER_TOKEN_BEDROCK={key}"),
            format!("export AWS_BEARER_TOKEN_BEDROCK='{key}'\n"),
            format!("$env:AWS_BEARER_TOKEN_BEDROCK = \"{key}\""),
            format!("set AWS_BEARER_TOKEN_BEDROCK={key}\r\n"),
            format!("Authorization: Bearer {key}"),
            format!("curl -H 'authorization:Bearer {key}' https://x"),
            format!("{{\"ServiceSpecificCredential\": {{\"ServiceCredentialSecret\": \"{key}\"}}}}"),
        ] {
            let found = find(&text).unwrap_or_else(|| panic!("no key found in {text}"));
            assert_eq!(found.unwrap().secret(), key, "{text}");
        }
    }
    let read = ApiKey::parse(&long).unwrap();
    let hints = (Some("key-user-ab12".to_owned()), Some("123456789012".to_owned()));
    assert_eq!(read.term(), &Term::Long { name: hints.0, account: hints.1 });
    for text in ["", "AKIAIOSFODNN7EXAMPLE", "ABSK", "export AWS_ACCESS_KEY_ID=ABSKEXAMPLE", "ABSK is a prefix"] {
        assert!(find(text).is_none(), "{text}");
    }
}

#[test]
fn a_key_over_two_lines_is_joined_or_refused() {
    let short = derive(&keys(Some("TOKEN"), None), &region("us-east-1"), NOW, 3_600).unwrap();
    let long = format!("ABSK{}", STANDARD.encode("key-user-ab12-at-123456789012:c2VjcmV0IG9mIHRoZSB0ZXN0IGlzIGxvbmc"));
    for key in [short.secret(), &long] {
        let (head, tail) = key.split_at(50);
        for text in [
            format!("export AWS_BEARER_TOKEN_BEDROCK=\"{head}\n{tail}\""),
            format!("export AWS_BEARER_TOKEN_BEDROCK={head}\\\n{tail}"),
            format!("AWS_BEARER_TOKEN_BEDROCK: {head}\n  {tail}\n"),
            format!("{{\"apiKey\": \"{head}\r\n{tail}\"}}"),
            format!("> Bearer \"{head}\n> {tail}\""),
        ] {
            assert_eq!(find(&text).unwrap().unwrap().secret(), key, "{text}");
        }
        for text in [
            format!("export AWS_BEARER_TOKEN_BEDROCK={head}\n\n{tail}"),
            format!("export AWS_BEARER_TOKEN_BEDROCK={head}\nabc"),
            format!("export AWS_BEARER_TOKEN_BEDROCK=\"{head}"),
        ] {
            assert!(matches!(find(&text), Some(Err(ApiKeyError::Continues | ApiKeyError::Damaged))), "{text}");
        }
    }
}

#[test]
fn says_what_is_wrong_with_a_key() {
    let key = derive(&keys(None, None), &region("us-east-1"), NOW, 60).unwrap();
    let cut = key.secret().get(..key.secret().len() - 40).unwrap();
    let other = |text: &str| format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(text));
    for (text, error) in [
        ("hello".to_owned(), ApiKeyError::NotAKey),
        ("x".repeat(LONGEST_KEY + 1), ApiKeyError::TooLong),
        (cut.to_owned(), ApiKeyError::Damaged),
        (SHORT_TERM_PREFIX.to_owned(), ApiKeyError::Damaged),
        ("ABSKshort".to_owned(), ApiKeyError::Damaged),
        (other("s3.amazonaws.com/?Action=CallWithBearerToken"), ApiKeyError::AnotherUrl),
        (other("bedrock.amazonaws.com/?Action=Other"), ApiKeyError::AnotherUrl),
    ] {
        assert_eq!(ApiKey::parse(&text).unwrap_err(), error, "{text}");
    }
}

#[test]
fn debug_shows_no_key() {
    let key = derive(&keys(Some("TOKEN-OF-THE-TEST"), None), &region("us-east-1"), NOW, 60).unwrap();
    let shown = format!("{key:?} {:?}", key.credentials());
    let encoded = key.secret().strip_prefix(SHORT_TERM_PREFIX).unwrap();
    assert!(!shown.contains(encoded.get(..24).unwrap()) && !shown.contains("TOKEN-OF"), "{shown}");
}

proptest! {
    #[test]
    fn reading_never_panics(text: String, noise in "[A-Za-z0-9+/=%&?.-]{0,120}") {
        let _ = find(&text);
        let _ = ApiKey::parse(&format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(&text)));
        let _ = ApiKey::parse(&format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(format!("{HOST}/?{noise}"))));
        let _ = find(&format!("{SHORT_TERM_PREFIX}{noise} {LONG_TERM_PREFIX}{noise}"));
    }
}
