use super::*;
use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream as smithy;
use proptest::prelude::*;

pub(super) fn event(kind: &str, payload: &str) -> Vec<u8> {
    let headers = [
        (":message-type", HeaderValue::from("event")),
        (":event-type", HeaderValue::from(kind)),
        (":content-type", HeaderValue::from("application/json")),
    ];
    encode(&headers, payload.as_bytes())
}

fn decode(bytes: &[u8]) -> (Vec<Frame>, Result<(), StreamError>) {
    let mut decoder = Decoder::new();
    let frames = decoder.push(bytes).unwrap_or_default();
    let end = decoder.finish();
    (frames, end)
}

fn fault_of(bytes: &[u8]) -> StreamError {
    decode(bytes).1.unwrap_err()
}

/// A frame with this headers block and right checksums.
pub(super) fn raw(block: &[u8], payload: &[u8]) -> Vec<u8> {
    let total = u32::try_from(OVERHEAD_BYTES + block.len() + payload.len()).unwrap();
    let mut bytes = prelude(total, u32::try_from(block.len()).unwrap());
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(payload);
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
    bytes
}

pub(super) fn prelude(total: u32, headers: u32) -> Vec<u8> {
    let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
    bytes
}

#[test]
fn reads_a_frame_that_an_emulator_sent() {
    let hex = "0000007700000052abb5d36e0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000c6d657373\
               61676553746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b22726f6c65223a2022617373\
               697374616e74227dc12c0f38";
    let digits: Vec<char> = hex.chars().collect();
    let bytes: Vec<u8> =
        digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect();
    let (frames, end) = decode(&bytes);
    assert_eq!(end, Ok(()));
    assert_eq!(frames[0].bytes, bytes);
    assert_eq!(frames[0].headers_length(), 0x52);
    assert_eq!(
        frames[0].message(),
        Ok(Message::Event {
            event_type: "messageStart".to_owned(),
            content_type: Some("application/json".to_owned()),
            payload: br#"{"role": "assistant"}"#.to_vec(),
        })
    );
    assert_eq!(event("messageStart", r#"{"role": "assistant"}"#), bytes);
    assert_eq!(encode(&[], b"").len(), OVERHEAD_BYTES);
}

#[test]
fn a_broken_stream_says_what_and_where() {
    let good = event("contentBlockDelta", r#"{"text":"hello"}"#);
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        bytes
    };
    let header = |offset, fault| StreamError::Header { offset, fault };
    for at in [0, 2, 5, 7, 8, 11] {
        assert!(matches!(fault_of(&flipped(at)), StreamError::PreludeChecksum { offset: 0, .. }), "{at}");
    }
    for at in [12, 20, good.len() - 9, good.len() - 1] {
        assert!(matches!(fault_of(&flipped(at)), StreamError::MessageChecksum { offset: 0, .. }), "{at}");
    }
    for (bytes, error) in [
        (prelude(0, 0), StreamError::Lengths { offset: 0, total_length: 0, headers_length: 0 }),
        (prelude(15, 0), StreamError::Lengths { offset: 0, total_length: 15, headers_length: 0 }),
        (prelude(32, 200), StreamError::Lengths { offset: 0, total_length: 32, headers_length: 200 }),
        (
            prelude(200_000, MAX_HEADERS_BYTES + 1),
            StreamError::TooLarge { offset: 0, total_length: 200_000, headers_length: MAX_HEADERS_BYTES + 1 },
        ),
        (
            prelude(17 + MAX_PAYLOAD_BYTES, 0),
            StreamError::TooLarge { offset: 0, total_length: 17 + MAX_PAYLOAD_BYTES, headers_length: 0 },
        ),
        (
            prelude(u32::MAX, u32::MAX),
            StreamError::Lengths { offset: 0, total_length: u32::MAX, headers_length: u32::MAX },
        ),
        (raw(b"\x00\x00", b""), header(12, HeaderFault::EmptyName)),
        (raw(b"\x20a\x00", b""), header(12, HeaderFault::CutOff)),
        (raw(b"\x01a", b""), header(12, HeaderFault::CutOff)),
        (raw(b"\x01a\x0a", b""), header(12, HeaderFault::UnknownType(10))),
        (raw(b"\x01a\x07\x00\x20abc", b"payload"), header(12, HeaderFault::CutOff)),
        (raw(b"\x01a\x07\x00\x02\xff\xfe", b""), header(12, HeaderFault::NotUtf8)),
        (raw(b"\x01\xff\x00", b""), header(12, HeaderFault::NotUtf8)),
        (raw(b"\x01a\x00\x01a\x01", b""), header(15, HeaderFault::Duplicate("a".to_owned()))),
        (raw(b"\x01a\x04\x00\x00", b""), header(12, HeaderFault::CutOff)),
        (raw(b"\x01a\x09\x00", b""), header(12, HeaderFault::CutOff)),
    ] {
        assert_eq!(fault_of(&bytes), error);
    }
    let html = fault_of(b"<html><body>502 Bad Gateway</body></html>");
    assert!(html.to_string().contains("<html><body>502 Bad"), "{html}");
}

#[test]
fn a_cut_stream_keeps_its_whole_frames() {
    let good = event("a", "1");
    for cut in 1..good.len() {
        let (frames, end) = decode(&[&good[..], &good[..cut]].concat());
        assert_eq!(frames.len(), 1);
        let need = (cut >= PRELUDE_BYTES).then_some(good.len());
        assert_eq!(end, Err(StreamError::Truncated { offset: good.len() as u64, have: cut, need }));
    }
    assert!(decode(b"oh no").1.unwrap_err().to_string().contains("5 of an unknown number of bytes"));
}

#[test]
fn frames_before_a_fault_arrive_and_the_fault_stays() {
    let good = event("a", "1");
    let mut decoder = Decoder::new();
    let frames = decoder.push(&[&good[..], b"trailing garbage"].concat()).unwrap();
    assert_eq!(frames.len(), 1);
    let fault = decoder.fault().cloned().unwrap();
    assert!(matches!(fault, StreamError::PreludeChecksum { offset, .. } if offset == good.len() as u64));
    assert_eq!(decoder.push(&good), Err(fault.clone()));
    assert_eq!(decoder.finish(), Err(fault));
}

#[test]
fn says_what_a_frame_is() {
    let message_of = |headers: &[(&str, HeaderValue)]| decode(&encode(headers, b"{}")).0[0].message();
    let text = |text: &str| HeaderValue::from(text);
    assert_eq!(
        message_of(&[(":exception-type", text("throttlingException")), (":message-type", text("exception"))]),
        Ok(Message::Exception {
            exception_type: "throttlingException".to_owned(),
            content_type: None,
            payload: b"{}".to_vec()
        })
    );
    assert_eq!(
        message_of(&[
            (":message-type", text("error")),
            (":error-code", text("InternalError")),
            (":error-message", text("sorry"))
        ]),
        Ok(Message::Error { code: Some("InternalError".to_owned()), message: Some("sorry".to_owned()) })
    );
    assert_eq!(message_of(&[(":message-type", text("error"))]), Ok(Message::Error { code: None, message: None }));
    assert_eq!(message_of(&[]), Err(StreamError::MissingHeader { offset: 0, name: ":message-type" }));
    assert_eq!(
        message_of(&[(":message-type", text("event"))]),
        Err(StreamError::MissingHeader { offset: 0, name: ":event-type" })
    );
    assert_eq!(
        message_of(&[(":message-type", HeaderValue::Int32(1))]),
        Err(StreamError::HeaderType { offset: 0, name: ":message-type" })
    );
    assert_eq!(
        message_of(&[(":message-type", text("Event"))]),
        Err(StreamError::MessageType { offset: 0, given: "Event".to_owned() })
    );
}

#[test]
fn a_large_frame_in_single_bytes_takes_linear_time() {
    // 4 MB byte by byte: with a copy of the buffer for each byte this would be eight terabytes of copying.
    let frame = encode(&[], &vec![7; 4_000_000]);
    let mut decoder = Decoder::new();
    let mut frames = Vec::new();
    for byte in frame.chunks(1) {
        frames.extend(decoder.push(byte).unwrap());
    }
    assert_eq!(frames.len(), 1);
    assert_eq!(frames[0].bytes, frame);
    // And 40,000 frames in one chunk.
    let many = encode(&[], b"x").repeat(40_000);
    assert_eq!(decode(&many).0.len(), 40_000);
}

#[test]
fn what_is_too_long_for_a_frame_is_cut() {
    let long = "é".repeat(100_000);
    let bytes = HeaderValue::Bytes(vec![1; 64_000]);
    let frame = encode(
        &[(&long, HeaderValue::from(long.as_str())), ("b", bytes.clone()), ("c", bytes), ("d", HeaderValue::Byte(1))],
        b"",
    );
    let (frames, end) = decode(&frame);
    assert_eq!(end, Ok(()));
    let lengths: Vec<_> = frames[0].headers.iter().map(|(name, value)| (name.len(), value.type_name())).collect();
    assert_eq!(lengths, [(254, "string"), (1, "byte array"), (1, "byte")]);
}

#[test]
fn writes_the_bytes_that_the_smithy_crate_writes() {
    let message = smithy::Message::new(&b"payload"[..])
        .add_header(smithy::Header::new("true", smithy::HeaderValue::Bool(true)))
        .add_header(smithy::Header::new("string", smithy::HeaderValue::String("héllo".to_owned().into())));
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).unwrap();
    let headers = [("true", HeaderValue::Bool(true)), ("string", HeaderValue::from("héllo"))];
    assert_eq!(encode(&headers, b"payload"), bytes);
}

fn any_value() -> impl Strategy<Value = HeaderValue> {
    prop_oneof![
        any::<bool>().prop_map(HeaderValue::Bool),
        any::<i8>().prop_map(HeaderValue::Byte),
        any::<i16>().prop_map(HeaderValue::Int16),
        any::<i32>().prop_map(HeaderValue::Int32),
        any::<i64>().prop_map(HeaderValue::Int64),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(HeaderValue::Bytes),
        ".{0,20}".prop_map(HeaderValue::String),
        // The other crate's timestamps end where its calendar ends.
        (-60_000_000_000_000_i64..200_000_000_000_000).prop_map(HeaderValue::Timestamp),
        any::<[u8; 16]>().prop_map(HeaderValue::Uuid),
    ]
}

type Parts = (Vec<(String, HeaderValue)>, Vec<u8>);

fn any_frames() -> impl Strategy<Value = Vec<Parts>> {
    let headers = prop::collection::btree_map("[a-z:é-]{1,12}", any_value(), 0..5)
        .prop_map(|map| map.into_iter().collect::<Vec<_>>());
    prop::collection::vec((headers, prop::collection::vec(any::<u8>(), 0..200)), 0..6)
}

fn encoded((headers, payload): &Parts) -> Vec<u8> {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    encode(&headers, payload)
}

fn smithy_value(value: &HeaderValue) -> smithy::HeaderValue {
    match value.clone() {
        HeaderValue::Bool(v) => smithy::HeaderValue::Bool(v),
        HeaderValue::Byte(v) => smithy::HeaderValue::Byte(v),
        HeaderValue::Int16(v) => smithy::HeaderValue::Int16(v),
        HeaderValue::Int32(v) => smithy::HeaderValue::Int32(v),
        HeaderValue::Int64(v) => smithy::HeaderValue::Int64(v),
        HeaderValue::Bytes(v) => smithy::HeaderValue::ByteArray(v.into()),
        HeaderValue::String(v) => smithy::HeaderValue::String(v.into()),
        HeaderValue::Timestamp(v) => smithy::HeaderValue::Timestamp(DateTime::from_millis(v)),
        HeaderValue::Uuid(v) => smithy::HeaderValue::Uuid(u128::from_be_bytes(v)),
    }
}

proptest! {
    #[test]
    fn any_split_of_the_same_bytes_gives_the_same_frames(
        parts in any_frames(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let bytes: Vec<u8> = parts.iter().flat_map(encoded).collect();
        let (whole, end) = decode(&bytes);
        prop_assert_eq!(end, Ok(()));
        prop_assert_eq!(whole.iter().map(|f| (f.headers.clone(), f.payload.clone())).collect::<Vec<_>>(), parts);
        prop_assert_eq!(whole.iter().flat_map(|f| f.bytes.clone()).collect::<Vec<u8>>(), bytes.clone());

        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut decoder = Decoder::new();
        let mut frames = Vec::new();
        for pair in cuts.windows(2) {
            frames.extend(decoder.push(&bytes[pair[0]..pair[1]]).unwrap());
        }
        prop_assert_eq!(decoder.finish(), Ok(()));
        prop_assert_eq!(frames, whole);
    }

    #[test]
    fn the_smithy_crate_reads_what_we_write_and_writes_what_we_read(parts in any_frames()) {
        for part in &parts {
            let bytes = encoded(part);
            let mut message = smithy::Message::new(part.1.clone());
            for (name, value) in &part.0 {
                message = message.add_header(smithy::Header::new(name.clone(), smithy_value(value)));
            }
            let mut written = Vec::new();
            write_message_to(&message, &mut written).unwrap();
            prop_assert_eq!(&written, &bytes);
            prop_assert_eq!(read_message_from(&bytes[..]).unwrap(), message);
        }
    }

    #[test]
    fn what_we_accept_the_smithy_crate_accepts(parts in any_frames(), at: prop::sample::Index, bit in 0..8_u32, fix: bool) {
        let Some(part) = parts.first() else { return Ok(()) };
        let mut bytes = encoded(part);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if fix {
            // With right checksums over wrong content, only the lengths and the headers can be at fault.
            let end = bytes.len() - 4;
            let sum = crc32fast::hash(&bytes[..8]);
            bytes[8..12].copy_from_slice(&sum.to_be_bytes());
            let sum = crc32fast::hash(&bytes[..end]);
            bytes[end..].copy_from_slice(&sum.to_be_bytes());
        }
        let (frames, end) = decode(&bytes);
        if end.is_ok() {
            prop_assert!(fix && frames.len() == 1);
            prop_assert!(read_message_from(&bytes[..]).is_ok());
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic_and_split_alike(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8)) {
        let mut decoder = Decoder::new();
        let mut count = 0;
        for chunk in &chunks {
            count += decoder.push(chunk).map_or(0, |frames| frames.len());
        }
        let (frames, end) = decode(&chunks.concat());
        prop_assert_eq!(count, frames.len());
        prop_assert_eq!(decoder.finish().is_ok(), end.is_ok());
    }
}
