//! The fields of a frame, one after another: position, length, value, and whether the two checksums are right. Made to
//! inspect frames, including damaged ones.
//!
//! Every byte of a frame belongs to exactly one [`Field`]; bytes that cannot be interpreted are [`FieldKind::Unread`].
//! Damage is a field and a [`StreamError`], the same one that [`Decoder`](super::Decoder) gives for the same bytes. A
//! stream is read up to its first damage, as a decoder reads it: the format has no mark to find the next frame, so the
//! rest is only counted.

mod headers;
mod stream;
#[cfg(test)]
mod tests;

use super::error::{StreamError, recognisable_start};
use super::frame::{MAX_HEADERS_BYTES, MAX_PAYLOAD_BYTES, OVERHEAD_BYTES, PRELUDE_BYTES};
pub use stream::{Anatomy, Dissection, Rest};

/// Bytes of a length or a checksum.
const WORD: usize = 4;

/// The kind of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Length of the whole frame, four bytes.
    TotalLength,
    /// Length of the headers, four bytes.
    HeadersLength,
    /// CRC-32 of the two lengths, four bytes.
    PreludeChecksum,
    /// Length of a header's name, one byte.
    NameLength,
    /// A header's name.
    Name,
    /// A header's type, one byte from 0 to 9.
    Type,
    /// Length of a header's value, two bytes; only strings and byte arrays have it.
    ValueLength,
    /// A header's value.
    Value,
    /// The payload.
    Payload,
    /// CRC-32 of everything before it, four bytes.
    MessageChecksum,
    /// Bytes that cannot be interpreted, because the fields before them are damaged or missing.
    Unread,
}

impl FieldKind {
    /// The field's name in the format's own terms.
    pub fn name(self) -> &'static str {
        match self {
            Self::TotalLength => "total length",
            Self::HeadersLength => "headers length",
            Self::PreludeChecksum => "prelude CRC",
            Self::NameLength => "header name length",
            Self::Name => "header name",
            Self::Type => "header type",
            Self::ValueLength => "header value length",
            Self::Value => "header value",
            Self::Payload => "payload",
            Self::MessageChecksum => "message CRC",
            Self::Unread => "unread bytes",
        }
    }
}

/// One field of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its kind.
    pub kind: FieldKind,
    /// Where it starts, in bytes from the start of the frame.
    pub offset: usize,
    /// How many of its bytes exist.
    pub length: usize,
    /// The header that it belongs to, counted from 0.
    pub header: Option<usize>,
    /// The value as text; empty for the payload and for unread bytes, which have their own views.
    pub text: String,
}

impl Field {
    fn new(kind: FieldKind, offset: usize, length: usize, text: impl Into<String>) -> Self {
        Self { kind, offset, length, header: None, text: text.into() }
    }

    /// The byte after the field's last.
    pub fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// A checksum: the one in the frame, and the one computed from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// The checksum in the frame.
    pub carried: u32,
    /// The checksum computed from the bytes.
    pub computed: u32,
}

impl Checksum {
    /// Whether the two are equal.
    pub fn holds(self) -> bool {
        self.carried == self.computed
    }
}

/// The damage of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The damaged field, as an index into [`Layout::fields`].
    pub field: usize,
    /// The fault.
    pub error: StreamError,
}

/// A frame, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Where the frame starts, in bytes from the start of the stream.
    pub offset: u64,
    /// How many of its bytes exist.
    pub length: usize,
    /// Its fields, in order and without gaps.
    pub fields: Vec<Field>,
    /// The checksum of the lengths, if it arrived.
    pub prelude: Option<Checksum>,
    /// The checksum of everything before it, if it arrived.
    pub message: Option<Checksum>,
    /// Its first damage.
    pub damage: Option<Damage>,
}

impl Layout {
    /// The fields of the frame in these bytes, damaged or not.
    ///
    /// The bytes count as exactly one frame. If its length states something else, the last four bytes are still shown
    /// as its checksum, so that a frame with one flipped bit keeps its shape.
    pub fn parse(offset: u64, bytes: &[u8]) -> Self {
        let mut out =
            Self { offset, length: bytes.len(), fields: Vec::new(), prelude: None, message: None, damage: None };
        let (Some(total), Some(headers), Some(carried), Some(lengths)) =
            (word(bytes, 0), word(bytes, WORD), word(bytes, 2 * WORD), bytes.get(..2 * WORD))
        else {
            out.start_of_a_prelude(bytes);
            return out;
        };
        out.push(Field::new(FieldKind::TotalLength, 0, WORD, total.to_string()));
        out.push(Field::new(FieldKind::HeadersLength, WORD, WORD, headers.to_string()));
        out.push(Field::new(FieldKind::PreludeChecksum, 2 * WORD, WORD, format!("{carried:#010x}")));
        let prelude = Checksum { carried, computed: crc32fast::hash(lengths) };
        out.prelude = Some(prelude);
        if !prelude.holds() {
            out.blame(2, prelude_error(offset, prelude, bytes));
        } else if let Some((field, error)) = impossible(offset, total, headers) {
            out.blame(field, error);
            out.push(Field::new(FieldKind::Unread, PRELUDE_BYTES, bytes.len().saturating_sub(PRELUDE_BYTES), ""));
            return out;
        }
        if prelude.holds() && bytes.len() < total as usize {
            out.cut(bytes, headers as usize, total as usize);
        } else {
            out.body(bytes, headers as usize);
        }
        out
    }

    /// The field at a byte of the frame, as an index into [`Self::fields`].
    pub fn field_at(&self, byte: usize) -> Option<usize> {
        let after = self.fields.partition_point(|field| field.end() <= byte);
        self.fields.get(after).filter(|field| field.offset <= byte).map(|_| after)
    }

