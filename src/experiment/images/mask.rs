//! A mask over a picture: black and white and nothing in between, as the models demand.
//!
//! It is painted on a grid that is coarse enough to be drawn at every movement, and written as a PNG with exactly the
//! picture's size. Places are fractions of the width and the height, from 0 to 1, so that the pointer's place on the screen
//! and the keyboard's brush mean the same. Every stroke can be undone.

/// Most cells along the longer side.
const CELLS: u32 = 384;
/// Most pixels of a file that is read.
const MOST_PIXELS: u64 = 16 * 1_024 * 1_024;
/// How many strokes can be taken back.
const STEPS: usize = 20;

/// What the brush leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Black.
    #[default]
    Dark,
    /// White: it takes black away.
    Light,
}

/// A mask.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// The picture's size.
    size: (u32, u32),
    width: usize,
    height: usize,
    dark: Vec<bool>,
    before: Vec<Vec<bool>>,
}

fn whole(number: u32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

impl Mask {
    /// A white mask for a picture of this size.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let longest = width.max(height);
        let cells = |side: u32| {
            let cells =
                if longest > CELLS { u64::from(side) * u64::from(CELLS) / u64::from(longest) } else { side.into() };
            usize::try_from(cells).unwrap_or(1).max(1)
        };
        let (across, down) = (cells(width), cells(height));
        Self {
            size: (width, height),
            width: across,
            height: down,
            dark: vec![false; across * down],
            before: Vec::new(),
        }
    }

    /// The mask of a file: what is darker than half is black. `None` if it is not a PNG, or one of more than 16 million
    /// pixels, which no model takes.
    pub fn from_png(file: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let (width, height) = reader.info().size();
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return None;
        }
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut bytes).ok()?;
        let mut mask = Self::new(width, height);
        let middle = |cell: usize, cells: usize, side: u32| (2 * cell + 1) * whole(side) / (2 * cells);
        let cells = (0..mask.height).flat_map(|y| (0..mask.width).map(move |x| (x, y)));
        let dark = |(x, y)| {
            let at = middle(y, mask.height, height) * frame.line_size
                + middle(x, mask.width, width) * frame.color_type.samples();
            bytes.get(at).is_some_and(|level| *level < 128)
        };
        mask.dark = cells.map(dark).collect();
        Some(mask)
    }

    /// Cells across and down.
    pub fn grid(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The part that is black, from 0 to 1.
    pub fn share(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "cells")]
        let part = |count: usize| count as f64;
        part(self.dark.iter().filter(|dark| **dark).count()) / part(self.dark.len())
    }

    /// Whether there is a stroke to take back.
    pub fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// Remembers how it is, before a stroke.
    pub fn begin(&mut self) {
        if self.before.len() >= STEPS {
            self.before.remove(0);
        }
        self.before.push(self.dark.clone());
    }

    /// Takes the last stroke back.
    pub fn undo(&mut self) {
        if let Some(before) = self.before.pop() {
            self.dark = before;
        }
    }

    /// A round dab of the brush; the radius is a part of the longer side.
    pub fn dab(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        let (x, y) = (x * real(self.width), y * real(self.height));
        let radius = (radius * real(self.width.max(self.height))).max(0.5);
        let span = |middle: f64, most: usize| (floor(middle - radius), (floor(middle + radius) + 1).min(most));
        let ((left, right), (top, bottom)) = (span(x, self.width), span(y, self.height));
        for row in top..bottom {
            for column in left..right {
                let (dx, dy) = (real(column) + 0.5 - x, real(row) + 0.5 - y);
                if dx * dx + dy * dy <= radius * radius {
                    self.set(column, row, ink);
                }
            }
        }
    }

    /// Dabs from one place to another, without gaps.
    pub fn stroke(&mut self, from: (f64, f64), to: (f64, f64), radius: f64, ink: Ink) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let steps = ((dx.abs().max(dy.abs()) / (radius / 2.0).max(0.002)).ceil()).clamp(1.0, 2_000.0);
        let mut step = 0.0;
        while step <= steps {
            let part = step / steps;
            self.dab(from.0 + dx * part, from.1 + dy * part, radius, ink);
            step += 1.0;
        }
    }

    /// A rectangle by its left, top, right and bottom, in hundredths of the picture.
    pub fn rectangle(&mut self, edges: [u32; 4], ink: Ink) {
        let [left, top, right, bottom] = edges.map(|edge| whole(edge.min(100)));
        for row in top * self.height / 100..bottom * self.height / 100 {
            for column in left * self.width / 100..right * self.width / 100 {
                self.set(column, row, ink);
            }
        }
    }

    /// Black everywhere, or white.
    pub fn fill(&mut self, ink: Ink) {
        self.dark.fill(ink == Ink::Dark);
    }

    /// Black where it is white, and the other way round.
    pub fn invert(&mut self) {
        for cell in &mut self.dark {
            *cell = !*cell;
        }
    }

    fn set(&mut self, column: usize, row: usize, ink: Ink) {
        if let Some(cell) = self.dark.get_mut(row * self.width + column) {
            *cell = ink == Ink::Dark;
        }
    }

    /// Red, green, blue and opacity of each cell, to be laid over the picture: black with thin light lines where the mask
    /// is black, so that it shows on a dark picture too, and nothing elsewhere.
    pub fn overlay(&self) -> Vec<u8> {
        let cell = |(index, dark): (usize, &bool)| {
            let line = (index % self.width + index / self.width).is_multiple_of(8);
            match (dark, line) {
                (false, _) => [0, 0, 0, 0],
                (true, false) => [0, 0, 0, 200],
                (true, true) => [255, 255, 255, 170],
            }
        };
        self.dark.iter().enumerate().flat_map(cell).collect()
    }

    /// The file: one bit a pixel, black is 0, of the picture's size. Empty if it cannot be written.
    pub fn png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        self.write(&mut file).map(|()| file).unwrap_or_default()
    }

    fn write(&self, file: &mut Vec<u8>) -> Result<(), png::EncodingError> {
        let (width, height) = (whole(self.size.0), whole(self.size.1));
        let mut encoder = png::Encoder::new(file, self.size.0, self.size.1);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header()?;
        let mut rows = Vec::with_capacity(width.div_ceil(8) * height);
        for y in 0..height {
            let start = y * self.height / height * self.width;
            for first in (0..width).step_by(8) {
                let bit = |place: usize| {
                    let dark = self.dark.get(start + (first + place) * self.width / width).copied().unwrap_or(false);
                    u8::from(first + place < width && !dark) << (7 - place)
                };
                rows.push((0..8).map(bit).sum());
            }
        }
        writer.write_image_data(&rows)?;
        writer.finish()
    }
}

