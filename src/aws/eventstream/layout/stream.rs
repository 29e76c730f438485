//! A whole stream that is there as bytes: from a file, or as it was received.

use super::super::decoder::Decoder;
use super::super::error::StreamError;
use super::super::frame::{Frame, PRELUDE_BYTES};
use super::{FieldKind, Layout};

/// A stream, taken apart up to its end or its first damage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anatomy {
    /// The frames that are whole and right.
    pub frames: Vec<Frame>,
    /// What comes after them, when something does.
    pub rest: Option<Rest>,
}

/// The bytes from the first damage on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The frame that is damaged or cut, as far as its bytes can be told from what follows.
    pub frame: Vec<u8>,
    /// Its fields, and what is wrong with it.
    pub layout: Layout,
    /// Bytes after it. They are not read: nothing says where the next frame starts.
    pub after: usize,
}

impl Rest {
    /// The field that is to blame.
    pub fn field(&self) -> Option<FieldKind> {
        let damage = self.layout.damage.as_ref()?;
        self.layout.fields.get(damage.field).map(|field| field.kind)
    }

    /// What is wrong.
    pub fn error(&self) -> Option<&StreamError> {
        self.layout.damage.as_ref().map(|damage| &damage.error)
    }
}

impl Anatomy {
    /// Takes a stream apart. Total: bytes that are no stream at all are damage in the first frame.
    pub fn of(bytes: &[u8]) -> Self {
        let mut dissection = Dissection::default();
        dissection.take(bytes);
        dissection.finish(bytes)
    }
}

/// A stream that is taken apart piece by piece, so that whoever has ten thousand frames to read can do something else in
/// between.
#[derive(Debug, Default)]
pub struct Dissection {
    decoder: Decoder,
    frames: Vec<Frame>,
    read: usize,
}

impl Dissection {
    /// Takes the next piece and gives the frames that it completes.
    pub fn take(&mut self, piece: &[u8]) -> &[Frame] {
        let before = self.frames.len();
        self.frames.extend(self.decoder.push(piece).unwrap_or_default());
        let new = self.frames.get(before..).unwrap_or_default();
        self.read += new.iter().map(|frame| frame.bytes.len()).sum::<usize>();
        new
    }

    /// Ends it; `bytes` are all the pieces.
    pub fn finish(self, bytes: &[u8]) -> Anatomy {
        let left = bytes.get(self.read..).unwrap_or_default();
        let rest = (!left.is_empty()).then(|| Rest::of(self.read as u64, left));
        Anatomy { frames: self.frames, rest }
    }
}

impl Rest {
    fn of(offset: u64, left: &[u8]) -> Self {
        // Lengths are believed when their checksum is right and a frame can have them; then the frame's end is known.
        let believed = left.first_chunk::<PRELUDE_BYTES>().and_then(|prelude| {
            let total = Layout::of(offset, prelude).believed_length()?;
            Some(left.get(..total).unwrap_or(left))
        });
        let frame = believed.unwrap_or_else(|| left.get(..PRELUDE_BYTES).unwrap_or(left));
        Self { frame: frame.to_vec(), layout: Layout::of(offset, frame), after: left.len() - frame.len() }
    }
}
