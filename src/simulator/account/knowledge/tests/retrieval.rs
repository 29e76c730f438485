//! `Retrieve`, `RetrieveAndGenerate`, its stream, and `Rerank`.

use super::super::generate::UNABLE;
use super::super::library::passages;
use super::*;
use crate::simulator::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};

const RERANKER: &str = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0";

fn search(text: &str, vector: Value) -> Value {
    json!({
        "knowledgeBaseId": KNOWLEDGE_BASE_ID, "retrievalQuery": { "text": text },
        "retrievalConfiguration": { "vectorSearchConfiguration": vector },
    })
}

fn ask(text: &str) -> Value {
    json!({
        "input": { "text": text },
        "retrieveAndGenerateConfiguration": {
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": { "knowledgeBaseId": KNOWLEDGE_BASE_ID, "modelArn": MODEL_ID },
        },
    })
}

/// A question with one member of the generation configuration.
fn ask_with(text: &str, member: &str, value: Value) -> Value {
    let mut input = ask(text);
    input["retrieveAndGenerateConfiguration"]["knowledgeBaseConfiguration"]["generationConfiguration"][member] = value;
    input
}

fn guardrail() -> Value {
    json!({ "guardrailId": EXAMPLE_GUARDRAIL_ID, "guardrailVersion": "1" })
}

fn results(output: &Value) -> &Vec<Value> {
    output["retrievalResults"].as_array().unwrap()
}

#[test]
fn the_nearest_passages_come_first_with_source_and_metadata() {
    let desk = Desk::new();
    let found = desk.call("Retrieve", &search("chunking of documents into chunks", json!({})));
    assert_eq!(results(&found).len(), 5);
    let first = &results(&found)[0];
    assert_eq!(first["location"]["s3Location"]["uri"], "s3://outcrop-glossary/retrieval/chunking.md");
    assert_eq!(first["metadata"]["x-amz-bedrock-kb-source-uri"], first["location"]["s3Location"]["uri"]);
    let scores: Vec<f64> = results(&found).iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] > 0.0 && scores[0] <= 1.0, "{scores:?}");
    let arn = format!("arn:aws:bedrock:us-east-1:123456789012:knowledge-base/{KNOWLEDGE_BASE_ID}");
    let by_arn = with(search("chunking of documents into chunks", json!({})), "knowledgeBaseId", json!(arn));
    assert_eq!(desk.call("Retrieve", &by_arn), found);
    let hybrid = desk.call("Retrieve", &search("cachePoint", json!({"overrideSearchType": "HYBRID"})));
    assert!(results(&hybrid)[0]["content"]["text"].as_str().unwrap().contains("cachePoint"));
    assert!(results(&hybrid)[0]["score"].as_f64() >= Some(0.3));
}

#[test]
fn a_filter_narrows_the_search_and_pages_go_on() {
    let desk = Desk::new();
    let filter = json!({"andAll": [
        {"equals": {"key": "topic", "value": "retrieval"}},
        {"greaterThanOrEquals": {"key": "year", "value": 2025}},
        {"listContains": {"key": "tags", "value": "rag"}},
    ]});
    let found = desk.call("Retrieve", &search("chunks", json!({"filter": filter, "numberOfResults": 100})));
    assert!(!results(&found).is_empty());
    for hit in results(&found) {
        assert_eq!(hit["metadata"]["topic"], "retrieval");
        assert!(hit["metadata"]["year"].as_u64() >= Some(2025));
        assert!(hit["metadata"]["tags"].as_array().unwrap().contains(&json!("rag")));
    }
    let mut all = Vec::new();
    let mut input = search("tokens", json!({"numberOfResults": 100}));
    loop {
        let page = desk.call("Retrieve", &input);
        all.extend(results(&page).clone());
        match page.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => break,
        }
    }
    assert_eq!(all.len(), passages().len());
    assert!(desk.refused("Retrieve", &with(input, "nextToken", json!("none"))).contains("nextToken"));
}

