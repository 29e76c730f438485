//! The compact form of an API model: shapes and constraints, no documentation.
//!
//! The order of the source is kept, every operation and every shape is one line, and nothing depends on the clock: the
//! same botocore gives the same bytes.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Traits of a shape that are copied as they are, under the same name.
const SHAPE_TRAITS: [&str; 11] = [
    "min",
    "max",
    "pattern",
    "enum",
    "sensitive",
    "union",
    "document",
    "event",
    "eventstream",
    "payload",
    "timestampFormat",
];

/// The compact model as text, from botocore's `service-2.json` and `paginators-1.json`.
pub fn derive(botocore: &str, model: &Value, pagination: &Value) -> Result<String, String> {
    let metadata = object(model, "metadata")?;
    let mut out = String::from("{\n");
    for (name, key) in [
        ("service", "endpointPrefix"),
        ("signingName", "signingName"),
        ("apiVersion", "apiVersion"),
        ("protocol", "protocol"),
    ] {
        let value = metadata.get(key).ok_or_else(|| format!("the model's metadata has no {key}"))?;
        line(&mut out, name, value);
    }
    line(&mut out, "botocore", &json!(botocore));
    line(&mut out, "bearer", &json!(takes_bearer_tokens(metadata)));
    section(&mut out, "operations", object(model, "operations")?, |name, source| {
        operation(source, pagination.get(name))
    })?;
    out.push_str(",\n");
    section(&mut out, "shapes", object(model, "shapes")?, |_, source| shape(source))?;
    out.push_str("\n}\n");
    Ok(out)
}

fn line(out: &mut String, name: &str, value: &Value) {
    let _ = writeln!(out, "\"{name}\":{value},");
}

/// Whether the service takes an API key instead of a signature.
fn takes_bearer_tokens(metadata: &Map<String, Value>) -> bool {
    let schemes = metadata.get("auth").and_then(Value::as_array);
    schemes.is_some_and(|schemes| schemes.iter().any(|scheme| scheme == "smithy.api#httpBearerAuth"))
}

fn section(
    out: &mut String,
    name: &str,
    entries: &Map<String, Value>,
    compact: impl Fn(&str, &Value) -> Result<Value, String>,
) -> Result<(), String> {
    let _ = write!(out, "\"{name}\":{{");
    for (index, (key, entry)) in entries.iter().enumerate() {
        let compact = compact(key, entry).map_err(|error| format!("{key}: {error}"))?;
        let _ = write!(out, "{}\n{}:{compact}", if index == 0 { "" } else { "," }, json!(key));
    }
    out.push_str("\n}");
    Ok(())
}

fn operation(source: &Value, pagination: Option<&Value>) -> Result<Value, String> {
    let http = object(source, "http")?;
    let mut out = Map::new();
    for (name, value) in [
        ("method", http.get("method")),
        ("uri", http.get("requestUri")),
        ("status", http.get("responseCode")),
        ("input", source.pointer("/input/shape")),
        ("output", source.pointer("/output/shape")),
    ] {
        if let Some(value) = value {
            out.insert(name.into(), value.clone());
        }
    }
    let errors = source.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    out.insert("errors".into(), errors.iter().filter_map(|error| error.get("shape").cloned()).collect());
    if source.get("readonly") == Some(&Value::Bool(true)) {
        out.insert("read".into(), true.into());
    }
    if let Some(pagination) = pagination {
        let mut pages = Map::new();
        for (name, key) in
            [("in", "input_token"), ("out", "output_token"), ("limit", "limit_key"), ("result", "result_key")]
        {
            // Only the first of several results is what one page lists.
            let value = pagination.get(key).map(|value| value.get(0).unwrap_or(value));
            if let Some(value) = value {
                pages.insert(name.into(), value.clone());
            }
        }
        out.insert("pages".into(), pages.into());
    }
    Ok(out.into())
}

/// A shape with `members` is a structure, one with `member` a list, one with `key` a map; the others say their type.
fn shape(source: &Value) -> Result<Value, String> {
    let kind = source.get("type").and_then(Value::as_str).ok_or("no type")?;
    let mut out = Map::new();
    match kind {
        "structure" => {
            let members = object(source, "members")?.iter();
            out.insert(
                "members".into(),
                members.map(|(name, m)| Ok((name.clone(), member(m)?))).collect::<Result<Map<_, _>, String>>()?.into(),
            );
            if let Some(required) = source.get("required") {
                out.insert("required".into(), required.clone());
            }
            if source.get("exception").is_some() {
                let status = source.pointer("/error/httpStatusCode").ok_or("an exception without a status")?;
                out.insert("status".into(), status.clone());
            }
        }
        "list" => {
            out.insert("member".into(), reference(source, "member")?);
        }
        "map" => {
            out.insert("key".into(), reference(source, "key")?);
            out.insert("value".into(), reference(source, "value")?);
        }
        scalar => {
            out.insert("type".into(), scalar.into());
        }
    }
    for name in SHAPE_TRAITS {
        if let Some(value) = source.get(name) {
            out.insert(name.into(), value.clone());
        }
    }
    Ok(out.into())
}

/// The shape's name, or an object when the member is not simply in the body under its own name.
fn member(source: &Value) -> Result<Value, String> {
    let shape = source.get("shape").cloned().ok_or("a member without a shape")?;
    let mut out = Map::new();
    out.insert("shape".into(), shape.clone());
    for (name, key) in [
        ("in", "location"),
        ("name", "locationName"),
        ("json", "jsonvalue"),
        ("token", "idempotencyToken"),
        ("deprecated", "deprecated"),
    ] {
        if let Some(value) = source.get(key) {
            out.insert(name.into(), value.clone());
        }
    }
    Ok(if out.len() == 1 { shape } else { out.into() })
}

fn reference(source: &Value, key: &str) -> Result<Value, String> {
    source.pointer(&format!("/{key}/shape")).cloned().ok_or_else(|| format!("no {key}"))
}

fn object<'a>(source: &'a Value, key: &str) -> Result<&'a Map<String, Value>, String> {
    source.get(key).and_then(Value::as_object).ok_or_else(|| format!("no {key}"))
}
