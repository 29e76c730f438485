//! Writes bytes as hexadecimal rows, and parses hexadecimal text.
//!
//! People paste from `xxd`, `hexdump -C`, a debugger or a test: rows with an offset before and the characters after,
//! pairs with or without spaces, a `0x` prefix, commas, the columns of `od`. [`read`] accepts all of these, base64 (as
//! HAR files and logs hold binary answers) and the bytes literals of Python.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::sniff;

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
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut out = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.extend([digit(byte >> 4), digit(byte & 0xf)]);
    }
    // Digits are ASCII.
    String::from_utf8(out).unwrap_or_default()
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
    // The prelude of a frame begins with a length below 16 MB.
    let is_stream = |read: &Vec<u8>| read.first() == Some(&0);
    let text = std::str::from_utf8(&bytes).ok().map(str::trim);
    let read = text.and_then(|text| {
        let hex = digits_of(text.trim_start_matches('\u{feff}')).ok();
        hex.or_else(|| read(text).ok().filter(is_stream))
    });
    match read {
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
    /// The text is something else.
    #[error("This is {0}. Paste the bytes of an event stream, as hexadecimal text or base64")]
    Other(&'static str),
    /// A digit is missing.
    #[error("Line {line} has an odd number of hexadecimal digits")]
    Odd {
        /// The line, counted from 1.
        line: usize,
    },
}

/// The bytes of a hexadecimal text, of base64 or of a bytes literal.
pub fn read(text: &str) -> Result<Vec<u8>, HexFault> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Some(bytes) = literal(text) {
        return Ok(bytes);
    }
    digits_of(text).or_else(|fault| match (base64(text), sniff::name(text.as_bytes())) {
        (Some(bytes), _) => Ok(bytes),
        (None, Some(name)) => Err(HexFault::Other(name)),
        (None, None) => Err(fault),
    })
}

fn digits_of(text: &str) -> Result<Vec<u8>, HexFault> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut dump = false;
    for (index, line) in text.lines().enumerate() {
        dump |= read_line(line, index + 1, dump, &mut bytes)?;
    }
    if bytes.is_empty() { Err(HexFault::Empty) } else { Ok(bytes) }
}

/// Base64 of either alphabet, wrapped or not, alone, as a data URL, or as the text of an answer in a HAR file.
fn base64(text: &str) -> Option<Vec<u8>> {
    const SHORTEST: usize = 16;
    let text = match text.contains("\"base64\"").then(|| text.split_once("\"text\"")).flatten() {
        Some((_, value)) => value.split('"').nth(1)?,
        None => text.split_once(";base64,").map_or(text, |(_, data)| data),
    };
    let plain: String = text
        .replace("\\n", "")
        .chars()
        .filter(|c| !c.is_ascii_whitespace() && !matches!(c, '"' | '\'' | ',' | '\\'))
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    if plain.len() < SHORTEST {
        return None;
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&alphabet::STANDARD, config).decode(plain).ok()
}

/// The bytes of Python's `b'…'`, one or several behind each other.
fn literal(text: &str) -> Option<Vec<u8>> {
    let mut rest = text;
    let mut bytes = Vec::new();
    while !rest.is_empty() {
        let body = rest.strip_prefix(['b', 'B'])?;
        let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let mut chars = body.get(1..)?.chars();
        loop {
            let c = chars.next()?;
            if c == quote {
                break;
            }
            if c != '\\' {
                bytes.push(u8::try_from(c).ok()?);
                continue;
            }
            match chars.next()? {
                'x' => {
                    let pair: String = chars.by_ref().take(2).collect();
                    bytes.push(u8::from_str_radix(&pair, 16).ok()?);
                }
                'n' => bytes.push(b'\n'),
                'r' => bytes.push(b'\r'),
                't' => bytes.push(b'\t'),
                '0' => bytes.push(0),
                other => bytes.push(u8::try_from(other).ok()?),
            }
        }
        rest = chars.as_str().trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '+' | '\\' | ')' | ','));
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Reads a line; returns whether its format is that of `hexdump -C`, given whether earlier lines were.
fn read_line(line: &str, number: usize, in_dump: bool, bytes: &mut Vec<u8>) -> Result<bool, HexFault> {
    let line = line.trim();
    if let Some(row) = od_row(line) {
        return match row {
            Ok(row) => {
                bytes.extend(row);
                Ok(true)
            }
            Err(()) => Err(HexFault::Digit { line: number, what: line.chars().take(12).collect() }),
        };
    }
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

/// A row of `od` or of `hexdump` without options: an offset of seven digits, then bytes, or words of two bytes in the order
/// of the processor. `None` if the line is no such row, an error if its bytes cannot be read.
fn od_row(line: &str) -> Option<Result<Vec<u8>, ()>> {
    const OFFSET: usize = 7;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|offset| offset.len() == OFFSET && offset.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let mut bytes = Vec::new();
    for word in words {
        let Ok(value) = u16::from_str_radix(word, 16) else { return Some(Err(())) };
        let [high, low] = value.to_be_bytes();
        match word.len() {
            2 => bytes.push(low),
            4 => bytes.extend([low, high]),
            _ => return Some(Err(())),
        }
    }
    Some(Ok(bytes))
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
            "0000000 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n0000020 10 11 12 13\n0000024\n",
            "0000000 0100 0302 0504 0706 0908 0b0a 0d0c 0f0e\n0000010 1110 1312\n0000014\n",
            "AAECAwQFBgcICQoLDA0ODxAREhM=",
            "AAECAwQFBgcI\r\nCQoLDA0ODxAREhM\n",
            "data:application/vnd.amazon.eventstream;base64,AAECAwQFBgcICQoLDA0ODxAREhM=",
            "{\"mimeType\": \"x\", \"text\": \"AAECAwQFBgcICQoLDA0ODxAREhM=\", \"encoding\": \"base64\"}",
            "b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f\\x10\\x11\\x12\\x13'",
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected.as_slice()), "{text}");
            assert_eq!(open(text.as_bytes().to_vec()), Opened::Hex(expected.clone()));
        }
    }

    #[test]
    fn names_what_the_text_is_instead() {
        for (text, part) in [
            ("event: message_start\ndata: {}", "Server-Sent Events"),
            ("data: {\"type\":\"ping\"}", "Server-Sent Events"),
            ("{\"message\": \"x\"}", "JSON"),
            ("<html>x</html>", "HTML"),
            ("\0\0\0\u{fffd}R", "U+FFFD"),
        ] {
            let fault = read(text).unwrap_err().to_string();
            assert!(fault.contains(part), "{fault}");
        }
        let sse = b"event: message_start\ndata: {}".to_vec();
        assert_eq!(open(sse.clone()), Opened::Binary(sse));
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
