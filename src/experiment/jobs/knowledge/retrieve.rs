//! `Retrieve`: the passages of a knowledge base that are nearest to a query.

use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, items, some_text};
use super::filter::Filter;
use super::passage::Passage;
use super::{count, model_arn, resource_id, runtime, search};

/// The most results of a call, by the API model.
pub const MOST_RESULTS: u64 = 100;

/// How a knowledge base is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// As Bedrock chooses for the store.
    #[default]
    Default,
    /// By vectors and words.
    Hybrid,
    /// By vectors.
    Semantic,
}

impl Search {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Default, Self::Hybrid, Self::Semantic];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "As Bedrock chooses",
            Self::Hybrid => "Vectors and words (HYBRID)",
            Self::Semantic => "Vectors (SEMANTIC)",
        }
    }

    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Default => None,
            Self::Hybrid => Some("HYBRID"),
            Self::Semantic => Some("SEMANTIC"),
        }
    }
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The ID of the knowledge base.
    pub base: String,
    /// The query.
    pub query: String,
    /// How many results, as typed; empty for the service's own number.
    pub results: String,
    /// How it is searched.
    pub search: Search,
    /// The filter on metadata.
    pub filter: Filter,
    /// The model that orders the results anew; empty for none.
    pub reranker: String,
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = resource_id("base", &self.base, "a knowledge base").into_iter().collect();
        if self.query.trim().is_empty() {
            faults.push(Fault::at("query", "Enter what to look for"));
        } else if self.query.chars().count() > 20_000 {
            faults.push(Fault::at("query", "At most 20,000 characters"));
        }
        faults.extend(count("results", &self.results, MOST_RESULTS).err());
        faults.extend(self.filter.faults());
        faults
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self, region: &str) -> Ask {
        let mut search = search(&self.results, self.search, &self.filter);
        if !self.reranker.trim().is_empty() {
            search.insert(
                "rerankingConfiguration".to_owned(),
                json!({
                    "type": "BEDROCK_RERANKING_MODEL",
                    "bedrockRerankingConfiguration": {
                        "modelConfiguration": {"modelArn": model_arn(&self.reranker, region)}
                    }
                }),
            );
        }
        let mut input = Map::new();
        input.insert("knowledgeBaseId".to_owned(), json!(self.base.trim()));
        input.insert("retrievalQuery".to_owned(), json!({"text": self.query}));
        if !search.is_empty() {
            input.insert("retrievalConfiguration".to_owned(), json!({"vectorSearchConfiguration": search}));
        }
        runtime("Retrieve", Value::Object(input))
    }

    /// The call of the page after this output, if there is one.
    pub fn next(&self, region: &str, output: &Value) -> Option<Ask> {
        super::super::next_page(&self.ask(region), output)
    }
}

/// What was retrieved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retrieved {
    /// The passages, in the service's order.
    pub passages: Vec<Passage>,
    /// Whether a guardrail changed something.
    pub guardrail: Option<String>,
}

/// Reads the output of `Retrieve`.
pub fn read(output: &Value) -> Retrieved {
    Retrieved {
        passages: items(output, "retrievalResults").iter().map(Passage::read).collect(),
        guardrail: some_text(output, "guardrailAction").filter(|action| action != "NONE"),
    }
}
