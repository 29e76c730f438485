//! Version 1 of the document. It is frozen: a missing member has the default that is written here, even if the page's own
//! defaults change.

mod read;
mod write;

pub use read::read;
pub use write::write;

use crate::experiment::document::lab::LabKind;
use crate::experiment::run::exchange::Origin;
use crate::experiment::{Api, Parameter, Role, SendAs};

/// The model where none is named.
const MODEL: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
/// The region where none is named.
const REGION: &str = "us-east-1";
/// The parameters: name, and the text that an unticked box holds where the document says nothing.
const MAX_TOKENS: (&str, &str) = ("maxTokens", "512");
const TEMPERATURE: (&str, &str) = ("temperature", "0.3");
const TOP_P: (&str, &str) = ("topP", "0.9");
const TOP_K: (&str, &str) = ("topK", "50");
/// The query of embeddings where none is given.
const QUERY: &str = "Where is my package?";
/// The media type of a native body where none is named.
const MEDIA_TYPE: &str = "application/json";

const SEND_AS: [(&str, SendAs); 3] =
    [("both", SendAs::Both), ("converse", SendAs::Converse), ("invoke", SendAs::Invoke)];
const ROLES: [(&str, Role); 3] = [("user", Role::User), ("assistant", Role::Assistant), ("system", Role::System)];
const APIS: [(&str, Api); 2] = [("converse", Api::Converse), ("invoke", Api::Invoke)];
const LABS: [(&str, LabKind); 3] =
    [("embeddings", LabKind::Embeddings), ("images", LabKind::Images), ("explorer", LabKind::Explorer)];
/// Who answered, in words that a person who opens a file cannot overlook.
const ORIGINS: [(&str, Origin); 3] =
    [("SIMULATED", Origin::Simulator), ("AWS", Origin::Aws), ("custom endpoint", Origin::Custom)];

fn word<T: PartialEq>(words: &[(&'static str, T)], meaning: &T) -> &'static str {
    words.iter().find(|(_, known)| known == meaning).map_or("", |(word, _)| word)
}

/// Who speaks in the message at this place where the document says nothing: they take turns, the user first.
fn expected_role(place: usize) -> Role {
    if place.is_multiple_of(2) { Role::User } else { Role::Assistant }
}

fn unsent(default: (&str, &str)) -> Parameter {
    Parameter::unsent(default.1)
}
