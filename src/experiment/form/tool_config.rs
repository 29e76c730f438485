//! `toolConfig` as a form changes it: its tools one by one, and the choice of the tool that the model must use.
//!
//! Elements other than `toolSpec` (a cache point, a system tool) keep their places.

use serde_json::{Map, Value, json};

use super::members::{at, free_name, put, put_text};
use super::schema_rows::{self, Edit};

/// The elements of `toolConfig.tools`.
pub fn tools(members: &Map<String, Value>) -> &[Value] {
    at(members, &["toolConfig", "tools"]).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// What an element of `toolConfig.tools` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A tool that the model may ask for.
    Spec,
    /// A cache point.
    CachePoint,
    /// Anything else.
    Other,
}

/// The kinds of the elements, in their order.
pub fn kinds(members: &Map<String, Value>) -> Vec<Kind> {
    let kind = |tool: &Value| match (tool.get("toolSpec"), tool.get("cachePoint")) {
        (Some(_), _) => Kind::Spec,
        (None, Some(_)) => Kind::CachePoint,
        (None, None) => Kind::Other,
    };
    tools(members).iter().map(kind).collect()
}

/// The names of the tools, in their order; elements without a name are left out.
pub fn names(members: &Map<String, Value>) -> Vec<String> {
    let names = (0..tools(members).len()).map(|index| spec_text(members, index, "name"));
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether the tool at a place has a strict schema.
pub fn is_strict(members: &Map<String, Value>, index: usize) -> bool {
    let strict = tools(members).get(index).and_then(|tool| tool.pointer("/toolSpec/strict")?.as_bool());
    strict.unwrap_or(false)
}

/// The text of a member of the `toolSpec` at a place; empty if there is none.
pub fn spec_text(members: &Map<String, Value>, index: usize, key: &str) -> String {
    let text = tools(members).get(index).and_then(|tool| tool.get("toolSpec")?.get(key)?.as_str());
    text.unwrap_or_default().to_owned()
}

/// The JSON schema of a tool's input.
pub fn schema(members: &Map<String, Value>, index: usize) -> Option<&Value> {
    tools(members).get(index)?.pointer("/toolSpec/inputSchema/json")
}

/// Adds a tool with a name that is not taken.
pub fn add(members: &mut Map<String, Value>) {
    let taken = tools(members).iter().filter_map(|tool| tool.pointer("/toolSpec/name")?.as_str());
    let name = free_name(&taken.map(|name| (name.to_owned(), Value::Null)).collect(), "my_tool");
    let tool = json!({ "toolSpec": {
        "name": name,
        "description": "",
        "inputSchema": { "json": { "type": "object", "properties": {}, "required": [] } }
    } });
    let config = members.entry("toolConfig").or_insert_with(|| json!({}));
    if let Value::Object(config) = config
        && let Value::Array(tools) = config.entry("tools").or_insert_with(|| json!([]))
    {
        tools.push(tool);
    }
}

/// Removes an element; without elements there is no `toolConfig`.
pub fn remove(members: &mut Map<String, Value>, index: usize) {
    let Some(config) = members.get_mut("toolConfig").and_then(Value::as_object_mut) else { return };
    if let Some(Value::Array(tools)) = config.get_mut("tools")
        && index < tools.len()
    {
        tools.remove(index);
        if tools.is_empty() {
            members.shift_remove("toolConfig");
        }
    }
}

/// Changes the `toolSpec` at a place.
pub fn change(members: &mut Map<String, Value>, index: usize, act: impl FnOnce(&mut Map<String, Value>)) {
    let spec = members
        .get_mut("toolConfig")
        .and_then(|config| config.get_mut("tools")?.get_mut(index)?.get_mut("toolSpec")?.as_object_mut());
    if let Some(spec) = spec {
        act(spec);
    }
}

/// Makes the schema of a tool strict.
pub fn set_strict(members: &mut Map<String, Value>, index: usize) {
    change(members, index, |spec| put(spec, &["strict"], Some(Value::Bool(true))));
}

/// Takes `strict` away: the model may depart from the schema.
pub fn unset_strict(members: &mut Map<String, Value>, index: usize) {
    change(members, index, |spec| put(spec, &["strict"], None));
}

/// Gives a tool another description; an empty one is taken away.
pub fn describe(members: &mut Map<String, Value>, index: usize, text: &str) {
    change(members, index, |spec| put_text(spec, &["description"], text));
}

/// Gives a tool another schema.
pub fn set_schema(members: &mut Map<String, Value>, index: usize, schema: Value) {
    change(members, index, |spec| put(spec, &["inputSchema", "json"], Some(schema)));
}

/// Changes a parameter of a tool; a tool without a schema gets one.
pub fn edit_parameter(members: &mut Map<String, Value>, index: usize, edit: Edit) {
    let before = schema(members, index).cloned().unwrap_or_else(|| Value::Object(Map::new()));
    set_schema(members, index, schema_rows::edit(before, edit));
}

/// Gives a tool another name; a choice that names it follows.
pub fn rename(members: &mut Map<String, Value>, index: usize, name: &str) {
    let before = spec_text(members, index, "name");
    change(members, index, |spec| put(spec, &["name"], Some(name.into())));
    if choice(members) == Choice::Tool(before) {
        set_choice(members, &Choice::Tool(name.to_owned()));
    }
}

/// Which tools the model has to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Not sent: the model decides.
    Unset,
    /// The model decides.
    Auto,
    /// Any of them, but one.
    Any,
    /// This one.
    Tool(String),
}

