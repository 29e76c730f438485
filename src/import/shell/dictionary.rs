//! Reads a Python dictionary as JSON: `LiteLLM` and other tools log a body so.

/// Nothing that people log is nested deeper.
const DEEPEST: usize = 100;

/// The JSON that a Python dictionary stands for; `None` for any other text.
pub(super) fn json(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) || !text.contains('\'') {
        return None;
    }
    let mut reader = Reader { rest: text, out: String::with_capacity(text.len()) };
    reader.value(0)?;
    reader.rest.trim().is_empty().then_some(reader.out)
}

/// The dictionary at the start of a text, and what follows it.
pub(super) fn first(text: &str) -> Option<(String, &str)> {
    let mut reader = Reader { rest: text, out: String::new() };
    reader.value(0)?;
    Some((reader.out, reader.rest))
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
}

impl Reader<'_> {
    fn eat(&mut self, word: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        for (open, close) in [("{", "}"), ("[", "]"), ("(", ")")] {
            if self.eat(open) {
                return self.items(open, close, depth);
            }
        }
        for (word, json) in [("True", "true"), ("False", "false"), ("None", "null")] {
            if self.eat(word) {
                self.out.push_str(json);
                return Some(());
            }
        }
        if self.rest.starts_with(['\'', '"']) {
            return self.string();
        }
        let length = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
        let (number, rest) = self.rest.split_at_checked(length.unwrap_or(self.rest.len()))?;
        serde_json::from_str::<serde_json::Number>(number).ok()?;
        self.out.push_str(number);
        self.rest = rest;
        Some(())
    }

    fn items(&mut self, open: &str, close: &str, depth: usize) -> Option<()> {
        let is_object = open == "{";
        self.out.push(if is_object { '{' } else { '[' });
        let mut is_first = true;
        while !self.eat(close) {
            if !is_first {
                self.eat(",").then_some(())?;
                if self.eat(close) {
                    break;
                }
                self.out.push(',');
            }
            is_first = false;
            if is_object {
                self.rest = self.rest.trim_start();
                self.string()?;
                self.eat(":").then_some(())?;
                self.out.push(':');
            }
            self.value(depth + 1)?;
        }
        self.out.push(if is_object { '}' } else { ']' });
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let quote = self.rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.rest = self.rest.get(at + 1..)?;
                    self.out.push_str(&serde_json::to_string(&text).ok()?);
                    return Some(());
                }
                '\\' => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    kind @ ('x' | 'u' | 'U') => {
                        let digits = match kind {
                            'x' => 2,
                            'u' => 4,
                            _ => 8,
                        };
                        let code: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
                        text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                    }
                    other @ ('\'' | '"' | '\\') => text.push(other),
                    '\n' => {}
                    other => text.extend(['\\', other]),
                },
                c => text.push(c),
            }
        }
        None
    }
}
