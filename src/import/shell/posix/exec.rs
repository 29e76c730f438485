//! Follows commands: assignments, pipes, files, functions, loops and conditions.

use std::collections::BTreeMap;
use std::rc::Rc;

use rable::{Node, NodeKind};

use super::programs::Test;
use super::source::Source;
use crate::import::shell::holes::{self, Kind};
use crate::import::shell::machine::{Machine, Var};
use crate::import::shell::{launcher, secrets};

/// How deep functions, substitutions and `bash -c` may call each other.
const DEEPEST: usize = 24;

/// A function of the text.
pub(super) struct Function {
    pub body: Rc<Node>,
    pub source: Source,
    pub is_called: bool,
    pub is_running: bool,
}

/// Follows a syntax tree.
pub(super) struct Follower<'a> {
    pub machine: &'a mut Machine,
    pub functions: BTreeMap<String, Function>,
    /// The arguments of the functions that are being called; `None` where they are not known.
    pub calls: Vec<Option<Vec<String>>>,
    depth: usize,
}

impl<'a> Follower<'a> {
    /// Follows a text with the state of a shell.
    pub fn new(machine: &'a mut Machine) -> Self {
        Self { machine, functions: BTreeMap::new(), calls: Vec::new(), depth: 0 }
    }

    /// Goes one level deeper; `false` if that is too deep.
    pub fn enter(&mut self) -> bool {
        let may = self.depth < DEEPEST && self.machine.step();
        self.depth += usize::from(may);
        may
    }

    /// Comes back from a level.
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The arguments of the function that is being called.
    pub fn arguments(&self) -> Option<&[String]> {
        self.calls.last()?.as_deref()
    }

    /// Follows commands.
    pub fn all(&mut self, nodes: &[Node], source: &Source) {
        for node in nodes {
            self.follow(node, source, None);
        }
    }

    /// Follows the functions that nothing called, if the text has no command outside of them.
    pub fn uncalled(&mut self) {
        if self.machine.has_found() {
            return;
        }
        let functions = self.functions.values().filter(|function| !function.is_called);
        let bodies: Vec<(Rc<Node>, Source)> =
            functions.map(|function| (function.body.clone(), function.source.clone())).collect();
        for (body, source) in bodies {
            self.calls.push(None);
            self.follow(&body, &source, None);
            self.calls.pop();
        }
    }

    /// The output of a command substitution.
    pub fn captured(&mut self, command: &Node, source: &Source, line: usize) -> String {
        if self.enter() {
            let output = self.follow(command, source, None);
            self.leave();
            if let Some(output) = output {
                return self.machine.afford(output, "$(…)", line);
            }
        }
        let shown = match &command.kind {
            NodeKind::Command { words, .. } => {
                let values: Vec<&str> = words
                    .iter()
                    .filter_map(|word| match &word.kind {
                        NodeKind::Word { value, .. } => Some(value.as_str()),
                        _ => None,
                    })
                    .collect();
                let all = values.join(" ");
                if all.len() <= 40 { format!("$({all})") } else { format!("$({} …)", values.first().unwrap_or(&"")) }
            }
            _ => "$(…)".to_owned(),
        };
        self.machine.holes.mark(&shown, line, Kind::Unknown)
    }

