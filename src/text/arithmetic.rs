//! Evaluates arithmetic expressions: `+ - * /`, parentheses and `sqrt(…)`.
//!
//! Recursive descent, nested at most [`DEEPEST`] levels, so no input can exhaust the stack. It reads a whole expression
//! or fails; the caller handles the words around it.

use thiserror::Error;

/// The deepest nesting of parentheses and signs.
const DEEPEST: u32 = 64;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArithmeticError {
    /// The value is infinite, or there is a division by zero.
    #[error("the result is not a number")]
    NotANumber,
    /// An unexpected character.
    #[error("unexpected “{0}”")]
    Unexpected(char),
    /// An opening parenthesis without a closing one.
    #[error("a parenthesis is not closed")]
    NotClosed,
    /// More than [`DEEPEST`] levels.
    #[error("the expression is nested too deeply")]
    TooDeep,
    /// `sqrt` without a parenthesis.
    #[error("sqrt needs parentheses")]
    SqrtArgument,
    /// The root of a negative number.
    #[error("a negative number has no square root here")]
    NegativeRoot,
    /// A number is missing.
    #[error("a number is missing")]
    NoNumber,
}

/// The value of an expression.
///
/// # Errors
///
/// When the whole text is not an expression, or its value is not finite.
pub fn evaluate(expression: &str) -> Result<f64, ArithmeticError> {
    let mut parser = Parser { rest: expression, depth: 0 };
    let value = parser.sum()?;
    match parser.peek() {
        None if value.is_finite() => Ok(value),
        None => Err(ArithmeticError::NotANumber),
        Some(odd) => Err(ArithmeticError::Unexpected(odd)),
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = self.rest.get(wanted.len_utf8()..).unwrap_or_default();
        }
        found
    }

    fn sum(&mut self) -> Result<f64, ArithmeticError> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, ArithmeticError> {
        let mut value = self.factor()?;
        loop {
            if self.take('*') {
                value *= self.factor()?;
            } else if self.take('/') {
                let divisor = self.factor()?;
                if divisor == 0.0 {
                    return Err(ArithmeticError::NotANumber);
                }
                value /= divisor;
            } else {
                return Ok(value);
            }
        }
    }

    /// The rest of an expression after an opening parenthesis.
    fn closed(&mut self) -> Result<f64, ArithmeticError> {
        let value = self.sum()?;
        if self.take(')') { Ok(value) } else { Err(ArithmeticError::NotClosed) }
    }

    fn factor(&mut self) -> Result<f64, ArithmeticError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ArithmeticError::TooDeep);
        }
        let value = if self.take('-') {
            -self.factor()?
        } else if self.take('(') {
            self.closed()?
        } else if let Some(rest) = self.rest.strip_prefix("sqrt") {
            self.rest = rest;
            if !self.take('(') {
                return Err(ArithmeticError::SqrtArgument);
            }
            let value = self.closed()?;
            if value < 0.0 {
                return Err(ArithmeticError::NegativeRoot);
            }
            value.sqrt()
        } else {
            self.peek();
            let end = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            number.parse().map_err(|_| ArithmeticError::NoNumber)?
        };
        self.depth -= 1;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_has_its_value_or_says_why_not() {
        use ArithmeticError as E;
        for (expression, expected) in [
            ("2 * (3 + 4) / 7 - -1", Ok(3.0)),
            ("2 * sqrt(12 * 12) - sqrt( 4 )", Ok(22.0)),
            ("0.5 + .5", Ok(1.0)),
            ("1 / 0", Err(E::NotANumber)),
            ("1 / (1 / 0)", Err(E::NotANumber)),
            ("1 2", Err(E::Unexpected('2'))),
            ("(1 + 2", Err(E::NotClosed)),
            ("sqrt 4", Err(E::SqrtArgument)),
            ("sqrt(-4)", Err(E::NegativeRoot)),
            ("2 +", Err(E::NoNumber)),
            ("1..2 + 3", Err(E::NoNumber)),
            ("", Err(E::NoNumber)),
        ] {
            assert_eq!(evaluate(expression), expected, "{expression}");
        }
        assert_eq!(evaluate(&"(".repeat(5_000)), Err(E::TooDeep));
    }
}
