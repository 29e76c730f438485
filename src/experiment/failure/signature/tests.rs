use super::*;
use crate::aws::error::ClockSkew;
use crate::aws::time::Timestamp;
use proptest::prelude::*;
use serde_json::json;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const CANONICAL: &str = "POST\n/model/amazon.nova-lite-v1%253A0/converse\n\ncontent-type:application/json\n\
                         host:bedrock-runtime.us-east-1.amazonaws.com\nx-amz-date:20250102T030405Z\n\n\
                         content-type;host;x-amz-date\n060269ada81b65767b604bf5630d3df78f334101c1ed3654a8e837fdcb85b440";
const TO_SIGN: &str = "AWS4-HMAC-SHA256\n20250102T030405Z\n20250102/us-east-1/bedrock/aws4_request\nd31d46cc";

fn sentence(canonical: &str, to_sign: &str) -> String {
    format!(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
         and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request \
         should have been\n'{canonical}'\n\nThe String-to-Sign should have been\n'{to_sign}'\n"
    )
}

fn steps(canonical: &str, to_sign: &str) -> Steps {
    Steps { canonical_request: canonical.to_owned(), string_to_sign: to_sign.to_owned() }
}

/// The ways in which one sentence reaches a clipboard.
fn forms(code: &str, message: &str) -> Vec<String> {
    let escaped = message.replace('\n', "\\n");
    let xml = message.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&#39;");
    vec![
        json!({ "message": message }).to_string(),
        json!({ "__type": format!("com.amazon.coral.service#{code}"), "message": message }).to_string(),
        json!({ "Error": { "Code": code, "Message": message }, "ResponseMetadata": { "HTTPStatusCode": 403 } })
            .to_string(),
        format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{xml}</Message></Error></ErrorResponse>"
        ),
        format!("\nAn error occurred ({code}) when calling the Converse operation: {message}"),
        format!(
            "botocore.exceptions.ClientError: An error occurred ({code}) when calling the Converse operation: {escaped}"
        ),
        format!("{code}: {message}\n    at throwDefaultError (/app/node_modules/x.js:388:22)\n    at async f"),
        format!("HTTP/1.1 403 Forbidden\r\nx-amzn-errortype: {code}\r\n\r\n{}", json!({ "message": message })),
        message.to_owned(),
    ]
}

#[test]
fn what_the_service_computed_is_found_in_every_form() {
    for text in forms("InvalidSignatureException", &sentence(CANONICAL, TO_SIGN)) {
        let pasted = read(&text);
        assert_eq!(pasted.expected, steps(CANONICAL, TO_SIGN), "{text}");
        let named = pasted.code.as_deref();
        assert!(matches!(named, Some("InvalidSignatureException") | None), "{named:?} in {text}");
    }
}

#[test]
fn the_line_that_differs_is_the_cause() {
    let token = CANONICAL.replace(
        "\n\ncontent-type;host;x-amz-date\n",
        "\nx-amz-security-token:t\n\ncontent-type;host;x-amz-date;x-amz-security-token\n",
    );
    let other_scope = |from: &str, to: &str| TO_SIGN.replace(from, to);
    for (canonical, to_sign, cause) in [
        (CANONICAL.replace("%253A", "%3A"), TO_SIGN.to_owned(), Cause::PathEncoding),
        (CANONICAL.replace("/model/", "/v1/model/"), TO_SIGN.to_owned(), Cause::Path),
        (CANONICAL.replace("converse\n\n", "converse\na=1\n"), TO_SIGN.to_owned(), Cause::Query),
        (CANONICAL.replace("POST", "GET"), TO_SIGN.to_owned(), Cause::Method),
        (
            CANONICAL.replace("host:bedrock-runtime.us-east-1.amazonaws.com", "host:proxy"),
            TO_SIGN.to_owned(),
            Cause::Host,
        ),
        (
            CANONICAL.replace("application/json", "text/json"),
            TO_SIGN.to_owned(),
            Cause::Header("content-type".to_owned()),
        ),
        (
            CANONICAL.replace("content-type:a", "Content-Type:a"),
            TO_SIGN.to_owned(),
            Cause::Header("content-type".to_owned()),
        ),
        (token, TO_SIGN.to_owned(), Cause::HeaderLost("x-amz-security-token".to_owned())),
        (CANONICAL.replace("060269", "160269"), TO_SIGN.to_owned(), Cause::BodyHash),
        (CANONICAL.to_owned(), other_scope("us-east-1", "eu-west-1"), Cause::Region(Some("eu-west-1".to_owned()))),
        (CANONICAL.to_owned(), other_scope("/bedrock/", "/bedrock-runtime/"), Cause::Service),
        (CANONICAL.to_owned(), other_scope("20250102/", "20250101/"), Cause::ScopeDate),
        (CANONICAL.to_owned(), TO_SIGN.to_owned(), Cause::Secret),
    ] {
        let diagnosis = diagnose(&sentence(CANONICAL, TO_SIGN), Some(&steps(&canonical, &to_sign))).unwrap();
        assert_eq!(diagnosis.causes, [cause], "{canonical}\n{to_sign}");
        assert!(diagnosis.compared);
    }
    let nothing_arrived = sentence(&CANONICAL.replace(CANONICAL.rsplit('\n').next().unwrap(), EMPTY), TO_SIGN);
    assert_eq!(diagnose(&nothing_arrived, Some(&steps(CANONICAL, TO_SIGN))).unwrap().causes, [Cause::BodyEmpty]);
}

