//! The path of a key from rows as they are drawn: each with its depth and its pieces. Rows above may be missing, since long
//! lists draw only what is in sight; then the path lacks its outer names. And the keys of a text as a whole.

use std::ops::RangeInclusive;

/// A piece of a drawn row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A key, with or without quotes.
    Key(String),
    /// A string, number or word.
    Value,
    /// Signs between them.
    Signs(String),
}

/// A drawn row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its depth.
    pub depth: usize,
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
}

/// The keys from the outermost to the last key of the last row.
pub fn path(rows: &[Drawn]) -> Vec<String> {
    let Some((last, above)) = rows.split_last() else { return Vec::new() };
    let end = last.pieces.iter().rposition(|piece| matches!(piece, Piece::Key(_))).map_or(0, |key| key + 1);
    let mut inner = open_keys(last.pieces.get(..end).unwrap_or_default());
    let Some(key) = inner.pop().filter(|(key, _)| key.is_some()) else { return Vec::new() };
    let mut names: Vec<String> = inner.into_iter().chain([key]).filter_map(|(key, _)| key).collect();
    let mut depth = last.depth;
    for row in above.iter().rev() {
        if row.depth >= depth {
            continue;
        }
        depth = row.depth;
        let open = open_keys(&row.pieces);
        let outer = open.into_iter().filter(|(_, opened)| *opened).filter_map(|(key, _)| key);
        names.splice(0..0, outer);
    }
    names
}

/// The keys whose values are still open at the end of the pieces, and at last the key that was read last; each with
/// whether a bracket follows it.
fn open_keys(pieces: &[Piece]) -> Vec<(Option<String>, bool)> {
    let mut open: Vec<(Option<String>, bool)> = Vec::new();
    let mut key: Option<String> = None;
    for piece in pieces {
        match piece {
            Piece::Key(name) => key = Some(plain(name)),
            Piece::Value => {}
            Piece::Signs(signs) => {
                for sign in signs.chars() {
                    match sign {
                        '{' | '[' => open.push((key.take(), true)),
                        '}' | ']' => {
                            open.pop();
                        }
                        ',' => key = None,
                        _ => {}
                    }
                }
            }
        }
    }
    if key.is_some() {
        open.push((key, false));
    }
    open
}

fn plain(key: &str) -> String {
    key.trim().trim_end_matches(':').trim_matches('"').to_owned()
}

/// A key in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where its name stands, with its quotes, counted in UTF-16 units as browsers count.
    pub place: RangeInclusive<usize>,
    /// The keys from the outermost to this one.
    pub path: Vec<String>,
}

/// The key whose name is at this place; without a place, the first one.
pub fn at(keys: Vec<Key>, place: Option<usize>) -> Option<Vec<String>> {
    let here = |key: &Key| place.is_none_or(|place| key.place.contains(&place));
    keys.into_iter().find(here).map(|key| key.path)
}

/// The keys of a JSON text, in its order. What stands after a mistake is read as far as it can be.
pub fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut open: Vec<Option<String>> = Vec::new();
    let mut key: Option<String> = None;
    let mut at = 0;
    let mut letters = text.char_indices();
    while let Some((start, letter)) = letters.next() {
        let from = at;
        at += letter.len_utf16();
        match letter {
            '{' | '[' => open.push(key.take()),
            '}' | ']' => {
                open.pop();
                key = None;
            }
            ',' => key = None,
            '"' => {
                let mut end = text.len();
                let mut escaped = false;
                for (place, letter) in letters.by_ref() {
                    at += letter.len_utf16();
                    if letter == '"' && !escaped {
                        end = place;
                        break;
                    }
                    escaped = letter == '\\' && !escaped;
                }
                if text.get(end + 1..).is_some_and(|rest| rest.trim_start().starts_with(':')) {
                    let name = text.get(start + 1..end).unwrap_or_default().to_owned();
                    let path = open.iter().flatten().cloned().chain([name.clone()]).collect();
                    keys.push(Key { place: from..=at, path });
                    key = Some(name);
                }
            }
            _ => {}
        }
    }
    keys
}
