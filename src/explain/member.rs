//! A member of an operation: its type and limits from the service model, and a sentence where the texts have none.

use super::Entry;
use crate::bedrock::service_model::{Member, OperationModel, ServiceModel, Shape, ShapeKind};

/// A member with the structure that holds it.
struct Found<'m> {
    holder: &'m str,
    member: &'m Member,
    /// Whether the holder is the operation's own input or output.
    outermost: bool,
}

/// Adds to an entry what the service model knows, or makes one from it.
pub fn complete(
    found: Option<Entry>,
    service: &str,
    operation: &str,
    path: &[&str],
    model: Option<&ServiceModel>,
) -> Option<Entry> {
    let place = model.and_then(|model| Some((model, locate(model, model.operation(operation)?, path)?)));
    let Some((model, place)) = place else {
        return found.map(|entry| Entry { page: page(service, operation), ..entry });
    };
    let page = page(service, if place.outermost { operation } else { place.holder });
    let kind = kind(model, place.member);
    let used = format!("Client {service}, {operation}");
    Some(match found {
        Some(entry) => Entry { kind, used, page, ..entry },
        None => Entry {
            name: place.member.name.clone(),
            kind,
            meaning: sentence(model, &place),
            twins: Vec::new(),
            used,
            page,
            composed: true,
        },
    })
}

/// The page of an operation or shape in the API reference.
fn page(service: &str, name: &str) -> String {
    let client = match service {
        "bedrock-runtime" => "runtime_",
        "bedrock-agent" => "agent_",
        "bedrock-agent-runtime" => "agent-runtime_",
        _ => "",
    };
    format!("https://docs.aws.amazon.com/bedrock/latest/APIReference/API_{client}{name}.html")
}

/// Finds the member by its path, which may lack outer names.
fn locate<'m>(model: &'m ServiceModel, operation: &'m OperationModel, path: &[&str]) -> Option<Found<'m>> {
    let mut pending: Vec<(&str, bool)> =
        [&operation.input, &operation.output].into_iter().flatten().map(|shape| (shape.as_str(), true)).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut best: Option<(usize, Found)> = None;
    // Breadth first: of two members with the same name, the outer one is meant.
    while !pending.is_empty() {
        let mut next = Vec::new();
        for (holder, outermost) in pending {
            if seen.contains(&holder) {
                continue;
            }
            seen.push(holder);
            for member in model.structure(holder).into_iter().flat_map(|structure| &structure.members) {
                if path.last() == Some(&member.name.as_str()) {
                    let count = named(model, operation, holder, path);
                    if best.as_ref().is_none_or(|(most, _)| count > *most) {
                        best = Some((count, Found { holder, member, outermost }));
                    }
                }
                next.extend(inner(model, &member.shape).map(|shape| (shape, false)));
            }
        }
        pending = next;
    }
    best.map(|(_, found)| found)
}

/// How many outer names of the path lead to this structure: one if the member before it holds it, or if none is before.
fn named(model: &ServiceModel, operation: &OperationModel, holder: &str, path: &[&str]) -> usize {
    let is_root = [&operation.input, &operation.output].into_iter().flatten().any(|root| root == holder);
    let Some(outer) = path.len().checked_sub(2).and_then(|at| path.get(at)) else { return usize::from(is_root) };
    let holds_it = |member: &Member| member.name == **outer && inner(model, &member.shape) == Some(holder);
    let holds =
        |(name, _): (&str, &Shape)| model.structure(name).is_some_and(|outer| outer.members.iter().any(holds_it));
    usize::from(model.shapes().any(holds))
}

/// The structure that a shape is or holds, through lists and maps.
fn inner<'m>(model: &'m ServiceModel, shape: &'m str) -> Option<&'m str> {
    let mut name = shape;
    // A list of lists of lists is not in any model.
    for _ in 0..4 {
        match &model.shape(name)?.kind {
            ShapeKind::Structure(_) => return Some(name),
            ShapeKind::List { member } => name = member,
            ShapeKind::Map { value, .. } => name = value,
            ShapeKind::Document
            | ShapeKind::String
            | ShapeKind::Blob
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::Boolean
            | ShapeKind::Timestamp => return None,
        }
    }
    None
}

