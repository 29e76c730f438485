//! Finds a command of curl, of the AWS CLI or of `PowerShell` in the text of a shell, as the shell would start it.
//!
//! Nothing runs. What the text itself decides (variables, files, here-documents, pipes, functions) is followed; what only the
//! shell knows is a hole, see [`holes`].

mod clean;
mod cmd;
pub(super) mod command;
mod dictionary;
pub(super) mod holes;
mod jq;
mod launcher;
mod machine;
mod posix;
mod powershell;
mod secrets;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use clean::Kind;
use command::{Command, Name};
use machine::Machine;

use super::request_parts::RequestParts;
use super::{Origin, cli, curl};
pub(super) use secrets::is_placeholder;

/// Reads the first call in the text of a shell; `None` if it has no command of curl, the AWS CLI or `PowerShell`.
pub(super) fn read(text: &str) -> Option<(Origin, Result<RequestParts, String>)> {
    let command = match find(text)? {
        Ok(command) => command,
        Err((origin, why)) => return Some((origin, Err(why))),
    };
    let (origin, parts) = match command.name {
        Name::Curl => (Origin::Curl, curl::read(&command)),
        Name::PowerShell => (Origin::PowerShell, curl::read(&command)),
        Name::Aws => (Origin::Cli, cli::read(&command)),
    };
    let parts = parts.map(|mut parts| {
        for note in &mut parts.notes {
            *note = command.holes.plain(note);
        }
        parts
    });
    Some((origin, parts.map_err(|why| command.holes.plain(&why))))
}

/// The first command that calls a model, or the first command of all.
fn find(text: &str) -> Option<Result<Command, (Origin, String)>> {
    let lower = text.to_ascii_lowercase();
    if !["curl", "aws", "invoke-", "iwr ", "irm "].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let text = logged(text);
    let clean = clean::clean(&text);
    let mut machine = Machine::new(text.len());
    let mut mistake = None;
    match clean.shell {
        Kind::Posix => mistake = posix::run(&clean.text, &mut machine),
        Kind::Cmd => cmd::run(&clean.text, &mut machine),
        Kind::PowerShell => powershell::run(&clean.text, &mut machine),
    }
    if !machine.has_found() && clean.shell != Kind::Posix {
        machine = Machine::new(text.len());
        mistake = posix::run(&clean.text, &mut machine);
    }
    if !machine.has_found()
        && let Some(quoted) = clean::placeholders(&clean.text)
    {
        machine = Machine::new(text.len());
        posix::run(&quoted, &mut machine);
    }
    if machine.is_exhausted() {
        mistake = mistake.or(Some("its functions and loops start too many commands".to_owned()));
    }
    if let Some(command) = machine.command() {
        return Some(Ok(command));
    }
    let line = clean.text.lines().find(|line| clean::is_command(line))?;
    let origin = if line.contains("curl") { Origin::Curl } else { Origin::Cli };
    mistake.map(|why| Err((origin, format!("the shell would not read it: {why}"))))
}

/// `LiteLLM` logs a Python dictionary between single quotation marks. The text with that dictionary as JSON, quoted
/// so that a shell reads it.
fn logged(text: &str) -> Cow<'_, str> {
    let start = "-d '{'";
    let Some((before, rest)) = text.find(start).and_then(|at| text.split_at_checked(at + start.len() - 2)) else {
        return Cow::Borrowed(text);
    };
    let Some((json, after)) = dictionary::first(rest) else { return Cow::Borrowed(text) };
    // The quotation mark before the dictionary stands for the one after it too.
    let after = after.trim_start_matches('\'');
    Cow::Owned(format!("{before}{}'{after}", json.replace('\'', "'\\''")))
}
