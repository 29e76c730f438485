//! Where two signings of the same request differ.
//!
//! A signature mismatch alone does not show its cause. But the canonical requests and strings to sign of both sides can
//! be compared, and the first line that differs is the mistake. Lines are matched by what they are (the path, a header
//! by its name), not by number, so an extra header does not make every later line differ.

use super::Anatomy;

/// A canonical request and its string to sign; either may be empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Method, path, query, headers, names and payload hash, a line each.
    pub canonical_request: String,
    /// Algorithm, time, scope and hash, a line each.
    pub string_to_sign: String,
}

impl From<&Anatomy> for Steps {
    fn from(anatomy: &Anatomy) -> Self {
        Self { canonical_request: anatomy.canonical_request.clone(), string_to_sign: anatomy.string_to_sign.clone() }
    }
}

/// The kind of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The method.
    Method,
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header, by its name in lower case.
    Header(String),
    /// The list of signed headers.
    SignedNames,
    /// The hash of the body.
    PayloadHash,
    /// The algorithm, first line of the string to sign.
    Algorithm,
    /// The time in the string to sign.
    Time,
    /// The scope in the string to sign.
    Scope,
    /// The hash of the canonical request, last line of the string to sign.
    CanonicalHash,
}

impl Place {
    /// The kind for a reader.
    pub fn label(&self) -> String {
        match self {
            Self::Method => "method".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Query => "query string".to_owned(),
            Self::Header(name) => format!("header {name}"),
            Self::SignedNames => "signed headers".to_owned(),
            Self::PayloadHash => "payload hash".to_owned(),
            Self::Algorithm => "algorithm".to_owned(),
            Self::Time => "time".to_owned(),
            Self::Scope => "scope".to_owned(),
            Self::CanonicalHash => "hash of the canonical request".to_owned(),
        }
    }

    /// Whether the line is in the canonical request rather than in the string to sign.
    pub fn in_canonical_request(&self) -> bool {
        !matches!(self, Self::Algorithm | Self::Time | Self::Scope | Self::CanonicalHash)
    }
}

/// A line of both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its kind.
    pub place: Place,
    /// As the client signed it; `None` if the client has no such line.
    pub signed: Option<String>,
    /// As the verifier has it; `None` if the verifier has no such line.
    pub expected: Option<String>,
}

impl Row {
    /// Whether the two sides differ here.
    pub fn differs(&self) -> bool {
        self.signed != self.expected
    }
}

/// Both sides line by line, in the order of the texts. A text that one side lacks gives no lines.
pub fn rows(signed: &Steps, expected: &Steps) -> Vec<Row> {
    let mut out = Vec::new();
    if let (Some(ours), Some(theirs)) =
        (canonical_lines(&signed.canonical_request), canonical_lines(&expected.canonical_request))
    {
        out.extend(merge(ours, theirs));
    }
    if let (Some(ours), Some(theirs)) = (to_sign_lines(&signed.string_to_sign), to_sign_lines(&expected.string_to_sign))
    {
        out.extend(merge(ours, theirs));
    }
    out
}

/// The rows that differ. The hash of the canonical request counts only when no line above it differs, because it
/// follows from them.
pub fn differences(signed: &Steps, expected: &Steps) -> Vec<Row> {
    let mut out: Vec<Row> = rows(signed, expected).into_iter().filter(Row::differs).collect();
    if out.iter().any(|row| row.place.in_canonical_request()) {
        out.retain(|row| row.place != Place::CanonicalHash);
    }
    out
}

type Lines = Vec<(Place, String)>;

/// The lines of a canonical request with their kinds; `None` if the text is not a canonical request.
pub fn canonical_lines(text: &str) -> Option<Lines> {
    let mut lines = text.split('\n');
    let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
    let mut rest: Vec<&str> = lines.collect();
    let (hash, names, blank) = (rest.pop()?, rest.pop()?, rest.pop()?);
    if !blank.is_empty() || method.is_empty() || !path.starts_with('/') {
        return None;
    }
    let line = |place: Place, text: &str| (place, text.to_owned());
    let mut out = vec![line(Place::Method, method), line(Place::Path, path), line(Place::Query, query)];
    for header in rest {
        let (name, _) = header.split_once(':')?;
        out.push(line(Place::Header(name.trim().to_ascii_lowercase()), header));
    }
    out.push(line(Place::SignedNames, names));
    out.push(line(Place::PayloadHash, hash));
    Some(out)
}

fn to_sign_lines(text: &str) -> Option<Lines> {
    let places = [Place::Algorithm, Place::Time, Place::Scope, Place::CanonicalHash];
    let lines: Vec<&str> = text.split('\n').collect();
    (lines.len() == places.len()).then(|| places.into_iter().zip(lines.into_iter().map(str::to_owned)).collect())
}

