use super::super::tests::{event, prelude, raw};
use super::super::{Decoder, HeaderValue, encode};
use super::*;
use proptest::prelude::*;

fn names(layout: &Layout) -> Vec<(&'static str, usize, usize)> {
    layout.fields.iter().map(|field| (field.kind.name(), field.offset, field.length)).collect()
}

fn covers(layout: &Layout) {
    let mut at = 0;
    for field in &layout.fields {
        assert_eq!(field.offset, at, "{layout:?}");
        at = field.end();
    }
    assert_eq!(at, layout.length, "{layout:?}");
    if let Some(damage) = &layout.damage {
        assert!(damage.field < layout.fields.len().max(1), "{layout:?}");
    }
}

#[test]
fn a_frame_is_its_fields() {
    let bytes = event("messageStart", r#"{"role": "assistant"}"#);
    let layout = Layout::parse(7, &bytes);
    covers(&layout);
    assert_eq!(layout.damage, None);
    assert_eq!(
        names(&layout)[..8],
        [
            ("total length", 0, 4),
            ("headers length", 4, 4),
            ("prelude CRC", 8, 4),
            ("header name length", 12, 1),
            ("header name", 13, 13),
            ("header type", 26, 1),
            ("header value length", 27, 2),
            ("header value", 29, 5),
        ]
    );
    let text: Vec<&str> = layout.fields.iter().map(|field| field.text.as_str()).collect();
    assert_eq!(text[..8], ["119", "82", "0xabb5d36e", "13", ":message-type", "7 (string)", "5", "event"]);
    assert_eq!(text.last(), Some(&"0xc12c0f38"));
    assert_eq!(layout.payload(&bytes), br#"{"role": "assistant"}"#);
    assert!(layout.prelude.unwrap().holds() && layout.message.unwrap().holds());
    assert_eq!(layout.fields[layout.field_at(30).unwrap()].text, "event");
    assert_eq!(layout.field_at(119), None);
    assert_eq!(layout.fields.iter().filter_map(|field| field.header).max(), Some(2));
}

#[test]
fn every_header_type_is_taken_apart() {
    let all = [
        HeaderValue::Bool(true),
        HeaderValue::Bool(false),
        HeaderValue::Byte(-1),
        HeaderValue::Int16(-2),
        HeaderValue::Int32(-3),
        HeaderValue::Int64(-4),
        HeaderValue::Bytes(vec![0xca, 0xfe]),
        HeaderValue::String("é".to_owned()),
        HeaderValue::Timestamp(1_000),
        HeaderValue::Uuid([0x11; 16]),
    ];
    let given: Vec<(String, HeaderValue)> =
        all.into_iter().enumerate().map(|(n, value)| (format!("h{n}"), value)).collect();
    let headers: Vec<(&str, HeaderValue)> = given.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let layout = Layout::parse(0, &encode(&headers, b"xy"));
    covers(&layout);
    let values: Vec<(usize, &str)> = layout
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Value)
        .map(|field| (field.length, field.text.as_str()))
        .collect();
    let uuid = "11".repeat(16);
    assert_eq!(
        values,
        [
            (1, "-1"),
            (2, "-2"),
            (4, "-3"),
            (8, "-4"),
            (2, "cafe"),
            (2, "é"),
            (8, "1000 ms since 1970"),
            (16, uuid.as_str())
        ]
    );
}

#[test]
fn a_flipped_bit_is_found_by_the_sum_that_covers_it() {
    let bytes = event("contentBlockDelta", r#"{"text":"hello"}"#);
    for byte in 0..bytes.len() {
        for bit in 0..8 {
            let broken = flipped(&bytes, byte, bit);
            let layout = Layout::parse(0, &broken);
            covers(&layout);
            let (prelude, message) =
                (layout.prelude.unwrap(), layout.message.unwrap_or(Checksum { carried: 0, computed: 1 }));
            assert_eq!(prelude.holds(), byte >= PRELUDE_BYTES, "{byte}.{bit}");
            // The other checksum covers a changed prelude checksum.
            assert!(!message.holds(), "{byte}.{bit}");
            let blamed = layout.fields[layout.damage.as_ref().unwrap().field].kind;
            let expected = if byte < PRELUDE_BYTES { FieldKind::PreludeChecksum } else { FieldKind::MessageChecksum };
            assert_eq!(blamed, expected, "{byte}.{bit}");
            let mut decoder = Decoder::new();
            decoder.push(&broken).unwrap_err();
            assert_eq!(layout.damage.as_ref().map(|damage| &damage.error), decoder.fault(), "{byte}.{bit}");
        }
    }
    assert_eq!(flipped(&bytes, 9_999, 0), bytes);
    assert_eq!(flipped(&bytes, 0, 8), bytes);
}

#[test]
fn damage_is_at_its_frame_and_its_field() {
    let good = event("a", "1");
    let n = good.len();
    let two = |third: &[u8], after: &[u8]| [&good, &good, third, after].concat();
    for (third, field, after) in [
        (flipped(&good, 1, 0), FieldKind::PreludeChecksum, n - PRELUDE_BYTES + 5),
        (flipped(&good, n - 5, 3), FieldKind::MessageChecksum, 5),
        (flipped(&good, n - 1, 3), FieldKind::MessageChecksum, 5),
        (prelude(15, 0), FieldKind::TotalLength, 5),
        (prelude(32, 200), FieldKind::HeadersLength, 5),
        (prelude(17 + MAX_PAYLOAD_BYTES, 0), FieldKind::TotalLength, 5),
        (prelude(400_000, MAX_HEADERS_BYTES + 1), FieldKind::HeadersLength, 5),
        (raw(b"\x00\x00", b""), FieldKind::NameLength, 5),
        (raw(b"\x20a\x00", b""), FieldKind::Name, 5),
        (raw(b"\x01\xff\x00", b""), FieldKind::Name, 5),
        (raw(b"\x01a", b""), FieldKind::Name, 5),
        (raw(b"\x01a\x0a", b""), FieldKind::Type, 5),
        (raw(b"\x01a\x07\x00", b""), FieldKind::ValueLength, 5),
        (raw(b"\x01a\x07\x00\x20abc", b"payload"), FieldKind::Value, 5),
        (raw(b"\x01a\x07\x00\x02\xff\xfe", b""), FieldKind::Value, 5),
        (raw(b"\x01a\x04\x00\x00", b""), FieldKind::Value, 5),
        (raw(b"\x01a\x00\x01a\x01", b""), FieldKind::Name, 5),
    ] {
        let bytes = two(&third, b"after");
        let anatomy = Anatomy::parse(&bytes);
        let rest = anatomy.rest.unwrap();
        covers(&rest.layout);
        assert_eq!((anatomy.frames.len(), rest.layout.offset), (2, 2 * n as u64), "{rest:?}");
        assert_eq!(rest.field(), Some(field), "{rest:?}");
        assert_eq!(rest.after, after, "{rest:?}");
    }
    let whole = Anatomy::parse(&two(&good, b""));
    assert_eq!((whole.frames.len(), whole.rest), (3, None));
    assert_eq!(Anatomy::parse(b""), Anatomy::default());
    let html = Anatomy::parse(b"<html>").rest.unwrap();
    assert_eq!((html.field(), html.after), (Some(FieldKind::HeadersLength), 0));
}

#[test]
fn a_cut_frame_ends_in_the_field_where_it_was_cut() {
    let good = event("a", "payload");
    let whole = Layout::parse(0, &good);
    for cut in 1..good.len() {
        let anatomy = Anatomy::parse(&good[..cut]);
        let rest = anatomy.rest.unwrap();
        covers(&rest.layout);
        let need = (cut >= PRELUDE_BYTES).then_some(good.len());
        assert_eq!(rest.error(), Some(&StreamError::Truncated { offset: 0, have: cut, need }));
        assert_eq!(rest.field(), whole.field_at(cut - 1).map(|place| whole.fields[place].kind), "{cut}");
    }
}

proptest! {
    /// For any bytes, the fields cover them, and the damage is the one that the decoder finds.
    #[test]
    fn agrees_with_the_decoder(
        start: Vec<u8>,
        cuts in prop::collection::vec((0usize..200, 0u8..8), 0..3),
        frames in prop::collection::vec(("[a-z]{0,20}", prop::collection::vec(any::<u8>(), 0..40)), 0..4),
        garbage: bool,
    ) {
        let mut bytes: Vec<u8> = frames.iter().flat_map(|(kind, payload)| {
            encode(&[(":event-type", HeaderValue::from(kind.as_str()))], payload)
        }).collect();
        for (byte, bit) in cuts {
            bytes = flipped(&bytes, byte, bit);
        }
        if garbage {
            bytes.extend_from_slice(&start);
        }
        let mut decoder = Decoder::new();
        let _ = decoder.push(&bytes);
        let anatomy = Anatomy::parse(&bytes);
        if let Some(rest) = &anatomy.rest {
            covers(&rest.layout);
            let read: usize = anatomy.frames.iter().map(|frame| frame.bytes.len()).sum();
            prop_assert_eq!(read + rest.frame.len() + rest.after, bytes.len());
        }
        // Reading in pieces gives the same.
        let mut dissection = Dissection::default();
        let frames: usize = bytes.chunks(7).map(|piece| dissection.take(piece).len()).sum();
        prop_assert_eq!(frames, anatomy.frames.len());
        prop_assert_eq!(dissection.finish(&bytes), anatomy.clone());
        let expected = decoder.finish().err();
        let found = anatomy.rest.as_ref().and_then(Rest::error).cloned();
        let same = match (&expected, &found) {
            // Only the excerpt may differ: the decoder may have more bytes.
            (Some(StreamError::PreludeChecksum { offset, .. }), Some(StreamError::PreludeChecksum { offset: at, .. })) => offset == at,
            _ => expected == found,
        };
        prop_assert!(same, "{:?} {:?}", expected, found);
    }
}
