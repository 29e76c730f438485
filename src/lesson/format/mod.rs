//! Reads a lesson from its text. `docs/lesson-format.md` specifies the format.
//!
//! A file is read to its end and refused whole if anything in it is wrong: every mistake is listed with its line, so that its
//! author mends all of them at once.

mod builder;
mod lines;
mod pieces;
mod words;

use crate::bedrock::service_model::ServiceModel;
use crate::lesson::step::Lesson;

/// The version that is read.
pub const VERSION: u32 = 1;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 256 * 1024;

/// Most steps of a lesson.
pub const MOST_STEPS: usize = 60;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, and what was meant if that can be told.
    pub text: String,
}

impl Mistake {
    /// The mistake with the file's name: `acme.txt:8: …`.
    pub fn at(&self, file: &str) -> String {
        match self.line {
            0 => format!("{file}: {}", self.text),
            line => format!("{file}:{line}: {}", self.text),
        }
    }
}

/// Reads a lesson from the bytes of a file. With the service model of `bedrock-runtime`, the members that a check names are looked
/// up too.
///
/// # Errors
/// All mistakes of the file.
pub fn read(bytes: &[u8], model: Option<&ServiceModel>) -> Result<Lesson, Vec<Mistake>> {
    let whole = |text: String| vec![Mistake { line: 0, text }];
    if bytes.len() > MOST_BYTES {
        return Err(whole(format!("the file has {} bytes; at most {MOST_BYTES} are read", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        vec![Mistake { line, text: "the file is not UTF-8 from here on".to_owned() }]
    })?;
    parse(text, model)
}

/// Reads a lesson from its text.
///
/// # Errors
/// All mistakes of the text.
pub fn parse(text: &str, model: Option<&ServiceModel>) -> Result<Lesson, Vec<Mistake>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    version(text.lines().next().unwrap_or_default())?;
    let mut builder = builder::Builder::new(model);
    for line in lines::of(text).into_iter().skip(1) {
        builder.take(&line);
        if pieces::has_secret(&line.rest) {
            builder.mistake(line.number, "this looks like a credential, which a lesson may not hold".to_owned());
        }
    }
    builder.finish()
}

/// The first line: `outcrop-lesson 1`.
fn version(first: &str) -> Result<(), Vec<Mistake>> {
    let wrong = |text: String| Err(vec![Mistake { line: 1, text }]);
    let Some(number) = first.trim().strip_prefix("outcrop-lesson ") else {
        return wrong(format!("the first line is not: outcrop-lesson {VERSION}"));
    };
    match number.trim().parse::<u32>() {
        Ok(VERSION) => Ok(()),
        Ok(newer) if newer > VERSION => wrong(format!(
            "this lesson has format {newer}; this version of Outcrop reads format {VERSION}. Reload the page"
        )),
        Ok(_) | Err(_) => wrong(format!("{} is not a version; this page reads format {VERSION}", number.trim())),
    }
}
