//! The command line of a task: a command, `--name value` options, `--flags` and plain words, in any order.
//!
//! Every command takes what it knows and calls [`Arguments::finish`], so that a misspelt option is an error and not
//! silence.

use std::collections::VecDeque;

use anyhow::{Context, Result, bail};

/// What is left of the command line.
pub struct Arguments {
    command: Option<String>,
    rest: VecDeque<String>,
}

impl Arguments {
    /// Reads the process's command line.
    pub fn from_environment() -> Self {
        Self::new(std::env::args().skip(1))
    }

    fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut rest: VecDeque<String> = words.into_iter().collect();
        let command = rest.pop_front();
        Self { command, rest }
    }

    /// The first word.
    pub fn command(&mut self) -> Option<&str> {
        self.command.as_deref()
    }

    /// Takes `--name` if it is there.
    pub fn flag(&mut self, name: &str) -> bool {
        let place = self.rest.iter().position(|word| word == name);
        place.and_then(|place| self.rest.remove(place)).is_some()
    }

    /// Takes `--name VALUE` or `--name=VALUE` if it is there.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(place) = self.rest.iter().position(|word| word == name || word.starts_with(&joined)) else {
            return Ok(None);
        };
        let word = self.rest.remove(place).unwrap_or_default();
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        self.rest.remove(place).map(Some).with_context(|| format!("{name} needs a value"))
    }

    /// Takes `--port N`.
    pub fn port(&mut self, default: u16) -> Result<u16> {
        match self.option("--port")? {
            Some(text) => text.parse().with_context(|| format!("--port: `{text}` is not a port number")),
            None => Ok(default),
        }
    }

    /// Takes all that is left as it stands, for a program that reads its own command line.
    pub fn all(self) -> Vec<String> {
        self.rest.into()
    }

    /// Takes the plain words that are left; anything that looks like an option is an error.
    pub fn words(self) -> Result<Vec<String>> {
        if let Some(unknown) = self.rest.iter().find(|word| word.starts_with('-')) {
            bail!("`{unknown}` is not an option of `{}`", self.command.unwrap_or_default());
        }
        Ok(self.rest.into())
    }

    /// Ends the reading; anything left is an error.
    pub fn finish(self) -> Result<()> {
        let command = self.command.clone().unwrap_or_default();
        match self.words()?.first() {
            Some(word) => bail!("`{word}` is more than `{command}` takes"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn of(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_and_flags_come_in_any_order() {
        let mut arguments = of("serve --dev --port 9");
        assert_eq!(arguments.command(), Some("serve"));
        assert_eq!(arguments.port(1).unwrap(), 9);
        assert!(arguments.flag("--dev"));
        arguments.finish().unwrap();
        assert_eq!(of("serve --port=7").port(1).unwrap(), 7);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        assert!(of("serve --prot 9").finish().is_err());
        assert_eq!(of("simulator --mishap throttling").all(), ["--mishap", "throttling"]);
        assert!(of("serve now").finish().is_err());
        assert!(of("serve --port").port(1).is_err());
        assert!(of("serve --port many").port(1).is_err());
    }
}
