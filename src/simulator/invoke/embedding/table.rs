//! The static token table: a direction for each of the commonest word pieces, distilled from a sentence model.
//!
//! A real embedding model reads a sentence as a whole; this table only knows its pieces, so it captures the topic but
//! not the statement: "dog bites man" and "man bites dog" are equal. `tools/token_table/distil.py` makes the file;
//! `NOTICE` names its sources. The layout, little endian:
//! the magic bytes `OTT1`; dimension (u16) and zero (u16); number of tokens (u32); the step of the row scales (f32);
//! length of the text (u32); the tokens in byte order, a line each; then for each token its scale (u16) and its
//! coordinates (i8). Coordinate × scale × step is the value. Frequency weights are in the values already.

use thiserror::Error;

const MAGIC: &[u8] = b"OTT1";
/// Bytes before the text.
const HEAD: usize = 20;

/// Why a file is not a token table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// Its magic bytes are wrong.
    #[error("Not a token table: it must begin with OTT1")]
    Magic,
    /// Its length does not match its header.
    #[error("The token table must have {expected} bytes, not {found}")]
    Length {
        /// The length according to the header.
        expected: usize,
        /// The actual length.
        found: usize,
    },
    /// The tokens are not sorted lines of the stated number.
    #[error("The tokens of the table are not {0} lines in order")]
    Tokens(usize),
}

/// A token table in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenTable {
    bytes: Vec<u8>,
    /// The offset of each token in the file, and at the end the offset of the rows.
    starts: Vec<u32>,
    dimension: usize,
    step: f32,
}

impl TokenTable {
    /// Reads a file.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, TableError> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(TableError::Magic);
        }
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let size = |at: usize| number(at).and_then(|number| usize::try_from(number).ok());
        let short = TableError::Length { expected: HEAD, found: bytes.len() };
        let (Some(dimension), Some(count), Some(step), Some(text)) = (size(4), size(8), number(12), size(16)) else {
            return Err(short);
        };
        let rows = HEAD.saturating_add(text);
        let expected = rows.saturating_add(count.saturating_mul(dimension.saturating_add(2)));
        if expected != bytes.len() || dimension == 0 {
            return Err(TableError::Length { expected, found: bytes.len() });
        }
        let mut starts = Vec::with_capacity(count + 1);
        let mut last: &[u8] = &[];
        let mut at = HEAD;
        for line in bytes.get(HEAD..rows).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            let token = line.strip_suffix(b"\n").unwrap_or(line);
            if token <= last {
                return Err(TableError::Tokens(count));
            }
            last = token;
            starts.push(u32::try_from(at).map_err(|_| short)?);
            at += line.len();
        }
        if starts.len() != count || bytes.get(rows.saturating_sub(1)).is_some_and(|byte| *byte != b'\n') {
            return Err(TableError::Tokens(count));
        }
        starts.push(u32::try_from(rows).map_err(|_| short)?);
        Ok(Self { bytes, starts, dimension, step: f32::from_bits(step) })
    }

    /// The number of coordinates of a token.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn start(&self, index: usize) -> usize {
        self.starts.get(index).and_then(|at| usize::try_from(*at).ok()).unwrap_or(self.bytes.len())
    }

    fn token(&self, index: usize) -> &[u8] {
        let line = self.bytes.get(self.start(index)..self.start(index + 1)).unwrap_or_default();
        line.strip_suffix(b"\n").unwrap_or(line)
    }

    /// The index of a token; pieces inside a word begin with `##`.
    pub fn find(&self, token: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.token(middle).cmp(token.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Adds a token's weighted direction to a vector of the table's dimension.
    pub fn add(&self, index: usize, sum: &mut [f32]) {
        let at = self.start(self.len()) + index * (self.dimension + 2);
        let row = self.bytes.get(at..at + self.dimension + 2).unwrap_or_default();
        let [low, high, row @ ..] = row else { return };
        let scale = f32::from(u16::from_le_bytes([*low, *high])) * self.step;
        for (sum, coordinate) in sum.iter_mut().zip(row) {
            *sum += f32::from(coordinate.cast_signed()) * scale;
        }
    }
}

/// A table with these tokens, which must be in byte order.
#[cfg(test)]
pub(super) fn table(rows: &[(&str, &[i8])]) -> Vec<u8> {
    let text = rows.iter().fold(String::new(), |text, (token, _)| text + token + "\n");
    let dimension = u32::try_from(rows.first().map_or(1, |(_, row)| row.len())).unwrap();
    let mut bytes = MAGIC.to_vec();
    for number in [dimension, u32::try_from(rows.len()).unwrap(), 0.5_f32.to_bits()] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
    bytes.extend(text.as_bytes());
    for (_, row) in rows {
        bytes.extend(2_u16.to_le_bytes());
        bytes.extend(row.iter().map(|coordinate| coordinate.cast_unsigned()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_with_their_directions() {
        let table =
            TokenTable::from_bytes(table(&[("##s", &[1, -1]), ("rock", &[127, 0]), ("stone", &[-128, 3])])).unwrap();
        assert_eq!((table.len(), table.dimension(), table.is_empty()), (3, 2, false));
        let value = |token| {
            let mut sum = vec![0.0; 2];
            table.find(token).map(|index| {
                table.add(index, &mut sum);
                sum
            })
        };
        assert_eq!(value("##s"), Some(vec![1.0, -1.0]));
        assert_eq!(value("rock"), Some(vec![127.0, 0.0]));
        assert_eq!(value("stone"), Some(vec![-128.0, 3.0]));
        assert_eq!((value("roc"), value(""), value("zinc")), (None, None, None));
    }

    #[test]
    fn a_file_that_is_no_table_is_refused() {
        let good = table(&[("a", &[1]), ("b", &[2])]);
        assert!(TokenTable::from_bytes(good.clone()).is_ok());
        assert_eq!(TokenTable::from_bytes(b"<!doctype html>".to_vec()), Err(TableError::Magic));
        for length in 4..good.len() {
            assert!(TokenTable::from_bytes(good[..length].to_vec()).is_err(), "{length}");
        }
        assert_eq!(TokenTable::from_bytes(table(&[("b", &[1]), ("a", &[2])])), Err(TableError::Tokens(2)));
    }
}
