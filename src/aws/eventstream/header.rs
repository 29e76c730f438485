//! The headers of a frame: a name, a type from 0 to 9, a value.
//!
//! `name length u8 │ name │ type u8 │ value`; strings and byte strings have a `u16` length in front.

use super::error::{HeaderFault, StreamError};
use std::collections::BTreeSet;

/// A header's value. The types are those of the format; AWS's responses use strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// Types 0 (true) and 1 (false).
    Bool(bool),
    /// Type 2.
    Byte(i8),
    /// Type 3.
    Int16(i16),
    /// Type 4.
    Int32(i32),
    /// Type 5.
    Int64(i64),
    /// Type 6.
    Bytes(Vec<u8>),
    /// Type 7.
    String(String),
    /// Type 8: milliseconds since 1970.
    Timestamp(i64),
    /// Type 9.
    Uuid([u8; 16]),
}

impl HeaderValue {
    /// The value of a string header.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Bool(_)
            | Self::Byte(_)
            | Self::Int16(_)
            | Self::Int32(_)
            | Self::Int64(_)
            | Self::Bytes(_)
            | Self::Timestamp(_)
            | Self::Uuid(_) => None,
        }
    }

    /// The type's number on the wire.
    pub fn type_number(&self) -> u8 {
        match self {
            Self::Bool(true) => 0,
            Self::Bool(false) => 1,
            Self::Byte(_) => 2,
            Self::Int16(_) => 3,
            Self::Int32(_) => 4,
            Self::Int64(_) => 5,
            Self::Bytes(_) => 6,
            Self::String(_) => 7,
            Self::Timestamp(_) => 8,
            Self::Uuid(_) => 9,
        }
    }

    /// The type's name in the format's description.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Byte(_) => "byte",
            Self::Int16(_) => "short",
            Self::Int32(_) => "integer",
            Self::Int64(_) => "long",
            Self::Bytes(_) => "byte array",
            Self::String(_) => "string",
            Self::Timestamp(_) => "timestamp",
            Self::Uuid(_) => "uuid",
        }
    }
}

impl From<&str> for HeaderValue {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

/// All headers of a block that starts `offset` bytes into the stream.
pub(super) fn read_all(block: &[u8], offset: u64) -> Result<Vec<(String, HeaderValue)>, StreamError> {
    let mut rest = block;
    let mut headers: Vec<(String, HeaderValue)> = Vec::new();
    let mut names = BTreeSet::new();
    while !rest.is_empty() {
        let at = offset + (block.len() - rest.len()) as u64;
        let (name, value) = read_one(&mut rest).map_err(|fault| StreamError::Header { offset: at, fault })?;
        if !names.insert(name.clone()) {
            return Err(StreamError::Header { offset: at, fault: HeaderFault::Duplicate(name) });
        }
        headers.push((name, value));
    }
    Ok(headers)
}

/// The header at the start of `rest`; `rest` is then advanced past it.
pub(super) fn read_one(rest: &mut &[u8]) -> Result<(String, HeaderValue), HeaderFault> {
    let [length] = array(rest)?;
    if length == 0 {
        return Err(HeaderFault::EmptyName);
    }
    let name = text(take(rest, usize::from(length))?)?;
    let [kind] = array(rest)?;
    let value = match kind {
        0 => HeaderValue::Bool(true),
        1 => HeaderValue::Bool(false),
        2 => HeaderValue::Byte(i8::from_be_bytes(array(rest)?)),
        3 => HeaderValue::Int16(i16::from_be_bytes(array(rest)?)),
        4 => HeaderValue::Int32(i32::from_be_bytes(array(rest)?)),
        5 => HeaderValue::Int64(i64::from_be_bytes(array(rest)?)),
        6 => HeaderValue::Bytes(counted(rest)?.to_vec()),
        7 => HeaderValue::String(text(counted(rest)?)?),
        8 => HeaderValue::Timestamp(i64::from_be_bytes(array(rest)?)),
        9 => HeaderValue::Uuid(array(rest)?),
        unknown => return Err(HeaderFault::UnknownType(unknown)),
    };
    Ok((name, value))
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], HeaderFault> {
    let (value, left) = rest.split_at_checked(length).ok_or(HeaderFault::CutOff)?;
    *rest = left;
    Ok(value)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], HeaderFault> {
    let (value, left) = rest.split_first_chunk::<N>().ok_or(HeaderFault::CutOff)?;
    *rest = left;
    Ok(*value)
}

fn counted<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], HeaderFault> {
    let length = u16::from_be_bytes(array(rest)?);
    take(rest, usize::from(length))
}

fn text(bytes: &[u8]) -> Result<String, HeaderFault> {
    String::from_utf8(bytes.to_vec()).map_err(|_| HeaderFault::NotUtf8)
}
