//! Several bodies that differ in one text only: a program writes the body once, in a loop over the texts.

use serde_json::Value;

use super::Line;
use super::dialect::Data;
use super::layout::{Node, Style};
use super::writer::Writer;
use crate::text::json::pointer_token;

/// What bodies have in common, and the text that each has of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alike {
    /// Where the text is, in each body.
    pub pointer: String,
    /// The texts, in the bodies' order.
    pub texts: Vec<String>,
    /// The first body, which is every body but for the text.
    pub body: Value,
}

/// How a language writes the list of texts, the loop, and what it names the body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loop {
    /// Around the list.
    pub list: [&'static str; 2],
    /// The line that opens the loop.
    pub each: &'static str,
    /// Around the body.
    pub body: [&'static str; 2],
}

impl Alike {
    /// Writes the texts, and the loop over them up to the body.
    pub fn write(&self, data: &Data<'_>, words: Loop, style: Style, writer: &mut Writer) {
        let text = |(index, text): (usize, &String)| {
            Node::atom((data.dialect.string)(text)).at(&format!("/{index}{}", self.pointer))
        };
        let texts = self.texts.iter().enumerate().map(text).collect();
        let [open, close] = words.list;
        writer.node(&Node::items(open, texts, close).broken(), style, 0);
        writer.gap();
        writer.frame(words.each);
        let data = Data { variable: Some(&self.pointer), ..*data };
        let at = writer.lines.len();
        let [before, after] = words.body;
        writer.node(&Node::around(before, data.free(&self.body, ""), after), style, 1);
        writer.lines.iter_mut().skip(at).for_each(|line| self.spread(line));
    }

    /// What these have in common; `None` when it is not all but one text.
    pub fn from_bodies(bodies: &[Value]) -> Option<Self> {
        let (first, others) = bodies.split_first()?;
        let mut pointer = None::<String>;
        for other in others {
            for place in differences(first, other, "")? {
                match &pointer {
                    None => pointer = Some(place),
                    Some(known) if *known == place => {}
                    Some(_) => return None,
                }
            }
        }
        let pointer = pointer?;
        let text = |body: &Value| Some(body.pointer(&pointer)?.as_str()?.to_owned());
        Some(Self { texts: bodies.iter().map(text).collect::<Option<_>>()?, body: first.clone(), pointer })
    }

    /// A line of the common body states its places of every body.
    fn spread(&self, line: &mut Line) {
        let of = |index: usize| {
            let places = line.pointers.iter().filter(|place| **place != self.pointer);
            places.map(move |place| format!("/{index}{place}"))
        };
        line.pointers = (0..self.texts.len()).flat_map(of).collect();
    }
}

/// The places at which two documents have different texts; `None` when they differ in anything else.
fn differences(a: &Value, b: &Value, pointer: &str) -> Option<Vec<String>> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(if a == b { Vec::new() } else { vec![pointer.to_owned()] }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let of = |(index, (a, b))| differences(a, b, &format!("{pointer}/{index}"));
            let all: Vec<Vec<String>> = a.iter().zip(b).enumerate().map(of).collect::<Option<_>>()?;
            Some(all.concat())
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            let mut all = Vec::new();
            for ((key, a), (other, b)) in a.iter().zip(b) {
                if key != other {
                    return None;
                }
                all.extend(differences(a, b, &format!("{pointer}/{}", pointer_token(key)))?);
            }
            Some(all)
        }
        (a, b) => (a == b).then(Vec::new),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_text_apart_is_alike() {
        let of = |text: &str| json!({ "a/b": [{ "t": text }, 1], "same": "x" });
        let alike = Alike::from_bodies(&[of("one"), of("two"), of("one")]).unwrap();
        assert_eq!(alike.pointer, "/a~1b/0/t");
        assert_eq!(alike.texts, ["one", "two", "one"]);
    }

    #[test]
    fn anything_else_is_not() {
        for bodies in [
            vec![json!({ "a": "1" })],
            vec![json!({ "a": "1" }), json!({ "a": "1" })],
            vec![json!({ "a": "1", "b": "1" }), json!({ "a": "2", "b": "2" })],
            vec![json!({ "a": 1 }), json!({ "a": 2 })],
            vec![json!({ "a": "1" }), json!({ "b": "1" })],
            vec![json!({ "a": "1", "b": "1" }), json!({ "b": "1", "a": "2" })],
            vec![json!({ "a": "1" }), json!({ "a": "2", "b": 1 })],
        ] {
            assert_eq!(Alike::from_bodies(&bodies), None, "{bodies:?}");
        }
    }
}
