//! Reads a call of boto3 in a Python program.
//!
//! The program is parsed by Ruff's parser and followed without running it: names, lists, dictionaries, texts, functions and
//! classes are worked out as far as the text knows them. A value that only a run would give is replaced by a placeholder
//! that its place in the request can hold, with a note that names the line; the rest is imported. A call of which no message is
//! known is refused. Literal credentials are noted and never in the result.

mod assignments;
mod built_in;
mod comprehensions;
mod expressions;
mod format;
mod functions;
mod json;
mod machine;
mod members;
mod methods;
mod operators;
mod places;
mod programs;
mod request;
mod secrets;
mod source;
mod statements;
mod syntax;
#[cfg(test)]
mod tests;
mod value;

/// The tree of a program and how Python writes values, for the code bench of the lessons.
pub(crate) mod notation {
    pub(crate) use super::format::{float, number_text, pad, quoted};
    pub(crate) use super::source::Source;
    pub(crate) use super::syntax::parse;
}

use ruff_text_size::Ranged as _;
use serde_json::Value;

use super::request_parts::{Body, RequestParts};
use functions::Arguments;
use machine::{Code, Machine};
use programs::Calls;
use secrets::Secret;
use source::Source;
use syntax::{Mistake, Program};
use value::Py;

/// Whether a text is a Python program that calls a model, or that looks as if it did.
pub(super) fn is_call(text: &str) -> bool {
    let names_call = expressions::METHODS.iter().any(|(method, _)| names_method(text, method));
    let is_python =
        ["import boto3", "boto3.client(", "boto3.Session(", "from langchain", "import litellm", "from litellm"]
            .iter()
            .any(|word| text.contains(word))
            || begins_line(text, "import anthropic")
            || begins_line(text, "from anthropic import")
            || begins_line(text, "from openai import");
    is_python && !is_other_language(text) || names_call && !is_other_language(text)
}

/// Whether a text contains `.method`, with an open bracket behind it or as a value.
fn names_method(text: &str, method: &str) -> bool {
    text.match_indices(method).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + method.len()..).unwrap_or_default();
        before.ends_with('.') && after.trim_start_matches([' ', '\t', '\\', '\n']).starts_with(['(', ',', ')'])
            || before.ends_with('.') && (after.is_empty() || after.starts_with('\n') || after.starts_with('\r'))
    })
}

fn begins_line(text: &str, begin: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with(begin))
}

/// Whether a text is in a language in which Python's own marks do not occur.
fn is_other_language(text: &str) -> bool {
    let code = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut python, mut other) = (0_usize, 0_usize);
    for line in code {
        let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
        let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
        let is_python = begins(&["def ", "elif ", "except", ">>> ", "async def ", "with ", "@"])
            || begins(&["import ", "from "]) && !line.ends_with(';') && !has(&["\"", "'", "{"])
            || line.ends_with(':')
            || has(&["modelId=", "boto3.", "**kwargs", "json.dumps(", "region_name"]);
        let is_other = begins(&[
            "const ",
            "let ",
            "var ",
            "val ",
            "use ",
            "fn ",
            "pub ",
            "func ",
            "public ",
            "private ",
            "package ",
            "namespace ",
            "using ",
            "//",
            "/*",
            "<?php",
            "require ",
            "require_relative ",
            "module ",
            "export ",
            "fun ",
            "#include",
        ]) || line.ends_with(';')
            || has(&[
                ".await",
                "::",
                " := ",
                "=> {",
                "->",
                "new ",
                ".builder()",
                ".send(",
                "({ ",
                "model_id:",
                "{ |",
                "suspend ",
            ])
            || line.ends_with("({");
        python += usize::from(is_python);
        other += usize::from(is_other && !is_python);
    }
    other > python
}

/// Whether JSON is nested so little that it can be parsed.
pub(super) fn is_shallow(text: &str) -> bool {
    const DEEPEST: usize = 100;
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest <= DEEPEST
}

/// Reads the first call in the text that has something to read.
pub(super) fn read(text: &str) -> Result<RequestParts, String> {
    let source = Source::new(text);
    let program = syntax::parse(&source)?;
    let is_indented = program.errors.iter().any(syntax::is_indentation);
    if is_indented
        && let Some(moved) = source.moved_left()
        && let Ok(again) = syntax::parse(&moved)
        && again.errors.len() < program.errors.len()
    {
        return follow(&moved, &again);
    }
    follow(&source, &program)
}

/// Follows a program to its call.
fn follow(source: &Source, program: &Program) -> Result<RequestParts, String> {
    let calls = programs::find(&program.module);
    let secrets = secrets::find(&program.module);
    let result = reach(source, program, &calls);
    let mut parts = result.map_err(|why| masked(&why, &secrets))?;
    for secret in &secrets {
        parts.secret(&format!("a credential ({})", secret.name), &secret.value);
    }
    hide(&mut parts, &secrets);
    Ok(parts)
}

