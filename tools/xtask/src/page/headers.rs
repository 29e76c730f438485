//! The HTTP headers a host should send with the page: one list, and its writing for each kind of host.
//!
//! The local server, `dist/_headers` and everything that `cargo xtask deploy` writes are made from it.

use super::policy;

/// A header that goes with every file.
pub type Header = (&'static str, String);

/// What may be kept for ever: its name changes with its content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What must be asked for again: the page itself and files with fixed names.
pub const REVALIDATE: &str = "no-cache";

const PERMISSIONS: &str = "accelerometer=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(), gyroscope=(), \
hid=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Only for hosts with TLS; without meaning on loopback.
pub const TRANSPORT: (&str, &str) = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains");

/// The headers of every answer.
pub fn everywhere() -> Vec<Header> {
    vec![
        ("Content-Security-Policy", policy::of_header()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        // Not `require-corp`: it hides from the connection test whether a server without CORS answers at all.
        ("Cross-Origin-Embedder-Policy", "credentialless".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Origin-Agent-Cluster", "?1".to_owned()),
        ("Permissions-Policy", PERMISSIONS.to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
    ]
}

/// How many hexadecimal digits of its content's hash a file has in its name.
pub const HASH_DIGITS: usize = 16;

/// How long a file may be kept. A name with a hash in it, `name-0123456789abcdef.js`, never changes its content.
pub fn cache_control(file: &str) -> &'static str {
    let is_hash = |part: &str| part.len() == HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hashed = file.split(['-', '_', '.']).any(is_hash);
    if hashed { IMMUTABLE } else { REVALIDATE }
}

/// The headers that a host with TLS sends with every answer.
pub fn over_tls() -> Vec<Header> {
    let (name, value) = TRANSPORT;
    everywhere().into_iter().chain([(name, value.to_owned())]).collect()
}

/// `_headers`, which Netlify and Cloudflare Pages read from the published folder.
///
/// Cloudflare Pages takes 100 rules of 2,000 characters a line, with one `*` in each path
/// (<https://developers.cloudflare.com/pages/configuration/headers/>, 2026-11-30). The modules are hundreds of files, so
/// they share one rule: each has a hash in its name.
pub fn for_headers_file<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    const MODULES: &str = ".wasm";
    let line = |(name, value): (&str, &str)| format!("  {name}: {value}\n");
    let mut text = String::from("/*\n");
    for (name, value) in over_tls() {
        text.push_str(&line((name, &value)));
    }
    let mut hashed: Vec<&str> = files.into_iter().filter(|file| cache_control(file) == IMMUTABLE).collect();
    hashed.sort_unstable();
    let (modules, others): (Vec<&str>, Vec<&str>) =
        hashed.into_iter().partition(|file| file.strip_suffix(MODULES).is_some());
    let of_modules = (!modules.is_empty()).then(|| format!("*{MODULES}"));
    for path in others.into_iter().map(str::to_owned).chain(of_modules) {
        text.extend(["/", &path, "\n", &line(("Cache-Control", IMMUTABLE))]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{IMMUTABLE, REVALIDATE, cache_control, for_headers_file, over_tls};
    use std::collections::BTreeMap;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (file, expected) in [
            ("outcrop-2dc5e4efdd653107_bg.wasm", IMMUTABLE),
            ("boot-2dc5e4efdd653107.js", IMMUTABLE),
            ("index.html", REVALIDATE),
            ("offline.js", REVALIDATE),
            ("service-model/bedrock-runtime.json", REVALIDATE),
        ] {
            assert_eq!(cache_control(file), expected, "{file}");
        }
    }

    #[test]
    fn the_headers_file_says_the_same_within_the_limits_of_its_hosts() {
        let expected: BTreeMap<String, String> =
            over_tls().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let modules: Vec<String> = (0..300).map(|each| format!("chunk_{each}-2dc5e4efdd653107.wasm")).collect();
        let files = ["index.html", "boot-2dc5e4efdd653107.js"].into_iter().chain(modules.iter().map(String::as_str));
        let text = for_headers_file(files);
        let (all, hashed) = text.strip_prefix("/*\n").unwrap().split_once("/boot").unwrap();
        let read: BTreeMap<String, String> = all
            .lines()
            .map(|line| line.trim().split_once(": ").unwrap())
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        assert_eq!(read, expected, "_headers");
        assert!(hashed.contains(IMMUTABLE) && !text.contains("index.html"));
        assert!(text.contains(&format!("\n/*.wasm\n  Cache-Control: {IMMUTABLE}\n")), "{text}");
        assert!(text.lines().all(|line| line.len() <= 2000));
        let rules: Vec<&str> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert!(rules.len() <= 100 && rules.iter().all(|rule| rule.matches('*').count() <= 1), "{rules:?}");
    }
}
