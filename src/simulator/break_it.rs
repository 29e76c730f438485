//! Signs a request with one mistake, and shows the simulator's answer.
//!
//! Each [`Change`] is a mistake that real clients make. The request is signed with the example credentials and that one
//! mistake, and sent through [`serve`] like every other; the client's lines are compared with those that the verifier
//! computes. Nothing here can sign for AWS: the credentials are the published examples.

mod choice;

pub use choice::{Choice, for_aws};

use super::gate::credentials::{
    EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, EXAMPLE_SESSION_TOKEN, example_credentials,
};
use super::reply::Reply;
use super::serve::{World, serve};
use crate::aws::credentials::Credentials;
use crate::aws::error::AwsError;
use crate::aws::http::{Header, HttpRequest, ResponseHead};
use crate::aws::region::Region;
use crate::aws::sigv4::difference::{Row, Steps, differences};
use crate::aws::sigv4::{self, ALGORITHM, Scope, SignError, canonical};

/// One mistake in a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// No mistake.
    Nothing,
    /// The signing clock is wrong by this many minutes; negative if it is slow.
    Clock(i32),
    /// The scope names another region than the host.
    Region(Region),
    /// The scope names another service.
    Service(String),
    /// The canonical path is the wire path, not encoded once more.
    PathOnce,
    /// The canonical header keeps its capital letters.
    HeaderCase,
    /// The canonical header keeps the spaces around its value.
    HeaderSpaces,
    /// A signed header is lost in transit.
    HeaderDropped,
    /// One byte of the body is changed in transit.
    BodyByte,
    /// The session token is left out.
    NoToken,
    /// The last character of the secret is wrong.
    WrongSecret,
}

/// The steps of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The canonical request and the string to sign.
    pub steps: Steps,
    /// The signature in hexadecimal.
    pub signature: String,
}

/// A request with a mistake, and the simulator's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// The request as it arrived at the simulator.
    pub request: HttpRequest,
    /// What the client signed.
    pub signed: Side,
    /// What a verifier computes.
    pub expected: Side,
    /// The lines that differ; the first one is the mistake. Empty if only the key is wrong.
    pub differences: Vec<Row>,
    /// The answer.
    pub reply: Reply,
}

impl Broken {
    /// The refusal, if the answer is one.
    pub fn error(&self) -> Option<AwsError> {
        let head = ResponseHead { status: self.reply.status, headers: self.reply.headers.clone() };
        (!head.is_success()).then(|| AwsError::from_response(&head, &self.reply.body()))
    }
}