#[test]
fn wrong_searches_are_refused() {
    let desk = Desk::new();
    let one = |filter: Value| search("x", json!({ "filter": filter }));
    for (input, part) in [
        (
            with(search("x", json!({})), "knowledgeBaseId", json!("NOSUCHBASE")),
            "ResourceNotFoundException: Knowledge Base",
        ),
        (one(json!({"andAll": [{"equals": {"key": "a", "value": 1}}]})), "greater than or equal to 2"),
        (one(json!({"greaterThan": {"key": "year", "value": "new"}})), "needs a number"),
        (one(json!({})), "ValidationException"),
        (search("x", json!({"numberOfResults": 101})), "less than or equal to 100"),
        (search(" ", json!({})), "no text"),
        (
            search("x", json!({"rerankingConfiguration": {"type": "BEDROCK_RERANKING_MODEL"}})),
            "needs bedrockRerankingConfiguration",
        ),
        (
            with(
                search("x", json!({})),
                "guardrailConfiguration",
                json!({"guardrailId": "abc", "guardrailVersion": "1"}),
            ),
            "identifier or version provided in the request does not exist",
        ),
    ] {
        let refused = desk.refused("Retrieve", &input);
        assert!(refused.contains(part), "{refused}");
    }
}

#[test]
fn reranking_changes_the_scores_to_those_of_rerank() {
    let desk = Desk::new();
    let query = "Which operation returns passages?";
    let reranking = json!({
        "type": "BEDROCK_RERANKING_MODEL",
        "bedrockRerankingConfiguration": { "modelConfiguration": { "modelArn": RERANKER }, "numberOfRerankedResults": 3 },
    });
    let found =
        desk.call("Retrieve", &search(query, json!({"numberOfResults": 20, "rerankingConfiguration": reranking})));
    assert_eq!(results(&found).len(), 3);
    let document = |hit: &Value| json!({"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": hit["content"]["text"]}}});
    let sources: Vec<Value> = results(&found).iter().map(document).collect();
    let ranked = desk.call("Rerank", &rerank(query, sources, RERANKER));
    for (place, result) in ranked["results"].as_array().unwrap().iter().enumerate() {
        assert_eq!(result["index"], place);
        assert_eq!(result["relevanceScore"], results(&found)[place]["score"]);
    }
}

fn rerank(query: &str, sources: Vec<Value>, arn: &str) -> Value {
    json!({
        "queries": [{ "type": "TEXT", "textQuery": { "text": query } }], "sources": sources,
        "rerankingConfiguration": {
            "type": "BEDROCK_RERANKING_MODEL",
            "bedrockRerankingConfiguration": { "modelConfiguration": { "modelArn": arn } },
        },
    })
}

#[test]
fn rerank_orders_texts_and_json_in_pages_and_refuses_other_models() {
    let desk = Desk::new();
    let texts = |texts: &[&str]| -> Vec<Value> {
        let source = |text: &&str| json!({"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": text}}});
        texts.iter().map(source).collect()
    };
    let mut sources = texts(&["Chalk is soft.", "Granite holds quartz."]);
    sources
        .push(json!({"type": "INLINE", "inlineDocumentSource": {"type": "JSON", "jsonDocument": {"rock": "granite"}}}));
    let ranked = desk.call("Rerank", &rerank("granite quartz", sources, RERANKER));
    let order: Vec<u64> = ranked["results"].as_array().unwrap().iter().map(|r| r["index"].as_u64().unwrap()).collect();
    assert_eq!(order, [1, 2, 0]);
    let mut many = rerank("granite", texts(&["granite"; 150]), RERANKER);
    let first = desk.call("Rerank", &many);
    many["nextToken"] = first["nextToken"].clone();
    let rest = desk.call("Rerank", &many);
    assert_eq!(first["results"].as_array().unwrap().len() + rest["results"].as_array().unwrap().len(), 150);
    for (arn, part) in [
        ("arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0", "model identifier is invalid"),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0", "not available in us-east-1"),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "does not rerank"),
        ("cohere.rerank-v3-5:0", "not valid for reranking"),
    ] {
        let refused = desk.refused("Rerank", &rerank("a", texts(&["a"]), arn));
        assert!(refused.starts_with("ValidationException") && refused.contains(part), "{refused}");
    }
    let empty = json!({"type": "INLINE", "inlineDocumentSource": {"type": "JSON", "textDocument": {"text": "a"}}});
    assert!(desk.refused("Rerank", &rerank("a", vec![empty], RERANKER)).contains("source 0"));
}

