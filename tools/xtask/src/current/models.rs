//! The catalogue and the prices beside litellm's list.
//!
//! Of litellm's rows, those of the providers `bedrock` and `bedrock_converse` are models of this API; an ID with a slash is
//! one of a single Region or of a commitment, and `bedrock_mantle` is another endpoint.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use outcrop::bedrock::catalogue::changes::Kind;
use outcrop::bedrock::catalogue::{self, Lifecycle, Model};
use outcrop::bedrock::model_id::PROFILE_PREFIXES;
use outcrop::bedrock::prices;
use serde_json::Value;

use super::Row;

/// The rows of one model: by profile prefix with its dot, the bare one under the empty prefix.
type Ways<'a> = BTreeMap<&'static str, &'a Value>;

/// Every difference, as rows.
pub fn moved(list: &Value) -> Result<Vec<Row>> {
    let list = list.as_object().context("litellm's list is not an object")?;
    let mut models: BTreeMap<&str, Ways<'_>> = BTreeMap::new();
    for (id, row) in list {
        let provider = row.get("litellm_provider").and_then(Value::as_str).unwrap_or_default();
        if !matches!(provider, "bedrock" | "bedrock_converse") || id.contains(['/', '@']) {
            continue;
        }
        let prefix = PROFILE_PREFIXES.into_iter().find(|prefix| id.starts_with(prefix)).unwrap_or_default();
        models.entry(id.trim_start_matches(prefix)).or_default().insert(prefix, row);
    }
    if models.len() < 50 {
        bail!("litellm's list has only {} models of Bedrock: it has another form now", models.len());
    }
    Ok(compared(&models, catalogue::models()))
}

fn compared(models: &BTreeMap<&str, Ways<'_>>, listed: &[Model]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, ways) in models {
        let Some(model) = listed.iter().find(|model| model.id == *id) else {
            rows.push(row(Kind::Model, id, format!("Not in the catalogue{}", card(ways))));
            continue;
        };
        rows.extend(profiles(model, ways));
        rows.extend(end(model, ways));
        rows.extend(price(model, ways));
    }
    for model in listed.iter().filter(|model| model.lifecycle == Lifecycle::Current) {
        if !models.contains_key(model.id) {
            rows.push(row(Kind::Model, model.id, "No longer in litellm’s list".to_owned()));
        }
    }
    rows
}

fn row(kind: Kind, subject: &str, what: String) -> Row {
    Row { kind, subject: subject.to_owned(), what, source: "litellm" }
}

/// The page that litellm names as its source.
fn card(ways: &Ways<'_>) -> String {
    let page = ways.values().find_map(|way| way.get("source").and_then(Value::as_str));
    page.map_or_else(String::new, |page| format!("; litellm’s source is {page}"))
}

fn profiles(model: &Model, ways: &Ways<'_>) -> Option<Row> {
    let new: Vec<&str> = ways
        .keys()
        .filter(|prefix| !prefix.is_empty() && !model.profiles.contains(prefix))
        .map(|prefix| prefix.trim_end_matches('.'))
        .collect();
    (!new.is_empty()).then(|| row(Kind::Model, model.id, format!("New profiles: {}", new.join(", "))))
}

fn end(model: &Model, ways: &Ways<'_>) -> Option<Row> {
    let days: BTreeMap<&str, Vec<&str>> = ways.iter().fold(BTreeMap::new(), |mut days, (prefix, way)| {
        if let Some(day) = way.get("deprecation_date").and_then(Value::as_str) {
            days.entry(day).or_insert_with(Vec::new).push(if prefix.is_empty() { "on demand" } else { prefix });
        }
        days
    });
    let ours = match model.lifecycle {
        Lifecycle::Ends(day) => Some(day),
        Lifecycle::Current | Lifecycle::Unlisted => None,
    };
    let other: Vec<String> = days
        .iter()
        .filter(|(day, _)| ours != Some(**day))
        .map(|(day, prefixes)| format!("{day} ({})", prefixes.join(" ")))
        .collect();
    let here = ours.unwrap_or("without an end");
    (!other.is_empty()).then(|| row(Kind::Ended, model.id, format!("Ends on {}; here {here}", other.join(", "))))
}

