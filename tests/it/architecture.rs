//! Who may know whom. The compiler keeps the browser out of the rooms above `platform` (feature `ui`); this test keeps
//! each room, and each floor of `ui`, to the tables of `docs/architecture.md`, which it reads: there is no second map.
//!
//! It reads tokens, not text: what is in a comment or a string names nobody. A room's own tests may look further
//! than the room itself, so `#[cfg(test)]` modules and `tests.rs` files are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

const MAP: &str = include_str!("../../docs/architecture.md");

/// What a room may use, and what it must not name.
struct Room {
    name: String,
    /// Other rooms that it may use.
    rooms: Vec<String>,
    /// Crates, types and methods that it must not name.
    never: Vec<String>,
}

/// The rows of the table below a heading of the map, each as its cells.
fn table(map: &str, heading: &str) -> Vec<Vec<String>> {
    let section = map.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("no section {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.map(cells).collect()
}

/// The names in backticks of a cell.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The rooms of the table below a heading.
fn rooms(map: &str, heading: &str) -> Vec<Room> {
    let words = table(map, "Names that a wall forbids");
    let forbidden = |word: &str| {
        let row = words.iter().find(|row| row.first().is_some_and(|first| first == word));
        code(row.and_then(|row| row.get(1)).unwrap_or_else(|| panic!("“{word}” is not explained")))
    };
    let read = |row: Vec<String>| {
        let [name, _, may_use, never] = row.as_slice() else { panic!("a row has four cells: {row:?}") };
        Room {
            name: code(name).pop().expect("a room has a name"),
            rooms: code(may_use),
            never: never.split(',').map(str::trim).filter(|word| !word.is_empty()).flat_map(forbidden).collect(),
        }
    };
    table(map, heading).into_iter().map(read).collect()
}

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
    all: &'a [Room],
    /// The folder that holds the rooms, as a path from the crate's root: empty for the rooms of `src`.
    within: &'a [&'a str],
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
                    if self.room.never.contains(&name) {
                        self.found.push(Trespass { line: token.span().start().line, name });
                    } else if matches!(name.as_str(), "crate" | "super") {
                        let up = supers_until(&tokens, place);
                        // In `super::super::x` only the last word decides.
                        let is_last = ident(tokens.get(place + 3)).as_deref() != Some("super");
                        if is_last && name == "super" && up == Some(depth - self.within.len()) {
                            self.enter(&tokens, place + 1, &[]);
                        } else if is_last && (name == "crate" || up == Some(depth)) {
                            self.enter(&tokens, place + 1, self.within);
                        }
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => test_only = false,
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads which room `::folder::room` or `::{room::…, room}` enters; `folders` are still to be passed.
    fn enter(&mut self, tokens: &[TokenTree], place: usize, folders: &[&str]) {
        let colons = is_punct(tokens.get(place), ':') && is_punct(tokens.get(place + 1), ':');
        match tokens.get(place + 2) {
            Some(TokenTree::Ident(name)) if colons => self.pass(tokens, place + 2, &name.to_string(), folders),
            Some(TokenTree::Group(group)) if colons => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut first = true;
                for (at, token) in inner.iter().enumerate() {
                    match token {
                        TokenTree::Ident(name) if first => self.pass(&inner, at, &name.to_string(), folders),
                        _ => {}
                    }
                    first = is_punct(Some(token), ',');
                }
            }
            _ => {}
        }
    }

    /// Goes on into a folder, or judges the room that is named there.
    fn pass(&mut self, tokens: &[TokenTree], place: usize, name: &str, folders: &[&str]) {
        match folders.split_first() {
            Some((folder, rest)) if *folder == name => self.enter(tokens, place + 1, rest),
            Some(_) => {}
            None => {
                let line = tokens.get(place).map_or(0, |token| token.span().start().line);
                self.judge(name, line);
            }
        }
    }

    fn judge(&mut self, name: &str, line: usize) {
        let is_room = self.all.iter().any(|room| room.name == name);
        if is_room && name != self.room.name && !self.room.rooms.iter().any(|room| room == name) {
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

fn trespasses(all: &[Room], within: &[&str], name: &str, source: &str, depth: usize) -> Vec<Trespass> {
    let room = all.iter().find(|room| room.name == name).expect("a room of the map");
    let tokens: TokenStream = source.parse().expect("the file is Rust");
    let mut reader = Reader { room, all, within, found: Vec::new() };
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

/// What each file of a folder of rooms names against the map. A room is a folder, or a file beside the folder's `mod.rs`.
fn complaints(all: &[Room], within: &[&str]) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folder = within.iter().fold(src.clone(), |folder, name| folder.join(name));
    let mut complaints = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
        let place = entry.expect("the folder can be read").path();
        let name = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if matches!(name.as_str(), "lib" | "main" | "mod") {
            continue;
        }
        assert!(all.iter().any(|room| room.name == name), "{name} is a room that docs/architecture.md does not list");
        let mut files = Vec::new();
        if place.is_dir() {
            rust_files(&place, &mut files);
        } else {
            files.push(place);
        }
        assert!(!files.is_empty(), "{name} has no file");
        for file in files {
            let inner = file.strip_prefix(&src).expect("it is in src");
            let depth = inner.components().count() - usize::from(inner.ends_with("mod.rs"));
            let source = std::fs::read_to_string(&file).expect("it can be read");
            let found = trespasses(all, within, &name, &source, depth);
            complaints.extend(found.into_iter().map(|each| format!("src/{}: {each:?}", inner.display())));
        }
    }
    complaints
}

#[test]
fn every_room_keeps_to_the_map() {
    let complaints = complaints(&rooms(MAP, "Rooms"), &[]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_floor_of_the_page_keeps_to_the_map() {
    let complaints = complaints(&rooms(MAP, "Inside `ui`"), &["ui"]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Every room and floor of the map exists: a row without its folder would hold nothing.
#[test]
fn the_map_names_what_is_there() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (heading, folder) in [("Rooms", src.clone()), ("Inside `ui`", src.join("ui"))] {
        for room in rooms(MAP, heading) {
            let place = folder.join(&room.name);
            assert!(place.is_dir() || place.with_extension("rs").is_file(), "{} is not there", place.display());
        }
    }
}

/// A folder of more files than one can look over has rooms in it that nobody has named.
#[test]
fn no_folder_holds_more_than_24_files() {
    fn look(folder: &Path, crowded: &mut Vec<String>) {
        let mut files = 0;
        for entry in std::fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                look(&path, crowded);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files += 1;
            }
        }
        if files > 24 {
            crowded.push(format!("{} holds {files} files", folder.display()));
        }
    }
    let mut crowded = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut crowded);
    assert!(crowded.is_empty(), "{}", crowded.join("\n"));
}

/// A module, as its names from the crate's root.
type Module = Vec<String>;

/// Collects the modules that a file's paths name.
struct Imports<'a> {
    module: &'a Module,
    modules: &'a BTreeSet<Module>,
    found: BTreeSet<Module>,
}

