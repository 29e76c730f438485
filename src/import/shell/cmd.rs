//! cmd.exe: carets, `%NAME%`, and the rules by which a Windows program splits its command line.
//!
//! cmd takes carets away first: outside of quotation marks a caret makes the next character plain, so that `^"` opens no
//! quotation. The program then reads what is left by the rules of Microsoft's C runtime: `\"` and `""` are quotation
//! marks, and backslashes count only before one (learn.microsoft.com, "Parsing C command-line arguments", 2026-11).

use super::holes::Kind;
use super::machine::{Machine, Var};
use super::{launcher, machine};

/// Follows a text.
pub(super) fn run(text: &str, machine: &mut Machine) {
    let mut reader = Reader { rest: text, line: 1 };
    let mut input: Option<String> = None;
    while let Some(command) = reader.command(machine) {
        if !machine.step() {
            return;
        }
        let output = start(&command, input.as_ref(), machine);
        input = None;
        if let Some((file, append)) = &command.file {
            machine.write(file, output.as_deref().unwrap_or_default(), *append);
        }
        if command.is_piped {
            input = Some(output.unwrap_or_else(|| {
                machine.holes.mark(
                    &format!("the output of {}", first_word(&command.text)),
                    command.number,
                    Kind::Unknown,
                )
            }));
        }
    }
}

/// A command line after the carets are gone.
#[derive(Default)]
struct Line {
    text: String,
    number: usize,
    /// The file that takes the output, and whether it is appended.
    file: Option<(String, bool)>,
    is_piped: bool,
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Runs a command line; returns its output, if that is known.
fn start(command: &Line, input: Option<&String>, machine: &mut Machine) -> Option<String> {
    let text = command.text.trim().trim_start_matches(['@', '(']).trim_start();
    let (name, rest) = text.split_at(text.find([' ', '\t', '.']).unwrap_or(text.len()));
    match name.to_ascii_lowercase().as_str() {
        "echo" => Some(format!("{}\n", rest.strip_prefix([' ', '.']).unwrap_or(rest).trim_end())),
        "set" => {
            let rest = rest.trim();
            let asks = rest.get(..2).is_some_and(|flag| flag.eq_ignore_ascii_case("/p"));
            let rest = if asks { rest.get(2..).unwrap_or_default().trim_start() } else { rest };
            let pair = rest.strip_prefix('"').map_or(rest, |rest| rest.rsplit_once('"').map_or(rest, |(pair, _)| pair));
            let (name, value) = pair.split_once('=')?;
            let value = if asks {
                machine.holes.mark(&format!("%{name}%"), command.number, Kind::Unknown)
            } else {
                value.to_owned()
            };
            machine.assign(name.trim(), machine::Var::Text(value), command.number);
            Some(String::new())
        }
        "rem" | "setlocal" | "::" => Some(String::new()),
        _ => {
            let mut words = arguments(text);
            if words.first().is_some_and(|word| word.eq_ignore_ascii_case("call")) {
                words.remove(0);
            }
            for (name, value) in launcher::strip(&mut words) {
                machine.assign(&name, Var::Text(value), command.number);
            }
            machine.run(&words, input, command.number)
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let is_next = self.rest.starts_with(c);
        if is_next {
            self.next();
        }
        is_next
    }

    /// The next command; `None` at the end of the text.
    fn command(&mut self, machine: &mut Machine) -> Option<Line> {
        while self.rest.starts_with(['\n', ' ', '\t', '&', '|', ')']) {
            self.next();
        }
        let mut command = Line { number: self.line, ..Line::default() };
        let mut is_quoted = false;
        // The name of a file is the rest of the line after `>`, so the text before it is kept apart.
        let mut before: Option<(String, bool)> = None;
        self.rest.chars().next()?;
        while let Some(c) = self.next() {
            match c {
                '^' if !is_quoted => self.caret(&mut command.text),
                '"' => {
                    is_quoted = !is_quoted;
                    command.text.push(c);
                }
                '%' => self.variable(&mut command, machine),
                '\n' => break,
                '&' | '|' if !is_quoted => {
                    command.is_piped = c == '|' && !self.rest.starts_with('|');
                    break;
                }
                '>' if !is_quoted && before.is_none() => {
                    let append = self.eat('>');
                    before = Some((std::mem::take(&mut command.text), append));
                }
                c => command.text.push(c),
            }
        }
        if let Some((text, append)) = before {
            let is_error = text.ends_with(" 2");
            let file = command.text.trim().trim_matches('"').to_owned();
            command.text = if is_error { text.trim_end_matches('2').to_owned() } else { text };
            let is_kept = !is_error && !file.eq_ignore_ascii_case("nul") && !file.starts_with('&');
            command.file = is_kept.then_some((file, append));
        }
        Some(command)
    }

    /// After a caret: the end of a line is taken away with it, any other character is plain.
    fn caret(&mut self, text: &mut String) {
        let blanks = self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len();
        if self.rest.get(blanks..).is_some_and(|rest| rest.starts_with('\n')) {
            // Blanks after the caret are a mistake that is easy to make; cmd would end the command here.
            for _ in 0..=blanks {
                self.next();
            }
            // An empty line after the caret is a line break within the argument.
            if blanks == 0 && self.rest.starts_with('\n') {
                self.next();
                text.push('\n');
            }
            return;
        }
        text.extend(self.next());
    }

    /// `%NAME%`; a percent sign of another kind is itself.
    fn variable(&mut self, command: &mut Line, machine: &mut Machine) {
        let name = self.rest.split_once('%').map(|(name, _)| name.to_owned()).filter(|name| launcher::is_name(name));
        let Some(name) = name else {
            if self.rest.starts_with('%') {
                self.next();
            }
            return command.text.push('%');
        };
        self.rest = self.rest.get(name.len() + 1..).unwrap_or_default();
        let shown = format!("%{name}%");
        let known = machine.variables.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        let value = match known {
            Some((_, Var::Text(text))) => text.clone(),
            _ => machine.holes.mark(&shown, self.line, Kind::Unknown),
        };
        command.text.push_str(&machine.afford(value, &shown, self.line));
    }
}

/// The arguments that a Windows program makes of its command line.
pub(super) fn arguments(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let mut count = 1;
                while chars.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let word = word.get_or_insert_default();
                if chars.peek() == Some(&'"') {
                    word.extend(std::iter::repeat_n('\\', count / 2));
                    if count % 2 == 1 {
                        chars.next();
                        word.push('"');
                    }
                } else {
                    word.extend(std::iter::repeat_n('\\', count));
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                if is_quoted && chars.next_if_eq(&'"').is_some() {
                    word.push('"');
                } else {
                    is_quoted = !is_quoted;
                }
            }
            ' ' | '\t' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
