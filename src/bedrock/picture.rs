//! A picture in a native body: its format, its size in pixels and its bytes in base64.
//!
//! Format and size are read from the file's header, not from its name. Only the header is read; whether the rest
//! decodes is left to the view.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// A format that the models' pages name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl PictureFormat {
    /// The format's name in a body, which is also the end of its media type.
    pub fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }

    /// The format that the first base64 characters of a file show. RIFF counts as WebP, although sound files also use
    /// it.
    pub fn from_base64_start(base64: &str) -> Option<Self> {
        [("iVBORw", Self::Png), ("/9j/", Self::Jpeg), ("R0lGOD", Self::Gif), ("UklGR", Self::Webp)]
            .into_iter()
            .find_map(|(start, format)| base64.starts_with(start).then_some(format))
    }
}

/// A picture with its format and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its format.
    pub format: PictureFormat,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes of the file.
    pub byte_len: usize,
    /// The file in base64.
    pub base64: String,
}

impl Picture {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let (format, (width, height)) =
            head(bytes).ok_or("Not a PNG, JPEG, GIF or WebP file, or its header is damaged")?;
        Ok(Self { format, width, height, byte_len: bytes.len(), base64: BASE64.encode(bytes) })
    }

    /// Reads base64, as in a response.
    pub fn from_base64(text: &str) -> Result<Self, String> {
        let bytes = BASE64.decode(text).map_err(|_| "The picture is not in base64".to_owned())?;
        let (format, (width, height)) = head(&bytes).ok_or("The answer's picture has an unknown format")?;
        Ok(Self { format, width, height, byte_len: bytes.len(), base64: text.to_owned() })
    }

    /// `data:image/png;base64,…`.
    pub fn data_url(&self) -> String {
        format!("data:image/{};base64,{}", self.format.word(), self.base64)
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        BASE64.decode(&self.base64).unwrap_or_default()
    }
}

/// Width and height of a base64 picture in pixels; `None` if its header does not tell. Decodes only the beginning.
pub fn size_of_base64(text: &str) -> Option<(u32, u32)> {
    /// Characters to read: a JPEG's size follows the camera's data, one segment of at most 64 KiB.
    const HEAD: usize = 96 * 1024;
    let beginning = text.get(..text.len().min(HEAD) / 4 * 4)?;
    head(&BASE64.decode(beginning).ok()?).map(|(_, size)| size)
}

/// Format and size of a file (the formats' public specifications).
fn head(bytes: &[u8]) -> Option<(PictureFormat, (u32, u32))> {
    let (format, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (PictureFormat::Png, (big(bytes, 16, 4)?, big(bytes, 20, 4)?))
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        (PictureFormat::Gif, (little(bytes, 6, 2)?, little(bytes, 8, 2)?))
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        (PictureFormat::Jpeg, jpeg(bytes)?)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        (PictureFormat::Webp, webp(bytes)?)
    } else {
        return None;
    };
    (size.0 > 0 && size.1 > 0).then_some((format, size))
}

fn big(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte)))
}

fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().rev().fold(0, |sum, &byte| sum << 8 | u32::from(byte)))
}

/// The size in the first start-of-frame segment.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        match (*bytes.get(at)?, *bytes.get(at + 1)?) {
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF) => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            (0xFF, _) => at += 2 + usize::try_from(big(bytes, at + 2, 2)?).ok()?,
            _ => return None,
        }
    }
}

/// The size in the first chunk, for each of its three kinds.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3FFF, little(bytes, 28, 2)? & 0x3FFF)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PictureFormat::{Gif, Jpeg, Png, Webp};

    #[test]
    fn reads_format_and_size_from_the_head() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xE0\x08\x02\0\0\0".to_vec();
        let gif = b"GIF89a\x40\x01\xF0\x00".to_vec();
        let jpeg = [&b"\xFF\xD8\xFF\xE0\0\x04ab"[..], b"\xFF\xC2\0\x11\x08\x00\x78\x00\xA0\x03"].concat();
        let lossy = [&b"RIFF\0\0\0\0WEBPVP8 "[..], &[0; 10], b"\x20\x03\x58\x02"].concat();
        let lossless = [&b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F"[..], &(0x63_u32 | 0x31 << 14).to_le_bytes()].concat();
        let extended = [&b"RIFF\0\0\0\0WEBPVP8X"[..], &[0; 8], b"\x3F\x06\0\xAF\x04\0"].concat();
        for (bytes, format, size) in [
            (&png, Png, (640, 480)),
            (&gif, Gif, (320, 240)),
            (&jpeg, Jpeg, (160, 120)),
            (&lossy, Webp, (800, 600)),
            (&lossless, Webp, (100, 50)),
            (&extended, Webp, (1600, 1200)),
        ] {
            let picture = Picture::read(bytes).unwrap();
            assert_eq!((picture.format, (picture.width, picture.height)), (format, size));
            assert_eq!(Picture::from_base64(&picture.base64), Ok(picture.clone()));
            assert_eq!(&picture.bytes(), bytes);
            assert!(Picture::read(bytes.get(..9).unwrap()).is_err(), "cut");
        }
    }

    #[test]
    fn refuses_what_is_no_picture() {
        for bytes in [&b""[..], b"hello", b"\xFF\xD8\xFF\x00\x00", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0"] {
            assert!(Picture::read(bytes).is_err());
        }
        assert!(Picture::from_base64("not base64!").is_err());
    }
}
