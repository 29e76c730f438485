//! The simulator's vectors and scores: whether they rank meaning as people do, and every family's shapes and refusals.
#![expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "in a test, a panic is the report")]

use crate::client::{ask, invoke_with, json_of, text_of, token_table, user};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::http::header;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::invoke::image::bitmap::Bitmap;
use outcrop::simulator::{MEASURE_HEADER, RETIRED_HEADER, SIMULATED_HEADER, TokenTable};
use serde_json::{Value, json};

const TITAN: &str = "amazon.titan-embed-text-v2:0";
const TITAN_1: &str = "amazon.titan-embed-text-v1";
const TITAN_MM: &str = "amazon.titan-embed-image-v1";
const COHERE_3: &str = "cohere.embed-english-v3";
const COHERE_4: &str = "us.cohere.embed-v4:0";
const NOVA: &str = "amazon.nova-2-multimodal-embeddings-v1:0";
const MARENGO_27: &str = "twelvelabs.marengo-embed-2-7-v1:0";
const MARENGO_30: &str = "twelvelabs.marengo-embed-3-0-v1:0";

fn answer(model: &str, body: &Value) -> Value {
    let reply = invoke_with(model, body, Some(token_table()));
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    json_of(&reply)
}

fn refusal(model: &str, body: &Value) -> String {
    let reply = invoke_with(model, body, Some(token_table()));
    assert_eq!(reply.status, 400, "{model} took {body}");
    text_of(&reply, "/message")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn titan(text: &str, dimensions: u64, table: Option<&TokenTable>) -> Vec<f64> {
    let reply = invoke_with(TITAN, &json!({ "inputText": text, "dimensions": dimensions }), table);
    numbers(&json_of(&reply)["embedding"])
}

/// Ranks from the smallest, ties at their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: f64| values.iter().filter(|other| **other < value).count() as f64;
    let equal = |value: f64| values.iter().filter(|other| other.to_bits() == value.to_bits()).count() as f64;
    values.iter().map(|value| below(*value) + (equal(*value) - 1.0) / 2.0).collect()
}

/// The correlation of the ranks.
fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let centred = |values: &[f64]| {
        let ranks = ranks(values);
        let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
        ranks.into_iter().map(|rank| rank - mean).collect::<Vec<_>>()
    };
    cosine(&centred(a), &centred(b))
}

#[test]
fn similarity_ranks_sentence_pairs_as_people_do() {
    let pairs: Vec<(f64, &str, &str)> = include_str!("../../embedding/pairs.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (cells[0].parse().unwrap(), cells[1], cells[2])
        })
        .collect();
    assert!(pairs.len() >= 80, "{} pairs", pairs.len());
    let grades: Vec<f64> = pairs.iter().map(|(grade, ..)| *grade).collect();
    let agreement = |table: Option<&TokenTable>, dimensions| {
        let cosines: Vec<f64> =
            pairs.iter().map(|(_, a, b)| cosine(&titan(a, dimensions, table), &titan(b, dimensions, table))).collect();
        spearman(&grades, &cosines)
    };
    let (with, without) = (agreement(Some(token_table()), 1024), agreement(None, 1024));
    let short = agreement(Some(token_table()), 256);
    println!("{} pairs: Spearman {with:.3} with the token table, {without:.3} with n-grams", pairs.len());
    println!("at 256 dimensions: {short:.3}");
    assert!(with >= 0.6 && with >= without + 0.15, "{with} with the table, {without} without");
    assert!(short >= 0.6 && short < with, "{short} at 256 dimensions, {with} at 1024");
}

#[test]
fn a_reply_says_what_it_was_measured_with() {
    let body = json!({ "inputText": "granite" });
    for (table, measure) in [(Some(token_table()), "token-table"), (None, "n-grams")] {
        let reply = invoke_with(TITAN, &body, table);
        assert_eq!(header(&reply.headers, MEASURE_HEADER), Some(measure));
        assert_eq!(header(&reply.headers, SIMULATED_HEADER), Some("true"));
        assert_eq!(
            json_of(&reply).as_object().unwrap().keys().collect::<Vec<_>>(),
            ["embedding", "inputTextTokenCount", "embeddingsByType"]
        );
    }
}

