//! Who may know whom. The compiler keeps the browser out of the rooms above `platform` (feature `ui`); this test keeps
//! each room to the rooms and crates that the map in `src/lib.rs` gives it.
//!
//! It reads tokens, not text: what stands in a comment or a string names nobody. A room's own tests may look further
//! than the room itself, so `#[cfg(test)]` modules and `tests.rs` files are left out.

#![expect(clippy::expect_used, reason = "a test: what it cannot read is its failure")]

use std::fmt;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What a room may use, and what it must not name.
struct Room {
    name: &'static str,
    /// Other rooms that it may use.
    rooms: &'static [&'static str],
    /// Crates, types and methods that it must not name.
    never: &'static [&'static [&'static str]],
}

const BROWSER: &[&str] = &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"];
const LEPTOS: &[&str] = &["leptos", "reactive_graph", "tachys"];
/// Signing is the `aws` room's; another one would sign differently some day.
const AWS_CRATES: &[&str] = &["aws_sigv4", "aws_credential_types", "aws_smithy_runtime_api", "aws_smithy_eventstream"];
/// What an experiment, a link or an export holds can be given away; it has no place for a credential.
const SECRETS: &[&str] = &["Credentials", "SecretAccessKey", "SessionToken"];
/// Model output is text; it never becomes HTML by way of a string.
const HTML: &[&str] = &["inner_html", "set_inner_html", "outer_html", "set_outer_html", "insert_adjacent_html"];
/// Its `now` panics in a browser. Time is an argument.
const CLOCKS: &[&str] = &["SystemTime"];

const ROOMS: &[Room] = &[
    Room { name: "aws", rooms: &[], never: &[BROWSER, LEPTOS] },
    Room { name: "bedrock", rooms: &["aws"], never: &[BROWSER, LEPTOS, AWS_CRATES, CLOCKS] },
    Room { name: "twin", rooms: &["aws", "bedrock"], never: &[BROWSER, LEPTOS, AWS_CRATES, CLOCKS] },
    Room {
        name: "experiment",
        rooms: &["aws", "bedrock", "twin", "text"],
        never: &[BROWSER, LEPTOS, AWS_CRATES, SECRETS, CLOCKS],
    },
    Room { name: "simulator", rooms: &["aws", "bedrock"], never: &[BROWSER, LEPTOS, AWS_CRATES, CLOCKS] },
    Room { name: "share", rooms: &["experiment", "text"], never: &[BROWSER, LEPTOS, AWS_CRATES, SECRETS, CLOCKS] },
    Room {
        name: "export",
        rooms: &["aws", "bedrock", "twin", "experiment", "text"],
        never: &[BROWSER, LEPTOS, AWS_CRATES, SECRETS, CLOCKS],
    },
    Room {
        name: "import",
        rooms: &["aws", "bedrock", "twin", "experiment", "text"],
        never: &[BROWSER, LEPTOS, AWS_CRATES, SECRETS, CLOCKS],
    },
    Room { name: "text", rooms: &[], never: &[BROWSER, LEPTOS, AWS_CRATES, CLOCKS] },
    Room { name: "platform", rooms: &["aws"], never: &[LEPTOS, AWS_CRATES, HTML, CLOCKS] },
    Room {
        name: "ui",
        rooms: &["aws", "bedrock", "twin", "experiment", "simulator", "share", "export", "import", "text", "platform"],
        never: &[AWS_CRATES, HTML, CLOCKS],
    },
];

/// A name that stands where the map does not allow it.
#[derive(PartialEq, Eq)]
struct Trespass {
    line: usize,
    name: String,
}

impl fmt::Debug for Trespass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} names `{}`", self.line, self.name)
    }
}

/// Reads one file's tokens. `depth` is how many modules lie between the crate's root and the code being read.
struct Reader<'a> {
    room: &'a Room,
    found: Vec<Trespass>,
}

