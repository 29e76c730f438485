//! The shapes of records, each with the confusions that are common.

use serde_json::{Map, Value};

use super::{Family, Problem, Shape, Weight};

type Record = Map<String, Value>;

struct Check<'a> {
    family: &'a Family,
    out: &'a mut Vec<Problem>,
}

/// Adds the problems of a record.
pub(super) fn check(record: &Record, family: &Family, out: &mut Vec<Problem>) {
    let mut check = Check { family, out };
    match family.shape {
        Shape::PromptCompletion => check.two_texts(record, "prompt", "completion"),
        Shape::ImageCaption => check.image(record),
        Shape::PreTraining => check.pre_training(record),
        Shape::Conversation => check.conversation(record, Last::Assistant),
        Shape::Distillation => check.conversation(record, Last::Either),
        Shape::Anthropic => check.anthropic(record),
        Shape::Reinforcement => check.reinforcement(record),
    }
}

/// Whose turn ends a conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Assistant,
    Either,
}

impl Check<'_> {
    fn error(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        self.out.push(Problem { line: 0, column: None, path, text, weight: Weight::Error });
    }

    fn warning(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        self.out.push(Problem { line: 0, column: None, path, text, weight: Weight::Warning });
    }

    /// Every key must be one of these.
    fn only(&mut self, record: &Record, keys: &[&str]) {
        for key in record.keys().filter(|key| !keys.contains(&key.as_str())) {
            self.error(key.clone(), format!("“{key}” is not a key of this shape. It has {}", keys.join(", ")));
        }
    }

    /// A text that is there and not empty; returns it.
    fn text<'r>(&mut self, record: &'r Record, key: &str) -> Option<&'r str> {
        match record.get(key) {
            Some(Value::String(text)) => {
                if text.trim().is_empty() {
                    self.error(key, "The text is empty");
                }
                Some(text)
            }
            Some(_) => {
                self.error(key, "Must be a string");
                None
            }
            None => {
                self.error(key, format!("“{key}” is missing"));
                None
            }
        }
    }

    fn two_texts(&mut self, record: &Record, first: &str, second: &str) {
        if record.contains_key("messages") {
            self.error(
                "messages",
                "Conversations are for Nova and Llama 3.2 or 3.3. This family takes prompt and completion",
            );
            return;
        }
        self.text(record, first);
        self.text(record, second);
        self.only(record, &[first, second]);
    }

    fn image(&mut self, record: &Record) {
        let reference = self.text(record, "image-ref").map(str::to_owned);
        if let Some(reference) = reference
            && !reference.starts_with("s3://")
        {
            self.error("image-ref", "Must be an S3 address, such as s3://bucket/folder/1.png");
        }
        let length = self.text(record, "caption").map(|caption| caption.chars().count());
        if let Some(length) = length.filter(|length| !(3..=1_024).contains(length)) {
            self.error("caption", format!("{length} characters; a caption has 3 to 1,024"));
        }
        self.only(record, &["image-ref", "caption"]);
    }

    fn pre_training(&mut self, record: &Record) {
        self.text(record, "input");
        if record.contains_key("completion") || record.contains_key("prompt") {
            self.error("", "Pre-training takes text without an answer: one key, input");
        } else {
            self.only(record, &["input"]);
        }
    }

    /// The list of turns, or an error.
    fn messages<'r>(&mut self, record: &'r Record) -> Option<&'r Vec<Value>> {
        match record.get("messages") {
            Some(Value::Array(messages)) if messages.is_empty() => {
                self.error("messages", "There is no turn");
                None
            }
            Some(Value::Array(messages)) => Some(messages),
            Some(_) => {
                self.error("messages", "Must be a list of turns");
                None
            }
            None if record.contains_key("prompt") => {
                self.error("messages", "This family takes conversations, not prompt and completion");
                None
            }
            None => {
                self.error("messages", "“messages” is missing");
                None
            }
        }
    }

    /// First user, then by turns; ends as asked.
    fn roles(&mut self, messages: &[Value], last: Last) {
        let mut wanted = "user";
        for (at, message) in messages.iter().enumerate() {
            let path = format!("messages[{at}].role");
            match message.get("role").and_then(Value::as_str) {
                Some("system") => {
                    self.error(path, "The system prompt is a key of the record, not a turn");
                    return;
                }
                Some(role) if role == wanted => {}
                Some(role @ ("user" | "assistant")) => {
                    self.error(
                        path,
                        format!("“{role}” here, where “{wanted}” must be: turns alternate, the user begins"),
                    );
                    return;
                }
                Some(role) => {
                    self.error(path, format!("“{role}” is not a role. Use user or assistant"));
                    return;
                }
                None => {
                    self.error(path, "The role is missing");
                    return;
                }
            }
            wanted = if wanted == "user" { "assistant" } else { "user" };
        }
        if last == Last::Assistant && wanted == "assistant" {
            self.error("messages", "The last turn must be the assistant's: it is what the model learns");
        }
    }

    fn conversation(&mut self, record: &Record, last: Last) {
        let is_nova = !self.family.reserved.is_empty();
        match record.get("schemaVersion") {
            Some(Value::String(version)) if version == "bedrock-conversation-2024" || is_nova => {}
            Some(Value::String(version)) => {
                self.error("schemaVersion", format!("“{version}” must be bedrock-conversation-2024"));
            }
            Some(_) => self.error("schemaVersion", "Must be the string bedrock-conversation-2024"),
            None => self.error("schemaVersion", "“schemaVersion” is missing. Write bedrock-conversation-2024"),
        }
        match record.get("system") {
            None => {}
            Some(Value::Array(blocks)) => {
                for (at, block) in blocks.iter().enumerate() {
                    self.block(block, &format!("system[{at}]"), Media::No);
                }
            }
            Some(Value::String(_)) => {
                self.error("system", "A list of blocks here, [{\"text\": …}]; a string is Anthropic's shape");
            }
            Some(_) => self.error("system", "Must be a list of blocks, [{\"text\": …}]"),
        }
        let Some(messages) = self.messages(record) else { return };
        self.roles(messages, last);
        for (at, message) in messages.iter().enumerate() {
            let path = format!("messages[{at}].content");
            let is_user = message.get("role").and_then(Value::as_str) == Some("user");
            match message.get("content") {
                Some(Value::Array(blocks)) if blocks.is_empty() => self.error(path, "There is no block"),
                Some(Value::Array(blocks)) => {
                    for (place, block) in blocks.iter().enumerate() {
                        self.block(block, &format!("{path}[{place}]"), if is_user { Media::Yes } else { Media::No });
                    }
                    self.media(blocks, &path);
                }
                Some(Value::String(_)) => {
                    self.error(path, "A list of blocks here, [{\"text\": …}]; a string is Anthropic's shape");
                }
                Some(_) | None => self.error(path, "Must be a list of blocks, [{\"text\": …}]"),
            }
        }
        self.only(record, &["schemaVersion", "system", "messages"]);
    }

    /// One content block.
    fn block(&mut self, block: &Value, path: &str, media: Media) {
        let Value::Object(members) = block else {
            self.error(path, "A block is an object, such as {\"text\": …}");
            return;
        };
        if let Some(text) = members.get("text") {
            match text.as_str() {
                Some(text) if text.trim().is_empty() => self.error(format!("{path}.text"), "The text is empty"),
                Some(text) => self.reserved(text, path),
                None => self.error(format!("{path}.text"), "Must be a string"),
            }
            return;
        }
        let kind = ["image", "video"].into_iter().find(|kind| members.contains_key(*kind));
        match (kind, media) {
            (Some(_), Media::No) => self.error(path, "Images and videos belong in user turns only"),
            (Some(kind), Media::Yes) => {
                let uri =
                    members.get(kind).and_then(|part| part.pointer("/source/s3Location/uri")).and_then(Value::as_str);
                if !uri.is_some_and(|uri| uri.starts_with("s3://")) {
                    self.error(path, format!("{kind}.source.s3Location.uri must be an S3 address"));
                }
            }
            (None, _) => {
                let keys: Vec<&str> = members.keys().map(String::as_str).collect();
                let hint = if keys.contains(&"type") { ". A “type” is Anthropic's shape" } else { "" };
                self.error(path, format!("A block has text, image or video, not {}{hint}", keys.join(", ")));
            }
        }
    }

    /// The limits of media in one turn.
    fn media(&mut self, blocks: &[Value], path: &str) {
        let count = |kind: &str| blocks.iter().filter(|block| block.get(kind).is_some()).count();
        let (images, videos) = (count("image"), count("video"));
        if images > 0 && videos > 0 {
            self.error(path, "Images and a video never go together");
        } else if images > 10 {
            self.error(path, format!("{images} images; a record has at most 10"));
        } else if videos > 1 {
            self.error(path, format!("{videos} videos; a record has one"));
        }
    }

    /// Words that make a Nova job fail.
    fn reserved(&mut self, text: &str, path: &str) {
        let found = self.family.reserved.iter().find(|word| text.contains(**word)).copied();
        if let Some(word) = found {
            self.warning(path, format!("“{word}” is reserved: AWS says that it can make the job fail"));
        }
    }

    fn anthropic(&mut self, record: &Record) {
        if record.contains_key("schemaVersion") {
            self.error(
                "schemaVersion",
                "This is the conversation shape of Nova and Llama. Claude takes system and messages with texts",
            );
        }
        match record.get("system") {
            None | Some(Value::String(_)) => {}
            Some(_) => self.error("system", "Must be a string here; a list of blocks is the shape of Nova and Llama"),
        }
        let Some(messages) = self.messages(record) else { return };
        self.roles(messages, Last::Assistant);
        for (at, message) in messages.iter().enumerate() {
            let path = format!("messages[{at}].content");
            match message.get("content") {
                Some(Value::String(text)) if text.trim().is_empty() => self.error(path, "The text is empty"),
                Some(Value::String(_)) => {}
                Some(_) => self.error(path, "Must be a string here; a list of blocks is the shape of Nova and Llama"),
                None => self.error(path, "“content” is missing"),
            }
        }
        self.only(record, &["system", "messages", "schemaVersion"]);
    }

    fn reinforcement(&mut self, record: &Record) {
        let Some(messages) = self.messages(record) else { return };
        for (at, message) in messages.iter().enumerate() {
            let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
            if !["system", "user", "assistant", "developer", "tool"].contains(&role) {
                self.error(format!("messages[{at}].role"), format!("“{role}” is not a role"));
            }
            if !matches!(message.get("content"), Some(Value::String(_) | Value::Array(_))) {
                self.error(format!("messages[{at}].content"), "Must be a text");
            }
        }
        if !messages.iter().any(|message| message.get("role").and_then(Value::as_str) == Some("user")) {
            self.error("messages", "Add a user turn: the record has none");
        }
        if !record.contains_key("reference_answer") {
            self.warning("reference_answer", "Without it, the grader has only the conversation");
        }
    }
}

/// Whether a block may hold media.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    Yes,
    No,
}
