//! Decodes bytes into frames, whatever the chunking.
//!
//! The decoder trusts a frame's lengths only when their checksum is right, so a stray byte cannot make it wait for four
//! gigabytes; the buffer grows only with what arrives. Each byte is copied a constant number of times, whatever the
//! chunks. A fault ends decoding: the format has no way to find the next frame.

use super::error::{StreamError, recognisable_start};
use super::frame::{Frame, MAX_HEADERS_BYTES, MAX_PAYLOAD_BYTES, OVERHEAD_BYTES, PRELUDE_BYTES};
use super::header::read_all;

/// Reads a stream of frames.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The bytes of the unfinished frame.
    buffer: Vec<u8>,
    /// Bytes of the stream before the buffer.
    offset: u64,
    /// The lengths of the unfinished frame, once its prelude is complete and checked.
    lengths: Option<Lengths>,
    fault: Option<StreamError>,
}

#[derive(Clone, Copy, Debug)]
struct Lengths {
    total: usize,
    headers: usize,
}

impl Decoder {
    /// A decoder at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes and returns the frames that they complete.
    ///
    /// Whole frames before a fault are never lost: they are returned first, and the fault follows ([`Self::fault`], the
    /// next `push`, or [`Self::finish`]).
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Frame>, StreamError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        self.buffer.extend_from_slice(bytes);
        let mut frames = Vec::new();
        let mut used = 0;
        loop {
            match self.next(used) {
                Ok(Some(frame)) => {
                    used += frame.bytes.len();
                    frames.push(frame);
                }
                Ok(None) => break,
                Err(fault) => {
                    self.fault = Some(fault);
                    break;
                }
            }
        }
        self.buffer.drain(..used);
        self.offset += used as u64;
        match &self.fault {
            Some(fault) if frames.is_empty() => Err(fault.clone()),
            _ => Ok(frames),
        }
    }

    /// The fault in the bytes so far.
    pub fn fault(&self) -> Option<&StreamError> {
        self.fault.as_ref()
    }

    /// Ends the stream; an error unless it ended between two frames.
    pub fn finish(&self) -> Result<(), StreamError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let need = self.lengths.map(|lengths| lengths.total);
        Err(StreamError::Truncated { offset: self.offset, have: self.buffer.len(), need })
    }

    /// The frame that starts `used` bytes into the buffer, when it is complete.
    fn next(&mut self, used: usize) -> Result<Option<Frame>, StreamError> {
        let offset = self.offset + used as u64;
        let Some(rest) = self.buffer.get(used..) else { return Ok(None) };
        let lengths = match self.lengths {
            Some(lengths) => lengths,
            None => match read_prelude(rest, offset)? {
                Some(lengths) => *self.lengths.insert(lengths),
                None => return Ok(None),
            },
        };
        let Some(bytes) = rest.get(..lengths.total) else { return Ok(None) };
        let frame = read_frame(bytes, lengths, offset)?;
        self.lengths = None;
        Ok(Some(frame))
    }
}

fn read_prelude(bytes: &[u8], offset: u64) -> Result<Option<Lengths>, StreamError> {
    let (Some(lengths), Some(total), Some(headers), Some(found)) =
        (bytes.get(..8), u32_at(bytes, 0), u32_at(bytes, 4), u32_at(bytes, 8))
    else {
        return Ok(None);
    };
    let expected = crc32fast::hash(lengths);
    if expected != found {
        return Err(StreamError::PreludeChecksum { offset, expected, found, start: recognisable_start(bytes) });
    }
    let payload = (total as usize).checked_sub(OVERHEAD_BYTES).and_then(|rest| rest.checked_sub(headers as usize));
    match payload {
        None => Err(StreamError::Lengths { offset, total_length: total, headers_length: headers }),
        Some(payload) if headers > MAX_HEADERS_BYTES || payload > MAX_PAYLOAD_BYTES as usize => {
            Err(StreamError::TooLarge { offset, total_length: total, headers_length: headers })
        }
        Some(_) => Ok(Some(Lengths { total: total as usize, headers: headers as usize })),
    }
}

fn read_frame(bytes: &[u8], lengths: Lengths, offset: u64) -> Result<Frame, StreamError> {
    let contradiction = StreamError::Lengths {
        offset,
        total_length: u32::try_from(lengths.total).unwrap_or(u32::MAX),
        headers_length: u32::try_from(lengths.headers).unwrap_or(u32::MAX),
    };
    let Some((checked, sum)) = bytes.split_last_chunk::<4>() else { return Err(contradiction) };
    let found = u32::from_be_bytes(*sum);
    let expected = crc32fast::hash(checked);
    if expected != found {
        return Err(StreamError::MessageChecksum { offset, expected, found });
    }
    let headers_end = PRELUDE_BYTES + lengths.headers;
    let (Some(headers), Some(payload)) = (checked.get(PRELUDE_BYTES..headers_end), checked.get(headers_end..)) else {
        return Err(contradiction);
    };
    let headers = read_all(headers, offset + PRELUDE_BYTES as u64)?;
    Ok(Frame { offset, headers, payload: payload.to_vec(), bytes: bytes.to_vec() })
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk::<4>()?))
}
