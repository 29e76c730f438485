//! Lists in pages: `maxResults` and `nextToken`, filters on names and times, order.

use serde_json::{Map, Value, json};

use crate::aws::time::Timestamp;
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

/// Under which members a list is filtered. Every service names them otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a> {
    /// The item's name, for `nameContains`.
    pub name: &'a str,
    /// The item's creation time; the list is in its order.
    pub created: &'a str,
    /// The input's earliest creation time.
    pub after: &'a str,
    /// The input's latest creation time.
    pub before: &'a str,
    /// Texts that must be the same: the member of the input, the member of the item.
    pub equal: &'a [(&'a str, &'a str)],
}

impl Default for Members<'_> {
    fn default() -> Self {
        Self {
            name: "name",
            created: "createdAt",
            after: "creationTimeAfter",
            before: "creationTimeBefore",
            equal: &[("statusEquals", "status")],
        }
    }
}

/// Keeps what a list request asks for, in its order: by creation, newest first unless `sortOrder` is `Ascending`.
#[must_use]
pub fn sifted(input: &Value, mut items: Vec<Value>, members: &Members<'_>) -> Vec<Value> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let moment = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).and_then(Timestamp::parse);
    let contains = text(input, "nameContains");
    let (after, before) = (moment(input, members.after), moment(input, members.before));
    items.retain(|item| {
        let created = moment(item, members.created);
        text(item, members.name).contains(&contains)
            && after.is_none_or(|after| created.is_some_and(|created| created > after))
            && before.is_none_or(|before| created.is_some_and(|created| created < before))
            && members.equal.iter().all(|(wanted, member)| {
                let wanted = text(input, wanted);
                wanted.is_empty() || wanted == text(item, member)
            })
    });
    items.sort_by_key(|item| moment(item, members.created));
    if text(input, "sortOrder") != "Ascending" {
        items.reverse();
    }
    items
}

/// [`sifted`] with the members that most lists have: `nameContains`, `creationTimeAfter`, `creationTimeBefore`,
/// `statusEquals`.
#[must_use]
pub fn selected(input: &Value, items: Vec<Value>, name: &str, created: &str, status: &str) -> Vec<Value> {
    let equal = [("statusEquals", status)];
    sifted(input, items, &Members { name, created, equal: &equal, ..Members::default() })
}
