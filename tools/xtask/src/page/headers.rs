//! The HTTP headers a host should send with the page: one list, and its writing for each kind of host.
//!
//! The local server, `dist/_headers` and the recipes in `deploy/` are all made from it.

use serde_json::{Value, json};

use super::policy;

/// A header that goes with every file.
pub type Header = (&'static str, String);

/// What may be kept for ever: its name changes with its content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What must be asked for again: the page itself and files with fixed names.
pub const REVALIDATE: &str = "no-cache";

const PERMISSIONS: &str = "accelerometer=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(), gyroscope=(), \
hid=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Only for hosts that serve https; meaningless on loopback.
const TRANSPORT: (&str, &str) = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains");

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

/// `_headers`, which Netlify and Cloudflare Pages read from the published folder.
pub fn for_headers_file<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    let line = |(name, value): (&str, &str)| format!("  {name}: {value}\n");
    let mut text = String::from("/*\n");
    for (name, value) in everywhere() {
        text.push_str(&line((name, &value)));
    }
    text.push_str(&line(TRANSPORT));
    let mut hashed: Vec<&str> = files.into_iter().filter(|file| cache_control(file) == IMMUTABLE).collect();
    hashed.sort_unstable();
    for file in hashed {
        text.extend(["/", file, "\n", &line(("Cache-Control", IMMUTABLE))]);
    }
    text
}

/// A CloudFront response headers policy, as `aws cloudfront create-response-headers-policy` takes it.
pub fn for_cloudfront() -> String {
    let named = |wanted: &str| {
        everywhere().into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value).unwrap_or_default()
    };
    let with_a_place = ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"];
    let custom = everywhere().into_iter().filter(|(name, _)| !with_a_place.contains(name));
    let custom: Vec<Value> =
        custom.map(|(name, value)| json!({ "Header": name, "Value": value, "Override": true })).collect();
    let policy = json!({
        "Name": "outcrop",
        "Comment": "Made from the same list as the page's own policy",
        "SecurityHeadersConfig": {
            "ContentSecurityPolicy": { "Override": true, "ContentSecurityPolicy": named("Content-Security-Policy") },
            "ContentTypeOptions": { "Override": true },
            "FrameOptions": { "Override": true, "FrameOption": named("X-Frame-Options") },
            "ReferrerPolicy": { "Override": true, "ReferrerPolicy": named("Referrer-Policy") },
            "StrictTransportSecurity": {
                "Override": true, "AccessControlMaxAgeSec": 63_072_000, "IncludeSubdomains": true, "Preload": false
            }
        },
        "CustomHeadersConfig": { "Quantity": custom.len(), "Items": custom }
    });
    format!("{policy:#}\n")
}

/// A server block for nginx with the precompressed files.
pub fn for_nginx() -> String {
    let header = |(name, value): (&str, &str)| format!("add_header {name} \"{value}\" always;\n");
    let mut headers: String = everywhere().iter().map(|(name, value)| header((name, value))).collect();
    headers.push_str(&header(TRANSPORT));
    format!(
        "\
# Outcrop behind nginx. Put this file where nginx reads its configuration, and `dist/` under /var/www/outcrop.
# The Brotli lines need the module ngx_brotli; without it, drop them: gzip_static serves the .gz files.

types {{ application/wasm wasm; }}

map $uri $outcrop_cache {{
    default \"{REVALIDATE}\";
    \"~-[0-9a-f]{{16}}[._]\" \"{IMMUTABLE}\";
}}

server {{
    listen 443 ssl;
    server_name outcrop.example;
    ssl_certificate /etc/ssl/outcrop.pem;
    ssl_certificate_key /etc/ssl/outcrop.key;

    root /var/www/outcrop;
    charset utf-8;
    gzip_static on;
    brotli_static on;
    error_page 404 /404.html;

    add_header Cache-Control $outcrop_cache always;
{}}}
",
        headers.lines().fold(String::new(), |text, line| text + "    " + line + "\n")
    )
}

#[cfg(test)]
mod tests {
    use super::{
        IMMUTABLE, REVALIDATE, TRANSPORT, cache_control, everywhere, for_cloudfront, for_headers_file, for_nginx,
    };
    use std::collections::BTreeMap;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (file, expected) in [
            ("outcrop-2dc5e4efdd653107_bg.wasm", IMMUTABLE),
            ("boot-2dc5e4efdd653107.js", IMMUTABLE),
            ("index.html", REVALIDATE),
            ("service-model/bedrock-runtime.json", REVALIDATE),
        ] {
            assert_eq!(cache_control(file), expected, "{file}");
        }
    }

    /// Reads each recipe as its host would, and compares what it says with the one list.
    #[test]
    fn the_recipes_say_the_same() {
        let mut expected: BTreeMap<String, String> =
            everywhere().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        expected.insert(TRANSPORT.0.to_owned(), TRANSPORT.1.to_owned());

        let text = for_headers_file(["index.html", "boot-2dc5e4efdd653107.js"]);
        let (all, hashed) = text.strip_prefix("/*\n").unwrap().split_once("/boot").unwrap();
        let read: BTreeMap<String, String> = all
            .lines()
            .map(|line| line.trim().split_once(": ").unwrap())
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        assert_eq!(read, expected, "_headers");
        assert!(hashed.contains(IMMUTABLE) && !text.contains("index.html"));
        assert!(text.lines().all(|line| line.len() <= 2000), "Cloudflare Pages' limit");

        let nginx = for_nginx();
        let lines = nginx
            .lines()
            .filter_map(|line| line.trim().strip_prefix("add_header ")?.strip_suffix("\" always;")?.split_once(" \""));
        let read: BTreeMap<String, String> = lines.map(|(name, value)| (name.into(), value.into())).collect();
        assert_eq!(read, expected, "nginx");

        let policy: serde_json::Value = serde_json::from_str(&for_cloudfront()).unwrap();
        let security = &policy["SecurityHeadersConfig"];
        assert_eq!(security["ContentSecurityPolicy"]["ContentSecurityPolicy"], expected["Content-Security-Policy"]);
        assert_eq!(security["ReferrerPolicy"]["ReferrerPolicy"], expected["Referrer-Policy"]);
        assert_eq!(security["FrameOptions"]["FrameOption"], expected["X-Frame-Options"]);
        let items = policy["CustomHeadersConfig"]["Items"].as_array().unwrap();
        assert_eq!(policy["CustomHeadersConfig"]["Quantity"], items.len());
        for item in items {
            assert_eq!(item["Value"], expected[item["Header"].as_str().unwrap()]);
        }
        assert_eq!(items.len() + 5, expected.len());
    }

    /// `deploy/` holds what this list says today; `cargo xtask deploy` writes it anew.
    #[test]
    fn the_committed_recipes_are_current() {
        for (name, text) in super::super::recipes() {
            let file = crate::folders::root().join("deploy").join(name);
            let committed = std::fs::read_to_string(&file).unwrap_or_default();
            assert_eq!(committed, text, "deploy/{name} is out of date: run `cargo xtask deploy`");
        }
    }
}
