//! The draft as JSON: what the device stores, and a member of each record of the history.
//!
//! The first load reads and writes it. The code that `serde` derives for it would be several times as large there, so the
//! form is written out over [`Value`].

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::draft::{Detached, Draft, DraftMessage, SendAs};
use super::parameter::Parameter;
use super::part::Part;
use crate::bedrock::conversation::Role;
use crate::text::json;

impl Draft {
    /// The draft as the text that is stored.
    pub fn to_json(&self) -> String {
        json::compact(&self.to_value())
    }

    /// Reads a stored draft, as [`Self::from_value`] does.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::from_value(&serde_json::from_str(text).ok()?)
    }

    /// The draft as a JSON object.
    pub fn to_value(&self) -> Value {
        let mut out = Map::new();
        put_text(&mut out, "model", &self.model);
        if !self.family.is_empty() {
            put_text(&mut out, "family", &self.family);
        }
        put_text(&mut out, "region", &self.region);
        put_text(&mut out, "send_as", self.send_as.word());
        put(&mut out, "stream", Value::Bool(self.stream));
        put(&mut out, "system", self.system.as_ref().map_or(Value::Null, |text| Value::String(text.clone())));
        put(&mut out, "system_blocks", Value::Array(self.system_blocks.clone()));
        let mut messages = Vec::new();
        for message in &self.messages {
            messages.push(message_value(message));
        }
        put(&mut out, "messages", Value::Array(messages));
        for (name, parameter) in [
            ("max_tokens", &self.max_tokens),
            ("temperature", &self.temperature),
            ("top_p", &self.top_p),
            ("top_k", &self.top_k),
        ] {
            let mut members = Map::new();
            put(&mut members, "sent", Value::Bool(parameter.sent));
            put_text(&mut members, "text", &parameter.text);
            put(&mut out, name, Value::Object(members));
        }
        put(&mut out, "stop_sent", Value::Bool(self.stop_sent));
        let mut sequences = Vec::new();
        for sequence in &self.stop_sequences {
            sequences.push(Value::String(sequence.clone()));
        }
        put(&mut out, "stop_sequences", Value::Array(sequences));
        put_text(&mut out, "extra_fields", &self.extra_fields);
        put_text(&mut out, "more", &self.more);
        let mut detached = Value::Null;
        if let Some(native) = &self.detached {
            let mut members = Map::new();
            put_text(&mut members, "body", &native.body);
            put_text(&mut members, "content_type", &native.content_type);
            put_text(&mut members, "accept", &native.accept);
            detached = Value::Object(members);
        }
        put(&mut out, "detached", detached);
        Value::Object(out)
    }

    /// Reads the JSON object of a draft. A missing member takes its default, and an unknown one is ignored; `None` where a
    /// member has another type.
    pub fn from_value(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        let mut draft = Self::default();
        for (name, text) in [
            ("model", &mut draft.model),
            ("family", &mut draft.family),
            ("region", &mut draft.region),
            ("extra_fields", &mut draft.extra_fields),
            ("more", &mut draft.more),
        ] {
            read_text(members, name, text)?;
        }
        read_flag(members, "stream", &mut draft.stream)?;
        read_flag(members, "stop_sent", &mut draft.stop_sent)?;
        for (name, parameter) in [
            ("max_tokens", &mut draft.max_tokens),
            ("temperature", &mut draft.temperature),
            ("top_p", &mut draft.top_p),
            ("top_k", &mut draft.top_k),
        ] {
            if let Some(value) = members.get(name) {
                let members = value.as_object()?;
                *parameter = Parameter::default();
                read_flag(members, "sent", &mut parameter.sent)?;
                read_text(members, "text", &mut parameter.text)?;
            }
        }
        if let Some(word) = members.get("send_as") {
            draft.send_as = SendAs::from_word(word.as_str()?)?;
        }
        match members.get("system") {
            Some(Value::String(text)) => draft.system = Some(text.clone()),
            Some(Value::Null) => draft.system = None,
            Some(_) => return None,
            None => {}
        }
        if let Some(blocks) = members.get("system_blocks") {
            draft.system_blocks.clone_from(blocks.as_array()?);
        }
        if let Some(messages) = members.get("messages") {
            draft.messages.clear();
            for message in messages.as_array()? {
                draft.messages.push(message_of(message)?);
            }
        }
        if let Some(sequences) = members.get("stop_sequences") {
            draft.stop_sequences.clear();
            for sequence in sequences.as_array()? {
                draft.stop_sequences.push(sequence.as_str()?.to_owned());
            }
        }
        match members.get("detached") {
            Some(Value::Object(members)) => {
                draft.detached = Some(Detached {
                    body: text_of(members, "body")?,
                    content_type: text_of(members, "content_type")?,
                    accept: text_of(members, "accept")?,
                });
            }
            Some(Value::Null) | None => {}
            Some(_) => return None,
        }
        Some(draft)
    }
}

