//! Exported code, executed: what each program sends is what the page shows.
//!
//! A program runs as its user would run it, with the simulator's published example credentials and its address in the
//! environment, where AWS's tools look for both. The simulator records what arrives. A missing tool fails the test: code
//! that was not run is not known to run.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "in a test, a panic is the report")]

mod lab_requests;
mod server;

use std::path::{Path, PathBuf};
use std::process::Command;

use outcrop::aws::http::Header;
use outcrop::aws::region::Region;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::export::{Request, Target, code};
use outcrop::simulator::{EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, EXAMPLE_SESSION_TOKEN};
use outcrop::text::json::print;
use serde_json::{Value, json};
use server::Server;

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const CLAUDE_ARN: &str =
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
/// What breaks careless quoting, in shells and in each language.
const HOSTILE: &str = "What's a \"token\"? \\ \\n `id` $(id) ${HOME} $HOME %s {x} #{y} \"\"\" ''' */ // <!-- JSON\nJSON\n!! \
     \t\r\n\u{0}\u{7f}\u{85}\u{2028}\u{2029}\u{202e}\u{feff} é 漢 👩\u{200d}🚀 r#\"\"# \\u0041 \u{10ffff}";
/// The smallest picture: one transparent point.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

fn request(operation: Operation, model: &str, bodies: &[Value]) -> Request {
    Request {
        operation,
        model: ModelId::parse(model).unwrap(),
        region: Region::parse("us-east-1").unwrap(),
        headers: vec![Header::new("content-type", "application/json")],
        bodies: bodies.iter().map(print).collect(),
    }
}

fn asked(text: &str) -> Value {
    json!([{ "role": "user", "content": [{ "text": text }] }])
}

fn native(text: &str) -> Value {
    json!({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 64,
        "temperature": 0.25,
        "messages": [{ "role": "user", "content": text }],
    })
}

fn plain() -> Request {
    let body = json!({
        "system": [{ "text": HOSTILE }],
        "messages": asked(HOSTILE),
        "inferenceConfig": { "maxTokens": 64, "temperature": 0.3, "stopSequences": ["'", "\\n\u{2028}x"] },
        "additionalModelRequestFields": { "top_k": 40 },
        "requestMetadata": { "team": "docs:$HOME" },
    });
    request(Operation::Converse, CLAUDE, &[body])
}

fn tools() -> Request {
    let schema = json!({
        "type": "object",
        "properties": { "city": { "type": "string", "enum": ["Paris", "Köln"] }, "days": { "type": "integer", "minimum": -1 } },
        "required": ["city"],
    });
    let spec = json!({ "name": "forecast", "description": HOSTILE, "inputSchema": { "json": schema } });
    let body = json!({
        "messages": [
            { "role": "user", "content": [{ "text": "Will it rain?" }] },
            { "role": "assistant", "content": [
                { "toolUse": { "toolUseId": "t1", "name": "forecast", "input": { "city": "Köln", "days": 2 } } },
            ] },
            { "role": "user", "content": [{ "toolResult": {
                "toolUseId": "t1",
                "content": [{ "json": { "rain": [true, false, null, 0.5, -3, HOSTILE], "empty": {} } }, { "text": "'" }],
                "status": "success",
            } }] },
        ],
        "inferenceConfig": { "maxTokens": 64 },
        "toolConfig": { "tools": [{ "toolSpec": spec }], "toolChoice": { "auto": {} } },
    });
    request(Operation::ConverseStream, CLAUDE, &[body])
}

fn pictures() -> Request {
    let content = json!([
        { "text": "What is this?" },
        { "image": { "format": "png", "source": { "bytes": PNG } } },
        { "document": { "format": "txt", "name": "notes", "source": { "bytes": "SGVsbG8=" } } },
    ]);
    let body = json!({ "messages": [{ "role": "user", "content": content }], "inferenceConfig": { "maxTokens": 64 } });
    request(Operation::Converse, CLAUDE_ARN, &[body])
}

fn guarded() -> Request {
    let mut request = request(Operation::InvokeModel, CLAUDE, &[native(HOSTILE)]);
    request.headers.extend([
        Header::new("X-Amzn-Bedrock-GuardrailIdentifier", "outcropguard"),
        Header::new("X-Amzn-Bedrock-GuardrailVersion", "1"),
        Header::new("X-Amzn-Bedrock-Trace", "ENABLED"),
    ]);
    request
}

