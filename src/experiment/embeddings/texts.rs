//! The table of texts, which the user pastes, adds, removes, moves, names and groups.
//!
//! A row keeps its number for its whole life, so that the page can follow it when it moves.

use crate::bedrock::embedding::{Input, Piece};
use crate::bedrock::picture::Picture;
use crate::experiment::document::lab::LabText;
use crate::text::csv;

/// Most rows.
pub const MOST_TEXTS: usize = 96;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, for as long as it lives.
    pub id: u64,
    /// What is embedded, its name and its group.
    pub text: LabText,
    /// A picture, where one was added; it is not part of a link.
    pub picture: Option<Picture>,
}

impl Row {
    /// What is sent for it.
    pub fn input(&self) -> Input {
        let text = (!self.text.text.trim().is_empty()).then(|| Piece::Text(self.text.text.clone()));
        let picture = self.picture.clone().map(Piece::Picture);
        Input { pieces: text.into_iter().chain(picture).collect() }
    }
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    rows: Vec<Row>,
    next: u64,
}

/// What became of a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Rows that were added.
    pub added: usize,
    /// Rows that found no place.
    pub left_out: usize,
}

impl Texts {
    /// A table of these texts, as many as there is place for.
    pub fn of(texts: impl IntoIterator<Item = LabText>) -> Self {
        let mut out = Self::default();
        for text in texts.into_iter().take(MOST_TEXTS) {
            out.push(text);
        }
        out
    }

    /// Puts these texts in the place of all rows; they get numbers of their own.
    pub fn replace(&mut self, texts: impl IntoIterator<Item = LabText>) {
        self.clear();
        for text in texts {
            self.push(text);
        }
    }

    /// Takes over the rows of another table, pictures included; they get numbers that no row here has had.
    pub fn take_over(&mut self, other: Self) {
        self.clear();
        for row in other.rows {
            self.rows.push(Row { id: self.next, ..row });
            self.next += 1;
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The words alone, in the rows' order.
    pub fn words(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.text.text.clone()).collect()
    }

    /// The row of that number.
    pub fn row(&self, id: u64) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The texts alone, for a link or a file.
    pub fn texts(&self) -> Vec<LabText> {
        self.rows.iter().map(|row| row.text.clone()).collect()
    }

    /// The row's name: its label, or a letter by its place (A to Z, then A1 to Z1 and so on).
    pub fn name(&self, place: usize) -> String {
        self.rows.get(place).map_or_else(|| letter(place), |row| name(&row.text, place))
    }

    /// Adds a row at the end; false when the table is full.
    pub fn push(&mut self, text: LabText) -> bool {
        if self.rows.len() >= MOST_TEXTS {
            return false;
        }
        self.rows.push(Row { id: self.next, text, picture: None });
        self.next += 1;
        true
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u64) {
        self.rows.retain(|row| row.id != id);
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Changes a row.
    pub fn change(&mut self, id: u64, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }

    /// Moves a row one place up or down; false when it is there already.
    pub fn shift(&mut self, id: u64, towards: Towards) -> bool {
        let Some(place) = self.rows.iter().position(|row| row.id == id) else { return false };
        let other = match towards {
            Towards::Start => place.checked_sub(1),
            Towards::End => Some(place + 1).filter(|&other| other < self.rows.len()),
        };
        if let Some(other) = other {
            self.rows.swap(place, other);
        }
        other.is_some()
    }

    /// Adds what was pasted: one text a line, or CSV with a header that names a column `text`.
    pub fn paste(&mut self, pasted: &str) -> Pasted {
        let (mut added, mut left_out) = (0, 0);
        for text in read(pasted) {
            if self.push(text) {
                added += 1;
            } else {
                left_out += 1;
            }
        }
        Pasted { added, left_out }
    }

    /// The groups in the order in which they first appear.
    pub fn groups(&self) -> Vec<String> {
        groups(self.rows.iter().map(|row| &row.text))
    }
}

/// Which way a row moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// Up.
    Start,
    /// Down.
    End,
}

/// A text's name: its label, or a letter by its place.
pub fn name(text: &LabText, place: usize) -> String {
    if text.label.trim().is_empty() { letter(place) } else { text.label.trim().to_owned() }
}

/// The groups of some texts, in the order in which they first appear; texts without a group are left out.
pub fn groups<'a>(texts: impl IntoIterator<Item = &'a LabText>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in texts {
        let group = text.group.trim();
        if !group.is_empty() && !out.iter().any(|known| known == group) {
            out.push(group.to_owned());
        }
    }
    out
}

