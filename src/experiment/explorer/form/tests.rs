use serde_json::{Value, json};

use super::{Control, Form, Row};
use crate::bedrock::service_model::ServiceModel;

fn bedrock() -> ServiceModel {
    ServiceModel::from_json(include_str!("../../../../assets/service-model/bedrock.json")).unwrap()
}

fn runtime() -> ServiceModel {
    ServiceModel::from_json(include_str!("../../../../assets/service-model/bedrock-runtime.json")).unwrap()
}

fn row(form: &Form, model: &ServiceModel, operation: &str, pointer: &str) -> Row {
    let rows = form.rows(model, operation);
    let all: Vec<_> = rows.iter().map(|row| row.pointer.clone()).collect();
    rows.into_iter().find(|row| row.pointer == pointer).unwrap_or_else(|| panic!("no {pointer} in {all:?}"))
}

fn input(form: &Form) -> Value {
    Value::Object(form.input().clone())
}

#[test]
fn what_is_required_comes_first_and_what_is_not_set_is_not_sent() {
    let (model, form) = (bedrock(), Form::default());
    let rows = form.rows(&model, "CreateGuardrail");
    let first: Vec<_> = rows.iter().take(3).map(|row| (row.label.as_str(), row.required)).collect();
    assert_eq!(first, [("name", true), ("blockedInputMessaging", true), ("blockedOutputsMessaging", true)]);
    assert!(rows.iter().skip(3).all(|row| !row.required));
    assert_eq!(input(&form), json!({}));
    let get = form.rows(&model, "GetGuardrail");
    let note = |label: &str| get.iter().find(|row| row.label == label).unwrap().note.clone();
    assert!(note("guardrailIdentifier").starts_with("in the path"));
    assert!(note("guardrailVersion").starts_with("query guardrailVersion"));
}

#[test]
fn a_guardrail_is_made_row_by_row() {
    let (model, operation) = (bedrock(), "CreateGuardrail");
    let mut form = Form::default();
    let at = |form: &Form, pointer: &str| row(form, &model, operation, pointer);
    form.take(&at(&form.clone(), "/name"), "rocks");
    form.add(&model, &at(&form.clone(), "/wordPolicyConfig"));
    form.add(&model, &at(&form.clone(), "/wordPolicyConfig/wordsConfig"));
    form.take(&at(&form.clone(), "/wordPolicyConfig/wordsConfig/0/text"), "gneiss");
    form.add(&model, &at(&form.clone(), "/wordPolicyConfig/wordsConfig"));
    assert_eq!(input(&form), json!({"name": "rocks", "wordPolicyConfig": {"wordsConfig": [{"text": "gneiss"}, {}]}}));
    form.remove(&at(&form.clone(), "/wordPolicyConfig/wordsConfig/1"));
    form.add(&model, &at(&form.clone(), "/tags"));
    form.take(&at(&form.clone(), "/tags/0/key"), "team");
    assert_eq!(at(&form, "/tags/0/key").path, "tags 1 key");
    form.take(&at(&form.clone(), "/name"), "");
    assert_eq!(
        input(&form),
        json!({"wordPolicyConfig": {"wordsConfig": [{"text": "gneiss"}]}, "tags": [{"key": "team"}]})
    );
    form.remove(&at(&form.clone(), "/tags"));
    assert!(input(&form).get("tags").is_none());
}

#[test]
fn a_union_has_one_member_and_a_map_keys() {
    let (model, operation) = (runtime(), "Converse");
    let mut form = Form::default();
    let at = |form: &Form, pointer: &str| row(form, &model, operation, pointer);
    form.add(&model, &at(&form.clone(), "/messages"));
    form.add(&model, &at(&form.clone(), "/messages/0/content"));
    let block = at(&form, "/messages/0/content/0");
    assert!(matches!(&block.control, Control::Union { choices, chosen: None } if choices.contains(&"text".to_owned())));
    form.choose(&model, &block, "image");
    form.choose(&model, &at(&form.clone(), "/messages/0/content/0"), "text");
    form.take(&at(&form.clone(), "/messages/0/content/0/text"), "Hi");
    form.take(&at(&form.clone(), "/messages/0/role"), "user");
    form.add(&model, &at(&form.clone(), "/requestMetadata"));
    form.add(&model, &at(&form.clone(), "/requestMetadata"));
    assert!(form.rename(&at(&form.clone(), "/requestMetadata/key1"), "key2").is_err());
    form.rename(&at(&form.clone(), "/requestMetadata/key1"), "team/a").unwrap();
    form.take(&at(&form.clone(), "/requestMetadata/team~1a"), "rocks");
    assert_eq!(
        input(&form),
        json!({
            "messages": [{"content": [{"text": "Hi"}], "role": "user"}],
            "requestMetadata": {"team/a": "rocks", "key2": ""}
        })
    );
}