/// Signs with that mistake and calls the simulator. `region` is the one in the request's host.
pub fn break_it(
    request: &HttpRequest,
    region: Region,
    change: &Change,
    world: &World<'_>,
) -> Result<Broken, SignError> {
    // Exactly one thing is wrong.
    let world = &World { mishap: None, ..*world };
    let mut request = request.clone();
    if *change == Change::HeaderSpaces {
        for header in request.headers.iter_mut().filter(|header| is_content_type(header)) {
            header.value = format!("  {}", header.value);
        }
    }
    let scope = Scope { region, service: "bedrock".to_owned() };
    let right = sigv4::sign(&request, &example_credentials(), &scope, world.now)?;
    let expected = side(&right);
    let (sent, signed, expected) = match change {
        Change::Nothing => (right.request, expected.clone(), expected),
        Change::Clock(minutes) => {
            let at = world.now.plus_ms(i64::from(*minutes) * 60_000);
            let broken = sigv4::sign(&request, &example_credentials(), &scope, at)?;
            (broken.request.clone(), side(&broken), expected)
        }
        Change::Region(other) => {
            let scope = Scope { region: *other, service: "bedrock".to_owned() };
            let broken = sigv4::sign(&request, &example_credentials(), &scope, world.now)?;
            (broken.request.clone(), side(&broken), expected)
        }
        Change::Service(name) => {
            let scope = Scope { region, service: name.clone() };
            let broken = sigv4::sign(&request, &example_credentials(), &scope, world.now)?;
            (broken.request.clone(), side(&broken), expected)
        }
        Change::NoToken => {
            let without_token = Credentials::new(EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, None, None);
            let broken = sigv4::sign(&request, &without_token, &scope, world.now)?;
            (broken.request.clone(), side(&broken), expected)
        }
        Change::WrongSecret => {
            let mut secret = EXAMPLE_SECRET_ACCESS_KEY.to_owned();
            secret.pop();
            secret.push('Z');
            let token = Some(EXAMPLE_SESSION_TOKEN.to_owned());
            let wrong = Credentials::new(EXAMPLE_ACCESS_KEY_ID, secret, token, None);
            let broken = sigv4::sign(&request, &wrong, &scope, world.now)?;
            (broken.request.clone(), side(&broken), expected)
        }
        Change::PathOnce => {
            let canonical_path = canonical::canonical_path(&request.url.path);
            let wrong = expected.steps.canonical_request.replacen(&canonical_path, &request.url.path, 1);
            re_signed(right.request, &expected, wrong)
        }
        Change::HeaderCase => {
            let wrong = expected.steps.canonical_request.replacen("\ncontent-type:", "\nContent-Type:", 1);
            re_signed(right.request, &expected, wrong)
        }
        Change::HeaderSpaces => {
            let wrong = expected.steps.canonical_request.replacen("\ncontent-type:", "\ncontent-type:  ", 1);
            re_signed(right.request, &expected, wrong)
        }
        Change::HeaderDropped => {
            let mut sent = right.request;
            sent.headers.retain(|header| !is_content_type(header));
            let lost = expected
                .steps
                .canonical_request
                .split('\n')
                .map(|line| if line.starts_with("content-type:") { "content-type:" } else { line })
                .collect::<Vec<_>>()
                .join("\n");
            let received = continued(&expected, lost);
            (sent, expected, received)
        }
        Change::BodyByte => {
            let mut sent = right.request;
            sent.body = changed(&sent.body).into();
            let received = sigv4::sign(&sent, &example_credentials(), &scope, world.now)?;
            (sent, expected, side(&received))
        }
    };
    let differences = differences(&signed.steps, &expected.steps);
    let reply = serve(&sent, world);
    Ok(Broken { request: sent, signed, expected, differences, reply })
}

fn is_content_type(header: &Header) -> bool {
    header.name.eq_ignore_ascii_case("content-type")
}

fn side(signed: &sigv4::SignedRequest) -> Side {
    Side { steps: Steps::from(&signed.anatomy), signature: signed.anatomy.signature.clone() }
}

/// The steps after another canonical request, with the example secret and the same time and scope.
fn continued(right: &Side, canonical_request: String) -> Side {
    let mut lines: Vec<&str> = right.steps.string_to_sign.split('\n').collect();
    let hash = canonical::payload_hash(canonical_request.as_bytes());
    let scope: Vec<String> =
        lines.get(2).map(|scope| scope.split('/').map(str::to_owned).collect()).unwrap_or_default();
    lines.pop();
    lines.push(&hash);
    let string_to_sign = lines.join("\n");
    let signature = match scope.as_slice() {
        [date, region, service, _] => {
            let key = canonical::signing_key(EXAMPLE_SECRET_ACCESS_KEY, date, region, service);
            canonical::signature(&key, &string_to_sign)
        }
        _ => String::new(),
    };
    Side { steps: Steps { canonical_request, string_to_sign }, signature }
}

/// The request with the signature of another canonical request.
fn re_signed(mut request: HttpRequest, right: &Side, canonical_request: String) -> (HttpRequest, Side, Side) {
    let wrong = continued(right, canonical_request);
    for header in request.headers.iter_mut().filter(|header| header.value.starts_with(ALGORITHM)) {
        header.value = header.value.replace(&right.signature, &wrong.signature);
    }
    (request, wrong, right.clone())
}

/// The body with one bit of its last letter flipped, or with a space if it has none.
fn changed(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    match body.iter_mut().rev().find(|byte| byte.is_ascii_alphabetic()) {
        Some(letter) => *letter ^= 0x20,
        None => body.push(b' '),
    }
    body
}
