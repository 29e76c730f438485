//! What turns Trunk's output into a release: the policy in the page, hashed and integrity-checked parts, compressed
//! copies, the headers file.
//!
//! It edits text that Trunk wrote from our own `index.html`, and fails when a place that it must edit is not there,
//! so that a release without a policy cannot come out.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use sha2::{Digest, Sha384};

use super::{compressed, headers, policy, wasm};

/// Finishes the folder that Trunk wrote.
pub fn finish(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page).context("Trunk wrote no index.html")?;
    let html = without_comments(&html);
    let html = with_hashed_boot_script(dist, &html)?;
    let html = with_integrity(dist, &html)?;
    let html = with_policy(&html, &policy::of_page()?)?;
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    std::fs::write(&page, lines.fold(String::new(), |text, line| text + line + "\n"))?;

    let files = compressed::files(dist)?;
    std::fs::write(dist.join("_headers"), headers::for_headers_file(files.iter().map(String::as_str)))?;
    compressed::write_copies(dist)
}

fn without_comments(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    text + rest
}

/// Gives boot.js a name that changes with its content, so that an old copy never meets a new page.
fn with_hashed_boot_script(dist: &Path, html: &str) -> Result<String> {
    let script = std::fs::read(dist.join("boot.js")).context("Trunk copied no boot.js")?;
    let hash = Sha384::digest(&script);
    let mut name = String::from("boot-");
    for byte in hash.iter().take(8) {
        write!(name, "{byte:02x}")?;
    }
    name.push_str(".js");
    std::fs::rename(dist.join("boot.js"), dist.join(&name))?;
    let tag = format!("src=\"./{name}\" integrity=\"{}\"", integrity(&script));
    replaced(html, "src=\"./boot.js\"", &tag)
}

/// Says of the program's two files what they must be. A preload's `integrity` is not enforced for WebAssembly, so the
/// boot script checks that one itself; the JavaScript's is enforced through its modulepreload.
fn with_integrity(dist: &Path, html: &str) -> Result<String> {
    let (js, wasm) = (attribute(html, "data-js")?, attribute(html, "data-wasm")?);
    let read = |name: &str| std::fs::read(dist.join(name)).with_context(|| format!("Trunk wrote no {name}"));
    let (js_bytes, wasm_bytes) = (read(&js)?, wasm::without_custom_sections(&read(&wasm)?)?);
    std::fs::write(dist.join(&wasm), &wasm_bytes)?;
    let link = format!("<link rel=\"modulepreload\" href=\"{js}\"");
    let html = replaced(html, &link, &format!("{link} integrity=\"{}\"", integrity(&js_bytes)))?;
    let tag = format!("data-wasm=\"{wasm}\"");
    let size = wasm_bytes.len();
    replaced(
        &html,
        &tag,
        &format!("{tag} data-wasm-integrity=\"{}\" data-wasm-size=\"{size}\"", integrity(&wasm_bytes)),
    )
}

/// Puts the policy before everything that it governs. The character set stays in front of it: a browser looks for
/// that in the first kilobyte only.
fn with_policy(html: &str, policy: &str) -> Result<String> {
    let charset = "<meta charset=\"utf-8\">";
    let governed = html.find("<script").into_iter().chain(html.find("<link")).min();
    if html.find(charset).zip(governed).is_none_or(|(charset, governed)| charset > governed) {
        bail!("index.html loads something before its charset, where the policy goes");
    }
    let meta = format!("{charset}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    replaced(html, charset, &meta)
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

fn attribute(html: &str, name: &str) -> Result<String> {
    let (_, after) = html.split_once(&format!("{name}=\"")).with_context(|| format!("index.html has no {name}"))?;
    let (value, _) = after.split_once('"').with_context(|| format!("index.html does not close {name}"))?;
    Ok(value.to_owned())
}

/// Replaces the one place where `from` stands.
fn replaced(html: &str, from: &str, to: &str) -> Result<String> {
    match html.matches(from).count() {
        1 => Ok(html.replacen(from, to, 1)),
        count => bail!("index.html has `{from}` {count} times; a release needs it once"),
    }
}

#[cfg(test)]
mod tests {
    use super::{replaced, with_policy, without_comments};

    #[test]
    fn the_policy_stands_before_everything_that_it_governs() {
        let html = "<head><meta charset=\"utf-8\"><script src=\"a\"></script></head>";
        let with = with_policy(html, "default-src 'none'").unwrap();
        assert!(with.find("Content-Security-Policy").unwrap() < with.find("<script").unwrap());
        assert!(with_policy("<head><script src=\"a\"></script><meta charset=\"utf-8\"></head>", "x").is_err());
        assert!(with_policy("<head></head>", "x").is_err());
    }

    #[test]
    fn a_place_that_is_missing_or_doubled_stops_the_release() {
        assert!(replaced("<a>", "<b>", "").is_err());
        assert!(replaced("<a><a>", "<a>", "").is_err());
        assert_eq!(without_comments("a<!-- b -->c<!-- d"), "ac");
    }
}
