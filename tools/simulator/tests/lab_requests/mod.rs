//! The calls of the embeddings and the images view, as those views build them, and what a program that makes them prints.

use outcrop::aws::http::Header;
use outcrop::aws::region::Region;
use outcrop::bedrock::form::Settings;
use outcrop::bedrock::image::{self, Task};
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::rerank;
use outcrop::experiment::document::lab::LabText;
use outcrop::experiment::embeddings::{Study, Texts};
use outcrop::export::Request;
use outcrop::text::json::print;
use serde_json::{Value, json};

/// A view's calls.
pub struct Lab {
    /// What they are.
    pub name: &'static str,
    /// The calls.
    pub request: Request,
    /// What the program prints, somewhere.
    pub prints: Vec<&'static str>,
    /// The pictures that it writes, each with its size in pixels.
    pub writes: Vec<(&'static str, [u32; 2])>,
}

fn lab(name: &'static str, model: &str, bodies: &[Value]) -> Lab {
    let request = Request {
        operation: Operation::InvokeModel,
        model: ModelId::parse(model).unwrap(),
        region: Region::parse("us-east-1").unwrap(),
        headers: vec![Header::new("content-type", "application/json"), Header::new("accept", "application/json")],
        bodies: bodies.iter().map(print).collect(),
    };
    Lab { name, request, prints: Vec::new(), writes: Vec::new() }
}

impl Lab {
    fn prints(mut self, what: &'static str) -> Self {
        self.prints.push(what);
        self
    }

    fn writes(mut self, file: &'static str, size: [u32; 2]) -> Self {
        self.writes.push((file, size));
        self.prints("wrote image-")
    }
}

fn vectors(name: &'static str, model: &str, texts: &[&str], settings: &[(&str, Value)], calls: usize) -> Lab {
    let set = |settings: Settings, (pointer, value): &(&str, Value)| settings.with(pointer, value.clone());
    let settings = settings.iter().fold(Settings::default(), set);
    let texts = Texts::of(texts.iter().map(|text| LabText::new(*text)));
    let study = Study::plan(&ModelId::parse(model).unwrap(), texts.rows(), &settings).unwrap();
    let bodies: Vec<Value> = study.planned.into_iter().map(|planned| planned.call.body).collect();
    assert_eq!(bodies.len(), calls, "{name}");
    lab(name, model, &bodies)
}

fn drawn(name: &'static str, model: &str, task: Task, settings: &[(&str, Value)]) -> Lab {
    let id = ModelId::parse(model).unwrap();
    let set = |settings: Settings, (pointer, value): &(&str, Value)| settings.with(pointer, value.clone());
    let settings = settings.iter().fold(Settings::default(), set);
    let body = image::body(image::Format::for_model(&id).unwrap(), task, &settings).unwrap();
    lab(name, model, &[body])
}

/// All of them, with a text that breaks careless quoting.
pub fn all(hostile: &str) -> Vec<Lab> {
    let texts = [hostile, "A dog", "A cat"];
    let titan = "amazon.titan-embed-text-v2:0";
    let documents = texts.map(str::to_owned);
    let ranking = rerank::body(rerank::Format::Cohere, hostile, &documents, None).unwrap();
    vec![
        vectors("Titan V2", titan, &texts, &[("/dimensions", json!(512))], 3).prints("512 numbers"),
        vectors("Titan V2, one text", titan, &texts[..1], &[], 1).prints("1024 numbers"),
        vectors("Titan V2, types", titan, &texts[1..], &[("/embeddingTypes", json!(["float", "binary"]))], 2)
            .prints("float")
            .prints("binary"),
        vectors("Cohere v3", "cohere.embed-english-v3", &texts, &[], 1).prints("1024 numbers"),
        vectors("Cohere v4", "us.cohere.embed-v4:0", &texts, &[("/embedding_types", json!(["int8", "ubinary"]))], 1)
            .prints("int8")
            .prints("ubinary"),
        vectors("Nova", "amazon.nova-2-multimodal-embeddings-v1:0", &texts, &[], 3).prints("numbers"),
        drawn(
            "Stable Image Core",
            "stability.stable-image-core-v1:1",
            Task::TextToImage,
            &[("/prompt", json!(hostile)), ("/seed", json!(7)), ("/aspect_ratio", json!("1:1"))],
        )
        .prints("finish")
        .writes("image-7.png", [1024, 1024]),
        drawn(
            "Nova Canvas",
            "amazon.nova-canvas-v1:0",
            Task::TextToImage,
            &[
                ("/textToImageParams/text", json!(hostile)),
                ("/imageGenerationConfig/seed", json!(9)),
                ("/imageGenerationConfig/numberOfImages", json!(2)),
                ("/imageGenerationConfig/width", json!(512)),
                ("/imageGenerationConfig/height", json!(320)),
            ],
        )
        .writes("image-9-1.png", [512, 320])
        .writes("image-9-2.png", [512, 320]),
        lab("rerank", "cohere.rerank-v3-5:0", &[ranking]),
    ]
}