/// One row for all prices that differ; a model that has ended or is unlisted needs none.
fn price(model: &Model, ways: &Ways<'_>) -> Option<Row> {
    if model.lifecycle == Lifecycle::Unlisted || model.ended_by(catalogue::AS_OF) {
        return None;
    }
    let per_million = |way: &Value, key: &str| way.get(key).and_then(Value::as_f64).map(|price| price * 1e6);
    let other: Vec<String> = ways
        .iter()
        .filter_map(|(prefix, way)| {
            // A price for a request, a second or an image is not one for tokens.
            let input = per_million(way, "input_cost_per_token").filter(|price| *price > 0.0)?;
            let output = per_million(way, "output_cost_per_token").unwrap_or(0.0);
            let ours = prices::find(&format!("{prefix}{}", model.id));
            let is_same = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-6;
            if ours.is_some_and(|ours| is_same(ours.input, input) && is_same(ours.output, output)) {
                return None;
            }
            let name = if prefix.is_empty() { "on demand" } else { prefix.trim_end_matches('.') };
            let here = ours.map_or_else(|| "none".to_owned(), |ours| format!("{} and {}", ours.input, ours.output));
            Some(format!("{name} {} and {}, here {here}", rounded(input), rounded(output)))
        })
        .collect();
    (!other.is_empty()).then(|| row(Kind::Price, model.id, other.join("; ")))
}

/// To a millionth of a dollar: the product of a decimal fraction is not one.
fn rounded(price: f64) -> f64 {
    (price * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(model: &str, list: &Value, expected: &[&str]) {
        let listed: Vec<Model> = catalogue::models().iter().filter(|listed| listed.id == model).cloned().collect();
        let mut models: BTreeMap<&str, Ways<'_>> = BTreeMap::new();
        for (prefix, row) in list.as_object().unwrap() {
            let prefix = PROFILE_PREFIXES.into_iter().find(|known| known == prefix).unwrap_or_default();
            models.entry(model).or_default().insert(prefix, row);
        }
        let rows: Vec<String> = compared(&models, &listed).iter().map(Row::to_string).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_differs_is_a_row_and_what_agrees_is_none() {
        let nova = json!({ "input_cost_per_token": 6e-8, "output_cost_per_token": 2.4e-7 });
        check("amazon.nova-lite-v1:0", &json!({ "": nova, "us.": nova }), &[]);
        let dearer = json!({ "input_cost_per_token": 7e-8, "output_cost_per_token": 2.4e-7 });
        let expected = "price|amazon.nova-lite-v1:0|on demand 0.07 and 0.24, here 0.06 and 0.24|litellm";
        check("amazon.nova-lite-v1:0", &json!({ "": dearer }), &[expected]);
        let expected = "ended|amazon.nova-lite-v1:0|Ends on 2027-01-01 (us.); here without an end|litellm";
        check("amazon.nova-lite-v1:0", &json!({ "us.": { "deprecation_date": "2027-01-01" } }), &[expected]);
        check(
            "amazon.nova-lite-v1:0",
            &json!({ "jp.": {} }),
            &["model|amazon.nova-lite-v1:0|New profiles: jp|litellm"],
        );
        check("amazon.rerank-v1:0", &json!({ "": { "input_cost_per_token": 0.0 } }), &[]);
        let expected = "model|a.model|Not in the catalogue; litellm’s source is https://a|litellm";
        check("a.model", &json!({ "": { "source": "https://a" } }), &[expected]);
        assert!(moved(&json!({})).is_err_and(|error| error.to_string().contains("another form")));
    }
}
