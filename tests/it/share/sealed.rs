//! Links made from parts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use outcrop::share::SCHEMA;
use outcrop::share::codec::Codec;

/// A link of any document, put together as `docs/link-format.md` says.
pub fn sealed(document: &str, codec: Codec) -> String {
    let payload = codec.encode(document);
    let head = format!("{SCHEMA}{}.{payload}", codec.letter());
    let crc = URL_SAFE_NO_PAD.encode(crc32fast::hash(head.as_bytes()).to_be_bytes());
    let mut digits = String::new();
    let mut rest = payload.len();
    while rest > 0 {
        digits.insert(0, char::from_digit(u32::try_from(rest % 36).unwrap(), 36).unwrap());
        rest /= 36;
    }
    format!("x={head}.{crc}{digits}")
}
