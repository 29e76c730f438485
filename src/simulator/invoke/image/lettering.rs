//! Large plain letters that mark a simulated picture in its pixels.
//!
//! A letter is five by seven cells; one row is five bits, the left one highest.

use super::bitmap::{Bitmap, Colour};

/// Cells per letter, including its gap.
const PITCH: usize = 6;
/// Rows of a letter.
const ROWS: usize = 7;

/// The required letters.
const LETTERS: [(char, [u8; ROWS]); 21] = [
    ('A', [14, 17, 17, 31, 17, 17, 17]),
    ('D', [30, 17, 17, 17, 17, 17, 30]),
    ('E', [31, 16, 16, 30, 16, 16, 31]),
    ('I', [14, 4, 4, 4, 4, 4, 14]),
    ('L', [16, 16, 16, 16, 16, 16, 31]),
    ('M', [17, 27, 21, 21, 17, 17, 17]),
    ('S', [15, 16, 16, 14, 1, 1, 30]),
    ('T', [31, 4, 4, 4, 4, 4, 4]),
    ('U', [17, 17, 17, 17, 17, 17, 14]),
    ('F', [31, 16, 16, 30, 16, 16, 16]),
    ('R', [30, 17, 17, 30, 20, 18, 17]),
    ('0', [14, 17, 19, 21, 25, 17, 14]),
    ('1', [4, 12, 4, 4, 4, 4, 14]),
    ('2', [14, 17, 1, 6, 8, 16, 31]),
    ('3', [31, 2, 4, 2, 1, 17, 14]),
    ('4', [2, 6, 10, 18, 31, 2, 2]),
    ('5', [31, 16, 30, 1, 1, 17, 14]),
    ('6', [6, 8, 16, 30, 17, 17, 14]),
    ('7', [31, 1, 2, 4, 8, 8, 8]),
    ('8', [14, 17, 17, 14, 17, 17, 14]),
    ('9', [14, 17, 17, 15, 1, 2, 12]),
];

const PLATE: Colour = [24, 22, 26];
const INK: Colour = [255, 255, 255];

/// Writes SIMULATED and the seed on a dark plate in the lower left corner, across half the width.
pub fn mark(picture: &mut Bitmap, seed: u64) {
    // The plate is 56 cells wide, its margins included.
    let cell = (picture.width / 112).max(1);
    let small = (cell / 2).max(1);
    let height = cell * 9 + small * 9;
    let top = picture.height.saturating_sub(height);
    for y in top..picture.height {
        for x in 0..(cell * 56).min(picture.width) {
            picture.set(x, y, PLATE);
        }
    }
    write(picture, "SIMULATED", cell, cell, top + cell);
    write(picture, &format!("SEED {seed}"), small, cell, top + cell * 9);
}

fn write(picture: &mut Bitmap, text: &str, cell: usize, left: usize, top: usize) {
    for (place, letter) in text.chars().enumerate() {
        let rows = LETTERS.iter().find(|(known, _)| *known == letter).map(|(_, rows)| *rows).unwrap_or_default();
        for (row, bits) in rows.into_iter().enumerate() {
            for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                for dot in 0..cell * cell {
                    let x = left + (place * PITCH + column) * cell + dot % cell;
                    picture.set(x, top + row * cell + dot / cell, INK);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_can_be_read_at_any_size() {
        for (width, height) in [(64, 64), (320, 320), (1024, 1024), (1536, 640)] {
            let mut picture = Bitmap::plain(width, height, [90, 120, 40]);
            mark(&mut picture, 9_876_543_210);
            let count = |colour| picture.pixels.iter().filter(|pixel| **pixel == colour).count();
            assert!(count(INK) * 10 > count(PLATE) && count(PLATE) > width, "{width}×{height}");
            assert!(count([90, 120, 40]) * 4 > width * height, "{width}×{height}");
        }
    }
}
