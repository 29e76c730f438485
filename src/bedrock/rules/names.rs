//! Names of documents, and members that take JSON objects only.
//!
//! Which names Bedrock takes was measured by users (aws-samples/generative-ai-use-cases#1671, vercel/ai#20366): ASCII
//! letters and digits, hyphens, parentheses, square brackets, single ASCII spaces, and the underscore, which AWS does not
//! document. The sentence for objects: vercel/ai#19023, aws/aws-sdk-js-v3#7330, aws/aws-sdk-net#3377.

use serde_json::Value;

use super::{Breach, Place};
use crate::bedrock::limits;

/// The sentence for a document's name.
const NAME: &str = "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, \
                    parentheses, and square brackets. The name can't contain more than one consecutive whitespace character. \
                    Check that the file name conforms to these restrictions and retry your request.";

fn blocks(messages: &[Value]) -> impl Iterator<Item = (usize, usize, &Value)> {
    messages.iter().enumerate().flat_map(|(index, message)| {
        let blocks = message.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        blocks.iter().enumerate().map(move |(at, block)| (index, at, block))
    })
}

/// Document names that Bedrock does not take. An empty or a long name breaks the service model, which has its own
/// sentence.
pub fn documents(messages: &[Value]) -> Vec<Breach> {
    blocks(messages)
        .filter_map(|(index, _, block)| Some((index, block.pointer("/document/name")?.as_str()?)))
        .filter_map(|(index, name)| {
            let odd = limits::odd_in_document_name(name)?;
            let odd = if odd.trim().is_empty() { format!("{odd:?}") } else { format!("“{odd}”") };
            let hint =
                format!("The name “{name}” contains {odd}; of letters and digits, only those of ASCII are allowed");
            Some(Breach::bedrock(Place::Message(index), NAME).with_hint(hint))
        })
        .collect()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Members of the type Document that hold no JSON object.
pub fn objects(body: &Value) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut check = |place: Place, at: String, value: Option<&Value>| match value {
        None | Some(Value::Null) => found.push(Breach::bedrock(place, format!("The value at {at} is empty."))),
        Some(Value::Object(_)) => {}
        Some(_) => found.push(Breach::bedrock(
            place,
            format!("The format of the value at {at} is invalid. Provide a json object for the field and try again."),
        )),
    };
    for (at, tool) in list(body, "/toolConfig/tools").iter().enumerate() {
        if let Some(schema) = tool.pointer("/toolSpec/inputSchema").and_then(|schema| schema.get("json")) {
            check(Place::Tools, format!("toolConfig.tools.{at}.toolSpec.inputSchema.json"), Some(schema));
        }
    }
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (index, at, block) in blocks(messages) {
        let place = format!("messages.{index}.content.{at}");
        if let Some(call) = block.get("toolUse").filter(|call| call.is_object()) {
            check(Place::Message(index), format!("{place}.toolUse.input"), call.get("input"));
        }
        for (part, content) in list(block, "/toolResult/content").iter().enumerate() {
            if let Some(json) = content.get("json") {
                check(Place::Message(index), format!("{place}.toolResult.content.{part}.json"), Some(json));
            }
        }
    }
    found
}
