//! Counts prompt caching, from the request alone.
//!
//! The simulator keeps nothing between requests. A cache point before the assistant's last message must have been in an
//! earlier request, so the tokens before it count as read; those from there to the last cache point count as written.
//! So a first turn writes, and the next turn of the same conversation reads. There is no minimum length.

use super::{media, tokens};
use serde_json::Value;

/// Tokens before cache points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cached {
    /// Read from the cache.
    pub read: u64,
    /// Written to it.
    pub write: u64,
    /// Whether the written tokens are kept for an hour (otherwise five minutes).
    pub ttl: Ttl,
    /// Whether the request has cache points.
    pub points: usize,
}

/// The lifetime of a written prefix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ttl {
    /// Five minutes: the default.
    #[default]
    Minutes,
    /// One hour.
    Hour,
}

impl Ttl {
    /// The name in the APIs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minutes => "5m",
            Self::Hour => "1h",
        }
    }
}

/// Reads the cache points of a body: `cachePoint` blocks as in Converse and Nova, `cache_control` members as in Claude.
/// `limit` is the request's number of input tokens.
pub fn count(body: &Value, limit: u64) -> Cached {
    if !has_point(body) {
        return Cached::default();
    }
    let mut walk = Walk { tokens: 0, cached: Cached::default() };
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_answer = |message: &Value| message.get("role").and_then(Value::as_str) == Some("assistant");
    let answered = messages.iter().rposition(is_answer);
    let tools = body.pointer("/toolConfig/tools").or_else(|| body.get("tools"));
    for section in [tools, body.get("system")] {
        walk.blocks(section, answered.is_some());
    }
    for (index, message) in messages.iter().enumerate() {
        walk.tokens += 3;
        walk.blocks(message.get("content"), answered.is_some_and(|last| index < last));
    }
    let mut cached = walk.cached;
    cached.read = cached.read.min(limit);
    cached.write = cached.write.min(limit) - cached.read.min(cached.write);
    cached
}

/// Whether any block of a body is or has a cache point; without one, nothing is counted.
fn has_point(body: &Value) -> bool {
    let messages = body.get("messages").and_then(Value::as_array).into_iter().flatten();
    let sections = messages.map(|message| message.get("content"));
    let sections = sections.chain([body.get("system"), body.get("tools"), body.pointer("/toolConfig/tools")]);
    let is_point = |block: &Value| block.get("cachePoint").is_some() || block.get("cache_control").is_some();
    sections.flatten().filter_map(Value::as_array).flatten().any(is_point)
}

struct Walk {
    tokens: u64,
    /// The place of the last point so far.
    cached: Cached,
}

impl Walk {
    fn blocks(&mut self, blocks: Option<&Value>, before_answer: bool) {
        if let Some(text) = blocks.and_then(Value::as_str) {
            self.tokens += tokens::count(text);
        }
        for block in blocks.and_then(Value::as_array).into_iter().flatten() {
            self.tokens += match (block.get("text").and_then(Value::as_str), block.get("cachePoint")) {
                (Some(text), _) => tokens::count(text),
                (None, Some(_)) => 0,
                (None, None) => media::tokens_of_block("", block),
            };
            let Some(point) = block.get("cachePoint").or_else(|| block.get("cache_control")) else { continue };
            self.cached.points += 1;
            self.cached.ttl =
                if point.get("ttl").and_then(Value::as_str) == Some("1h") { Ttl::Hour } else { Ttl::Minutes };
            self.cached.write = self.tokens;
            if before_answer {
                self.cached.read = self.tokens;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_first_turn_writes_and_the_next_reads() {
        let user = |text: &str| json!({ "role": "user", "content": [{ "text": text }, { "cachePoint": { "type": "default" } }] });
        let answer = json!({ "role": "assistant", "content": [{ "text": "…" }] });
        let system = json!([{ "text": "one two three" }, { "cachePoint": { "type": "default", "ttl": "1h" } }]);
        let first =
            count(&json!({ "system": system, "messages": [{ "role": "user", "content": [{ "text": "hi" }] }] }), 100);
        assert_eq!((first.read, first.write, first.ttl), (0, 3, Ttl::Hour));
        let next = count(&json!({ "system": system, "messages": [user("four five"), answer, user("six")] }), 100);
        assert_eq!((next.read, next.write), (8, 8));
        assert_eq!(count(&json!({ "messages": [user("a")] }), 2).write, 2);
        assert_eq!(count(&json!({ "messages": "x" }), 2), Cached::default());
        let claude = json!({ "system": [{ "type": "text", "text": "one two", "cache_control": { "type": "ephemeral" } }], "messages": [] });
        assert_eq!(count(&claude, 9).write, 2);
    }
}
