//! What a command does whose words are known: a function, `bash -c`, xargs, a condition.

use rable::{Node, NodeKind};

use super::exec::Follower;
use super::source::Source;
use crate::import::shell::holes::{self, Kind};
use crate::import::shell::launcher;

/// What a condition is.
#[derive(PartialEq)]
pub(super) enum Test {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Only the shell knows.
    Unknown,
}

impl Follower<'_> {
    /// Runs a command whose words are known.
    pub fn run(&mut self, mut argv: Vec<String>, input: Option<&String>, line: usize) -> Option<String> {
        for (name, value) in launcher::strip(&mut argv) {
            self.environment(&name, &value, line);
        }
        let Some((first, rest)) = argv.split_first() else { return Some(String::new()) };
        if let Some(function) = self.functions.get_mut(first) {
            function.is_called = true;
            // A function that calls itself ends by a condition that only the shell knows.
            if function.is_running {
                return None;
            }
            let (body, source) = (function.body.clone(), function.source.clone());
            let name = first.clone();
            if !self.enter() {
                return None;
            }
            if let Some(function) = self.functions.get_mut(&name) {
                function.is_running = true;
            }
            self.calls.push(Some(rest.to_vec()));
            let output = self.follow(&body, &source, input);
            self.calls.pop();
            self.leave();
            if let Some(function) = self.functions.get_mut(&name) {
                function.is_running = false;
            }
            return output;
        }
        match launcher::program(first).as_str() {
            "bash" | "sh" | "zsh" | "eval" => {
                let at =
                    rest.iter().position(|word| word.starts_with('-') && word.ends_with('c')).map_or(0, |at| at + 1);
                let text =
                    if first == "eval" { rest.join(" ") } else { rest.get(at).cloned().or_else(|| input.cloned())? };
                if super::nesting::is_deep(&text) || !self.enter() {
                    return None;
                }
                if let Ok(nodes) = rable::parse(&text, false) {
                    self.all(&nodes, &Source::new(&text, line));
                }
                self.leave();
                None
            }
            "xargs" => {
                let argv = self.xargs(rest, input, line);
                if !self.enter() {
                    return None;
                }
                let output = self.run(argv, None, line);
                self.leave();
                output
            }
            "envsubst" => {
                let text = input?.clone();
                Some(self.text(&text, line))
            }
            _ => self.machine.run(&argv, input, line),
        }
    }

    /// The command that xargs starts for the first line of its input.
    fn xargs(&mut self, words: &[String], input: Option<&String>, line: usize) -> Vec<String> {
        let (mut at, mut mark) = (0, None);
        while let Some(word) = words.get(at).filter(|word| word.starts_with('-')) {
            match word.as_str() {
                "-I" | "--replace" => {
                    mark = words.get(at + 1).cloned();
                    at += 2;
                }
                "-n" | "-P" | "-L" | "-d" | "-s" => at += 2,
                word => {
                    mark = word.strip_prefix("-I").map(str::to_owned).or(mark);
                    at += 1;
                }
            }
        }
        let lines = input.map_or(0, |text| text.lines().count());
        if lines > 1 {
            self.machine.notes.note(format!("Line {line}: xargs reads {lines} lines; only the first is used"));
        }
        let value = input.and_then(|text| text.lines().next()).map(str::to_owned);
        let shown = mark.clone().unwrap_or_else(|| "the input of xargs".to_owned());
        let value = value.unwrap_or_else(|| self.machine.holes.mark(&shown, line, Kind::Unknown));
        let rest = words.get(at..).unwrap_or_default();
        match mark {
            Some(mark) if !mark.is_empty() => rest
                .iter()
                .map(|word| {
                    let text = word.replace(&mark, &value);
                    self.machine.afford(text, &mark, line)
                })
                .collect(),
            _ => rest.iter().cloned().chain(value.split_whitespace().map(str::to_owned)).collect(),
        }
    }

    /// Whether a condition holds: `[ -z "$X" ]` and its like, where the values are known.
    pub fn test(&mut self, condition: &Node, source: &Source) -> Test {
        let NodeKind::Command { words, .. } = &condition.kind else {
            self.follow(condition, source, None);
            return Test::Unknown;
        };
        let mut argv: Vec<String> = Vec::new();
        for word in words {
            let fields = self.word(word, source);
            if fields.is_empty() {
                argv.push(String::new());
            }
            argv.extend(fields);
        }
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let is_true = match words.as_slice() {
            ["[" | "test", op @ ("-z" | "-n"), value, ..] if !holes::has(value) => value.is_empty() == (*op == "-z"),
            ["[" | "test", left, op @ ("=" | "==" | "!="), right, ..] if !holes::has(left) && !holes::has(right) => {
                (left == right) == (*op != "!=")
            }
            _ => {
                self.follow(condition, source, None);
                return Test::Unknown;
            }
        };
        if is_true { Test::True } else { Test::False }
    }
}
