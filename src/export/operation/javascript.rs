//! JavaScript with version 3 of the AWS SDK, for Node.js. Each client is a package of its own.

use super::super::dialect::Data;
use super::super::javascript::{DIALECT, STYLE, has_long_number};
use super::super::layout::Node;
use super::super::literal;
use super::super::writer::Writer;
use super::Reach;
use super::call::Call;
use crate::bedrock::client::Client;

fn class(client: Client) -> &'static str {
    match client {
        Client::Bedrock => "BedrockClient",
        Client::Runtime => "BedrockRuntimeClient",
        Client::AgentRuntime => "BedrockAgentRuntimeClient",
        Client::Agent => "BedrockAgentClient",
    }
}

/// The program.
pub(super) fn write(call: &Call<'_>, reach: Reach) -> Writer {
    let mut writer = Writer::default();
    let (class, package) = (class(call.client), format!("@aws-sdk/client-{}", call.client.name()));
    let command = match reach {
        Reach::OnePage => format!("{}Command", call.operation.name),
        Reach::AllPages => format!("paginate{}", call.operation.name),
    };
    writer.frame(&format!("import {{ {class}, {command} }} from \"{package}\";"));
    writer.gap();
    writer.frame(&format!("// {}", call.which_client()));
    let region = literal::javascript(call.region.as_str());
    writer.frame(&format!("const client = new {class}({{ region: {region} }});"));
    writer.gap();
    if has_long_number(&call.input) {
        writer.note("A whole number in this request is too large for JavaScript, which rounds it");
    }
    let data = Data { dialect: &DIALECT, model: call.model, variable: None };
    let mut members = Vec::new();
    for known in call.members(&mut writer) {
        let encode = |text: &str| format!("Buffer.from({}, \"utf8\")", literal::javascript(text));
        let node = call.node(&data, &known, encode, &mut writer);
        members.push(Node::around((DIALECT.key)(known.name), node, ""));
    }
    match reach {
        Reach::OnePage => {
            writer.frame("const response = await client.send(");
            writer.node(&Node::items(format!("new {command}({{"), members, "}),").broken(), STYLE, 1);
            writer.frame(");");
            writer.gap();
            print(call, &mut writer);
        }
        Reach::AllPages => {
            let open = format!("for await (const page of {command}({{ client }}, {{");
            writer.node(&Node::items(open, members, "})) {").broken(), STYLE, 0);
            match call.operation.pages.as_ref().and_then(|pages| pages.result.as_deref()) {
                Some(result) => writer
                    .frame(&format!("  for (const item of page.{result} ?? []) {{\n    console.log(item);\n  }}\n}}")),
                None => writer.frame("  console.log(page);\n}"),
            }
        }
    }
    writer.note(format!("npm install {package}"));
    writer
}

fn print(call: &Call<'_>, writer: &mut Writer) {
    if let Some(events) = call.events() {
        writer.frame(&format!(
            "for await (const event of response.{}) {{\n  console.dir(event, {{ depth: null }});\n}}",
            events.name
        ));
    } else if let Some(bytes) = call.answer_bytes() {
        writer.frame(&format!("console.log(new TextDecoder().decode(response.{}));", bytes.name));
    } else {
        writer.frame("console.dir(response, { depth: null });");
    }
}
