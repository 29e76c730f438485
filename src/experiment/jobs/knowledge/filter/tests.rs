use super::*;

fn round(json: &Value) -> Value {
    Filter::read(&json.to_string()).unwrap().json().unwrap()
}

#[test]
fn json_comes_back_as_it_was() {
    for json in [
        json!({"equals": {"key": "year", "value": 2024}}),
        json!({"equals": {"key": "year", "value": "2024"}}),
        json!({"notEquals": {"key": "draft", "value": true}}),
        json!({"in": {"key": "topic", "value": ["tokens", "access"]}}),
        json!({"notIn": {"key": "year", "value": [2023, 2024.5]}}),
        // A comma in a value: as JSON.
        json!({"in": {"key": "topic", "value": ["a, b", " c"]}}),
        json!({"in": {"key": "topic", "value": []}}),
        json!({"listContains": {"key": "tags", "value": "x"}}),
        json!({"equals": {"key": "odd", "value": {"a": [null]}}}),
        json!({"andAll": [
            {"startsWith": {"key": "level", "value": "be"}},
            {"orAll": [{"lessThanOrEquals": {"key": "year", "value": 1e3}}, {"stringContains": {"key": "t", "value": ""}}]}
        ]}),
    ] {
        assert_eq!(round(&json), json);
    }
    assert_eq!(Filter::read(" ").unwrap().json(), None);
}

#[test]
fn what_is_wrong_is_named() {
    for (text, part) in [
        ("{", "Not JSON"),
        ("[]", "object"),
        ("{}", "has 0"),
        (r#"{"equals": {}, "in": {}}"#, "has 2"),
        (r#"{"is": {}}"#, "“is” is not an operator"),
        (r#"{"equals": {"value": 1}}"#, "needs a key"),
        (r#"{"equals": {"key": "a"}}"#, "needs a value"),
        (r#"{"andAll": [{"equals": {"key": "a", "value": 1}}]}"#, "two or more"),
    ] {
        let error = Filter::read(text).unwrap_err();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_tree_is_edited_by_paths() {
    let condition = |key: &str, kind, value: &str| {
        Filter::One(Condition { key: key.to_owned(), kind, value: value.to_owned(), ..Condition::default() })
    };
    let mut filter = Filter::default();
    filter.add(&[], condition("a", Kind::Number, "1"));
    assert_eq!(filter.json(), Some(json!({"equals": {"key": "a", "value": 1}})), "a group of one is the one");
    filter.add(&[], Filter::default());
    filter.add(&[1], condition("b", Kind::Truth, "yes"));
    filter.join(&[], Join::Any);
    assert_eq!(filter.paths(), [vec![0], vec![1], vec![1, 0]]);
    let faults = filter.faults();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].row == 2 && faults[0].text.contains("“yes”"), "{faults:?}");
    filter.change(&[1, 0], |condition| {
        condition.operator = Operator::In;
        condition.kind = Kind::Text;
        condition.value = "x, ,y".to_owned();
    });
    assert_eq!(
        filter.json(),
        Some(json!({"orAll": [{"equals": {"key": "a", "value": 1}}, {"in": {"key": "b", "value": ["x", "y"]}}]}))
    );
    filter.remove(&[1]);
    filter.remove(&[7]);
    filter.change(&[0], |condition| condition.key.clear());
    assert!(filter.fault(&[0]).unwrap().contains("attribute"));
}
