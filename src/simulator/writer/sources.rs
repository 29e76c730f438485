//! Answers from texts in the request (documents, search results) by quoting them.
//!
//! The simulator does not understand them: it finds the sentence that shares most words with the question and quotes
//! it, with its location. Only readable text is used: text sources, and bytes of text formats, but not PDF.

use super::retrieval::words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The kind of a source, with its index among sources of that kind in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A document.
    Document(usize),
    /// A search result.
    SearchResult(usize),
}

/// Whether the answer must cite the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cite {
    /// With citations.
    Yes,
    /// Without citations.
    No,
}

/// A text to quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its origin, for search results.
    pub origin: Option<String>,
    /// Its text.
    pub text: String,
    /// Its kind and index; the index is set after the whole request is read.
    pub place: Place,
    /// Whether to cite it.
    pub cite: Cite,
    /// The characters of each block, if its text came in blocks, which citations then count; otherwise empty.
    pub blocks: Vec<usize>,
}

/// A sentence and its location.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// Title of the source.
    pub title: String,
    /// Origin of the source.
    pub origin: Option<String>,
    /// The sentence.
    pub quote: String,
    /// The kind and index of the source.
    pub place: Place,
    /// The sentence's start, in characters of the source.
    pub start: usize,
    /// The sentence's end.
    pub end: usize,
    /// The block with the sentence, from 0, if the source has blocks.
    pub block: Option<usize>,
}

/// A Converse or Nova `document` block with readable text.
pub fn from_document(document: &Value) -> Option<Source> {
    let source = document.get("source")?;
    let format = document.get("format").and_then(Value::as_str).unwrap_or("txt");
    let mut blocks = Vec::new();
    let text = if let Some(text) = source.get("text").and_then(Value::as_str) {
        text.to_owned()
    } else if let Some(parts) = source.get("content").and_then(Value::as_array) {
        let text;
        (text, blocks) = joined(parts);
        text
    } else if ["txt", "md", "csv"].contains(&format) {
        String::from_utf8(STANDARD.decode(source.get("bytes")?.as_str()?).ok()?).ok()?
    } else {
        return None;
    };
    Some(Source {
        title: document.get("name").and_then(Value::as_str).unwrap_or("document").to_owned(),
        origin: None,
        text,
        place: Place::Document(0),
        cite: cite(document),
        blocks,
    })
}

/// The texts of a list of blocks in one text, a line each, and the number of characters of each.
pub fn joined(parts: &[Value]) -> (String, Vec<usize>) {
    let texts: Vec<&str> =
        parts.iter().map(|part| part.get("text").and_then(Value::as_str).unwrap_or_default()).collect();
    (texts.join("\n"), texts.iter().map(|text| text.chars().count()).collect())
}

/// The block at a character of the joined text.
fn block_at(blocks: &[usize], start: usize) -> Option<usize> {
    let mut end = 0;
    blocks.iter().position(|length| {
        // One for the line break.
        end += length + 1;
        start < end
    })
}

/// A search result: Converse's `searchResult`, or Claude's `search_result` block.
pub fn from_search_result(result: &Value) -> Source {
    let text = |key: &str| result.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let parts = result.get("content").and_then(Value::as_array).into_iter().flatten();
    Source {
        title: text("title"),
        origin: Some(text("source")),
        text: parts.filter_map(|part| part.get("text").and_then(Value::as_str)).collect::<Vec<_>>().join("\n"),
        place: Place::SearchResult(0),
        cite: cite(result),
        blocks: Vec::new(),
    }
}

/// Whether a block enables citations.
pub fn cite(block: &Value) -> Cite {
    match block.pointer("/citations/enabled").and_then(Value::as_bool) {
        Some(true) => Cite::Yes,
        Some(false) | None => Cite::No,
    }
}

/// Gives each source its index among those of its kind, in the order of the request.
pub fn number<'a>(sources: impl Iterator<Item = &'a mut Source>) {
    let (mut documents, mut results) = (0, 0);
    for source in sources {
        let next = match &mut source.place {
            Place::Document(index) => (index, &mut documents),
            Place::SearchResult(index) => (index, &mut results),
        };
        *next.0 = *next.1;
        *next.1 += 1;
    }
}

