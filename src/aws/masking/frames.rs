//! The frames of an event stream, as far as masking needs them: where each ends, and its checksum after masking.

use super::{Change, Masker};
use crate::aws::eventstream::{MAX_HEADERS_BYTES, MAX_PAYLOAD_BYTES, OVERHEAD_BYTES, PRELUDE_BYTES};

/// What some bytes begin with.
pub(super) enum Frames {
    /// A frame of this length.
    Whole(usize),
    /// Too few bytes to tell.
    TooShort,
    /// The beginning of a frame.
    Incomplete,
    /// Not a frame.
    Broken,
}

/// Reads a prelude.
pub(super) fn next(bytes: &[u8]) -> Frames {
    let (Some(lengths), Some(total), Some(headers), Some(sum)) =
        (bytes.get(..8), number(bytes, 0), number(bytes, 4), number(bytes, 8))
    else {
        return Frames::TooShort;
    };
    let total = total as usize;
    let longest = OVERHEAD_BYTES + MAX_HEADERS_BYTES as usize + MAX_PAYLOAD_BYTES as usize;
    if crc32fast::hash(lengths) != sum || total < OVERHEAD_BYTES + headers as usize || total > longest {
        return Frames::Broken;
    }
    if bytes.len() < total { Frames::Incomplete } else { Frames::Whole(total) }
}

/// Whether these few bytes can still become a prelude. Frames shorter than 2 GiB with headers shorter than 16 MiB begin
/// with bytes that no text begins with.
pub(super) fn may_begin(bytes: &[u8]) -> bool {
    bytes.first().is_none_or(|first| *first < b'\t')
}

/// Masks one frame. A right checksum is computed again; a wrong one stays wrong and is reported.
pub(super) fn mask(frame: &mut [u8], masker: &Masker) {
    let Some((checked, sum)) = frame.split_last_chunk_mut::<4>() else { return };
    let was_right = crc32fast::hash(checked).to_be_bytes() == *sum;
    let Some(content) = checked.get_mut(PRELUDE_BYTES..) else { return };
    if masker.whole(content) == Change::Masked && was_right {
        *sum = crc32fast::hash(checked).to_be_bytes();
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|four| u32::from_be_bytes(*four))
}
