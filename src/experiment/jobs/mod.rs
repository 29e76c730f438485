//! The jobs as people do them: find a model, buy throughput, fine-tune, run a batch, guard, ask what they have built.
//!
//! Everything here is plain data: what a form becomes as the input of an operation, what is missing in it, what the
//! call does and costs, and what an output says as the rows of a table. The screens draw it.

pub mod access;
pub mod batch;
pub mod deployments;
pub mod guardrail;
pub mod knowledge;
pub mod models;
pub mod profiles;
pub mod quotas;
pub mod refusal;
pub mod throughput;
pub mod tuning;

use serde_json::Value;

use crate::aws::time::Timestamp;
use crate::bedrock::client::Client;

/// A call of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The client that has the operation.
    pub client: Client,
    /// The operation.
    pub operation: &'static str,
    /// Its input.
    pub input: Value,
}

impl Ask {
    /// A call of the control plane.
    pub fn bedrock(operation: &'static str, input: Value) -> Self {
        Self { client: Client::Bedrock, operation, input }
    }

    /// A call of the runtime.
    pub fn runtime(operation: &'static str, input: Value) -> Self {
        Self { client: Client::Runtime, operation, input }
    }
}

/// The call of the next page, if the output names one.
pub fn next_page(ask: &Ask, output: &Value) -> Option<Ask> {
    let token = output.get("nextToken").and_then(Value::as_str).filter(|token| !token.is_empty())?;
    let mut ask = ask.clone();
    ask.input.as_object_mut()?.insert("nextToken".to_owned(), token.into());
    Some(ask)
}

/// Adds the lists of a page to those of the pages before, and takes over its token.
pub fn add_page(all: &mut Value, page: Value) {
    let (Some(all), Value::Object(page)) = (all.as_object_mut(), page) else { return };
    all.remove("nextToken");
    for (key, value) in page {
        match (all.get_mut(&key), value) {
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (_, value) => {
                all.insert(key, value);
            }
        }
    }
}

/// What a dialog shows before a call that writes, bills or deletes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The question.
    pub title: String,
    /// What the call does.
    pub does: Vec<String>,
    /// What it costs.
    pub costs: String,
    /// The text of the button that sends it.
    pub verb: &'static str,
    /// Whether it removes something.
    pub weight: Weight,
    /// The call.
    pub ask: Ask,
}

/// How a call changes the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It creates or changes something.
    Writes,
    /// It removes something for good.
    Deletes,
}

/// Something wrong with a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: &'static str,
    /// The row of a repeated field, from 0.
    pub row: usize,
    /// What is wrong.
    pub text: String,
}

impl Fault {
    fn at(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, row: 0, text: text.into() }
    }

    fn in_row(field: &'static str, row: usize, text: impl Into<String>) -> Self {
        Self { field, row, text: text.into() }
    }
}