#[test]
fn an_answer_cites_the_passages_at_its_spans_and_the_stream_says_the_same() {
    let desk = Desk::new();
    let answer = desk.call("RetrieveAndGenerate", &ask("What is chunking?"));
    let text: Vec<char> = answer["output"]["text"].as_str().unwrap().chars().collect();
    let citations = answer["citations"].as_array().unwrap();
    assert!(!citations.is_empty());
    for citation in citations {
        let part = &citation["generatedResponsePart"]["textResponsePart"];
        let at = |key: &str| usize::try_from(part["span"][key].as_u64().unwrap()).unwrap();
        let span: String = text[at("start")..=at("end")].iter().collect();
        assert_eq!(json!(span), part["text"]);
        let source = citation["retrievedReferences"][0]["content"]["text"].as_str().unwrap();
        assert!(source.contains(&span) && passages().iter().any(|passage| passage.text == source));
    }
    let (head, events) = desk.stream("RetrieveAndGenerateStream", "stream", &ask("What is chunking?"));
    let texts: String = named(&events, "output").iter().map(|event| event["text"].as_str().unwrap()).collect();
    assert_eq!(json!(texts), answer["output"]["text"]);
    assert_eq!(json!(named(&events, "citation")), answer["citations"]);
    assert_ne!(head["sessionId"], answer["sessionId"]);
    assert!(named(&events, "output").len() > 1);
}

#[test]
fn a_session_remembers_the_question_and_an_unknown_one_is_refused() {
    let mut desk = Desk::new();
    let first = desk.call("RetrieveAndGenerate", &ask("What is a guardrail?"));
    let follow = with(ask("And what does it block?"), "sessionId", first["sessionId"].clone());
    let second = desk.call("RetrieveAndGenerate", &follow);
    assert_eq!(second["sessionId"], first["sessionId"]);
    let uri = &second["citations"][0]["retrievedReferences"][0]["location"]["s3Location"]["uri"];
    assert!(uri.as_str().unwrap().contains("guardrails"), "{second}");
    let saved = desk.account.borrow().to_json();
    assert_eq!(Account::from_json(&saved), Ok(desk.account.borrow().clone()));
    desk.later(25 * 3_600);
    for input in [with(ask("x"), "sessionId", json!("none")), follow] {
        let refused = desk.refused("RetrieveAndGenerate", &input);
        assert!(refused.starts_with("ValidationException: Session with Id"), "{refused}");
    }
}

#[test]
fn templates_limits_and_decomposition_act() {
    let desk = Desk::new();
    let plain = desk.call("RetrieveAndGenerate", &ask("What is chunking?"));
    let template = |text: &str| ask_with("What is chunking?", "promptTemplate", json!({ "textPromptTemplate": text }));
    let uncited = desk.call("RetrieveAndGenerate", &template("Answer from $search_results$"));
    assert_eq!((&uncited["output"], &uncited["citations"]), (&plain["output"], &json!([])));
    assert!(desk.refused("RetrieveAndGenerate", &template("Answer $query$")).contains("$search_results$"));
    let short = json!({"textInferenceConfig": {"maxTokens": 3}});
    let cut = desk.call("RetrieveAndGenerate", &ask_with("What is chunking?", "inferenceConfig", short));
    let (cut, whole) = (cut["output"]["text"].as_str().unwrap(), plain["output"]["text"].as_str().unwrap());
    assert!(whole.starts_with(cut) && cut.len() < whole.len());
    let mut two = ask("Chunking and distillation?");
    two["retrieveAndGenerateConfiguration"]["knowledgeBaseConfiguration"]["orchestrationConfiguration"] =
        json!({"queryTransformationConfiguration": {"type": "QUERY_DECOMPOSITION"}});
    let both = desk.call("RetrieveAndGenerate", &two)["output"]["text"].as_str().unwrap().to_lowercase();
    assert!(both.contains("chunk") && both.contains("distillation"), "{both}");
    let other = desk.call("RetrieveAndGenerate", &ask("Zebra giraffe?"));
    assert_eq!(other["output"]["text"], UNABLE);
    assert_eq!(other["citations"][0]["retrievedReferences"], json!([]));
}

#[test]
fn external_sources_are_read_from_the_request() {
    let desk = Desk::new();
    let external = |source: Value| {
        json!({
            "input": { "text": "Which rock holds quartz?" },
            "retrieveAndGenerateConfiguration": {
                "type": "EXTERNAL_SOURCES",
                "externalSourcesConfiguration": { "modelArn": MODEL_ID, "sources": [source] },
            },
        })
    };
    let bytes = |kind: &str| {
        let data = STANDARD.encode("Chalk is soft. Granite holds quartz.");
        json!({"sourceType": "BYTE_CONTENT", "byteContent": {"contentType": kind, "data": data, "identifier": "rocks.txt"}})
    };
    let answer = desk.call("RetrieveAndGenerate", &external(bytes("text/plain")));
    assert_eq!(answer["output"]["text"], "Granite holds quartz.");
    let reference = &answer["citations"][0]["retrievedReferences"][0];
    assert_eq!(reference["location"]["customDocumentLocation"]["id"], "rocks.txt");
    assert!(desk.refused("RetrieveAndGenerate", &external(bytes("application/pdf"))).contains("reads texts only"));
    let s3 = |uri: &str| json!({"sourceType": "S3", "s3Location": {"uri": uri}});
    assert!(desk.refused("RetrieveAndGenerate", &external(s3("s3://bucket/a.txt"))).contains("no S3"));
    let mut known = external(s3("s3://outcrop-glossary/retrieval/chunking.md"));
    known["input"]["text"] = json!("What are small chunks?");
    assert!(desk.call("RetrieveAndGenerate", &known)["output"]["text"].as_str().unwrap().contains("mall chunks"));
}

