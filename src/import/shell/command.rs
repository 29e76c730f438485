//! A command of curl or of the AWS CLI, as a shell would start it.

use std::collections::BTreeMap;

use super::holes::Holes;
use crate::import::request_parts::RequestParts;

/// A program whose commands can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Name {
    /// `curl`
    Curl,
    /// `aws`
    Aws,
    /// `Invoke-RestMethod` and `Invoke-WebRequest`, with the options of curl that do the same.
    PowerShell,
}

/// Files by their name.
pub(in crate::import) type Files = BTreeMap<String, String>;

/// A command, its standard input, and what the text says before it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) struct Command {
    /// The program.
    pub name: Name,
    /// The words after the name.
    pub words: Vec<String>,
    /// The text on its standard input.
    pub input: Option<String>,
    /// Files that the text writes before the command.
    pub files: Files,
    /// The values that only the shell knows.
    pub holes: Holes,
    /// How many such commands the text contains.
    pub total: usize,
    /// The region that `AWS_REGION` or the CLI's configuration sets.
    pub region: Option<String>,
    /// Notes of the shell, and the secrets that it saw.
    pub notes: Vec<String>,
}

impl Command {
    /// The content of a file that the text writes, or of the standard input.
    pub fn file(&self, name: &str) -> Result<&String, String> {
        if ["-", "/dev/stdin", "/dev/fd/0"].contains(&name) {
            let missing = || "the body comes from a pipe, and the text does not contain its input".to_owned();
            return self.input.as_ref().ok_or_else(missing);
        }
        let plain = |name: &str| name.trim_start_matches("./").trim_start_matches(".\\").to_owned();
        let known = self
            .files
            .get(name)
            .or_else(|| self.files.iter().find(|(file, _)| plain(file) == plain(name)).map(|(_, content)| content));
        let shown = || self.holes.show(name, &mut RequestParts::default());
        known.ok_or_else(|| format!("the text does not contain the file {}: paste its content", shown()))
    }

    /// The value of an option of the AWS CLI, or the content of the file that it names.
    pub fn content(&self, value: &str) -> Result<String, String> {
        let file = value.strip_prefix("file://").or_else(|| value.strip_prefix("fileb://"));
        file.map_or_else(|| Ok(value.to_owned()), |file| self.file(file).cloned())
    }

    /// The parts that every reader starts from: the notes of the shell, and the region of the environment.
    pub fn parts(&self) -> RequestParts {
        let mut parts = RequestParts::default();
        if self.total > 1 {
            parts.note(format!("The text contains {} commands; only the first is imported", self.total));
        }
        for note in &self.notes {
            parts.note(note.as_str());
        }
        parts.region.clone_from(&self.region);
        parts
    }
}
