//! The words of a line of a lesson: names and signs, texts in quotes, and JSON.

use serde_json::Value;

/// A word of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A name, a selector, a pointer or a sign.
    Word(String),
    /// A text in quotes, as JSON writes it.
    Text(String),
    /// A number, a list or an object.
    Json(Value),
}

impl Token {
    /// Whether it is this word.
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own == word)
    }

    /// The word; `None` for a text or JSON.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Text(_) | Self::Json(_) => None,
        }
    }

    /// The value that it stands for: a text, JSON, or one of the words `true`, `false` and `null`.
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(Value::String(text.clone())),
            Self::Json(value) => Some(value.clone()),
            Self::Word(word) => match word.as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                "null" => Some(Value::Null),
                _ => None,
            },
        }
    }

    /// The token as a message shows it.
    pub fn shown(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Json(value) => value.to_string(),
        }
    }
}

/// Reads the words of a text one by one.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// The words of this text.
    pub fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a str {
        self.rest.trim()
    }

    /// The next word; `None` at the end.
    ///
    /// # Errors
    /// When a text or a JSON value is not closed.
    pub fn take(&mut self) -> Result<Option<Token>, String> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        if matches!(first, ';' | ',') {
            self.rest = self.rest.get(1..).unwrap_or_default();
            return Ok(Some(Token::Word(first.to_string())));
        }
        if matches!(first, '"' | '{' | '[') {
            let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
            let value = match values.next() {
                Some(Ok(value)) => value,
                Some(Err(error)) => {
                    let what = if first == '"' { "text in quotes" } else { "JSON" };
                    return Err(format!("the {what} cannot be read: {error}"));
                }
                None => return Ok(None),
            };
            self.rest = self.rest.get(values.byte_offset()..).unwrap_or_default();
            return Ok(Some(match value {
                Value::String(text) => Token::Text(text),
                value => Token::Json(value),
            }));
        }
        let end =
            self.rest.find(|char: char| char.is_whitespace() || matches!(char, ';' | ',')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(Some(match serde_json::from_str::<Value>(word) {
            Ok(number @ Value::Number(_)) => Token::Json(number),
            _ => Token::Word(word.to_owned()),
        }))
    }

    /// The words up to a word that is a colon by itself, and whether there was one; after it, [`Self::rest`] is the text behind.
    ///
    /// # Errors
    /// When a text or a JSON value is not closed.
    pub fn until_colon(&mut self) -> Result<(Vec<Token>, bool), String> {
        let mut tokens = Vec::new();
        while let Some(token) = self.take()? {
            if token.is(":") {
                return Ok((tokens, true));
            }
            tokens.push(token);
        }
        Ok((tokens, false))
    }
}

/// All words of a text.
///
/// # Errors
/// When a text or a JSON value is not closed.
pub fn all(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Tokens::of(text);
    let mut out = Vec::new();
    while let Some(token) = tokens.take()? {
        out.push(token);
    }
    Ok(out)
}

/// The candidate that is nearest to a word, if it is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let most = (word.chars().count() / 3).max(1) + 1;
    let distances = candidates.into_iter().map(|candidate| (distance(word, candidate), candidate));
    distances
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, nearest)| nearest)
}

/// “; did you mean x?”, or nothing.
pub fn meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default()
}

/// How many letters have to be changed, added or removed. Case counts half as much, rounded down.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = (0..=other.len()).collect();
    for (row, left) in one.chars().enumerate() {
        let mut now = vec![row + 1];
        for (column, right) in other.iter().enumerate() {
            let change = usize::from(!left.eq_ignore_ascii_case(right));
            let at = |list: &[usize], place: usize| list.get(place).copied().unwrap_or(usize::MAX - 1);
            let least = (at(&before, column) + change).min(at(&before, column + 1) + 1).min(at(&now, column) + 1);
            now.push(least);
        }
        before = now;
    }
    before.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_is_read_word_by_word() {
        let read = all(r#"set "Max tokens" 5; put converse /system [{"text": "a;b"}] : x"#).unwrap();
        let word = |word: &str| Token::Word(word.to_owned());
        assert_eq!(
            read,
            [
                word("set"),
                Token::Text("Max tokens".to_owned()),
                Token::Json(json!(5)),
                word(";"),
                word("put"),
                word("converse"),
                word("/system"),
                Token::Json(json!([{ "text": "a;b" }])),
                word(":"),
                word("x"),
            ]
        );
        let mut tokens = Tokens::of("C.status = 200 : It's 5 o'clock \"");
        assert_eq!(tokens.until_colon().unwrap().0.len(), 3);
        assert_eq!(tokens.rest(), "It's 5 o'clock \"");
        assert!(all(r#"set "Max"#).unwrap_err().contains("text in quotes"));
        assert!(all("put {").unwrap_err().contains("JSON"));
    }

    #[test]
    fn a_word_that_is_near_is_offered() {
        for (word, expected) in [
            ("stopreason", Some("stopReason")),
            ("stopReasn", Some("stopReason")),
            ("usag", Some("usage")),
            ("x", None),
            ("metadata", None),
        ] {
            assert_eq!(nearest(word, ["stopReason", "usage", "output", "metrics"]), expected, "{word}");
        }
    }
}
