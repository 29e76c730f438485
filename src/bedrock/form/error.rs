//! What is wrong with the value of a field.

use serde_json::Value;
use thiserror::Error;

/// A value that a field does not take. Each variant holds the field's label; its text is for the user.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum FieldError {
    /// The format requires a value, and none is set.
    #[error("{0}: required")]
    Missing(&'static str),
    /// The text is not a whole number.
    #[error("{0} must be a whole number, not “{1}”")]
    NotWhole(&'static str, String),
    /// The text is not a number.
    #[error("{0} must be a number, not “{1}”")]
    NotNumber(&'static str, String),
    /// The value is not one of these.
    #[error("{label} must be one of {}, not {value}", allowed.join(", "))]
    NotOneOf {
        /// The field.
        label: &'static str,
        /// What it takes.
        allowed: Vec<String>,
        /// What it was given.
        value: Value,
    },
    /// The list is empty.
    #[error("{label} needs at least one of {}", allowed.join(", "))]
    EmptyList {
        /// The field.
        label: &'static str,
        /// What it takes.
        allowed: &'static [&'static str],
    },
    /// The list has an item that is not one of these.
    #[error("{label} takes {}, not “{item}”", allowed.join(", "))]
    UnknownItem {
        /// The field.
        label: &'static str,
        /// What it takes.
        allowed: &'static [&'static str],
        /// The first item that it does not take.
        item: String,
    },
    /// The value is not a list.
    #[error("{label} must be a list of {}", allowed.join(", "))]
    NotList {
        /// The field.
        label: &'static str,
        /// What it takes.
        allowed: &'static [&'static str],
    },
    /// The value is not a whole number from the least to the greatest.
    #[error("{label} must be a whole number from {least} to {most}, not {value}")]
    WholeOutOfRange {
        /// The field.
        label: &'static str,
        /// The least value.
        least: u64,
        /// The greatest value.
        most: u64,
        /// What it was given.
        value: Value,
    },
    /// The value is not a number from the least to the greatest.
    #[error("{label} must be a number from {least} to {most}, not {value}")]
    OutOfRange {
        /// The field.
        label: &'static str,
        /// The least value.
        least: f64,
        /// The greatest value.
        most: f64,
        /// What it was given.
        value: Value,
    },
    /// The value is between two steps.
    #[error("{label} must be a multiple of {step} (got {value})")]
    NotMultiple {
        /// The field.
        label: &'static str,
        /// The step.
        step: u64,
        /// What it was given.
        value: u64,
    },
    /// The value is neither true nor false.
    #[error("{0} must be true or false, not {1}")]
    NotSwitch(&'static str, Value),
    /// The text is empty.
    #[error("{0} is empty: write something, or leave it out")]
    EmptyText(&'static str),
    /// The text is too long.
    #[error("{label} may have at most {most} characters (got {chars})")]
    TooLong {
        /// The field.
        label: &'static str,
        /// The most characters that it takes.
        most: usize,
        /// How many there are.
        chars: usize,
    },
    /// The value is not text.
    #[error("{0} must be text")]
    NotText(&'static str),
    /// There are no colours, or too many.
    #[error("{label} takes 1 to {most} colours (got {count})")]
    ColourCount {
        /// The field.
        label: &'static str,
        /// The most colours that it takes.
        most: usize,
        /// How many there are.
        count: usize,
    },
    /// An item is not a colour.
    #[error("A colour is # and six of 0–9 and A–F, such as #FF9800, not “{0}”")]
    NotColour(String),
    /// The required picture is missing.
    #[error("{0}: choose a picture")]
    NoPicture(&'static str),
    /// There are no pictures, or too many.
    #[error("{label} takes 1 to {most} pictures (got {count})")]
    PictureCount {
        /// The field.
        label: &'static str,
        /// The most pictures that it takes.
        most: usize,
        /// How many there are.
        count: usize,
    },
}
