//! Whether a value fits a schema, and what does not.

use super::pattern::Pattern;
use super::{format, referenced, types};
use serde_json::{Map, Value};

/// Comparisons of one check; beyond that, the value counts as too large to check.
const MOST_STEPS: usize = 50_000;
const DEEPEST: usize = 60;

struct Check<'a> {
    root: &'a Value,
    left: usize,
}

/// What does not fit, as a place and a rule: `/score must be at least 1`. `None` for a value that fits.
pub fn fault(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    Check { root, left: MOST_STEPS }.check(schema, value, 0).err()
}

type Verdict = Result<(), String>;

fn rule(holds: bool, text: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(format!(" {}", text())) }
}

/// Whether two values are the same to JSON Schema, where 1 is 1.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq() || (a - b).abs() < f64::MIN_POSITIVE,
        _ => a == b,
    }
}

/// Whether a value has a type of JSON Schema.
pub fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract().abs() < f64::MIN_POSITIVE),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => true,
    }
}

impl Check<'_> {
    fn fits(&mut self, schema: &Value, value: &Value, depth: usize) -> bool {
        self.check(schema, value, depth + 1).is_ok()
    }

    fn check(&mut self, schema: &Value, value: &Value, depth: usize) -> Verdict {
        self.left = self.left.saturating_sub(1);
        rule(self.left > 0 && depth < DEEPEST, || "is too large or nested too deep to check".to_owned())?;
        let members = match schema {
            Value::Bool(false) => return Err(" is not allowed".to_owned()),
            Value::Object(members) => members,
            _ => return Ok(()),
        };
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            let Some(target) = referenced(self.root, reference) else {
                return Err(format!(" needs {reference}, which is not in the schema"));
            };
            self.check(target, value, depth + 1)?;
        }
        let is_null = value.is_null() && members.get("nullable").and_then(Value::as_bool) == Some(true);
        if let Some(kind) = members.get("type").filter(|_| !is_null) {
            let kinds = types(kind);
            rule(kinds.iter().any(|kind| is_of(value, kind)), || format!("must be of type {}", kinds.join(" or ")))?;
        }
        if let Some(options) = members.get("enum").and_then(Value::as_array).filter(|_| !is_null) {
            rule(options.iter().any(|option| same(option, value)), || "must be one of the values of enum".to_owned())?;
        }
        if let Some(fixed) = members.get("const") {
            rule(same(fixed, value), || format!("must be {fixed}"))?;
        }
        self.combined(members, value, depth)?;
        match value {
            Value::Number(_) => number(members, value.as_f64().unwrap_or_default()),
            Value::String(text) => string(members, text),
            Value::Array(items) => self.array(members, items, depth),
            Value::Object(object) => self.object(members, object, depth),
            Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn combined(&mut self, members: &Map<String, Value>, value: &Value, depth: usize) -> Verdict {
        let list = |key: &str| members.get(key).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.check(part, value, depth + 1)?;
        }
        if let Some(parts) = list("anyOf") {
            rule(parts.iter().any(|part| self.fits(part, value, depth)), || "must fit one part of anyOf".to_owned())?;
        }
        if let Some(parts) = list("oneOf") {
            let count = parts.iter().filter(|part| self.fits(part, value, depth)).count();
            rule(count == 1, || format!("must fit exactly one part of oneOf, not {count}"))?;
        }
        if let Some(part) = members.get("not") {
            rule(!self.fits(part, value, depth), || "must not fit the schema in not".to_owned())?;
        }
        if let Some(condition) = members.get("if") {
            let then = if self.fits(condition, value, depth) { "then" } else { "else" };
            if let Some(part) = members.get(then) {
                self.check(part, value, depth + 1)?;
            }
        }
        Ok(())
    }

    fn array(&mut self, members: &Map<String, Value>, items: &[Value], depth: usize) -> Verdict {
        let size = |key: &str| members.get(key).and_then(size);
        rule(size("minItems").is_none_or(|least| items.len() >= least), || too("minItems", members))?;
        rule(size("maxItems").is_none_or(|most| items.len() <= most), || too("maxItems", members))?;
        if members.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
            let twice =
                |at: usize| items.iter().take(at).any(|other| items.get(at).is_some_and(|item| same(item, other)));
            rule(!(0..items.len()).any(twice), || "must have no two equal items".to_owned())?;
        }
        let (first, others) = positional(members);
        for (at, item) in items.iter().enumerate() {
            if let Some(schema) = first.get(at).or(others) {
                self.check(schema, item, depth + 1).map_err(|error| format!("/{at}{error}"))?;
            }
        }
        if let Some(part) = members.get("contains") {
            let count = items.iter().filter(|item| self.fits(part, item, depth)).count();
            let least = size("minContains").unwrap_or(1);
            rule(count >= least && size("maxContains").is_none_or(|most| count <= most), || {
                format!("must have {least} items or more that fit contains, as far as maxContains allows")
            })?;
        }
        Ok(())
    }

    fn object(&mut self, members: &Map<String, Value>, object: &Map<String, Value>, depth: usize) -> Verdict {
        let size = |key: &str| members.get(key).and_then(size);
        let required = |list: Option<&Value>| -> Verdict {
            let mut names = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            names.try_for_each(|name| rule(object.contains_key(name), || format!("must have the member {name}")))
        };
        required(members.get("required"))?;
        for (name, list) in members.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
            required(Some(list).filter(|_| object.contains_key(name)))?;
        }
        rule(size("minProperties").is_none_or(|least| object.len() >= least), || too("minProperties", members))?;
        rule(size("maxProperties").is_none_or(|most| object.len() <= most), || too("maxProperties", members))?;
        for (name, value) in object {
            if let Some(part) = members.get("propertyNames") {
                let fits = self.fits(part, &Value::from(name.as_str()), depth);
                rule(fits, || format!("has the member {name}, which propertyNames forbids"))?;
            }
            let mut parts: Vec<&Value> = members.get("properties").and_then(|all| all.get(name)).into_iter().collect();
            for (pattern, part) in members.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
                if Pattern::parse(pattern).is_some_and(|pattern| pattern.matches(name)) {
                    parts.push(part);
                }
            }
            if parts.is_empty() {
                parts.extend(members.get("additionalProperties"));
            }
            for part in parts {
                self.check(part, value, depth + 1).map_err(|error| format!("/{name}{error}"))?;
            }
        }
        Ok(())
    }
}

