//! The fields of a frame's headers.
//!
//! The header reader of the format reads each header and this file only splits it, so that the two cannot disagree. For
//! a header that cannot be read, the damaged field is the one at which reading stops.

use super::super::error::{HeaderFault, StreamError};
use super::super::frame::PRELUDE_BYTES;
use super::super::header::{HeaderValue, read_one};
use super::{Field, FieldKind, Layout};
use crate::text::hex;
/// Bytes of a value's length.
const VALUE_LENGTH: usize = 2;

impl Layout {
    /// The fields of the headers, which end at byte `end` of the frame.
    pub(super) fn headers(&mut self, bytes: &[u8], end: usize) {
        let mut rest = bytes.get(PRELUDE_BYTES..end).unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        while !rest.is_empty() {
            let at = end - rest.len();
            let header = names.len();
            let before = rest;
            match read_one(&mut rest) {
                Ok((name, value)) => {
                    let length = before.len() - rest.len();
                    let first = self.fields.len();
                    self.read_header(at, length, header, &name, &value);
                    if names.contains(&name) {
                        let fault = HeaderFault::Duplicate(name.clone());
                        self.blame(first + 1, StreamError::Header { offset: self.offset + at as u64, fault });
                    }
                    names.push(name);
                }
                Err(fault) => {
                    self.unreadable_header(before, at, header, fault);
                    return;
                }
            }
        }
    }

    fn read_header(&mut self, at: usize, length: usize, header: usize, name: &str, value: &HeaderValue) {
        let mut at = at;
        let end = at + length;
        let mut push = |kind, length, text: String| {
            self.push(Field { header: Some(header), ..Field::new(kind, at, length, text) });
            at += length;
        };
        push(FieldKind::NameLength, 1, name.len().to_string());
        push(FieldKind::Name, name.len(), name.to_owned());
        push(FieldKind::Type, 1, format!("{} ({})", value.type_number(), value.type_name()));
        let fixed = end - (end - length) - 2 - name.len();
        match value {
            HeaderValue::Bytes(_) | HeaderValue::String(_) => {
                let value_length = fixed.saturating_sub(VALUE_LENGTH);
                push(FieldKind::ValueLength, VALUE_LENGTH, value_length.to_string());
                push(FieldKind::Value, value_length, written(value));
            }
            HeaderValue::Bool(_)
            | HeaderValue::Byte(_)
            | HeaderValue::Int16(_)
            | HeaderValue::Int32(_)
            | HeaderValue::Int64(_)
            | HeaderValue::Timestamp(_)
            | HeaderValue::Uuid(_) => push(FieldKind::Value, fixed, written(value)),
        }
    }

    /// The fields of a header that cannot be read; the bytes after the damaged field are unread.
    fn unreadable_header(&mut self, rest: &[u8], at: usize, header: usize, fault: HeaderFault) {
        let name_length = rest.first().map_or(0, |byte| usize::from(*byte));
        let name = rest.get(1..1 + name_length);
        let readable = name.and_then(|name| std::str::from_utf8(name).ok()).filter(|name| !name.is_empty());
        let mut steps = vec![(FieldKind::NameLength, 1, name_length.to_string())];
        if name_length > 0 {
            steps.push((FieldKind::Name, name_length, readable.unwrap_or_default().to_owned()));
        }
        if let (Some(_), Some(kind)) = (readable, rest.get(1 + name_length)) {
            steps.push((FieldKind::Type, 1, kind.to_string()));
            let value = rest.get(2 + name_length..).unwrap_or_default();
            let counted = matches!(kind, 6 | 7);
            if let Some(length) = value.first_chunk::<VALUE_LENGTH>().filter(|_| counted) {
                let length = usize::from(u16::from_be_bytes(*length));
                steps.push((FieldKind::ValueLength, VALUE_LENGTH, length.to_string()));
                steps.push((FieldKind::Value, length, String::new()));
            } else if *kind <= 9 {
                let kind = if counted { FieldKind::ValueLength } else { FieldKind::Value };
                steps.push((kind, value.len(), String::new()));
            }
        }
        let offset = self.offset + at as u64;
        let mut used = 0;
        let mut blamed = self.fields.len();
        for (kind, length, text) in steps {
            let length = length.min(rest.len() - used);
            if length > 0 {
                blamed = self.fields.len();
            }
            self.push(Field { header: Some(header), ..Field::new(kind, at + used, length, text) });
            used += length;
        }
        self.push(Field::new(FieldKind::Unread, at + used, rest.len() - used, ""));
        self.blame(blamed, StreamError::Header { offset, fault });
    }
}

/// A header's value as text.
pub(super) fn written(value: &HeaderValue) -> String {
    match value {
        HeaderValue::Bool(value) => value.to_string(),
        HeaderValue::Byte(value) => value.to_string(),
        HeaderValue::Int16(value) => value.to_string(),
        HeaderValue::Int32(value) => value.to_string(),
        HeaderValue::Int64(value) => value.to_string(),
        HeaderValue::Timestamp(value) => format!("{value} ms since 1970"),
        HeaderValue::String(text) => text.clone(),
        HeaderValue::Bytes(bytes) => hex::digits(bytes),
        HeaderValue::Uuid(bytes) => hex::digits(bytes),
    }
}
