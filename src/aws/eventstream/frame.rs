//! One frame: its parts, and the lengths that the format allows.

use super::header::HeaderValue;

/// Length of the two lengths and their checksum.
pub const PRELUDE_BYTES: usize = 12;
/// Prelude and message checksum: the length of a frame with neither headers nor payload.
pub const OVERHEAD_BYTES: usize = 16;
/// The longest headers that the format allows.
pub const MAX_HEADERS_BYTES: u32 = 128 * 1024;
/// The longest payload that the format allows; it also bounds the memory that a stream can use.
pub const MAX_PAYLOAD_BYTES: u32 = 24 * 1024 * 1024;

/// One frame, checked and split into its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Where the frame starts, in bytes from the start of the stream.
    pub offset: u64,
    /// The raw bytes of the frame.
    pub bytes: Vec<u8>,
    /// Its headers, in order.
    pub headers: Vec<(String, HeaderValue)>,
    /// Its payload.
    pub payload: Vec<u8>,
}

impl Frame {
    /// The value of the header of that name. Names are compared exactly.
    pub fn header(&self, name: &str) -> Option<&HeaderValue> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// Length of the headers block in bytes.
    pub fn headers_length(&self) -> usize {
        self.bytes.len().saturating_sub(OVERHEAD_BYTES + self.payload.len())
    }
}