#[test]
fn a_guardrail_blocks_the_question_or_the_answer() {
    let desk = Desk::new();
    let bad = format!("What is {EXAMPLE_GUARDRAIL_WORD}?");
    let blocked = desk.call("RetrieveAndGenerate", &ask_with(&bad, "guardrailConfiguration", guardrail()));
    assert_eq!(blocked["guardrailAction"], "INTERVENED");
    assert!(blocked["output"]["text"].as_str().unwrap().contains("blocked"), "{blocked}");
    let passed = desk.call("RetrieveAndGenerate", &ask_with("What is RAG?", "guardrailConfiguration", guardrail()));
    assert_eq!(passed["guardrailAction"], "NONE");
    let (_, events) =
        desk.stream("RetrieveAndGenerateStream", "stream", &ask_with(&bad, "guardrailConfiguration", guardrail()));
    assert_eq!(events.last().unwrap(), &("guardrail".to_owned(), json!({"action": "INTERVENED"})));
    let found = desk.call("Retrieve", &with(search(&bad, json!({})), "guardrailConfiguration", guardrail()));
    assert_eq!((&found["guardrailAction"], &found["retrievalResults"]), (&json!("INTERVENED"), &json!([])));
}

#[test]
fn wrong_models_and_configurations_are_refused() {
    let desk = Desk::new();
    let of = |model: &str| {
        let mut input = ask("What is RAG?");
        input["retrieveAndGenerateConfiguration"]["knowledgeBaseConfiguration"]["modelArn"] = json!(model);
        input
    };
    for (model, part) in [
        ("amazon.no-such-v1:0", "model identifier is invalid"),
        ("arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0", "model identifier is invalid"),
        ("amazon.titan-embed-text-v2:0", "doesn't support the model"),
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", "on-demand throughput"),
    ] {
        let refused = desk.refused("RetrieveAndGenerate", &of(model));
        assert!(refused.contains(part), "{model}: {refused}");
    }
    desk.call("RetrieveAndGenerate", &of("us.anthropic.claude-sonnet-4-5-20250929-v1:0"));
    desk.call("RetrieveAndGenerate", &of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));
    let claude = json!({"modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0"});
    let (_, offers) = call_at(&desk.account, "bedrock", "ListFoundationModelAgreementOffers", &claude, desk.now);
    let accepted = with(claude.clone(), "offerToken", offers["offers"][0]["offerToken"].clone());
    call_at(&desk.account, "bedrock", "CreateFoundationModelAgreement", &accepted, desk.now);
    let of_claude = of("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    let refused = desk.refused("RetrieveAndGenerate", &of_claude);
    assert!(refused.starts_with("AccessDeniedException") && refused.contains("still being processed"), "{refused}");
    let later = desk.now.plus_ms(600 * SECOND_MS);
    call_at(&desk.account, "bedrock", "DeleteFoundationModelAgreement", &claude, later);
    assert!(desk.refused("RetrieveAndGenerate", &of_claude).starts_with("AccessDeniedException"));
    let mut wrong = ask("What is RAG?");
    wrong["retrieveAndGenerateConfiguration"]["type"] = json!("EXTERNAL_SOURCES");
    assert!(desk.refused("RetrieveAndGenerate", &wrong).contains("needs externalSourcesConfiguration"));
    assert!(desk.refused("RetrieveAndGenerateStream", &json!({"input": {"text": "x"}})).contains("KNOWLEDGE_BASE"));
    wrong["retrieveAndGenerateConfiguration"]["type"] = json!("KNOWLEDGE_BASE");
    wrong["retrieveAndGenerateConfiguration"]["knowledgeBaseConfiguration"]["knowledgeBaseId"] = json!("NOSUCHBASE");
    assert!(desk.refused("RetrieveAndGenerate", &wrong).starts_with("ResourceNotFoundException"));
}
