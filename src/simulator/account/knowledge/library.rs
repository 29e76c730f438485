//! The documents of the account's one knowledge base: our own short passages on Bedrock's terms.
//!
//! A document is a block of `passages.txt`: a line with its name and its metadata, then a chunk a line.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::names::{BUCKET, DATA_SOURCE_ID};

/// A chunk of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its text.
    pub text: String,
    /// The address of its document in S3.
    pub uri: String,
    /// Its metadata: those of its document, and the ones that Bedrock adds.
    pub metadata: Map<String, Value>,
}

static PASSAGES: LazyLock<Vec<Passage>> = LazyLock::new(|| read(include_str!("passages.txt")));

/// All chunks, in the order of the documents.
pub fn passages() -> &'static [Passage] {
    &PASSAGES
}

fn read(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    for block in text.split("\n\n") {
        let mut lines = block.lines();
        let Some(head) = lines.next().and_then(|line| line.strip_prefix("# ")) else { continue };
        let mut fields = head.split(" | ");
        let uri = format!("s3://{BUCKET}/{}", fields.next().unwrap_or_default());
        let metadata: Map<String, Value> = fields
            .filter_map(|field| field.split_once('='))
            .map(|(key, text)| (key.to_owned(), value(key, text)))
            .collect();
        for chunk in lines {
            let mut metadata = metadata.clone();
            metadata.insert("x-amz-bedrock-kb-source-uri".to_owned(), json!(uri));
            metadata.insert("x-amz-bedrock-kb-data-source-id".to_owned(), json!(DATA_SOURCE_ID));
            metadata.insert("x-amz-bedrock-kb-chunk-id".to_owned(), json!(format!("chunk-{}", passages.len() + 1)));
            passages.push(Passage { text: chunk.to_owned(), uri: uri.clone(), metadata });
        }
    }
    passages
}

/// Tags are a list, the year is a number, `true` and `false` are booleans.
fn value(key: &str, text: &str) -> Value {
    match (key, text) {
        ("tags", _) => text.split(',').collect(),
        (_, "true") => json!(true),
        (_, "false") => json!(false),
        _ => text.parse::<u32>().map_or_else(|_| json!(text), |number| json!(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_have_texts_places_and_metadata_of_each_type() {
        assert!((40..=60).contains(&passages().len()), "{}", passages().len());
        for passage in passages() {
            assert!(passage.text.len() > 80 && passage.uri.contains(".md"), "{passage:?}");
            let has = |key: &str, is: fn(&Value) -> bool| passage.metadata.get(key).is_some_and(is);
            assert!(has("topic", Value::is_string) && has("level", Value::is_string), "{passage:?}");
            assert!(has("year", Value::is_number) && has("reviewed", Value::is_boolean), "{passage:?}");
            assert!(has("tags", Value::is_array), "{passage:?}");
        }
    }
}
