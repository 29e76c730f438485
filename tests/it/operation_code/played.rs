//! Exported code of the control plane, run by its tools against the simulator's account behind a port of this machine.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use outcrop::aws::http::{Header, HttpRequest, Method, Scheme, WireUrl};
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::client::Client;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::experiment::datasets::{Family, Report};
use outcrop::experiment::jobs::knowledge::filter::{Condition, Filter};
use outcrop::experiment::jobs::knowledge::{generate, retrieve};
use outcrop::experiment::jobs::{Ask, batch, guardrail, throughput, tuning};
use outcrop::export::{Target, operation};
use outcrop::simulator::account::{Account, Control};
use outcrop::simulator::{
    EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, EXAMPLE_SESSION_TOKEN, Pacing, Reply, World, serve,
};
use serde_json::{Value, json};

fn model(client: Client) -> ServiceModel {
    super::services().into_iter().find(|service| service.client == client).unwrap().model
}

/// Serves the account on a port of its own; gives the address.
fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut account = Account::default();
        // AWS Support has raised them: an account has no model units by default.
        account.quotas.model_units = 10;
        account.quotas.no_commitment_units_base = 10;
        let account = RefCell::new(account);
        let runtime = model(Client::Runtime);
        let services = [Client::Bedrock, Client::Agent, Client::AgentRuntime].map(|client| Arc::new(model(client)));
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(request) = read(&stream) else { continue };
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
            let reply = serve(
                &request,
                &World {
                    now: Timestamp(i64::try_from(now).unwrap()),
                    seed: 1,
                    call: 0,
                    service_model: &runtime,
                    token_table: None,
                    pacing: Pacing::Instant,
                    mishap: None,
                    control: Some(Control { services: &services, account: &account }),
                },
            );
            write(&mut stream, &reply);
        }
    });
    address
}

fn read(stream: &TcpStream) -> Option<HttpRequest> {
    let mut input = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let [method, target, _] = lines.first()?.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(':'));
    let headers: Vec<Header> = headers.map(|(name, value)| Header::new(name, value.trim())).collect();
    let find = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let length = find("content-length").map_or(0, |header| header.value.parse().unwrap());
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    let methods = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    Some(HttpRequest {
        method: methods.into_iter().find(|it| it.as_str() == method)?,
        url: WireUrl { scheme: Scheme::Http, authority: find("host")?.value.clone(), path: path.to_owned(), query },
        headers: headers
            .into_iter()
            .filter(|header| !["host", "content-length"].contains(&header.name.to_lowercase().as_str()))
            .collect(),
        body: body.into(),
    })
}

fn write(stream: &mut TcpStream, reply: &Reply) {
    let body = reply.body();
    let length = Header::new("content-length", body.len().to_string());
    let headers = reply.headers.iter().chain([&length]);
    let lines: Vec<String> = headers.map(|header| format!("{}: {}\r\n", header.name, header.value)).collect();
    let head = format!("HTTP/1.1 {} Simulated\r\nconnection: close\r\n{}\r\n", reply.status, lines.concat());
    stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
}

