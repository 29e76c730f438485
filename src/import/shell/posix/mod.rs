//! POSIX shells: bash, zsh, sh. The crate `rable` parses; this follows what the text itself decides.

mod exec;
mod expand;
mod nesting;
mod operators;
mod programs;
mod source;

use exec::Follower;
use source::Source;

use super::machine::Machine;

/// How often a text with mistakes is parsed again.
const ATTEMPTS: usize = 300;

/// Follows a text. Lines that are no shell (prose, output) are left out. Returns the first mistake.
pub(super) fn run(text: &str, machine: &mut Machine) -> Option<String> {
    if nesting::is_deep(text) {
        return Some("its commands are nested too deeply".to_owned());
    }
    let mut follower = Follower::new(machine);
    let mut starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    starts.push(text.len());
    let slice = |from: usize, to: usize| {
        let (from, to) =
            (starts.get(from).copied().unwrap_or(text.len()), starts.get(to).copied().unwrap_or(text.len()));
        text.get(from..to).unwrap_or_default()
    };
    let last = starts.len() - 1;
    let (mut at, mut mistake) = (0, None);
    // All parses together read at most this much, so that a long text with many mistakes ends soon.
    let mut work = 8 * 1024 * 1024 + 24 * text.len();
    for _ in 0..ATTEMPTS {
        let rest = slice(at, last);
        work = match work.checked_sub(rest.len()) {
            Some(work) if !rest.trim().is_empty() => work,
            _ => break,
        };
        let error = match rable::parse(rest, false) {
            Ok(nodes) => {
                follower.all(&nodes, &Source::new(rest, at + 1));
                break;
            }
            Err(error) => error,
        };
        let line = at + error.line().max(1) - 1;
        mistake.get_or_insert_with(|| format!("line {}: {}", line + 1, error.message()));
        // The longest part before the mistake that can be read: it ends at the mistake, at an empty line, or where
        // another command begins.
        let is_end = |end: &usize| {
            let text = slice(*end, end + 1);
            *end == line
                || text.trim().is_empty()
                || super::clean::is_command(text)
                || slice(end - 1, *end).trim().is_empty()
        };
        let ends: Vec<usize> = (at + 1..=line.min(last)).rev().filter(is_end).take(12).collect();
        let read = ends.into_iter().find_map(|end| {
            let part = slice(at, end);
            work = work.checked_sub(part.len())?;
            let nodes = rable::parse(part, false).ok().filter(|nodes| !nodes.is_empty())?;
            follower.all(&nodes, &Source::new(part, at + 1));
            Some(end)
        });
        at = read.unwrap_or(at + 1);
    }
    follower.uncalled();
    mistake
}
