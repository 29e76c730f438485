//! The groups of the navigation: what belongs together on a client, with a sentence on what one does there.

use std::sync::OnceLock;

use super::index::{self, Operation};
use crate::bedrock::client::Client;

/// The groups: client, name, sentence, parts of names.
const LINES: &str = include_str!("groups.txt");

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its client.
    pub client: Client,
    /// Its name.
    pub name: &'static str,
    /// What one does there.
    pub purpose: &'static str,
    /// Its operations: those that create first, then by name.
    pub operations: Vec<&'static Operation>,
}

/// All groups, in the order of the navigation.
pub fn groups() -> &'static [Group] {
    static ALL: OnceLock<Vec<Group>> = OnceLock::new();
    ALL.get_or_init(all)
}

/// The group of an operation.
pub fn group_of(operation: &Operation) -> Option<&'static Group> {
    groups().iter().find(|group| group.operations.contains(&operation))
}

fn all() -> Vec<Group> {
    let mut groups: Vec<(Group, Vec<&'static str>)> = LINES.lines().filter_map(read).collect();
    for operation in index::operations() {
        let fits = |(group, parts): &&mut (Group, Vec<&'static str>)| {
            group.client == operation.client && parts.iter().any(|part| operation.name.contains(part))
        };
        if let Some((group, _)) = groups.iter_mut().find(fits) {
            group.operations.push(operation);
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(group, _)| group).collect();
    for group in &mut groups {
        group.operations.sort_by_key(|operation| (verb(operation.name), operation.name));
    }
    groups
}

/// What one reads comes before what one changes.
fn verb(name: &str) -> usize {
    const ORDER: [&str; 6] = ["List", "Get", "Create", "Update", "Delete", "BatchDelete"];
    ORDER.iter().position(|verb| name.starts_with(verb)).unwrap_or(3)
}

fn read(line: &'static str) -> Option<(Group, Vec<&'static str>)> {
    let mut cells = line.split(" | ");
    let client = Client::from_name(cells.next()?)?;
    let (name, purpose, parts) = (cells.next()?, cells.next()?, cells.next()?);
    Some((Group { client, name, purpose, operations: Vec::new() }, parts.split(' ').collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_in_one_group() {
        let listed: usize = groups().iter().map(|group| group.operations.len()).sum();
        let lost: Vec<_> =
            index::operations().iter().filter(|each| group_of(each).is_none()).map(|each| each.name).collect();
        assert_eq!(lost, Vec::<&str>::new());
        assert_eq!(listed, index::operations().len());
        assert!(groups().iter().all(|group| !group.operations.is_empty() && group.purpose.ends_with('.')));
    }

    #[test]
    fn what_belongs_together_is_together() {
        for (client, name, group) in [
            (Client::Bedrock, "GetFoundationModelAvailability", "Access to models"),
            (Client::Bedrock, "ListFoundationModels", "Foundation models"),
            (Client::Bedrock, "CreateCustomModelDeployment", "Custom model deployments"),
            (Client::Bedrock, "GetCustomModel", "Custom models"),
            (Client::Bedrock, "PutEnforcedGuardrailConfiguration", "Guardrails"),
            (Client::Bedrock, "DeleteProjectDataRetentionStorage", "Data retention"),
            (Client::Runtime, "InvokeGuardrailChecks", "Guardrails"),
            (Client::AgentRuntime, "InvokeInlineAgent", "Agents"),
            (Client::Agent, "AssociateAgentKnowledgeBase", "Agents"),
        ] {
            assert_eq!(group_of(index::find(client, name).unwrap()).unwrap().name, group, "{name}");
        }
        let guardrails = groups().iter().find(|group| group.name == "Guardrails").unwrap();
        assert_eq!(guardrails.operations.first().unwrap().name, "ListEnforcedGuardrailsConfiguration");
    }
}
