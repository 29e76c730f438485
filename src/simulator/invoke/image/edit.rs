//! What the simulator does with a picture that it is given: keeps part of it, mixes it, recolours it.
//!
//! A mask is black and white; which of the two is drawn anew depends on the task. Without one, a mask prompt chooses an
//! oval, for the simulator cannot see what is where.

use super::bitmap::{Bitmap, Colour};
use super::strata::mixed;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::{Rng, seed_from};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A given picture; one that is no PNG, which the simulator cannot read, is gray.
pub fn picture(at: &str, encoded: &str) -> Result<Bitmap, Fault> {
    let bytes = STANDARD.decode(encoded).ok().filter(|bytes| !bytes.is_empty());
    let refused = |what: &str| {
        let mut faults = Faults::default();
        faults.add(at, what);
        faults.verdict().err().unwrap_or_else(|| Fault::malformed(what))
    };
    let bytes = bytes.ok_or_else(|| refused("the value is not an image in base64"))?;
    match Bitmap::read(&bytes) {
        Some(picture) => Ok(picture),
        None if bytes.starts_with(&[0x89, b'P', b'N', b'G']) => Err(refused("the image cannot be read")),
        None => Ok(Bitmap::plain(512, 512, [150, 148, 146])),
    }
}

/// The second picture over the first, by its share.
#[must_use]
pub fn blended(mut under: Bitmap, over: &Bitmap, share: f64) -> Bitmap {
    let over = over.scaled(under.width, under.height);
    for (below, above) in under.pixels.iter_mut().zip(&over.pixels) {
        *below = mixed(*below, *above, share);
    }
    under
}

/// Which pixels are drawn anew.
#[derive(Clone, Debug)]
pub struct Region(Vec<bool>);

impl Region {
    /// The pixels of a mask that are dark, or the others.
    pub fn of_mask(mask: &Bitmap, dark: Edited) -> Self {
        let is_dark = |[red, green, blue]: &Colour| u16::from(*red) + u16::from(*green) + u16::from(*blue) < 384;
        Self(mask.pixels.iter().map(|pixel| is_dark(pixel) == (dark == Edited::Dark)).collect())
    }

    /// An oval that a mask prompt stands for.
    pub fn of_prompt(prompt: &str, width: usize, height: usize, edited: Edited) -> Self {
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

    /// The new picture where the region is, the old one elsewhere.
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

/// Which part of a mask is drawn anew: the dark one when inpainting, the light one when outpainting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// What is black, or what the mask prompt names.
    Dark,
    /// What is white, or all that the mask prompt does not name.
    Light,
}
