//! Node.js runs the JavaScript of every operation, with packages that keep the commands and send nothing.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use outcrop::bedrock::service_model::{ServiceModel, ShapeKind};
use outcrop::export::Target;
use serde_json::{Value, json};

use super::{Service, cases, number_for_number, services};

#[test]
fn javascript_gives_the_input_to_the_command_of_the_operation() {
    let home = std::env::temp_dir().join(format!("outcrop-javascript-operations-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    let services = services();
    for service in &services {
        package(&home, service);
    }
    let cases = cases(Target::JavaScript, 2, 36, |_, _| true);
    for (index, case) in cases.iter().enumerate() {
        std::fs::write(home.join(format!("{index}.mjs")), case.program.as_ref().unwrap()).unwrap();
    }
    let output = Command::new("node")
        .arg("tests/sdk/javascript/calls.mjs")
        .args([home.to_str().unwrap(), &cases.len().to_string()])
        .output()
        .unwrap_or_else(|error| panic!("{error}. To run this test, install Node.js."));
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{errors}", printed.lines().count());
    assert_eq!(printed.lines().count(), cases.len());
    for (line, case) in printed.lines().zip(&cases) {
        let calls: Value = serde_json::from_str(line).unwrap();
        assert_eq!(calls.as_array().map(Vec::len), Some(1), "{}", case.name);
        assert_eq!(calls[0]["name"], format!("{}Command", case.operation));
        let model = &services.iter().find(|service| service.client == case.client).unwrap().model;
        let input = model.operation(&case.operation).and_then(|operation| operation.input.as_deref()).unwrap();
        let expected = number_for_number(typed(model, input, &case.input));
        let sent = number_for_number(calls[0]["input"].clone());
        assert_eq!(sent, expected, "{}", case.program.as_ref().unwrap());
    }
    std::fs::remove_dir_all(&home).unwrap();
}

/// The input with the types that the program must give: bytes and moments as `calls.mjs` prints them.
fn typed(model: &ServiceModel, shape: &str, value: &Value) -> Value {
    match (&model.shape(shape).unwrap().kind, value) {
        (ShapeKind::Blob, value) => json!({ "bytes": value }),
        (ShapeKind::Timestamp, value) => json!({ "moment": value }),
        (ShapeKind::List { member }, Value::Array(items)) => {
            items.iter().map(|item| typed(model, member, item)).collect()
        }
        (ShapeKind::Map { value: member, .. }, Value::Object(members)) => {
            members.iter().map(|(key, value)| (key.clone(), typed(model, member, value))).collect()
        }
        (ShapeKind::Structure(structure), Value::Object(members)) => {
            let of = |(key, value): (&String, &Value)| {
                let member = structure.members.iter().find(|member| &member.name == key).unwrap();
                (key.clone(), typed(model, &member.shape, value))
            };
            members.iter().map(of).collect()
        }
        (_, value) => value.clone(),
    }
}

/// A package with the client and the commands of a service, by the names of AWS's own.
fn package(home: &Path, service: &Service) {
    let folder = home.join(format!("node_modules/@aws-sdk/client-{}", service.client.name()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("package.json"), r#"{"type": "module", "exports": "./index.mjs"}"#).unwrap();
    let words = service.client.name().split('-').map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..]));
    // Any member of the answer is empty bytes, which can be iterated as a stream and decoded as text.
    let mut text = format!(
        "class Command {{ constructor(input) {{ this.input = input; }} }}\n\
         export class {}Client {{\n  async send(command) {{\n    \
         globalThis.outcropCalls.push({{ name: command.constructor.name, input: command.input }});\n    \
         return new Proxy({{}}, {{ get: (_, key) => (key === \"then\" ? undefined : new Uint8Array()) }});\n  }}\n}}\n",
        words.collect::<String>()
    );
    for operation in service.model.operations() {
        writeln!(text, "export class {}Command extends Command {{}}", operation.name).unwrap();
    }
    std::fs::write(folder.join("index.mjs"), text).unwrap();
}