fn put(out: &mut Map<String, Value>, name: &str, value: Value) {
    out.insert(name.to_owned(), value);
}

fn put_text(out: &mut Map<String, Value>, name: &str, text: &str) {
    put(out, name, Value::String(text.to_owned()));
}

fn message_value(message: &DraftMessage) -> Value {
    let mut out = Map::new();
    put(&mut out, "id", Value::from(message.id));
    put_text(&mut out, "role", message.role.as_str());
    let mut content = Vec::new();
    for part in &message.content {
        content.push(Value::from(part.clone()));
    }
    put(&mut out, "content", Value::Array(content));
    Value::Object(out)
}

fn message_of(value: &Value) -> Option<DraftMessage> {
    let members = value.as_object()?;
    let mut content = Vec::new();
    for part in members.get("content")?.as_array()? {
        content.push(Part::from(part.clone()));
    }
    let role = Role::from_word(members.get("role")?.as_str()?)?;
    Some(DraftMessage { id: members.get("id")?.as_u64()?, role, content })
}

/// Reads a text that has a default; `None` where it is no text.
fn read_text(members: &Map<String, Value>, name: &str, into: &mut String) -> Option<()> {
    if let Some(value) = members.get(name) {
        value.as_str()?.clone_into(into);
    }
    Some(())
}

/// Reads a flag that has a default; `None` where it is no flag.
fn read_flag(members: &Map<String, Value>, name: &str, into: &mut bool) -> Option<()> {
    if let Some(value) = members.get(name) {
        *into = value.as_bool()?;
    }
    Some(())
}

fn text_of(members: &Map<String, Value>, name: &str) -> Option<String> {
    Some(members.get(name)?.as_str()?.to_owned())
}