#[expect(clippy::cast_precision_loss, reason = "cells")]
fn real(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped below, and cells")]
fn floor(value: f64) -> usize {
    value.floor().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_mask_is_read_again() {
        for (width, height) in [(1, 1), (7, 13), (640, 480), (1_024, 301)] {
            let mut mask = Mask::new(width, height);
            mask.rectangle([10, 20, 60, 70], Ink::Dark);
            mask.dab(0.9, 0.1, 0.05, Ink::Dark);
            assert_eq!(Mask::from_png(&mask.png()), Some(mask), "{width} × {height}");
        }
        let file = Mask::new(8, 8).png();
        for end in 0..file.len() - 12 {
            let _ = Mask::from_png(file.get(..end).unwrap());
        }
        assert_eq!(Mask::from_png(b"GIF89a"), None);
    }
    use crate::simulator::invoke::image::bitmap::Bitmap;

    fn read(mask: &Mask) -> Bitmap {
        Bitmap::read(&mask.png()).unwrap()
    }

    #[test]
    fn the_file_has_the_pictures_size_and_two_colours() {
        for (width, height) in [(1, 1), (7, 3), (640, 480), (1024, 1025), (1536, 640)] {
            let mut mask = Mask::new(width, height);
            mask.dab(0.5, 0.5, 0.2, Ink::Dark);
            let picture = read(&mask);
            assert_eq!((picture.width, picture.height), (whole(width), whole(height)));
            assert!(picture.pixels.iter().all(|pixel| *pixel == [0; 3] || *pixel == [255; 3]));
            assert_eq!(picture.at(whole(width) / 2, whole(height) / 2), [0; 3], "{width} × {height}");
        }
    }

    #[test]
    fn a_rectangle_lies_where_it_was_said() {
        let mut mask = Mask::new(1000, 500);
        mask.rectangle([25, 0, 75, 50], Ink::Dark);
        assert!((mask.share() - 0.25).abs() < 0.01, "{}", mask.share());
        let picture = read(&mask);
        for (x, y, expected) in [(10, 10, 255), (400, 100, 0), (400, 400, 255), (900, 10, 255)] {
            assert_eq!(picture.at(x, y), [expected; 3], "{x}, {y}");
        }
        mask.rectangle([0, 0, 200, 200], Ink::Light);
        assert!(mask.share() < f64::EPSILON);
    }

    #[test]
    fn a_stroke_has_no_gaps_and_can_be_taken_back() {
        let mut mask = Mask::new(800, 600);
        mask.begin();
        mask.stroke((0.0, 0.5), (1.0, 0.5), 0.02, Ink::Dark);
        let row = read(&mask);
        assert!((0..800).all(|x| row.at(x, 300) == [0; 3]));
        mask.begin();
        mask.invert();
        assert!(mask.share() > 0.9);
        mask.undo();
        assert!(mask.share() < 0.1 && mask.can_undo());
        mask.undo();
        assert!(mask.share() < f64::EPSILON && !mask.can_undo());
        mask.undo();
        // Outside is nothing.
        mask.dab(9.0, -4.0, 0.1, Ink::Dark);
        mask.stroke((-3.0, 5.0), (-2.0, 7.0), 0.1, Ink::Dark);
        assert!(mask.share() < f64::EPSILON);
        for _ in 0..50 {
            mask.begin();
        }
        assert_eq!(mask.before.len(), STEPS);
        mask.fill(Ink::Dark);
        assert!((mask.share() - 1.0).abs() < f64::EPSILON);
        assert_eq!(mask.overlay().len(), 4 * mask.grid().0 * mask.grid().1);
    }
}