/// Runs a program as its user would, and gives the JSON that it prints.
fn run(tool: Target, ask: &Ask, address: &str, home: &Path) -> Value {
    let Ask { client, operation, input } = ask;
    let code = operation::write(tool, *client, operation, input, "us-east-1", &model(*client)).unwrap();
    let file = home.join(tool.file_name());
    std::fs::write(&file, &code).unwrap();
    let python = PathBuf::from(std::env::var_os("OUTCROP_PYTHON").unwrap_or_else(|| "python3".into()));
    let mut command = match tool {
        Target::Boto3 => Command::new(&python),
        _ => Command::new("sh"),
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = python.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&path));
    let output = command
        .arg(&file)
        .current_dir(home)
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("AWS_ACCESS_KEY_ID", EXAMPLE_ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", EXAMPLE_SECRET_ACCESS_KEY)
        .env("AWS_SESSION_TOKEN", EXAMPLE_SESSION_TOKEN)
        .env(format!("AWS_ENDPOINT_URL_{}", client.name().replace('-', "_").to_uppercase()), address)
        .env("AWS_CONFIG_FILE", home.join("none"))
        .env("AWS_SHARED_CREDENTIALS_FILE", home.join("none"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_DEFAULT_OUTPUT", "json")
        .env("NO_PROXY", "127.0.0.1")
        .env_remove("AWS_PROFILE")
        .output()
        .unwrap_or_else(|error| {
            panic!("{error}. Install Python packages as tests/requirements.txt has them, and curl")
        });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{code}\n{errors}\n{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

/// Runs what a screen sends as a program of each tool; `make` gets a name that no other call has.
fn each_tool(name: &str, make: impl Fn(&str) -> Ask, judge: impl Fn(&Value)) {
    let address = start();
    let home = std::env::temp_dir().join(format!("outcrop-played-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    for (tool, word) in [(Target::Boto3, "boto3"), (Target::Cli, "cli"), (Target::Curl, "curl")] {
        judge(&run(tool, &make(word), &address, &home));
    }
    std::fs::remove_dir_all(&home).unwrap();
}

#[test]
fn the_tools_of_aws_run_the_code_of_the_control_plane() {
    let list = json!({ "byProvider": "Amazon", "byOutputModality": "EMBEDDING" });
    each_tool(
        "models",
        |_| Ask::bedrock("ListFoundationModels", list.clone()),
        |listed| {
            let models = listed["modelSummaries"].as_array().unwrap();
            assert!(models.iter().any(|model| model["modelId"] == "amazon.titan-embed-text-v2:0"), "{listed}");
            assert!(models.iter().all(|model| model["providerName"] == "Amazon"), "{listed}");
        },
    );
    let get = json!({ "modelIdentifier": "amazon.nova-lite-v1:0" });
    each_tool(
        "model",
        |_| Ask::bedrock("GetFoundationModel", get.clone()),
        |found| {
            assert_eq!(found["modelDetails"]["modelId"], "amazon.nova-lite-v1:0", "{found}");
        },
    );
}

#[test]
fn the_tools_of_aws_run_what_the_screens_of_the_jobs_send() {
    let arn = |member: &'static str, part: &'static str| {
        move |output: &Value| assert!(output[member].as_str().is_some_and(|arn| arn.contains(part)), "{output}")
    };
    let buy = |word: &str| {
        let (name, model) = (format!("desk-{word}"), "amazon.nova-lite-v1:0:24k".to_owned());
        throughput::Form { name, model, ..throughput::Form::default() }.plan().unwrap().ask
    };
    each_tool("throughput", buy, arn("provisionedModelArn", ":provisioned-model/"));
    let family = Family::of("nova");
    let tune = |word: &str| {
        let example = tuning::Form::example(&family);
        let form = tuning::Form { job: format!("rocks-{word}"), model: format!("rocks-{word}"), ..example };
        form.plan(&family, &Report::default()).unwrap().ask
    };
    each_tool("tuning", tune, arn("jobArn", ":model-customization-job/"));
    let batch =
        |word: &str| batch::Form { job: format!("questions-{word}"), ..batch::Form::example() }.plan().unwrap().ask;
    each_tool("batch", batch, arn("jobArn", ":model-invocation-job/"));
    let guard = |word: &str| {
        guardrail::Form { name: format!("desk-{word}"), ..guardrail::Form::example() }.create().unwrap().ask
    };
    each_tool("guardrail", guard, arn("guardrailArn", ":guardrail/"));
}

#[test]
fn the_tools_of_aws_ask_the_knowledge_base() {
    let mut filter = Filter::default();
    let condition = Condition { key: "topic".to_owned(), value: "models".to_owned(), ..Condition::default() };
    filter.add(&[], Filter::One(condition));
    let retrieve = retrieve::Form {
        base: "OUTCROPKB1".to_owned(),
        query: "What is an inference profile?".to_owned(),
        results: "2".to_owned(),
        filter,
        ..retrieve::Form::default()
    };
    each_tool(
        "retrieve",
        |_| retrieve.ask("us-east-1"),
        |found| {
            let passages = retrieve::read(found).passages;
            assert_eq!(passages.len(), 2, "{found}");
            let topic = ("topic".to_owned(), "models".to_owned());
            assert!(passages.iter().all(|passage| passage.metadata.contains(&topic)), "{found}");
        },
    );
    let generate = generate::Form {
        base: "OUTCROPKB1".to_owned(),
        model: "amazon.nova-lite-v1:0".to_owned(),
        question: "What is an inference profile?".to_owned(),
        delivery: generate::Delivery::Whole,
        ..generate::Form::default()
    };
    each_tool(
        "generate",
        |_| generate.ask("us-east-1"),
        |output| {
            let read = generate::read(output);
            assert!(!read.answer.text.is_empty() && !read.answer.citations.is_empty(), "{output}");
        },
    );
}
