//! What each name on the page means, in a sentence or three of our own: keys of bodies, headers, fields of frames, parts of a
//! signature, error codes, parameters, and members of every operation.
//!
//! The sentences are data, in `texts/*.txt`; [`book`] reads them and documents their format. [`of`] finds one. A member of an
//! operation without a sentence gets one made from the service model, so that no member is without an answer. It is
//! loaded late and performs nothing.

mod book;
mod find;
mod member;
pub mod program;
pub mod rows;
pub mod which;

use crate::bedrock::family::Family;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::Api;

/// Where a name stands.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// A key of a request or answer of the two APIs. The path has the keys from the outermost to this one, without the
    /// indexes of lists; the outer ones may be missing.
    Key {
        /// Whose body it is.
        api: Api,
        /// The family of the model, for the native body and for the twin's name.
        family: Option<Family>,
        /// The keys.
        path: &'a [&'a str],
    },
    /// An HTTP header, or a parameter of a signed URL.
    Header(&'a str),
    /// A part of a signature: the key of its source, a step, or the name of a derived key.
    Signature(&'a str),
    /// A field of a frame, or a header in it.
    Frame(&'a str),
    /// An error code, with or without `Exception` at its end.
    Error(&'a str),
    /// A field, column or switch, by its label.
    Parameter {
        /// The screen or dialog that it is on, for example `throughput`.
        screen: &'a str,
        /// The label.
        label: &'a str,
    },
    /// A member of an operation's input or output.
    Member {
        /// The client, for example `bedrock-agent`.
        service: &'a str,
        /// The operation.
        operation: &'a str,
        /// The members from the outermost to this one, without the indexes of lists; the outer ones may be missing.
        path: &'a [&'a str],
        /// The service's model, if it is loaded: for type, limits and the members that have no sentence.
        model: Option<&'a ServiceModel>,
    },
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, as it is written.
    pub name: String,
    /// Its type, and for a member also whether it is required and its limits. May be empty.
    pub kind: String,
    /// The sentences.
    pub meaning: String,
    /// What the other API calls it; one line for each answer that fits.
    pub twins: Vec<String>,
    /// Where it is used: which models or which client.
    pub used: String,
    /// The public page behind it.
    pub page: String,
    /// Whether the sentences were made from the service model.
    pub composed: bool,
}

/// The explanation of a name; `None` for a name that nobody but the user has given, and for unknown ones.
pub fn of(place: Place) -> Option<Entry> {
    let text = |scope: &str, name: &str| find::in_scope(scope, None, &[name], None);
    match place {
        Place::Key { api, family, path } => {
            let family_scope = family.map(scope_of);
            match api {
                Api::Converse => find::in_scope("converse", None, path, family_scope),
                Api::Invoke => find::in_scope(family_scope.unwrap_or("native"), None, path, Some("converse")),
            }
        }
        Place::Header(name) => text("header", &name.to_ascii_lowercase()),
        Place::Signature(name) => {
            let name = name.to_ascii_lowercase();
            let key = name.strip_prefix("header:").or_else(|| name.strip_prefix("header-"));
            match key {
                Some(header) => text("header", header).or_else(|| text("signature", "header")),
                None if name.starts_with("query:") || name.starts_with("query-") => text("signature", "query"),
                None => text("signature", &name).or_else(|| text("header", &name)),
            }
        }
        Place::Frame(name) => text("frame", &name.to_ascii_lowercase()),
        Place::Error(code) => {
            let code = code.split([':', '#']).next().unwrap_or_default();
            let mut letters = code.chars();
            let first = letters.next()?.to_ascii_uppercase();
            let code = format!("{first}{}", letters.as_str());
            let short = code.strip_suffix("Exception").unwrap_or(&code);
            text("error", short).map(|entry| Entry { name: code.clone(), ..entry })
        }
        Place::Parameter { screen, label } => {
            let own = format!("screen/{screen}");
            let scope = if book::book().contains_key(own.as_str()) { &own } else { "parameter" };
            text(scope, &plain(label)).map(|entry| Entry { name: label.to_owned(), ..entry })
        }
        Place::Member { service, operation, path, model } => {
            let found = find::in_scope(client_scope(service), Some(operation), path, None);
            member::complete(found, service, operation, path, model)
        }
    }
}

/// A label as the texts have it: in small letters, up to its first sign, and without the number of a row.
fn plain(label: &str) -> String {
    let words = label.split([',', ':', '(', '/', '|']).next().unwrap_or_default().trim();
    let is_number = |word: &str| word.bytes().all(|letter| letter.is_ascii_digit());
    let words = words.rsplit_once(' ').filter(|(_, last)| is_number(last)).map_or(words, |(words, _)| words);
    words.to_lowercase()
}

/// The member names of a JSON pointer, without the indexes of lists.
pub fn segments(pointer: &str) -> Vec<String> {
    let plain = |part: &str| part.replace("~1", "/").replace("~0", "~");
    pointer.split('/').skip(1).filter(|part| part.parse::<usize>().is_err()).map(plain).collect()
}

/// The sentences that a client's members are looked up in.
fn client_scope(service: &str) -> &'static str {
    match service {
        "bedrock-runtime" => "runtime",
        "bedrock" => "control",
        "bedrock-agent-runtime" => "agent-runtime",
        _ => "member",
    }
}

/// The sentences of a family's native bodies.
fn scope_of(family: Family) -> &'static str {
    match family {
        Family::Claude => "claude",
        Family::Nova | Family::NovaSonic => "nova",
        Family::TitanText => "titan-text",
        Family::Llama => "llama",
        Family::MistralInstruct => "mistral-instruct",
        Family::MistralChat => "mistral-chat",
        Family::CohereCommandR => "cohere-r",
        Family::CohereCommand => "cohere-command",
        Family::Jamba => "jamba",
        Family::DeepSeekR1 => "deepseek-r1",
        Family::OpenAiChat => "openai-chat",
        Family::Palmyra => "palmyra",
        Family::Pegasus => "pegasus",
        Family::TitanEmbedText => "titan-embed-text",
        Family::TitanEmbedImage => "titan-embed-image",
        Family::CohereEmbedV3 => "cohere-embed-v3",
        Family::CohereEmbedV4 => "cohere-embed-v4",
        Family::NovaEmbed => "nova-embed",
        Family::Marengo => "marengo",
        Family::NovaCanvas | Family::TitanImage => "amazon-image",
        Family::StabilityImage | Family::StabilityService => "stability-image",
        Family::StabilityXl => "stability-xl",
        Family::NovaReel => "nova-reel",
        Family::CohereRerank => "cohere-rerank",
        Family::AmazonRerank => "amazon-rerank",
    }
}

#[cfg(test)]
mod tests;