#[test]
fn titan_text_in_every_dimension_and_type() {
    let text = "Basalt is a dark volcanic rock";
    let raw = |dimensions| {
        answer(TITAN, &json!({ "inputText": text, "dimensions": dimensions, "normalize": false }))["embedding"].clone()
    };
    let longest = numbers(&raw(1024));
    for dimensions in [256, 512, 1024] {
        assert_eq!(numbers(&raw(dimensions)), longest[..dimensions], "a shorter one is the start of the longer one");
        let normalised = titan(text, dimensions as u64, Some(token_table()));
        assert!((normalised.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-5);
        assert!((cosine(&normalised, &longest[..dimensions]) - 1.0).abs() < 1e-6);
    }
    assert!((longest.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() > 1e-3);
    let both = answer(TITAN, &json!({ "inputText": text, "embeddingTypes": ["binary", "float"] }));
    let (float, binary) = (numbers(&both["embeddingsByType"]["float"]), numbers(&both["embeddingsByType"]["binary"]));
    assert_eq!(numbers(&both["embedding"]), float);
    assert_eq!(binary, float.iter().map(|x| f64::from(u8::from(*x > 0.0))).collect::<Vec<_>>());
    assert!(both["inputTextTokenCount"].as_u64().unwrap() >= 6);
    let first = answer(TITAN_1, &json!({ "inputText": text }));
    assert_eq!((numbers(&first["embedding"]).len(), first.as_object().unwrap().len()), (1536, 2));
    // Two models' vectors say nothing about each other.
    let other = answer(COHERE_3, &json!({ "texts": [text], "input_type": "search_document" }));
    assert!(cosine(&titan(text, 1024, Some(token_table())), &numbers(&other["embeddings"][0])).abs() < 0.3);
}

#[test]
fn cohere_in_both_versions_and_every_type() {
    let texts = ["How do I reset my password?", "I cannot sign in to my account"];
    let plain = answer(COHERE_3, &json!({ "texts": texts, "input_type": "search_document" }));
    assert_eq!((&plain["response_type"], &plain["texts"]), (&json!("embeddings_floats"), &json!(texts)));
    assert_eq!(plain["embeddings"].as_array().unwrap().iter().map(|v| numbers(v).len()).collect::<Vec<_>>(), [1024; 2]);
    let kinds = ["float", "int8", "uint8", "binary", "ubinary"];
    for (dimension, model) in [(1024, COHERE_3), (256, COHERE_4), (512, COHERE_4), (1024, COHERE_4), (1536, COHERE_4)] {
        let mut body = json!({ "texts": texts, "input_type": "clustering", "embedding_types": kinds });
        if model == COHERE_4 {
            body["output_dimension"] = dimension.into();
        }
        let typed = answer(model, &body);
        assert_eq!(typed["response_type"], "embeddings_by_type");
        assert_eq!(typed["embeddings"].as_object().unwrap().keys().collect::<Vec<_>>(), kinds);
        let vectors = |kind: &str| numbers(&typed["embeddings"][kind][1]);
        let (float, int8, uint8) = (vectors("float"), vectors("int8"), vectors("uint8"));
        let (binary, ubinary) = (vectors("binary"), vectors("ubinary"));
        assert_eq!([float.len(), int8.len(), uint8.len(), binary.len() * 8, ubinary.len() * 8], [dimension; 5]);
        assert!(cosine(&float, &int8) > 0.995, "{}", cosine(&float, &int8));
        assert!(int8.iter().zip(&uint8).all(|(a, b)| a + 128.0 == *b && (0.0..=255.0).contains(b)));
        assert!(binary.iter().zip(&ubinary).all(|(a, b)| a + 128.0 == *b && (0.0..=255.0).contains(b)));
        let first = float[..8].iter().fold(0.0, |byte, x| byte * 2.0 + f64::from(u8::from(*x > 0.0)));
        assert_eq!(ubinary[0].to_bits(), first.to_bits(), "the first number is the highest bit");
    }
    // A query and a document of the same words are near and not the same.
    let vector =
        |role: &str| numbers(&answer(COHERE_4, &json!({ "texts": [texts[0]], "input_type": role }))["embeddings"][0]);
    let near = cosine(&vector("search_query"), &vector("search_document"));
    assert!((0.85..0.999).contains(&near), "{near}");
}

/// A small picture of one colour, as a data URL.
fn picture(colour: [u8; 3]) -> String {
    STANDARD.encode(Bitmap::plain(64, 48, colour).png())
}

#[test]
fn pictures_go_where_texts_go() {
    let (red, blue) = (picture([200, 20, 30]), picture([20, 40, 210]));
    let titan = |body: Value| {
        let answer = answer(TITAN_MM, &body);
        assert_eq!(answer["message"], Value::Null);
        numbers(&answer["embedding"])
    };
    let text = titan(json!({ "inputText": "a red wall" }));
    let (red_vector, blue_vector) = (titan(json!({ "inputImage": red })), titan(json!({ "inputImage": blue })));
    assert!(cosine(&text, &red_vector) > cosine(&text, &blue_vector) + 0.05);
    let both = titan(json!({ "inputText": "a red wall", "inputImage": blue }));
    assert!(cosine(&both, &text) > 0.5 && cosine(&both, &blue_vector) > 0.5);
    for length in [256, 384, 1024] {
        let config = json!({ "outputEmbeddingLength": length });
        assert_eq!(titan(json!({ "inputImage": red, "embeddingConfig": config })).len(), length);
    }
    let url = format!("data:image/png;base64,{red}");
    let images = answer(COHERE_3, &json!({ "images": [url], "input_type": "image" }));
    assert_eq!(images["images"][0], json!({ "width": 64, "height": 48, "format": "png", "bit_depth": 24 }));
    let parts = json!([{ "type": "text", "text": "a rock" }, { "type": "image_url", "image_url": { "url": url } }]);
    let mixed = answer(COHERE_4, &json!({ "inputs": [{ "content": parts }], "input_type": "search_document" }));
    assert_eq!(numbers(&mixed["embeddings"][0]).len(), 1536);
    let nova = |image: &str| {
        let params = json!({ "embeddingPurpose": "IMAGE_RETRIEVAL", "embeddingDimension": 384,
                             "image": { "format": "png", "source": { "bytes": image } } });
        answer(NOVA, &json!({ "taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": params }))["embeddings"][0]
            .clone()
    };
    assert_eq!((&nova(&red)["embeddingType"], numbers(&nova(&red)["embedding"]).len()), (&json!("IMAGE"), 384));
    let source = json!({ "base64String": red });
    let marengo = answer(MARENGO_27, &json!({ "inputType": "image", "mediaSource": source }));
    assert_eq!(numbers(&marengo["data"][0]["embedding"]).len(), 1024);
    let nested = json!({ "inputText": "a rock", "mediaSource": source });
    let marengo = answer(MARENGO_30, &json!({ "inputType": "text_image", "text_image": nested }));
    assert_eq!(numbers(&marengo["data"][0]["embedding"]).len(), 512);
}

#[test]
fn nova_and_marengo_embed_texts() {
    let nova = |dimension: Option<u64>, purpose: &str, text: Value| {
        let mut params = json!({ "embeddingPurpose": purpose, "text": text });
        if let Some(dimension) = dimension {
            params["embeddingDimension"] = dimension.into();
        }
        let body = json!({ "schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING",
                           "singleEmbeddingParams": params });
        answer(NOVA, &body)["embeddings"][0].clone()
    };
    let text = json!({ "truncationMode": "END", "value": "Basalt is a dark rock" });
    for (asked, dimension) in [(None, 3072), (Some(256), 256), (Some(384), 384), (Some(1024), 1024)] {
        let item = nova(asked, "GENERIC_INDEX", text.clone());
        assert_eq!((&item["embeddingType"], numbers(&item["embedding"]).len()), (&json!("TEXT"), dimension));
        assert_eq!(item.get("truncatedCharLength"), None);
    }
    let long = json!({ "truncationMode": "START", "value": "rock ".repeat(2_000) });
    assert_eq!(nova(None, "TEXT_RETRIEVAL", long)["truncatedCharLength"], 8_192);
    let marengo = answer(MARENGO_27, &json!({ "inputType": "text", "inputText": "Basalt is a dark rock" }));
    assert_eq!(numbers(&marengo["data"][0]["embedding"]).len(), 1024);
    let marengo = answer(MARENGO_30, &json!({ "inputType": "text", "text": { "inputText": "Basalt" } }));
    assert_eq!(numbers(&marengo["data"][0]["embedding"]).len(), 512);
}

#[test]
fn bodies_that_do_not_fit_are_refused_in_words() {
    let nova = |params: Value| json!({ "taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": params });
    let many: Vec<String> = (0..97).map(|index| format!("text {index}")).collect();
    for (model, body, expected) in [
        (TITAN, json!({}), "#: required key [inputText] not found"),
        (TITAN, json!({ "inputText": "" }), "#/inputText: expected minLength: 1, actual: 0"),
        (TITAN, json!({ "inputText": "a", "dimensions": 300 }), "#/dimensions: 300 is not a valid enum value"),
        (
            TITAN,
            json!({ "inputText": "a", "dimensions": "256" }),
            "#/dimensions: expected type: Integer, found: String",
        ),
        (
            TITAN,
            json!({ "inputText": "a", "embeddingTypes": ["int8"] }),
            "#/embeddingTypes/0: int8 is not a valid enum",
        ),
        (TITAN, json!({ "inputText": ["a"] }), "#/inputText: expected type: String, found: JSONArray"),
        (TITAN, json!({ "inputText": "word ".repeat(9_000) }), "Too many input tokens. Max input tokens: 8192"),
        (TITAN, json!({ "inputText": "x".repeat(50_001) }), "#/inputText: expected maxLength: 50000, actual: 50001"),
        (TITAN_1, json!({ "inputText": "a", "dimensions": 256 }), "#: extraneous key [dimensions] is not permitted"),
        (TITAN_MM, json!({}), "required key [inputText] or [inputImage] not found"),
        (TITAN_MM, json!({ "inputImage": "%%" }), "#/inputImage: the value is not an image in base64"),
        (COHERE_3, json!({ "texts": ["a"] }), "#: required key [input_type] not found"),
        (
            COHERE_3,
            json!({ "texts": ["a"], "input_type": "clustering", "truncate": "LEFT" }),
            "#/truncate: LEFT is not",
        ),
        (
            COHERE_4,
            json!({ "texts": ["a"], "input_type": "clustering", "truncate": "START" }),
            "#/truncate: START is not",
        ),
        (
            COHERE_3,
            json!({ "texts": many, "input_type": "clustering" }),
            "#/texts: expected maximum item count: 96, found: 97",
        ),
        (COHERE_3, json!({ "texts": ["x".repeat(2_049)], "input_type": "clustering" }), "expected maxLength: 2048"),
        (COHERE_4, json!({ "texts": ["a"], "images": ["b"], "input_type": "clustering" }), "exactly one of"),
        (COHERE_4, json!({ "images": ["b"], "input_type": "clustering" }), "#/images/0: the value is not a data:image"),
        (
            COHERE_4,
            json!({ "texts": ["a"], "input_type": "clustering", "output_dimension": 300 }),
            "300 is not a valid",
        ),
        (COHERE_3, json!({ "texts": ["a"], "truncate": "X" }), "2 schema violations found"),
        (NOVA, nova(json!({ "text": { "value": "a", "truncationMode": "END" } })), "required key [embeddingPurpose]"),
        (NOVA, nova(json!({ "embeddingPurpose": "CLUSTERING" })), "exactly one of [text, image, audio, video]"),
        (MARENGO_27, json!({ "inputType": "text" }), "#: required key [inputText] not found"),
        (MARENGO_30, json!({ "inputType": "text" }), "#/text: required key [inputText] not found"),
        (MARENGO_30, json!({ "inputType": "video", "video": {} }), "StartAsyncInvoke"),
    ] {
        let found = refusal(model, &body);
        assert!(found.contains(expected), "{model}: {expected:?} is not in {found:?}");
    }
}

#[test]
fn converse_and_streams_refuse_what_gives_no_text() {
    for model in [TITAN, COHERE_4, NOVA, MARENGO_30, "stability.stable-image-core-v1:1", "cohere.rerank-v3-5:0"] {
        let refused = text_of(&ask(Operation::Converse, model, &user("Hi")), "/message");
        assert!(refused.contains("This action doesn't support the model that you provided."), "{model}: {refused}");
        let refused = text_of(&ask(Operation::InvokeModelWithResponseStream, model, &json!({})), "/message");
        assert_eq!(refused, "The model is unsupported for streaming", "{model}");
    }
    let reply = invoke_with(TITAN, &json!({ "inputText": "a" }), None);
    assert_eq!(header(&reply.headers, RETIRED_HEADER), None);
}

#[test]
fn rerank_orders_documents_by_what_they_are_about() {
    let documents = json!([
        "The museum shows paintings from France",
        "To change your password, open the account settings",
        { "text": "A new password can be requested on the sign-in page" },
        "Granite is an igneous rock"
    ]);
    for (model, body) in [
        (
            "cohere.rerank-v3-5:0",
            json!({ "api_version": 2, "query": "How do I reset my password?", "documents": documents }),
        ),
        ("amazon.rerank-v1:0", json!({ "query": "How do I reset my password?", "documents": documents })),
    ] {
        let results = answer(model, &body)["results"].as_array().unwrap().clone();
        let order: Vec<u64> = results.iter().map(|result| result["index"].as_u64().unwrap()).collect();
        let scores: Vec<f64> = results.iter().map(|result| result["relevance_score"].as_f64().unwrap()).collect();
        assert!(order.len() == 4 && order[..2].iter().all(|index| [1, 2].contains(index)), "{model}: {results:?}");
        assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]) && scores[1] > 2.0 * scores[2], "{scores:?}");
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        let mut best = body.clone();
        best["top_n"] = 1.into();
        assert_eq!(answer(model, &best)["results"].as_array().unwrap().len(), 1);
        let mut none = body.clone();
        none["documents"] = json!([]);
        assert!(refusal(model, &none).contains("#/documents: expected minimum item count: 1, found: 0"));
        none["documents"] = json!([1]);
        assert!(refusal(model, &none).contains("#/documents/0: expected a string"));
    }
    let bare = json!({ "query": "q", "documents": ["d"] });
    assert!(refusal("cohere.rerank-v3-5:0", &bare).contains("required key [api_version]"));
}
