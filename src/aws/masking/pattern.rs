//! One form of a secret, and every way to write its characters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use super::More;

/// How often a percent sign may be encoded again, and how many backslashes may precede an escape.
const DEEPEST_PERCENT: usize = 3;
const MOST_BACKSLASHES: usize = 8;
/// How many leading zeros a numeric HTML reference may have.
const MOST_ZEROS: usize = 6;

/// A secret, or the part of its base64 form that does not depend on the text around it.
pub(super) struct Pattern {
    text: Zeroizing<Vec<u8>>,
    /// The mark, which is continued with `filler`.
    mark: Vec<u8>,
    filler: u8,
    in_base64: bool,
    starts: Box<[bool; 256]>,
}

/// What the bytes at a place are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    No,
    /// The bytes end before it can be decided.
    Perhaps,
    /// The secret, which ends at this place.
    Until(usize),
}

impl Pattern {
    /// The secret in plain text, and its base64 at each of the three offsets in a group.
    pub(super) fn all_of(name: &str, secret: &str) -> Vec<Self> {
        let mut mark = format!("*masked: {name}").into_bytes();
        mark.resize(secret.len(), b'*');
        let mut all = vec![Self::new(secret.as_bytes(), mark.clone(), b'*', false)];
        // `x` is last: with any bits of the secret's last character it stays a letter, and JSON stays valid.
        if let Some(last) = mark.last_mut() {
            *last = b'x';
        }
        for (before, dropped) in [(0, 0), (1, 2), (2, 3)] {
            let encoded = |bytes: &[u8]| {
                let mut shifted = Zeroizing::new(vec![0; before]);
                shifted.extend_from_slice(bytes);
                let complete = shifted.len() * 8 / 6;
                let text = Zeroizing::new(STANDARD_NO_PAD.encode(shifted.as_slice()));
                text.as_bytes().get(dropped..complete).unwrap_or_default().to_vec()
            };
            all.push(Self::new(&encoded(secret.as_bytes()), encoded(&mark), b'K', true));
        }
        all
    }

    fn new(text: &[u8], mark: Vec<u8>, filler: u8, in_base64: bool) -> Self {
        let mut starts = Box::new([false; 256]);
        for first in text.first().into_iter().copied().chain(*b"%\\&") {
            if let Some(place) = starts.get_mut(usize::from(first)) {
                *place = true;
            }
        }
        // URL-safe base64.
        if let (true, Some(other)) = (in_base64, text.first().and_then(|first| url_safe(*first)))
            && let Some(place) = starts.get_mut(usize::from(other))
        {
            *place = true;
        }
        Self { text: Zeroizing::new(text.to_vec()), mark, filler, in_base64, starts }
    }

    /// Overwrites the match with the mark.
    pub(super) fn mark(&self, span: &mut [u8]) {
        let mut mark = self.mark.iter();
        for place in span {
            *place = mark.next().copied().unwrap_or(self.filler);
        }
    }

    /// Whether the secret is at this place, in any encoding.
    pub(super) fn find(&self, bytes: &[u8], at: usize, more: More) -> Found {
        let starts = |first: &u8| self.starts.get(usize::from(*first)) == Some(&true);
        if !bytes.get(at).is_some_and(starts) {
            return Found::No;
        }
        // A character has more than one reading when the secret itself contains a percent sign or a backslash.
        let mut places = vec![at];
        let mut open = false;
        for (index, character) in self.text.iter().enumerate() {
            let mut next = Vec::new();
            for place in places {
                let mut reader = Reader { bytes, ends: &mut next, open: &mut open };
                reader.character(place, *character);
                if let (true, Some(other)) = (self.in_base64, url_safe(*character)) {
                    reader.character(place, other);
                }
                if self.in_base64 && index > 0 {
                    for end in reader.line_ends(place) {
                        reader.character(end, *character);
                        if let Some(other) = url_safe(*character) {
                            reader.character(end, other);
                        }
                    }
                }
            }
            next.sort_unstable();
            next.dedup();
            places = next;
            if places.is_empty() {
                break;
            }
        }
        match places.last() {
            _ if open && more == More::May => Found::Perhaps,
            Some(end) => Found::Until(*end),
            None => Found::No,
        }
    }
}

fn url_safe(character: u8) -> Option<u8> {
    match character {
        b'+' => Some(b'-'),
        b'/' => Some(b'_'),
        _ => None,
    }
}

/// Collects the places at which a written character ends.
struct Reader<'a> {
    bytes: &'a [u8],
    ends: &'a mut Vec<usize>,
    /// Whether the bytes end inside an encoding of the character.
    open: &'a mut bool,
}

impl Reader<'_> {
    fn character(&mut self, at: usize, character: u8) {
        match self.bytes.get(at) {
            None => *self.open = true,
            Some(found) => {
                if *found == character {
                    self.ends.push(at + 1);
                }
                match found {
                    b'%' => self.percent(at + 1, character),
                    b'\\' => self.escape(at + 1, character),
                    b'&' => self.reference(at + 1, character),
                    _ => {}
                }
            }
        }
    }

    /// `2F`, `252f`, `25252F` after a percent sign.
    fn percent(&mut self, mut at: usize, character: u8) {
        for _ in 0..=DEEPEST_PERCENT {
            self.word(at, format!("{character:02x}").as_bytes());
            let before = self.ends.len();
            self.word(at, b"25");
            let Some(end) = (self.ends.len() > before).then(|| self.ends.pop()).flatten() else { return };
            at = end;
        }
    }

    /// `/`, `u002f` or `x2f` after one or more backslashes.
    fn escape(&mut self, mut at: usize, character: u8) {
        for _ in 0..MOST_BACKSLASHES {
            if !character.is_ascii_alphanumeric() {
                self.word(at, &[character]);
            }
            self.word(at, format!("u{character:04x}").as_bytes());
            self.word(at, format!("x{character:02x}").as_bytes());
            if self.bytes.get(at) != Some(&b'\\') {
                return;
            }
            at += 1;
        }
    }

    /// `#47;`, `#x2f;` or a name after `&`.
    fn reference(&mut self, at: usize, character: u8) {
        let name: &[u8] = match character {
            b'&' => b"amp;",
            b'<' => b"lt;",
            b'>' => b"gt;",
            b'"' => b"quot;",
            b'/' => b"sol;",
            b'+' => b"plus;",
            b'=' => b"equals;",
            _ => b"",
        };
        if !name.is_empty() {
            self.word(at, name);
        }
        for zeros in 0..=MOST_ZEROS {
            let zeros = "0".repeat(zeros);
            self.word(at, format!("#{zeros}{character};").as_bytes());
            self.word(at, format!("#x{zeros}{character:x};").as_bytes());
        }
    }

    /// The places after a line break, raw or escaped: base64 is often broken into lines.
    fn line_ends(&mut self, at: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        for form in [&b"\n"[..], b"\r\n", b"\\n", b"\\r\\n"] {
            let before = self.ends.len();
            self.word(at, form);
            if self.ends.len() > before {
                ends.extend(self.ends.pop());
            }
        }
        ends
    }

    /// A word in any case.
    fn word(&mut self, at: usize, word: &[u8]) {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let same = rest.iter().zip(word).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        if same == word.len() {
            self.ends.push(at + same);
        } else if same == rest.len() {
            *self.open = true;
        }
    }
}