impl Reader<'_> {
    fn read(&mut self, tokens: TokenStream, depth: usize) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut test_only = false;
        for (place, token) in tokens.iter().enumerate() {
            let before = |back: usize| place.checked_sub(back).and_then(|place| tokens.get(place));
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let is_module = ident(before(2)).as_deref() == Some("mod");
                    if is_module && test_only {
                        test_only = false;
                    } else {
                        self.read(group.stream(), depth + usize::from(is_module));
                    }
                }
                TokenTree::Group(group) => {
                    let text: String = group.stream().to_string().split_whitespace().collect();
                    let is_attribute = is_punct(before(1), '#');
                    test_only |= is_attribute && text == "cfg(test)";
                    if !is_attribute {
                        self.read(group.stream(), depth);
                    }
                }
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    if self.room.never.iter().any(|names| names.contains(&name.as_str())) {
                        self.found.push(Trespass { line: token.span().start().line, name });
                    } else if matches!(name.as_str(), "crate" | "super") {
                        let to_root = name == "crate" || supers_until(&tokens, place) == Some(depth);
                        // In `super::super::x` only the last word decides.
                        if to_root && ident(tokens.get(place + 3)).as_deref() != Some("super") {
                            self.enter(&tokens, place + 1);
                        }
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => test_only = false,
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads which room `::room` or `::{room::…, room}` enters.
    fn enter(&mut self, tokens: &[TokenTree], place: usize) {
        let colons = is_punct(tokens.get(place), ':') && is_punct(tokens.get(place + 1), ':');
        match tokens.get(place + 2) {
            Some(TokenTree::Ident(name)) if colons => self.judge(&name.to_string(), name.span().start().line),
            Some(TokenTree::Group(group)) if colons => {
                let mut first = true;
                for token in group.stream() {
                    match &token {
                        TokenTree::Ident(name) if first => self.judge(&name.to_string(), name.span().start().line),
                        _ => {}
                    }
                    first = is_punct(Some(&token), ',');
                }
            }
            _ => {}
        }
    }

    fn judge(&mut self, name: &str, line: usize) {
        let is_room = ROOMS.iter().any(|room| room.name == name);
        if is_room && name != self.room.name && !self.room.rooms.contains(&name) {
            self.found.push(Trespass { line, name: name.to_owned() });
        }
    }
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// How many `super` stand in a row up to this place, each with `::` behind it.
fn supers_until(tokens: &[TokenTree], place: usize) -> Option<usize> {
    let earlier = |count: usize| place.checked_sub(3 * count).and_then(|place| ident(tokens.get(place)));
    (0..=place).find(|count| earlier(*count).as_deref() != Some("super"))
}

fn trespasses(room: &Room, source: &str, depth: usize) -> Vec<Trespass> {
    let tokens: TokenStream = source.parse().expect("the file is Rust");
    let mut reader = Reader { room, found: Vec::new() };
    reader.read(tokens, depth);
    reader.found
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_room_keeps_to_its_map() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut complaints = Vec::new();
    for entry in std::fs::read_dir(&src).expect("src can be read") {
        let folder = entry.expect("src can be read").path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let room = ROOMS.iter().find(|room| room.name == name);
        let room = room.unwrap_or_else(|| panic!("src/{name} is a room that tests/architecture.rs does not know"));
        let mut files = Vec::new();
        rust_files(&folder, &mut files);
        assert!(!files.is_empty(), "{name} has no file");
        for file in files {
            let inner = file.strip_prefix(&src).expect("it lies in src");
            let is_folder_module = inner.ends_with("mod.rs");
            let depth = inner.components().count() - usize::from(is_folder_module);
            let source = std::fs::read_to_string(&file).expect("it can be read");
            let found = trespasses(room, &source, depth);
            complaints.extend(found.into_iter().map(|each| format!("src/{}: {each:?}", inner.display())));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The reader sees each way of naming what is not allowed, and nothing else.
#[test]
fn a_trespass_is_seen() {
    let room = |name: &str| ROOMS.iter().find(|room| room.name == name).expect("a known room");
    let names = |of: &str, source: &str, depth: usize| -> Vec<String> {
        trespasses(room(of), source, depth).into_iter().map(|each| each.name).collect()
    };
    let nobody: [&str; 0] = [];

    assert_eq!(names("aws", "use crate::bedrock::turn::Turn;", 1), ["bedrock"]);
    assert_eq!(names("aws", "use crate::{http::Header, bedrock::{a, twin}, text};", 1), ["bedrock", "text"]);
    assert_eq!(names("aws", "fn f() { let x = crate::twin::y(); }", 2), ["twin"]);
    assert_eq!(names("aws", "use super::bedrock::Turn;", 1), ["bedrock"]);
    assert_eq!(names("aws", "use super::super::bedrock::Turn;", 2), ["bedrock"]);
    assert_eq!(names("aws", "mod inner { use super::super::bedrock::Turn; }", 1), ["bedrock"]);
    assert_eq!(names("aws", "mod inner { use super::bedrock::Turn; }", 1), nobody, "a module of its own");
    assert_eq!(names("aws", "use super::bedrock::Turn;", 2), nobody, "a module of its own");
    assert_eq!(names("bedrock", "use crate::aws::http::Header;", 1), nobody);
    assert_eq!(names("bedrock", "// crate::ui\nconst A: &str = \"crate::ui\";", 1), nobody);

    assert_eq!(names("text", "fn f() { leptos::logging::log!(\"a\"); }", 1), ["leptos"]);
    assert_eq!(names("ui", "view! { <p inner_html=text></p> }", 2), ["inner_html"]);
    assert_eq!(names("ui", "use aws_sigv4::http_request::sign;", 2), ["aws_sigv4"]);
    assert_eq!(names("experiment", "struct Run { by: crate::aws::credentials::Credentials }", 1), ["Credentials"]);
    assert_eq!(names("platform", "use leptos::prelude::*;", 1), ["leptos"]);
    assert_eq!(names("twin", "fn f() { std::time::SystemTime::now(); }", 1), ["SystemTime"]);

    assert_eq!(names("aws", "#[cfg(test)]\nmod tests { use crate::bedrock::Turn; }", 1), nobody);
    assert_eq!(names("aws", "#[cfg(test)]\nmod tests;\nmod a { use crate::ui::x; }", 1), ["ui"]);
    assert_eq!(trespasses(room("aws"), "\n\nuse crate::ui::x;", 1).first().map(|each| each.line), Some(3));
}
