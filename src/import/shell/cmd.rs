//! cmd.exe: carets, `%NAME%`, and the rules by which a Windows program splits its command line.
//!
//! cmd takes carets away first: outside of quotation marks a caret makes the next character plain, so that `^"` opens no
//! quotation. The program then reads what is left by the rules of Microsoft's C runtime: `\"` and `""` are quotation
//! marks, and backslashes count only before one (learn.microsoft.com, "Parsing C command-line arguments", 2026-11).

use super::holes::{self, Kind};
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

    /// `%NAME%`, `%NAME:~1,2%` and `%NAME:from=to%`; a percent sign of another kind is itself.
    fn variable(&mut self, command: &mut Line, machine: &mut Machine) {
        let inner = self.rest.split_once('%').map_or("", |(inner, _)| inner);
        let (name, change) = inner.split_once(':').map_or((inner, None), |(name, change)| (name, Some(change)));
        let is_change = change.is_none_or(|change| change.starts_with('~') || change.contains('='));
        if !launcher::is_name(name) || !is_change || inner.contains('\n') {
            if self.rest.starts_with('%') {
                self.next();
            }
            return command.text.push('%');
        }
        self.rest = self.rest.get(inner.len() + 1..).unwrap_or_default();
        let shown = format!("%{inner}%");
        let known = machine.variables.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let known = match (known, change) {
            (Some((_, Var::Text(text))), None) => Some(text.clone()),
            (Some((_, Var::Text(text))), Some(change)) if !holes::has(text) => changed(text, change),
            _ => None,
        };
        let value = known.unwrap_or_else(|| machine.holes.mark(&shown, self.line, Kind::Unknown));
        command.text.push_str(&machine.afford(value, &shown, self.line));
    }
}

/// A value after `~start,length` or `from=to`; `None` if that cannot be read (learn.microsoft.com, "set", 2026-11).
fn changed(value: &str, change: &str) -> Option<String> {
    let Some(range) = change.strip_prefix('~') else {
        let (from, to) = change.split_once('=')?;
        // cmd compares without case, which a value such as a model id needs in ASCII only.
        let from = from.to_ascii_lowercase();
        let lower = value.to_ascii_lowercase();
        if let Some(from) = from.strip_prefix('*') {
            let end = lower.find(from).map(|at| at + from.len()).filter(|_| !from.is_empty());
            return Some(
                end.and_then(|end| value.get(end..)).map_or_else(|| value.to_owned(), |rest| format!("{to}{rest}")),
            );
        }
        if from.is_empty() {
            return None;
        }
        let (mut out, mut last) = (String::new(), 0);
        for (at, found) in lower.match_indices(&from) {
            out.push_str(value.get(last..at)?);
            out.push_str(to);
            last = at + found.len();
        }
        out.push_str(value.get(last..)?);
        return Some(out);
    };
    let chars: Vec<char> = value.chars().collect();
    let place = |text: &str, from: usize| {
        let number: isize = text.trim().parse().ok()?;
        let base = isize::try_from(if number < 0 { chars.len() } else { from }).ok()?;
        Some(usize::try_from(base.checked_add(number)?).unwrap_or_default().min(chars.len()))
    };
    let (start, length) = range.split_once(',').map_or((range, None), |(start, length)| (start, Some(length)));
    let start = if start.trim().is_empty() { 0 } else { place(start, 0)? };
    let end = length.map_or(Some(chars.len()), |length| place(length, start))?;
    Some(chars.get(start..end.max(start))?.iter().collect())
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