fn streamed() -> Request {
    request(Operation::InvokeModelWithResponseStream, CLAUDE_ARN, &[native(HOSTILE)])
}

fn long(operation: Operation) -> Request {
    let text = HOSTILE.repeat(100 * 1024 / HOSTILE.len() + 1);
    let body = if operation.is_converse() {
        json!({ "messages": asked(&text), "inferenceConfig": { "maxTokens": 8 } })
    } else {
        native(&text)
    };
    request(operation, CLAUDE, &[body])
}

fn several() -> Request {
    request(Operation::InvokeModel, CLAUDE, &[native(HOSTILE), native("A dog"), native("A cat")])
}

fn all() -> Vec<(&'static str, Request)> {
    vec![
        ("plain", plain()),
        ("tools", tools()),
        ("pictures", pictures()),
        ("guarded", guarded()),
        ("streamed", streamed()),
        ("long Converse", long(Operation::Converse)),
        ("long InvokeModel", long(Operation::InvokeModel)),
        ("several", several()),
    ]
}

fn model() -> ServiceModel {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/service-model/bedrock-runtime.json");
    ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn python_sends_what_the_page_shows() {
    let python = std::env::var("OUTCROP_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let set_up = "make a virtual environment, `pip install -r tests/requirements.txt` in it, and set OUTCROP_PYTHON to its \
                  interpreter";
    let stage = Stage::new("python");
    for (name, request) in all() {
        stage.check(Target::Boto3, name, &request, Command::new(&python).arg("-B"), set_up);
    }
    stage.labs(Target::Boto3, set_up, || {
        let mut command = Command::new(&python);
        command.arg("-B");
        command
    });
}

#[test]
fn javascript_sends_what_the_page_shows() {
    let stage = Stage::new("javascript");
    let packages = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sdk/javascript/node_modules");
    std::os::unix::fs::symlink(packages, stage.folder.join("node_modules")).unwrap();
    let set_up = "run `npm ci` in tests/sdk/javascript";
    for (name, request) in all() {
        stage.check(Target::JavaScript, name, &request, &mut Command::new("node"), set_up);
    }
    stage.labs(Target::JavaScript, set_up, || Command::new("node"));
    // The SDK calls Bedrock over HTTP/2; its users may choose HTTP/1.1. Packages are found from where a module lies, so it
    // lies beside the programs.
    let handler = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sdk/javascript/http1.mjs");
    std::fs::copy(handler, stage.folder.join("http1.mjs")).unwrap();
    for (name, request) in [("plain", plain()), ("streamed", streamed())] {
        stage.check(Target::JavaScript, name, &request, Command::new("node").args(["--import", "./http1.mjs"]), set_up);
    }
}

#[test]
fn curl_sends_what_the_page_shows() {
    let stage = Stage::new("curl");
    for (name, request) in all() {
        stage.check(Target::Curl, name, &request, &mut Command::new("sh"), "install curl 7.76 or newer");
    }
    stage.labs(Target::Curl, "install curl 7.76 or newer, and jq", || Command::new("sh"));
}

/// The registry has version 1 of the CLI only. It differs from version 2 in one thing that these programs meet: bytes inside
/// a request are text to it, which it encodes; so what arrives of a picture is its base64 once more.
#[test]
fn the_cli_sends_what_the_page_shows() {
    let stage = Stage::new("cli");
    let python = std::env::var_os("OUTCROP_PYTHON").map(PathBuf::from).unwrap_or_default();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = python.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap();
    let shell = || {
        let mut shell = Command::new("sh");
        shell.env("PATH", &path).env("PYTHONDONTWRITEBYTECODE", "1");
        shell
    };
    let set_up =
        "install jq, `pip install -r tests/requirements.txt`, and set OUTCROP_PYTHON to that environment's interpreter";
    stage.labs(Target::Cli, set_up, shell);
    for (name, mut request) in all() {
        if name == "pictures" {
            // Its second encoding makes a picture into bytes that are no picture, which the simulator refuses: text only here.
            let mut body: Value = serde_json::from_str(&request.bodies[0]).unwrap();
            body["messages"][0]["content"].as_array_mut().unwrap().retain(|block| block.get("image").is_none());
            request.bodies[0] = print(&body).replace("SGVsbG8=", "dHh0");
        }
        stage.run(Target::Cli, name, &request, &mut shell(), set_up);
        let mut expected = request;
        expected.operation = match expected.operation {
            Operation::ConverseStream => Operation::Converse,
            Operation::InvokeModelWithResponseStream => Operation::InvokeModel,
            other => other,
        };
        if name == "pictures" {
            expected.bodies[0] = expected.bodies[0].replace("dHh0", "ZEhoMA==");
        }
        stage.compare(name, &expected);
    }
}

/// A simulator that records, and a folder to run programs in.
struct Stage {
    server: Server,
    folder: PathBuf,
}

impl Stage {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("outcrop-exported-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let record = folder.join("record.jsonl");
        let server = Server::start(&["--instant", "--seed", "1", "--record", record.to_str().unwrap()]);
        Self { server, folder }
    }

    fn check(&self, target: Target, name: &str, request: &Request, program: &mut Command, set_up: &str) {
        self.run(target, name, request, program, set_up);
        self.compare(name, request);
    }

    /// Runs the programs of the embeddings and the images view, each as a new process: what arrives is what the view shows,
    /// vectors are counted, and pictures are files that another decoder reads.
    fn labs(&self, target: Target, set_up: &str, program: impl Fn() -> Command) {
        for lab in lab_requests::all(HOSTILE) {
            let said = self.run(target, lab.name, &lab.request, &mut program(), set_up);
            self.compare(lab.name, &lab.request);
            for wanted in lab.prints {
                assert!(said.contains(wanted), "{}: {wanted} in {said}", lab.name);
            }
            for (file, size) in lab.writes {
                let file = self.folder.join(file);
                assert_eq!(decoded_size(&file), size, "{}", lab.name);
                std::fs::remove_file(file).unwrap();
            }
        }
    }

    /// Runs the exported program, and gives what it printed.
    fn run(&self, target: Target, name: &str, request: &Request, program: &mut Command, set_up: &str) -> String {
        std::fs::write(self.folder.join("record.jsonl"), "").unwrap();
        let code = code(target, request, &model());
        let file = self.folder.join(target.file_name());
        std::fs::write(&file, code.text()).unwrap();
        let output = program
            .arg(&file)
            .current_dir(&self.folder)
            .env("AWS_ACCESS_KEY_ID", EXAMPLE_ACCESS_KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", EXAMPLE_SECRET_ACCESS_KEY)
            .env("AWS_SESSION_TOKEN", EXAMPLE_SESSION_TOKEN)
            .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &self.server.url)
            .env("AWS_CONFIG_FILE", self.folder.join("none"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.folder.join("none"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_MAX_ATTEMPTS", "1")
            .env("NO_PROXY", "127.0.0.1")
            .env_remove("AWS_PROFILE")
            .output()
            .unwrap_or_else(|error| panic!("{error}. To run this test, {set_up}."));
        let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(
            output.status.success() && !text.is_empty(),
            "{name}: {:?} {text}\n{errors}\nTo run this test, {set_up}.",
            output.status
        );
        text.into_owned()
    }

    /// Compares what arrived with the page's request.
    fn compare(&self, name: &str, request: &Request) {
        let record = std::fs::read_to_string(self.folder.join("record.jsonl")).unwrap();
        let arrived: Vec<Value> = record.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(arrived.len(), request.bodies.len(), "{name}: one call a body");
        for (arrived, body) in arrived.iter().zip(&request.bodies) {
            assert_eq!(arrived["status"], 200, "{name}: {arrived}");
            assert_eq!(arrived["path"], request.operation.path(&request.model), "{name}");
            let sent: Value = serde_json::from_str(arrived["body"].as_str().unwrap()).unwrap();
            let shown: Value = serde_json::from_str(body).unwrap();
            assert!(sent == shown, "{name}:\n{sent}\n{shown}");
            for header in &request.headers {
                assert_eq!(
                    arrived["headers"][header.name.to_ascii_lowercase()],
                    header.value,
                    "{name}: {}",
                    header.name
                );
            }
        }
    }
}

/// The size of a picture that Pillow decodes to its last point.
fn decoded_size(file: &Path) -> [u32; 2] {
    let python = std::env::var("OUTCROP_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script =
        "import sys; from PIL import Image; image = Image.open(sys.argv[1]); image.load(); print(list(image.size))";
    let output = Command::new(python).args(["-B", "-c", script]).arg(file).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error} {errors}", file.display()))
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
