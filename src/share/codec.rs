//! The document of a link as characters of an address: base64url of the JSON itself, of its deflate stream, or of a deflate
//! stream with a dictionary that both sides know.
//!
//! The dictionary makes a link short, because an experiment consists mostly of words that we chose ourselves. It is frozen
//! with its schema. To write, the dictionary is deflated in front of the document and its part of the stream is removed; to
//! read, it is put in front as one stored block (RFC 1951 §3.2.4), so any inflater can do it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, TDEFLStatus, compress};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::error::ShareError;

/// How many characters of an address are looked at.
pub const MOST_IN: usize = 64 * 1_024;
/// How many bytes a document may have. A few thousand characters can hold a gigabyte of zeros.
pub const MOST_OUT: usize = 1_024 * 1_024;

/// The words that every link of schema 1 knows. Frozen: a change would make every link of that schema unreadable.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.txt");

/// How the characters are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `j`: the JSON.
    Json,
    /// `z`: raw deflate.
    Deflate,
    /// `d`: raw deflate behind the schema's dictionary.
    Dictionary,
}

impl Codec {
    /// All of them, the one that is the shortest most often first.
    pub const ALL: [Self; 3] = [Self::Dictionary, Self::Deflate, Self::Json];

    /// Its letter in a link.
    pub fn letter(self) -> char {
        match self {
            Self::Json => 'j',
            Self::Deflate => 'z',
            Self::Dictionary => 'd',
        }
    }

    /// The codec of a letter.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.letter() == letter)
    }

    /// The document as characters.
    pub fn encode(self, document: &str) -> String {
        let bytes = match self {
            Self::Json => document.as_bytes().to_vec(),
            Self::Deflate => shortest(&[], document.as_bytes()),
            Self::Dictionary => shortest(DICTIONARY_1, document.as_bytes()),
        };
        BASE64URL.encode(bytes)
    }

    /// The document that the characters hold.
    pub fn decode(self, characters: &str) -> Result<String, ShareError> {
        if characters.len() > MOST_IN {
            return Err(ShareError::TooLarge(format!("it has more than {MOST_IN} characters")));
        }
        let bytes = BASE64URL
            .decode(characters)
            .map_err(|error| ShareError::Wrong(format!("its characters are not base64url ({error})")))?;
        let bytes = match self {
            Self::Json => bytes,
            Self::Deflate => inflate(&[], bytes)?,
            Self::Dictionary => inflate(DICTIONARY_1, bytes)?,
        };
        String::from_utf8(bytes).map_err(|_| ShareError::Wrong("its content is not text".to_owned()))
    }
}

/// The codec that makes a document shortest, and its characters.
pub fn shortest_of_all(document: &str) -> (Codec, String) {
    let mut best = (Codec::Json, Codec::Json.encode(document));
    for codec in [Codec::Deflate, Codec::Dictionary] {
        let characters = codec.encode(document);
        if characters.len() < best.1.len() {
            best = (codec, characters);
        }
    }
    best
}

/// The flag of `miniz` that writes every block with the fixed codes; for a short document their lack of a table wins.
const FIXED_CODES: u32 = 0x0004_0000;
/// How many earlier places are tried for a match at most: the most that the compressor has.
const MOST_PROBES: u32 = 0x0000_0FFF;

fn shortest(dictionary: &[u8], data: &[u8]) -> Vec<u8> {
    let own = deflate(dictionary, data, MOST_PROBES);
    let fixed = deflate(dictionary, data, MOST_PROBES | FIXED_CODES);
    if fixed.len() < own.len() { fixed } else { own }
}

fn deflate(dictionary: &[u8], data: &[u8], flags: u32) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(flags);
    if !dictionary.is_empty() {
        // What the dictionary itself becomes is not part of the link.
        feed(&mut compressor, dictionary, TDEFLFlush::Sync);
    }
    feed(&mut compressor, data, TDEFLFlush::Finish)
}

fn feed(compressor: &mut CompressorOxide, mut input: &[u8], flush: TDEFLFlush) -> Vec<u8> {
    let mut out = Vec::new();
    let mut buffer = vec![0; 16 * 1_024];
    loop {
        let (status, read, written) = compress(compressor, input, &mut buffer, flush);
        out.extend_from_slice(buffer.get(..written).unwrap_or_default());
        input = input.get(read..).unwrap_or_default();
        let more = matches!(status, TDEFLStatus::Okay) && (!input.is_empty() || written == buffer.len());
        if !more {
            return out;
        }
    }
}

fn inflate(dictionary: &[u8], mut stream: Vec<u8>) -> Result<Vec<u8>, ShareError> {
    if !dictionary.is_empty() {
        let mut stored = stored_block(dictionary);
        stored.append(&mut stream);
        stream = stored;
    }
    match decompress_to_vec_with_limit(&stream, MOST_OUT + dictionary.len()) {
        Ok(mut bytes) => Ok(bytes.split_off(dictionary.len().min(bytes.len()))),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => {
            Err(ShareError::TooLarge(format!("its content is larger than {MOST_OUT} bytes")))
        }
        Err(_) => Err(ShareError::Wrong("its content does not decompress".to_owned())),
    }
}

/// One stored block of deflate: `00`, the length and its complement (little-endian), the bytes.
fn stored_block(bytes: &[u8]) -> Vec<u8> {
    // The dictionary is shorter than 32 KiB, beyond which deflate cannot look back.
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let mut block = vec![0];
    block.extend_from_slice(&length.to_le_bytes());
    block.extend_from_slice(&(!length).to_le_bytes());
    block.extend_from_slice(bytes);
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The dictionary is part of every link that was ever made with it.
    #[test]
    fn the_dictionary_never_changes() {
        assert!(DICTIONARY_1.len() < 32 * 1_024);
        assert_eq!((DICTIONARY_1.len(), crc32fast::hash(DICTIONARY_1)), (8_362, 1_524_832_138));
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = Codec::Deflate.encode(&"0".repeat(MOST_OUT + 1));
        assert!(bomb.len() < 4_000);
        assert!(matches!(Codec::Deflate.decode(&bomb), Err(ShareError::TooLarge(_))));
        let largest = "0".repeat(MOST_OUT);
        for codec in [Codec::Deflate, Codec::Dictionary] {
            assert_eq!(codec.decode(&codec.encode(&largest)), Ok(largest.clone()));
        }
        assert!(matches!(Codec::Json.decode(&"A".repeat(MOST_IN + 1)), Err(ShareError::TooLarge(_))));
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(document in any::<String>()) {
            for codec in Codec::ALL {
                prop_assert_eq!(codec.decode(&codec.encode(&document)), Ok(document.clone()));
                prop_assert_eq!(Codec::from_letter(codec.letter()), Some(codec));
            }
        }

        #[test]
        fn any_characters_are_a_value_or_an_error(characters in "[A-Za-z0-9_-]{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for codec in Codec::ALL {
                for characters in [characters.clone(), BASE64URL.encode(&bytes)] {
                    if let Ok(document) = codec.decode(&characters) {
                        prop_assert!(document.len() <= MOST_OUT);
                    }
                }
            }
        }
    }
}
