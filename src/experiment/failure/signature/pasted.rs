//! An error body as people paste it: JSON, XML, or the output of a tool.
//!
//! The service's message may be the whole paste, a member of JSON, an element of XML, or the tail of a stack trace, with
//! its line breaks real or written as `\n`. Any text gives a result, and the result holds nothing that was not pasted.

use serde_json::Value;

use crate::aws::sigv4::difference::Steps;
use crate::aws::xml::element;

/// What was found in a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Such as `InvalidSignatureException`.
    pub code: Option<String>,
    /// The service's message, or the whole paste if no message is found in it.
    pub message: String,
    /// The canonical request and string to sign that the service says it computed; empty texts where it does not say.
    pub expected: Steps,
}

impl Pasted {
    /// Whether the service says what it computed.
    pub fn tells_its_steps(&self) -> bool {
        !self.expected.canonical_request.is_empty() || !self.expected.string_to_sign.is_empty()
    }
}

/// Reads a paste.
pub fn read(text: &str) -> Pasted {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let (code, message) = in_json(text).or_else(|| in_xml(text)).unwrap_or_else(|| (None, plain(text)));
    let code = code.or_else(|| code_in(text));
    let mut expected = Steps {
        canonical_request: quoted_after(&message, "Canonical String for this request should have been")
            .unwrap_or_default(),
        string_to_sign: quoted_after(&message, "String-to-Sign should have been").unwrap_or_default(),
    };
    // The XML services have elements of their own for the two.
    for (name, place) in
        [("CanonicalRequest", &mut expected.canonical_request), ("StringToSign", &mut expected.string_to_sign)]
    {
        if place.is_empty()
            && let Some(content) = element(text, name)
        {
            *place = content;
        }
    }
    Pasted { code, message, expected }
}

/// Code and message of a JSON error, wherever in the text the object begins.
fn in_json(text: &str) -> Option<(Option<String>, String)> {
    let start = text.find('{')?;
    let value = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>().next()?.ok()?;
    let body = match value.get("Error").or_else(|| value.get("error")) {
        Some(inner @ Value::Object(_)) => inner,
        _ => &value,
    };
    let find = |names: &[&str]| {
        let found = names.iter().find_map(|name| body.get(*name)?.as_str());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let code = find(&["__type", "code", "Code"]).map(|code| bare(&code));
    let message = find(&["message", "Message", "errorMessage"]);
    (code.is_some() || message.is_some()).then(|| (code, message.unwrap_or_default()))
}

/// A code without its namespace and address.
fn bare(code: &str) -> String {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim().to_owned()
}

fn in_xml(text: &str) -> Option<(Option<String>, String)> {
    let (code, message) = (element(text, "Code"), element(text, "Message"));
    (code.is_some() || message.is_some()).then(|| (code, message.unwrap_or_default()))
}

/// A text as it is; where its line breaks and quotes are written as escapes, as they mean.
fn plain(text: &str) -> String {
    if text.contains("\\n") && !text.contains("been\n") {
        text.replace("\\n", "\n").replace("\\'", "'").replace("\\\"", "\"")
    } else {
        text.to_owned()
    }
}

/// The name of an error in a tool's words: `An error occurred (X) when calling`, `X: …`, `botocore.errorfactory.X`.
fn code_in(text: &str) -> Option<String> {
    const NAMES: [&str; 13] = [
        "SignatureDoesNotMatch",
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "ExpiredToken",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "AccessDenied",
        "InvalidSignature",
        "InvalidToken",
        "NotAuthorized",
        "OptInRequired",
    ];
    const LONGEST: usize = 80;
    let word = |c: char| !c.is_ascii_alphanumeric();
    let is_code = |text: &&str| {
        text.len() <= LONGEST
            && (NAMES.contains(text) || (text.ends_with("Exception") && text.len() > "Exception".len()))
    };
    text.split(word).find(is_code).map(str::to_owned)
}

/// The text in quotes after a message of the service, without the quotes.
fn quoted_after(message: &str, sentence: &str) -> Option<String> {
    let (_, rest) = message.split_once(sentence)?;
    let rest = rest.trim_start_matches([' ', ':', '\n']);
    let quotes = ['\'', '’', '‘', '"'];
    let Some(inner) = rest.strip_prefix(quotes) else {
        // Without quotes it goes on to the next sentence.
        let end = rest.find("\n\nThe String-to-Sign").or_else(|| rest.find("\n\nThe Canonical")).unwrap_or(rest.len());
        return rest.get(..end).map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty());
    };
    // A quote closes where the line ends with it.
    let at_the_end = |at: &usize| {
        let tail = inner.get(*at..).unwrap_or_default().trim_start_matches(quotes);
        tail.is_empty() || tail.starts_with('\n') || tail.trim_start_matches([' ', '.', ',', ')', '}']).is_empty()
    };
    let mut quotes_at = inner.match_indices(quotes).map(|(at, _)| at);
    let end = quotes_at.find(at_the_end).or_else(|| inner.find(quotes)).unwrap_or(inner.len());
    inner.get(..end).map(str::to_owned).filter(|text| !text.is_empty())
}
