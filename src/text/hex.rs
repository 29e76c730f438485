//! Writes bytes as hexadecimal rows, and parses hexadecimal text.
//!
//! People paste from `xxd`, `hexdump -C`, a debugger or a test: rows with an offset before and the characters after,
//! pairs with or without spaces, a `0x` prefix, commas. [`read`] accepts all of these.

use std::fmt::Write as _;

/// Bytes in one row.
pub const ROW_BYTES: usize = 16;

/// The number of rows for `length` bytes.
pub fn rows(length: usize) -> usize {
    length.div_ceil(ROW_BYTES)
}

/// The bytes of one row.
pub fn row(bytes: &[u8], row: usize) -> &[u8] {
    let start = row.saturating_mul(ROW_BYTES).min(bytes.len());
    let rest = bytes.get(start..).unwrap_or_default();
    rest.get(..ROW_BYTES).unwrap_or(rest)
}

/// A byte as its printable ASCII character, or a point.
pub fn character(byte: u8) -> char {
    if matches!(byte, 0x20..=0x7e) { char::from(byte) } else { '.' }
}

/// Pairs of hexadecimal digits without separators.
pub fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The content of a file or a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Raw bytes.
    Binary(Vec<u8>),
    /// The bytes of a hexadecimal text.
    Hex(Vec<u8>),
}

impl Opened {
    /// The bytes in either case.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Binary(bytes) | Self::Hex(bytes) => bytes,
        }
    }
}

/// Reads a file as hexadecimal text if possible, otherwise as raw bytes.
pub fn open(bytes: Vec<u8>) -> Opened {
    match std::str::from_utf8(&bytes).ok().and_then(|text| read(text).ok()) {
        Some(read) => Opened::Hex(read),
        None => Opened::Binary(bytes),
    }
}

/// Why a text is not hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexFault {
    /// It contains no bytes.
    #[error("There are no bytes in this text")]
    Empty,
    /// A character that is not allowed.
    #[error("Line {line} is not hexadecimal: {what:?} is neither a pair of digits nor an offset")]
    Digit {
        /// The line, counted from 1.
        line: usize,
        /// The unexpected text.
        what: String,
    },
    /// A digit is missing.
    #[error("Line {line} has an odd number of hexadecimal digits")]
    Odd {
        /// The line, counted from 1.
        line: usize,
    },
}

/// The bytes of a hexadecimal text.
pub fn read(text: &str) -> Result<Vec<u8>, HexFault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut dump = false;
    for (index, line) in text.lines().enumerate() {
        dump |= read_line(line, index + 1, dump, &mut bytes)?;
    }
    if bytes.is_empty() { Err(HexFault::Empty) } else { Ok(bytes) }
}

/// Reads a line; returns whether its format is that of `hexdump -C`, given whether earlier lines were.
fn read_line(line: &str, number: usize, in_dump: bool, bytes: &mut Vec<u8>) -> Result<bool, HexFault> {
    let line = line.trim();
    if in_dump && line.len() == 8 && line.chars().all(|c| c.is_ascii_hexdigit()) {
        // The last line of `hexdump -C` is only the length.
        return Ok(true);
    }
    let (line, dumped) = without_offset(line);
    let mut pending: Option<u8> = None;
    for word in line.split(|c: char| c.is_ascii_whitespace() || c == ',' || c == ';') {
        if word == "*" && in_dump {
            // `hexdump` writes it for repeated rows, whose number it does not state.
            return Err(HexFault::Digit { line: number, what: "*".to_owned() });
        }
        let word = word.strip_prefix("0x").or_else(|| word.strip_prefix("\\x")).unwrap_or(word);
        for pair in word.split("\\x") {
            for digit in pair.chars() {
                let excerpt = || word.chars().take(12).collect();
                let value = digit.to_digit(16).and_then(|value| u8::try_from(value).ok());
                let value = value.ok_or_else(|| HexFault::Digit { line: number, what: excerpt() })?;
                pending = match pending {
                    None => Some(value),
                    Some(high) => {
                        bytes.push(high << 4 | value);
                        None
                    }
                };
            }
        }
    }
    if pending.is_some() { Err(HexFault::Odd { line: number }) } else { Ok(dumped) }
}

/// A line of a dump without its offset and its characters, and whether its format is that of `hexdump -C`.
fn without_offset(line: &str) -> (&str, bool) {
    // `00000010  63 6f 6e …  |con…|`: the text between bars repeats the bytes.
    let (line, barred) = match line.split_once('|') {
        Some((line, _)) => (line.trim_end(), true),
        None => (line, false),
    };
    let is_offset = |word: &str| word.len() >= 4 && word.chars().all(|c| c.is_ascii_hexdigit());
    if let Some((offset, rest)) = line.split_once(':')
        && is_offset(offset)
    {
        // `00000010: 636f 6e74 …  content`: two spaces end the bytes.
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        return (rest.split_once("  ").map_or(rest, |(bytes, _)| bytes), false);
    }
    match line.split_once("  ") {
        Some((offset, rest)) if barred && is_offset(offset) => (rest, true),
        _ => (line, barred),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_paste() {
        let expected = (0..20).collect::<Vec<u8>>();
        for text in [
            "000102030405060708090a0b0c0d0e0f10111213",
            "00 01 02 03 04 05 06 07\n08 09 0A 0B 0C 0D 0E 0F\r\n10 11 12 13\n",
            "0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,0x0a,0x0b,0x0c,0x0d,0x0e,0x0f,0x10,0x11,0x12,0x13",
            "\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09\\x0a\\x0b\\x0c\\x0d\\x0e\\x0f\\x10\\x11\\x12\\x13",
            "00000000: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................\n00000010: 1011 1213                                ....",
            "00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n\
             00000010  10 11 12 13                                       |....|\n00000014\n",
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected.as_slice()), "{text}");
            assert_eq!(open(text.as_bytes().to_vec()), Opened::Hex(expected.clone()));
        }
    }

    #[test]
    fn says_what_is_no_hex() {
        assert_eq!(read(" \n "), Err(HexFault::Empty));
        assert_eq!(read("00\n0g"), Err(HexFault::Digit { line: 2, what: "0g".to_owned() }));
        assert_eq!(read("00\n\n012"), Err(HexFault::Odd { line: 3 }));
        let binary = vec![0, 0, 0, 119, 255];
        assert_eq!(open(binary.clone()), Opened::Binary(binary.clone()));
        assert_eq!(open(binary.clone()).into_bytes(), binary);
    }

    #[test]
    fn rows_are_sixteen_bytes() {
        let bytes: Vec<u8> = (0..35).collect();
        assert_eq!((rows(0), rows(16), rows(17), rows(35)), (0, 1, 2, 3));
        assert_eq!(row(&bytes, 2), [32, 33, 34]);
        assert_eq!(row(&bytes, usize::MAX), [0_u8; 0]);
        assert_eq!((character(b'a'), character(0x1f), character(0x7f), character(0xe9)), ('a', '.', '.', '.'));
    }

    proptest! {
        #[test]
        fn reads_its_own_digits(bytes in prop::collection::vec(any::<u8>(), 5..200), text: String) {
            prop_assert_eq!(read(&digits(&bytes)), Ok(bytes));
            let _ = read(&text);
        }
    }
}
