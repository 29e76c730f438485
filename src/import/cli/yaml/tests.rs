use super::*;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn the_forms_of_yaml_are_read() {
    let text = "---\n# the skeleton\nmodelId: 'amazon.nova-lite-v1:0'  # required\nmessages:\n- role: user\n  content:\n  - text: |\n      First line\n        indented: yes\n\n      Last line\n  - text: >-\n      joined\n      lines\n\n      next\nsystem: [{text: \"Be \\\"brief\\\"\"}, {text: It's ok}]\ninferenceConfig: {maxTokens: 512,\n  temperature: 0.2, stopSequences: [END, '#']}\nrequestMetadata:\n    team: docs and\n      more\n    empty:\n    number: '5'\nflags: [true, ~]\n";
    assert_eq!(
        read(text),
        Ok(json!({
            "modelId": "amazon.nova-lite-v1:0",
            "messages": [{ "role": "user", "content": [
                { "text": "First line\n  indented: yes\n\nLast line\n" },
                { "text": "joined lines\nnext" },
            ] }],
            "system": [{ "text": "Be \"brief\"" }, { "text": "It's ok" }],
            "inferenceConfig": { "maxTokens": 512, "temperature": 0.2, "stopSequences": ["END", "#"] },
            "requestMetadata": { "team": "docs and more", "empty": null, "number": "5" },
            "flags": [true, null],
        }))
    );
    for (text, wanted) in [
        ("a: http://x/y", json!({ "a": "http://x/y" })),
        ("- - 1\n  - 2\n-\n  b: 3", json!([[1, 2], { "b": 3 }])),
        ("a:\n- b\n- c: 1\n  d: 2\n", json!({ "a": ["b", { "c": 1, "d": 2 }] })),
        ("\"a b\": !!binary aGk=", json!({ "a b": "aGk=" })),
        ("a: \"two\n  lines\"", json!({ "a": "two lines" })),
        ("just text", json!("just text")),
        ("", Value::Null),
    ] {
        assert_eq!(read(text), Ok(wanted), "{text}");
    }
}

#[test]
fn what_is_not_read_names_its_line() {
    for (text, part) in [
        ("a: &x 1\nb: *x", "line 1 of the YAML has an anchor"),
        ("a: 1\n<<: *x", "line 2 of the YAML has a merge key"),
        ("a: 1\n   b: 2", "line 2 of the YAML is indented more"),
        ("a:\n  - 1\n b: 2", "line 3 of the YAML is not indented like"),
        ("a: [1, 2", "line 1 of the YAML has a bracket"),
        ("a: \"x", "line 1 of the YAML has a bracket or a quotation mark"),
        ("a:\n\tb: 1", "line 2 of the YAML is indented by a tab"),
        ("a: 'x' y", "line 1 of the YAML goes on after"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(part), "{error}\n{text}");
    }
    assert!(read(&"- ".repeat(5_000)).unwrap_err().contains("too deeply"));
}

proptest! {
    #[test]
    fn any_text_ends(text in "[-a-c:'\"{}\\[\\],|>#&!~ \n\t0-2]{0,120}") {
        let _ = read(&text);
    }
}
