//! The programs of the lessons in real Python with boto3: each prints and ends as on the bench, given the bench's answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::lesson::bench::Bench;
use outcrop::lesson::journal::{Entry, Program};
use serde_json::{Value, json};

use super::played::lessons;
use super::road;

/// Every program that the solutions and the failing attempts of the lessons run, with what the bench made of it.
fn programs() -> Vec<(String, Program)> {
    let mut out = Vec::new();
    for (_, lesson) in lessons() {
        for (place, step) in lesson.steps.iter().enumerate() {
            for attempt in std::iter::once(&step.solve).chain(&step.fail) {
                let mut bench = Bench::at(&lesson, place, &road()).unwrap();
                for action in attempt {
                    bench.apply(action, &road()).unwrap();
                }
                let ran = bench.journal.of_step().iter().filter_map(|entry| match entry {
                    Entry::Program(program) => Some((format!("{}.{}", lesson.id, step.id), program.clone())),
                    _ => None,
                });
                out.extend(ran);
            }
        }
    }
    out
}

/// The answer to the program's call as HTTP.
fn http(program: &Program) -> Value {
    let mut headers = json!({ "content-type": "application/json" });
    let body = match program.status {
        0 => json!({}),
        200 => program.response.get("body").unwrap_or(&program.response).clone(),
        _ => {
            // An error occurred (ValidationException) when calling the Converse operation: …
            let (_, rest) = program.error.split_once(" (").unwrap();
            let (code, rest) = rest.split_once(") ").unwrap();
            headers["x-amzn-errortype"] = json!(code);
            json!({ "message": rest.split_once("operation: ").unwrap().1 })
        }
    };
    let status = if program.status == 0 { 200 } else { program.status };
    json!([{ "status": status, "headers": headers, "body": STANDARD.encode(body.to_string()) }])
}

/// An error without the lists of names in it: botocore lists all of its services, and a version lists its own members.
fn known(error: &str) -> String {
    let lists = ["Valid service names are", "must be one of:", "of the following keys:"];
    let cut = |line: &str| {
        let ends = lists.iter().filter_map(|list| line.find(list)).min();
        line.get(..ends.unwrap_or(line.len())).unwrap_or_default().to_owned()
    };
    error.lines().map(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_programs_of_the_lessons_end_in_python_as_on_the_bench() {
    let programs = programs();
    assert!(programs.len() >= 20, "{}", programs.len());
    let given: Vec<Value> =
        programs.iter().map(|(_, program)| json!({ "text": program.text, "answers": http(program) })).collect();
    let printed = crate::python::run("program_oracle.py", &[], json!(given).to_string().as_bytes());
    let real: Vec<Value> = serde_json::from_slice(&printed).unwrap();
    let mut wrong = Vec::new();
    for ((step, ours), real) in programs.iter().zip(real) {
        let (error, text) = (real["error"].as_str().unwrap(), real["printed"].as_str().unwrap());
        // A whole response is printed with boto3's own `ResponseMetadata`.
        let is_whole = ours.print.as_deref() == Some("");
        if known(&ours.error) != known(error) || !is_whole && ours.printed != text {
            wrong.push(format!(
                "{step}\n{}\n  ours: {} {}\n  real: {text} {error}",
                ours.text, ours.printed, ours.error
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
