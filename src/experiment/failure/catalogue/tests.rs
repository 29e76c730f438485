use super::*;
use std::collections::BTreeSet;

#[test]
fn each_entry_is_found_by_its_text_and_not_by_its_neighbours() {
    for entry in entries() {
        for sample in entry.samples {
            let found = find(Some(sample.code), sample.text, sample.status);
            assert_eq!(found.map(|found| found.id), Some(entry.id), "{sample:?}");
        }
    }
}

/// A service may write a text with other apostrophes, other white space, other case, and put a namespace before its type.
#[test]
fn writings_do_not_matter() {
    for entry in entries() {
        for sample in entry.samples.iter().filter(|sample| !sample.code.is_empty()) {
            let code = format!("com.amazon.coral#{}:http://internal.amazon.com/", sample.code);
            let text = sample.text.replace('\'', "\u{2019}").replace(' ', "\u{a0}\n");
            let found = find(Some(&code), &text, 0);
            assert_eq!(found.map(|found| found.id), Some(entry.id), "{sample:?}");
            let found = find(Some(sample.code), &sample.text.to_uppercase(), 0);
            assert_eq!(found.map(|found| found.id), Some(entry.id), "{sample:?}");
        }
    }
}

#[test]
fn the_type_comes_before_the_text() {
    let id = |code: Option<&str>, text: &str, status| find(code, text, status).map(|entry| entry.id);
    let on_demand = "Invocation of model ID x with on-demand throughput isn\u{2019}t supported.";
    assert_eq!(id(Some("ThrottlingException"), on_demand, 400), Some("throttling"));
    assert_eq!(id(Some("ValidationException"), on_demand, 429), Some("on-demand"));
    assert_eq!(id(None, on_demand, 429), Some("on-demand"), "a page may not see the type");
    assert_eq!(id(Some("SomethingNew"), on_demand, 400), Some("on-demand"));
    assert_eq!(id(Some("SomethingNew"), "?", 400), Some("validation"));
    assert_eq!(id(Some("throttlingException"), "", 200), Some("throttling"), "as in a stream");
    assert_eq!(id(Some("FTUFormNotFilled"), "", 404), Some("use-case-form"));
    assert_eq!(id(Some("MPAgreementBeingCreated"), "", 403), Some("agreement-pending"));
    assert_eq!(id(None, "<html>", 599), Some("service-failing"));
    assert_eq!(id(None, "", 418), None);
}

#[test]
fn the_table_is_whole() {
    let mut ids = BTreeSet::new();
    for entry in entries() {
        assert!(ids.insert(entry.id), "{} is there twice", entry.id);
        for text in [entry.what, entry.why, entry.fix] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", entry.id);
        }
        let is_found = !entry.codes.is_empty() || !entry.says.is_empty();
        assert_eq!(is_found, !entry.samples.is_empty(), "{}: what it is found by needs a text", entry.id);
        for part in entry.says.iter().flat_map(|parts| parts.iter()) {
            assert_eq!(plain(part), *part, "{} could never be found by this", entry.id);
        }
    }
    for entry in entries() {
        // What the page cannot show has to say why.
        let Reproduce::Never(why) = entry.reproduce else { continue };
        assert!(!why.is_empty() && !why.ends_with('.'), "{}", entry.id);
    }
    // Every modelled exception of the four operations, and every code of the page on API error codes.
    for code in [
        "AccessDeniedException",
        "ConflictException",
        "InternalServerException",
        "ModelErrorException",
        "ModelNotReadyException",
        "ModelStreamErrorException",
        "ModelTimeoutException",
        "ResourceNotFoundException",
        "ServiceQuotaExceededException",
        "ServiceUnavailableException",
        "ThrottlingException",
        "ValidationException",
        "IncompleteSignature",
        "InvalidAction",
        "InvalidClientTokenId",
        "NotAuthorized",
        "RequestExpired",
        "ServiceUnavailable",
        "ResourceNotFound",
        "FTUFormNotFilled",
        "MPAgreementBeingCreated",
        "InvalidSignatureException",
        "UnrecognizedClientException",
        "ExpiredTokenException",
    ] {
        assert!(find(Some(code), "", 0).is_some(), "{code}");
    }
}
