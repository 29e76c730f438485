//! What most commands read from the command line; a command with options of its own reads them itself.
//!
//! Every command reads all of it, so that a misspelt option is an error and not silence.

use anyhow::Result;
use lexopt::Arg::Value;
use lexopt::{Parser, ValueExt as _};

/// The plain words that are left; anything that looks like an option is an error.
pub fn words(mut parser: Parser) -> Result<Vec<String>> {
    let mut words = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(words)
}

/// Ends the reading; anything left is an error.
pub fn nothing(mut parser: Parser) -> Result<()> {
    match parser.next()? {
        Some(argument) => Err(argument.unexpected().into()),
        None => Ok(()),
    }
}

/// The number after `--port`.
pub fn port(parser: &mut Parser) -> Result<u16> {
    Ok(parser.value()?.parse()?)
}

#[cfg(test)]
mod tests {
    use super::{nothing, port, words};
    use lexopt::Parser;

    fn parser(line: &str) -> Parser {
        Parser::from_args(line.split_whitespace())
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        assert_eq!(words(parser("host build")).unwrap(), ["host", "build"]);
        assert!(words(parser("host --fast")).is_err());
        assert!(nothing(parser("")).is_ok());
        assert!(nothing(parser("now")).is_err());
        assert_eq!(port(&mut parser("7")).unwrap(), 7);
        assert!(port(&mut parser("")).is_err());
        assert!(port(&mut parser("many")).is_err());
        assert!(port(&mut parser("65536")).is_err());
    }
}