/// The best sentence, and whether its source wants a citation.
pub fn best(sources: &[&Source], question: &str) -> Option<(Citation, Cite)> {
    let question_words: HashSet<String> = words(question).into_iter().filter(|word| word.len() > 3).collect();
    let mut best: Option<(usize, Citation, Cite)> = None;
    for source in sources {
        let mut at = 0;
        for piece in source.text.split_inclusive(['.', '!', '?', '\n']) {
            let quote = piece.trim();
            let start = at + piece.chars().take_while(|c| c.is_whitespace()).count();
            at += piece.chars().count();
            if quote.is_empty() {
                continue;
            }
            let shared = words(quote).iter().filter(|word| question_words.contains(*word)).count();
            if best.as_ref().is_none_or(|(most, ..)| shared > *most) {
                let citation = Citation {
                    title: source.title.clone(),
                    origin: source.origin.clone(),
                    quote: quote.to_owned(),
                    place: source.place,
                    start,
                    end: start + quote.chars().count(),
                    block: block_at(&source.blocks, start),
                };
                best = Some((shared, citation, source.cite));
            }
        }
    }
    best.map(|(_, citation, cite)| (citation, cite))
}

impl Citation {
    /// The citation as Converse writes it.
    pub fn converse(&self) -> Value {
        let location = match (self.place, self.block) {
            (Place::Document(index), Some(block)) => {
                json!({ "documentChunk": { "documentIndex": index, "start": block, "end": block + 1 } })
            }
            (Place::Document(index), None) => {
                json!({ "documentChar": { "documentIndex": index, "start": self.start, "end": self.end } })
            }
            (Place::SearchResult(index), _) => {
                json!({ "searchResultLocation": { "searchResultIndex": index, "start": 0, "end": 1 } })
            }
        };
        let mut out = json!({ "title": self.title, "sourceContent": [{ "text": self.quote }], "location": location });
        if let (Some(origin), Some(out)) = (&self.origin, out.as_object_mut()) {
            out.insert("source".to_owned(), json!(origin));
        }
        out
    }

    /// The citation as Claude writes it.
    pub fn claude(&self) -> Value {
        match (self.place, self.block) {
            (Place::Document(index), Some(block)) => json!({
                "type": "content_block_location",
                "cited_text": self.quote,
                "document_index": index,
                "document_title": self.title,
                "start_block_index": block,
                "end_block_index": block + 1,
            }),
            (Place::Document(index), None) => json!({
                "type": "char_location",
                "cited_text": self.quote,
                "document_index": index,
                "document_title": self.title,
                "start_char_index": self.start,
                "end_char_index": self.end,
            }),
            (Place::SearchResult(index), _) => json!({
                "type": "search_result_location",
                "cited_text": self.quote,
                "search_result_index": index,
                "source": self.origin,
                "title": self.title,
                "start_block_index": 0,
                "end_block_index": 1,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_with_most_shared_words_is_quoted() {
        let document = json!({ "name": "rocks", "format": "txt", "citations": { "enabled": true },
            "source": { "text": "Basalt is dark. Granite contains quartz and feldspar. Chalk is soft." } });
        let result = json!({ "title": "Sea", "source": "https://example.com", "content": [{ "text": "Salt water." }] });
        let document = from_document(&document).unwrap();
        let mut sources = [from_search_result(&result), document.clone(), document];
        number(sources.iter_mut());
        let (citation, cite) = best(&sources.iter().collect::<Vec<_>>(), "What does granite contain?").unwrap();
        assert_eq!((citation.quote.as_str(), cite), ("Granite contains quartz and feldspar.", Cite::Yes));
        assert_eq!((citation.place, citation.start, citation.end), (Place::Document(0), 16, 53));
        assert_eq!(sources[2].place, Place::Document(1));
        assert_eq!(citation.converse()["location"]["documentChar"]["start"], 16);
        let bytes = json!({ "name": "a", "format": "md", "source": { "bytes": "SGVsbG8=" } });
        assert_eq!(from_document(&bytes).unwrap().text, "Hello");
        assert_eq!(from_document(&json!({ "name": "a", "format": "pdf", "source": { "bytes": "SGVsbG8=" } })), None);
    }
}