/// A whole number that is not negative.
pub fn size(value: &Value) -> Option<usize> {
    let number =
        value.as_u64().or_else(|| value.as_f64().filter(|f| *f >= 0.0).and_then(|f| format!("{f:.0}").parse().ok()))?;
    usize::try_from(number).ok()
}

/// The schemas of the first items, one each, and that of the others.
pub fn positional(members: &Map<String, Value>) -> (&[Value], Option<&Value>) {
    let list = |key: &str| members.get(key).and_then(Value::as_array).map(Vec::as_slice);
    match (list("prefixItems"), list("items")) {
        (Some(first), _) => (first, members.get("items")),
        (None, Some(first)) => (first, members.get("additionalItems")),
        (None, None) => (&[], members.get("items")),
    }
}

fn too(key: &str, members: &Map<String, Value>) -> String {
    format!("must keep to {key} {}", members.get(key).unwrap_or(&Value::Null))
}

fn number(members: &Map<String, Value>, number: f64) -> Verdict {
    let limit = |key: &str| members.get(key).and_then(Value::as_f64);
    let is_open = |key: &str| members.get(key).and_then(Value::as_bool) == Some(true);
    let (least, most) = (limit("minimum"), limit("maximum"));
    let (above, below) = (limit("exclusiveMinimum"), limit("exclusiveMaximum"));
    rule(least.is_none_or(|least| number >= least), || too("minimum", members))?;
    rule(most.is_none_or(|most| number <= most), || too("maximum", members))?;
    rule(above.is_none_or(|above| number > above), || too("exclusiveMinimum", members))?;
    rule(below.is_none_or(|below| number < below), || too("exclusiveMaximum", members))?;
    let over = !is_open("exclusiveMinimum") || least.is_none_or(|least| number > least);
    let under = !is_open("exclusiveMaximum") || most.is_none_or(|most| number < most);
    rule(over && under, || "must lie inside its limits".to_owned())?;
    if let Some(step) = limit("multipleOf").filter(|step| *step > 0.0) {
        rule((number / step).fract().abs() < f64::MIN_POSITIVE, || too("multipleOf", members))?;
    }
    Ok(())
}

fn string(members: &Map<String, Value>, text: &str) -> Verdict {
    let size = |key: &str| members.get(key).and_then(size);
    let length = text.chars().count();
    rule(size("minLength").is_none_or(|least| length >= least), || too("minLength", members))?;
    rule(size("maxLength").is_none_or(|most| length <= most), || too("maxLength", members))?;
    if let Some(name) = members.get("format").and_then(Value::as_str) {
        rule(format::fits(name, text), || too("format", members))?;
    }
    if let Some(pattern) = members.get("pattern").and_then(Value::as_str) {
        let Some(parsed) = Pattern::parse(pattern) else {
            return Err(format!(" has the pattern {pattern}, which this simulator cannot read"));
        };
        rule(parsed.matches(text), || too("pattern", members))?;
    }
    Ok(())
}
