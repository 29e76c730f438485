//! Encodes a frame, for the simulator and the tests.

use super::frame::{MAX_HEADERS_BYTES, MAX_PAYLOAD_BYTES, OVERHEAD_BYTES};
use super::header::HeaderValue;

/// One frame with these headers and this payload.
///
/// The limits are 255 bytes for a name, 65,535 for a value, 128 KiB for all headers and 24 MiB for the payload. Longer
/// values are cut (text at a character boundary), and headers that no longer fit are dropped, so that any input gives a
/// well-formed frame.
pub fn encode(headers: &[(&str, HeaderValue)], payload: &[u8]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in headers {
        let before = block.len();
        write_header(&mut block, name, value);
        if block.len() > MAX_HEADERS_BYTES as usize {
            block.truncate(before);
        }
    }
    let payload = payload.get(..MAX_PAYLOAD_BYTES as usize).unwrap_or(payload);
    let total = OVERHEAD_BYTES + block.len() + payload.len();
    let mut frame = Vec::with_capacity(total);
    for length in [total, block.len()] {
        // Both are far below 4 GiB by the limits above.
        frame.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    }
    frame.extend_from_slice(&crc32fast::hash(&frame).to_be_bytes());
    frame.extend_from_slice(&block);
    frame.extend_from_slice(payload);
    frame.extend_from_slice(&crc32fast::hash(&frame).to_be_bytes());
    frame
}

fn write_header(out: &mut Vec<u8>, name: &str, value: &HeaderValue) {
    let name = cut(name, usize::from(u8::MAX));
    out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(name.as_bytes());
    out.push(value.type_number());
    match value {
        HeaderValue::Bool(_) => {}
        HeaderValue::Byte(n) => out.extend_from_slice(&n.to_be_bytes()),
        HeaderValue::Int16(n) => out.extend_from_slice(&n.to_be_bytes()),
        HeaderValue::Int32(n) => out.extend_from_slice(&n.to_be_bytes()),
        HeaderValue::Int64(n) | HeaderValue::Timestamp(n) => out.extend_from_slice(&n.to_be_bytes()),
        HeaderValue::Bytes(bytes) => write_counted(out, bytes.get(..usize::from(u16::MAX)).unwrap_or(bytes)),
        HeaderValue::String(text) => write_counted(out, cut(text, usize::from(u16::MAX)).as_bytes()),
        HeaderValue::Uuid(bytes) => out.extend_from_slice(bytes),
    }
}

fn write_counted(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// The longest prefix of a text that fits into `most` bytes.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}
