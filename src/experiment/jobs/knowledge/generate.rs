//! `RetrieveAndGenerate` and its stream: an answer from passages, with citations.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, items, some_text, text};
use super::answer::Answer;
use super::filter::Filter;
use super::retrieve::{MOST_RESULTS, Search};
use super::{Event, count, model, model_arn, resource_id, runtime, search};

/// What the passages are taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sources {
    /// A knowledge base.
    #[default]
    KnowledgeBase,
    /// A text that is sent along.
    Given,
}

impl Sources {
    /// Both.
    pub const ALL: [Self; 2] = [Self::KnowledgeBase, Self::Given];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::KnowledgeBase => "A knowledge base",
            Self::Given => "A text that is sent along (EXTERNAL_SOURCES)",
        }
    }
}

/// Whether the answer is streamed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// In pieces: `RetrieveAndGenerateStream`.
    #[default]
    Streamed,
    /// At once: `RetrieveAndGenerate`.
    Whole,
}

impl Delivery {
    /// The operation.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Streamed => "RetrieveAndGenerateStream",
            Self::Whole => "RetrieveAndGenerate",
        }
    }
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What the passages are taken from.
    pub sources: Sources,
    /// The ID of the knowledge base.
    pub base: String,
    /// The text that is sent along.
    pub given: String,
    /// The model that writes.
    pub model: String,
    /// The question.
    pub question: String,
    /// How many passages, as typed.
    pub results: String,
    /// The prompt template; empty for Bedrock's own.
    pub template: String,
    /// The filter on metadata.
    pub filter: Filter,
    /// Whether it is streamed.
    pub delivery: Delivery,
    /// The session to go on with; empty for a new one.
    pub session: String,
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self.sources {
            Sources::KnowledgeBase => {
                faults.extend(resource_id("base", &self.base, "a knowledge base"));
                faults.extend(count("results", &self.results, MOST_RESULTS).err());
                faults.extend(self.filter.faults());
            }
            Sources::Given if self.given.trim().is_empty() => {
                faults.push(Fault::at("given", "Paste the text to ask about"))
            }
            Sources::Given => {}
        }
        faults.extend(model("model", &self.model));
        match self.question.chars().count() {
            0 => faults.push(Fault::at("question", "Enter a question")),
            1..=1_000 => {}
            more => faults.push(Fault::at("question", format!("At most 1,000 characters; this has {more}"))),
        }
        let needs = match self.sources {
            Sources::KnowledgeBase => !self.template.is_empty() && !self.template.contains("$search_results$"),
            Sources::Given => false,
        };
        if needs {
            faults.push(Fault::at("template", "The template needs $search_results$ where the passages go"));
        } else if self.template.chars().count() > 4_000 {
            faults.push(Fault::at("template", "At most 4,000 characters"));
        }
        if !self.session.is_empty() {
            faults.extend(super::session("session", &self.session));
        }
        faults
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self, region: &str) -> Ask {
        let model = model_arn(&self.model, region);
        let generation =
            (!self.template.is_empty()).then(|| json!({"promptTemplate": {"textPromptTemplate": self.template}}));
        let mut inner = Map::new();
        inner.insert("modelArn".to_owned(), json!(model));
        if let Some(generation) = generation {
            inner.insert("generationConfiguration".to_owned(), generation);
        }
        let configuration = match self.sources {
            Sources::KnowledgeBase => {
                inner.insert("knowledgeBaseId".to_owned(), json!(self.base.trim()));
                let search = search(&self.results, Search::Default, &self.filter);
                if !search.is_empty() {
                    inner.insert("retrievalConfiguration".to_owned(), json!({"vectorSearchConfiguration": search}));
                }
                json!({"type": "KNOWLEDGE_BASE", "knowledgeBaseConfiguration": inner})
            }
            Sources::Given => {
                let data = BASE64.encode(&self.given);
                inner.insert(
                    "sources".to_owned(),
                    json!([{
                        "sourceType": "BYTE_CONTENT",
                        "byteContent": {"identifier": "given.txt", "contentType": "text/plain", "data": data}
                    }]),
                );
                json!({"type": "EXTERNAL_SOURCES", "externalSourcesConfiguration": inner})
            }
        };
        let mut input = Map::new();
        if !self.session.is_empty() {
            input.insert("sessionId".to_owned(), json!(self.session));
        }
        input.insert("input".to_owned(), json!({"text": self.question}));
        input.insert("retrieveAndGenerateConfiguration".to_owned(), configuration);
        runtime(self.delivery.operation(), Value::Object(input))
    }
}

/// What was generated so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Generated {
    /// The answer with its citations.
    pub answer: Answer,
    /// The session, if it is known already.
    pub session: Option<String>,
    /// What a guardrail did, if it did something.
    pub guardrail: Option<String>,
}

/// The header with the session of a stream.
pub const SESSION_HEADER: &str = "x-amzn-bedrock-knowledge-base-session-id";

/// Reads the output of `RetrieveAndGenerate`.
pub fn read(output: &Value) -> Generated {
    let text = output.pointer("/output/text").and_then(Value::as_str).unwrap_or_default();
    Generated {
        answer: Answer::new(text.to_owned(), items(output, "citations")),
        session: some_text(output, "sessionId"),
        guardrail: some_text(output, "guardrailAction").filter(|action| action != "NONE"),
    }
}

/// Reads the events of `RetrieveAndGenerateStream`.
pub fn read_events(events: &[Event<'_>], session: Option<&str>) -> Generated {
    let of = |wanted: &'static str| events.iter().filter(move |(name, _)| *name == wanted).map(|(_, payload)| *payload);
    let written: String = of("output").map(|payload| text(payload, "text")).collect();
    // The first service model had the citation in a member of its own.
    let citations = of("citation").map(|payload| match payload.get("retrievedReferences") {
        Some(_) => payload,
        None => payload.get("citation").unwrap_or(payload),
    });
    Generated {
        answer: Answer::new(written, citations),
        session: session.map(str::to_owned),
        guardrail: of("guardrail").map(|payload| text(payload, "action")).find(|action| action != "NONE"),
    }
}
