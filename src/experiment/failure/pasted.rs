//! An error as people paste it: JSON, XML, headers, a line of a tool, a stack trace, one of these inside another.
//!
//! The service's message may be the whole paste, a member of JSON, an element of XML, or the tail of a stack trace, with
//! its line breaks real or written as `\n`. Any text gives a result, and the result holds nothing that was not pasted.

use serde_json::Value;

use super::catalogue;
use crate::aws::sigv4::difference::Steps;
use crate::aws::xml::element;

/// What was found in a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Such as `InvalidSignatureException`.
    pub code: Option<String>,
    /// The service's message, or the whole paste if no message is found in it.
    pub message: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The operation that was called.
    pub operation: Option<String>,
    /// The request id to give to AWS Support.
    pub request_id: Option<String>,
    /// The whole paste, with quotes and line breaks as they mean.
    pub whole: String,
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
    let whole = unescaped(text);
    let mut found = Found::default();
    found.take_text(text, 0);
    if found.messages.is_empty() && whole != text {
        // JSON in a string of a log: `{\"message\": …`
        found.take_text(&whole, 0);
    }
    found.codes.extend(header(&whole, "x-amzn-errortype").map(bare));
    // boto3 and the CLI: “An error occurred (X) when calling …”
    let called = after(&whole, &["An error occurred ("]).and_then(|rest| rest.split_once(')'));
    found.codes.extend(called.map(|(code, _)| bare(code)));
    found.codes.extend(element(text, "Code"));
    found.messages.extend(element(text, "Message"));
    let message = found.messages.into_iter().next().unwrap_or_else(|| whole.clone());
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
    let operation = after(&whole, &["when calling the ", "operation error Bedrock Runtime: "])
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
        .filter(|name| !name.is_empty());
    Pasted {
        code: code(&found.codes, &whole),
        status: found.status.or_else(|| status(&whole)),
        operation: operation.map(str::to_owned),
        request_id: request_id(&whole),
        message,
        whole,
        expected,
    }
}

/// What lies in JSON, wherever in a text it begins, and in strings within it. The innermost comes first.
#[derive(Default)]
struct Found {
    codes: Vec<String>,
    messages: Vec<String>,
    status: Option<u16>,
    tries: usize,
}

impl Found {
    /// JSON in a string in JSON in a string: no tool nests deeper.
    const DEEPEST: usize = 4;
    /// How many braces of a paste may begin an object.
    const MOST: usize = 200;

    fn take_text(&mut self, text: &str, depth: usize) {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| at + from) {
            self.tries += 1;
            if depth > Self::DEEPEST || self.tries > Self::MOST {
                return;
            }
            let mut values =
                serde_json::Deserializer::from_str(text.get(at..).unwrap_or_default()).into_iter::<Value>();
            from = at + 1;
            if let Some(Ok(value)) = values.next() {
                from = at + values.byte_offset().max(1);
                self.take(&value, depth);
            }
        }
    }

    fn take(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.take(value, depth + 1);
                    let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
                    let number = value.as_u64().or_else(|| text?.parse().ok()).and_then(|n| u16::try_from(n).ok());
                    match (name.as_str(), text) {
                        ("__type" | "code" | "Code" | "errorType" | "error_type" | "name", Some(text)) => {
                            self.codes.push(bare(text));
                        }
                        (
                            "message" | "Message" | "errorMessage" | "error" | "Error" | "detail" | "details"
                            | "description",
                            Some(text),
                        ) => self.messages.push(text.to_owned()),
                        _ => {}
                    }
                    if name.to_ascii_lowercase().replace('_', "").ends_with("statuscode") {
                        self.status = self.status.or(number.filter(|status| (100..600).contains(status)));
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.take(item, depth + 1)),
            Value::String(text) if text.contains('{') => self.take_text(text, depth + 1),
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }
}

/// A code without its namespace and address.
fn bare(code: &str) -> String {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim().to_owned()
}

/// A text in which line breaks and quotes that are written as escapes are what they mean.
fn unescaped(text: &str) -> String {
    let real_breaks = text.contains("been\n");
    let text = text.replace("\\\"", "\"").replace("\\'", "'");
    if real_breaks { text } else { text.replace("\\n", "\n") }
}

/// The most telling name of an error: one that the catalogue knows, else any that is not a tool's own wrapper.
fn code(stated: &[String], whole: &str) -> Option<String> {
    const LONGEST: usize = 80;
    let is_name = |text: &str| {
        text.len() <= LONGEST
            && ((text.ends_with("Exception") && text.len() > "Exception".len()) || is_plain_name(text))
    };
    let words = whole.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_name(word));
    let stated = stated.iter().map(String::as_str);
    let all: Vec<&str> = stated.filter(|code| is_name(code) || catalogue::knows(code)).chain(words).collect();
    let known = all.iter().find(|name| catalogue::knows(name) || is_plain_name(name));
    known.or_else(|| all.iter().find(|name| !is_wrapper(name))).map(|name| (*name).to_owned())
}

/// Names of errors without `Exception` at the end that no other word of a text is.
fn is_plain_name(text: &str) -> bool {
    const NAMES: [&str; 18] = [
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
        "FTUFormNotFilled",
        "MPAgreementBeingCreated",
        "RequestLimitExceeded",
        "InvalidAction",
        "InternalFailure",
    ];
    NAMES.contains(&text)
}

/// `BedrockRuntimeException` of the Java SDK, `BedrockException` of a proxy: any error comes in it.
fn is_wrapper(name: &str) -> bool {
    ["BedrockException", "RuntimeException", "SdkException", "ServiceException", "ClientException", "HTTPException"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// The value of a header that is among the lines.
fn header<'a>(whole: &'a str, name: &str) -> Option<&'a str> {
    whole.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// The text after the first of these words that is in it.
fn after<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.split_once(word)).map(|(_, rest)| rest)
}

/// The HTTP status, as a status line or a tool writes it.
fn status(whole: &str) -> Option<u16> {
    const LOOK: usize = 4;
    let lower = whole.to_ascii_lowercase();
    let words = ["http/1.1 ", "http/2 ", "http/1.0 ", "status code", "statuscode", "status_code", "api error:"];
    words.iter().flat_map(|word| lower.match_indices(word).map(|(at, word)| at + word.len())).find_map(|at| {
        let rest = lower.get(at..)?;
        let digits = rest.find(|c: char| c.is_ascii_digit()).filter(|start| *start <= LOOK)?;
        let number: String = rest.get(digits..)?.chars().take_while(char::is_ascii_digit).collect();
        number.parse().ok().filter(|status| (100..600).contains(status))
    })
}

/// A UUID after words that announce a request id.
fn request_id(whole: &str) -> Option<String> {
    const LENGTH: usize = 36;
    const LOOK: usize = 4;
    let lower = whole.to_ascii_lowercase();
    let words = ["request id", "requestid", "request_id", "request-id"];
    words.iter().flat_map(|word| lower.match_indices(word).map(|(at, word)| at + word.len())).find_map(|at| {
        let rest = lower.get(at..)?;
        let start = rest.find(|c: char| c.is_ascii_hexdigit()).filter(|start| *start <= LOOK)?;
        let id = rest.get(start..start + LENGTH)?;
        let is_uuid = id.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && id.matches('-').count() == 4;
        is_uuid.then(|| id.to_owned())
    })
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
