//! A number that is sent or not sent, kept as the user typed it.

use serde::{Deserialize, Serialize};

use crate::text::number;

/// A parameter of the form: ticked or not, and its text.
///
/// The text is kept when the box is unticked, so that ticking it again brings the value back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
