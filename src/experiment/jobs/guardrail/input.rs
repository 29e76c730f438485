//! The form as the input of `CreateGuardrail` and `UpdateGuardrail`.

use serde_json::{Map, Value, json};

use super::super::{Ask, Plan, Weight};
use super::faults::threshold;
use super::{CATEGORIES, Filter, Form, PROMPT_ATTACK, Side, Sides, Strength};

impl Form {
    /// The input of `CreateGuardrail`, whether or not it is complete.
    pub fn input(&self) -> Value {
        let mut input = Map::new();
        let mut put = |key: &str, value: Value| input.insert(key.to_owned(), value);
        put("name", json!(self.name.trim()));
        if !self.about.trim().is_empty() {
            put("description", json!(self.about.trim()));
        }
        if !self.topics.is_empty() {
            put("topicPolicyConfig", self.topic_policy());
        }
        if self.has_filters() {
            put("contentPolicyConfig", self.content_policy());
        }
        if let Some(words) = self.word_policy() {
            put("wordPolicyConfig", words);
        }
        if let Some(sensitive) = self.sensitive_policy() {
            put("sensitiveInformationPolicyConfig", sensitive);
        }
        let checks = [("GROUNDING", &self.grounding), ("RELEVANCE", &self.relevance)];
        let checks: Vec<Value> = checks
            .into_iter()
            .filter(|(_, check)| check.on)
            .filter_map(|(kind, check)| Some(json!({"type": kind, "threshold": threshold(check)?})))
            .collect();
        if !checks.is_empty() {
            put("contextualGroundingPolicyConfig", json!({ "filtersConfig": checks }));
        }
        if !self.profile.trim().is_empty() {
            put("crossRegionConfig", json!({ "guardrailProfileIdentifier": self.profile.trim() }));
        }
        put("blockedInputMessaging", json!(self.blocked_input));
        put("blockedOutputsMessaging", json!(self.blocked_output));
        input.extend(self.rest.clone());
        Value::Object(input)
    }

    fn topic_policy(&self) -> Value {
        let topics = self.topics.iter().map(|topic| {
            let examples: Vec<&str> = topic.examples.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let mut out = Map::new();
            out.insert("name".to_owned(), json!(topic.name.trim()));
            out.insert("definition".to_owned(), json!(topic.definition.trim()));
            if !examples.is_empty() {
                out.insert("examples".to_owned(), json!(examples));
            }
            out.insert("type".to_owned(), json!("DENY"));
            with_sides(out, topic.sides)
        });
        json!({"topicsConfig": topics.collect::<Vec<_>>(), "tierConfig": {"tierName": self.topic_tier.word()}})
    }

    fn content_policy(&self) -> Value {
        let on = |filter: &Filter| filter.input != Strength::None || filter.output != Strength::None;
        let filters =
            CATEGORIES.into_iter().zip(&self.filters).filter(|(_, filter)| on(filter)).map(|(kind, filter)| {
                let output = if kind == PROMPT_ATTACK { Strength::None } else { filter.output };
                let mut out = Map::new();
                out.insert("type".to_owned(), json!(kind));
                out.insert("inputStrength".to_owned(), json!(filter.input.word()));
                out.insert("outputStrength".to_owned(), json!(output.word()));
                if filter.images {
                    out.insert("inputModalities".to_owned(), json!(["TEXT", "IMAGE"]));
                    out.insert("outputModalities".to_owned(), json!(["TEXT", "IMAGE"]));
                }
                with_sides(out, filter.sides)
            });
        json!({"filtersConfig": filters.collect::<Vec<_>>(), "tierConfig": {"tierName": self.filter_tier.word()}})
    }

    fn word_policy(&self) -> Option<Value> {
        let words: Vec<Value> = self
            .word_list()
            .map(|word| with_sides(Map::from_iter([("text".to_owned(), json!(word))]), self.word_sides))
            .collect();
        let mut out = Map::new();
        if !words.is_empty() {
            out.insert("wordsConfig".to_owned(), json!(words));
        }
        if self.profanity {
            let list = with_sides(Map::from_iter([("type".to_owned(), json!("PROFANITY"))]), self.word_sides);
            out.insert("managedWordListsConfig".to_owned(), json!([list]));
        }
        (!out.is_empty()).then_some(Value::Object(out))
    }

