//! A curl command.

use super::found::{Body, Found};
use super::shell::Command;

/// Options that take a value which says nothing of the request.
const IGNORED: [&str; 16] = [
    "-o",
    "--output",
    "-w",
    "--write-out",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "--retry-delay",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "--cacert",
    "-x",
    "--proxy",
];

/// Reads it.
pub(super) fn read(command: &Command) -> Result<Found, String> {
    let mut found = Found::default();
    if command.of > 1 {
        found.note(format!("The text holds {} commands; the first one is read", command.of));
    }
    let (mut url, mut target) = (None, None);
    let mut data = Vec::new();
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        let (option, joined) = split(word);
        let mut value = || joined.clone().or_else(|| words.next().cloned()).unwrap_or_default();
        match option {
            "-H" | "--header" => {
                let header = value();
                if let Some((name, value)) = header.split_once(':') {
                    found.header(name, value);
                }
            }
            "-d" | "--data" | "--data-ascii" | "--data-binary" | "--data-raw" | "--json" => {
                data.push(body(option, &value(), command)?);
            }
            "--url" => url = Some(value()),
            "--request-target" => target = Some(value()),
            "-X" | "--request" => {
                let method = value();
                if !method.eq_ignore_ascii_case("POST") {
                    found.note(format!("A model call is a POST; the command says {method}"));
                }
            }
            "-u" | "--user" => {
                let user = value();
                let secret = user.split_once(':').map_or(user.as_str(), |(_, secret)| secret);
                found.secret("A secret access key (after --user)", secret);
            }
            "--oauth2-bearer" => found.secret("An API key (after --oauth2-bearer)", &value()),
            "--aws-sigv4" => {
                let scope = value();
                if let Some(region) =
                    scope.split(':').nth(2).filter(|region| !region.is_empty() && !region.contains('$'))
                {
                    found.region = Some(region.to_owned());
                }
            }
            "-b" | "--cookie" => found.secret("A cookie", &value()),
            option if IGNORED.contains(&option) => drop(value()),
            option if option.starts_with('-') => {}
            _ => url = Some(word.clone()),
        }
    }
    let url = url.ok_or("it has no URL")?;
    found.address(&url)?;
    if let Some(target) = target {
        found.path(&target)?;
    }
    found.body = Body::of(&data.join("&"));
    Ok(found)
}

/// An option and the value that is written together with it: `-XPOST`, `--request=POST`.
fn split(word: &str) -> (&str, Option<String>) {
    if word.starts_with("--") {
        return (word, None);
    }
    let Some(letter) = word.strip_prefix('-').and_then(|rest| rest.chars().next()) else { return (word, None) };
    let rest = word.get(1 + letter.len_utf8()..).unwrap_or_default();
    let takes_value = "XHdubowmAex".contains(letter);
    if rest.is_empty() || !takes_value {
        return (word, None);
    }
    (word.get(..2).unwrap_or(word), Some(rest.to_owned()))
}

/// The text of a `--data`: itself, the standard input, or a file that the text wrote.
fn body(option: &str, value: &str, command: &Command) -> Result<String, String> {
    let Some(file) = value.strip_prefix('@').filter(|_| option != "--data-raw") else { return Ok(value.to_owned()) };
    if file == "-" || file == "/dev/stdin" {
        return command.input.clone().ok_or_else(|| "its body is read from a pipe that is not in the text".to_owned());
    }
    let known = command.files.get(file).cloned();
    known.ok_or_else(|| format!("its body is in the file {file}, which is not in the text: paste the file's content"))
}
