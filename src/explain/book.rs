//! The sentences, read from `texts/*.txt`.
//!
//! ```text
//! [scope] Where these names are used
//! : parents whose names count too, nearest first
//! > page behind the entries that follow: a URL, or api/… ug/… nova/… of docs.aws.amazon.com
//! name, outer/name, Operation:name | type | one to three sentences | family: the twin's name; *: of all others
//! outer/* | type | sentences            any direct child of outer
//! outer/** | type | sentences           anything below outer
//! outer/** | @scope                     anything below outer: look it up in that scope
//! ```
//!
//! A name with more outer names is found before one with fewer.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXTS: [&str; 10] = [
    include_str!("texts/converse.txt"),
    include_str!("texts/guardrail.txt"),
    include_str!("texts/native.txt"),
    include_str!("texts/vectors.txt"),
    include_str!("texts/pictures.txt"),
    include_str!("texts/http.txt"),
    include_str!("texts/runtime.txt"),
    include_str!("texts/control.txt"),
    include_str!("texts/agent.txt"),
    include_str!("texts/screens.txt"),
];

/// The sentences about one kind of place.
#[derive(Debug, Default)]
pub struct Scope {
    /// Where the names are used.
    pub title: &'static str,
    /// Scopes whose names count too, nearest first.
    pub parents: Vec<&'static str>,
    /// The entries, by the last part of their name.
    pub entries: BTreeMap<&'static str, Vec<Line>>,
}

/// One entry under one of its names.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The operation that it is for, if not for all.
    pub operation: Option<&'static str>,
    /// The name with its outer names.
    pub path: &'static str,
    /// The type, or `@scope`.
    pub kind: &'static str,
    /// The sentences.
    pub meaning: &'static str,
    /// The twins' names.
    pub twins: &'static str,
    /// The page behind it, as written.
    pub page: &'static str,
}

/// All scopes by name. Read once.
pub fn book() -> &'static BTreeMap<&'static str, Scope> {
    static BOOK: OnceLock<BTreeMap<&'static str, Scope>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut scopes = BTreeMap::new();
        for text in TEXTS {
            read(text, &mut scopes);
        }
        scopes
    })
}

fn read(text: &'static str, scopes: &mut BTreeMap<&'static str, Scope>) {
    let (mut name, mut page) = ("", "");
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some((scope, title)) = line.strip_prefix('[').and_then(|line| line.split_once("] ")) {
            name = scope;
            scopes.entry(name).or_default().title = title;
        } else if let Some(parents) = line.strip_prefix(": ") {
            scopes.entry(name).or_default().parents = parents.split(", ").collect();
        } else if let Some(of) = line.strip_prefix("> ") {
            page = of;
        } else {
            enter(line, page, scopes.entry(name).or_default());
        }
    }
}

fn enter(line: &'static str, page: &'static str, scope: &mut Scope) {
    let mut cells = line.split(" | ");
    let names = cells.next().unwrap_or_default();
    let [kind, meaning, twins] = [(); 3].map(|()| cells.next().unwrap_or_default());
    for name in names.split(", ") {
        // A header of a frame begins with a colon of its own.
        let (operation, path) = match name.split_once(':') {
            Some((operation, path)) if !operation.is_empty() => (Some(operation), path),
            _ => (None, name),
        };
        let last = path.rsplit('/').next().unwrap_or(path);
        scope.entries.entry(last).or_default().push(Line { operation, path, kind, meaning, twins, page });
    }
}

/// A page as a URL.
pub fn url(page: &str) -> String {
    const DOCS: &str = "https://docs.aws.amazon.com/";
    for (short, long) in [
        ("api/", "bedrock/latest/APIReference/"),
        ("ug/", "bedrock/latest/userguide/"),
        ("nova/", "nova/latest/userguide/"),
    ] {
        if let Some(rest) = page.strip_prefix(short) {
            return format!("{DOCS}{long}{rest}");
        }
    }
    page.to_owned()
}
