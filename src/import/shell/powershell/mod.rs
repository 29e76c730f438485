//! `PowerShell`: assignments, strings, here-strings, hashtables, splatting, `Invoke-RestMethod`, and native programs.
//!
//! Quoting is that of learn.microsoft.com, `about_Quoting_Rules` and `about_Parsing` (2026-11).

mod cmdlet;
mod expression;
mod operators;
mod reader;
mod strings;
mod value;

use super::machine::Machine;
use reader::Reader;

/// Follows a text.
pub(super) fn run(text: &str, machine: &mut Machine) {
    let mut reader = Reader::new(text, machine);
    while reader.statement() {}
}
