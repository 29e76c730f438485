//! Our signatures against botocore's: every step of random requests, and the requests of a real boto3 client.

use crate::python;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::credentials::Credentials;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::http::{Header, HttpRequest, Method, Scheme, WireUrl};
use outcrop::aws::region::{Partition, Region};
use outcrop::aws::sigv4::authorization::Authorization;
use outcrop::aws::sigv4::canonical::KeyScope;
use outcrop::aws::sigv4::presign::presign;
use outcrop::aws::sigv4::{Scope, SignError, canonical, sign};
use outcrop::aws::time::Timestamp;
use outcrop::aws::uri::{PathFault, encode_label};
use outcrop::bedrock::api_key;
use serde_json::Value;

const CASES: usize = 2_500;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

fn method(name: &str) -> Method {
    match name {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        other => panic!("method {other}"),
    }
}

fn request(spec: &Value) -> HttpRequest {
    let (scheme, rest) = text(spec, "url").split_once("://").unwrap();
    let (authority, rest) = rest.split_once('/').unwrap();
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (rest, None),
    };
    let headers = spec["headers"].as_array().unwrap();
    HttpRequest {
        method: method(text(spec, "method")),
        url: WireUrl {
            scheme: if scheme == "https" { Scheme::Https } else { Scheme::Http },
            authority: authority.to_owned(),
            path: format!("/{path}"),
            query,
        },
        headers: headers.iter().map(|h| Header::new(h[0].as_str().unwrap(), h[1].as_str().unwrap())).collect(),
        body: STANDARD.decode(text(spec, "body")).unwrap().into(),
    }
}

fn credentials(spec: &Value) -> Credentials {
    let token = spec["session_token"].as_str().map(str::to_owned);
    Credentials::new(text(spec, "access_key_id"), text(spec, "secret"), token, None)
}

#[test]
fn every_step_of_random_requests_equals_botocores() {
    let seed = std::env::var("OUTCROP_SEED").unwrap_or_else(|_| "20250102".to_owned());
    let lines = python::text("sigv4_oracle.py", &["corpus", &CASES.to_string(), &seed]);
    let mut signed_cases = 0;
    let mut refused = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (spec, expected) = (&case["request"], &case["expected"]);
        let asked = request(spec);
        let scope =
            Scope { region: Region::parse(text(spec, "region")).unwrap(), service: text(spec, "service").to_owned() };
        let now = Timestamp(spec["now_ms"].as_i64().unwrap());
        let signed = match sign(&asked, &credentials(spec), &scope, now) {
            Ok(signed) => signed,
            // botocore signs these too, but a browser would send another path.
            Err(SignError::Path(PathFault::DotSegment)) => {
                let dots = |segment: &str| segment == "." || segment == "..";
                assert!(asked.url.path.split('/').any(dots), "{line}");
                refused += 1;
                continue;
            }
            Err(error) => panic!("{error}: {line}"),
        };
        assert_eq!(signed.anatomy.canonical_request, text(expected, "canonical_request"), "{line}");
        assert_eq!(signed.anatomy.string_to_sign, text(expected, "string_to_sign"), "{line}");
        assert_eq!(signed.anatomy.amz_date, text(expected, "amz_date"), "{line}");
        assert_eq!(signed.request.header("authorization"), Some(text(expected, "authorization")), "{line}");
        assert_eq!(signed.request.header("x-amz-security-token"), expected["security_token"].as_str(), "{line}");
        assert_eq!(canonical::payload_hash(&asked.body), text(expected, "payload_hash"), "{line}");
        signed_cases += 1;
    }
    assert_eq!(signed_cases + refused, CASES);
    assert!(signed_cases >= 2_000 && refused < CASES / 20, "{signed_cases} signed, {refused} refused");
}

#[test]
fn every_step_of_presigned_requests_equals_botocores() {
    let lines = python::text("sigv4_oracle.py", &["presigned", &CASES.to_string(), "20250103"]);
    let mut signed_cases = 0;
    let mut with_token = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (spec, expected) = (&case["request"], &case["expected"]);
        let asked = request(spec);
        let scope =
            Scope { region: Region::parse(text(spec, "region")).unwrap(), service: text(spec, "service").to_owned() };
        let now = Timestamp(spec["now_ms"].as_i64().unwrap());
        let life_s = u32::try_from(spec["expires_s"].as_u64().unwrap()).unwrap();
        let signed = match presign(&asked, &credentials(spec), &scope, now, life_s) {
            Ok(signed) => signed,
            Err(SignError::Path(PathFault::DotSegment)) => continue,
            Err(error) => panic!("{error}: {line}"),
        };
        assert_eq!(signed.anatomy.canonical_request, text(expected, "canonical_request"), "{line}");
        assert_eq!(signed.anatomy.string_to_sign, text(expected, "string_to_sign"), "{line}");
        assert_eq!(signed.request.url.to_string(), text(expected, "url"), "{line}");
        signed_cases += 1;
        with_token += usize::from(spec["session_token"].is_string());
    }
    assert!(signed_cases >= 2_000 && with_token >= 500, "{signed_cases} signed, {with_token} with a token");
}

