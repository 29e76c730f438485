//! Input and output files of pictures: format, mark and working size.

use super::bitmap::Bitmap;
use super::lettering;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The file format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// The marked file in base64.
pub fn encoded(mut picture: Bitmap, seed: u64, wanted: Wanted) -> String {
    lettering::mark(&mut picture, seed);
    to_base64(&match wanted {
        Wanted::Png => picture.png(),
        Wanted::Jpeg => picture.jpeg(),
    })
}

/// The bytes in base64.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Scales the picture down if a side is longer than this.
pub fn within(picture: Bitmap, longest: usize) -> Bitmap {
    let side = picture.width.max(picture.height);
    if side <= longest {
        return picture;
    }
    picture.scaled((picture.width * longest / side).max(1), (picture.height * longest / side).max(1))
}

/// A string of a body; empty when there is none.
pub fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}
