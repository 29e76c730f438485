//! What an operation does to the account and the bill: it decides whether the page asks before it sends.
//!
//! The verb of a name decides, except for the lines of `effects.txt`.

use super::index::Operation;

/// The exceptions: effect, client, operation, sentence.
const EXCEPTIONS: &str = include_str!("effects.txt");

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing and costs nothing.
    Read,
    /// It changes the account.
    Write,
    /// It is billed, or leads to a bill.
    Bill,
    /// It deletes.
    Delete,
}

impl Effect {
    /// A word or two for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read only",
            Self::Write => "changes the account",
            Self::Bill => "billed",
            Self::Delete => "deletes",
        }
    }

    /// Whether the page asks first.
    pub fn asks(self) -> bool {
        self != Self::Read
    }

    fn of_word(word: &str) -> Option<Self> {
        match word {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "bill" => Some(Self::Bill),
            "delete" => Some(Self::Delete),
            _ => None,
        }
    }
}

/// The verbs at the start of a name. The first that fits decides.
const VERBS: [(&str, Effect, &str); 22] = [
    ("Get", Effect::Read, "Changes nothing."),
    ("List", Effect::Read, "Changes nothing."),
    ("Export", Effect::Read, "Changes nothing."),
    ("BatchDelete", Effect::Delete, "Deletes everything that the request names. You cannot undo it."),
    ("Delete", Effect::Delete, "Deletes what the request names. You cannot undo it."),
    ("Disassociate", Effect::Delete, "Ends a connection. What was connected stays."),
    ("Deregister", Effect::Delete, "Ends a registration."),
    ("Untag", Effect::Delete, "Removes tags. Rules of access or cost that use them no longer apply."),
    ("Create", Effect::Write, "Creates a resource in the account and region."),
    ("Update", Effect::Write, "Changes a resource. AWS keeps no copy of what it replaces."),
    ("Put", Effect::Write, "Replaces what is there."),
    ("Start", Effect::Write, "Starts work in the account."),
    ("Stop", Effect::Write, "Stops it for good. What it did until then stays, and is billed."),
    ("Cancel", Effect::Write, "Stops it for good."),
    ("End", Effect::Write, "Ends it for good. Its data stays until it is deleted."),
    ("Tag", Effect::Write, "Adds tags, or replaces their values."),
    ("Associate", Effect::Write, "Connects two resources."),
    ("Register", Effect::Write, "Registers a resource with Bedrock."),
    ("Archive", Effect::Write, "Archives it for good."),
    ("Prepare", Effect::Write, "Builds the draft."),
    ("Ingest", Effect::Bill, "Embeds documents. The embeddings are billed."),
    ("Invoke", Effect::Bill, "Calls models. Their tokens are billed."),
];

/// What it does, and a sentence about it.
pub fn of(operation: &Operation) -> (Effect, &'static str) {
    if let Some(exception) =
        exceptions().find(|(_, client, name, _)| *name == operation.name && *client == operation.client.name())
    {
        return (exception.0, exception.3);
    }
    let verb = VERBS.iter().find(|(verb, ..)| operation.name.starts_with(verb));
    // A verb that nobody has looked at may do anything.
    verb.map_or((Effect::Write, "May change the account."), |(_, effect, sentence)| (*effect, *sentence))
}

fn exceptions() -> impl Iterator<Item = (Effect, &'static str, &'static str, &'static str)> {
    EXCEPTIONS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut words = line.splitn(4, ' ');
        Some((Effect::of_word(words.next()?)?, words.next()?, words.next()?, words.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::client::Client;
    use crate::experiment::explorer::index;

    #[test]
    fn every_exception_names_an_operation_once() {
        let all: Vec<_> = exceptions().collect();
        assert_eq!(all.len(), EXCEPTIONS.lines().count() - 1, "each line is read");
        for (_, client, name, sentence) in &all {
            let client = Client::from_name(client).unwrap();
            assert!(index::find(client, name).is_some(), "{name}");
            assert!(sentence.ends_with('.'), "{sentence}");
            assert_eq!(all.iter().filter(|other| other.1 == client.name() && other.2 == *name).count(), 1, "{name}");
        }
    }

    #[test]
    fn every_operation_has_a_known_verb_or_a_line() {
        for operation in index::operations() {
            assert_ne!(of(operation).1, "May change the account.", "{}", operation.name);
        }
    }

    #[test]
    fn what_is_deleted_or_billed_asks_and_what_is_read_does_not() {
        for (client, name, expected) in [
            (Client::Bedrock, "ListFoundationModels", Effect::Read),
            (Client::Bedrock, "CreateGuardrail", Effect::Write),
            (Client::Bedrock, "CreateProvisionedModelThroughput", Effect::Bill),
            (Client::Bedrock, "DeleteGuardrail", Effect::Delete),
            (Client::Bedrock, "BatchDeleteEvaluationJob", Effect::Delete),
            (Client::Bedrock, "ListTagsForResource", Effect::Read),
            (Client::Runtime, "Converse", Effect::Bill),
            (Client::Runtime, "CountTokens", Effect::Read),
            (Client::AgentRuntime, "GetSession", Effect::Read),
            (Client::AgentRuntime, "Retrieve", Effect::Bill),
            (Client::Agent, "PrepareAgent", Effect::Write),
        ] {
            let (effect, _) = of(index::find(client, name).unwrap());
            assert_eq!(effect, expected, "{name}");
            assert_eq!(effect.asks(), expected != Effect::Read);
        }
        // Whatever the service deletes by its method is one that asks.
        for operation in index::operations().iter().filter(|operation| operation.method == "DELETE") {
            assert_eq!(of(operation).0, Effect::Delete, "{}", operation.name);
        }
    }
}
