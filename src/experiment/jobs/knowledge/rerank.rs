//! `Rerank`: documents in order of how well they fit a query.

use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, items};
use super::{count, model, model_arn, runtime};

/// The models of AWS's guide that rerank.
pub const MODELS: [&str; 2] = ["amazon.rerank-v1:0", "cohere.rerank-v3-5:0"];

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The query.
    pub query: String,
    /// The documents, one a line; a line that is a JSON object is sent as one.
    pub documents: String,
    /// The model.
    pub model: String,
    /// How many results, as typed.
    pub results: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            query: String::new(),
            documents: String::new(),
            model: "cohere.rerank-v3-5:0".to_owned(),
            results: String::new(),
        }
    }
}

/// The documents of a first try.
pub const EXAMPLE: &str = "Converse has one request shape for every model that supports messages.\n\
                           Provisioned throughput is billed by the hour, used or not.\n\
                           A guardrail blocks or masks text by policies.\n\
                           An inference profile sends a request to one of several Regions.";

impl Form {
    /// The documents.
    pub fn lines(&self) -> Vec<&str> {
        self.documents.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        if self.query.trim().is_empty() {
            faults.push(Fault::at("query", "Enter what to order by"));
        } else if self.query.chars().count() > 32_000 {
            faults.push(Fault::at("query", "At most 32,000 characters"));
        }
        match self.lines().len() {
            0 => faults.push(Fault::at("documents", "Enter documents, one a line")),
            1..=1_000 => {}
            more => faults.push(Fault::at("documents", format!("At most 1,000 documents; these are {more}"))),
        }
        faults.extend(model("model", &self.model));
        faults.extend(count("results", &self.results, 1_000).err());
        faults
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self, region: &str) -> Ask {
        let source = |line: &str| {
            let document = match serde_json::from_str::<Map<String, Value>>(line) {
                Ok(object) => json!({"type": "JSON", "jsonDocument": object}),
                Err(_) => json!({"type": "TEXT", "textDocument": {"text": line}}),
            };
            json!({"type": "INLINE", "inlineDocumentSource": document})
        };
        let mut configuration = Map::new();
        let arn = model_arn(&self.model, region);
        configuration.insert("modelConfiguration".to_owned(), json!({"modelArn": arn}));
        if let Ok(Some(count)) = count("results", &self.results, 1_000) {
            configuration.insert("numberOfResults".to_owned(), json!(count));
        }
        runtime(
            "Rerank",
            json!({
                "queries": [{"type": "TEXT", "textQuery": {"text": self.query}}],
                "sources": self.lines().into_iter().map(source).collect::<Vec<_>>(),
                "rerankingConfiguration": {
                    "type": "BEDROCK_RERANKING_MODEL",
                    "bedrockRerankingConfiguration": configuration
                }
            }),
        )
    }
}

/// A document with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its place among the documents that were sent, from 0.
    pub index: usize,
    /// Its score.
    pub score: f64,
    /// Its text, from the answer or from what was sent.
    pub text: String,
}

/// Reads the output of `Rerank` for these documents.
pub fn read(output: &Value, input: &Value) -> Vec<Ranked> {
    let sources = items(input, "sources");
    let one = |result: &Value| {
        let index = usize::try_from(result.get("index")?.as_u64()?).ok()?;
        let sent = sources.get(index).and_then(|source| source.get("inlineDocumentSource"));
        let text = [result.get("document"), sent].into_iter().flatten().find_map(document).unwrap_or_default();
        Some(Ranked { index, score: result.get("relevanceScore")?.as_f64()?, text })
    };
    items(output, "results").iter().filter_map(one).collect()
}

fn document(value: &Value) -> Option<String> {
    let text = value.pointer("/textDocument/text").and_then(Value::as_str).map(str::to_owned);
    text.or_else(|| value.get("jsonDocument").map(crate::text::json::compact))
}
