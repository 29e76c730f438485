//! Reads a curl command, and a request of `PowerShell`, which has the options of curl that do the same.

use super::request_parts::{Body, RequestParts};
use super::shell::command::Command;
use super::shell::{holes, is_placeholder};

/// Options whose values do not change the request.
const IGNORED: [&str; 30] = [
    "-o",
    "--output",
    "-w",
    "--write-out",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "--cacert",
    "--capath",
    "--cert",
    "-E",
    "--key",
    "-D",
    "--dump-header",
    "-c",
    "--cookie-jar",
    "--resolve",
    "--connect-to",
    "--noproxy",
    "--interface",
    "--limit-rate",
    "--trace",
    "--ciphers",
];
/// Headers whose values are credentials.
const SECRET: [&str; 5] = ["authorization", "x-amz-security-token", "cookie", "x-api-key", "proxy-authorization"];

/// Reads URL, headers, body and credentials of the command.
pub(super) fn read(command: &Command) -> Result<RequestParts, String> {
    let mut parts = command.parts();
    let requests: Vec<&[String]> =
        command.words.split(|word| word == "--next" || word == "-:").filter(|words| !words.is_empty()).collect();
    let is_call = |words: &&&[String]| words.iter().any(|word| word.contains("/model/"));
    let first = requests.iter().find(is_call).or(requests.first()).copied().ok_or("the URL is missing")?;
    if requests.len() > 1 {
        parts.note(format!(
            "The command sends {} requests (--next); only the first to a model is imported",
            requests.len()
        ));
    }
    let mut request = Request::default();
    let mut words = first.iter();
    while let Some(word) = words.next() {
        let (option, joined) = split(word);
        let mut value = || joined.clone().or_else(|| words.next().cloned()).unwrap_or_default();
        request.option(option, word, &mut value, command, &mut parts)?;
    }
    let url = request.url.ok_or("the URL is missing")?;
    address(&url, command, &mut parts)?;
    if let Some(target) = request.target {
        parts.path(&target)?;
    }
    without_holes(command, &mut parts);
    if let Some(operation) = parts.operation {
        parts.body = command.holes.body(&request.data.join("&"), operation.api(), &mut parts)?;
    } else {
        parts.body = Body::parse(&request.data.join("&"));
    }
    Ok(parts)
}

/// What the options say.
#[derive(Default)]
struct Request {
    url: Option<String>,
    target: Option<String>,
    data: Vec<String>,
}

impl Request {
    fn option(
        &mut self,
        option: &str,
        word: &str,
        value: &mut dyn FnMut() -> String,
        command: &Command,
        parts: &mut RequestParts,
    ) -> Result<(), String> {
        match option {
            "-H" | "--header" => {
                if let Some((name, value)) = value().split_once(':') {
                    header(name, value, command, parts);
                }
            }
            "-d" | "--data" | "--data-ascii" | "--data-binary" | "--data-raw" | "--json" => {
                self.data.push(data(option, &value(), command)?);
            }
            "-T" | "--upload-file" => self.data.push(data("--data-binary", &format!("@{}", value()), command)?),
            "--data-urlencode" | "-F" | "--form" => {
                value();
                parts.note(format!("Ignored {option}: a model call takes a JSON body"));
            }
            "--url" => self.url = Some(value()),
            "--request-target" => self.target = Some(value()),
            "--url-query" => {
                value();
                parts.note("Ignored --url-query: a model call has no query");
            }
            "-G" | "--get" => parts.note("Ignored -G: a model call is a POST"),
            "-K" | "--config" => {
                let file = command.holes.plain(&value());
                parts.note(format!("The options in the file {file} (--config) are not read: add them to the command"));
            }
            "-x" | "--proxy" | "--preproxy" | "--socks5" => {
                value();
                parts.note("Ignored the proxy: the browser has its own settings");
            }
            "-X" | "--request" => {
                let method = command.holes.plain(&value());
                if !method.eq_ignore_ascii_case("POST") {
                    parts.note(format!("Ignored the method {method}: a model call is a POST"));
                }
            }
            "-u" | "--user" | "-U" | "--proxy-user" => {
                let user = value();
                let secret = user.split_once(':').map_or(user.as_str(), |(_, secret)| secret);
                if !is_placeholder(secret) {
                    parts.secret("a secret access key (after --user)", secret);
                }
            }
            "--oauth2-bearer" => {
                let key = value();
                if !is_placeholder(&key) {
                    parts.secret("an API key (after --oauth2-bearer)", &key);
                }
            }
            "--aws-sigv4" => {
                let scope = value();
                if let Some(region) = scope.split(':').nth(2).filter(|region| !region.is_empty() && !holes::has(region))
                {
                    parts.region = Some(region.to_owned());
                }
            }
            "-b" | "--cookie" => {
                let cookie = value();
                if !is_placeholder(&cookie) {
                    parts.secret("a cookie", &cookie);
                }
            }
            option if IGNORED.contains(&option) => drop(value()),
            option if option.starts_with('-') => {}
            _ if self.url.as_ref().is_some_and(|url| url.contains("/model/")) => {
                parts.note(format!("Ignored “{}”: the command has its URL already", command.holes.plain(word)));
            }
            _ => self.url = Some(word.to_owned()),
        }
        Ok(())
    }
}

