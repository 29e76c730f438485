//! `#x=<schema><codec>.<payload>.<check>`.
//!
//! Schema and codec are not encoded, so that a page that is too old can say so without understanding the rest. The check is
//! the CRC-32 of everything before it as six base64url characters, and then the length of the payload in base 36. So a link
//! that lost its end or a piece is distinguished from one that was changed, and neither loads anything.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

use super::codec::{self, Codec};
use super::error::ShareError;
use super::schema::{self, Extent, Opened, SCHEMA};
use crate::experiment::Experiment;

/// What a fragment that holds an experiment begins with, behind `#`.
pub const PREFIX: &str = "x=";
/// How many characters of the check are the checksum.
const CRC: usize = 6;

/// The fragment of an experiment, without `#`. Pictures are left out; their names stay. What a reader's budget would
/// refuse is refused here already.
pub fn encode(experiment: &Experiment) -> Result<String, ShareError> {
    let document = schema::write(experiment, Extent::Link).to_string();
    schema::read_text(SCHEMA, &document)?;
    let (codec, payload) = codec::shortest_of_all(&document);
    let link = seal(&payload, codec);
    if link.len() > codec::MOST_IN {
        return Err(ShareError::TooLarge(format!("the link would have {} characters", link.len())));
    }
    Ok(link)
}

fn seal(payload: &str, codec: Codec) -> String {
    let head = format!("{SCHEMA}{}.{payload}", codec.letter());
    let check = check(&head, payload.len());
    format!("{PREFIX}{head}.{check}")
}

fn check(head: &str, length: usize) -> String {
    format!("{}{}", BASE64URL.encode(crc32fast::hash(head.as_bytes()).to_be_bytes()), base36(length))
}

fn base36(mut value: usize) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(value % 36).unwrap_or(0);
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        value /= 36;
        if value == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// Whether a fragment (with or without `#`) is meant to be an experiment.
pub fn is_link(fragment: &str) -> bool {
    fragment.trim_start_matches('#').starts_with(PREFIX)
}

/// The experiment of a fragment, with or without `#`.
pub fn decode(fragment: &str) -> Result<Opened, ShareError> {
    if fragment.len() > codec::MOST_IN {
        return Err(ShareError::TooLarge(format!("it has more than {} characters", codec::MOST_IN)));
    }
    let not = |why: &str| ShareError::NotALink(why.to_owned());
    let rest = fragment.trim().trim_start_matches('#');
    let rest = rest.strip_prefix(PREFIX).ok_or_else(|| not("it does not begin with x="))?;
    // Mail programs break a line inside a link, and sentences end behind one.
    let rest: String = rest.chars().filter(|char| !char.is_whitespace()).collect();
    let rest = rest.trim_end_matches(|char: char| !(char.is_ascii_alphanumeric() || char == '-' || char == '_'));
    let (version, rest) = match rest.split_once('.') {
        Some((version, rest)) => (version, rest),
        None => (rest, ""),
    };
    let schema = version.trim_end_matches(|char: char| !char.is_ascii_digit());
    let letter = version.strip_prefix(schema).unwrap_or_default();
    let schema: u64 = match schema.parse() {
        Ok(schema) => schema,
        Err(_) if version.is_empty() => return Err(ShareError::NoEnd),
        Err(_) => return Err(not("its format has no number")),
    };
    if schema > u64::from(SCHEMA) {
        return Err(ShareError::Newer { found: schema, known: SCHEMA });
    }
    let codec = match (letter.chars().next(), letter.len()) {
        (None, _) => return Err(ShareError::NoEnd),
        (Some(letter), 1) => Codec::from_letter(letter),
        (Some(_), _) => None,
    };
    let codec = codec.ok_or_else(|| not(&format!("its encoding “{letter}” is not known")))?;
    let (payload, found) = rest.rsplit_once('.').ok_or(ShareError::NoEnd)?;
    let length = found.get(CRC..).filter(|digits| !digits.is_empty()).ok_or(ShareError::NoEnd)?;
    let wanted = usize::from_str_radix(length, 36).map_err(|_| ShareError::NoEnd)?;
    match payload.len() {
        got if got < wanted => return Err(ShareError::Cut { got, wanted }),
        // The length itself lost its last digits.
        got if got > wanted => return Err(ShareError::NoEnd),
        _ => {}
    }
    if check(&format!("{version}.{payload}"), wanted) != found {
        return Err(ShareError::Changed);
    }
    schema::read_text(u32::try_from(schema).unwrap_or(0), &codec.decode(payload)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Draft, Subject};

    fn example() -> Experiment {
        Experiment::new(Subject::Playground(Draft::default()))
    }

    #[test]
    fn the_first_experiment_makes_a_short_link() {
        let link = encode(&example()).unwrap();
        assert!(link.starts_with("x=1d."), "{link}");
        assert!(link.len() < 60, "{link}");
        assert_eq!(decode(&link).map(|opened| opened.experiment), Ok(example()));
    }

    #[test]
    fn what_a_messenger_adds_is_taken_off() {
        let link = encode(&example()).unwrap();
        for around in [format!("#{link}"), format!("{link})."), format!(" {link}>\n"), link.replace("1d.", "1d.\n ")] {
            assert_eq!(decode(&around).map(|opened| opened.experiment), Ok(example()), "{around}");
        }
    }

    #[test]
    fn a_cut_link_says_so_wherever_it_is_cut() {
        let link = encode(&example()).unwrap();
        for end in PREFIX.len()..link.len() {
            let cut = link.get(..end).unwrap();
            let error = decode(cut).expect_err(cut).to_string();
            assert!(error.starts_with("This link is cut off"), "{cut}: {error}");
        }
        let middle = link.len() / 2;
        let hole = format!("{}{}", link.get(..middle - 3).unwrap(), link.get(middle..).unwrap());
        assert!(matches!(decode(&hole), Err(ShareError::Cut { .. })));
    }

    #[test]
    fn a_changed_link_says_so() {
        let link = encode(&example()).unwrap();
        let at = link.len() / 2;
        let other = if link.as_bytes().get(at) == Some(&b'A') { "B" } else { "A" };
        let changed = format!("{}{other}{}", link.get(..at).unwrap(), link.get(at + 1..).unwrap());
        assert_eq!(decode(&changed), Err(ShareError::Changed));
        assert_eq!(decode(&link.replace("1d.", "1z.")), Err(ShareError::Changed));
    }

    #[test]
    fn a_newer_link_says_so() {
        assert_eq!(decode("#x=2q.anything.at-all"), Err(ShareError::Newer { found: 2, known: SCHEMA }));
        assert_eq!(decode("#x=99"), Err(ShareError::Newer { found: 99, known: SCHEMA }));
    }

    #[test]
    fn anything_else_is_no_link() {
        for other in ["", "#", "#compose", "y=1d.a.b", "x=d.a.b", "x=1dd.a.b", "x=1k.a.b"] {
            assert!(matches!(decode(other), Err(ShareError::NotALink(_))), "{other}: {:?}", decode(other));
        }
        assert!(matches!(decode(&format!("x={}", "A".repeat(codec::MOST_IN))), Err(ShareError::TooLarge(_))));
    }
}
