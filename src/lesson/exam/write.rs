//! Items about writing a program.

use super::Generator;
use super::draw::Draw;
use super::read::{QUESTIONS, TEXT_MODELS};
use super::sheet::{quoted, sheet};

pub(super) const ALL: &[Generator] = &[
    Generator { name: "write", track: 'a', gate: 3, make: write },
    Generator { name: "write-stream", track: 'c', gate: 3, make: stream },
];

/// The beginning of a program.
const CLIENT: &str = "import boto3\n\nclient = boto3.client(\"bedrock-runtime\", region_name=\"us-east-1\")\n";

/// A Converse call that prints a member.
fn write(draw: &mut Draw) -> String {
    let (what, at, path) = draw.pick(&[
        (
            "the words of the answer",
            "/output/message/content/0/text",
            "[\"output\"][\"message\"][\"content\"][0][\"text\"]",
        ),
        ("why the answer ended", "/stopReason", "[\"stopReason\"]"),
        ("the tokens of the input", "/usage/inputTokens", "[\"usage\"][\"inputTokens\"]"),
        ("the tokens of the output", "/usage/outputTokens", "[\"usage\"][\"outputTokens\"]"),
    ]);
    let (model, question) = (draw.pick(&TEXT_MODELS), draw.pick(&QUESTIONS));
    let tokens = draw.between(20, 200);
    let program = format!(
        "{CLIENT}response = client.converse(\n    modelId={},\n    system=[{{\"text\": \"Be brief.\"}}],\n    \
         messages=[{{\"role\": \"user\", \"content\": [{{\"text\": {}}}]}}],\n    inferenceConfig={{\"maxTokens\": \
         {tokens}}},\n)\nprint(response{path})",
        quoted(model),
        quoted(question)
    );
    sheet("write", "code", &format!("Write a Converse program that prints {what}."))
        .line("text", format!("Model `{model}`. System: Be brief. Question: {question} At most {tokens} tokens."))
        .line("program", "\n| # Write the program here.")
        .line("look", "panel")
        .line("check", "code.op = \"Converse\" and code.status = 200 : Converse answers with status 200")
        .line("check", format!("code.args/modelId = {} : It names the model", quoted(model)))
        .line("check", "code.args/system/0/text = \"Be brief.\" : The instruction is sent as system")
        .line("check", format!("code.args/messages/0/content/0/text = {} : It asks the question", quoted(question)))
        .line("check", format!("code.args/inferenceConfig/maxTokens = {tokens} : The limit is {tokens}"))
        .line("check", format!("code.print = {} : It prints {what}", quoted(at)))
        .line("solve", format!("code {}; press \"Run\"", quoted(&program)))
        .text()
}

/// A loop over a stream.
fn stream(draw: &mut Draw) -> String {
    let (model, question) = (draw.pick(&TEXT_MODELS), draw.pick(&QUESTIONS));
    let program = format!(
        "{CLIENT}response = client.converse_stream(\n    modelId={},\n    messages=[{{\"role\": \"user\", \"content\": \
         [{{\"text\": {}}}]}}],\n)\nfor event in response[\"stream\"]:\n    if \"contentBlockDelta\" in event:\n        \
         print(event[\"contentBlockDelta\"][\"delta\"][\"text\"], end=\"\")",
        quoted(model),
        quoted(question)
    );
    sheet("write-stream", "code", "Write a ConverseStream program that prints the words as they arrive.")
        .line("text", format!("Model `{model}`. Question: {question}"))
        .line("program", "\n| # Write the program here.")
        .line("look", "panel")
        .line("check", "code.op = \"ConverseStream\" and code.status = 200 : ConverseStream answers with status 200")
        .line("check", format!("code.args/modelId = {} : It names the model", quoted(model)))
        .line("check", format!("code.args/messages/0/content/0/text = {} : It asks the question", quoted(question)))
        .line("check", "code.print = \"/stream/*/contentBlockDelta/delta/text\" : It prints the words of the events")
        .line("check", "not code.err exists : It ends without an error")
        .line("solve", format!("code {}; press \"Run\"", quoted(&program)))
        .text()
}