    /// Follows a command; returns its output, if that is known.
    pub fn follow(&mut self, node: &Node, source: &Source, input: Option<&String>) -> Option<String> {
        if !self.machine.step() {
            return None;
        }
        match &node.kind {
            NodeKind::Command { assignments, words, redirects } => {
                self.simple(assignments, words, redirects, source, input)
            }
            NodeKind::Pipeline { commands, .. } => {
                let mut output = input.cloned();
                for (index, command) in commands.iter().enumerate() {
                    let piped = output.take();
                    output = self.follow(command, source, piped.as_ref());
                    if output.is_none() && index + 1 < commands.len() {
                        let line = source.line(command.span.start);
                        output = Some(self.machine.holes.mark(&shown(command), line, Kind::Unknown));
                    }
                }
                output
            }
            NodeKind::List { items } => {
                let mut outputs = Some(String::new());
                for item in items {
                    let output = self.follow(&item.command, source, input);
                    outputs = outputs.and_then(|before| Some(before + &output?));
                }
                outputs
            }
            NodeKind::If { condition, then_body, else_body, redirects } => {
                let test = self.test(condition, source);
                let mut output = None;
                if test != Test::False {
                    output = self.follow(then_body, source, input);
                }
                if let Some(body) = else_body.as_ref().filter(|_| test != Test::True) {
                    // Of two branches that are both possible, the first one sets the variables.
                    let before = (test == Test::Unknown).then(|| self.machine.variables.clone());
                    let other = self.follow(body, source, input);
                    if let Some(mut before) = before {
                        std::mem::swap(&mut self.machine.variables, &mut before);
                        for (name, value) in before {
                            self.machine.variables.entry(name).or_insert(value);
                        }
                    } else {
                        output = other;
                    }
                }
                self.redirected(output, redirects, source)
            }
            NodeKind::For { var, words, body, redirects } => {
                let line = source.line(node.span.start);
                let mut values: Vec<String> = Vec::new();
                for word in words.iter().flatten() {
                    values.extend(self.word(word, source));
                }
                if values.len() > 1 {
                    self.machine.notes.note(format!(
                        "Line {line}: the loop runs for {} values of {var}; only the first is used",
                        values.len()
                    ));
                }
                let value = values.into_iter().next();
                let value = value.unwrap_or_else(|| self.machine.holes.mark(&format!("${var}"), line, Kind::Unknown));
                self.machine.assign(var, Var::Text(value), line);
                let output = self.follow(body, source, input);
                self.redirected(output, redirects, source)
            }
            NodeKind::While { condition, body, redirects } | NodeKind::Until { condition, body, redirects } => {
                self.follow(condition, source, None);
                let output = self.follow(body, source, input);
                self.redirected(output, redirects, source)
            }
            NodeKind::ForArith { body, redirects, .. }
            | NodeKind::Select { body, redirects, .. }
            | NodeKind::Subshell { body, redirects }
            | NodeKind::BraceGroup { body, redirects } => {
                let piped = self.input(redirects, source);
                let output = self.follow(body, source, piped.as_ref().or(input));
                self.redirected(output, redirects, source)
            }
            NodeKind::Case { word, patterns, redirects } => {
                let value = self.joined(word, source);
                let mut output = None;
                for case in patterns {
                    let fits = holes::has(&value)
                        || case.patterns.iter().any(|pattern| {
                            let pattern = self.joined(pattern, source);
                            pattern == value || pattern == "*"
                        });
                    if let (true, Some(body)) = (fits, &case.body) {
                        output = self.follow(body, source, input);
                        if !holes::has(&value) {
                            break;
                        }
                    }
                }
                self.redirected(output, redirects, source)
            }
            NodeKind::Function { name, body } => {
                if !self.machine.spend(node.span.end.saturating_sub(node.span.start)) {
                    return None;
                }
                let function = Function {
                    body: Rc::new((**body).clone()),
                    source: source.clone(),
                    is_called: false,
                    is_running: false,
                };
                self.functions.insert(name.clone(), function);
                Some(String::new())
            }
            NodeKind::Negation { pipeline } | NodeKind::Time { pipeline, .. } => self.follow(pipeline, source, input),
            NodeKind::Coproc { command, .. } => self.follow(command, source, input),
            _ => Some(String::new()),
        }
    }

    fn simple(
        &mut self,
        assignments: &[Node],
        words: &[Node],
        redirects: &[Node],
        source: &Source,
        input: Option<&String>,
    ) -> Option<String> {
        let first = words.first().or(assignments.first()).or(redirects.first())?;
        let line = source.line(first.span.start);
        for assignment in assignments {
            self.assignment(assignment, source, words.is_empty());
        }
        let is_declaration = words.first().is_some_and(|word| {
            matches!(&word.kind, NodeKind::Word { value, .. }
                if ["export", "local", "declare", "typeset", "readonly"].contains(&value.as_str()))
        });
        if is_declaration {
            for word in words.iter().skip(1) {
                self.assignment(word, source, true);
            }
            return Some(String::new());
        }
        let mut argv: Vec<String> = Vec::new();
        for word in words {
            argv.extend(self.word(word, source));
        }
        let own = self.input(redirects, source);
        let output = self.run(argv, own.as_ref().or(input), line);
        self.redirected(output, redirects, source)
    }

