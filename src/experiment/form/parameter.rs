//! A number that is sent or not sent, kept as the user typed it.

use crate::text::number;

/// A parameter of the form: ticked or not, and its text.
///
/// The text is kept when the box is unticked, so that ticking it again brings the value back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameter {
    /// Whether it is sent.
    pub sent: bool,
    /// What was typed.
    pub text: String,
}

impl Parameter {
    /// A parameter that is sent with this text.
    pub fn sent(text: impl Into<String>) -> Self {
        Self { sent: true, text: text.into() }
    }

    /// A parameter that is not sent and offers this text when it is ticked.
    pub fn unsent(text: impl Into<String>) -> Self {
        Self { sent: false, text: text.into() }
    }

    /// Takes over a value; with none it is not sent and keeps its text.
    pub fn adopt(&mut self, value: Option<String>) {
        self.sent = value.is_some();
        if let Some(value) = value {
            self.text = value;
        }
    }

    /// The whole number typed, `None` when it is not sent.
    pub fn integer(&self) -> Result<Option<u64>, String> {
        let text = self.text.trim();
        if !self.sent {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| match text {
            "" => "Type a whole number, or untick the box so that it is not sent".to_owned(),
            _ => format!("“{text}” is not a whole number. Type digits only, for example 512"),
        })
    }

    /// The number typed, `None` when it is not sent.
    pub fn number(&self) -> Result<Option<f64>, String> {
        let text = self.text.trim();
        if !self.sent {
            return Ok(None);
        }
        match number::decimal(text) {
            Some(value) => Ok(Some(value)),
            None if text.is_empty() => Err("Type a number, or untick the box so that it is not sent".to_owned()),
            None => Err(format!("“{text}” is not a number. Write it with a point, for example 0.3")),
        }
    }

    /// The text a step further, with at most two decimals: within the range, or down from what was typed above it. The first
    /// step of one that is not sent sends it as it stands. `None` where the text is no number.
    pub fn stepped(&self, by: f64, least: f64, most: f64) -> Option<String> {
        let value = number::decimal(&self.text)?;
        let next = if self.sent { value + by } else { value };
        Some(number::trimmed(number::within(next, least, most.max(value))))
    }
}

/// Where a number stands in a range, from 0 to 1; a text that is no number stands at the beginning.
pub fn share(text: &str, least: f64, most: f64) -> f64 {
    let value = number::decimal(text).unwrap_or(least);
    number::within((value - least) / (most - least), 0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_stands_where_its_number_lies_in_the_range() {
        for (text, expected) in
            [(" 3 ", 0.5), ("1", 0.0), ("5", 1.0), ("9", 1.0), ("-2", 0.0), ("many", 0.0), ("", 0.0)]
        {
            let share = share(text, 1.0, 5.0);
            assert!((share - expected).abs() < 1e-12, "{text}: {share}");
        }
    }

    #[test]
    fn a_step_stays_in_the_range_and_has_two_decimals_at_most() {
        for (parameter, by, next) in [
            (Parameter::sent("0.3"), 0.05, Some("0.35")),
            (Parameter::sent(" 0.95 "), 0.1, Some("1")),
            (Parameter::sent("0.05"), -0.1, Some("0")),
            (Parameter::sent("0.10"), 0.1, Some("0.2")),
            (Parameter::sent("0.999"), 0.0, Some("1")),
            (Parameter::unsent("0.7"), 0.1, Some("0.7")),
            (Parameter::sent("5"), -1.0, Some("4")),
            (Parameter::sent("5"), 1.0, Some("5")),
            (Parameter::sent("-3"), 1.0, Some("0")),
            (Parameter::sent("much"), 1.0, None),
            (Parameter::sent("NaN"), 1.0, None),
            (Parameter::sent(""), 1.0, None),
        ] {
            assert_eq!(parameter.stepped(by, 0.0, 1.0).as_deref(), next, "{parameter:?}");
        }
        assert_eq!(Parameter::sent("100").stepped(100.0, 1.0, 4_096.0).as_deref(), Some("200"));
    }

    #[test]
    fn reads_what_was_typed_and_says_what_is_wrong() {
        assert_eq!(Parameter::sent(" 512 ").integer(), Ok(Some(512)));
        assert_eq!(Parameter::unsent("nonsense").integer(), Ok(None));
        assert_eq!(Parameter::sent("0.30").number(), Ok(Some(0.3)));
        for bad in ["", "-1", "1.5", "1e3", "abc", "99999999999999999999"] {
            assert!(Parameter::sent(bad).integer().is_err(), "{bad}");
        }
        for bad in ["", "0,3", "NaN", "inf", "1e999"] {
            let message = Parameter::sent(bad).number().expect_err(bad);
            assert!(bad.is_empty() || message.contains(bad), "{message}");
        }
    }
}
