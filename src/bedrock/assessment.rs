//! Reads the findings of a guardrail from its trace.
//!
//! Converse returns `trace.guardrail`, `InvokeModel` `amazon-bedrock-trace.guardrail`. Both contain assessments of the
//! input (an object by guardrail id) and of the output (a list by guardrail id), with one member per policy, which has
//! lists of findings. Shape: `GuardrailTraceAssessment` and `GuardrailAssessment` of the public API model
//! (bedrock-runtime 2023-09-30). Unknown members are read the same way: any object with an `action` is a finding.

use serde_json::Value;

/// One finding of a guardrail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `input` or `output`.
    pub side: &'static str,
    /// The policy's member, such as `wordPolicy`.
    pub policy: String,
    /// The finding: its name, type or matching text.
    pub what: String,
    /// The action of the guardrail: `BLOCKED`, `ANONYMIZED`, `NONE`.
    pub action: String,
}

/// The findings of a trace, input first.
pub fn findings(trace: &Value) -> Vec<Finding> {
    let Some(guardrail) = trace.get("guardrail") else { return Vec::new() };
    let mut found = Vec::new();
    for (side, keys) in [("input", ["inputAssessment", "input"]), ("output", ["outputAssessments", "outputs"])] {
        for value in keys.iter().filter_map(|key| guardrail.get(*key)) {
            assessments(value, side, &mut found);
        }
    }
    found
}

/// An assessment is an object with policies; guardrail ids and lists wrap it.
fn assessments(value: &Value, side: &'static str, found: &mut Vec<Finding>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| assessments(item, side, found)),
        Value::Object(members) => {
            for (key, member) in members {
                if key.ends_with("Policy") {
                    policy(key, member, side, found);
                } else if member.is_object() || member.is_array() {
                    assessments(member, side, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn policy(name: &str, policy: &Value, side: &'static str, found: &mut Vec<Finding>) {
    let lists = policy.as_object().into_iter().flatten().filter_map(|(_, list)| list.as_array());
    for each in lists.flatten() {
        let text = |key: &str| each.get(key).and_then(Value::as_str);
        let Some(action) = text("action") else { continue };
        let what = [text("name"), text("type"), text("match")].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        found.push(Finding { side, policy: name.to_owned(), what, action: action.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_what_each_policy_came_upon_on_either_side() {
        let trace = json!({"guardrail": {
            "inputAssessment": {"gr1": {
                "topicPolicy": {"topics": [{"name": "Investment", "type": "DENY", "action": "BLOCKED"}]},
                "invocationMetrics": {"usage": {"topicPolicyUnits": 1}}
            }},
            "outputAssessments": {"gr1": [
                {"wordPolicy": {"customWords": [{"match": "basalt", "action": "NONE"}], "managedWordLists": []}},
                {"sensitiveInformationPolicy": {"piiEntities": [{"type": "EMAIL", "match": "a@b", "action": "ANONYMIZED"}]}}
            ]},
            "actionReason": "Guardrail blocked."
        }});
        let found = findings(&trace);
        let lines: Vec<_> =
            found.iter().map(|each| format!("{} {} {} {}", each.side, each.policy, each.what, each.action)).collect();
        assert_eq!(
            lines,
            [
                "input topicPolicy Investment · DENY BLOCKED",
                "output wordPolicy basalt NONE",
                "output sensitiveInformationPolicy EMAIL · a@b ANONYMIZED",
            ]
        );
        assert_eq!(findings(&json!({"promptRouter": {"invokedModelId": "x"}})), []);
    }
}