fn header(name: &str, value: &str, command: &Command, parts: &mut RequestParts) {
    let name = name.trim();
    let is_secret = SECRET.iter().any(|secret| secret.eq_ignore_ascii_case(name));
    if is_secret && is_placeholder(value.trim()) {
        return;
    }
    if holes::has(value) {
        command.holes.left_out(value, &format!("the header {}", command.holes.plain(name)), parts);
    } else {
        parts.header(&command.holes.plain(name), value);
    }
}

/// Reads region, model and operation from a URL that may have holes.
fn address(url: &str, command: &Command, parts: &mut RequestParts) -> Result<(), String> {
    if let Some((shown, line)) = command.holes.whole(url) {
        return Err(format!("only the shell knows the URL, {shown} on line {line}: paste its value instead"));
    }
    let (host, path) = if let Some((_, rest)) = url.split_once("://") {
        rest.split_once('/').unwrap_or((rest, ""))
    } else {
        let host = url.split('/').next().filter(|host| host.starts_with("bedrock-runtime") || holes::has(host));
        host.map_or(("", url), |host| (host, url.get(host.len()..).unwrap_or_default()))
    };
    if !holes::has(host) || host.starts_with("bedrock-runtime") {
        parts.host(host);
    } else {
        command.holes.left_out(host, "the host", parts);
    }
    parts.path(path)
}

/// Model and region stay those of the page where only the shell knows them.
pub(super) fn without_holes(command: &Command, parts: &mut RequestParts) {
    for what in ["the model", "the region"] {
        let place = if what == "the model" { &mut parts.model } else { &mut parts.region };
        if let Some(text) = place.take_if(|text| holes::has(text)) {
            command.holes.left_out(&text, what, parts);
        }
    }
}

/// An option with its value attached: `-XPOST`; letters without a value may stand before it: `-sSd`.
fn split(word: &str) -> (&str, Option<String>) {
    if word.starts_with("--") {
        return (word, None);
    }
    let Some(letter) = word.strip_prefix('-').and_then(|rest| rest.chars().next()) else { return (word, None) };
    let takes_value = |letter: char| "XHdubowmAexTFKDcEU".contains(letter);
    if takes_value(letter) {
        let rest = word.get(2..).unwrap_or_default();
        return (word.get(..2).unwrap_or(word), (!rest.is_empty()).then(|| rest.to_owned()));
    }
    // `-sSXPOST` is `-s -S -X POST`.
    let at = word.char_indices().skip(1).find(|(_, c)| takes_value(*c)).map(|(at, _)| at);
    match at.filter(|_| word.len() > 2 && word.get(1..2) != Some("-")) {
        Some(at) => {
            let option = [
                "-X", "-H", "-d", "-u", "-b", "-o", "-w", "-m", "-A", "-e", "-x", "-T", "-F", "-K", "-D", "-c", "-E",
                "-U",
            ];
            let letter = word.get(at..=at).unwrap_or_default();
            let rest = word.get(at + 1..).unwrap_or_default();
            let known = option.into_iter().find(|known| known.ends_with(letter)).unwrap_or("-");
            (known, (!rest.is_empty()).then(|| rest.to_owned()))
        }
        None => (word, None),
    }
}

/// The text of a `--data`: the value itself, the standard input, or a file that the pasted text writes.
fn data(option: &str, value: &str, command: &Command) -> Result<String, String> {
    let Some(file) = value.strip_prefix('@').filter(|_| option != "--data-raw") else { return Ok(value.to_owned()) };
    command.file(file).cloned()
}