#[test]
fn the_error_of_another_request_is_read_on_its_own() {
    let ours = steps(CANONICAL, &TO_SIGN.replace("030405Z", "040405Z"));
    let diagnosis = diagnose(&sentence(CANONICAL, TO_SIGN), Some(&ours)).unwrap();
    assert!(!diagnosis.compared && diagnosis.rows.iter().all(|row| row.signed.is_none()));
    assert_eq!(diagnosis.rows.len(), 12);
    assert_eq!(diagnosis.causes, [Cause::Secret]);
}

#[test]
fn the_services_own_text_gives_its_cause_away() {
    let cause = |canonical: &str, to_sign: &str| diagnose(&sentence(canonical, to_sign), None).unwrap().causes;
    assert_eq!(cause(&CANONICAL.replace("%253A", "%3A"), TO_SIGN), [Cause::PathEncoding, Cause::Secret]);
    let body = CANONICAL.rsplit('\n').next().unwrap();
    assert_eq!(cause(&CANONICAL.replace(body, EMPTY), TO_SIGN), [Cause::BodyEmpty, Cause::Secret]);
    let scope = TO_SIGN.replace("us-east-1", "eu-west-1");
    assert_eq!(cause(CANONICAL, &scope), [Cause::Region(Some("eu-west-1".to_owned())), Cause::Secret]);
    assert_eq!(cause(CANONICAL, &TO_SIGN.replace("/bedrock/", "/execute-api/")), [Cause::Service, Cause::Secret]);
    let lost = CANONICAL.replace("content-type:application/json", "content-type:");
    assert_eq!(cause(&lost, TO_SIGN), [Cause::HeaderLost("content-type".to_owned()), Cause::Secret]);
    let agent = CANONICAL.replace("\nx-amz-date", "\nuser-agent:x\nx-amz-date");
    assert_eq!(cause(&agent, TO_SIGN), [Cause::Header("user-agent".to_owned()), Cause::Secret]);
}