#[test]
fn api_keys_are_those_of_awss_own_generator() {
    let lines = python::text("sigv4_oracle.py", &["api_keys", "300", "20250104"]);
    let mut cases = 0;
    for line in lines.lines() {
        let spec: Value = serde_json::from_str(line).unwrap();
        let region = Region::parse(text(&spec, "region")).unwrap();
        let now = Timestamp(spec["now_ms"].as_i64().unwrap());
        let life_s = u32::try_from(spec["expires_s"].as_u64().unwrap()).unwrap();
        let key = api_key::derive(&credentials(&spec), &region, now, life_s).unwrap();
        assert_eq!(key.secret(), text(&spec, "api_key"), "{line}");
        assert_eq!(key.expires_at().map(|at| at.0 / 1_000), Some(now.0 / 1_000 + i64::from(life_s)), "{line}");
        cases += 1;
    }
    assert_eq!(cases, 300);
}

/// The requests that boto3 would send: our URL, and our verification of its signature from the parts that arrive.
#[test]
fn a_real_clients_requests_are_the_ones_we_make_and_can_verify() {
    let lines = python::text("sigv4_oracle.py", &["operations"]);
    let region = Region::parse("us-east-1").unwrap();
    let mut cases = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let received = request(&case);
        let model = received.url.path.split('/').nth(2).unwrap();
        let decoded = outcrop::aws::uri::decode_label(model).unwrap();
        assert_eq!(encode_label(&decoded), model);
        let action = received.url.path.rsplit('/').next().unwrap();
        let path = format!("/model/{}/{action}", encode_label(&decoded));
        assert_eq!(Endpoint::aws("bedrock-runtime", &region).url(&path, None), received.url);

        let given = Authorization::parse(received.header("authorization").unwrap()).unwrap();
        let mut headers = received.headers.clone();
        headers.push(Header::new("host", canonical::host(&received.url)));
        let names: Vec<&str> = given.signed_headers.iter().map(String::as_str).collect();
        let canonical_request = canonical::canonical_request(
            received.method,
            &received.url.path,
            received.url.query.as_deref(),
            &headers,
            &names,
            &canonical::payload_hash(&received.body),
        );
        let key_scope = KeyScope { date: &given.date, region: &given.region, service: &given.service };
        let amz_date = received.header("x-amz-date").unwrap();
        let expected = canonical::steps(&canonical_request, amz_date, key_scope, &credentials(&case));
        assert!(canonical::same_signature(&expected.signature, &given.signature), "{line}");

        // And the other way: we sign what boto3 signs, header for header. Its own two SDK headers come after signing.
        let mut ours = received.clone();
        ours.headers.retain(|h| !h.name.starts_with("amz-sdk-"));
        let scope = Scope { region, service: "bedrock".to_owned() };
        let now = Timestamp(case["now_ms"].as_i64().unwrap());
        let signed = sign(&ours, &credentials(&case), &scope, now).unwrap();
        assert_eq!(signed.request.header("authorization"), received.header("authorization"), "{line}");
        cases += 1;
    }
    assert_eq!(cases, 20);
}

#[test]
fn the_region_table_is_botocores() {
    let lines = python::text("sigv4_oracle.py", &["regions"]);
    let known = [Partition::Aws, Partition::UsGov, Partition::Eusc];
    let theirs: Vec<_> = lines
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .filter(|row| known.iter().any(|partition| partition.as_str() == row[0]))
        .map(|row| (row[0].to_owned(), row[1].to_owned(), row[2].to_owned()))
        .collect();
    let mut ours: Vec<_> = Region::all()
        .map(|region| {
            let partition = region.partition();
            (partition.as_str().to_owned(), region.as_str().to_owned(), partition.dns_suffix().to_owned())
        })
        .collect();
    let mut theirs = theirs;
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}