    /// The bytes of the payload that exist.
    pub fn payload<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let payload = self.fields.iter().find(|field| field.kind == FieldKind::Payload);
        payload.and_then(|field| bytes.get(field.offset..field.end())).unwrap_or_default()
    }

    /// The length that a prelude states, unless it is damaged or impossible.
    fn believed_length(&self) -> Option<usize> {
        let lengths_hold = match &self.damage {
            None => true,
            Some(damage) => matches!(damage.error, StreamError::Truncated { need: Some(_), .. }),
        };
        let total = self.fields.first().filter(|_| lengths_hold && self.prelude.is_some());
        total.and_then(|field| field.text.parse().ok())
    }

    fn push(&mut self, field: Field) {
        if field.length > 0 {
            self.fields.push(field);
        }
    }

    /// Only the first fault is kept: later ones may follow from it.
    fn blame(&mut self, field: usize, error: StreamError) {
        self.damage.get_or_insert(Damage { field, error });
    }

    fn start_of_a_prelude(&mut self, bytes: &[u8]) {
        let words = [FieldKind::TotalLength, FieldKind::HeadersLength, FieldKind::PreludeChecksum];
        for (kind, chunk) in words.into_iter().zip(bytes.chunks(WORD)) {
            let offset = self.fields.len() * WORD;
            let text = word(chunk, 0).map(|value| value.to_string()).unwrap_or_default();
            self.push(Field::new(kind, offset, chunk.len(), text));
        }
        let cut = StreamError::Truncated { offset: self.offset, have: bytes.len(), need: None };
        self.blame(self.fields.len().saturating_sub(1), cut);
    }

    /// Reads a frame whose end is missing: its headers as far as they go, then its payload.
    fn cut(&mut self, bytes: &[u8], headers: usize, total: usize) {
        let headers_end = (PRELUDE_BYTES + headers).min(bytes.len());
        let payload_end = total.saturating_sub(WORD).clamp(headers_end, bytes.len().max(headers_end));
        self.headers(bytes, headers_end);
        self.push(Field::new(FieldKind::Payload, headers_end, payload_end - headers_end, ""));
        self.push(Field::new(FieldKind::MessageChecksum, payload_end, bytes.len().saturating_sub(payload_end), ""));
        let error = StreamError::Truncated { offset: self.offset, have: bytes.len(), need: Some(total) };
        self.damage = None; // a header that is cut is not itself wrong
        self.blame(self.fields.len().saturating_sub(1), error);
    }

    /// Reads everything after the prelude of a complete frame.
    fn body(&mut self, bytes: &[u8], headers: usize) {
        let Some((summed, sum)) = bytes.split_last_chunk::<WORD>().filter(|(summed, _)| summed.len() >= PRELUDE_BYTES)
        else {
            self.push(Field::new(FieldKind::Unread, PRELUDE_BYTES, bytes.len().saturating_sub(PRELUDE_BYTES), ""));
            return;
        };
        let message = Checksum { carried: u32::from_be_bytes(*sum), computed: crc32fast::hash(summed) };
        self.message = Some(message);
        // A wrong checksum takes precedence over faults in the headers.
        let before = self.damage.take();
        match PRELUDE_BYTES.checked_add(headers).filter(|end| *end <= summed.len()) {
            Some(headers_end) => {
                self.headers(bytes, headers_end);
                self.push(Field::new(FieldKind::Payload, headers_end, summed.len() - headers_end, ""));
            }
            None => self.push(Field::new(FieldKind::Unread, PRELUDE_BYTES, summed.len() - PRELUDE_BYTES, "")),
        }
        self.push(Field::new(FieldKind::MessageChecksum, summed.len(), WORD, format!("{:#010x}", message.carried)));
        let in_headers = self.damage.take();
        self.damage = before;
        if !message.holds() {
            let (expected, found) = (message.computed, message.carried);
            self.blame(self.fields.len() - 1, StreamError::MessageChecksum { offset: self.offset, expected, found });
        }
        if let Some(damage) = in_headers {
            self.blame(damage.field, damage.error);
        }
    }
}

/// The bytes with one bit flipped; bit 7 is the leftmost. Unchanged when the bit is out of range.
#[must_use]
pub fn flipped(bytes: &[u8], byte: usize, bit: u8) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if let Some(byte) = out.get_mut(byte) {
        *byte ^= 1_u8.checked_shl(u32::from(bit)).unwrap_or(0);
    }
    out
}

fn prelude_error(offset: u64, sum: Checksum, bytes: &[u8]) -> StreamError {
    StreamError::PreludeChecksum {
        offset,
        expected: sum.computed,
        found: sum.carried,
        start: recognisable_start(bytes),
    }
}

/// The impossible length, and the field that states it.
fn impossible(offset: u64, total: u32, headers: u32) -> Option<(usize, StreamError)> {
    let at = usize::from(total as usize >= OVERHEAD_BYTES);
    let room = (total as usize).checked_sub(OVERHEAD_BYTES).and_then(|rest| rest.checked_sub(headers as usize));
    match room {
        None => Some((at, StreamError::Lengths { offset, total_length: total, headers_length: headers })),
        Some(payload) if headers > MAX_HEADERS_BYTES || payload > MAX_PAYLOAD_BYTES as usize => {
            let error = StreamError::TooLarge { offset, total_length: total, headers_length: headers };
            Some((usize::from(headers > MAX_HEADERS_BYTES), error))
        }
        Some(_) => None,
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk::<WORD>()?))
}
