//! The calls of the embeddings view that bring no vectors: the ranking of the texts, and the attempt with Converse.

use serde_json::{Value, json};

use super::texts::Texts;
use crate::aws::endpoint::Endpoint;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::bedrock::rerank;
use crate::experiment::run::calls::Calls;
use crate::experiment::run::session::Call;

/// The call that ranks the texts by how well they fit the query, or what keeps it from being sent.
pub fn ranking(model: &str, query: &str, texts: &Texts) -> Result<Calls, String> {
    let model = ModelId::parse(model).map_err(|error| error.to_string())?;
    let format = rerank::Format::for_model(&model).ok_or("Not a known rerank model. Choose one from the list")?;
    let body = rerank::body(format, query, &texts.words(), None)?;
    Ok(Calls::one(model, body))
}

/// The call of Converse with an embedding model and the first text, to see what the service answers.
pub fn converse_attempt(endpoint: &Endpoint, model: &ModelId, texts: &Texts) -> Call {
    Call::of(Operation::Converse, endpoint, model, &converse_body(texts))
}

/// Its model and body, without an endpoint.
pub fn converse_calls(model: &ModelId, texts: &Texts) -> Calls {
    Calls::one(model.clone(), converse_body(texts))
}

fn converse_body(texts: &Texts) -> Value {
    let text = texts.rows().first().map_or("Hello", |row| row.text.text.as_str());
    json!({ "messages": [{ "role": "user", "content": [{ "text": text }] }] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;
    use crate::aws::time::Timestamp;
    use crate::experiment::document::lab::LabText;
    use crate::experiment::run::batch::Batch;
    use crate::experiment::run::exchange::Origin;
    use crate::experiment::run::session::RunId;

    #[test]
    fn the_texts_are_the_documents_of_a_ranking() {
        let texts = Texts::of(["basalt", "oak"].map(LabText::new));
        let calls = ranking("cohere.rerank-v3-5:0", "Which is a tree?", &texts).unwrap();
        let body = calls.bodies.first().unwrap();
        assert_eq!((&body["query"], &body["documents"]), (&json!("Which is a tree?"), &json!(["basalt", "oak"])));
        for (model, query, part) in
            [("amazon.nova-lite-v1:0", "a", "known rerank model"), ("", "a", ""), ("cohere.rerank-v3-5:0", "", "")]
        {
            let why = ranking(model, query, &texts).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }

    #[test]
    fn converse_is_tried_with_the_first_text() {
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let model = ModelId::parse("amazon.titan-embed-text-v2:0").unwrap();
        for (texts, text) in [(Texts::of(["basalt", "oak"].map(LabText::new)), "basalt"), (Texts::of([]), "Hello")] {
            let call = converse_attempt(&endpoint, &model, &texts);
            assert_eq!(call.operation, Operation::Converse);
            let body: serde_json::Value = serde_json::from_slice(&call.request.body).unwrap();
            assert_eq!(body, json!({ "messages": [{ "role": "user", "content": [{ "text": text }] }] }));
            let mut batch = Batch::new(RunId(1), Origin::Simulator, vec![call]);
            batch.due(Timestamp(0));
            assert!(batch.is_of(&converse_calls(&model, &texts)));
            assert!(!batch.is_of(&converse_calls(&model, &Texts::of([LabText::new("changed")]))));
        }
    }
}
