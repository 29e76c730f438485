//! The pages of a list: the input of the next one, and all of them as one.

use serde_json::Value;

use crate::bedrock::service_model::{Pages, ServiceModel};

/// The most pages that "all pages" fetches.
pub const MOST: usize = 100;

fn of<'a>(model: &'a ServiceModel, operation: &str) -> Option<&'a Pages> {
    model.operation(operation)?.pages.as_ref()
}

/// The input of the page after this output; `None` after the last one.
pub fn next(model: &ServiceModel, operation: &str, input: &Value, output: &Value) -> Option<Value> {
    let pages = of(model, operation)?;
    let token = output.get(&pages.output_token)?.as_str().filter(|token| !token.is_empty())?;
    // A service that gives the same token again would never end.
    if input.get(&pages.input_token).and_then(Value::as_str) == Some(token) {
        return None;
    }
    let mut input = input.clone();
    input.as_object_mut()?.insert(pages.input_token.clone(), token.into());
    Some(input)
}

/// Adds a page to the ones before: its items follow theirs, and its token takes the place of theirs.
pub fn join(model: &ServiceModel, operation: &str, all: &mut Value, page: Value) {
    let Some(pages) = of(model, operation) else { return };
    let (Some(members), Value::Object(page)) = (all.as_object_mut(), page) else { return };
    members.shift_remove(&pages.output_token);
    for (name, value) in page {
        match (members.get_mut(&name), value) {
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more),
            (_, value) => {
                members.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pages_follow_each_other_and_are_joined() {
        let text = include_str!("../../../assets/service-model/bedrock.json");
        let model = ServiceModel::from_json(text).unwrap();
        let operation = "ListGuardrails";
        let first = json!({"guardrails": [{"id": "a"}], "nextToken": "t"});
        let input = json!({"maxResults": 1});
        let second = next(&model, operation, &input, &first).unwrap();
        assert_eq!(second, json!({"maxResults": 1, "nextToken": "t"}));
        assert_eq!(next(&model, operation, &second, &first), None, "the same token again");
        let last = json!({"guardrails": [{"id": "b"}]});
        assert_eq!(next(&model, operation, &second, &last), None);
        let mut all = first;
        join(&model, operation, &mut all, last);
        assert_eq!(all, json!({"guardrails": [{"id": "a"}, {"id": "b"}]}));
        assert_eq!(next(&model, "ListFoundationModels", &json!({}), &json!({"nextToken": "t"})), None, "not paged");
    }
}
