//! Rerank models: a query and documents in, a score per document out.
//!
//! The two models take nearly the same body through `InvokeModel`; Cohere's also has the version of its API. `Rerank`
//! of `bedrock-agent-runtime` uses the same models but another shape, with `relevanceScore`; it is not covered.
//! Sources: the Bedrock user guide's pages on reranking, and public bodies of both models, as of 2026-11.

use serde_json::{Value, json};
use thiserror::Error;

use super::family::{Body, RerankDialect};
use super::model_id::ModelId;

/// A body format of a rerank model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Cohere Rerank 3.5.
    Cohere,
    /// Amazon Rerank 1.0.
    Amazon,
}

/// One ranked document of the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The index of the document in the request.
    pub index: usize,
    /// The model's relevance score; a larger value fits better.
    pub score: f64,
}

/// Why an answer is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// A member is missing or has the wrong type.
    #[error("The answer has no usable “{0}”")]
    Missing(&'static str),
    /// A result ranks a document that was not sent, or ranks one twice.
    #[error("The answer ranks document {0}, which was not sent or is already ranked")]
    Index(u64),
}

impl Format {
    /// The format of a model; `None` for unknown models and those that do not rerank.
    pub fn for_model(model: &ModelId) -> Option<Self> {
        match model.family()?.body() {
            Body::Rerank(RerankDialect::Cohere) => Some(Self::Cohere),
            Body::Rerank(RerankDialect::Amazon) => Some(Self::Amazon),
            Body::Claude
            | Body::Nova
            | Body::CohereR
            | Body::TitanText
            | Body::Prompt(_)
            | Body::Chat(_)
            | Body::Embedding(_)
            | Body::Image(_)
            | Body::Unwritten => None,
        }
    }
}

/// The body. `top` limits the number of results.
pub fn body(format: Format, query: &str, documents: &[String], top: Option<usize>) -> Result<Value, String> {
    if query.trim().is_empty() {
        return Err("Write a query: the documents are ranked by how well they fit it".to_owned());
    }
    if documents.is_empty() {
        return Err("There is nothing to rank yet: add a document".to_owned());
    }
    if let Some(place) = documents.iter().position(|document| document.trim().is_empty()) {
        return Err(format!("Document {} is empty: write something, or remove it", place + 1));
    }
    if top.is_some_and(|top| top == 0 || top > documents.len()) {
        return Err(format!("The number of results must be from 1 to {}", documents.len()));
    }
    let mut body = json!({ "query": query, "documents": documents });
    if let Value::Object(members) = &mut body {
        if format == Format::Cohere {
            members.insert("api_version".to_owned(), json!(2));
        }
        if let Some(top) = top {
            members.insert("top_n".to_owned(), json!(top));
        }
    }
    Ok(body)
}

/// Reads the answer to a call with `documents` documents; best first.
pub fn read(answer: &Value, documents: usize) -> Result<Vec<Ranked>, Malformed> {
    let results = answer.get("results").and_then(Value::as_array).ok_or(Malformed::Missing("results"))?;
    let mut out: Vec<Ranked> = Vec::with_capacity(results.len());
    for result in results {
        let number = result.get("index").and_then(Value::as_u64).ok_or(Malformed::Missing("index"))?;
        let score = result.get("relevance_score").and_then(Value::as_f64).filter(|score| score.is_finite());
        let score = score.ok_or(Malformed::Missing("relevance_score"))?;
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        if index >= documents || out.iter().any(|ranked| ranked.index == index) {
            return Err(Malformed::Index(number));
        }
        out.push(Ranked { index, score });
    }
    out.sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(one.index.cmp(&other.index)));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_bodies_differ_in_the_version() {
        let documents = ["a".to_owned(), "b".to_owned()];
        assert_eq!(
            body(Format::Cohere, "q", &documents, Some(1)),
            Ok(json!({"query": "q", "documents": ["a", "b"], "api_version": 2, "top_n": 1}))
        );
        assert_eq!(body(Format::Amazon, "q", &documents, None), Ok(json!({"query": "q", "documents": ["a", "b"]})));
        for (query, documents, top, part) in [
            (" ", &documents[..], None, "query"),
            ("q", &[], None, "add a document"),
            ("q", &["a".to_owned(), " ".to_owned()], None, "Document 2"),
            ("q", &documents[..], Some(3), "1 to 2"),
        ] {
            assert!(body(Format::Amazon, query, documents, top).unwrap_err().contains(part));
        }
        let model = |id: &str| Format::for_model(&ModelId::parse(id).unwrap());
        assert_eq!(model("cohere.rerank-v3-5:0"), Some(Format::Cohere));
        assert_eq!(model("amazon.rerank-v1:0"), Some(Format::Amazon));
        assert_eq!(model("cohere.embed-v4:0"), None);
    }

    #[test]
    fn reads_the_ranks_and_refuses_what_does_not_belong_together() {
        let answer = json!({"results": [
            {"index": 0, "relevance_score": 0.1}, {"index": 2, "relevance_score": 0.9}, {"index": 1, "relevance_score": 0.1},
        ]});
        let order: Vec<_> = read(&answer, 3).unwrap().iter().map(|ranked| ranked.index).collect();
        assert_eq!(order, [2, 0, 1]);
        for (answer, part) in [
            (json!({}), "results"),
            (json!({"results": [{"relevance_score": 1}]}), "index"),
            (json!({"results": [{"index": 0, "relevanceScore": 1}]}), "relevance_score"),
            (json!({"results": [{"index": 3, "relevance_score": 1}]}), "document 3"),
            (
                json!({"results": [{"index": 0, "relevance_score": 1}, {"index": 0, "relevance_score": 1}]}),
                "document 0",
            ),
        ] {
            assert!(read(&answer, 3).unwrap_err().to_string().contains(part));
        }
    }
}
