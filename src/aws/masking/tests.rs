use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use proptest::prelude::*;

use super::*;
use crate::aws::eventstream::{Decoder, HeaderValue, encode};

const TOKEN: &str = "IQoJb3JpZ2luX2VjEHoa/CXVzLWVhc3QtMSJ+MEUCIQDk=";
const KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn masker() -> Masker {
    Masker::new(&Secrets::from_credentials(&Credentials::new(
        "ASIAIOSFODNN7EXAMPLE",
        KEY,
        Some(TOKEN.to_owned()),
        None,
    )))
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn every(text: &str, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

/// The secret in each encoding that is searched for.
fn writings(secret: &str) -> Vec<String> {
    let once = percent(secret);
    let mut all = vec![
        secret.to_owned(),
        format!("x-amz-security-token:{secret}\nhost:a"),
        once.clone(),
        once.replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
        once.replace("%2F", "/"),
        once.replace('%', "%25"),
        once.replace('%', "%2525"),
        every(secret, |b| format!("%{b:02x}")),
        secret.replace('/', "\\/"),
        secret.replace('/', "\\\\/"),
        secret.replace('+', "\\u002b").replace('=', "\\u003D"),
        secret.replace('+', "\\\\u002B"),
        every(secret, |b| format!("\\u{b:04x}")),
        secret.replace('+', "&#43;").replace('/', "&#x2F;").replace('=', "&#061;"),
    ];
    for before in ["", "a", "ab", "abc", "Bearer "] {
        for after in ["", "z", "zz", "\nhost:x"] {
            let text = format!("{before}{secret}{after}");
            all.push(STANDARD.encode(&text));
            all.push(URL_SAFE.encode(&text));
            all.push(STANDARD.encode(&text).replace('/', "\\/"));
            all.push(percent(&STANDARD.encode(&text)));
        }
    }
    let long = STANDARD.encode(format!("some text before {secret} and after"));
    all.push(format!("{}\r\n{}\n{}", &long[..20], &long[20..50], &long[50..]));
    all
}

/// A minimal reader: finds the secret after undoing the encodings.
fn reveals(text: &str, secret: &str) -> bool {
    let joined: String = text.split_whitespace().collect::<String>().replace("\\/", "/");
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let plain = decode(&decode(&decode(&joined)));
    let middle = &secret[2..secret.len() - 2];
    let base64 = |text: &str| {
        let text: String = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
        STANDARD_ANY.decode(text).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(middle))
    };
    plain.contains(middle) || base64(&joined) || base64(&plain)
}

const STANDARD_ANY: base64::engine::GeneralPurpose = base64::engine::GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    base64::engine::GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
);

fn streamed(text: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut stream = Stream::new(masker());
    let mut out = Vec::new();
    let mut from = 0;
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).collect();
    cuts.sort_unstable();
    for cut in cuts.into_iter().chain([text.len()]) {
        out.extend(stream.push(&text[from..cut]));
        from = cut;
    }
    out.extend(stream.finish());
    out
}

#[test]
fn each_writing_is_masked_and_keeps_its_length() {
    for (secret, name) in [(TOKEN, "session token"), (KEY, "secret key")] {
        for writing in writings(secret) {
            let masked = masker().text(&writing);
            assert_eq!(masked.len(), writing.len());
            assert_ne!(masked, writing, "not found");
            assert!(!reveals(&masked, secret), "{masked}");
        }
        assert!(masker().text(secret).contains(name));
    }
}

#[test]
fn a_cut_anywhere_changes_nothing() {
    for writing in writings(TOKEN) {
        let text = format!("{{\"message\": \"before {writing} after\"}}");
        let whole = masker().text(&text);
        for cut in 0..text.len() {
            assert_eq!(String::from_utf8(streamed(text.as_bytes(), &[cut])).unwrap(), whole);
        }
    }
}

#[test]
fn json_stays_json() {
    for writing in writings(TOKEN) {
        let text = format!("{{\"message\":\"{}\"}}", writing.replace('\n', "\\n").replace('\r', "\\r"));
        let masked = masker().text(&text);
        serde_json::from_str::<serde_json::Value>(&masked).unwrap_or_else(|error| panic!("{error}: {masked}"));
    }
}

