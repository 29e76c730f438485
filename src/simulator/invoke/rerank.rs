//! Rerank through `InvokeModel`: Cohere's and Amazon's.
//!
//! The score of a document is its similarity to the query, by the embeddings' own measure, on a logistic curve, because
//! a reranker's scores are between 0 and 1. Bodies: Cohere's API (<https://docs.cohere.com/reference/rerank>) with
//! `api_version` 2 for Cohere, the same without it for Amazon.

use super::answered::Invoked;
use super::embedding::encoder::Encoder;
use super::embedding::measure::Measure;
use super::embedding::space::cosine;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::RerankDialect;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::inference::tokens;
use serde_json::{Value, json};

/// Dimensions for comparing a query and a document.
const DIMENSION: usize = 1_024;

/// Reads a body and ranks its documents.
pub fn rerank(body: &Value, dialect: RerankDialect, model: &Model, measure: Measure<'_>) -> Result<Invoked, Fault> {
    let mut faults = Faults::default();
    let rules = if dialect == RerankDialect::Cohere {
        "api_version!:i@2.. query!:s@1.. documents!:l@1..1000 top_n:i@1.. max_tokens_per_doc:i@1.."
    } else {
        "query!:s@1.. documents!:l@1..1000 top_n:i@1.."
    };
    faults.members("#", body, rules);
    let documents = body.get("documents").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let texts: Vec<&str> = documents.iter().map(|document| text(document).unwrap_or_default()).collect();
    for (index, _) in documents.iter().enumerate().filter(|(_, document)| text(document).is_none()) {
        faults.add(&format!("#/documents/{index}"), "expected a string, or an object with a text");
    }
    faults.verdict()?;
    let query = body.get("query").and_then(Value::as_str).unwrap_or_default();
    let encoder = Encoder::new(measure, model.id);
    let vector = |text: &str| encoder.vector(&encoder.text(text), DIMENSION);
    let query_vector = vector(query);
    let mut scores: Vec<(usize, f32)> =
        texts.iter().enumerate().map(|(index, text)| (index, cosine(&query_vector, &vector(text)))).collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = body.get("top_n").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    scores.truncate(most.unwrap_or(usize::MAX));
    let results: Vec<Value> =
        scores.into_iter().map(|(index, near)| json!({ "index": index, "relevance_score": relevance(near) })).collect();
    let read = texts.iter().map(|text| tokens::count(text) + tokens::count(query)).sum();
    Ok(Invoked::new(json!({ "results": results }), read))
}

fn text(document: &Value) -> Option<&str> {
    document.as_str().or_else(|| document.get("text")?.as_str())
}

/// 0.5 for a text about the same field, and steep around it.
fn relevance(near: f32) -> f64 {
    let score = 1.0 / (1.0 + (-9.0 * (f64::from(near) - 0.45)).exp());
    (score * 1e6).round() / 1e6
}