    /// `A=b`, `A+=b` or `A=(b c)`.
    fn assignment(&mut self, word: &Node, source: &Source, keeps: bool) {
        let NodeKind::Word { value: raw, .. } = &word.kind else { return };
        let line = source.line(word.span.start);
        let Some((left, right)) = raw.split_once('=') else { return };
        let (name, adds) = left.strip_suffix('+').map_or((left, false), |name| (name, true));
        if !launcher::is_name(name) {
            return;
        }
        let mut value = if let Some(items) = right.strip_prefix('(').and_then(|items| items.strip_suffix(')')) {
            let items = items.lines().map(|line| if line.trim_start().starts_with('#') { "" } else { line });
            let items = items.collect::<Vec<_>>().join(" ");
            Var::List(self.fields(&format!(": {items}"), line).unwrap_or_default())
        } else {
            let text = self.joined(word, source);
            Var::Text(text.split_once('=').map_or_else(String::new, |(_, value)| value.to_owned()))
        };
        if adds {
            value = match (self.machine.variables.get(name).cloned(), value) {
                (Some(Var::List(mut items)), Var::List(more)) => {
                    items.extend(more);
                    Var::List(items)
                }
                (Some(Var::Text(text)), Var::Text(more)) => Var::Text(self.machine.afford(text + &more, name, line)),
                (_, value) => value,
            };
        }
        if keeps {
            self.machine.assign(name, value, line);
        } else if let Var::Text(text) = value {
            self.environment(name, &text, line);
        }
    }

    /// A variable for one command only.
    pub fn environment(&mut self, name: &str, value: &str, line: usize) {
        if secrets::kind(name, value) == secrets::Value::Plain {
            self.machine.environment(name, value);
        } else {
            self.machine.assign(name, Var::Text(value.to_owned()), line);
        }
    }

    /// The standard input that the redirections give.
    fn input(&mut self, redirects: &[Node], source: &Source) -> Option<String> {
        let mut last = None;
        for redirect in redirects {
            match &redirect.kind {
                NodeKind::HereDoc { content, quoted, strip_tabs, .. } => {
                    let line = source.line(redirect.span.start) + 1;
                    let text = if *strip_tabs {
                        content.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
                    } else {
                        content.clone()
                    };
                    last = Some(if *quoted { text } else { self.text(&text, line) });
                }
                NodeKind::Redirect { op, target, .. } if op == "<<<" => {
                    last = Some(self.joined(target, source) + "\n");
                }
                NodeKind::Redirect { op, target, .. } if op == "<" => {
                    let name = self.joined(target, source);
                    last = self.machine.files.get(&name).cloned().or(last);
                }
                _ => {}
            }
        }
        last
    }

    /// The output that is left after redirections to files.
    fn redirected(&mut self, output: Option<String>, redirects: &[Node], source: &Source) -> Option<String> {
        let mut output = output;
        for redirect in redirects {
            let NodeKind::Redirect { op, target, fd, .. } = &redirect.kind else { continue };
            let append = op == ">>" || op == "&>>";
            if *fd > 1 || !(append || op == ">" || op == ">|" || op == "&>") {
                continue;
            }
            let name = self.joined(target, source);
            if let Some(text) = output.replace(String::new()).filter(|_| name != "/dev/null") {
                self.machine.write(&name, &text, append);
            }
        }
        output
    }
}

/// A command as the user wrote its first word.
fn shown(command: &Node) -> String {
    match &command.kind {
        NodeKind::Command { words, .. } => match words.first().map(|word| &word.kind) {
            Some(NodeKind::Word { value, .. }) => format!("the output of {value}"),
            _ => "the output of a command".to_owned(),
        },
        _ => "the output of a command".to_owned(),
    }
}
