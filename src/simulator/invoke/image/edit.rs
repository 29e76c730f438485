//! Edits an input picture: masks, mixes or recolours it.
//!
//! A mask is black and white; the task decides which of the two is regenerated. A mask prompt selects an oval, because
//! the simulator cannot recognise objects.

use super::bitmap::{Bitmap, Colour, MOST_PIXELS};
use super::strata::mixed;
use crate::bedrock::picture::{PictureFormat, size_of_base64};
use crate::bedrock::picture_check;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::{Rng, seed_from};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The input picture; gray in its size if it is not a PNG, which is all that the simulator reads.
pub fn picture(at: &str, encoded: &str) -> Result<Bitmap, Fault> {
    let bytes = STANDARD.decode(encoded).ok().filter(|bytes| !bytes.is_empty());
    let refused = |what: &str| {
        let mut faults = Faults::default();
        faults.add(at, what);
        faults.verdict().err().unwrap_or_else(|| Fault::malformed(what))
    };
    let bytes = bytes.filter(|_| picture_check::format(encoded).is_ok());
    let bytes = bytes.ok_or_else(|| refused("the value is not an image in base64"))?;
    match Bitmap::read(&bytes) {
        Some(picture) => Ok(picture),
        None if bytes.starts_with(&[0x89, b'P', b'N', b'G']) => Err(refused("the image cannot be read")),
        None => {
            let (width, height) = size_of_base64(encoded).unwrap_or((512, 512));
            let side = |side| usize::try_from(side).unwrap_or(usize::MAX);
            if side(width).saturating_mul(side(height)) > MOST_PIXELS {
                return Err(refused(&format!("the image has too many pixels, {width}x{height}")));
            }
            Ok(Bitmap::plain(side(width), side(height), [150, 148, 146]))
        }
    }
}

/// The input picture of Amazon's models: PNG or JPEG, without transparent pixels.
pub fn opaque(at: &str, encoded: &str) -> Result<Bitmap, Fault> {
    let format = picture_check::format(encoded);
    if matches!(format, Ok(PictureFormat::Gif | PictureFormat::Webp)) {
        return Err(Fault::malformed(&format!("{at}: the image is neither PNG nor JPEG")));
    }
    if STANDARD.decode(encoded).is_ok_and(|bytes| Bitmap::is_transparent(&bytes)) {
        return Err(Fault::malformed(&format!("{at}: the image has transparent pixels")));
    }
    picture(at, encoded)
}

/// Mixes the second picture over the first by its share.
#[must_use]
pub fn blended(mut under: Bitmap, over: &Bitmap, share: f64) -> Bitmap {
    let over = over.scaled(under.width, under.height);
    for (below, above) in under.pixels.iter_mut().zip(&over.pixels) {
        *below = mixed(*below, *above, share);
    }
    under
}

/// The pixels to regenerate.
#[derive(Clone, Debug)]
pub struct Region(Vec<bool>);

impl Region {
    /// The dark or the other pixels of a mask.
    pub fn from_mask(mask: &Bitmap, dark: Edited) -> Self {
        let is_dark = |[red, green, blue]: &Colour| u16::from(*red) + u16::from(*green) + u16::from(*blue) < 384;
        Self(mask.pixels.iter().map(|pixel| is_dark(pixel) == (dark == Edited::Dark)).collect())
    }

    /// The oval for a mask prompt.
    pub fn from_prompt(prompt: &str, width: usize, height: usize, edited: Edited) -> Self {
        let mut rng = Rng::new(seed_from(7, prompt.as_bytes()));
        let mut around = || 0.35 + 0.3 * rng.unit();
        let (across, down, wide, tall) = (around(), around(), around() * 0.7, around() * 0.7);
        #[expect(clippy::cast_precision_loss, reason = "pixels")]
        let part = |at: usize, of: usize| at as f64 / of as f64;
        let inside = |index: usize| {
            let (x, y) = (part(index % width, width) - across, part(index / width, height) - down);
            (x / wide).powi(2) + (y / tall).powi(2) < 1.0
        };
        Self((0..width * height).map(|index| inside(index) == (edited == Edited::Dark)).collect())
    }

    /// The new picture inside the region, the old one outside.
    #[must_use]
    pub fn replaced(&self, mut old: Bitmap, new: &Bitmap) -> Bitmap {
        let new = new.scaled(old.width, old.height);
        for ((old, new), edited) in old.pixels.iter_mut().zip(&new.pixels).zip(&self.0) {
            if *edited {
                *old = *new;
            }
        }
        old
    }
}

/// The part of a mask to regenerate: the dark one for inpainting, the light one for outpainting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The black part, or what the mask prompt names.
    Dark,
    /// The white part, or everything except what the mask prompt names.
    Light,
}
