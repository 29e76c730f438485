//! Draws layers of rock (strata) under a sky, in the colours that the prompt names.
//!
//! Waves, patterns and colours depend only on the prompt and the seed, so both together give the same picture in any
//! size. Nobody could mistake it for the output of a model.

use super::bitmap::{Bitmap, Colour};
use super::lettering;
use crate::simulator::inference::sampler::{Rng, seed_from};

/// Words for colours, or for things with a colour.
const COLOURS: [(&str, Colour); 44] = [
    ("red", [190, 45, 40]),
    ("crimson", [160, 25, 45]),
    ("brick", [150, 70, 55]),
    ("fire", [220, 90, 30]),
    ("sunset", [230, 120, 70]),
    ("autumn", [190, 100, 40]),
    ("fox", [200, 100, 40]),
    ("orange", [225, 130, 40]),
    ("copper", [170, 105, 65]),
    ("gold", [205, 165, 55]),
    ("yellow", [225, 200, 70]),
    ("sun", [235, 200, 90]),
    ("sand", [210, 185, 130]),
    ("desert", [205, 165, 110]),
    ("beach", [220, 200, 150]),
    ("lemon", [230, 215, 80]),
    ("green", [70, 130, 70]),
    ("forest", [45, 95, 60]),
    ("grass", [100, 150, 70]),
    ("garden", [90, 140, 75]),
    ("leaf", [95, 150, 60]),
    ("emerald", [35, 130, 95]),
    ("jungle", [40, 105, 60]),
    ("blue", [55, 100, 180]),
    ("sea", [45, 120, 150]),
    ("ocean", [30, 95, 145]),
    ("sky", [120, 170, 215]),
    ("river", [75, 135, 165]),
    ("lake", [70, 130, 170]),
    ("ice", [180, 210, 225]),
    ("turquoise", [60, 170, 170]),
    ("purple", [110, 65, 150]),
    ("violet", [125, 80, 165]),
    ("lavender", [165, 145, 200]),
    ("pink", [220, 140, 170]),
    ("rose", [205, 105, 125]),
    ("brown", [115, 80, 55]),
    ("earth", [120, 90, 65]),
    ("wood", [140, 105, 70]),
    ("mountain", [115, 115, 125]),
    ("granite", [130, 125, 130]),
    ("snow", [225, 230, 235]),
    ("night", [40, 45, 75]),
    ("black", [45, 42, 48]),
];

/// The parameters of a picture.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The prompt.
    pub prompt: &'a str,
    /// The seed.
    pub seed: u64,
    /// Colours besides those in the prompt.
    pub colours: Vec<Colour>,
}

/// Draws the layers, without the mark.
pub fn draw(scene: &Scene<'_>) -> Bitmap {
    let mut rng = Rng::new(seed_from(scene.seed, scene.prompt.to_lowercase().as_bytes()));
    let palette = palette(scene, &mut rng);
    let mut picture =
        Bitmap { prompt: Some(scene.prompt.to_owned()), ..Bitmap::plain(scene.width, scene.height, [0; 3]) };
    sky(&mut picture, &palette, &mut rng);
    let layers = 5 + rng.below(3);
    for layer in 0..layers {
        let colour = palette.get(layer % palette.len().max(1)).copied().unwrap_or([128; 3]);
        let shade = 0.72 + 0.14 * real(layer / palette.len().max(1)) + 0.3 * rng.unit();
        let top = 0.28 + 0.72 * real(layer) / real(layers);
        Layer::new(top, shaded(colour, shade), &mut rng).lay(&mut picture);
    }
    picture
}

/// Draws the layers and the mark.
pub fn marked(scene: &Scene<'_>) -> Bitmap {
    let mut picture = draw(scene);
    lettering::mark(&mut picture, scene.seed);
    picture
}

fn palette(scene: &Scene<'_>, rng: &mut Rng) -> Vec<Colour> {
    let mut palette = scene.colours.clone();
    for word in scene.prompt.to_lowercase().split(|letter: char| !letter.is_alphanumeric()) {
        let one = word.strip_suffix('s').unwrap_or(word);
        palette.extend(COLOURS.iter().find(|(name, _)| *name == word || *name == one).map(|(_, colour)| *colour));
    }
    while palette.len() < 3 {
        if let Some((_, colour)) = COLOURS.get(rng.below(COLOURS.len())) {
            palette.push(*colour);
        }
    }
    palette
}

