//! The meaning of a picture: the names of its main colours, and the arrangement of light and dark.
//!
//! A multimodal model sees what a picture shows. The simulator knows only the prompt in the file, if it drew the
//! picture itself, and otherwise the colours. So a picture is close to a text that names its colours and to pictures
//! with the same colours; files that are not PNG are compared by their bytes only.

use super::super::image::bitmap::{Bitmap, Colour};
use super::measure::{Meaning, Measure};
use crate::simulator::inference::sampler::seed_from;

/// The weight of the arrangement, next to the names of the colours.
const ARRANGEMENT: f32 = 0.35;
/// The number of grid cells in each direction.
const GRID: usize = 8;

/// The file format according to the first bytes.
pub fn format(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [b'G', b'I', b'F', ..] => "gif",
        [b'R', b'I', b'F', b'F', ..] => "webp",
        _ => "jpeg",
    }
}

/// The meaning of a file.
pub fn meaning(bytes: &[u8], measure: Measure<'_>) -> Meaning {
    let Some(picture) = Bitmap::read(bytes) else {
        let told_apart = Meaning { direction: Vec::new(), features: vec![(seed_from(5, bytes), ARRANGEMENT)] };
        return measure.meaning("a picture").unit().and(told_apart);
    };
    let words = match &picture.prompt {
        Some(prompt) => prompt.clone(),
        None => colours(&picture).join(" "),
    };
    measure.meaning(&words).unit().and(arrangement(&picture))
}

fn cells(picture: &Bitmap) -> impl Iterator<Item = Colour> {
    let middle = |cell: usize, length: usize| (2 * cell + 1) * length / (2 * GRID);
    (0..GRID * GRID)
        .map(move |cell| picture.at(middle(cell % GRID, picture.width), middle(cell / GRID, picture.height)))
}

/// The names of the largest colours, at most three.
fn colours(picture: &Bitmap) -> Vec<&'static str> {
    let mut seen: Vec<(&'static str, usize)> = Vec::new();
    for name in cells(picture).map(name) {
        match seen.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => seen.push((name, 1)),
        }
    }
    seen.sort_by_key(|(_, count)| usize::MAX - count);
    seen.into_iter().take(3).map(|(name, _)| name).collect()
}

fn name([red, green, blue]: Colour) -> &'static str {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    let (light, spread) = (i32::from(most), i32::from(most) - i32::from(least));
    if light < 50 {
        return "black";
    }
    if spread * 6 < light {
        return if light > 210 { "white" } else { "gray" };
    }
    // Sixths of the colour circle, in degrees.
    let hue = if red == light {
        (green - blue) * 60 / spread
    } else if green == light {
        120 + (blue - red) * 60 / spread
    } else {
        240 + (red - green) * 60 / spread
    };
    match hue.rem_euclid(360) {
        15..45 if light < 150 => "brown",
        15..45 => "orange",
        45..70 => "yellow",
        70..165 => "green",
        165..255 => "blue",
        255..290 => "purple",
        290..345 => "pink",
        _ => "red",
    }
}

/// Red, green and blue of each cell, minus the mean, as features that two pictures share.
fn arrangement(picture: &Bitmap) -> Meaning {
    let values = cells(picture).flatten().map(|value| f32::from(value) / 127.5 - 1.0);
    let features = values.zip(0_u64..).map(|(value, place)| (seed_from(6, &place.to_le_bytes()), value)).collect();
    Meaning { direction: Vec::new(), features }.unit().times(ARRANGEMENT)
}

#[cfg(test)]
mod tests {
    use super::super::space::{Space, cosine};
    use super::*;

    #[test]
    fn colours_have_names() {
        for (colour, expected) in [
            ([0, 0, 0], "black"),
            ([250, 250, 245], "white"),
            ([128, 120, 125], "gray"),
            ([200, 20, 30], "red"),
            ([230, 130, 20], "orange"),
            ([110, 70, 30], "brown"),
            ([240, 220, 40], "yellow"),
            ([30, 160, 60], "green"),
            ([40, 80, 220], "blue"),
            ([120, 40, 200], "purple"),
            ([240, 90, 200], "pink"),
        ] {
            assert_eq!(name(colour), expected, "{colour:?}");
        }
    }

    #[test]
    fn a_picture_is_near_one_like_it_and_near_its_colours() {
        let vector = |meaning: &Meaning| Space::new("m").vector(meaning, 1024);
        let picture = |colour| vector(&meaning(&Bitmap::plain(30, 20, colour).png(), Measure::NGrams));
        let (red, crimson, blue) = (picture([200, 20, 30]), picture([180, 10, 20]), picture([20, 30, 220]));
        assert!(cosine(&red, &crimson) > cosine(&red, &blue) + 0.1);
        let text = |text| vector(&Measure::NGrams.meaning(text));
        assert!(cosine(&red, &text("a red picture")) > cosine(&red, &text("a blue picture")));
        let other = vector(&meaning(b"\xff\xd8\xff1", Measure::NGrams));
        let another = vector(&meaning(b"\xff\xd8\xff2", Measure::NGrams));
        assert!(cosine(&other, &another) < 0.99);
    }
}