fn reach(source: &Source, program: &Program, calls: &Calls) -> Result<RequestParts, String> {
    let mistake_in = |at: ruff_text_size::TextRange| -> Option<&Mistake> {
        let range = at.start().to_usize()..=at.end().to_usize();
        program.errors.iter().find(|mistake| range.contains(&mistake.offset))
    };
    if let Some(first) = calls.models.first()
        && let Some(mistake) = mistake_in(*first)
    {
        return Err(mistake.text.clone());
    }
    let mut machine = Machine::new(source);
    machine.run(&program.module.body);
    run_the_rest(&mut machine);
    let Some(mut parts) = machine.found.take() else {
        return Err(refusal(&machine, program, calls, source));
    };
    let count = calls.models.len();
    if count > 1 && !parts.notes.iter().any(|note| note.contains("only the first is imported")) {
        parts.note(format!("The text contains {count} calls; only the first is imported"));
    }
    for note in std::mem::take(&mut machine.notes) {
        parts.note(note);
    }
    let reached = calls.models.first().map_or(usize::MAX, |call| call.end().to_usize());
    for mistake in program.errors.iter().filter(|mistake| mistake.offset < reached) {
        let mut text = mistake.text.chars();
        let first = text.next().map(|c| c.to_ascii_uppercase());
        parts.note(format!("{}{}; this is not imported", first.into_iter().collect::<String>(), text.as_str()));
    }
    Ok(parts)
}

/// Runs the functions and methods that nothing called: the call may be in one of them.
fn run_the_rest(machine: &mut Machine<'_>) {
    const MOST: usize = 2_000;
    let mut next = 0;
    while machine.found.is_none() && next < machine.functions.len().min(MOST) {
        let id = next;
        next += 1;
        let is_lambda = machine.functions.get(id).is_none_or(|function| matches!(function.body, Code::Expression(_)));
        if machine.called.contains(&id) || is_lambda && id + 1 < machine.functions.len() {
            continue;
        }
        let is_method = |value: &Py| matches!(value, Py::Function(of) if *of == id);
        let class = machine.classes.iter().position(|class| class.names.values().any(is_method));
        let receiver = class.map(|class| machine.instance(class, Arguments::default()));
        if machine.found.is_some() || machine.called.contains(&id) {
            continue;
        }
        let is_static = machine.functions.get(id).is_some_and(|function| function.is_static);
        machine.run_function(id, receiver.filter(|_| !is_static), Arguments::default());
    }
}

/// Why no call was imported.
fn refusal(machine: &Machine<'_>, program: &Program, calls: &Calls, source: &Source) -> String {
    if let Some(why) = &machine.refused {
        return why.clone();
    }
    if let Some(mistake) = program.errors.first() {
        return mistake.text.clone();
    }
    if let Some(call) = calls.models.first() {
        let line = source.line(call.start().to_usize());
        return format!("line {line}: this call is not reached, or the program before it takes too many steps");
    }
    if let Some((method, what, at)) = &calls.other {
        let line = source.line(at.start().to_usize());
        return format!("line {line}: this program calls {method}, {what}. Only converse and invoke_model are read");
    }
    if let Some(library) = calls.library {
        return format!(
            "this program uses {library}, which makes the request itself. Paste a boto3 call, or the request that it sends"
        );
    }
    "it contains no call of converse or invoke_model with arguments".to_owned()
}

/// Takes the values of secrets out of the request: a program can put them into a text.
fn hide(parts: &mut RequestParts, secrets: &[Secret]) {
    if secrets.is_empty() {
        return;
    }
    for text in parts.model.iter_mut().chain(parts.region.iter_mut()).chain(&mut parts.notes) {
        *text = masked(text, secrets);
    }
    for (_, value) in &mut parts.headers {
        *value = masked(value, secrets);
    }
    match &mut parts.body {
        Body::Json(value) => hide_in(value, secrets),
        Body::Text(text) => *text = masked(text, secrets),
    }
}

fn hide_in(value: &mut Value, secrets: &[Secret]) {
    match value {
        Value::String(text) => *text = masked(text, secrets),
        Value::Array(items) => items.iter_mut().for_each(|item| hide_in(item, secrets)),
        Value::Object(members) => {
            let taken = std::mem::take(members);
            members.extend(taken.into_iter().map(|(key, mut value)| {
                hide_in(&mut value, secrets);
                (masked(&key, secrets), value)
            }));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn masked(text: &str, secrets: &[Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        if text.contains(&secret.value) {
            text = text.replace(&secret.value, &format!("{{{}}}", secret.name));
        }
    }
    text
}
