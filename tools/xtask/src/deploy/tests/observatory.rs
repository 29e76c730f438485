//! The score that MDN's HTTP Observatory gives to a page with these headers, by its published rules
//! (<https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring>, and the table of modifiers that it names; read on
//! 2026-11-30): 100 to begin with, minus penalties; bonuses count only for a page that has 90 without them.
//!
//! Rules for what the page does not have are left out: cookies and CORS are 0, the redirection to HTTPS is the host's and 0,
//! scripts of the page's own origin are 0.

use std::collections::{BTreeMap, BTreeSet};

use crate::page::headers::{Header, over_tls};
use crate::page::policy;

type Directives = BTreeMap<String, BTreeSet<String>>;

fn directives(policy: &str) -> Directives {
    let entries = policy.split(';').filter_map(|entry| {
        let mut words = entry.split_whitespace().map(str::to_lowercase);
        Some((words.next()?, words.collect()))
    });
    entries.collect()
}

/// Both policies apply: a source counts if both have it.
fn both(header: &str, meta: &str) -> Directives {
    let (mut all, meta) = (directives(header), directives(meta));
    for (name, sources) in meta {
        let sources = match all.get(&name) {
            Some(other) => other.intersection(&sources).cloned().collect(),
            None => sources,
        };
        all.insert(name, sources);
    }
    all
}

/// Sources that admit nearly everything.
const BROAD: [&str; 5] = ["*", "http:", "https:", "http://*", "https://*"];

fn of_policy(policy: &Directives) -> i32 {
    let anything = BTreeSet::from(["*".to_owned()]);
    let of = |name: &str| policy.get(name).or_else(|| policy.get("default-src")).unwrap_or(&anything);
    let has = |name: &str, wanted: &[&str]| wanted.iter().any(|source| of(name).contains(*source));
    let insecure = |passive: bool| {
        let of_kind = policy.iter().filter(|(name, _)| ["img-src", "media-src"].contains(&name.as_str()) == passive);
        of_kind.flat_map(|(_, sources)| sources).any(|source| source.starts_with("http:") || source.starts_with("ftp:"))
    };
    let unsafe_inline = ["'unsafe-inline'", "data:"];
    if has("script-src", &BROAD) || has("script-src", &unsafe_inline) || has("object-src", &BROAD) || insecure(false) {
        -20
    } else if has("script-src", &["'unsafe-eval'"]) || has("style-src", &["'unsafe-eval'"]) || insecure(true) {
        -10
    } else if has("style-src", &BROAD) || has("style-src", &unsafe_inline) {
        0
    } else if policy.get("default-src").is_some_and(|sources| sources.iter().eq(["'none'"])) {
        10
    } else {
        5
    }
}

/// The score of a page that is served with these headers over TLS and has this policy in a `<meta>`.
fn score(headers: &[Header], meta: &str) -> i32 {
    let value = |wanted: &str| headers.iter().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value.as_str());
    let header = value("Content-Security-Policy");
    let policy = both(header, meta);
    let transport = value("Strict-Transport-Security");
    let seconds = transport.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u32>().ok());
    let modifiers = [
        if header.is_empty() && meta.is_empty() { -25 } else { of_policy(&policy) },
        match value("Referrer-Policy") {
            "no-referrer" | "same-origin" | "strict-origin" | "strict-origin-when-cross-origin" => 5,
            "" => 0,
            _ => -5,
        },
        match seconds {
            Some(15_768_000..) => 0,
            Some(_) => -10,
            None => -20,
        },
        if value("X-Content-Type-Options") == "nosniff" { 0 } else { -5 },
        // Only a header can say it.
        match (directives(header).get("frame-ancestors"), value("X-Frame-Options")) {
            (Some(sources), _) if !BROAD.iter().any(|source| sources.contains(*source)) => 5,
            (_, "DENY" | "SAMEORIGIN") => 0,
            _ => -20,
        },
        match value("Cross-Origin-Resource-Policy") {
            "same-origin" | "same-site" => 10,
            "cross-origin" | "" => 0,
            _ => -5,
        },
    ];
    let without: i32 = 100 + modifiers.iter().filter(|each| **each < 0).sum::<i32>();
    let bonuses: i32 = modifiers.iter().filter(|each| **each > 0).sum();
    (if without >= 90 { without + bonuses } else { without }).max(0)
}

#[test]
fn the_page_scores_at_least_130() {
    let (headers, meta) = (over_tls(), policy::of_page().unwrap());
    assert!(score(&headers, &meta) >= 130, "{}", score(&headers, &meta));
}

#[test]
fn what_is_missing_costs() {
    let (headers, meta) = (over_tls(), policy::of_page().unwrap());
    let without = |name: &str| headers.iter().filter(|(other, _)| *other != name).cloned().collect::<Vec<_>>();
    for (name, expected) in [
        // The policy in the page says all but `frame-ancestors`, but by itself it admits a server on the reader's machine
        // over plain HTTP, which counts as insecure; X-Frame-Options stands in for the rest.
        ("Content-Security-Policy", 80),
        ("Strict-Transport-Security", 80),
        ("X-Content-Type-Options", 125),
        ("Referrer-Policy", 125),
        ("Cross-Origin-Resource-Policy", 120),
    ] {
        assert_eq!(score(&without(name), &meta), expected, "{name}");
    }
    assert_eq!(score(&headers, ""), 80, "the header by itself leaves connect-src open");
    assert_eq!(score(&[], &meta), 35, "GitHub Pages: the page's policy alone");
    assert_eq!(score(&[], ""), 30);
}
