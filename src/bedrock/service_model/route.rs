//! Finds the operation of a request line.

use super::{OperationModel, ServiceModel};
use crate::aws::uri;

pub(super) fn route<'a>(
    model: &'a ServiceModel,
    method: &str,
    path: &str,
) -> Option<(&'a OperationModel, Vec<(&'a str, String)>)> {
    let segments: Vec<&str> = path.split('/').collect();
    let candidates = model.operations().iter().filter(|operation| operation.method == method);
    candidates
        .filter_map(|operation| Some((literals(&operation.uri), operation, labels(&operation.uri, &segments)?)))
        .max_by_key(|(literals, ..)| *literals)
        .map(|(_, operation, labels)| (operation, labels))
}

/// The literal segments of a template: the more of them, the closer the match.
fn literals(uri: &str) -> usize {
    uri.split('/').filter(|part| label(part).is_none()).count()
}

/// The name in braces.
fn label(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The labels of a path that fits the template; a slash at the end makes no difference.
fn labels<'a>(uri: &'a str, segments: &[&str]) -> Option<Vec<(&'a str, String)>> {
    let parts: Vec<&str> = uri.trim_end_matches('/').split('/').collect();
    let segments = match segments {
        [rest @ .., ""] if rest.len() > 1 => rest,
        all => all,
    };
    if parts.len() != segments.len() {
        return None;
    }
    let mut out = Vec::new();
    for (part, segment) in parts.iter().zip(segments) {
        match label(part) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => out.push((name, uri::decode_label(segment)?)),
            None if part != segment => return None,
            None => {}
        }
    }
    Some(out)
}
