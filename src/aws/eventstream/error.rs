//! Faults of an event stream, each with its byte position.

/// A fault of an event stream, and its position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The prelude checksum is wrong: usually the bytes are not an event stream at all.
    #[error(
        "Byte {offset} of the stream does not start a frame: its prelude checksum is {found:#010x}, not {expected:#010x}. The bytes begin with {start:?}"
    )]
    PreludeChecksum {
        /// Where the frame starts.
        offset: u64,
        /// The checksum of the bytes.
        expected: u32,
        /// The checksum that the stream carries.
        found: u32,
        /// The first bytes as text, so that the user recognises an HTML or JSON answer.
        start: String,
    },
    /// The lengths contradict each other.
    #[error(
        "The frame at byte {offset} states impossible lengths: {total_length} bytes in total, {headers_length} of headers"
    )]
    Lengths {
        /// Where the frame starts.
        offset: u64,
        /// The total length it claims.
        total_length: u32,
        /// The headers length it claims.
        headers_length: u32,
    },
    /// Headers or payload are longer than the format allows.
    #[error("The frame at byte {offset} is too large: {total_length} bytes, {headers_length} of them headers")]
    TooLarge {
        /// Where the frame starts.
        offset: u64,
        /// The total length it claims.
        total_length: u32,
        /// The headers length it claims.
        headers_length: u32,
    },
    /// The frame was damaged in transit.
    #[error("The frame at byte {offset} is damaged: its checksum is {found:#010x}, not {expected:#010x}")]
    MessageChecksum {
        /// Where the frame starts.
        offset: u64,
        /// The checksum of the bytes.
        expected: u32,
        /// The checksum that the stream carries.
        found: u32,
    },
    /// A header that cannot be read.
    #[error("The header at byte {offset} cannot be read: {fault}")]
    Header {
        /// Where the header starts.
        offset: u64,
        /// Why.
        fault: HeaderFault,
    },
    /// The stream ended inside a frame.
    #[error("The stream was cut off: the frame at byte {offset} has {have} of {} bytes", .need.map_or_else(|| "an unknown number of".to_owned(), |n| n.to_string()))]
    Truncated {
        /// Where the unfinished frame starts.
        offset: u64,
        /// How many of its bytes arrived.
        have: usize,
        /// Its length, if enough bytes arrived to know it.
        need: Option<usize>,
    },
    /// A header that states the frame's type is missing.
    #[error("The frame at byte {offset} has no {name} header, so its type is unknown")]
    MissingHeader {
        /// Where the frame starts.
        offset: u64,
        /// The header's name.
        name: &'static str,
    },
    /// A header that states the frame's type is not a string.
    #[error("The {name} header of the frame at byte {offset} is not a string")]
    HeaderType {
        /// Where the frame starts.
        offset: u64,
        /// The header's name.
        name: &'static str,
    },
    /// `:message-type` is neither `event`, `exception` nor `error`.
    #[error("The frame at byte {offset} has an unknown message type: {given:?}")]
    MessageType {
        /// Where the frame starts.
        offset: u64,
        /// The type.
        given: String,
    },
}

/// Why a header of a frame cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// Its name is empty.
    #[error("it has no name")]
    EmptyName,
    /// It reaches past the end of the headers.
    #[error("it is longer than the headers block")]
    CutOff,
    /// Its type is not 0 to 9.
    #[error("its type {0} is unknown")]
    UnknownType(u8),
    /// Its name or its string value is not UTF-8.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// An earlier header has the same name.
    #[error("the name {0:?} occurs twice")]
    Duplicate(String),
}

/// The first bytes of an expected frame, as text, so that the user recognises an HTML or JSON answer.
pub(super) fn recognisable_start(bytes: &[u8]) -> String {
    const RECOGNISABLE: usize = 24;
    String::from_utf8_lossy(bytes.get(..RECOGNISABLE).unwrap_or(bytes)).into_owned()
}
