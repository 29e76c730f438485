//! Strings: between single and double quotation marks, here-strings, escapes and variables in them.

use super::reader::Reader;

impl Reader<'_> {
    pub fn single(&mut self) -> String {
        self.skip(1);
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let end = rest.find('\'').unwrap_or(rest.len());
            out.push_str(rest.get(..end).unwrap_or_default());
            self.skip(end + 1);
            if !self.eat("'") {
                return out;
            }
            out.push('\'');
        }
    }

    /// `@'…'@` and `@"…"@`: the text between the lines of the two marks.
    pub fn here_string(&mut self, quote: char) -> String {
        self.skip(1);
        let rest = self.rest();
        let start = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let body = rest.get(start..).unwrap_or_default();
        let end = format!("\n{quote}@");
        let length = if body.starts_with(end.trim_start()) { 0 } else { body.find(&end).unwrap_or(body.len()) };
        let inside = body.get(..length).unwrap_or_default();
        if quote == '\'' {
            self.skip(start + length + 3);
            return inside.to_owned();
        }
        self.skip(start);
        let until = self.at + length;
        let text = self.expanded(until);
        self.at = (until + 3).min(self.text.len());
        text
    }

    pub fn double(&mut self, quote: char) -> String {
        self.skip(1);
        let mut out = String::new();
        while let Some(c) = self.peek() {
            if c == quote {
                self.skip(1);
                if !self.eat("\"") {
                    break;
                }
                out.push('"');
            } else {
                self.piece(c, &mut out);
            }
        }
        out
    }

    /// Text up to a place, with its variables.
    fn expanded(&mut self, until: usize) -> String {
        let mut out = String::new();
        while let Some(c) = self.peek().filter(|_| self.at < until) {
            self.piece(c, &mut out);
        }
        out
    }

    /// One character, escape or variable of an expandable string.
    pub fn piece(&mut self, c: char, out: &mut String) {
        self.skip(c.len_utf8());
        match c {
            '`' => {
                let Some(next) = self.peek() else { return };
                self.skip(next.len_utf8());
                match next {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    '0' => out.push('\0'),
                    '\n' => {}
                    other => out.push(other),
                }
            }
            '$' if self.rest().starts_with('(') => {
                self.skip(1);
                let value = self.pipeline();
                self.space();
                self.eat(")");
                out.push_str(&value.text());
            }
            '$' if self.rest().starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{') => {
                let name = self.name();
                let line = self.line();
                let text = self.variable(&name).text();
                out.push_str(&self.machine.afford(text, &format!("${name}"), line));
            }
            c => out.push(c),
        }
    }
}
