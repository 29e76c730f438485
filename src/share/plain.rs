//! The form of a link that people and documentation write by hand: `#prompt=…&system=…&model=…&api=converse`.
//!
//! Names and values are form-encoded as in a query (`%20` or `+` is a space, `%2B` a plus). The experiment starts from the
//! frozen defaults of version 1. Only a few members of the document have a name here.

use crate::text::outside::isolated;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::codec::MOST_IN;
use super::error::ShareError;
use super::schema::{self, Extent, Opened};

/// Which member of the document a word of the plain form is.
const WORDS: [(&str, &str); 10] = [
    ("prompt", "messages"),
    ("system", "system"),
    ("model", "model"),
    ("region", "region"),
    ("api", "sendAs"),
    ("maxTokens", "maxTokens"),
    ("temperature", "temperature"),
    ("topP", "topP"),
    ("title", "title"),
    ("note", "note"),
];

/// Whether a fragment (with or without `#`) is a plain link: it asks something.
pub fn is_plain(fragment: &str) -> bool {
    pairs(fragment).any(|(name, _)| name == "prompt")
}

/// The experiment of a plain link, with or without `#`.
pub fn decode(fragment: &str) -> Result<Opened, ShareError> {
    if fragment.len() > MOST_IN {
        return Err(ShareError::TooLarge(format!("it has more than {MOST_IN} characters")));
    }
    let mut document = Map::new();
    let mut unknown = Vec::new();
    for (name, value) in pairs(fragment) {
        let value = decoded(value)?;
        let member = match WORDS.iter().find(|(word, _)| *word == name) {
            Some((_, "messages")) => ("messages", Value::Array(vec![Value::String(value)])),
            Some((_, "sendAs")) if value == "both" => continue,
            Some((_, member)) => (*member, Value::String(value)),
            None if name == "stream" => ("stream", Value::Bool(!matches!(value.as_str(), "off" | "false" | "0"))),
            None => {
                let shown: String = name.chars().take(40).collect();
                unknown.push(format!("“{}” was ignored: no field here can set it.", isolated(&shown)));
                continue;
            }
        };
        document.insert(member.0.to_owned(), member.1);
    }
    let mut opened = schema::read(1, Value::Object(document), Extent::Link)?;
    opened.notes.append(&mut unknown);
    Ok(opened)
}

fn pairs(fragment: &str) -> impl Iterator<Item = (&str, &str)> {
    fragment.trim().trim_start_matches('#').split('&').filter_map(|pair| pair.split_once('='))
}

fn decoded(value: &str) -> Result<String, ShareError> {
    let spaced = value.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8();
    text.map(std::borrow::Cow::into_owned).map_err(|_| ShareError::Wrong("a value is not UTF-8 text".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Part, SendAs};

    #[test]
    fn a_hand_written_link_fills_the_form() {
        let link = "#prompt=What+is%20C%2B%2B%3F%0AShort.&system=&model=amazon.nova-lite-v1:0&api=converse&stream=off&maxTokens=64";
        assert!(is_plain(link));
        let opened = decode(link).unwrap();
        let draft = opened.experiment.draft().unwrap();
        assert_eq!(draft.messages.first().unwrap().content, [Part::Text("What is C++?\nShort.".to_owned())]);
        assert_eq!(
            (draft.model.as_str(), draft.send_as, draft.stream),
            ("amazon.nova-lite-v1:0", SendAs::Converse, false)
        );
        assert_eq!(draft.max_tokens.integer(), Ok(Some(64)));
        assert_eq!(draft.temperature.number(), Ok(None), "what is not written is not sent");
        assert_eq!(opened.notes, Vec::<String>::new());
    }

    #[test]
    fn it_cannot_say_where_requests_go() {
        let opened = decode("prompt=a&endpoint=http%3A%2F%2Fevil.example&accessKeyId=AKIA").unwrap();
        assert_eq!(opened.notes.len(), 2);
        assert_eq!(opened.experiment, decode("prompt=a").unwrap().experiment);
    }

    #[test]
    fn other_fragments_are_not_plain_links() {
        for other in ["", "#", "#compose", "#x=1d.a.b", "#view=lessons", "prompt"] {
            assert!(!is_plain(other), "{other}");
        }
        assert!(decode("prompt=%ff").is_err());
        assert!(decode("prompt=a&api=soap").is_err());
    }
}