fn sky(picture: &mut Bitmap, palette: &[Colour], rng: &mut Rng) {
    let colour = palette.get(rng.below(palette.len())).copied().unwrap_or([128; 3]);
    let (across, down, radius) = (0.15 + 0.7 * rng.unit(), 0.1 + 0.12 * rng.unit(), 0.05 + 0.05 * rng.unit());
    let (width, height) = (real(picture.width), real(picture.height));
    let disc = radius * width.min(height);
    for y in 0..picture.height {
        // In steps, which look calm and compress well.
        let step = (real(y) / height * 16.0).floor() / 16.0;
        let light = mixed(shaded(colour, 1.15), [245, 242, 236], 0.45 + 0.5 * step);
        for x in 0..picture.width {
            let (dx, dy) = (real(x) - across * width, real(y) - down * height);
            let sun = dx * dx + dy * dy < disc * disc;
            picture.set(x, y, if sun { [255, 250, 225] } else { light });
        }
    }
}

/// One layer: its position, the course of its upper edge, and its filling.
struct Layer {
    top: f64,
    colour: Colour,
    /// Height, waves per width, and phase of the edge's three waves.
    waves: [(f64, f64, f64); 3],
    pattern: usize,
}

impl Layer {
    fn new(top: f64, colour: Colour, rng: &mut Rng) -> Self {
        let mut wave = |height: f64, count: f64| {
            (height * (0.4 + rng.unit()), count * (0.5 + rng.unit()), rng.unit() * std::f64::consts::TAU)
        };
        let waves = [wave(0.035, 1.5), wave(0.015, 4.0), wave(0.005, 11.0)];
        Self { top, colour, waves, pattern: rng.below(4) }
    }

    fn lay(&self, picture: &mut Bitmap) {
        let (width, height) = (real(picture.width), real(picture.height));
        let cell = (picture.width.max(picture.height) / 64).max(4);
        let line = shaded(self.colour, 0.6);
        let speck = shaded(self.colour, 0.84);
        for x in 0..picture.width {
            let across = real(x) / width;
            let waves = self.waves.iter().map(|(tall, count, phase)| tall * (count * across * 6.3 + phase).sin());
            let edge = whole((self.top + waves.sum::<f64>()) * height);
            for y in edge..picture.height {
                let depth = y - edge;
                let dotted = match self.pattern {
                    0 => x % cell < cell / 4 && depth % cell < cell / 4,
                    1 => depth % cell < cell / 6 && (x / cell + depth / cell).is_multiple_of(2),
                    2 => (x + depth) % cell < cell / 6,
                    _ => false,
                };
                let colour = if depth < cell / 5 {
                    line
                } else if dotted {
                    speck
                } else {
                    self.colour
                };
                picture.set(x, y, colour);
            }
        }
    }
}

/// Makes a colour darker or lighter.
pub fn shaded(colour: Colour, factor: f64) -> Colour {
    colour.map(|part| byte(f64::from(part) * factor))
}

/// Mixes two colours; `share` is that of the second.
pub fn mixed(first: Colour, second: Colour, share: f64) -> Colour {
    let [red, green, blue] = first;
    let [other_red, other_green, other_blue] = second;
    [(red, other_red), (green, other_green), (blue, other_blue)]
        .map(|(a, b)| byte(f64::from(a) * (1.0 - share) + f64::from(b) * share))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[expect(clippy::cast_precision_loss, reason = "pixels")]
fn real(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped below, and pixels")]
fn whole(value: f64) -> usize {
    value.round().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(prompt: &str, seed: u64) -> Scene<'_> {
        Scene { width: 96, height: 64, prompt, seed, colours: Vec::new() }
    }

    fn mean(picture: &Bitmap) -> [f64; 3] {
        [0, 1, 2].map(|part| {
            picture.pixels.iter().map(|pixel| f64::from(pixel[part])).sum::<f64>() / real(picture.pixels.len())
        })
    }

    #[test]
    fn prompt_and_seed_decide() {
        assert_eq!(marked(&scene("a red rock", 1)), marked(&scene("A Red rock", 1)).with_prompt("a red rock"));
        assert_ne!(draw(&scene("a red rock", 1)).pixels, draw(&scene("a red rock", 2)).pixels);
        assert_ne!(draw(&scene("a red rock", 1)).pixels, draw(&scene("a blue rock", 1)).pixels);
    }

    #[test]
    fn the_colours_are_the_prompts() {
        let [red, _, blue] = mean(&draw(&scene("red brick at sunset", 3)));
        assert!(red > blue + 25.0, "{red} {blue}");
        let [red, _, blue] = mean(&draw(&scene("the blue ocean", 3)));
        assert!(blue > red + 10.0, "{red} {blue}");
        let given = Scene { colours: vec![[0, 200, 0]; 3], ..scene("anything", 3) };
        let [red, green, blue] = mean(&draw(&given));
        assert!(green > red + 20.0 && green > blue + 20.0, "{red} {green} {blue}");
    }

    impl Bitmap {
        fn with_prompt(mut self, prompt: &str) -> Self {
            self.prompt = Some(prompt.to_owned());
            self
        }
    }
}