#[test]
fn text_that_is_no_value_stays_and_prevents_sending() {
    let (model, operation) = (bedrock(), "ListGuardrails");
    let mut form = Form::default();
    let most = row(&form, &model, operation, "/maxResults");
    form.take(&most, "ten");
    assert_eq!(form.text(&most), "ten");
    let problems = form.problems(&model, operation);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems.first().unwrap().text, "Must be a whole number, not “ten”");
    form.take(&most, " 10 ");
    assert_eq!((input(&form), form.text(&most)), (json!({"maxResults": 10}), "10".to_owned()));
    form.take(&most, "100000");
    let text = form.problems(&model, operation).pop().unwrap().text;
    assert!(text.starts_with("Value '100000' at 'maxResults' failed to satisfy constraint"), "{text}");
}

#[test]
fn what_is_missing_is_marked_so_and_tokens_are_filled() {
    let (model, operation) = (bedrock(), "CreateGuardrail");
    let form = Form::default();
    let problems = form.problems(&model, operation);
    assert_eq!(problems.len(), 3);
    assert!(problems.iter().all(|problem| problem.missing));
    let sent = form.to_send(&model, operation, 9);
    let token = sent.get("clientRequestToken").and_then(Value::as_str).unwrap();
    assert_eq!(token.len(), 36);
    assert_ne!(form.to_send(&model, operation, 10).get("clientRequestToken").unwrap(), token);
    let created = Form::new(sent.as_object().unwrap().clone()).problems(&model, operation);
    assert_eq!(created.len(), 3, "the token fits its pattern: {created:?}");
}

#[test]
fn bytes_are_text_or_a_file_and_moments_have_a_calendar() {
    let (model, operation) = (runtime(), "InvokeModel");
    let mut form = Form::default();
    let body = row(&form, &model, operation, "/body");
    form.take(&body, "{\"a\": 1}");
    assert_eq!(input(&form), json!({"body": "eyJhIjogMX0="}));
    assert_eq!((form.text(&body), form.bytes(&body)), ("{\"a\": 1}".to_owned(), None));
    form.take_bytes(&body, &[0xff, 0xd8]);
    assert_eq!((form.text(&body), form.bytes(&body)), (String::new(), Some(2)));
    let (model, operation) = (bedrock(), "ListModelCustomizationJobs");
    let mut form = Form::default();
    let after = row(&form, &model, operation, "/creationTimeAfter");
    form.take(&after, "2026-11-30T11:00");
    assert_eq!(input(&form), json!({"creationTimeAfter": "2026-11-30T11:00:00Z"}));
    assert_eq!(form.text(&after), "2026-11-30T11:00:00");
    assert!(form.problems(&model, operation).is_empty());
}

#[test]
fn members_that_the_model_does_not_have_and_values_of_another_kind_stay() {
    let (model, operation) = (bedrock(), "CreateGuardrail");
    let mut form = Form::default();
    form.take_json(r#"{"name": 5, "unheardOf": [1]}"#);
    assert_eq!(form.json_error(), None);
    assert_eq!(row(&form, &model, operation, "/name").control, Control::Json);
    let unknown = row(&form, &model, operation, "/unheardOf");
    assert!(unknown.control == Control::Unknown && unknown.is_removable());
    form.remove(&unknown);
    assert_eq!(input(&form), json!({"name": 5}));
    for wrong in ["[1]", "{", "5"] {
        form.take_json(wrong);
        assert_eq!(form.typed_json(), wrong);
        let first = form.problems(&model, operation).into_iter().next().unwrap();
        assert_eq!(Some(first.text.as_str()), form.json_error());
    }
    assert_eq!(input(&form), json!({"name": 5}), "what cannot be read changes nothing");
    form.take_json("");
    assert!(form.is_empty());
}
