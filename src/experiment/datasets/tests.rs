//! Lines as people write them, each with what the check says.

use super::families::{Age, FAMILIES};
use super::*;

fn found(line: &str, key: &str) -> Vec<(String, Weight, String)> {
    let report = check(&format!("{line}\n"), &Family::of(key), Part::Training);
    let of_line = report.problems.into_iter().filter(|problem| problem.line == 1);
    of_line.map(|problem| (problem.path, problem.weight, problem.text)).collect()
}

#[test]
fn the_line_that_each_family_shows_is_good_for_it() {
    for family in FAMILIES {
        assert_eq!(found(family.shape.line(), family.key), [], "{}", family.name);
    }
}

#[test]
fn the_example_of_each_family_is_good_or_only_too_short() {
    for family in FAMILIES {
        let report = check(&examples::text(family), family, Part::Training);
        let wrong: Vec<_> = report.problems.iter().filter(|problem| problem.line > 0).collect();
        assert_eq!(wrong, Vec::<&Problem>::new(), "{}", family.name);
        assert_eq!(report.is_good(), family.records.0 <= 100, "{}: {}", family.name, report.sentence());
    }
    assert!(FAMILIES.first().is_some_and(|family| family.age == Age::Live));
}

#[test]
fn each_wrong_line_is_found_with_its_place() {
    let conversation = |system: &str, messages: &str| {
        format!(r#"{{"schemaVersion":"bedrock-conversation-2024",{system}"messages":[{messages}]}}"#)
    };
    let user = r#"{"role":"user","content":[{"text":"a"}]}"#;
    let assistant = r#"{"role":"assistant","content":[{"text":"b"}]}"#;
    let table: Vec<(&str, String, &str, &str)> = vec![
        // family, line, path, part of the sentence
        ("nova", "{".into(), "", "Not JSON"),
        ("nova", r#"{"a":1},"#.into(), "", "without commas"),
        ("nova", "{'a': 1}".into(), "", "double quotes"),
        ("nova", "[1]".into(), "", "object in braces"),
        ("nova", r#"{"messages":[],"messages":[]}"#.into(), "", "twice"),
        ("nova", r#"{"a":"\ud800"}"#.into(), "", "Not JSON"),
        ("nova", "{\"a\":NaN}".into(), "", "Not JSON"),
        ("nova", r#"{"prompt":"a","completion":"b"}"#.into(), "messages", "not prompt and completion"),
        ("nova", conversation("", ""), "messages", "no turn"),
        ("nova", conversation("", user), "messages", "last turn must be the assistant's"),
        ("nova", conversation("", assistant), "messages[0].role", "the user begins"),
        ("nova", conversation("", &format!("{user},{user}")), "messages[1].role", "turns alternate"),
        (
            "nova",
            conversation("", r#"{"role":"system","content":[{"text":"a"}]}"#),
            "messages[0].role",
            "key of the record",
        ),
        ("nova", conversation("", r#"{"role":"human","content":[{"text":"a"}]}"#), "messages[0].role", "not a role"),
        ("nova", conversation("", r#"{"role":"user","content":"a"}"#), "messages[0].content", "Anthropic's shape"),
        (
            "nova",
            conversation("", r#"{"role":"user","content":[{"type":"text"}]}"#),
            "messages[0].content[0]",
            "“type”",
        ),
        (
            "nova",
            conversation("", r#"{"role":"user","content":[{"text":" "}]}"#),
            "messages[0].content[0].text",
            "empty",
        ),
        ("nova", conversation("", r#"{"role":"user","content":[]}"#), "messages[0].content", "no block"),
        ("nova", conversation(r#""system":"s","#, &format!("{user},{assistant}")), "system", "Anthropic's shape"),
        (
            "nova",
            conversation("", &format!(r#"{user},{{"role":"assistant","content":[{{"image":{{}}}}]}}"#)),
            "messages[1].content[0]",
            "user turns only",
        ),
        (
            "nova",
            conversation("", &format!(r#"{{"role":"user","content":[{{"image":{{}}}}]}},{assistant}"#)),
            "messages[0].content[0]",
            "S3 address",
        ),
        ("nova", conversation(r#""extra":1,"#, &format!("{user},{assistant}")), "extra", "not a key"),
        ("llama", r#"{"messages":[]}"#.into(), "schemaVersion", "missing"),
        (
            "llama",
            conversation("", &format!("{user},{assistant}")).replace("conversation-2024", "conversion-2024"),
            "schemaVersion",
            "bedrock-conversation-2024",
        ),
        ("claude", conversation("", &format!("{user},{assistant}")), "schemaVersion", "Nova and Llama"),
        (
            "claude",
            r#"{"messages":[{"role":"user","content":[{"text":"a"}]}]}"#.into(),
            "messages[0].content",
            "a string here",
        ),
        ("claude", r#"{"system":[],"messages":[{"role":"user","content":"a"}]}"#.into(), "system", "a string here"),
        ("titan", r#"{"prompt":"a"}"#.into(), "completion", "missing"),
        ("titan", r#"{"prompt":"a","completion":7}"#.into(), "completion", "a string"),
        ("titan", r#"{"prompt":"a","completion":"b","id":1}"#.into(), "id", "not a key"),
        ("titan", r#"{"input":"a","output":"b"}"#.into(), "prompt", "missing"),
        ("titan", conversation("", user), "messages", "takes prompt and completion"),
        ("pretraining", r#"{"prompt":"a","completion":"b"}"#.into(), "", "one key, input"),
        ("canvas", r#"{"image-ref":"1.png","caption":"rock"}"#.into(), "image-ref", "S3 address"),
        ("embedding", r#"{"image-ref":"s3://b/1.png","caption":"ro"}"#.into(), "caption", "3 to 1,024"),
        ("distillation", conversation("", assistant), "messages[0].role", "the user begins"),
        (
            "reinforcement",
            r#"{"messages":[{"role":"assistant","content":"a"}],"reference_answer":1}"#.into(),
            "messages",
            "user",
        ),
        (
            "reinforcement",
            r#"{"messages":[{"role":"user"}],"reference_answer":1}"#.into(),
            "messages[0].content",
            "a text",
        ),
    ];
    for (key, line, path, part) in table {
        let found = found(&line, key);
        assert!(
            found.iter().any(|(at, weight, text)| at == path && *weight == Weight::Error && text.contains(part)),
            "{key}: {line}: {found:?}"
        );
    }
}

#[test]
fn what_may_fail_is_a_warning() {
    let line = Shape::Conversation.line().replace("Basalt.", "Assistant: basalt");
    let [(path, weight, text)] = &found(&line, "nova")[..] else { panic!("one warning") };
    assert_eq!((path.as_str(), *weight), ("messages[1].content[0]", Weight::Warning));
    assert!(text.contains("“Assistant:”"));
    assert_eq!(found(&line, "llama"), []);
    let answer_only = r#"{"messages":[{"role":"user","content":"a"}]}"#;
    assert_eq!(found(answer_only, "reinforcement")[0].1, Weight::Warning);
    let long = format!(r#"{{"prompt":"{}","completion":"b"}}"#, "a ".repeat(13_000));
    assert!(found(&long, "titan")[0].2.contains("tokens"));
}

#[test]
fn the_file_as_a_whole_is_checked() {
    let family = Family::of("titan");
    let of = |text: &str, part| check(text, &family, part).problems;
    let line = Shape::PromptCompletion.line();
    assert!(of(&format!("\u{feff}{line}\n"), Part::Training)[0].text.contains("byte order mark"));
    assert!(of("[\n{}]", Part::Training)[0].text.contains("one JSON array"));
    let blank = of(&format!("{line}\n\n{line}\n"), Part::Training);
    assert_eq!((blank[0].line, blank.len()), (2, 1));
    assert_eq!(of(&format!("{line}\n"), Part::Training), []);
    assert_eq!(of(line, Part::Training), [], "the last line end is optional");
    assert!(of(&format!("{line}\r\n"), Part::Training)[0].text.contains("carriage return"));
    assert!(
        check(line, &Family::of("claude"), Part::Training)
            .problems
            .iter()
            .any(|problem| problem.text.contains("32 to 10,000"))
    );
    assert!(
        check(line, &Family::of("canvas"), Part::Validation)
            .problems
            .iter()
            .any(|problem| problem.text.contains("no validation"))
    );
}

#[test]
fn a_report_counts_and_cuts_long_lists() {
    let report = check("", &Family::of("nova"), Part::Training);
    assert_eq!((report.records, report.is_good(), report.sentence().as_str()), (0, false, "No records yet"));
    let report = check(&"x\n".repeat(1_000), &Family::of("nova"), Part::Training);
    assert_eq!(
        (report.records, report.good, report.problems.len(), report.more, report.errors),
        (1_000, 0, 200, 800, 1_000)
    );
    assert!(report.sentence().ends_with("1,000 errors to correct"), "{}", report.sentence());
    let line = Shape::PromptCompletion.line();
    let report = check(line, &Family::of("titan"), Part::Training);
    assert_eq!((report.good, report.tokens), (1, line.len().div_ceil(6) as u64));
}

#[test]
fn a_wrong_line_of_json_has_its_column() {
    let report = check("{\"prompt\":}\n", &Family::of("titan"), Part::Training);
    assert_eq!(report.problems[0].column, Some(11));
}