impl Imports<'_> {
    /// Reads tokens; with a base they are the inside of a `use` group, whose paths go on from there.
    fn read(&mut self, tokens: TokenStream, base: Option<&Module>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut place = 0;
        let mut test_only = false;
        while let Some(token) = tokens.get(place) {
            match token {
                TokenTree::Group(group) => {
                    let is_module = place >= 2 && ident(tokens.get(place - 2)).as_deref() == Some("mod");
                    let text: String = group.stream().to_string().split_whitespace().collect();
                    let is_attribute = place >= 1 && is_punct(tokens.get(place - 1), '#');
                    // What a macro writes belongs to the file that uses it.
                    let is_macro = place >= 3 && ident(tokens.get(place - 3)).as_deref() == Some("macro_rules");
                    test_only |= is_attribute && text == "cfg(test)";
                    if is_module && test_only {
                        test_only = false;
                    } else if !is_attribute && !is_macro {
                        self.read(group.stream(), None);
                    }
                    place += 1;
                }
                TokenTree::Ident(_) => place = self.path(&tokens, place, base),
                TokenTree::Punct(mark) => {
                    test_only &= mark.as_char() != ';';
                    place += 1;
                }
                TokenTree::Literal(_) => place += 1,
            }
        }
    }

    /// Reads the path that begins here, and gives the place behind it.
    fn path(&mut self, tokens: &[TokenTree], start: usize, base: Option<&Module>) -> usize {
        let colons = |place: usize| is_punct(tokens.get(place), ':') && is_punct(tokens.get(place + 1), ':');
        let Some(first) = ident(tokens.get(start)) else { return start + 1 };
        let mut path = match (first.as_str(), base) {
            ("self", Some(base)) => base.clone(),
            (name, Some(base)) => [base.as_slice(), &[name.to_owned()]].concat(),
            ("crate", None) => Module::new(),
            ("self", None) => self.module.clone(),
            ("super", None) => self.module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default(),
            (name, None) => [self.module.as_slice(), &[name.to_owned()]].concat(),
        };
        // A room that calls a child by its bare name is the door to it; what counts is what it imports.
        let is_bare = base.is_none() && !matches!(first.as_str(), "crate" | "self" | "super");
        let is_import = start >= 1 && ident(tokens.get(start - 1)).as_deref() == Some("use");
        let is_path = base.is_some() || colons(start + 1) && (!is_bare || is_import);
        let mut place = start + 1;
        while colons(place) {
            match tokens.get(place + 2) {
                Some(TokenTree::Ident(name)) if *name == "super" => {
                    path.pop();
                }
                Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                Some(TokenTree::Group(group)) => {
                    self.read(group.stream(), Some(&path));
                    return place + 3;
                }
                _ => break,
            }
            place += 3;
        }
        if is_path {
            while !path.is_empty() && !self.modules.contains(&path) {
                path.pop();
            }
            if !path.is_empty() && path != *self.module {
                self.found.insert(path);
            }
        }
        place
    }
}

