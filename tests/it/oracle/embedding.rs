//! Our bodies and our map of vectors against independent ones: langchain-aws for the bodies, numpy for the principal
//! components. Where the bodies differ, the difference is written here with its reason, and taken out of both before they
//! are compared; anything else fails.

use crate::python;
use base64::Engine;
use outcrop::bedrock::embedding::{Element, Embedding, Format, Input, Values, calls, pca};
use outcrop::bedrock::form::Settings;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::picture::Picture;
use serde_json::{Value, json};

/// A picture of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// What langchain-aws sends for each case.
fn theirs(cases: &[Value]) -> Vec<Vec<Value>> {
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    let printed = String::from_utf8(python::run("langchain_embeddings.py", &[], lines.join("\n").as_bytes())).unwrap();
    let read: Vec<_> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), cases.len());
    read
}

/// What we send for the same.
fn ours(case: &Value) -> Vec<Value> {
    let format = Format::for_model(&ModelId::parse(case["model"].as_str().unwrap()).unwrap()).unwrap();
    let mut settings = Settings::default();
    if let (Some(field), Some(length)) = (format.dimension_field(), case.get("dimensions")) {
        settings.set(field.pointer, length.clone());
    }
    let inputs = if let Some(image) = case.get("image") {
        let bytes = base64::engine::general_purpose::STANDARD.decode(image.as_str().unwrap()).unwrap();
        vec![Input::picture(Picture::read(&bytes).unwrap())]
    } else if let Some(query) = case.get("query") {
        if let (Some((field, purpose)), true) = (format.purpose(), format != Format::Nova) {
            settings.set(field.pointer, json!(purpose.query));
        }
        vec![Input::text(query.as_str().unwrap())]
    } else {
        case["texts"].as_array().unwrap().iter().map(|text| Input::text(text.as_str().unwrap())).collect()
    };
    calls(format, &inputs, &settings).unwrap().into_iter().map(|call| call.body).collect()
}

#[test]
fn bodies_are_those_of_an_independent_client() {
    let texts: Vec<String> = (0..100).map(|n| format!("Text {n} “with” \\ 日本語 🪨")).collect();
    let mut cases = Vec::new();
    for (model, dimensions, images) in [
        ("amazon.titan-embed-text-v1", None, false),
        ("amazon.titan-embed-text-v2:0", Some(256), false),
        ("amazon.titan-embed-text-v2:0", None, false),
        ("amazon.titan-embed-image-v1", None, true),
        ("cohere.embed-english-v3", None, true),
        ("cohere.embed-multilingual-v3", None, true),
        ("us.cohere.embed-v4:0", Some(512), false),
        ("us.cohere.embed-v4:0", None, true),
        ("amazon.nova-2-multimodal-embeddings-v1:0", Some(384), false),
        ("amazon.nova-2-multimodal-embeddings-v1:0", None, true),
    ] {
        let mut both = vec![json!({"model": model, "texts": texts}), json!({"model": model, "query": "Which is it?"})];
        if images {
            both.push(json!({"model": model, "image": PNG}));
        }
        for case in &mut both {
            if let Some(length) = dimensions {
                case["dimensions"] = json!(length);
            }
        }
        cases.extend(both);
    }
    // Their body for a picture is that of Marengo 3.0 whatever the version, and for a text they have none.
    cases.push(json!({"model": "us.twelvelabs.marengo-embed-3-0-v1:0", "image": PNG}));
    let mut compared = 0;
    for (case, mut their) in cases.iter().zip(theirs(&cases)) {
        let mut our = ours(case);
        for body in our.iter_mut().chain(&mut their) {
            // They leave out the version of the schema, which the model's page shows in every body.
            body.as_object_mut().unwrap().remove("schemaVersion");
        }
        for body in &mut their {
            // They write the detail level that the page calls the usual one; we write it only when it is set.
            if let Some(image) = body.pointer_mut("/singleEmbeddingParams/image").and_then(Value::as_object_mut) {
                image.remove("detailLevel");
            }
            if body.get("images").is_some() {
                // With a picture they ask for the type that is the usual one; we ask for a type only when one is set.
                body.as_object_mut().unwrap().remove("embedding_types");
            }
            if body.get("images").is_some() && case["model"].as_str().unwrap().contains("embed-v4") {
                // They name `image` as v4's input type, too; the page of v4 has the four purposes of a text only.
                body["input_type"] = json!("search_document");
            }
        }
        assert_eq!(our, their, "{case}");
        compared += our.len();
    }
    assert!(compared > 400, "{compared}");
}

/// Numbers from a fixed recurrence, from −1 to 1.
fn numbers(seed: u32, count: usize) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 23) - 1.0
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn the_map_is_that_of_numpy() {
    let mut sets: Vec<Vec<Vec<f64>>> = Vec::new();
    for (seed, rows, length) in [(1, 3, 2), (2, 8, 256), (3, 40, 64), (4, 96, 1024), (5, 96, 32), (6, 2, 1536)] {
        sets.push((0..rows).map(|row| numbers(seed * 1_000 + row, length)).collect());
    }
    // Clusters, as embeddings form them, and vectors that repeat.
    let clustered = |row: u32| -> Vec<f64> {
        let (centre, noise) = (numbers(9_000 + row % 3, 256), numbers(9_100 + row, 256));
        centre.iter().zip(noise).map(|(centre, noise)| centre + 0.2 * noise).collect()
    };
    sets.push((0..50).map(clustered).collect());
    sets.push((0..12).map(|row| numbers(7_000 + row % 4, 128)).collect());
    let lines: Vec<String> = sets.iter().map(|set| json!(set).to_string()).collect();
    let printed = String::from_utf8(python::run("pca_oracle.py", &[], lines.join("\n").as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), sets.len());
    for (set, line) in sets.iter().zip(printed.lines()) {
        let theirs: Value = serde_json::from_str(line).unwrap();
        let vectors: Vec<Embedding> = set
            .iter()
            .map(|numbers| Embedding {
                model: "m".to_owned(),
                element: Element::Float,
                dimension: numbers.len(),
                values: Values::Float(numbers.clone()),
            })
            .collect();
        let ours = pca::map(&vectors.iter().collect::<Vec<_>>()).unwrap();
        for axis in 0..2 {
            let share = theirs["shares"][axis].as_f64().unwrap();
            assert!((ours.shares[axis] - share).abs() < 1e-9, "{} by {}: share", set.len(), set[0].len());
            for (row, point) in ours.points.iter().enumerate() {
                let there = theirs["points"][row][axis].as_f64().unwrap();
                assert!((point[axis] - there).abs() < 1e-6, "{} by {}: {row} {axis}", set.len(), set[0].len());
            }
        }
    }
}
