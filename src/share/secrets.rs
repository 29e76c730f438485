//! Finds what should not be shared: keys and account ids that a user typed or pasted into a text.
//!
//! A finding names the kind and the place, never the value. Each kind has a form of its own: AWS access key ids
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>), Bedrock API
//! keys, blocks of private keys, session tokens, and twelve digits in an ARN or as a word of their own.

use serde_json::Value;

use crate::experiment::document::experiment::EXAMPLE_ACCOUNT;
use crate::experiment::document::lab::LabKind;
use crate::experiment::{Draft, Experiment, Part, Subject};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `AKIA…`, `ASIA…`
    AccessKeyId,
    /// `bedrock-api-key-…`, `ABSK…`
    BedrockApiKey,
    /// `-----BEGIN … PRIVATE KEY-----`
    PrivateKey,
    /// What follows `aws_secret_access_key`, `SecretAccessKey`, `aws_session_token` and the like.
    NamedSecret,
    /// Twelve digits.
    AccountId,
}

impl Kind {
    /// What it is, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            Self::AccessKeyId => "an AWS access key ID",
            Self::BedrockApiKey => "a Bedrock API key",
            Self::PrivateKey => "a private key",
            Self::NamedSecret => "a secret key or a session token",
            Self::AccountId => "an AWS account ID",
        }
    }

    /// Whether it gives authority to whoever holds it.
    pub fn is_secret(self) -> bool {
        self != Self::AccountId
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// Where: `Message 2`, `System` …
    pub place: String,
}

impl Finding {
    /// The finding as a sentence.
    pub fn sentence(&self) -> String {
        format!("{}: this looks like {}", self.place, self.kind.noun())
    }
}

/// Looks through every text of an experiment.
pub fn scan(experiment: &Experiment) -> Vec<Finding> {
    let mut search = Search { found: Vec::new() };
    search.text("The title", &experiment.title);
    search.text("The note", &experiment.note);
    match &experiment.subject {
        Subject::Playground(draft) => search.draft(draft),
        Subject::Compare(draft, comparison) => {
            search.draft(draft);
            for member in &comparison.members {
                search.text("A member of the comparison", &member.name);
                search.text("A model of the comparison", &member.model);
                search.text("A system prompt of the comparison", member.system.as_deref().unwrap_or_default());
            }
        }
        Subject::Lab(lab) => {
            search.text("Model", &lab.model);
            for (text, place) in lab.texts.iter().zip(1..) {
                let place = match (lab.kind, text.label.is_empty()) {
                    (LabKind::Embeddings, _) => format!("Text {place}"),
                    (LabKind::Images, true) => "The prompt".to_owned(),
                    (LabKind::Images, false) => "The negative prompt".to_owned(),
                    (LabKind::Explorer, _) => "A text".to_owned(),
                };
                for text in [&text.text, &text.label, &text.group] {
                    search.text(&place, text);
                }
            }
            search.text("The query", &lab.query);
            for (name, value) in &lab.parameters {
                search.text("A parameter", name);
                search.value("A parameter", value);
            }
        }
    }
    for answer in &experiment.answers {
        search.text("An answer", &answer.text);
        search.text("An answer’s model", &answer.model);
    }
    search.found
}

struct Search {
    found: Vec<Finding>,
}

impl Search {
    fn draft(&mut self, draft: &Draft) {
        self.text("Model", &draft.model);
        self.text("Model family", &draft.family);
        self.text("System", draft.system.as_deref().unwrap_or_default());
        for block in &draft.system_blocks {
            self.value("System", block);
        }
        for (message, place) in draft.messages.iter().zip(1..) {
            let place = format!("Message {place}");
            for part in &message.content {
                match part {
                    Part::Text(text) => self.text(&place, text),
                    Part::Block(block) => self.value(&place, block),
                }
            }
        }
        for stop in &draft.stop_sequences {
            self.text("A stop sequence", stop);
        }
        self.text("The additional fields", &draft.extra_fields);
        self.text("Further members of the request", &draft.more);
        if let Some(native) = &draft.detached {
            self.text("The InvokeModel body", &native.body);
            self.text("The InvokeModel media types", &native.content_type);
            self.text("The InvokeModel media types", &native.accept);
        }
    }

