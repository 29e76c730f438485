//! The tags that select parts of an `InvokeModel` prompt:
//! `<amazon-bedrock-guardrails-guardContent_xyz>…</amazon-bedrock-guardrails-guardContent_xyz>`, and likewise
//! `groundingSource` and `query`. The suffix is that of the request; a tag with another one is text. Only `guardContent`
//! may contain other tags.

use super::Passage;

/// A kind of tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Content,
    Source,
    Query,
}

impl Tag {
    const ALL: [Self; 3] = [Self::Content, Self::Source, Self::Query];

    fn name(self) -> &'static str {
        match self {
            Self::Content => "guardContent",
            Self::Source => "groundingSource",
            Self::Query => "query",
        }
    }

    fn passage(self, text: &str, is_inside_content: &Passage) -> Passage {
        Passage {
            text: text.to_owned(),
            guarded: is_inside_content.guarded || self == Self::Content,
            source: self == Self::Source,
            query: self == Self::Query,
        }
    }
}

/// The passages of a prompt by its tags; `None` without any. Text outside of tags is unmarked.
pub fn passages(text: &str, suffix: &str) -> Option<Vec<Passage>> {
    let mut out = Vec::new();
    read(text, suffix, &Passage::default(), &mut out);
    out.iter().any(|each| each.guarded || each.source || each.query).then_some(out)
}

/// A prompt without its tags.
pub fn without(text: &str, suffix: &str) -> String {
    let mut text = text.to_owned();
    for tag in Tag::ALL {
        for slash in ["", "/"] {
            text = text.replace(&format!("<{slash}amazon-bedrock-guardrails-{}_{suffix}>", tag.name()), "");
        }
    }
    text
}

fn read(mut rest: &str, suffix: &str, around: &Passage, out: &mut Vec<Passage>) {
    let plain = |text: &str| (!text.trim().is_empty()).then(|| Passage { text: text.to_owned(), ..around.clone() });
    loop {
        let next = Tag::ALL
            .into_iter()
            .filter_map(|tag| {
                let open = format!("<amazon-bedrock-guardrails-{}_{suffix}>", tag.name());
                rest.find(&open).map(|at| (at, open, tag))
            })
            .min_by_key(|(at, _, _)| *at);
        let Some((at, open, tag)) = next else { break };
        let close = open.replacen('<', "</", 1);
        let inside = rest.get(at + open.len()..).unwrap_or_default();
        let Some(length) = inside.find(&close) else { break };
        out.extend(rest.get(..at).and_then(plain));
        let content = inside.get(..length).unwrap_or_default();
        let passage = tag.passage(content, around);
        match tag {
            Tag::Content => read(content, suffix, &Passage { text: String::new(), ..passage }, out),
            Tag::Source | Tag::Query => out.push(passage),
        }
        rest = inside.get(length + close.len()..).unwrap_or_default();
    }
    out.extend(plain(rest));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_the_request_select_parts_and_others_are_text() {
        let tag = |name: &str, text: &str| {
            format!("<amazon-bedrock-guardrails-{name}_x1>{text}</amazon-bedrock-guardrails-{name}_x1>")
        };
        let text = format!(
            "Be kind. {}{} {}",
            tag("groundingSource", "Paris is the capital."),
            tag("guardContent", &format!("Hi {}", tag("query", "What is it?"))),
            tag("guardContent", "there").replace("_x1", "_y2"),
        );
        let passages = passages(&text, "x1").unwrap();
        let shown: Vec<_> =
            passages.iter().map(|each| (each.text.trim(), each.guarded, each.source, each.query)).collect();
        assert_eq!(
            shown[..4],
            [
                ("Be kind.", false, false, false),
                ("Paris is the capital.", false, true, false),
                ("Hi", true, false, false),
                ("What is it?", true, false, true),
            ]
        );
        assert!(shown.len() == 5 && shown[4].0.contains("guardContent_y2") && !shown[4].1);
        assert_eq!(super::passages("plain", "x1"), None);
        assert_eq!(without(&tag("query", "a"), "x1"), "a");
        let open = "<amazon-bedrock-guardrails-query_x1>never closed";
        assert_eq!(super::passages(open, "x1"), None);
    }
}
