//! `Retrieve`: the passages nearest to a question.
//!
//! A score is the cosine of the vectors of Titan Text Embeddings V2, which `InvokeModel` gives for the same texts. A
//! hybrid search adds the share of the question's words that a passage has. The guardrail checks the question; passages
//! are returned as they are.

use serde_json::{Value, json};

use super::super::pages;
use super::filter;
use super::library::{Passage, passages};
use super::names::{EMBEDDING_MODEL_ID, KNOWLEDGE_BASE_ID};
use super::rerank;
use super::scene::{Scene, guarded, number, text};
use crate::simulator::account::{Answered, names};
use crate::simulator::fault::Fault;
use crate::simulator::guard::{Effect, Side};
use crate::simulator::invoke::embedding::encoder::Encoder;
use crate::simulator::invoke::embedding::space::cosine;
use crate::simulator::writer::retrieval::words;

/// The number of results when the request does not say, by the user guide.
const RESULTS: usize = 5;
/// The most results of one response; more come with a token.
const PAGE: usize = 25;
/// The dimension of the knowledge base's vectors.
const DIMENSION: usize = 1_024;
/// The share of the words in the score of a hybrid search.
const WORDS: f64 = 0.3;

/// A passage that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: &'static Passage,
    /// Its score.
    pub score: f64,
}

impl Hit {
    /// As a citation refers to it.
    pub fn reference(&self) -> Value {
        json!({
            "content": { "type": "TEXT", "text": self.passage.text },
            "location": { "type": "S3", "s3Location": { "uri": self.passage.uri } },
            "metadata": self.passage.metadata,
        })
    }

    fn result(&self) -> Value {
        let mut result = self.reference();
        if let Some(members) = result.as_object_mut() {
            members.insert("score".to_owned(), json!(self.score));
        }
        result
    }
}

/// Refuses the id of a knowledge base that the account does not have.
///
/// # Errors
/// The service's refusal.
pub fn known(scene: &Scene<'_>, id: &str) -> Result<(), Fault> {
    let arn = names::arn(&scene.context, &format!("knowledge-base/{KNOWLEDGE_BASE_ID}"));
    if id == KNOWLEDGE_BASE_ID || id == arn {
        return Ok(());
    }
    Err(Fault::not_found(format!("Knowledge Base with id {id} does not exist")))
}

/// `Retrieve`.
///
/// # Errors
/// The service's refusal.
pub fn retrieve(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    known(scene, text(input, "/knowledgeBaseId"))?;
    if input.pointer("/retrievalQuery/image").is_some() || text(input, "/retrievalQuery/type") == "IMAGE" {
        return Err(Fault::validation("The knowledge base has texts only: its embedding model takes no images."));
    }
    let query = text(input, "/retrievalQuery/text");
    if query.trim().is_empty() {
        return Err(Fault::validation("The retrieval query has no text."));
    }
    let guard = scene.guard(input.get("guardrailConfiguration"))?;
    let checked = guard.map(|guard| guarded(&guard, Side::Input, query, &[], query));
    let configuration = input.get("retrievalConfiguration").unwrap_or(&Value::Null);
    let hits = match &checked {
        Some(checked) if checked.effect == Effect::Blocked => Vec::new(),
        Some(checked) => search(scene, &checked.text, configuration)?,
        None => search(scene, query, configuration)?,
    };
    let page = json!({ "maxResults": PAGE, "nextToken": input.get("nextToken") });
    let mut output = pages::page(&page, "retrievalResults", hits.iter().map(Hit::result).collect())?;
    if let (Some(checked), Some(members)) = (checked, output.as_object_mut()) {
        let action = if checked.effect == Effect::None { "NONE" } else { "INTERVENED" };
        members.insert("guardrailAction".to_owned(), json!(action));
    }
    Ok(Answered::Output(output))
}

/// The passages nearest to a query under a `retrievalConfiguration`.
///
/// # Errors
/// When the configuration does not fit this knowledge base, or its filter is wrong.
pub fn search(scene: &Scene<'_>, query: &str, configuration: &Value) -> Result<Vec<Hit>, Fault> {
    if configuration.get("managedSearchConfiguration").is_some() {
        return Err(Fault::validation(
            "managedSearchConfiguration is for managed knowledge bases. This one has a vector store: use \
             vectorSearchConfiguration.",
        ));
    }
    let vector = configuration.get("vectorSearchConfiguration").unwrap_or(&Value::Null);
    if vector.get("implicitFilterConfiguration").is_some() {
        return Err(Fault::validation(
            "The simulator does not write filters from a question. Send the filter itself in filter.",
        ));
    }
    let wanted = vector.get("filter");
    wanted.map_or(Ok(()), filter::check)?;
    let is_hybrid = text(vector, "/overrideSearchType") == "HYBRID";
    let encoder = Encoder::new(scene.measure, EMBEDDING_MODEL_ID);
    let embed = |text: &str| encoder.vector(&encoder.text(text), DIMENSION);
    let query_vector = embed(query);
    let query_words = words(query);
    let fits = |passage: &&Passage| wanted.is_none_or(|wanted| filter::matches(wanted, &passage.metadata));
    let mut hits: Vec<Hit> = passages()
        .iter()
        .filter(fits)
        .map(|passage| {
            let near = f64::from(cosine(&query_vector, &embed(&passage.text))).clamp(0.0, 1.0);
            let score =
                if is_hybrid { near * (1.0 - WORDS) + shared(&query_words, &passage.text) * WORDS } else { near };
            Hit { passage, score: (score * 1e6).round() / 1e6 }
        })
        .collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits.truncate(number(vector, "/numberOfResults").unwrap_or(RESULTS));
    match vector.get("rerankingConfiguration") {
        Some(reranking) => rerank::hits(scene, query, hits, reranking),
        None => Ok(hits),
    }
}

/// The share of the words that a text has.
fn shared(wanted: &[String], text: &str) -> f64 {
    let has = words(text);
    let found = wanted.iter().filter(|word| has.contains(word)).count();
    let real = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if wanted.is_empty() { 0.0 } else { real(found) / real(wanted.len()) }
}
