//! Reads declared tools and the tool choice into `toolConfig`, for every family that has them.

use serde_json::{Map, Value, json};

use super::reading::Reading;
use super::settings::put;
use super::task::items;

/// A tool that was read from the native body.
pub(super) struct ReadTool<'a> {
    /// The tool as the native body has it.
    pub(super) given: &'a Value,
    /// The `toolSpec` of Converse.
    pub(super) spec: Value,
}

/// Reads the tools of the native body. `declaration` returns the object that holds name, description and schema, or
/// `None` for a tool to skip. `schema` is the family's name for the JSON schema.
pub(super) fn read_tools<'a>(
    reading: &mut Reading<'a>,
    schema: &str,
    declaration: impl Fn(&'a Value) -> Option<&'a Value>,
) -> Vec<ReadTool<'a>> {
    let native = reading.native;
    let mut tools = Vec::new();
    for (index, given) in items(native, "tools").iter().enumerate() {
        let place = format!("/tools/{index}");
        let Some(declared) = declaration(given) else {
            reading.drop_at(place);
            continue;
        };
        let mut spec = Map::new();
        for (name, to) in
            [("name", "/name"), ("description", "/description"), (schema, "/inputSchema/json"), ("strict", "/strict")]
        {
            if let Some(value) = declared.get(name) {
                put(&mut spec, to, value.clone());
            }
        }
        reading.pair(format!("/tools/{}", tools.len()), place);
        tools.push(ReadTool { given, spec: json!({ "toolSpec": spec }) });
    }
    tools
}

/// Writes `toolConfig` unless it would be empty.
pub(super) fn tool_config(reading: &mut Reading<'_>, tools: Vec<Value>, choice: Option<Value>) {
    let mut config = Map::new();
    if !tools.is_empty() {
        config.insert("tools".into(), tools.into());
    }
    config.extend(choice.map(|choice| ("toolChoice".to_owned(), choice)));
    if !config.is_empty() {
        reading.out.insert("toolConfig".into(), config.into());
    }
}
