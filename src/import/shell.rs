//! Finds the words of a command in POSIX shell text: quotes, line breaks, variables that the text sets, and
//! here-documents. Nothing runs; the result of a substitution is unknown, so the substitution is kept as written.

use std::collections::BTreeMap;

/// A command that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// `curl`
    Curl,
    /// `aws`
    Aws,
}

/// A command: its words after the name, its standard input, and the files that the text writes before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Command {
    /// The program.
    pub name: Name,
    /// The words after the name.
    pub words: Vec<String>,
    /// The here-document on its standard input.
    pub input: Option<String>,
    /// Files that the text writes with `cat > file <<…`.
    pub files: BTreeMap<String, String>,
    /// How many such commands the text contains.
    pub total: usize,
}

/// The first command of curl, or of `aws bedrock-runtime`, in a text.
pub(super) fn command(text: &str) -> Option<Command> {
    let mut reader = Reader { rest: text, variables: BTreeMap::new(), waiting: Vec::new() };
    let mut files = BTreeMap::new();
    let mut first: Option<Command> = None;
    while let Some(mut simple) = reader.simple() {
        // Prompts and words that may precede a command.
        while simple
            .words
            .first()
            .is_some_and(|word| ["$", "%", ">", "sudo", "time", "do", "then", "exec"].contains(&word.as_str()))
        {
            simple.words.remove(0);
        }
        let name = match simple.words.first().map(String::as_str) {
            Some("curl" | "curl.exe" | "/usr/bin/curl") => Name::Curl,
            Some("aws") => Name::Aws,
            Some("cat" | "tee") => {
                if let (Some(file), Some(text)) = (simple.output, simple.input) {
                    files.insert(file, text);
                }
                continue;
            }
            _ => continue,
        };
        let words: Vec<String> = simple.words.into_iter().skip(1).collect();
        let asks_version = name == Name::Curl && words.iter().all(|word| word == "--version");
        if asks_version {
            continue;
        }
        match &mut first {
            Some(first) => first.total += 1,
            None => first = Some(Command { name, words, input: simple.input, files: files.clone(), total: 1 }),
        }
    }
    first
}

#[derive(Default)]
struct Simple {
    words: Vec<String>,
    output: Option<String>,
    input: Option<String>,
}

/// Where the content of a here-document goes.
struct Waiting {
    end: String,
    strip_tabs: bool,
}