/// For the records of the history, which hold a draft; the first load does not use it.
impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_value(&value).ok_or_else(|| D::Error::custom("a member of the draft has another type"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the code that `serde` derived wrote and read before this file took its place.

    /// The first experiment.
    const FIRST: &str = r#"{"model":"us.anthropic.claude-haiku-4-5-20251001-v1:0","region":"us-east-1","send_as":"both","stream":false,"system":"You are a precise technical writer. Answer for engineers.","system_blocks":[],"messages":[{"id":1,"role":"user","content":["Explain RAG in one paragraph."]}],"max_tokens":{"sent":true,"text":"512"},"temperature":{"sent":true,"text":"0.3"},"top_p":{"sent":false,"text":"0.9"},"top_k":{"sent":false,"text":"50"},"stop_sent":false,"stop_sequences":[],"extra_fields":"","more":"","detached":null}"#;

    /// Every member, and content of every JSON type.
    const FULL: &str = r#"{"model":"amazon.nova-lite-v1:0","family":"mistral.mistral-","region":"eu-west-1","send_as":"invoke","stream":true,"system":"A \"quoted\" – line\nand\ttab\u0001 / é 😀","system_blocks":[{"cachePoint":{"type":"default"}},"odd",null,1.5],"messages":[{"id":4,"role":"user","content":["Hi",{"image":{"format":"png","source":{"bytes":"eA=="}}},{"text":"kept as an object"},"",null,7,-1,1e+21,0.1,1.0,true,["x",[]],{}]},{"id":18446744073709551615,"role":"assistant","content":[]},{"id":0,"role":"system","content":[{"z":1,"a":{"m":null}}]}],"max_tokens":{"sent":false,"text":"9"},"temperature":{"sent":true,"text":" 0.30 "},"top_p":{"sent":true,"text":""},"top_k":{"sent":false,"text":"many"},"stop_sent":true,"stop_sequences":["a","","\\n"],"extra_fields":"{ \"k\": 1 }","more":"{\"toolConfig\":{}}","detached":{"body":"{ \"a\":1 }","content_type":"text/plain","accept":""}}"#;

    /// Texts that are read, and the members in which the draft then differs from the first experiment.
    const READ: [(&str, &str); 15] = [
        (r#"{"later":{"a":[1]},"model":"a"}"#, r#"{"model":"a"}"#),
        (r#"{"family":""}"#, "{}"),
        (r#"{"send_as":"converse"}"#, r#"{"send_as":"converse"}"#),
        (r#"{"send_as":"both"}"#, "{}"),
        (r#"{"stream":true}"#, r#"{"stream":true}"#),
        (r#"{"system":null}"#, r#"{"system":null}"#),
        (r#"{"system":""}"#, r#"{"system":""}"#),
        (r#"{"system_blocks":[1]}"#, r#"{"system_blocks":[1]}"#),
        (r#"{"messages":[]}"#, r#"{"messages":[]}"#),
        (
            r#"{"messages":[{"id":3,"role":"user","content":["x"],"later":1}]}"#,
            r#"{"messages":[{"id":3,"role":"user","content":["x"]}]}"#,
        ),
        (r#"{"max_tokens":{}}"#, r#"{"max_tokens":{"sent":false,"text":""}}"#),
        (r#"{"max_tokens":{"sent":true}}"#, r#"{"max_tokens":{"sent":true,"text":""}}"#),
        (r#"{"max_tokens":{"text":"3","later":1}}"#, r#"{"max_tokens":{"sent":false,"text":"3"}}"#),
        (r#"{"detached":null}"#, "{}"),
        (
            r#"{"detached":{"body":"b","content_type":"c","accept":"d","later":1}}"#,
            r#"{"detached":{"body":"b","content_type":"c","accept":"d"}}"#,
        ),
    ];

    fn first_with(changes: &str) -> String {
        let mut members: Map<String, Value> = serde_json::from_str(FIRST).unwrap();
        members.extend(serde_json::from_str::<Map<String, Value>>(changes).unwrap());
        serde_json::to_string(&members).unwrap()
    }

    fn read(text: &str) -> Option<String> {
        let draft = Draft::from_json(text);
        assert_eq!(serde_json::from_str::<Draft>(text).ok(), draft, "{text}");
        draft.map(|draft| draft.to_json())
    }

    #[test]
    fn the_stored_text_has_the_members_and_the_order_of_earlier_versions() {
        assert_eq!(Draft::default().to_json(), FIRST);
        assert_eq!(serde_json::to_string(&Draft::default()).unwrap(), FIRST);
        for whole in [FIRST, FULL] {
            assert_eq!(read(whole).as_deref(), Some(whole));
            assert_eq!(read(&format!(" {whole}\n")).as_deref(), Some(whole));
        }
        assert_eq!(read("{}").as_deref(), Some(FIRST));
    }

    #[test]
    fn a_draft_of_another_version_is_read() {
        for (text, changes) in READ {
            assert_eq!(read(text), Some(first_with(changes)), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_draft_is_refused() {
        for text in [
            "",
            "{",
            "null",
            "7",
            r#""x""#,
            r#"{"model":"a"} x"#,
            r#"{"model":null}"#,
            r#"{"model":7}"#,
            r#"{"family":null}"#,
            r#"{"region":[]}"#,
            r#"{"send_as":"Both"}"#,
            r#"{"send_as":"other"}"#,
            r#"{"send_as":null}"#,
            r#"{"stream":1}"#,
            r#"{"stream":null}"#,
            r#"{"system":7}"#,
            r#"{"system_blocks":null}"#,
            r#"{"system_blocks":{}}"#,
            r#"{"messages":null}"#,
            r#"{"messages":{}}"#,
            r#"{"messages":["x"]}"#,
            r#"{"messages":[null]}"#,
            r#"{"messages":[{"role":"user","content":[]}]}"#,
            r#"{"messages":[{"id":1,"content":[]}]}"#,
            r#"{"messages":[{"id":1,"role":"user"}]}"#,
            r#"{"messages":[{"id":1,"role":"user","content":"x"}]}"#,
            r#"{"messages":[{"id":1,"role":"user","content":null}]}"#,
            r#"{"messages":[{"id":1,"role":"User","content":[]}]}"#,
            r#"{"messages":[{"id":1,"role":"tool","content":[]}]}"#,
            r#"{"messages":[{"id":-1,"role":"user","content":[]}]}"#,
            r#"{"messages":[{"id":1.0,"role":"user","content":[]}]}"#,
            r#"{"messages":[{"id":"1","role":"user","content":[]}]}"#,
            r#"{"messages":[{"id":18446744073709551616,"role":"user","content":[]}]}"#,
            r#"{"max_tokens":null}"#,
            r#"{"max_tokens":512}"#,
            r#"{"temperature":{"sent":null}}"#,
            r#"{"top_p":{"text":0.9}}"#,
            r#"{"stop_sent":"yes"}"#,
            r#"{"stop_sequences":null}"#,
            r#"{"stop_sequences":[1]}"#,
            r#"{"stop_sequences":"x"}"#,
            r#"{"extra_fields":{}}"#,
            r#"{"extra_fields":null}"#,
            r#"{"more":{}}"#,
            r#"{"more":null}"#,
            r#"{"detached":{}}"#,
            r#"{"detached":{"body":"b","content_type":"c"}}"#,
            r#"{"detached":{"body":"b","accept":"c"}}"#,
            r#"{"detached":{"content_type":"b","accept":"c"}}"#,
            r#"{"detached":{"body":{},"content_type":"c","accept":""}}"#,
            r#"{"detached":"x"}"#,
            r#"{"detached":false}"#,
            r#"{"model":"\ud800"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        // The derived code took these, which no version wrote: an array for an object, and an object for a word.
        for text in
            ["[]", r#"{"messages":[[3,"user",["x"]]]}"#, r#"{"top_k":[true,"3"]}"#, r#"{"send_as":{"both":null}}"#]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
