//! Operations as boto3 knows them, and its answer to a method that a client does not have.

use super::index::{self, Operation};
use crate::bedrock::client::Client;

/// The method of an operation: `ListFoundationModels` is `list_foundation_models`.
pub fn method(operation: &str) -> String {
    let mut out = String::with_capacity(operation.len() + 6);
    let mut before = ' ';
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
        before = letter;
    }
    out
}

/// The class of a client's objects, as botocore makes it from the service's name.
pub fn class(client: Client) -> &'static str {
    match client {
        Client::Bedrock => "Bedrock",
        Client::Runtime => "BedrockRuntime",
        Client::AgentRuntime => "AgentsforBedrockRuntime",
        Client::Agent => "AgentsforBedrock",
    }
}

/// Why a method is not on a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotHere {
    /// What boto3 raises.
    pub error: String,
    /// The operations of that name on other clients.
    pub elsewhere: Vec<&'static Operation>,
}

/// The method that was asked for, if a text is the name of one: `invoke_model`, `InvokeModel`,
/// `bedrock.invoke_model(`.
fn asked(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(')').trim_end_matches('(').trim();
    let name = text.rsplit('.').next().unwrap_or(text);
    let plain = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    plain.then(|| method(name))
}

/// Why boto3's client has no such method; `None` when it has it, or the text is no name.
pub fn not_here(client: Client, text: &str) -> Option<NotHere> {
    let name = asked(text)?;
    let named = || index::operations().iter().filter(|operation| method(operation.name) == name);
    if named().any(|operation| operation.client == client) {
        return None;
    }
    let error = format!("AttributeError: '{}' object has no attribute '{name}'", class(client));
    Some(NotHere { error, elsewhere: named().collect() })
}

/// The sentence that leads to the right client.
pub fn advice(client: Client, not_here: &NotHere) -> String {
    match not_here.elsewhere.as_slice() {
        [] => "No Bedrock client has a method of that name. Search for what you want to do".to_owned(),
        [only] => format!(
            "It is an operation of {}: boto3.client(\"{}\").{}(…). {} has other operations, at another host",
            only.client.name(),
            only.client.name(),
            method(only.name),
            client.name()
        ),
        many => {
            let names: Vec<_> = many.iter().map(|operation| operation.client.name()).collect();
            format!("It is an operation of {}", names.join(" and of "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_on_the_wrong_client_gets_boto3s_error_and_the_right_client() {
        let wrong = not_here(Client::Bedrock, "invoke_model").unwrap();
        assert_eq!(wrong.error, "AttributeError: 'Bedrock' object has no attribute 'invoke_model'");
        assert_eq!(wrong.elsewhere.iter().map(|each| each.name).collect::<Vec<_>>(), ["InvokeModel"]);
        let advice = advice(Client::Bedrock, &wrong);
        assert!(advice.contains("boto3.client(\"bedrock-runtime\").invoke_model(…)"), "{advice}");
        for text in ["InvokeModel", "bedrock.invoke_model(", "client.invoke_model()"] {
            assert_eq!(not_here(Client::Bedrock, text).unwrap().error, wrong.error, "{text}");
        }
        let retrieve = not_here(Client::Runtime, "retrieve").unwrap();
        assert_eq!(retrieve.error, "AttributeError: 'BedrockRuntime' object has no attribute 'retrieve'");
        assert_eq!(not_here(Client::Bedrock, "list_guardrails"), None);
        assert_eq!(not_here(Client::Bedrock, "call a model"), None);
        assert!(not_here(Client::Agent, "no_such_thing").unwrap().elsewhere.is_empty());
    }

    #[test]
    fn a_method_has_an_underscore_before_each_word() {
        for (name, expected) in [
            ("ListFoundationModels", "list_foundation_models"),
            ("Converse", "converse"),
            ("CheckIngestedDocumentAcl", "check_ingested_document_acl"),
            ("InvokeModelWithBidirectionalStream", "invoke_model_with_bidirectional_stream"),
        ] {
            assert_eq!(method(name), expected);
        }
    }
}