/// One row per kind: the client's in their order, with the verifier's extra rows in between.
fn merge(signed: Lines, expected: Lines) -> Vec<Row> {
    let mut theirs = expected.into_iter().peekable();
    let mut out: Vec<Row> = Vec::new();
    let later: Vec<Place> = signed.iter().map(|(place, _)| place.clone()).collect();
    for (index, (place, line)) in signed.into_iter().enumerate() {
        // The verifier's extra lines before the next common line.
        while let Some((other, text)) = theirs.next_if(|(other, _)| *other != place && !later.contains(other)) {
            out.push(Row { place: other, signed: None, expected: Some(text) });
        }
        let matched = theirs.next_if(|(other, _)| *other == place).map(|(_, text)| text);
        let matched = matched.or_else(|| {
            // The order differs: the line comes later.
            let is_later =
                later.get(index + 1..).is_some_and(|rest| theirs.peek().is_some_and(|(o, _)| rest.contains(o)));
            if !is_later {
                return None;
            }
            let rest: Lines = theirs.by_ref().collect();
            let (found, rest): (Lines, Lines) = rest.into_iter().partition(|(other, _)| *other == place);
            theirs = rest.into_iter().peekable();
            found.into_iter().next().map(|(_, text)| text)
        });
        out.push(Row { place, signed: Some(line), expected: matched });
    }
    out.extend(theirs.map(|(place, text)| Row { place, signed: None, expected: Some(text) }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RIGHT: &str = "POST\n/model/a%253A0/converse\n\ncontent-type:application/json\nhost:h\nx-amz-date:d\n\
                         x-amz-security-token:t\n\ncontent-type;host;x-amz-date;x-amz-security-token\nabc";
    const TO_SIGN: &str = "AWS4-HMAC-SHA256\nd\n20250102/us-east-1/bedrock/aws4_request\n123";

    fn steps(canonical_request: &str, string_to_sign: &str) -> Steps {
        Steps { canonical_request: canonical_request.to_owned(), string_to_sign: string_to_sign.to_owned() }
    }

    fn places(signed: &str) -> Vec<Place> {
        let hash = TO_SIGN.replace("123", "456");
        differences(&steps(signed, &hash), &steps(RIGHT, TO_SIGN)).into_iter().map(|row| row.place).collect()
    }

    #[test]
    fn names_the_line_that_differs() {
        let header = |name: &str| Place::Header(name.to_owned());
        for (change, expected) in [
            (("%253A", "%3A"), vec![Place::Path]),
            (("POST", "GET"), vec![Place::Method]),
            (("converse\n\n", "converse\na=1\n"), vec![Place::Query]),
            (("content-type:", "Content-Type:"), vec![header("content-type")]),
            (("\nabc", "\nabd"), vec![Place::PayloadHash]),
            (
                (
                    "\nx-amz-security-token:t\n\ncontent-type;host;x-amz-date;x-amz-security-token",
                    "\n\ncontent-type;host;x-amz-date",
                ),
                vec![header("x-amz-security-token"), Place::SignedNames],
            ),
            (("\nhost:h", "\naccept:x\nhost:h"), vec![header("accept")]),
        ] {
            let changed = RIGHT.replacen(change.0, change.1, 1);
            assert_ne!(changed, RIGHT);
            assert_eq!(places(&changed), expected, "{changed}");
        }
        // Nothing above the hash differs, so the hash is the finding.
        assert_eq!(places(RIGHT), [Place::CanonicalHash]);
        let other_scope = TO_SIGN.replace("us-east-1", "eu-west-1");
        let rows = differences(&steps(RIGHT, &other_scope), &steps(RIGHT, TO_SIGN));
        assert_eq!(rows.iter().map(|row| &row.place).collect::<Vec<_>>(), [&Place::Scope]);
    }

    #[test]
    fn a_header_in_another_order_is_the_same_header() {
        let swapped = RIGHT.replace("host:h\nx-amz-date:d", "x-amz-date:d\nhost:h");
        assert_eq!(differences(&steps(&swapped, TO_SIGN), &steps(RIGHT, TO_SIGN)), []);
    }

    #[test]
    fn what_is_no_canonical_request_gives_no_rows() {
        for text in ["", "hello", "a\nb\nc\nd\ne\nf", "POST\n/\n\nno colon\n\nhost\nabc"] {
            assert_eq!(canonical_lines(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_line_of_both_sides_is_in_one_row(left in "[a-c:\n/]{0,40}", right in "[a-c:\n/]{0,40}") {
            let ours = format!("POST\n/{left}\n\nhost:h\n\nhost\nabc");
            let theirs = format!("POST\n/{right}\n\nhost:h\n\nhost\nabc");
            let out = rows(&steps(&ours, ""), &steps(&theirs, ""));
            if let (Some(a), Some(b)) = (canonical_lines(&ours), canonical_lines(&theirs)) {
                prop_assert_eq!(out.iter().filter(|row| row.signed.is_some()).count(), a.len());
                prop_assert_eq!(out.iter().filter(|row| row.expected.is_some()).count(), b.len());
            } else {
                prop_assert!(out.is_empty());
            }
        }
    }
}
