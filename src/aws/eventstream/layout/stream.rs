//! The layout of a whole stream, from a file or as received.

use super::super::decoder::Decoder;
use super::super::error::StreamError;
use super::super::frame::{Frame, PRELUDE_BYTES};
use super::{FieldKind, Layout};

/// A stream, split into frames up to its end or its first damage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anatomy {
    /// The frames that are complete and undamaged.
    pub frames: Vec<Frame>,
    /// The rest after them, if any.
    pub rest: Option<Rest>,
}

/// The bytes from the first damage on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The frame that is damaged or cut, as far as its end is known.
    pub frame: Vec<u8>,
    /// Its fields and its damage.
    pub layout: Layout,
    /// Bytes after it. They cannot be read: nothing marks the next frame.
    pub after: usize,
}

impl Rest {
    /// The damaged field.
    pub fn field(&self) -> Option<FieldKind> {
        let damage = self.layout.damage.as_ref()?;
        self.layout.fields.get(damage.field).map(|field| field.kind)
    }

    /// The fault.
    pub fn error(&self) -> Option<&StreamError> {
        self.layout.damage.as_ref().map(|damage| &damage.error)
    }
}

impl Anatomy {
    /// Splits a stream into frames. Never fails: bytes that are not an event stream are damage in the first frame.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut dissection = Dissection::default();
        dissection.take(bytes);
        dissection.finish(bytes)
    }
}

/// Splits a stream in steps, so that a caller with ten thousand frames can do other work in between.
#[derive(Debug, Default)]
pub struct Dissection {
    decoder: Decoder,
    frames: Vec<Frame>,
    read: usize,
}

impl Dissection {
    /// Takes the next bytes and returns the frames that they complete.
    pub fn take(&mut self, piece: &[u8]) -> &[Frame] {
        let before = self.frames.len();
        self.frames.extend(self.decoder.push(piece).unwrap_or_default());
        let new = self.frames.get(before..).unwrap_or_default();
        self.read += new.iter().map(|frame| frame.bytes.len()).sum::<usize>();
        new
    }

    /// Ends the stream; `bytes` is the whole of it.
    pub fn finish(self, bytes: &[u8]) -> Anatomy {
        let left = bytes.get(self.read..).unwrap_or_default();
        let rest = (!left.is_empty()).then(|| Rest::new(self.read as u64, left));
        Anatomy { frames: self.frames, rest }
    }
}

impl Rest {
    fn new(offset: u64, left: &[u8]) -> Self {
        // The lengths are trusted when their checksum is right and they are possible; then the frame's end is known.
        let believed = left.first_chunk::<PRELUDE_BYTES>().and_then(|prelude| {
            let total = Layout::parse(offset, prelude).believed_length()?;
            Some(left.get(..total).unwrap_or(left))
        });
        let frame = believed.unwrap_or_else(|| left.get(..PRELUDE_BYTES).unwrap_or(left));
        Self { frame: frame.to_vec(), layout: Layout::parse(offset, frame), after: left.len() - frame.len() }
    }
}
