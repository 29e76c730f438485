//! Frames of `application/vnd.amazon.eventstream`: the binary form in which AWS streams a response.
//!
//! ```text
//! total length u32 │ headers length u32 │ CRC-32 of those 8 bytes │ headers │ payload │ CRC-32 of all before it
//! ```
//!
//! All integers are big-endian (<https://smithy.io/2.0/aws/amazon-eventstream.html>). [`Decoder`] takes the bytes in
//! any chunks, checks both checksums and every length, and is strict: anything invalid is a [`StreamError`] with its
//! byte position. It keeps each frame's raw bytes, because the page shows them. The meaning of an event's payload is
//! left to other rooms.

mod decoder;
mod encoder;
mod error;
mod frame;
mod header;
pub mod layout;
mod message;

pub use decoder::Decoder;
pub use encoder::encode;
pub use error::{HeaderFault, StreamError};
pub use frame::{Frame, MAX_HEADERS_BYTES, MAX_PAYLOAD_BYTES, OVERHEAD_BYTES, PRELUDE_BYTES};
pub use header::HeaderValue;
pub use message::Message;

#[cfg(test)]
mod tests;
