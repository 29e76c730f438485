//! Exported Rust, Java and Go, read by those languages' own parsers. A tool that is not on the machine is named and
//! skipped: the project does not otherwise need a JDK or Go.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use outcrop::aws::http::Header;
use outcrop::aws::region::Region;
use outcrop::bedrock::client::Client;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::export::{Request, Target, code, operation};
use outcrop::text::json::print;
use serde_json::{Value, json};

use crate::inputs::{self, Random};

const HOSTILE: &str = "\"it's\" \\ \\u0041 `x` $(id) \"\"\" \"# r##\"\"## */ // '''\n\r\t\u{0}\u{7f}\u{85}\u{2028}\u{202e}é👩\u{200d}🚀 \n";

fn model() -> ServiceModel {
    ServiceModel::from_json(&std::fs::read_to_string("assets/service-model/bedrock-runtime.json").unwrap()).unwrap()
}

fn requests() -> Vec<Request> {
    let content = json!([
        { "text": HOSTILE },
        { "image": { "format": "png", "source": { "bytes": "iVBORw0KGgo=" } } },
        { "document": { "format": "pdf", "name": "a", "source": { "content": [{ "text": "b" }] } } },
        { "audio": { "format": "x-aac", "source": { "bytes": "AAAA" } } },
        { "cachePoint": { "type": "default", "ttl": "5m" } },
        { "toolResult": { "toolUseId": "t", "content": [{ "json": { HOSTILE: [1, -1, 0.5, null, true, {}, [], 1e300] } }] } },
    ]);
    let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } } });
    let converse = json!({
        "system": [{ "text": HOSTILE }],
        "messages": [{ "role": "user", "content": content }, { "role": "assistant", "content": [] }],
        "inferenceConfig": { "maxTokens": 1, "temperature": 1, "topP": 0.5, "stopSequences": [] },
        "toolConfig": { "tools": [{ "toolSpec": { "name": "t", "inputSchema": { "json": schema } } }], "toolChoice": { "any": {} } },
        "additionalModelRequestFields": { "top_k": 1 },
        "promptVariables": { "a": { "text": "b" } },
        "additionalModelResponseFieldPaths": ["/a"],
        "requestMetadata": { "a": "b", "c": "d" },
        "performanceConfig": { "latency": "optimized" },
        "serviceTier": { "type": "flex" },
        "projectIdentifier": "proj_abcdefghijklmnopqrst",
        "outputConfig": { "effort": "low" },
    });
    let long = json!({ "messages": [{ "role": "user", "content": [{ "text": HOSTILE.repeat(2_000) }] }] });
    let native = json!({ "prompt": HOSTILE, "n": [1, 2.5, null] });
    let printed = |values: &[Value]| values.iter().map(print).collect::<Vec<_>>();
    let mut requests = Vec::new();
    for operation in Operation::ALL {
        let bodies = if operation.is_converse() {
            vec![printed(std::slice::from_ref(&converse)), printed(std::slice::from_ref(&long))]
        } else {
            vec![
                printed(std::slice::from_ref(&native)),
                printed(&[native.clone(), long.clone()]),
                vec![HOSTILE.to_owned()],
            ]
        };
        for bodies in bodies {
            let mut headers = vec![Header::new("content-type", "application/json")];
            if !operation.is_converse() {
                headers.push(Header::new("X-Amzn-Bedrock-Trace", "ENABLED_FULL"));
                headers.push(Header::new("X-Amzn-Bedrock-GuardrailIdentifier", "a\"b"));
            }
            let model = ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap();
            let region = Region::parse("us-east-1").unwrap();
            requests.push(Request { operation, model, region, headers, bodies });
        }
    }
    // Answers that are read: vectors of each kind, pictures of each kind, a ranking.
    for (model, body) in [
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": HOSTILE })),
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": HOSTILE, "embeddingTypes": ["float", "binary"] })),
        ("cohere.embed-english-v3", json!({ "texts": [HOSTILE], "input_type": "search_document" })),
        ("us.cohere.embed-v4:0", json!({ "texts": [HOSTILE], "embedding_types": ["int8"] })),
        ("amazon.nova-2-multimodal-embeddings-v1:0", json!({ "taskType": HOSTILE })),
        ("stability.sd3-5-large-v1:0", json!({ "prompt": HOSTILE })),
        ("stability.stable-diffusion-xl-v1", json!({ "text_prompts": [{ "text": HOSTILE }] })),
        ("amazon.nova-canvas-v1:0", json!({ "textToImageParams": { "text": HOSTILE } })),
        ("cohere.rerank-v3-5:0", json!({ "query": HOSTILE, "documents": [HOSTILE] })),
    ] {
        for count in [1, 2] {
            requests.push(Request {
                operation: Operation::InvokeModel,
                model: ModelId::parse(model).unwrap(),
                region: Region::parse("us-east-1").unwrap(),
                headers: vec![Header::new("accept", "application/json")],
                bodies: vec![print(&body); count],
            });
        }
    }
    requests
}

/// Writes each request's program into a folder of its own.
fn files(target: Target) -> Vec<PathBuf> {
    let model = model();
    let home = std::env::temp_dir().join(format!("outcrop-parsed-{}-{}", target.key(), std::process::id()));
    let mut programs: Vec<String> = requests().iter().map(|request| code(target, request, &model).text()).collect();
    programs.extend(operations(target));
    let write = |(index, program): (usize, &String)| {
        let folder = home.join(index.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(target.file_name());
        std::fs::write(&file, program).unwrap();
        file
    };
    programs.iter().enumerate().map(write).collect()
}

/// Programs of the operations that the Explorer teaches, each with a few random inputs.
fn operations(target: Target) -> Vec<String> {
    let path = "assets/service-model/bedrock.json";
    let model = ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut random = Random::new(37);
    let mut programs = Vec::new();
    for name in operation::TAUGHT {
        for _ in 0..4 {
            let input = inputs::whole(&model, name, &mut random);
            let program = operation::write(target, Client::Bedrock, name, &input, "us-east-1", &model);
            programs.push(program.unwrap_or_else(|reason| panic!("{name}: {reason}")));
        }
    }
    programs
}

/// Runs a parser over all programs of a target.
fn parse(target: Target, parser: &mut Command) {
    let files = files(target);
    match parser.args(&files).output() {
        Err(error) => {
            // Past libtest, which keeps what a passing test prints and knows no test that ends as skipped. `cargo xtask
            // test` counts these lines. Another test's line may stand half written before this one.
            let program = parser.get_program().display();
            let line = format!("\nskipped: {} parses: {program} cannot be run ({error})\n", target.key());
            std::io::stdout().write_all(line.as_bytes()).unwrap();
        }
        Ok(output) => {
            let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
            let said: String = String::from_utf8_lossy(&said).chars().take(3_000).collect();
            assert!(output.status.success(), "{said}");
        }
    }
    let home = files.first().and_then(|file| file.parent()?.parent()).unwrap();
    std::fs::remove_dir_all(home).unwrap();
}

#[test]
fn rust_parses() {
    parse(Target::Rust, Command::new("rustfmt").args(["--edition", "2024", "--config", "max_width=10000"]));
}

#[test]
fn java_parses() {
    parse(Target::Java, Command::new("java").arg("tests/parsers/Parse.java"));
}

#[test]
fn go_parses() {
    parse(Target::Go, Command::new("gofmt").arg("-e").arg("-l"));
}
