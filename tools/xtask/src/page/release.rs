//! What turns Trunk's output into a release: the policy in the page, hashed and integrity-checked parts, compressed
//! copies, the headers file.
//!
//! It edits text that Trunk wrote from our own `index.html`, and fails when a place that it must edit is not there,
//! so that a release without a policy cannot come out.

use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use outcrop::text::hex;
use sha2::{Digest, Sha256, Sha384};

use super::headers::HASH_DIGITS;
use super::{compressed, headers, offline, parts, policy};

/// Finishes the folder that Trunk wrote.
pub fn finish(dist: &Path) -> Result<()> {
    seal(dist)?;
    compressed::write_copies(dist)
}

/// All but the compressed copies.
pub fn seal(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page).context("Trunk wrote no index.html")?;
    let html = without_comments(&html);
    let html = with_hashed_boot_script(dist, &html)?;
    let html = with_hashed_style(dist, &html)?;
    let html = with_program(dist, &html)?;
    let html = with_policy(&html, &policy::of_page()?)?;
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    let html = lines.fold(String::new(), |text, line| text + line + "\n");
    std::fs::write(&page, &html)?;

    let files = compressed::files(dist)?;
    offline::write(dist, &html, &files)?;
    std::fs::write(dist.join("_headers"), headers::for_headers_file(files.iter().map(String::as_str)))?;
    Ok(())
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
    let script = std::fs::read_to_string(dist.join("boot.js")).context("Trunk copied no boot.js")?;
    let script = parts::without_comments(&script);
    let name = hashed_name("boot", script.as_bytes(), "js");
    std::fs::write(dist.join(&name), &script)?;
    std::fs::remove_file(dist.join("boot.js"))?;
    let tag = format!("src=\"./{name}\" integrity=\"{}\"", integrity(script.as_bytes()));
    replaced(html, "src=\"./boot.js\"", &tag)
}

/// Names the program's files by their content and says what each must be. The JavaScript's integrity is enforced through
/// its modulepreload; the WebAssembly's the boot script checks itself.
fn with_program(dist: &Path, html: &str) -> Result<String> {
    let parts = parts::seal(dist, "outcrop")?;
    let read = |name: &str| std::fs::read(dist.join(name)).with_context(|| format!("{name} was not written"));
    let (script, loader, module) = (read(&parts.script)?, read(&parts.loader)?, read(&parts.module)?);
    let preload = |name: &str, bytes: &[u8]| {
        format!("<link rel=\"modulepreload\" href=\"./{name}\" integrity=\"{}\">", integrity(bytes))
    };
    let links = preload(&parts.script, &script) + "\n" + &preload(&parts.loader, &loader);
    let html = replaced(html, "<link rel=\"modulepreload\" href=\"./outcrop.js\">", &links)?;
    let html = replaced(&html, "data-js=\"./outcrop.js\"", &format!("data-js=\"./{}\"", parts.script))?;
    let tag = format!(
        "data-wasm=\"./{}\" data-wasm-integrity=\"{}\" data-wasm-size=\"{}\"",
        parts.module,
        integrity(&module),
        module.len()
    );
    replaced(&html, "data-wasm=\"./outcrop_bg.wasm\"", &tag)
}

/// Gives the style sheet a name that changes with its content.
fn with_hashed_style(dist: &Path, html: &str) -> Result<String> {
    let sheet = std::fs::read(dist.join("outcrop.css")).context("Trunk copied no outcrop.css")?;
    let name = hashed_name("outcrop", &sheet, "css");
    std::fs::rename(dist.join("outcrop.css"), dist.join(&name))?;
    replaced(html, "./outcrop.css", &format!("./{name}"))
}

/// `name-0123456789abcdef.extension`, the hash being the content's.
fn hashed_name(name: &str, bytes: &[u8], extension: &str) -> String {
    let mut hash = hex::digits(&Sha384::digest(bytes));
    hash.truncate(HASH_DIGITS);
    format!("{name}-{hash}.{extension}")
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

/// The digest for what is named once or twice.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

/// The shorter of the digests that browsers take, for what is named many times over.
pub fn short_integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes)))
}

/// Replaces the one place where `from` stands.
pub fn replaced(html: &str, from: &str, to: &str) -> Result<String> {
    match html.matches(from).count() {
        1 => Ok(html.replacen(from, to, 1)),
        count => bail!("`{from}` stands {count} times in what Trunk wrote; a release needs it once"),
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
