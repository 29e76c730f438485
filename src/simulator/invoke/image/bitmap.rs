//! A picture as pixels, and its PNG or JPEG file.
//!
//! The crate `png` reads and writes files; `jpeg-encoder` writes JPEG for models that offer it. Every file written here
//! states in text chunks that it is simulated, and its prompt (PNG, section 11.3.4:
//! <https://www.w3.org/TR/png-3/#11textinfo>).

use std::io::Cursor;

/// Maximum of pixels to read: Nova Canvas's largest picture, 4,194,304, and some more.
pub const MOST_PIXELS: usize = 5_000_000;

/// The keyword of the text chunk with the prompt.
pub const PROMPT_KEYWORD: &str = "Description";
/// The text chunk that marks the file as simulated.
pub const MARK: (&str, &str) = ("Comment", "SIMULATED by Outcrop; no model drew this picture");

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The pixels, row by row.
    pub pixels: Vec<Colour>,
    /// The prompt in the file, if the simulator drew it.
    pub prompt: Option<String>,
}

impl Bitmap {
    /// A picture in one colour.
    pub fn plain(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, pixels: vec![colour; width.saturating_mul(height)], prompt: None }
    }

    /// The colour at a place; black outside.
    pub fn at(&self, x: usize, y: usize) -> Colour {
        let inside = x < self.width;
        self.pixels.get(y * self.width + x).copied().filter(|_| inside).unwrap_or_default()
    }

    /// Sets a pixel; ignores places outside.
    pub fn set(&mut self, x: usize, y: usize, colour: Colour) {
        let inside = x < self.width;
        if let Some(pixel) = self.pixels.get_mut(y * self.width + x).filter(|_| inside) {
            *pixel = colour;
        }
    }

    /// Scales the picture by nearest pixels.
    #[must_use]
    pub fn scaled(&self, width: usize, height: usize) -> Self {
        let mut scaled = Self { prompt: self.prompt.clone(), ..Self::plain(width, height, [0; 3]) };
        for (index, pixel) in scaled.pixels.iter_mut().enumerate() {
            let (x, y) = (index % width.max(1), index / width.max(1));
            *pixel = self.at(x * self.width / width.max(1), y * self.height / height.max(1));
        }
        scaled
    }

    /// Reads a PNG; `None` if it is another format, damaged or too large. Transparent pixels are drawn over white.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let info = reader.info();
        let (width, height) = (usize::try_from(info.width).ok()?, usize::try_from(info.height).ok()?);
        let ours = info.uncompressed_latin1_text.iter().any(|text| (text.keyword.as_str(), text.text.as_str()) == MARK);
        let prompt = info.utf8_text.iter().filter(|_| ours).find(|text| text.keyword == PROMPT_KEYWORD);
        let prompt = prompt.and_then(|text| text.get_text().ok());
        if width.checked_mul(height)? > MOST_PIXELS {
            return None;
        }
        let mut samples = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut samples).ok()?;
        let samples = samples.get(..frame.buffer_size())?;
        let over_white = |value: u8, alpha: u8| {
            let (value, alpha) = (u16::from(value), u16::from(alpha));
            u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
        };
        let pixels = samples.chunks(frame.color_type.samples()).map(|pixel| match pixel {
            [gray] => [*gray; 3],
            [gray, alpha] => [over_white(*gray, *alpha); 3],
            [red, green, blue] => [*red, *green, *blue],
            [red, green, blue, alpha] => [*red, *green, *blue].map(|value| over_white(value, *alpha)),
            _ => [0; 3],
        });
        Some(Self { width, height, pixels: pixels.collect(), prompt })
    }

    /// Whether a file is a PNG with a pixel that is not fully opaque.
    pub fn is_transparent(bytes: &[u8]) -> bool {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let Ok(mut reader) = decoder.read_info() else { return false };
        let count = u64::from(reader.info().width) * u64::from(reader.info().height);
        let (colour, _) = reader.output_color_type();
        if !matches!(colour, png::ColorType::GrayscaleAlpha | png::ColorType::Rgba)
            || usize::try_from(count).map_or(true, |count| count > MOST_PIXELS)
        {
            return false;
        }
        let mut samples = vec![0; reader.output_buffer_size().unwrap_or(0)];
        let Ok(frame) = reader.next_frame(&mut samples) else { return false };
        let samples = samples.get(..frame.buffer_size()).unwrap_or_default();
        samples.chunks(colour.samples()).any(|pixel| pixel.last().is_some_and(|alpha| *alpha != 255))
    }

    /// Writes a PNG; empty if the picture has no size.
    pub fn png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        self.write(&mut file).map(|()| file).unwrap_or_default()
    }

    /// Writes a JPEG; empty if the picture has no size. An application segment marks it as simulated.
    pub fn jpeg(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let side = |length: usize| u16::try_from(length).unwrap_or(0);
        let mut encoder = jpeg_encoder::Encoder::new(&mut file, 85);
        let marked = encoder.add_app_segment(15, MARK.1.as_bytes().to_vec());
        let written = marked.and_then(|()| {
            encoder.encode(
                self.pixels.as_flattened(),
                side(self.width),
                side(self.height),
                jpeg_encoder::ColorType::Rgb,
            )
        });
        written.map(|()| file).unwrap_or_default()
    }

    fn write(&self, file: &mut Vec<u8>) -> Result<(), png::EncodingError> {
        let side = |length: usize| u32::try_from(length).unwrap_or(0);
        let mut encoder = png::Encoder::new(file, side(self.width), side(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.add_text_chunk("Software".to_owned(), "Outcrop simulator".to_owned())?;
        encoder.add_text_chunk(MARK.0.to_owned(), MARK.1.to_owned())?;
        if let Some(prompt) = &self.prompt {
            encoder.add_itxt_chunk(PROMPT_KEYWORD.to_owned(), prompt.clone())?;
        }
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_survives_its_file() {
        let mut picture = Bitmap::plain(5, 3, [200, 10, 0]);
        picture.set(4, 2, [1, 2, 3]);
        picture.set(5, 0, [9, 9, 9]);
        picture.prompt = Some("Ein rötlicher Fels".to_owned());
        let read = Bitmap::read(&picture.png()).unwrap();
        assert_eq!(read, picture);
        assert_eq!((read.at(4, 2), read.at(0, 1), read.at(5, 1)), ([1, 2, 3], [200, 10, 0], [0; 3]));
        assert_eq!(read.scaled(10, 6).at(9, 5), [1, 2, 3]);
    }

    #[test]
    fn what_is_no_png_is_nothing() {
        let file = Bitmap::plain(40, 40, [7; 3]).png();
        for bytes in [&b""[..], b"\xff\xd8\xff\xe0JFIF", &file[..file.len() / 2], &file[..20]] {
            assert_eq!(Bitmap::read(bytes), None);
        }
        assert!(Bitmap::plain(0, 4, [0; 3]).png().is_empty());
    }
}
