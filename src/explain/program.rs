//! The names of an API in a Python program: keys of dictionaries, keyword arguments, and keys that a value is asked for.

use super::rows::Key;

/// An open bracket.
#[derive(Debug)]
struct Open {
    /// The key or argument whose value it begins.
    key: Option<String>,
    /// Whether it asks a value for a key: `answer["output"]`.
    asks: bool,
}

/// What stands before a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// A name or a closing bracket: `[` after it asks for a key.
    Value,
    /// Anything else.
    Other,
}

/// The keys of a program, in its order.
pub fn keys(text: &str) -> Vec<Key> {
    let letters: Vec<char> = text.chars().collect();
    let mut reader =
        Reader { letters: &letters, at: 0, units: 0, keys: Vec::new(), open: Vec::new(), key: None, asked: Vec::new() };
    let mut before = Before::Other;
    while let Some(letter) = reader.peek() {
        before = reader.step(letter, before);
    }
    reader.keys
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    /// The place in UTF-16 units.
    units: usize,
    keys: Vec<Key>,
    open: Vec<Open>,
    key: Option<String>,
    /// The keys that the value before was asked for.
    asked: Vec<String>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        self.units += letter.len_utf16();
        Some(letter)
    }

    /// The next letters that are no space.
    fn ahead(&self) -> impl Iterator<Item = char> + '_ {
        self.letters.iter().skip(self.at).copied().skip_while(|letter| letter.is_whitespace())
    }

    fn step(&mut self, letter: char, before: Before) -> Before {
        match letter {
            '#' => {
                while self.peek().is_some_and(|letter| letter != '\n') {
                    self.next();
                }
                before
            }
            '"' | '\'' => {
                self.string(letter);
                Before::Other
            }
            '(' | '[' | '{' => {
                self.next();
                let asks = letter == '[' && before == Before::Value;
                if !asks {
                    self.asked.clear();
                }
                let key = self.key.take();
                self.open.push(Open { key, asks });
                Before::Other
            }
            ')' | ']' | '}' => {
                self.next();
                self.key = None;
                if !self.open.pop().is_some_and(|open| open.asks) {
                    self.asked.clear();
                }
                Before::Value
            }
            ',' => {
                self.next();
                self.key = None;
                Before::Other
            }
            _ if letter.is_alphabetic() || letter == '_' => self.name(),
            _ if letter.is_whitespace() => {
                self.next();
                before
            }
            _ => {
                self.next();
                Before::Other
            }
        }
    }

    /// A name: an argument if `=` follows within brackets.
    fn name(&mut self) -> Before {
        let from = self.units;
        let mut name = String::new();
        while let Some(letter) = self.peek().filter(|letter| letter.is_alphanumeric() || *letter == '_') {
            name.push(letter);
            self.next();
        }
        // The letters before a quote belong to the string: f"…".
        if matches!(self.peek(), Some('"' | '\'')) {
            return Before::Other;
        }
        self.asked.clear();
        let mut ahead = self.ahead();
        let is_argument = ahead.next() == Some('=') && ahead.next() != Some('=') && !self.open.is_empty();
        drop(ahead);
        if is_argument {
            self.put(from, name);
            return Before::Other;
        }
        Before::Value
    }

    fn string(&mut self, quote: char) {
        let from = self.units;
        self.next();
        let is_long = self.letters.get(self.at..self.at + 2).is_some_and(|two| two == [quote, quote]);
        if is_long {
            self.next();
            self.next();
        }
        let mut name = String::new();
        while let Some(letter) = self.peek() {
            if is_long && self.letters.get(self.at..self.at + 3).is_some_and(|three| three == [quote; 3]) {
                self.next();
                self.next();
                self.next();
                break;
            }
            self.next();
            match letter {
                '\\' => {
                    self.next();
                }
                _ if !is_long && (letter == quote || letter == '\n') => break,
                _ => name.push(letter),
            }
        }
        let follows = self.ahead().next();
        let asks = self.open.last().is_some_and(|open| open.asks);
        if asks && follows == Some(']') {
            self.asked.push(name);
            self.keys.push(Key { place: from..=self.units, path: self.asked.clone() });
        } else if !asks && !is_long && follows == Some(':') && !self.open.is_empty() {
            self.put(from, name);
        }
    }

    /// A key, whose value follows.
    fn put(&mut self, from: usize, name: String) {
        let outer = self.open.iter().filter_map(|open| open.key.clone());
        let path = outer.chain([name.clone()]).collect();
        self.keys.push(Key { place: from..=self.units, path });
        self.key = Some(name);
    }
}

#[cfg(test)]
mod tests {
    use super::keys;

    fn paths(text: &str) -> Vec<String> {
        keys(text).into_iter().map(|key| key.path.join("/")).collect()
    }

    #[test]
    fn arguments_and_dictionaries_are_read_with_their_outer_names() {
        let program = "client = boto3.client('bedrock-runtime', region_name=\"us-east-1\")\n\
                       # not = a key: \"here\"\n\
                       answer = client.converse(modelId=m, messages=[{'role': \"user\", \"content\": [{\"text\": f\"a {b}\"}]}])";
        assert_eq!(
            paths(program),
            ["region_name", "modelId", "messages", "messages/role", "messages/content", "messages/content/text"]
        );
    }

    #[test]
    fn keys_that_a_value_is_asked_for_are_read_from_the_outermost() {
        assert_eq!(
            paths("print(answer[\"output\"]['message'][\"content\"][0][\"text\"], answer['usage'])"),
            ["output", "output/message", "output/message/content", "output/message/content/text", "usage"]
        );
        assert!(paths("names = [\"a\", \"b\"]; x = y == z").is_empty());
    }

    #[test]
    fn a_body_is_inside_of_its_argument() {
        let program = "client.invoke_model(modelId=m, body=json.dumps({\"anthropic_version\": v, \"max_tokens\": 5}))";
        assert_eq!(paths(program), ["modelId", "body", "body/anthropic_version", "body/max_tokens"]);
    }

    #[test]
    fn texts_that_are_not_closed_end_and_places_are_in_utf_16_units() {
        let text = "f(\"\"\"long \"text\" = {'a': 1}\"\"\", '𝄞', key=1, s=\"open";
        let keys = keys(text);
        assert_eq!(keys.iter().map(|key| key.path.join("/")).collect::<Vec<_>>(), ["key", "s"]);
        let before = text.find("key").map(|at| text[..at].encode_utf16().count());
        assert_eq!(keys.first().map(|key| *key.place.start()), before);
    }
}
