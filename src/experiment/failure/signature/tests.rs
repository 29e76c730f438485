use super::*;
use crate::aws::error::ClockSkew;
use crate::aws::time::Timestamp;
use crate::experiment::failure::clinic::{Finding, diagnose};
use crate::experiment::failure::pasted::read;
use proptest::prelude::*;
use serde_json::json;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const CANONICAL: &str = "POST\n/model/amazon.nova-lite-v1%253A0/converse\n\ncontent-type:application/json\n\
                         host:bedrock-runtime.us-east-1.amazonaws.com\nx-amz-date:20250102T030405Z\n\n\
                         content-type;host;x-amz-date\n060269ada81b65767b604bf5630d3df78f334101c1ed3654a8e837fdcb85b440";
const TO_SIGN: &str = "AWS4-HMAC-SHA256\n20250102T030405Z\n20250102/us-east-1/bedrock/aws4_request\nd31d46cc";

/// Both sides are the same, line by line.
const SAME: Cause = Cause::Secret { compared: true };
/// Nothing was compared.
const LIKELY: Cause = Cause::Secret { compared: false };

/// The causes of a text that is about a signature.
fn causes(text: &str) -> Vec<Cause> {
    let of_signature = |finding| match finding {
        Finding::Signature(cause) => cause,
        Finding::Known(entry) => panic!("{text}: {}", entry.id),
    };
    diagnose(text, None).unwrap().causes.into_iter().map(of_signature).collect()
}

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
        (CANONICAL.to_owned(), other_scope("/bedrock/", "/bedrock-runtime/"), Cause::Service(None)),
        (CANONICAL.to_owned(), other_scope("20250102/", "20250101/"), Cause::ScopeDate),
        (CANONICAL.to_owned(), TO_SIGN.to_owned(), SAME),
    ] {
        let diagnosis = diagnose(&sentence(CANONICAL, TO_SIGN), Some(&steps(&canonical, &to_sign))).unwrap();
        assert_eq!(diagnosis.causes, [Finding::Signature(cause)], "{canonical}\n{to_sign}");
        assert!(diagnosis.compared);
    }
    let nothing_arrived = sentence(&CANONICAL.replace(CANONICAL.rsplit('\n').next().unwrap(), EMPTY), TO_SIGN);
    let compared = diagnose(&nothing_arrived, Some(&steps(CANONICAL, TO_SIGN))).unwrap().causes;
    assert_eq!(compared, [Finding::Signature(Cause::BodyEmpty)]);
}

#[test]
fn the_error_of_another_request_is_read_on_its_own() {
    let ours = steps(CANONICAL, &TO_SIGN.replace("030405Z", "040405Z"));
    let diagnosis = diagnose(&sentence(CANONICAL, TO_SIGN), Some(&ours)).unwrap();
    assert!(!diagnosis.compared && diagnosis.rows.iter().all(|row| row.signed.is_none()));
    assert_eq!(diagnosis.rows.len(), 12);
    let first = diagnosis.causes.first();
    assert_eq!(first, Some(&Finding::Signature(LIKELY)), "nothing was compared, so nothing is said to be the same");
}

#[test]
fn the_services_own_text_gives_its_cause_away() {
    let cause = |canonical: &str, to_sign: &str| causes(&sentence(canonical, to_sign));
    assert_eq!(cause(&CANONICAL.replace("%253A", "%3A"), TO_SIGN), [Cause::PathEncoding, LIKELY]);
    let body = CANONICAL.rsplit('\n').next().unwrap();
    assert_eq!(cause(&CANONICAL.replace(body, EMPTY), TO_SIGN), [Cause::BodyEmpty, LIKELY]);
    let scope = TO_SIGN.replace("us-east-1", "eu-west-1");
    assert_eq!(cause(CANONICAL, &scope), [Cause::Region(Some("eu-west-1".to_owned())), LIKELY]);
    assert_eq!(cause(CANONICAL, &TO_SIGN.replace("/bedrock/", "/execute-api/")), [Cause::Service(None), LIKELY]);
    let lost = CANONICAL.replace("content-type:application/json", "content-type:");
    assert_eq!(cause(&lost, TO_SIGN), [Cause::HeaderLost("content-type".to_owned()), LIKELY]);
    let twice = CANONICAL.replace("content-type;host;", "content-type;host;host;");
    assert_eq!(cause(&twice, TO_SIGN), [Cause::SignedHeaders, LIKELY]);
}

/// What the text cannot prove comes after the usual cause, and none of it is called the same on both sides.
#[test]
fn what_is_only_possible_comes_last() {
    let agent = CANONICAL.replace("\nx-amz-date:", "\nuser-agent:x\nx-amz-date:");
    let header = Cause::Header("user-agent".to_owned());
    assert_eq!(causes(&sentence(&agent, TO_SIGN)), [LIKELY, Cause::TokenLeftOut, header, Cause::PathEncoding]);
    let bare = "The request signature we calculated does not match the signature you provided.";
    for text in [bare.to_owned(), sentence(CANONICAL, TO_SIGN)] {
        let all = causes(&text);
        assert!(all.len() > 1 && all[0] == LIKELY, "{all:?}");
        assert!(all.iter().all(|cause| !cause.why().contains("the same on both sides")), "{all:?}");
    }
}

#[test]
fn sentences_that_name_their_cause() {
    let skew = |signed: &str, server: &str| {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        Cause::Clock(Some(ClockSkew { signed_at: at(signed), server: at(server) }))
    };
    let service = |name: &str| Cause::Service(Some(name.to_owned()));
    for (message, cause) in [
        (
            "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)",
            skew("20241008T195522Z", "20241008T200440Z"),
        ),
        (
            "Signature not yet current: 20250102T040000Z is still later than 20250102T033000Z (20250102T032500Z + 5 min.)",
            skew("20250102T040000Z", "20250102T032500Z"),
        ),
        (
            "Credential should be scoped to a valid region, not 'us-west-2'. ",
            Cause::Region(Some("us-west-2".to_owned())),
        ),
        ("Credential should be scoped to a valid region.", Cause::Region(None)),
        ("Credential should be scoped to correct service: 'bedrock'. ", service("bedrock")),
        ("Credential should be scoped to correct service: 'bedrock-mantle'.", service("bedrock-mantle")),
        (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20250101' != '20250102'",
            Cause::ScopeDate,
        ),
    ] {
        for text in forms("InvalidSignatureException", message) {
            assert_eq!(causes(&text), std::slice::from_ref(&cause), "{text}");
        }
    }
    assert!(service("bedrock-mantle").fix().contains("bedrock-mantle"));
    let both = "400 - {\"error\":\"Credential should be scoped to a valid region, not 'eu-central-1'. Credential should be \
                scoped to correct service: 'bedrock'. \"}";
    assert_eq!(causes(both), [Cause::Region(Some("eu-central-1".to_owned())), service("bedrock")]);
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
        Cause::Service(None),
        Cause::Service(Some("bedrock".to_owned())),
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
        Cause::TokenLeftOut,
        SAME,
        LIKELY,
        Cause::Incomplete,
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
