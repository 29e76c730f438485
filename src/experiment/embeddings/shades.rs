//! Numbers as shades: of a heat map's cells, and of a vector's strip.

/// How many shades there are.
pub const SHADES: usize = 10;

/// How many bands a strip has at most; a longer vector is averaged into them.
const BANDS: usize = 64;

/// The shade of a number in a range, from 0.
pub fn shade(value: f64, (least, most): (f64, f64)) -> usize {
    let part = if most > least { (value - least) / (most - least) } else { 0.5 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "clamped")]
    let shade = (part.clamp(0.0, 1.0) * (SHADES as f64 - 1e-9)) as usize;
    shade.min(SHADES - 1)
}

/// The shades of a strip of numbers. Where some are below zero, zero is in the middle.
pub fn bands(numbers: &[f64]) -> Vec<usize> {
    let size = numbers.len().div_ceil(BANDS).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a vector has some thousand numbers at most")]
    let means: Vec<f64> = numbers.chunks(size).map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64).collect();
    let far = means.iter().fold(0.0_f64, |far, mean| far.max(mean.abs())).max(1e-12);
    let least = if means.iter().any(|mean| *mean < 0.0) { -far } else { 0.0 };
    means.iter().map(|mean| shade(*mean, (least, far))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_shade_of_its_place_in_the_range() {
        for (value, range, expected) in [
            (0.0, (0.0, 1.0), 0),
            (0.05, (0.0, 1.0), 0),
            (0.55, (0.0, 1.0), 5),
            (1.0, (0.0, 1.0), SHADES - 1),
            (7.0, (0.0, 1.0), SHADES - 1),
            (-7.0, (0.0, 1.0), 0),
            (0.0, (-1.0, 1.0), 4),
            (3.0, (3.0, 3.0), 4),
        ] {
            assert_eq!(shade(value, range), expected, "{value} in {range:?}");
        }
    }

    #[test]
    fn a_long_vector_is_averaged_and_zero_is_in_the_middle_only_where_it_is() {
        assert_eq!(bands(&[0.0, 0.5, 1.0]), [0, 4, 9]);
        assert_eq!(bands(&[-1.0, 0.0, 1.0]), [0, 4, 9]);
        let long: Vec<f64> = (0..1_024).map(|place| if place < 512 { -1.0 } else { 1.0 }).collect();
        let shades = bands(&long);
        assert_eq!((shades.len(), shades.first(), shades.last()), (64, Some(&0), Some(&9)));
        assert_eq!(bands(&[]), [0; 0]);
        assert_eq!(bands(&[0.0, 0.0]), [0, 0]);
    }
}
