//! Credentials in XML: answers of STS, property lists, settings of Java and .NET.
//!
//! A scan for tags is enough: each value is the text of an element named after it, of the element after a `key`, or an
//! attribute `value` beside the name. Line breaks have no meaning in these values, so they are removed.

use super::SourceForm;
use super::found::{Found, Piece};
use super::wrapped::Whole;
use zeroize::Zeroizing;

/// The credentials of the text; `None` if it has no element for one.
pub(super) fn read(text: &str) -> Option<(Found, SourceForm)> {
    if !text.contains("</") && !text.contains("/>") {
        return None;
    }
    let joined: Zeroizing<String> = Zeroizing::new(text.lines().map(str::trim).collect::<Vec<_>>().join("\n"));
    let mut found = Found::default();
    let mut named: Option<Piece> = None;
    let mut rest = joined.as_str();
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, content)) = after.split_once('>') else { break };
        rest = content;
        let tag = tag.replace('\n', " ");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or(name);
        if tag.starts_with(['/', '?', '!']) {
            continue;
        }
        let attribute = ["key", "name"].iter().find_map(|name| attribute(&tag, name));
        if let Some(piece) = attribute.and_then(|name| piece(&name)) {
            match self::attribute(&tag, "value") {
                Some(value) => found.put(piece, &resolved(&value)),
                None => named = Some(piece),
            }
        } else if let Some(piece) = Piece::named(local) {
            named = Some(piece);
        } else if ["key", "name"].iter().any(|word| local.eq_ignore_ascii_case(word)) {
            named = piece(content.split('<').next().unwrap_or_default().trim());
            continue;
        }
        if tag.ends_with('/') {
            continue;
        }
        let Some(piece) = named.take() else { continue };
        let (value, end) = content.split_once('<').unwrap_or((content, ""));
        let value: Zeroizing<String> = Zeroizing::new(resolved(&value.replace('\n', "")));
        // CDATA is a text of its own; an end that is missing means that the text was cut.
        let value = match end.strip_prefix("![CDATA[").and_then(|data| data.split_once("]]>")) {
            Some((data, _)) => Zeroizing::new(data.replace('\n', "")),
            None => value,
        };
        if piece.is_key() && end.is_empty() && found.cut.is_none() {
            found.cut = Some((piece, Whole::Continues));
        }
        found.put(piece, &value);
    }
    found.has_a_key().then_some((found, SourceForm::Xml))
}

/// `aws.accessKeyId`, `spring.cloud.aws.credentials.access-key`: the last name counts.
fn piece(name: &str) -> Option<Piece> {
    Piece::named(name.trim().rsplit(['.', ':']).next().unwrap_or(name))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next().map(|value| value.split_whitespace().collect())
}

/// A text with the references of XML resolved that base64 may be written with.
fn resolved(text: &str) -> String {
    [("&#x2B;", "+"), ("&#43;", "+"), ("&#x2F;", "/"), ("&#47;", "/"), ("&#x3D;", "="), ("&#61;", "="), ("&amp;", "&")]
        .into_iter()
        .fold(text.trim().to_owned(), |text, (from, to)| text.replace(from, to))
}