/// The text of a member; empty without it.
pub(crate) fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The text of a member, if it has one.
pub(crate) fn some_text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The items of a member that is a list.
pub(crate) fn items<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The texts of a member that is a list.
pub(crate) fn texts(value: &Value, key: &str) -> Vec<String> {
    items(value, key).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The moment of a member: ISO 8601, or seconds since 1970.
pub(crate) fn moment(value: &Value, key: &str) -> Option<Timestamp> {
    match value.get(key)? {
        Value::String(text) => Timestamp::parse(text),
        Value::Number(seconds) => {
            let seconds = seconds.as_f64()?;
            #[expect(clippy::cast_possible_truncation, reason = "a moment of this century")]
            let ms = (seconds * 1_000.0) as i64;
            Some(Timestamp(ms))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The last part of an ARN, or the text itself.
pub fn short(arn: &str) -> &str {
    arn.rsplit_once('/').map_or(arn, |(_, last)| last)
}

/// A time span in words: `12 s`, `3 min`, `5 h`, `2 days`.
pub fn span(ms: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    match ms.max(0) / 1_000 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds if seconds < HOUR => format!("{} min", seconds / MINUTE),
        seconds if seconds < 2 * DAY => format!("{} h {} min", seconds / HOUR, seconds % HOUR / MINUTE),
        seconds => format!("{} days", seconds / DAY),
    }
}

/// The age of something at a moment.
pub fn age(created: Option<Timestamp>, now: Timestamp) -> String {
    created.map_or_else(|| "–".to_owned(), |created| span(now.since_ms(created)))
}

/// Whether a text has only these characters and between `least` and `most` of them.
pub(crate) fn is_name(text: &str, most: usize, more: &str) -> bool {
    let length = text.chars().count();
    (1..=most).contains(&length) && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

/// Checks a name of the pattern `([0-9a-zA-Z][_-]?)+`: no two separators together, none at the start.
pub(crate) fn plain_name(field: &'static str, name: &str) -> Option<Fault> {
    let separators = |c: char| c == '_' || c == '-';
    let doubled = name.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| separators(char::from(*byte))));
    if name.trim().is_empty() {
        Some(Fault::at(field, "Enter a name"))
    } else if !is_name(name, 63, "_-") || doubled || name.starts_with(separators) {
        Some(Fault::at(
            field,
            "1 to 63 letters and digits, with single hyphens or underscores between them, for example my-name",
        ))
    } else {
        None
    }
}

/// Tags as typed, one `key=value` a line.
///
/// # Errors
/// The first line that is no tag.
pub fn tags(typed: &str) -> Result<Vec<Value>, String> {
    let mut out: Vec<Value> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, value) =
            line.split_once('=').ok_or_else(|| format!("“{line}” is not a tag. Write key=value, one a line"))?;
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256 {
            return Err(format!("“{line}”: a key has 1 to 128 characters, a value at most 256"));
        }
        if out.iter().any(|tag| text(tag, "key") == key) {
            return Err(format!("The key “{key}” is there twice"));
        }
        out.push(serde_json::json!({"key": key, "value": value}));
    }
    if out.len() > 200 {
        return Err(format!("{} tags; a resource can have 200", out.len()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Every call of the screens, as the API model judges it.
    #[test]
    fn every_call_fits_the_api_model() {
        use crate::bedrock::service_model::ServiceModel;
        use crate::experiment::datasets::families::FAMILIES;
        use crate::experiment::datasets::{Family, Report};

        let model = |name: &str| {
            let path = format!("{}/assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
            ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
        };
        let (control, runtime) = (model("bedrock"), model("bedrock-runtime"));
        let now = Timestamp::parse("2026-11-30T10:00:00Z").unwrap();
        let base = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
        let custom = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl";
        let provisioned = throughput::read(&json!({"provisionedModelSummaries": [{
            "provisionedModelName": "a", "modelArn": custom, "desiredModelArn": custom, "foundationModelArn": base,
            "provisionedModelArn": "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl"}]}))
        .remove(0);
        let purchase = throughput::Form {
            name: "a".to_owned(),
            model: "amazon.nova-lite-v1:0:24k".to_owned(),
            tags: "a=b".to_owned(),
            ..throughput::Form::default()
        };
        let job = tuning::read(&json!({"modelCustomizationJobSummaries": [{
            "jobArn": "arn:aws:bedrock:us-east-1:123456789012:model-customization-job/amazon.nova-lite-v1:0:300k/abcdefghijkl"}]}))
        .remove(0);
        let tuned =
            deployments::read_models(&json!({"modelSummaries": [{"modelArn": custom, "modelName": "a"}]})).remove(0);
        let deployed = deployments::read(&json!({"modelDeploymentSummaries": [{
            "customModelDeploymentArn": "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefghijkl"}]}))
        .remove(0);
        let guardrail =
            guardrail::list::read(&json!({"guardrails": [{"id": "abcdefghijkl", "version": "1"}]})).remove(0);
        let id = "amazon.nova-lite-v1:0";
        let offer = access::read_offers(&json!({"offers": [{"offerToken": "t"}]})).remove(0);
        let mut asks = vec![
            models::list(),
            profiles::list(),
            access::availability(id),
            access::offers(id),
            access::agree(id, &offer).ask,
            access::leave(id).ask,
            access::sent_form(),
            access::send_form(&["a", "b", "0", "c", "", "d"].map(str::to_owned)).unwrap().ask,
            throughput::list(),
            purchase.plan().unwrap().ask,
            provisioned.rename("b").unwrap().ask,
            provisioned.move_to(base).unwrap().ask,
            provisioned.delete(now).ask,
            tuning::list(),
            job.details(),
            job.stop().ask,
            deployments::models(),
            deployments::list(),
            tuned.deploy("a", "b").unwrap().ask,
            tuned.delete().ask,
            deployed.delete().ask,
            guardrail::list::list(),
            guardrail::list::versions("abcdefghijkl"),
            guardrail::list::get("abcdefghijkl", "DRAFT"),
            guardrail.create_version("a").ask,
            guardrail.delete().ask,
        ];
        asks.extend(FAMILIES.iter().map(|family: &Family| {
            let mut form = tuning::Form::example(family);
            for hyper in family.hyper {
                form.set_hyper(hyper.key, hyper.default.to_owned());
            }
            form.plan(family, &Report::default()).unwrap().ask
        }));
        asks.push(batch::Form::example().plan().unwrap().ask);
        asks.push(batch::list());
        let batch = batch::read(&json!({"invocationJobSummaries": [{
            "jobArn": "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abcdefghijkl"}]}))
        .remove(0);
        asks.push(batch.stop().ask);
        let sentences = guardrail::bench::examples();
        asks.extend(sentences.iter().map(guardrail::checks::ask));
        asks.extend(sentences.iter().map(|sentence| guardrail::bench::apply("abcdefghijkl", "1", sentence)));
        for ask in asks {
            let of = if ask.client == Client::Runtime { &runtime } else { &control };
            let rejection = of.inspect_whole(ask.operation, &ask.input).rejection();
            assert!(rejection.is_none(), "{}: {rejection:?}: {}", ask.operation, ask.input);
        }
    }

    #[test]
    fn pages_are_added_until_one_has_no_token() {
        let ask = Ask::bedrock("ListGuardrails", json!({"maxResults": 2}));
        let mut all = json!({"guardrails": [1, 2], "nextToken": "t"});
        assert_eq!(next_page(&ask, &all).unwrap().input, json!({"maxResults": 2, "nextToken": "t"}));
        add_page(&mut all, json!({"guardrails": [3], "nextToken": ""}));
        assert_eq!(all["guardrails"], json!([1, 2, 3]));
        assert_eq!(next_page(&ask, &all), None);
        add_page(&mut all, json!({"guardrails": []}));
        assert_eq!(all, json!({"guardrails": [1, 2, 3]}));
    }

    #[test]
    fn spans_are_short() {
        for (ms, expected) in [
            (-5, "0 s"),
            (59_999, "59 s"),
            (60_000, "1 min"),
            (3_600_000, "1 h 0 min"),
            (90 * 60_000, "1 h 30 min"),
            (47 * 3_600_000, "47 h 0 min"),
            (49 * 3_600_000, "2 days"),
        ] {
            assert_eq!(span(ms), expected);
        }
    }

    #[test]
    fn tags_are_read_and_a_wrong_line_is_named() {
        assert_eq!(
            tags(" a = b \n\nc=").unwrap(),
            [json!({"key": "a", "value": "b"}), json!({"key": "c", "value": ""})]
        );
        assert!(tags("a").unwrap_err().contains("“a”"));
        assert!(tags("a=1\na=2").unwrap_err().contains("twice"));
        assert!(tags("=x").is_err());
    }

    #[test]
    fn names_follow_the_pattern_of_the_api() {
        for (name, good) in
            [("a", true), ("my-pt_1", true), ("", false), ("-a", false), ("a--b", false), ("a b", false), ("é", false)]
        {
            assert_eq!(plain_name("name", name).is_none(), good, "{name}");
        }
        assert!(plain_name("name", &"a".repeat(64)).is_some());
    }

    #[test]
    fn moments_are_read_in_both_forms() {
        let value = json!({"a": "2026-11-30T10:00:00Z", "b": 1_796_000_000.5});
        assert_eq!(moment(&value, "a").map(Timestamp::iso8601).as_deref(), Some("2026-11-30T10:00:00Z"));
        assert_eq!(moment(&value, "b"), Some(Timestamp(1_796_000_000_500)));
        assert_eq!(moment(&value, "c"), None);
    }
}
