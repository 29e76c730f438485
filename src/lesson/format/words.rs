//! What a text of a lesson may be: plain words, no HTML, no address, no more than fits.

/// Tags that would be HTML in a text.
const TAGS: [&str; 14] =
    ["<a ", "<b>", "<br", "<div", "<i>", "<iframe", "<img", "<link", "<p>", "<script", "<span", "<style", "<svg", "</"];

/// What is wrong with a text for the learner.
pub(super) fn faults(text: &str, most_words: Option<usize>) -> Vec<String> {
    let mut out = Vec::new();
    let lower = text.to_ascii_lowercase();
    if let Some(tag) = TAGS.into_iter().find(|tag| lower.contains(tag)) {
        out.push(format!("HTML is not taken ({tag}); write plain text, and code in backticks"));
    }
    if let Some(address) = ["http://", "https://", "www.", "javascript:"].into_iter().find(|part| lower.contains(part))
    {
        out.push(format!("an address is not taken ({address}); name the page in words"));
    }
    let words = text.split_whitespace().count();
    if let Some(most) = most_words
        && words > most
    {
        out.push(format!("{words} words; at most {most} fit"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_addresses_and_long_texts_are_refused() {
        for (text, most, count) in [
            ("Read `stopReason`; valid types: <class 'list'>", None, 0),
            ("a < b and c > d", None, 0),
            ("Press <b>Run</b>", None, 1),
            ("<script>x</script> at https://example.com", None, 2),
            ("one two three four", Some(4), 0),
            ("one two three four", Some(3), 1),
        ] {
            assert_eq!(faults(text, most).len(), count, "{text}");
        }
    }
}
