//! Our bodies for pictures, and Marengo's for vectors, against those of an independent client, litellm. Where the two differ,
//! the difference is written here with its reason; anything else fails.
//!
//! Rerank has no such judge: the clients that know it call another operation, `Rerank` of bedrock-agent-runtime.

use crate::python;
use outcrop::bedrock::embedding::{self, Input};
use outcrop::bedrock::form::Settings;
use outcrop::bedrock::image::{self, Task};
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::picture::Picture;
use serde_json::{Value, json};

const PROMPT: &str = "A “red” canyon \\ at dusk,\nwith 砂岩 🪨";
/// A picture of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

fn theirs(cases: &[Value]) -> Vec<Value> {
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    let printed = String::from_utf8(python::run("litellm_images.py", &[], lines.join("\n").as_bytes())).unwrap();
    let read: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), cases.len());
    read
}

fn drawn(model: &str, task: Task, settings: &[(&str, Value)]) -> Value {
    let format = image::Format::for_model(&ModelId::parse(model).unwrap()).unwrap();
    let set = |settings: Settings, (pointer, value): &(&str, Value)| settings.with(pointer, value.clone());
    image::body(format, task, &settings.iter().fold(Settings::default(), set)).unwrap()
}

#[test]
fn pictures_are_asked_for_as_an_independent_client_asks() {
    let config = |name: &str| format!("/imageGenerationConfig/{name}");
    let [width, height, count, quality, seed, scale] =
        ["width", "height", "numberOfImages", "quality", "seed", "cfgScale"].map(config);
    let sized = [
        (width.as_str(), json!(768)),
        (height.as_str(), json!(768)),
        (count.as_str(), json!(2)),
        (quality.as_str(), json!("premium")),
    ];
    let mut cases = Vec::new();
    for model in ["amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v1", "amazon.titan-image-generator-v2:0"] {
        let text = ("/textToImageParams/text", json!(PROMPT));
        cases.push((
            json!({"model": model, "prompt": PROMPT}),
            drawn(model, Task::TextToImage, std::slice::from_ref(&text)),
        ));
        let ours = [&[text.clone()][..], &sized].concat();
        let asked = json!({"model": model, "prompt": PROMPT, "size": "768x768", "n": 2, "quality": "hd"});
        cases.push((asked, drawn(model, Task::TextToImage, &ours)));
    }
    let nova = "amazon.nova-canvas-v1:0";
    let colours = json!(["#FF0000", "#00FF00"]);
    cases.push((
        json!({"model": nova, "prompt": PROMPT, "more": {
            "taskType": "COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams": {"colors": colours}, "seed": 9, "cfgScale": 7.5,
        }}),
        drawn(
            nova,
            Task::ColorGuided,
            &[
                ("/colorGuidedGenerationParams/text", json!(PROMPT)),
                ("/colorGuidedGenerationParams/colors", colours),
                (seed.as_str(), json!(9)),
                (scale.as_str(), json!(7.5)),
            ],
        ),
    ));
    cases.push((
        json!({"model": nova, "prompt": PROMPT, "more": {
            "taskType": "INPAINTING", "inpaintingParams": {"image": PNG, "maskPrompt": "the sky"},
        }}),
        drawn(
            nova,
            Task::Inpainting,
            &[
                ("/inPaintingParams/text", json!(PROMPT)),
                ("/inPaintingParams/image", json!(PNG)),
                ("/inPaintingParams/maskPrompt", json!("the sky")),
            ],
        ),
    ));
    for model in ["stability.sd3-5-large-v1:0", "stability.stable-image-core-v1:1", "stability.stable-image-ultra-v1:1"]
    {
        let more = json!({"aspect_ratio": "16:9", "output_format": "jpeg", "seed": 7, "negative_prompt": "rain"});
        let set: Vec<(String, Value)> =
            more.as_object().unwrap().iter().map(|(name, value)| (format!("/{name}"), value.clone())).collect();
        let mut set: Vec<(&str, Value)> = set.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        set.push(("/prompt", json!(PROMPT)));
        cases.push((json!({"model": model, "prompt": PROMPT}), drawn(model, Task::TextToImage, &set[4..])));
        cases.push((json!({"model": model, "prompt": PROMPT, "more": more}), drawn(model, Task::TextToImage, &set)));
    }
    let old = "stability.stable-diffusion-xl-v1";
    let set = [
        ("/text_prompts/0/text", json!(PROMPT)),
        ("/width", json!(1024)),
        ("/height", json!(1024)),
        ("/seed", json!(5)),
    ];
    let asked = json!({"model": old, "prompt": PROMPT, "size": "1024x1024", "more": {"seed": 5}});
    cases.push((asked, drawn(old, Task::TextToImage, &set)));

    let (asked, ours): (Vec<Value>, Vec<Value>) = cases.into_iter().unzip();
    for ((asked, mut our), mut their) in asked.iter().zip(ours).zip(theirs(&asked)) {
        let model = asked["model"].as_str().unwrap();
        let members = their.as_object_mut().unwrap();
        // Where nothing is set they send an empty object; we send none.
        if members.get("imageGenerationConfig") == Some(&json!({})) {
            members.remove("imageGenerationConfig");
        }
        // They write a small p in the middle; the model's page has inPaintingParams.
        if let Some(painting) = members.remove("inpaintingParams") {
            members.insert("inPaintingParams".to_owned(), painting);
        }
        if model == old {
            // They make one line of the prompt, and state the weight that is the usual one.
            our["text_prompts"][0] = json!({"text": PROMPT.replace('\n', " "), "weight": 1});
        }
        assert_eq!(our, their, "{asked}");
    }
}

#[test]
fn marengo_is_asked_as_an_independent_client_asks() {
    let model = "twelvelabs.marengo-embed-2-7-v1:0";
    let picture = format!("data:image/png;base64,{PNG}");
    let asked = [json!({"model": model, "text": PROMPT}), json!({"model": model, "picture": picture})];
    let bytes = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, PNG).unwrap();
    let inputs = [Input::text(PROMPT), Input::picture(Picture::read(&bytes).unwrap())];
    let format = embedding::Format::for_model(&ModelId::parse(model).unwrap()).unwrap();
    for ((asked, input), mut their) in asked.iter().zip(inputs).zip(theirs(&asked)) {
        let ours = embedding::calls(format, &[input], &Settings::default()).unwrap();
        // They write the cut that is the usual one; we write it only when it is set.
        their.as_object_mut().unwrap().remove("textTruncate");
        assert_eq!(ours[0].body, their, "{asked}");
    }
}