    fn sensitive_policy(&self) -> Option<Value> {
        let mut out = Map::new();
        let pii = self.pii.iter().map(|pii| {
            let members = [("type".to_owned(), json!(pii.kind)), ("action".to_owned(), json!(pii.action.word()))];
            with_sides(Map::from_iter(members), pii.sides)
        });
        let regexes = self.regexes.iter().map(|regex| {
            let mut members = Map::new();
            members.insert("name".to_owned(), json!(regex.name.trim()));
            if !regex.about.trim().is_empty() {
                members.insert("description".to_owned(), json!(regex.about.trim()));
            }
            members.insert("pattern".to_owned(), json!(regex.pattern));
            members.insert("action".to_owned(), json!(regex.action.word()));
            with_sides(members, regex.sides)
        });
        for (key, entries) in [("piiEntitiesConfig", pii.collect::<Vec<_>>()), ("regexesConfig", regexes.collect())] {
            if !entries.is_empty() {
                out.insert(key.to_owned(), json!(entries));
            }
        }
        (!out.is_empty()).then_some(Value::Object(out))
    }

    /// The call that creates it, or replaces the draft of the guardrail with this ID; whether or not it is complete.
    pub fn ask(&self, id: Option<&str>) -> Ask {
        let Some(id) = id else { return Ask::bedrock("CreateGuardrail", self.input()) };
        let mut input = Map::from_iter([("guardrailIdentifier".to_owned(), json!(id))]);
        if let Value::Object(members) = self.input() {
            input.extend(members);
        }
        Ask::bedrock("UpdateGuardrail", Value::Object(input))
    }

    /// Creates the guardrail; `None` if something is wrong.
    pub fn create(&self) -> Option<Plan> {
        self.faults().is_empty().then(|| Plan {
            title: format!("Create the guardrail “{}”?", self.name.trim()),
            does: vec!["Creates its working draft. It is READY after some seconds".to_owned()],
            costs: CHECKS.to_owned(),
            verb: "Create",
            weight: Weight::Writes,
            ask: self.ask(None),
        })
    }

    /// Replaces the working draft of a guardrail; `None` if something is wrong.
    pub fn update(&self, id: &str) -> Option<Plan> {
        self.faults().is_empty().then(|| Plan {
            title: format!("Save the draft of “{}”?", self.name.trim()),
            does: vec![
                "Replaces the whole working draft. Numbered versions stay as they are".to_owned(),
                "Callers of DRAFT get the new policies at once".to_owned(),
            ],
            costs: CHECKS.to_owned(),
            verb: "Save the draft",
            weight: Weight::Writes,
            ask: self.ask(Some(id)),
        })
    }
}

const CHECKS: &str = "Nothing by itself. Each check is then billed for each policy and text unit of 1,000 characters";

/// The members of an entry that does not act on both sides.
fn with_sides(mut entry: Map<String, Value>, sides: Sides) -> Value {
    for (side, action, enabled) in
        [(sides.input, "inputAction", "inputEnabled"), (sides.output, "outputAction", "outputEnabled")]
    {
        match side {
            Side::Acts => {}
            Side::Detects => {
                entry.insert(action.to_owned(), json!("NONE"));
            }
            Side::Off => {
                entry.insert(enabled.to_owned(), json!(false));
            }
        }
    }
    Value::Object(entry)
}

/// Where two forms differ: the place, the value of the first and of the second.
pub fn differences(a: &Form, b: &Form) -> Vec<(String, String, String)> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    flatten(&a.input(), "", &mut first);
    flatten(&b.input(), "", &mut second);
    let of = |all: &[(String, String)], path: &str| {
        all.iter().find(|(at, _)| at == path).map_or_else(|| "–".to_owned(), |(_, value)| value.clone())
    };
    let mut paths: Vec<String> = first.iter().chain(&second).map(|(path, _)| path.clone()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
        .into_iter()
        .map(|path| (of(&first, &path), of(&second, &path), path))
        .filter(|(old, new, _)| old != new)
        .map(|(old, new, path)| (path, old, new))
        .collect()
}

/// Each value with its path. Entries of a list are named by their name, type or text, so that their order does not matter.
fn flatten(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(member, &below, out);
            }
        }
        Value::Array(entries) => {
            for (at, entry) in entries.iter().enumerate() {
                let name = ["name", "type", "text"].iter().find_map(|key| entry.get(*key)?.as_str().map(str::to_owned));
                let name = name.or_else(|| entry.as_str().map(str::to_owned)).unwrap_or_else(|| at.to_string());
                flatten(entry, &format!("{path}[{name}]"), out);
            }
        }
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push((path.to_owned(), value.to_string())),
    }
}
