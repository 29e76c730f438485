//! `Rerank`, and the reranking of what was retrieved: the scores that the model gives through `InvokeModel` too.

use serde_json::{Value, json};

use super::super::pages;
use super::retrieve::Hit;
use super::scene::{Scene, number, text};
use crate::bedrock::family::RerankDialect;
use crate::simulator::account::Answered;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::rerank;

/// The most results of one response; more come with a token.
const PAGE: usize = 100;

/// `Rerank`.
///
/// # Errors
/// The service's refusal.
pub fn answer(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let query = text(input, "/queries/0/textQuery/text");
    let sources = input.get("sources").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let documents = sources
        .iter()
        .enumerate()
        .map(|(place, source)| document(source).ok_or(place))
        .collect::<Result<Vec<String>, usize>>()
        .map_err(|place| {
            Fault::validation(format!(
                "The source {place} has the type {} and no document of this type.",
                sources.get(place).map_or("", |source| text(source, "/inlineDocumentSource/type"))
            ))
        })?;
    let configuration = input.pointer("/rerankingConfiguration/bedrockRerankingConfiguration").unwrap_or(&Value::Null);
    let most = number(configuration, "/numberOfResults").unwrap_or(documents.len());
    let ranked = ranked(scene, query, &documents, text(configuration, "/modelConfiguration/modelArn"))?;
    let results: Vec<Value> = ranked
        .into_iter()
        .take(most)
        .map(|(index, score)| json!({ "index": index, "relevanceScore": score }))
        .collect();
    let page = json!({ "maxResults": PAGE, "nextToken": input.get("nextToken") });
    Ok(Answered::Output(pages::page(&page, "results", results)?))
}

fn document(source: &Value) -> Option<String> {
    let inline = source.get("inlineDocumentSource")?;
    match text(inline, "/type") {
        "JSON" => Some(inline.get("jsonDocument")?.to_string()),
        _ => Some(inline.pointer("/textDocument/text")?.as_str()?.to_owned()),
    }
}

/// The places of the documents with their scores, best first.
fn ranked(scene: &Scene<'_>, query: &str, documents: &[String], arn: &str) -> Result<Vec<(usize, f64)>, Fault> {
    let (model, dialect) = scene.reranker(arn)?;
    let mut body = json!({ "query": query, "documents": documents });
    if let (RerankDialect::Cohere, Some(members)) = (dialect, body.as_object_mut()) {
        members.insert("api_version".to_owned(), json!(2));
    }
    let invoked = rerank::rerank(&body, dialect, model, scene.measure)?;
    let results = invoked.body.get("results").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let score = |result: &Value| result.get("relevance_score").and_then(Value::as_f64).unwrap_or_default();
    Ok(results.iter().filter_map(|result| Some((number(result, "/index")?, score(result)))).collect())
}

/// Orders what was retrieved by a `rerankingConfiguration`. The scores become those of the model.
///
/// # Errors
/// When the model does not rerank here.
pub fn hits(scene: &Scene<'_>, query: &str, hits: Vec<Hit>, configuration: &Value) -> Result<Vec<Hit>, Fault> {
    let configuration = configuration.get("bedrockRerankingConfiguration").ok_or_else(|| {
        Fault::validation("The type BEDROCK_RERANKING_MODEL needs bedrockRerankingConfiguration with a model ARN.")
    })?;
    let arn = text(configuration, "/modelConfiguration/modelArn");
    scene.reranker(arn)?;
    if hits.is_empty() {
        return Ok(hits);
    }
    let documents: Vec<String> = hits.iter().map(|hit| with_metadata(hit, configuration)).collect();
    let most = number(configuration, "/numberOfRerankedResults").unwrap_or(hits.len());
    let ranked = ranked(scene, query, &documents, arn)?;
    let order = ranked.into_iter().take(most);
    Ok(order.filter_map(|(place, score)| Some(Hit { passage: hits.get(place)?.passage, score })).collect())
}

/// What the model reads of a passage: its text, and the metadata that `metadataConfiguration` selects.
fn with_metadata(hit: &Hit, configuration: &Value) -> String {
    let Some(selection) = configuration.get("metadataConfiguration") else { return hit.passage.text.clone() };
    let fields = |name: &str| -> Option<Vec<&str>> {
        let fields = selection.pointer(&format!("/selectiveModeConfiguration/{name}"))?.as_array()?;
        Some(fields.iter().map(|field| text(field, "/fieldName")).collect())
    };
    let (included, excluded) = (fields("fieldsToInclude"), fields("fieldsToExclude"));
    let is_read = |key: &str| {
        text(selection, "/selectionMode") == "ALL"
            || included.as_ref().map_or(excluded.is_some(), |fields| fields.contains(&key))
                && excluded.as_ref().is_none_or(|fields| !fields.contains(&key))
    };
    let mut document = hit.passage.text.clone();
    for (key, value) in hit.passage.metadata.iter().filter(|(key, _)| is_read(key)) {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        for piece in ["\n", key, ": ", &value] {
            document.push_str(piece);
        }
    }
    document
}