impl Choice {
    /// The choice as the value of an option; a tool's name has no colon.
    pub fn code(&self) -> String {
        match self {
            Self::Unset => String::new(),
            Self::Auto => "auto".to_owned(),
            Self::Any => "any".to_owned(),
            Self::Tool(name) => format!("tool:{name}"),
        }
    }

    /// The choice of a code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "auto" => Self::Auto,
            "any" => Self::Any,
            other => other.strip_prefix("tool:").map_or(Self::Unset, |name| Self::Tool(name.to_owned())),
        }
    }
}

/// What `toolChoice` says.
pub fn choice(members: &Map<String, Value>) -> Choice {
    let Some(choice) = at(members, &["toolConfig", "toolChoice"]) else { return Choice::Unset };
    if choice.get("auto").is_some() {
        return Choice::Auto;
    }
    if choice.get("any").is_some() {
        return Choice::Any;
    }
    let name = choice.pointer("/tool/name").and_then(Value::as_str);
    name.map_or(Choice::Unset, |name| Choice::Tool(name.to_owned()))
}

/// Writes `toolChoice`.
pub fn set_choice(members: &mut Map<String, Value>, choice: &Choice) {
    let value = match choice {
        Choice::Unset => None,
        Choice::Auto => Some(json!({ "auto": {} })),
        Choice::Any => Some(json!({ "any": {} })),
        Choice::Tool(name) => Some(json!({ "tool": { "name": name } })),
    };
    put(members, &["toolConfig", "toolChoice"], value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_added_named_chosen_and_removed() {
        let mut members = Map::new();
        add(&mut members);
        add(&mut members);
        assert_eq!(
            (spec_text(&members, 0, "name"), spec_text(&members, 1, "name")),
            ("my_tool".into(), "my_tool2".into())
        );
        for kind in [Choice::Auto, Choice::Any, Choice::Tool("my_tool2".to_owned())] {
            set_choice(&mut members, &kind);
            assert_eq!((choice(&members), Choice::from_code(&kind.code())), (kind.clone(), kind));
        }
        rename(&mut members, 0, "first");
        assert_eq!(choice(&members), Choice::Tool("my_tool2".to_owned()));
        rename(&mut members, 1, "second");
        assert_eq!(choice(&members), Choice::Tool("second".to_owned()));
        set_strict(&mut members, 1);
        assert_eq!((is_strict(&members, 0), is_strict(&members, 1)), (false, true));
        unset_strict(&mut members, 1);
        assert_eq!(tools(&members)[1]["toolSpec"].get("strict"), None);
        set_choice(&mut members, &Choice::Unset);
        remove(&mut members, 7);
        remove(&mut members, 0);
        assert_eq!((tools(&members).len(), schema(&members, 0).map(Value::is_object)), (1, Some(true)));
        remove(&mut members, 0);
        assert_eq!(members, Map::new());
    }

    #[test]
    fn elements_have_kinds_and_only_tools_are_written_to() {
        let config = json!({ "toolConfig": { "tools": [
            { "cachePoint": { "type": "default" } },
            { "toolSpec": { "name": "clock", "description": "old" } },
            { "systemTool": { "name": "nova_grounding" } }
        ] } });
        let mut members = config.as_object().cloned().unwrap();
        assert_eq!(kinds(&members), [Kind::CachePoint, Kind::Spec, Kind::Other]);
        assert_eq!(names(&members), ["clock"]);
        for index in [0, 2, 9] {
            set_strict(&mut members, index);
            describe(&mut members, index, "new");
            edit_parameter(&mut members, index, Edit::Add);
        }
        assert_eq!(Value::Object(members.clone()), config);
        describe(&mut members, 1, "");
        edit_parameter(&mut members, 1, Edit::Add);
        let rows = schema(&members, 1).and_then(schema_rows::rows).unwrap();
        assert_eq!((rows.len(), spec_text(&members, 1, "description")), (1, String::new()));
        set_schema(&mut members, 1, json!({"type": "object"}));
        assert_eq!(schema(&members, 1), Some(&json!({"type": "object"})));
    }
}