struct Reader<'a> {
    rest: &'a str,
    variables: BTreeMap<String, String>,
    waiting: Vec<Waiting>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// The next command; `None` at the end of the text.
    fn simple(&mut self) -> Option<Simple> {
        let mut simple = Simple::default();
        let mut in_command = false;
        loop {
            let Some(c) = self.peek() else { return in_command.then_some(simple) };
            match c {
                ' ' | '\t' | '\r' => self.skip(1),
                '\\' if self.rest.starts_with("\\\n") => self.skip(2),
                '\\' if self.rest.starts_with("\\\r\n") => self.skip(3),
                // The line continuations of Windows shells.
                '^' | '`' if self.rest.get(1..).is_some_and(|next| next.starts_with('\n')) => self.skip(2),
                '#' => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
                '\n' => {
                    self.skip(1);
                    if let Some(document) = self.documents() {
                        simple.input = Some(document);
                    }
                    if in_command {
                        return Some(simple);
                    }
                }
                ';' | '|' | '&' | '(' | ')' => {
                    self.skip(1);
                    if in_command && self.waiting.is_empty() {
                        return Some(simple);
                    }
                }
                '<' if self.rest.starts_with("<<<") => {
                    self.skip(3);
                    self.blanks();
                    simple.input = Some(self.word());
                }
                '<' if self.rest.starts_with("<<") => {
                    self.skip(2);
                    let strip_tabs = self.peek() == Some('-');
                    if strip_tabs {
                        self.skip(1);
                    }
                    self.blanks();
                    let end = self.word();
                    self.waiting.push(Waiting { end, strip_tabs });
                    in_command = true;
                }
                '<' | '>' => {
                    self.skip(if self.rest.starts_with(">>") { 2 } else { 1 });
                    if self.peek() == Some('&') {
                        self.skip(1);
                    }
                    self.blanks();
                    let file = self.word();
                    if c == '>' {
                        simple.output = Some(file);
                    }
                }
                _ => {
                    let before = self.rest.len();
                    let word = self.word();
                    if self.rest.len() == before {
                        self.skip(c.len_utf8());
                        continue;
                    }
                    in_command = true;
                    match assignment(&word) {
                        Some((name, value)) if simple.words.is_empty() => {
                            self.variables.insert(name.to_owned(), value.to_owned());
                        }
                        _ => simple.words.push(word),
                    }
                }
            }
        }
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Reads the here-documents that begin on this line; the last one is the command's standard input.
    fn documents(&mut self) -> Option<String> {
        let mut last = None;
        for Waiting { end, strip_tabs } in std::mem::take(&mut self.waiting) {
            let mut document = String::new();
            while !self.rest.is_empty() {
                let length = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
                let line = self.rest.get(..length).unwrap_or_default();
                let shown = if strip_tabs { line.trim_start_matches('\t') } else { line };
                let is_end = shown.trim_end_matches(['\n', '\r']) == end;
                let shown = shown.to_owned();
                self.skip(length);
                if is_end {
                    break;
                }
                document.push_str(&shown);
            }
            last = Some(document);
        }
        last
    }

    /// One word, without its quotes.
    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    let inner = self.rest.get(1..).unwrap_or_default();
                    let length = inner.find('\'').unwrap_or(inner.len());
                    word.push_str(inner.get(..length).unwrap_or_default());
                    self.skip(length + 2);
                }
                '"' => self.double_quoted(&mut word),
                '$' if self.rest.starts_with("$'") => self.escaped(&mut word),
                '$' => self.expansion(&mut word),
                '\\' if self.rest.starts_with("\\\n") => self.skip(2),
                '\\' => {
                    self.skip(1);
                    if let Some(next) = self.peek() {
                        word.push(next);
                        self.skip(next.len_utf8());
                    }
                }
                c => {
                    word.push(c);
                    self.skip(c.len_utf8());
                }
            }
        }
        word
    }

    fn double_quoted(&mut self, word: &mut String) {
        self.skip(1);
        while let Some(c) = self.peek() {
            match c {
                '"' => return self.skip(1),
                '$' => self.expansion(word),
                '\\' => {
                    self.skip(1);
                    let Some(next) = self.peek() else { return };
                    match next {
                        '"' | '\\' | '$' | '`' => word.push(next),
                        '\n' => {}
                        other => {
                            word.push('\\');
                            word.push(other);
                        }
                    }
                    self.skip(next.len_utf8());
                }
                c => {
                    word.push(c);
                    self.skip(c.len_utf8());
                }
            }
        }
    }

    /// `$'…'`, with C escapes.
    fn escaped(&mut self, word: &mut String) {
        self.skip(2);
        while let Some(c) = self.peek() {
            self.skip(c.len_utf8());
            match c {
                '\'' => return,
                '\\' => {
                    let Some(next) = self.peek() else { return };
                    self.skip(next.len_utf8());
                    match next {
                        'n' => word.push('\n'),
                        't' => word.push('\t'),
                        'r' => word.push('\r'),
                        'x' => self.code(word, 2),
                        'u' => self.code(word, 4),
                        'U' => self.code(word, 8),
                        other => word.push(other),
                    }
                }
                c => word.push(c),
            }
        }
    }

    /// A character by its number.
    fn code(&mut self, word: &mut String, most: usize) {
        let digits = self.rest.chars().take(most).take_while(char::is_ascii_hexdigit).count();
        let number = self.rest.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        word.extend(number.and_then(char::from_u32));
        self.skip(digits);
    }

    /// A variable that the text sets; any other is kept as written.
    fn expansion(&mut self, word: &mut String) {
        let rest = self.rest;
        let length = if rest.starts_with("$(") {
            closing(rest, '(', ')')
        } else if rest.starts_with("${") {
            closing(rest, '{', '}')
        } else {
            1 + rest
                .get(1..)
                .unwrap_or_default()
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(rest.len() - 1)
        };
        let whole = rest.get(..length).unwrap_or(rest);
        let inner = whole.trim_start_matches('$').trim_start_matches('{').trim_end_matches('}');
        let (name, default) = match inner.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (inner, None),
        };
        match (self.variables.get(name), default) {
            (Some(value), _) if !whole.starts_with("$(") => word.push_str(value),
            (None, Some(default)) if whole.starts_with("${") => word.push_str(default),
            _ => word.push_str(whole),
        }
        self.skip(length.max(1));
    }
}

/// Length of a bracketed expansion, including its brackets.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1;
            }
        }
    }
    text.len()
}

fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then_some((name, value))
}
