//! What is wrong with a picture in a request, from its base64 text: format, bytes and pixels. The page shows it before
//! anything is sent, and the simulator refuses with it; each has its own words.
//!
//! Only the head of the file is decoded. Where it does not tell the size, the size is not checked.

use super::limits::MOST_IMAGE_PIXELS;
use super::picture::{PictureFormat, size_of_base64};

/// Most characters of a picture in base64, 5 MiB: what AWS is measured to compare (3,932,160 bytes of the file). The API
/// reference says 3.75 MB of it.
pub const MOST_ENCODED: usize = 5 * 1024 * 1024;

/// The longest side of a picture that Titan Multimodal Embeddings takes (Bedrock user guide).
pub const TITAN_EMBEDDING_SIDE: u32 = 2_048;

/// Why a picture is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// The bytes begin like no PNG, JPEG, GIF or WebP file.
    Unknown,
    /// The bytes are of another format than the request says.
    Other(PictureFormat),
    /// More characters of base64 than [`MOST_ENCODED`].
    TooManyBytes(usize),
    /// A side is too long: width and height.
    TooManyPixels(u32, u32),
}

/// Checks a picture of a message. `named` is the format that the request states, if it has to.
pub fn check(named: Option<&str>, base64: &str) -> Result<(), PictureFault> {
    let found = format(base64)?;
    if named.is_some_and(|named| named != found.word()) {
        return Err(PictureFault::Other(found));
    }
    if base64.len() > MOST_ENCODED {
        return Err(PictureFault::TooManyBytes(base64.len()));
    }
    sides(base64, MOST_IMAGE_PIXELS)
}

/// The format that the bytes show.
pub fn format(base64: &str) -> Result<PictureFormat, PictureFault> {
    PictureFormat::from_base64_start(base64).ok_or(PictureFault::Unknown)
}

/// Checks that no side is longer than this.
pub fn sides(base64: &str, most: u32) -> Result<(), PictureFault> {
    match size_of_base64(base64) {
        Some((width, height)) if width.max(height) > most => Err(PictureFault::TooManyPixels(width, height)),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PictureFault::{Other, TooManyBytes, TooManyPixels, Unknown};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    fn png(width: u32, height: u32) -> String {
        let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
        STANDARD.encode([b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &sides, &[8, 2, 0, 0, 0]].concat())
    }

    #[test]
    fn pictures_are_looked_at() {
        let long = |length: usize| format!("{}{}", png(1, 1), "A".repeat(length - png(1, 1).len()));
        for (named, base64, expected) in [
            (Some("png"), png(640, 480), Ok(())),
            (None, png(8_000, 8_000), Ok(())),
            (Some("jpeg"), png(640, 480), Err(Other(PictureFormat::Png))),
            (Some("png"), "/9j/4AAQSkZJRg==".to_owned(), Err(Other(PictureFormat::Jpeg))),
            (Some("webp"), "R0lGODlhAQABAA==".to_owned(), Err(Other(PictureFormat::Gif))),
            (Some("png"), "UklGRgAAAABXRUJQ".to_owned(), Err(Other(PictureFormat::Webp))),
            // Double base64, a data URL, SVG, HEIC, PDF, nothing.
            (Some("png"), STANDARD.encode(png(1, 1)), Err(Unknown)),
            (Some("png"), format!("data:image/png;base64,{}", png(1, 1)), Err(Unknown)),
            (Some("png"), STANDARD.encode("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Err(Unknown)),
            (Some("jpeg"), STANDARD.encode("\0\0\0\x18ftypheic"), Err(Unknown)),
            (Some("jpeg"), STANDARD.encode("%PDF-1.7"), Err(Unknown)),
            (None, String::new(), Err(Unknown)),
            (Some("png"), long(MOST_ENCODED), Ok(())),
            (Some("png"), long(MOST_ENCODED + 4), Err(TooManyBytes(MOST_ENCODED + 4))),
            (Some("png"), png(8_001, 1), Err(TooManyPixels(8_001, 1))),
            (Some("png"), png(1, 8_001), Err(TooManyPixels(1, 8_001))),
            (Some("png"), png(100_000, 100_000), Err(TooManyPixels(100_000, 100_000))),
        ] {
            assert_eq!(check(named, &base64), expected, "{named:?} {}", &base64[..base64.len().min(60)]);
        }
        assert_eq!(sides(&png(2_049, 100), TITAN_EMBEDDING_SIDE), Err(TooManyPixels(2_049, 100)));
        assert_eq!(sides(&png(2_048, 2_048), TITAN_EMBEDDING_SIDE), Ok(()));
    }
}
