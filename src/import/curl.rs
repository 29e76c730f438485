//! Reads a curl command.

use super::request_parts::{Body, RequestParts};
use super::shell::Command;

/// Options whose values do not change the request.
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

/// Reads URL, headers, body and credentials of the command.
pub(super) fn read(command: &Command) -> Result<RequestParts, String> {
    let mut parts = RequestParts::default();
    if command.total > 1 {
        parts.note(format!("The text contains {} commands; only the first is imported", command.total));
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
                    parts.header(name, value);
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
                    parts.note(format!("Ignored the method {method}: a model call is a POST"));
                }
            }
            "-u" | "--user" => {
                let user = value();
                let secret = user.split_once(':').map_or(user.as_str(), |(_, secret)| secret);
                parts.secret("a secret access key (after --user)", secret);
            }
            "--oauth2-bearer" => parts.secret("an API key (after --oauth2-bearer)", &value()),
            "--aws-sigv4" => {
                let scope = value();
                if let Some(region) =
                    scope.split(':').nth(2).filter(|region| !region.is_empty() && !region.contains('$'))
                {
                    parts.region = Some(region.to_owned());
                }
            }
            "-b" | "--cookie" => parts.secret("a cookie", &value()),
            option if IGNORED.contains(&option) => drop(value()),
            option if option.starts_with('-') => {}
            _ => url = Some(word.clone()),
        }
    }
    let url = url.ok_or("the URL is missing")?;
    parts.address(&url)?;
    if let Some(target) = target {
        parts.path(&target)?;
    }
    parts.body = Body::parse(&data.join("&"));
    Ok(parts)
}

/// An option with its value attached: `-XPOST`, `--request=POST`.
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

/// The text of a `--data`: the value itself, the standard input, or a file that the pasted text writes.
fn body(option: &str, value: &str, command: &Command) -> Result<String, String> {
    let Some(file) = value.strip_prefix('@').filter(|_| option != "--data-raw") else { return Ok(value.to_owned()) };
    if file == "-" || file == "/dev/stdin" {
        return command
            .input
            .clone()
            .ok_or_else(|| "the body comes from a pipe, and the text does not contain its input".to_owned());
    }
    let known = command.files.get(file).cloned();
    known.ok_or_else(|| format!("the text does not contain the file {file}: paste its content"))
}
