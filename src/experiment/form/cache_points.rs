//! Cache points at the three places where they are useful: after the tools, the system prompt and the last message.
//!
//! A cache point is a content block of its own, and the service caches everything before it. Only the last block of a place
//! is read and changed; a cache point at any other position stays. Shape: `CachePointBlock` of the public API model
//! (bedrock-runtime 2023-09-30), whose `ttl` is `5m` or `1h`.

use serde_json::{Map, Value, json};

use super::draft::Draft;
use super::part::Part;

/// Where a cache point can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The last element of `toolConfig.tools`.
    Tools,
    /// The last system block.
    System,
    /// The last content block of the last message.
    LastMessage,
}

impl Place {
    /// All of them, in the order in which a request is read.
    pub const ALL: [Self; 3] = [Self::Tools, Self::System, Self::LastMessage];

    /// The place in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tools => "After the tools",
            Self::System => "After the system prompt",
            Self::LastMessage => "After the last message",
        }
    }
}

/// A cache point that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// None.
    None,
    /// One without `ttl`.
    Default,
    /// One with `ttl` of five minutes.
    FiveMinutes,
    /// One with `ttl` of an hour.
    OneHour,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Default, Self::FiveMinutes, Self::OneHour];

    /// The choice in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Default => "default lifetime",
            Self::FiveMinutes => "5 minutes",
            Self::OneHour => "1 hour",
        }
    }

    fn block(self) -> Option<Value> {
        let point = match self {
            Self::None => return None,
            Self::Default => json!({ "type": "default" }),
            Self::FiveMinutes => json!({ "type": "default", "ttl": "5m" }),
            Self::OneHour => json!({ "type": "default", "ttl": "1h" }),
        };
        Some(json!({ "cachePoint": point }))
    }

    fn from_block(block: Option<&Value>) -> Self {
        match block.and_then(|block| block.get("cachePoint")) {
            None => Self::None,
            Some(point) => match point.get("ttl").and_then(Value::as_str) {
                Some("1h") => Self::OneHour,
                Some("5m") => Self::FiveMinutes,
                Some(_) | None => Self::Default,
            },
        }
    }
}

/// The cache point of a place. `members` are the further members of the body.
pub fn read(draft: &Draft, members: &Map<String, Value>, place: Place) -> Choice {
    Choice::from_block(match place {
        Place::Tools => members.get("toolConfig").and_then(|config| config.get("tools")?.as_array()?.last()),
        Place::System => draft.system_blocks.last(),
        Place::LastMessage => draft.messages.last().and_then(|message| match message.content.last()? {
            Part::Block(block) => Some(block),
            Part::Text(_) => None,
        }),
    })
}

/// Puts a cache point at the end of `toolConfig.tools`, or takes it away.
pub fn put_in_tools(members: &mut Map<String, Value>, choice: Choice) {
    let config = members.entry("toolConfig").or_insert_with(|| json!({}));
    if let Value::Object(config) = config
        && let Value::Array(tools) = config.entry("tools").or_insert_with(|| json!([]))
    {
        replace_last(tools, |tool| Choice::from_block(Some(tool)) != Choice::None, choice.block());
        if tools.is_empty() {
            config.shift_remove("tools");
        }
        if config.is_empty() {
            members.shift_remove("toolConfig");
        }
    }
}

/// Puts a cache point behind the system prompt or the last message, or takes it away.
pub fn put_in_draft(draft: &mut Draft, place: Place, choice: Choice) {
    match place {
        Place::Tools => {}
        Place::System => {
            replace_last(
                &mut draft.system_blocks,
                |block| Choice::from_block(Some(block)) != Choice::None,
                choice.block(),
            );
        }
        Place::LastMessage => {
            if let Some(message) = draft.messages.last_mut() {
                replace_last(&mut message.content, is_point_part, choice.block().map(Part::Block));
            }
        }
    }
}

fn is_point(block: &Value) -> bool {
    block.get("cachePoint").is_some()
}

fn is_point_part(part: &Part) -> bool {
    match part {
        Part::Block(block) => is_point(block),
        Part::Text(_) => false,
    }
}

/// The further members without cache points among the tools; `None` if there are none.
fn tools_without(more: &str) -> Option<String> {
    let mut members = serde_json::from_str::<Map<String, Value>>(more).ok()?;
    let tools = members.get_mut("toolConfig")?.get_mut("tools")?.as_array_mut()?;
    let before = tools.len();
    tools.retain(|tool| !is_point(tool));
    (tools.len() < before).then(|| crate::text::json::print(&Value::Object(members)))
}

/// Whether there is a cache point anywhere in the draft.
pub fn any(draft: &Draft) -> bool {
    draft.system_blocks.iter().any(is_point)
        || draft.messages.iter().any(|message| message.content.iter().any(is_point_part))
        || tools_without(&draft.more).is_some()
}

/// Removes every cache point of the draft.
pub fn remove_all(draft: &mut Draft) {
    draft.system_blocks.retain(|block| !is_point(block));
    for message in &mut draft.messages {
        message.content.retain(|part| !is_point_part(part));
    }
    if let Some(more) = tools_without(&draft.more) {
        draft.more = more;
    }
}

fn replace_last<T>(list: &mut Vec<T>, is_point: impl Fn(&T) -> bool, point: Option<T>) {
    if list.last().is_some_and(is_point) {
        list.pop();
    }
    list.extend(point);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_put_changed_and_taken_away_at_each_place() {
        let clean = Draft::default();
        for place in Place::ALL {
            let (mut draft, mut members) = (clean.clone(), Map::new());
            for choice in [Choice::OneHour, Choice::Default, Choice::FiveMinutes, Choice::None] {
                match place {
                    Place::Tools => put_in_tools(&mut members, choice),
                    Place::System | Place::LastMessage => put_in_draft(&mut draft, place, choice),
                }
                assert_eq!(read(&draft, &members, place), choice);
            }
            assert_eq!((draft, members), (clean.clone(), Map::new()));
        }
    }

    #[test]
    fn other_tools_and_blocks_stay() {
        let tool = json!({"toolSpec": {"name": "a"}});
        let mut members = Map::from_iter([("toolConfig".to_owned(), json!({"tools": [tool], "x": 1}))]);
        put_in_tools(&mut members, Choice::OneHour);
        assert_eq!(
            Value::Object(members.clone()).to_string(),
            r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a"}},{"cachePoint":{"type":"default","ttl":"1h"}}],"x":1}}"#
        );
        put_in_tools(&mut members, Choice::None);
        assert_eq!(members["toolConfig"], json!({"tools": [tool], "x": 1}));
    }
}
