//! Reads single elements of the XML in AWS's query protocol.
//!
//! Its answers and errors are flat: no attributes on what we read, no nesting of equal names, no CDATA. So this finds
//! an element by its name instead of parsing XML; other text gives `None`.

/// The five named references of XML, and the numeric ones that AWS writes for line breaks and quotes. `&amp;` is last,
/// so that its result is not resolved again.
const REFERENCES: [(&str, &str); 10] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#xD;", ""),
    ("&#xA;", "\n"),
    ("&#10;", "\n"),
    ("&amp;", "&"),
];

/// The text of the first element of that name, trimmed, its references resolved.
pub fn element(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (content, _) = rest.split_once(&format!("</{name}>"))?;
    Some(REFERENCES.iter().fold(content.trim().to_owned(), |text, (from, to)| text.replace(from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_an_element_by_its_name() {
        let text =
            "<Error><Code> AccessDenied </Code><Message>a &lt;b&gt; &amp;lt; &#39;c&#39;&#xD;&#xA;d</Message></Error>";
        assert_eq!(element(text, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(element(text, "Message").as_deref(), Some("a <b> &lt; 'c'\nd"));
        for missing in ["Other", "Cod"] {
            assert_eq!(element(text, missing), None);
        }
        assert_eq!(element("<Code>cut off", "Code"), None);
    }
}