/// Type, whether it is required, and limits: `string, required, 1 to 50 characters`.
fn kind(model: &ServiceModel, member: &Member) -> String {
    let Some(shape) = model.shape(&member.shape) else { return String::new() };
    let (word, unit) = match &shape.kind {
        ShapeKind::Structure(structure) if structure.union => ("union: exactly one member", ""),
        ShapeKind::Structure(_) => ("object", ""),
        ShapeKind::List { .. } => ("list", "items"),
        ShapeKind::Map { .. } => ("map", "entries"),
        ShapeKind::Document => ("any JSON", ""),
        ShapeKind::String => ("string", "characters"),
        ShapeKind::Blob => ("bytes, base64 in JSON", "bytes"),
        ShapeKind::Integer | ShapeKind::Long => ("integer", ""),
        ShapeKind::Float | ShapeKind::Double => ("number", ""),
        ShapeKind::Boolean => ("boolean", ""),
        ShapeKind::Timestamp => ("timestamp", ""),
    };
    let mut out = word.to_owned();
    if member.required {
        out.push_str(", required");
    }
    if shape.values.is_empty() {
        out.push_str(&limits(shape, unit));
    } else {
        const MOST: usize = 8;
        let shown = shape.values.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = shape.values.len().saturating_sub(MOST);
        out.push_str(": ");
        out.push_str(&shown);
        if more > 0 {
            out.push_str(" and ");
            out.push_str(&more.to_string());
            out.push_str(" more");
        }
    }
    if member.deprecated {
        out.push_str(", deprecated");
    }
    out
}

fn limits(shape: &Shape, unit: &str) -> String {
    let text = |value: f64| crate::text::number::trimmed(value);
    let range = match (shape.min, shape.max) {
        (None, None) => return String::new(),
        (Some(least), None) => format!("at least {}", text(least)),
        (None, Some(most)) => format!("at most {}", text(most)),
        (Some(least), Some(most)) if least >= most => text(least),
        (Some(least), Some(most)) => format!("{} to {}", text(least), text(most)),
    };
    format!(", {range} {unit}").trim_end().to_owned()
}

/// A sentence from the names alone, and which operations use the structure.
fn sentence(model: &ServiceModel, found: &Found) -> String {
    let name = capital(&words(&found.member.name));
    let users = users(model, found.holder);
    let used = match users.as_slice() {
        [] => String::new(),
        [one] => format!("{one} uses it."),
        [one, two] => format!("{one} and {two} use it."),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more operations use it.", rest.len()),
    };
    if found.outermost {
        return format!("{name}, a member of the operation itself. {used}").trim_end().to_owned();
    }
    format!("{name} of the {}. {used}", words(found.holder)).trim_end().to_owned()
}

/// The operations whose input or output holds the structure.
fn users<'m>(model: &'m ServiceModel, holder: &str) -> Vec<&'m str> {
    let reaches = |root: &str| {
        let mut pending = vec![root];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = pending.pop() {
            if name == holder {
                return true;
            }
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let members = model.structure(name).into_iter().flat_map(|structure| &structure.members);
            pending.extend(members.filter_map(|member| inner(model, &member.shape)));
        }
        false
    };
    let uses = |operation: &&OperationModel| {
        [&operation.input, &operation.output].into_iter().flatten().any(|root| reaches(root))
    };
    model.operations().iter().filter(uses).map(|operation| operation.name.as_str()).collect()
}

/// A name in camel case as words: `kmsKeyArn` is “KMS key ARN”.
fn words(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let next_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| !before.is_ascii_uppercase() || (next_small && before.is_ascii_uppercase()));
        match words.last_mut() {
            Some(word) if !begins => word.push(*letter),
            _ => words.push(letter.to_string()),
        }
    }
    let known = |word: String| match word.to_ascii_lowercase().as_str() {
        short @ ("arn" | "id" | "kms" | "s3" | "vpc" | "url" | "uri" | "sql" | "api" | "json" | "acl" | "iam"
        | "http") => short.to_ascii_uppercase(),
        // An abbreviation stays as it is.
        _ if word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase()) => word,
        small => small.to_owned(),
    };
    words.into_iter().map(known).collect::<Vec<_>>().join(" ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