    fn value(&mut self, place: &str, value: &Value) {
        match value {
            Value::String(text) => self.text(place, text),
            Value::Array(values) => values.iter().for_each(|value| self.value(place, value)),
            Value::Object(members) => {
                for (name, value) in members {
                    self.text(place, name);
                    // A secret that is found by its name is in two texts here and in one on the page.
                    match value {
                        Value::String(text) => self.text(place, &format!("{name}={text}")),
                        other => self.value(place, other),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, place: &str, text: &str) {
        for kind in kinds(text) {
            let finding = Finding { kind, place: place.to_owned() };
            if !self.found.contains(&finding) {
                self.found.push(finding);
            }
        }
    }
}

/// The kinds that a text holds.
fn kinds(text: &str) -> impl Iterator<Item = Kind> {
    let word_char = |char: char| char.is_ascii_alphanumeric() || "_-+/=".contains(char);
    let mut found = [false; 5];
    let [key_id, api_key, private_key, named, account] = &mut found;
    *private_key = text.match_indices("-----BEGIN ").any(|(at, _)| {
        let line = text.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
        line.contains("PRIVATE KEY-----")
    });
    *named = names_secret(text);
    for word in text.split(|char: char| !word_char(char)).filter(|word| !word.is_empty()) {
        *api_key |= word.contains("bedrock-api-key-") && word.len() > 40;
        let value = word.split_once('=').map_or(word, |(_, value)| value);
        *api_key |= [word, value].iter().any(|word| word.starts_with("ABSK") && word.len() > 60);
        for part in word.split(|char: char| !char.is_ascii_alphanumeric()) {
            *key_id |= (part.starts_with("AKIA") || part.starts_with("ASIA"))
                && part.len() == 20
                && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            *account |= part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()) && part != EXAMPLE_ACCOUNT;
        }
    }
    let kinds = [Kind::AccessKeyId, Kind::BedrockApiKey, Kind::PrivateKey, Kind::NamedSecret, Kind::AccountId];
    kinds.into_iter().zip(found).filter_map(|(kind, found)| found.then_some(kind))
}

/// Whether a text has the name of a secret with a value of a secret's length behind it.
fn names_secret(text: &str) -> bool {
    let flat: String = text.to_ascii_lowercase().chars().map(|char| if char == '-' { '_' } else { char }).collect();
    ["secret_access_key", "secretaccesskey", "session_token", "sessiontoken", "x_amz_security_token"].iter().any(
        |name| {
            flat.match_indices(name).any(|(at, _)| {
                let behind = flat.get(at + name.len()..).unwrap_or_default();
                let value = behind.trim_start_matches(|char: char| " \t\"'=:\\".contains(char));
                let separated = value.len() < behind.len();
                separated
                    && value.chars().take_while(|char| char.is_ascii_alphanumeric() || "_/+=".contains(*char)).count()
                        >= 32
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(text: &str) -> Vec<Kind> {
        kinds(text).collect()
    }

    #[test]
    fn each_kind_is_seen_and_ordinary_text_is_not() {
        for (text, kinds) in [
            ("my key is AKIAIOSFODNN7EXAMPLE.", vec![Kind::AccessKeyId]),
            ("\"accessKeyId\":\"ASIAIOSFODNN7EXAMPLE\"", vec![Kind::AccessKeyId]),
            (&format!("bedrock-api-key-{}", "Y2Fs".repeat(12)), vec![Kind::BedrockApiKey]),
            (&format!("AWS_BEARER_TOKEN_BEDROCK=ABSK{}", "QmVk".repeat(20)), vec![Kind::BedrockApiKey]),
            (&format!("Bearer ABSK{}", "QmVk".repeat(20)), vec![Kind::BedrockApiKey]),
            ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", vec![Kind::PrivateKey]),
            ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", vec![Kind::NamedSecret]),
            ("\"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"", vec![Kind::NamedSecret]),
            ("arn:aws:bedrock:us-east-1:999988887777:provisioned-model/x", vec![Kind::AccountId]),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/x", vec![]),
            ("What is an AKIA key, and what is aws_secret_access_key for?", vec![]),
            ("-----BEGIN CERTIFICATE-----", vec![]),
            ("1234567890123 and 12345678901", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(of(text), kinds, "{text}");
        }
    }

    #[test]
    fn a_lab_is_looked_through() {
        let key = "AKIAIOSFODNN7EXAMPLE";
        let found_in = |lab| -> Vec<String> {
            scan(&Experiment::new(Subject::Lab(lab))).iter().map(|found| found.place.clone()).collect()
        };
        let mut embeddings = crate::experiment::embeddings::Input::default().lab("us-east-1");
        let mut images = crate::experiment::images::Input::default().lab("us-east-1");
        assert_eq!((found_in(embeddings.clone()), found_in(images.clone())), (Vec::new(), Vec::new()));
        embeddings.query = key.to_owned();
        embeddings.texts.get_mut(1).unwrap().label = key.to_owned();
        embeddings.parameters.insert("a".to_owned(), json!([key]));
        images.texts.get_mut(0).unwrap().text = key.to_owned();
        assert_eq!(found_in(embeddings), ["Text 2", "The query", "A parameter"]);
        assert_eq!(found_in(images), ["The prompt"]);
    }

    #[test]
    fn a_finding_says_where_and_not_what() {
        let mut draft = Draft::default();
        draft.attach(1, json!({ "toolResult": { "content": [{ "json": { "aws_session_token": "x".repeat(40) } }] } }));
        draft.more = "{\"requestMetadata\":{\"k\":\"AKIAIOSFODNN7EXAMPLE\"}}".to_owned();
        let found = scan(&Experiment::new(Subject::Playground(draft)));
        let sentences: Vec<String> = found.iter().map(Finding::sentence).collect();
        assert_eq!(
            sentences,
            [
                "Message 1: this looks like a secret key or a session token",
                "Further members of the request: this looks like an AWS access key ID"
            ]
        );
    }
}