/// Which modules each module of these sources imports. A source is a module's path and its text.
fn imports(sources: &[(Module, String)]) -> BTreeMap<Module, BTreeSet<Module>> {
    let modules: BTreeSet<Module> = sources.iter().map(|(module, _)| module.clone()).collect();
    let read = |(module, source): &(Module, String)| {
        let mut reader = Imports { module, modules: &modules, found: BTreeSet::new() };
        reader.read(source.parse().expect("the file is Rust"), None);
        (module.clone(), reader.found)
    };
    sources.iter().map(read).collect()
}

/// The largest set of modules that all import each other, by one way or another.
fn largest_circle(imports: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let reached = |from: &Module| {
        let mut reached = BTreeSet::new();
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            next.extend(imports.get(module).into_iter().flatten().filter(|each| reached.insert((*each).clone())));
        }
        reached
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> = imports.keys().map(|module| (module, reached(module))).collect();
    let circle = |(module, reached): (&&Module, &BTreeSet<Module>)| -> BTreeSet<Module> {
        let back = |each: &&Module| all.get(each).is_some_and(|reached| reached.contains(*module));
        reached.iter().filter(back).cloned().collect()
    };
    all.iter().map(circle).max_by_key(BTreeSet::len).unwrap_or_default()
}

/// Files that all need each other can only be understood together: four are as many as one can hold.
#[test]
fn no_import_circle_is_larger_than_four_files() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let module = |file: &Path| -> Module {
        let inner = file.strip_prefix(&src).expect("it is in src").with_extension("");
        let names: Module = inner.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        names.into_iter().filter(|name| name != "mod").collect()
    };
    let sources: Vec<(Module, String)> = files
        .iter()
        .filter(|file| !file.ends_with("src/lib.rs") && !file.ends_with("src/main.rs"))
        .map(|file| (module(file), std::fs::read_to_string(file).expect("it can be read")))
        .collect();
    let circle = largest_circle(&imports(&sources));
    assert!(circle.len() <= 4, "{} files import each other: {circle:#?}", circle.len());
}

/// Each way of writing an import counts, and what is only declared or only tested does not.
#[test]
fn a_circle_is_seen() {
    let circle = |sources: &[(&str, &str)]| {
        let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
        let sources: Vec<_> = sources.iter().map(|(path, source)| (module(path), (*source).to_owned())).collect();
        largest_circle(&imports(&sources)).len()
    };
    assert_eq!(circle(&[("a", "use crate::b::X;"), ("b", "use super::a::Y;")]), 2);
    assert_eq!(circle(&[("a", "use crate::{b::{c::X}, d};"), ("b", ""), ("b::c", "fn f() { crate::a::y() }")]), 2);
    assert_eq!(circle(&[("a", "pub mod b; use b::X;"), ("a::b", "use super::Y;")]), 2);
    assert_eq!(circle(&[("a", "pub mod b;"), ("a::b", "use super::Y;")]), 0);
    assert_eq!(circle(&[("a", "use crate::b::X;"), ("b", "#[cfg(test)] mod tests { use crate::a::Y; }")]), 0);
    assert_eq!(circle(&[("a", "use crate::b;"), ("b", "use crate::c;"), ("c", "use crate::a;")]), 3);
}

/// The reader sees each way of naming what is not allowed, and nothing else.
#[test]
fn a_trespass_is_seen() {
    let all = rooms(MAP, "Rooms");
    let names = |of: &str, source: &str, depth: usize| -> Vec<String> {
        trespasses(&all, &[], of, source, depth).into_iter().map(|each| each.name).collect()
    };
    let floors = rooms(MAP, "Inside `ui`");
    let inside = |of: &str, source: &str, depth: usize| -> Vec<String> {
        trespasses(&floors, &["ui"], of, source, depth).into_iter().map(|each| each.name).collect()
    };
    let nobody: [&str; 0] = [];

    assert_eq!(names("aws", "use crate::bedrock::turn::Turn;", 1), ["bedrock"]);
    assert_eq!(names("aws", "use crate::{http::Header, bedrock::{a, twin}, share};", 1), ["bedrock", "share"]);
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
    let found = trespasses(&all, &[], "aws", "\n\nuse crate::ui::x;", 1);
    assert_eq!(found.first().map(|each| each.line), Some(3));

    assert_eq!(inside("widgets", "use crate::ui::controllers::toast;", 3), ["controllers"]);
    assert_eq!(inside("controllers", "use crate::ui::{state, playground::response};", 3), ["playground"]);
    assert_eq!(inside("images", "use super::super::embeddings::texts;", 3), ["embeddings"]);
    assert_eq!(inside("app", "use super::embeddings;", 2), nobody, "the app opens every view");
    assert_eq!(inside("playground", "use crate::platform::storage;", 3), ["storage"]);
    assert_eq!(inside("compare", "use crate::experiment::compare::Comparison;", 3), nobody, "a room, not a floor");
    assert_eq!(inside("controllers", "use crate::ui::state::AppState;", 3), nobody);
}
