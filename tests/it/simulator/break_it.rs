//! Each mistake of a signer, made on purpose: the line that differs, and the words that come back.

use crate::client::{NOW, converse, request, service_model, user};
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::difference::Place;
use outcrop::bedrock::operation::Operation;
use outcrop::experiment::failure::clinic::{Finding, diagnose};
use outcrop::experiment::failure::signature::Cause;
use outcrop::simulator::break_it::{Broken, Change, break_it};
use outcrop::simulator::{Pacing, World};

fn world() -> World<'static> {
    World {
        call: 0,
        now: NOW,
        seed: 7,
        service_model: service_model(),
        token_table: None,
        pacing: Pacing::Instant,
        mishap: None,
        control: None,
    }
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

fn broken(change: &Change) -> Broken {
    break_it(&converse("amazon.nova-lite-v1:0", "us-east-1"), region("us-east-1"), change, &world()).unwrap()
}

fn header(name: &str) -> Place {
    Place::Header(name.to_owned())
}

#[test]
fn nothing_changed_is_answered() {
    let right = broken(&Change::Nothing);
    assert_eq!((right.reply.status, right.differences.len()), (200, 0));
    assert_eq!(right.error(), None);
    assert_eq!(right.signed, right.expected);
}

#[test]
fn each_mistake_has_its_line_and_its_error() {
    let invalid = "InvalidSignatureException";
    let mismatch = "The request signature we calculated does not match";
    for (change, first, code, said) in [
        (Change::Clock(-6), Some(header("x-amz-date")), invalid, "Signature expired: 20260422T115400Z"),
        (Change::Clock(6), Some(header("x-amz-date")), invalid, "Signature not yet current: 20260422T120600Z"),
        (Change::Region(region("us-west-2")), Some(Place::Scope), invalid, "valid region, not 'us-west-2'"),
        (Change::Service("bedrock-runtime".to_owned()), Some(Place::Scope), invalid, "correct service: 'bedrock'"),
        (Change::PathOnce, Some(Place::Path), invalid, mismatch),
        (Change::HeaderCase, Some(header("content-type")), invalid, mismatch),
        (Change::HeaderSpaces, Some(header("content-type")), invalid, mismatch),
        (Change::HeaderDropped, Some(header("content-type")), invalid, mismatch),
        (Change::BodyByte, Some(Place::PayloadHash), invalid, mismatch),
        (Change::NoToken, Some(header("x-amz-security-token")), "UnrecognizedClientException", "token included"),
        (Change::WrongSecret, None, invalid, mismatch),
    ] {
        let broken = broken(&change);
        let error = broken.error().unwrap_or_else(|| unreachable!("{change:?} was answered"));
        let message = error.message.unwrap_or_default();
        assert_eq!(
            broken.differences.first().map(|row| row.place.clone()),
            first,
            "{change:?}: {:?}",
            broken.differences
        );
        assert_eq!(error.code.as_deref(), Some(code), "{change:?}");
        assert!(message.contains(said), "{change:?}: {message}");
        assert_ne!(broken.signed.signature, broken.expected.signature, "{change:?}");
        // What the verifier says that it computed is what is shown as expected.
        if said == mismatch {
            let canonical = &broken.expected.steps.canonical_request;
            assert!(message.contains(&format!("'{canonical}'")), "{change:?}: {message} has not {canonical}");
            assert!(message.contains(&format!("'{}'", broken.expected.steps.string_to_sign)), "{change:?}");
        }
        let sent = broken.request.header("authorization").unwrap();
        assert!(sent.ends_with(&broken.signed.signature), "{change:?}: {sent}");
    }
}

#[test]
fn five_minutes_are_forgiven() {
    for minutes in [-5, -1, 0, 4, 5] {
        assert_eq!(broken(&Change::Clock(minutes)).reply.status, 200, "{minutes}");
    }
}

#[test]
fn an_arn_and_an_empty_body_can_be_broken_too() {
    let arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0";
    let asked = request(Operation::ConverseStream, arn, "us-east-1", &user("Hello"));
    let once = break_it(&asked, region("us-east-1"), &Change::PathOnce, &world()).unwrap();
    let row = once.differences.first().unwrap();
    assert!(row.signed.as_deref().unwrap().contains("%2Fus.amazon"), "{row:?}");
    assert!(row.expected.as_deref().unwrap().contains("%252Fus.amazon"), "{row:?}");
    let mut empty = asked;
    empty.body = Vec::new().into();
    let changed = break_it(&empty, region("us-east-1"), &Change::BodyByte, &world()).unwrap();
    assert_eq!(*changed.request.body, *b" ");
    assert_eq!(changed.differences.first().unwrap().place, Place::PayloadHash);
}

/// The clinic is given the body that came back and what the client signed, as a reader would paste it.
#[test]
fn the_clinic_names_each_mistake_from_its_answer() {
    let named = |name: &str| name.to_owned();
    for (change, cause) in [
        (Change::Region(region("us-west-2")), Cause::Region(Some(named("us-west-2")))),
        (Change::Service(named("bedrock-runtime")), Cause::Service(Some(named("bedrock")))),
        (Change::PathOnce, Cause::PathEncoding),
        (Change::HeaderCase, Cause::Header(named("content-type"))),
        (Change::HeaderSpaces, Cause::Header(named("content-type"))),
        (Change::HeaderDropped, Cause::HeaderLost(named("content-type"))),
        (Change::BodyByte, Cause::BodyHash),
        (Change::WrongSecret, Cause::Secret { compared: true }),
    ] {
        let broken = broken(&change);
        let said = diagnose(&broken.error().unwrap().raw, Some(&broken.signed.steps)).unwrap();
        assert_eq!(said.causes.first(), Some(&Finding::Signature(cause)), "{change:?}: {said:?}");
    }
    // That the token is missing, the service says in the words that it has for an unknown key.
    let broken = broken(&Change::NoToken);
    let said = diagnose(&broken.error().unwrap().raw, Some(&broken.signed.steps)).unwrap();
    assert!(matches!(said.causes.as_slice(), [Finding::Known(entry)] if entry.id == "unknown-key"), "{said:?}");
    for minutes in [-6, 6] {
        let broken = self::broken(&Change::Clock(minutes));
        let said = diagnose(&broken.error().unwrap().raw, Some(&broken.signed.steps)).unwrap();
        let offset = match said.causes.as_slice() {
            [Finding::Signature(Cause::Clock(Some(skew)))] => skew.offset_ms(),
            other => unreachable!("{other:?}"),
        };
        assert_eq!(offset, i64::from(-minutes) * 60_000);
    }
}
