//! The programs of the lessons that write a call, run by Python with boto3 against the server: each prints and ends as on the code
//! bench. So what a learner sees there is what the same lines do outside of the page.
#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, a panic is the report")]

mod server;

use std::process::Command;
use std::sync::Arc;

use outcrop::aws::time::Timestamp;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::lesson::action::Action;
use outcrop::lesson::bench::{Bench, Road, SEED};
use outcrop::lesson::index;
use outcrop::lesson::journal::{Entry, Program};
use outcrop::simulator::{EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, EXAMPLE_SESSION_TOKEN};
use server::Server;

fn model(name: &str) -> ServiceModel {
    let path = format!("{}/../../assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
    ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What the code bench makes of the actions of a step.
fn on_the_bench(lesson: &str, step: &str, actions: &[Action], road: &Road<'_>) -> Vec<Program> {
    let lesson = index::find(lesson).unwrap().lesson().unwrap();
    let (_, step) = lesson.step(step).unwrap();
    let mut bench = Bench::default();
    bench.step(step, road);
    for action in actions {
        bench.apply(action, road).unwrap();
    }
    let programs = bench.journal.of_step().iter().filter_map(|entry| match entry {
        Entry::Program(program) => Some(program.clone()),
        _ => None,
    });
    programs.collect()
}

/// What Python makes of a program: what it prints, and the last line of its error.
fn in_python(program: &str, url: &str) -> (String, String) {
    let python = std::env::var("OUTCROP_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .args(["-c", program])
        .env_remove("AWS_PROFILE")
        .env("AWS_ACCESS_KEY_ID", EXAMPLE_ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", EXAMPLE_SECRET_ACCESS_KEY)
        .env("AWS_SESSION_TOKEN", EXAMPLE_SESSION_TOKEN)
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap_or_else(|error| {
            panic!("{python}: {error}; set OUTCROP_PYTHON to a Python with tests/requirements.txt")
        });
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!errors.contains("ModuleNotFoundError"), "{errors}");
    (String::from_utf8_lossy(&output.stdout).into_owned(), last_line(&errors))
}

fn last_line(text: &str) -> String {
    text.trim_end().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_call_that_a_learner_writes_does_the_same_in_boto3() {
    let runtime = model("bedrock-runtime");
    let services = ["bedrock", "bedrock-agent", "bedrock-agent-runtime"].map(|name| Arc::new(model(name)));
    let now = Timestamp::parse("2026-11-30T12:00:00Z").unwrap();
    let road = Road { runtime: &runtime, services: &services, tokens: None, now };
    let (mut answered, mut refused) = (0, 0);
    // A4.4 writes the call from nothing; A4.2 and B4.2 are about the id and about the other API.
    for (lesson, step) in [("a4", "from-nothing"), ("a4", "model-id"), ("b4", "program")] {
        let whole = index::find(lesson).unwrap().lesson().unwrap();
        let (_, own) = whole.step(step).unwrap();
        for actions in std::iter::once(&own.solve).chain(&own.fail) {
            for program in on_the_bench(lesson, step, actions, &road) {
                let server = Server::start(&["--instant", "--seed", &SEED.to_string()]);
                let (printed, error) = in_python(&program.text, &server.url);
                // A whole response is printed with boto3's own `ResponseMetadata`, and a list of names is boto3's own.
                let is_whole = program.print.as_deref() == Some("");
                let lists = program.error.contains("must be one of");
                if !is_whole {
                    assert_eq!(program.printed, printed, "{lesson}.{step}\n{}", program.text);
                }
                if !lists {
                    assert_eq!(last_line(&program.error), error, "{lesson}.{step}\n{}", program.text);
                }
                if program.status == 200 {
                    answered += 1;
                } else {
                    refused += 1;
                }
                assert_eq!(program.error.is_empty(), error.is_empty(), "{lesson}.{step}: {error}");
            }
        }
        // What “Show me” writes prints the words of the answer, and nothing else.
        let shown = on_the_bench(lesson, step, &own.solve, &road).pop().unwrap();
        assert_eq!(shown.print.as_deref(), Some("/output/message/content/0/text"));
        assert!(shown.printed.len() > 40 && shown.error.is_empty(), "{shown:?}");
    }
    assert!(answered >= 5 && refused >= 8, "{answered} answered, {refused} refused");
}
