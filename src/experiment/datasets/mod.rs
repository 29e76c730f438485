//! Training data as JSON Lines, checked line by line before any job reads it.
//!
//! A job that finds a wrong line fails after minutes or hours; the same line is found here at once. Facts: the user
//! guide's pages on preparing data for model customization (November 2026). What those pages do not state plainly is a
//! warning, never an error.

pub mod examples;
pub mod families;
mod line;
mod shapes;
#[cfg(test)]
mod tests;

pub use families::{Family, Shape};

use crate::text::number;

/// How many problems a report lists.
const LISTED: usize = 200;
/// AWS's own rule of thumb for the size of a data set.
const CHARACTERS_A_TOKEN: usize = 6;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The job fails.
    Error,
    /// The job may fail, or the record teaches something unwanted.
    Warning,
}

/// A problem of a line or of the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; 0 for the whole file.
    pub line: usize,
    /// The column, from 1, of text that is not JSON.
    pub column: Option<usize>,
    /// The place in the record, such as `messages[1].content`; empty for the record itself.
    pub path: String,
    /// What is wrong and how to write it.
    pub text: String,
    /// How bad it is.
    pub weight: Weight,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The records: lines with JSON.
    pub records: usize,
    /// The lines without an error.
    pub good: usize,
    /// The size, in bytes.
    pub bytes: usize,
    /// The tokens, by AWS's rule of six characters a token.
    pub tokens: u64,
    /// The problems, in the order of the file; the longest lists are cut.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
    /// How many of all problems are errors.
    pub errors: usize,
}

impl Report {
    /// Whether a job can be expected to read it.
    pub fn is_good(&self) -> bool {
        self.errors == 0 && self.records > 0
    }

    /// The result in one sentence.
    pub fn sentence(&self) -> String {
        if self.records == 0 {
            return "No records yet".to_owned();
        }
        let size = format!(
            "{}, {}, about {} by the rule of six characters a token",
            number::count(self.records as u64, "record"),
            number::bytes(self.bytes),
            number::count(self.tokens, "token")
        );
        let warnings = self.problems.len() + self.more - self.errors;
        match (self.errors, warnings) {
            (0, 0) => format!("{size}. Nothing wrong was found"),
            (0, _) => format!("{size}. {}, no error", number::count(warnings as u64, "warning")),
            _ => format!("{size}. {} to correct", number::count(self.errors as u64, "error")),
        }
    }

    fn add(&mut self, problem: Problem) {
        self.errors += usize::from(problem.weight == Weight::Error);
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }
}

/// Which file of a job it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The training data.
    Training,
    /// The validation data.
    Validation,
}

/// Checks a file for a model family.
pub fn check(text: &str, family: &Family, part: Part) -> Report {
    let mut report = Report { bytes: text.len(), ..Report::default() };
    let whole = |text: String, weight| Problem { line: 0, column: None, path: String::new(), text, weight };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            report.add(whole(
                "The file begins with a byte order mark. Save it as UTF-8 without BOM".to_owned(),
                Weight::Error,
            ));
            rest
        }
        None => text,
    };
    if text.trim_start().starts_with('[') {
        report.add(whole(
            "The file is one JSON array. Write each record on its own line, without the brackets and commas around"
                .to_owned(),
            Weight::Error,
        ));
    }
    let mut characters = 0;
    let body = text.strip_suffix('\n').unwrap_or(text);
    for (at, line) in body.split('\n').enumerate() {
        let line_number = at + 1;
        if body.is_empty() {
            break;
        }
        let found = line::problems(line, family);
        if !line.trim().is_empty() {
            report.records += 1;
            let length = line.chars().count();
            characters += length;
            if !found.iter().any(|problem| problem.weight == Weight::Error) {
                report.good += 1;
            }
        }
        for problem in found {
            report.add(Problem { line: line_number, ..problem });
        }
    }
    report.tokens = characters.div_ceil(CHARACTERS_A_TOKEN) as u64;
    if let Some(text) = family.counts(report.records, part).filter(|_| report.records > 0) {
        report.add(whole(text, Weight::Error));
    }
    report
}
