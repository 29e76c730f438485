//! Lists in pages: `maxResults` and `nextToken`, filters on names and times, order.

use serde_json::{Map, Value, json};

use crate::simulator::fault::Fault;

/// How many items a page has when the request does not say.
const ITEMS: usize = 100;

/// A page of a list that is already filtered and in order: `{result: [...], nextToken?}`.
///
/// # Errors
/// When the token is none that this list gave.
pub fn page(input: &Value, result: &str, items: Vec<Value>) -> Result<Value, Fault> {
    let start = match input.get("nextToken").and_then(Value::as_str) {
        None => 0,
        Some(token) => start_of(token).filter(|start| *start < items.len()).ok_or_else(|| {
            Fault::validation("The provided nextToken is not valid. Send the request without it to begin again.")
        })?,
    };
    let most = input.get("maxResults").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    let end = start.saturating_add(most.unwrap_or(ITEMS).max(1)).min(items.len());
    let total = items.len();
    let mut out = Map::new();
    out.insert(result.to_owned(), items.into_iter().skip(start).take(end - start).collect());
    if end < total {
        out.insert("nextToken".to_owned(), json!(token_of(end)));
    }
    Ok(out.into())
}

/// An opaque token, as AWS's are.
fn token_of(start: usize) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("outcrop-page-{start}"))
}

fn start_of(token: &str) -> Option<usize> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token).ok()?;
    std::str::from_utf8(&bytes).ok()?.strip_prefix("outcrop-page-")?.parse().ok()
}

/// Keeps what a list request asks for, in its order: `nameContains`, `creationTimeAfter`, `creationTimeBefore`,
/// `statusEquals`, `sortOrder` (by creation, newest first unless `Ascending`). The members are read under these names.
#[must_use]
pub fn selected(input: &Value, mut items: Vec<Value>, name: &str, created: &str, status: &str) -> Vec<Value> {
    let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default();
    let (contains, after, before) = (text("nameContains"), text("creationTimeAfter"), text("creationTimeBefore"));
    let wanted = text("statusEquals");
    let of = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    items.retain(|item| {
        let made = of(item, created);
        of(item, name).contains(contains)
            && (after.is_empty() || made.as_str() > after)
            && (before.is_empty() || made.as_str() < before)
            && (wanted.is_empty() || of(item, status) == wanted)
    });
    items.sort_by_key(|item| of(item, created));
    if text("sortOrder") != "Ascending" {
        items.reverse();
    }
    items
}