fn letter(place: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or_default());
    if place < 26 { letter.to_string() } else { format!("{letter}{}", place / 26) }
}

/// The texts of a paste.
fn read(pasted: &str) -> Vec<LabText> {
    let rows = csv::rows(pasted);
    let column = |name: &str| {
        rows.first()?.iter().position(|cell| cell.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    if let Some(text) = column("text") {
        let (label, group) = (column("label"), column("group"));
        let cell = |row: &Vec<String>, at: Option<usize>| {
            at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
        };
        let of = |row: &Vec<String>| LabText {
            text: cell(row, Some(text)),
            label: cell(row, label),
            group: cell(row, group),
        };
        return rows.iter().skip(1).map(of).filter(|text| !text.text.is_empty()).collect();
    }
    pasted.lines().map(str::trim).filter(|line| !line.is_empty()).map(LabText::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(texts: &Texts) -> Vec<&str> {
        texts.rows().iter().map(|row| row.text.text.as_str()).collect()
    }

    #[test]
    fn rows_are_pasted_moved_and_removed() {
        let mut texts = Texts::default();
        assert_eq!(texts.paste("one\n\n  two, with a comma \r\nthree\n"), Pasted { added: 3, left_out: 0 });
        assert_eq!(all(&texts), ["one", "two, with a comma", "three"]);
        let two = texts.rows().get(1).unwrap().id;
        assert!(texts.shift(two, Towards::Start) && !texts.shift(two, Towards::Start));
        assert_eq!(all(&texts), ["two, with a comma", "one", "three"]);
        assert!(texts.shift(two, Towards::End) && texts.shift(two, Towards::End) && !texts.shift(two, Towards::End));
        texts.remove(two);
        assert_eq!(all(&texts), ["one", "three"]);
        assert!(texts.push(LabText::new("four")));
        let ids: Vec<u64> = texts.rows().iter().map(|row| row.id).collect();
        assert_eq!(ids, [0, 2, 3], "a number is never given twice");
        texts.replace([LabText::new("five")]);
        assert_eq!((all(&texts), texts.rows().first().map(|row| row.id)), (vec!["five"], Some(4)));
        texts.take_over(Texts::of([LabText::new("six")]));
        assert_eq!((all(&texts), texts.rows().first().map(|row| row.id)), (vec!["six"], Some(5)));
    }

    #[test]
    fn csv_with_a_header_brings_labels_and_groups() {
        let mut texts = Texts::default();
        texts.paste("\u{feff}Group,Text,Label\nweather,\"Rain, then sun\",r\n,,\ntravel,By train,\n");
        assert_eq!(all(&texts), ["Rain, then sun", "By train"]);
        assert_eq!(texts.groups(), ["weather", "travel"]);
        assert_eq!((texts.name(0), texts.name(1)), ("r".to_owned(), "B".to_owned()));
    }

    #[test]
    fn a_full_table_says_what_was_left_out() {
        let mut texts = Texts::default();
        let lines: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        assert_eq!(texts.paste(&lines.join("\n")), Pasted { added: 96, left_out: 4 });
        assert!(!texts.push(LabText::default()));
        assert_eq!(
            (texts.name(0), texts.name(25), texts.name(26), texts.name(95)),
            ("A".into(), "Z".into(), "A1".into(), "R3".into())
        );
    }

    #[test]
    fn an_input_has_what_the_row_has() {
        let row = Row { text: LabText::new(" "), ..Row::default() };
        assert_eq!(row.input().pieces.len(), 0);
        assert_eq!(Row { text: LabText::new("a"), ..row }.input(), Input::text("a"));
    }
}