#[test]
fn a_body_in_base64_can_still_be_read() {
    for before in ["{\"a\":\"", "{\"ab\":\"", "{\"abc\":\""] {
        for secret in [TOKEN, KEY] {
            let body = STANDARD.encode(format!("{before}{secret}\"}}"));
            let inner = STANDARD.decode(masker().text(&body)).unwrap();
            let value: serde_json::Value = serde_json::from_slice(&inner).unwrap();
            assert!(value.to_string().contains("masked: se"), "{value}");
        }
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in
        ["", "ASIAIOSFODNN7EXAMPLE", "Signature=0123456789abcdef", &TOKEN[1..], &KEY[..39], "%%%\\\\\\&&&", "é 字"]
    {
        assert_eq!(masker().text(text), text);
        assert_eq!(streamed(text.as_bytes(), &[1]), text.as_bytes());
    }
    let short = Masker::new(&Secrets::from_credentials(&Credentials::new("AKIA", "s", Some("token".to_owned()), None)));
    assert_eq!(short.text("a token s"), "a token s");
    assert!(!format!("{:?}", Secrets::default().and("API key", KEY)).contains("wJal"));
}

#[test]
fn text_that_begins_no_secret_does_not_wait() {
    let mut stream = Stream::new(masker());
    for text in ["{\"a\":1}", "Hello, ", "w", " world", "\\", "n", "100 %", " sure"] {
        let out = stream.push(text.as_bytes());
        assert!(out.len() + 1 >= text.len(), "{text:?} waits");
    }
    assert_eq!(Stream::new(masker()).push(b"{"), b"{");
}

#[test]
fn headers_are_masked() {
    let head = ResponseHead { status: 200, headers: vec![Header::new("x-echo", format!("token={TOKEN}"))] };
    let masked = masker().head(head);
    assert!(masked.header("x-echo").is_some_and(|value| value.starts_with("token=*masked: session token*")));
}

#[test]
fn both_sides_of_a_signature_are_masked_alike() {
    let ours = Steps { canonical_request: format!("POST\n/\n\nx-amz-security-token:{TOKEN}\n"), ..Steps::default() };
    let masked = masker().steps(&ours);
    assert!(!masked.canonical_request.contains(TOKEN));
    let body = serde_json::json!({ "message": ours.canonical_request }).to_string();
    let answer: serde_json::Value = serde_json::from_slice(&streamed(body.as_bytes(), &[50])).unwrap();
    assert_eq!(answer["message"], masked.canonical_request);
}

fn frame(payload: &str) -> Vec<u8> {
    encode(&[(":event-type", HeaderValue::String("chunk".to_owned()))], payload.as_bytes())
}

#[test]
fn a_masked_frame_is_whole_and_a_damaged_one_stays_damaged() {
    let inner = STANDARD.encode(format!("{{\"text\":\"{TOKEN}\"}}"));
    let mut bytes = frame("{}");
    bytes.extend(frame(&format!("{{\"bytes\":\"{inner}\"}}")));
    bytes.extend(frame(&format!("{{\"a\":\"{TOKEN}\"}}")));
    for cut in 0..bytes.len() {
        let out = streamed(&bytes, &[cut]);
        let frames = Decoder::new().push(&out).unwrap();
        assert_eq!(frames.len(), 3);
        let payload = String::from_utf8(frames[2].payload.clone()).unwrap();
        assert!(payload.contains("*masked: session token*"), "{payload}");
        assert!(!reveals(&payload, TOKEN));
        let outer: serde_json::Value = serde_json::from_slice(&frames[1].payload).unwrap();
        let inner = STANDARD.decode(outer["bytes"].as_str().unwrap()).unwrap();
        assert!(String::from_utf8(inner).unwrap().contains("*masked: session token*"));
    }
    let mut damaged = frame(&format!("{{\"a\":\"{TOKEN}\"}}"));
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let out = streamed(&damaged, &[]);
    assert!(Decoder::new().push(&out).is_err());
    assert!(!String::from_utf8_lossy(&out).contains(TOKEN));
    // A cut frame, and bytes after a frame that are not a frame.
    let whole = frame(&format!("{{\"a\":\"{TOKEN}\"}}"));
    let cut = streamed(&whole[..whole.len() - 5], &[30]);
    assert!(!String::from_utf8_lossy(&cut).contains(TOKEN));
    let mut behind = frame("{}");
    behind.extend(format!("not a frame {TOKEN}").bytes());
    assert!(!String::from_utf8_lossy(&streamed(&behind, &[20, 40])).contains(TOKEN));
}

proptest! {
    #[test]
    fn any_split_gives_the_same(
        pieces in prop::collection::vec(prop_oneof![".{0,12}", prop::sample::select(writings(TOKEN)), prop::sample::select(writings(KEY))], 0..6),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let text = pieces.concat();
        let whole = masker().text(&text);
        prop_assert_eq!(String::from_utf8(streamed(text.as_bytes(), &cuts)).unwrap(), whole.clone());
        for secret in [TOKEN, KEY] {
            prop_assert!(!whole.contains(secret) && !whole.contains(&percent(secret)));
        }
    }

    #[test]
    fn any_bytes_keep_their_length(bytes in prop::collection::vec(any::<u8>(), 0..200), cuts in prop::collection::vec(any::<usize>(), 0..5)) {
        prop_assert_eq!(streamed(&bytes, &cuts).len(), bytes.len());
    }
}
