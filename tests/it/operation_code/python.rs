//! boto3's clients run the Python of every operation.

use outcrop::export::{Target, operation};
use serde_json::{Value, json};

use super::{Sent, Service, cases, request, services};
use crate::python;

#[test]
fn python_sends_the_request_of_the_page() {
    let cases = cases(Target::Boto3, 5, 32, |_, _| true);
    let program = |case: &super::Case| json!({ "code": case.program.as_ref().unwrap() }).to_string() + "\n";
    let lines: String = cases.iter().map(program).collect();
    let printed = String::from_utf8(python::run("code_oracle.py", &["python"], lines.as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), cases.len());
    for (line, case) in printed.lines().zip(&cases) {
        let sent: Value = serde_json::from_str(line).unwrap();
        let [sent] = sent.as_array().map_or(&[][..], Vec::as_slice) else {
            panic!("{}\n{}\n{sent:#}", case.name, case.program.as_ref().unwrap());
        };
        Sent::from_json(sent).assert_is(&case.request, &case.name);
    }
}

#[test]
fn python_asks_for_the_first_page_with_a_paginator() {
    let (mut asked, mut lines) = (Vec::new(), String::new());
    for Service { client, model } in services() {
        for operation in model.operations().iter().filter(|operation| operation.pages.is_some()) {
            let mut random = crate::inputs::Random::new(33);
            let (mut input, _) = super::sendable(&model, operation, &mut random);
            let code = operation::write_all_pages(Target::Boto3, client, &operation.name, &input, "us-east-1", &model)
                .unwrap();
            lines.push_str(&(json!({ "code": code }).to_string() + "\n"));
            let token = &operation.pages.as_ref().unwrap().input_token;
            input.as_object_mut().unwrap().remove(token);
            asked.push((format!("{} {code}", operation.name), request(&model, &operation.name, &input)));
        }
    }
    let printed = String::from_utf8(python::run("code_oracle.py", &["python"], lines.as_bytes())).unwrap();
    assert!(asked.len() > 40 && printed.lines().count() == asked.len());
    for (line, (name, request)) in printed.lines().zip(&asked) {
        let sent: Value = serde_json::from_str(line).unwrap();
        assert_eq!(sent.as_array().map(Vec::len), Some(1), "{name}\n{sent:#}");
        Sent::from_json(&sent[0]).assert_is(request, name);
    }
}
