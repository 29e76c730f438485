//! A link as a QR code: the dark modules as one path in an SVG's own units.

use qrcodegen::{QrCode, QrCodeEcc};

/// The longest link that becomes a code, in characters: a denser one is hard to read off a screen.
pub const MOST: usize = 1_200;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules a side, without the quiet zone of four around it.
    pub size: i32,
    /// The dark modules as the `d` of an SVG path, one unit a module.
    pub path: String,
}

/// The code of a link; `None` for a link that is too long.
pub fn encode(link: &str) -> Option<Qr> {
    if link.len() > MOST {
        return None;
    }
    let code = QrCode::encode_text(link, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let dark = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(dark).unwrap_or(0);
            if run > 0 {
                // One horizontal stroke a run of dark modules; adjacent squares would show seams.
                path.extend([format!("M{x} {y}h{run}v1h-{run}z")]);
            }
            x += run.max(1);
        }
    }
    Some(Qr { size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes() {
        let qr = encode("https://outcrop.example/#x=1d.abc.def").expect("it is short");
        assert!(qr.path.starts_with("M0 0h7v1h-7z"), "{}", qr.path);
        assert!(qr.path.contains(&format!("M{} 0h7v1h-7z", qr.size - 7)));
        assert!(qr.path.contains(&format!("M0 {}h7v1h-7z", qr.size - 7)));
        assert_eq!(encode(&"a".repeat(MOST + 1)), None);
        assert!(encode(&"a".repeat(MOST)).is_some());
    }
}