#[test]
fn sentences_that_name_their_cause() {
    let skew = |signed: &str, server: &str| {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        Cause::Clock(Some(ClockSkew { signed_at: at(signed), server: at(server) }))
    };
    for (code, message, cause) in [
        (
            "InvalidSignatureException",
            "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)",
            skew("20241008T195522Z", "20241008T200440Z"),
        ),
        (
            "InvalidSignatureException",
            "Signature not yet current: 20250102T040000Z is still later than 20250102T033000Z (20250102T032500Z + 5 min.)",
            skew("20250102T040000Z", "20250102T032500Z"),
        ),
        (
            "InvalidSignatureException",
            "Credential should be scoped to a valid region, not 'us-west-2'. ",
            Cause::Region(Some("us-west-2".to_owned())),
        ),
        ("InvalidSignatureException", "Credential should be scoped to correct service: 'bedrock'. ", Cause::Service),
        (
            "SignatureDoesNotMatch",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20250101' != '20250102'",
            Cause::ScopeDate,
        ),
        ("ExpiredTokenException", "The security token included in the request is expired", Cause::TokenExpired),
        ("ExpiredToken", "The provided token has expired.", Cause::TokenExpired),
        ("UnrecognizedClientException", "The security token included in the request is invalid.", Cause::Token),
        ("InvalidClientTokenId", "The security token included in the request is invalid.", Cause::Token),
        ("MissingAuthenticationTokenException", "Missing Authentication Token", Cause::Unsigned),
        ("IncompleteSignatureException", "Authorization header requires 'Signature' parameter.", Cause::Incomplete),
        (
            "InvalidSignatureException",
            "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
            Cause::SignedHeaders,
        ),
        (
            "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/x is not authorized to perform: bedrock:InvokeModel on resource: y",
            Cause::Permission,
        ),
        ("AccessDeniedException", "You don’t have access to the model with the specified model ID.", Cause::Permission),
        ("AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.", Cause::ApiKey),
    ] {
        for text in forms(code, message) {
            // A message alone has no error type.
            let alone = !text.contains(code);
            let causes = diagnose(&text, None).unwrap().causes;
            assert!(causes == [cause.clone()] || alone && causes == [Cause::Unknown], "{text}: {causes:?}");
        }
    }
    let service_and_region = "Credential should be scoped to a valid region, not 'x-1'. Credential should be scoped to correct service: 'bedrock'. ";
    let both = diagnose(service_and_region, None).unwrap().causes;
    assert_eq!(both, [Cause::Region(Some("x-1".to_owned())), Cause::Service]);
}

#[test]
fn a_bare_refusal_names_no_cause_for_certain() {
    for text in ["403 Forbidden", "<html><title>403 Forbidden</title></html>", "{\"message\":\"Forbidden\"}", "{}"] {
        assert_eq!(diagnose(text, None).unwrap().causes, [Cause::Unknown], "{text}");
    }
    let bare = "The request signature we calculated does not match the signature you provided.";
    assert_eq!(diagnose(bare, None).unwrap().causes[0], Cause::Secret);
    assert_eq!(diagnose(" \n", None), Err(ClinicError::Empty));
    assert_eq!(diagnose(&"x".repeat(LONGEST_TEXT + 1), None), Err(ClinicError::TooLong));
}

#[test]
fn every_cause_has_its_sentences() {
    let skew = |ms: i64| Some(ClockSkew { signed_at: Timestamp(0), server: Timestamp(ms) });
    assert!(Cause::Clock(skew(520_000)).why().contains("8 min 40 s behind"));
    assert!(Cause::Clock(skew(-360_000)).why().contains("6 min ahead of"));
    assert!(Cause::Clock(skew(-360_000)).fix().contains("-360 s"));
    for cause in [
        Cause::Clock(None),
        Cause::ScopeDate,
        Cause::Region(None),
        Cause::Region(Some("x-1".to_owned())),
        Cause::Service,
        Cause::PathEncoding,
        Cause::Path,
        Cause::Query,
        Cause::Method,
        Cause::Host,
        Cause::Header("accept".to_owned()),
        Cause::HeaderLost("accept".to_owned()),
        Cause::SignedHeaders,
        Cause::BodyHash,
        Cause::BodyEmpty,
        Cause::Token,
        Cause::TokenExpired,
        Cause::Secret,
        Cause::Unsigned,
        Cause::Incomplete,
        Cause::ApiKey,
        Cause::Permission,
        Cause::Unknown,
    ] {
        for text in [cause.why(), cause.fix()] {
            assert!(text.len() > 20 && text.ends_with('.') && !text.contains("  "), "{cause:?}: {text}");
        }
        assert!(!cause.title().is_empty());
    }
}

proptest! {
    #[test]
    fn never_panics(text: String, noise in "[A-Za-z'\\\\n:{}<>\" \n/;]{0,200}", ours in "[a-z:\n/]{0,60}") {
        let ours = steps(&ours, &noise);
        for text in [
            text.clone(),
            noise.clone(),
            sentence(&noise, &text),
            format!("The Canonical String for this request should have been{noise}The String-to-Sign should have been{text}"),
            format!("<Message>{noise}</Message><CanonicalRequest>{text}</CanonicalRequest>"),
        ] {
            let _ = diagnose(&text, None);
            let _ = diagnose(&text, Some(&ours));
        }
    }
}
