use super::rows::{self, Drawn, Piece, path};
use super::which::{Part, Scene, apis, clients, minimal_call, now};
use super::{Entry, Place, book, of, segments};
use crate::bedrock::family::Family;
use crate::experiment::Api;

fn key(api: Api, family: Option<Family>, pointer: &str) -> Entry {
    let names = segments(pointer);
    let path: Vec<&str> = names.iter().map(String::as_str).collect();
    of(Place::Key { api, family, path: &path }).unwrap_or_else(|| panic!("no entry for {pointer}"))
}

#[test]
fn the_place_decides_between_equal_names() {
    let meaning = |pointer: &str| key(Api::Converse, None, pointer).meaning;
    assert!(meaning("/usage/inputTokens").contains("sent to the model"));
    assert!(meaning("/usage/cacheDetails/0/inputTokens").contains("this lifetime"));
    assert!(meaning("/messages/0/content/0/toolUse/input").contains("arguments"));
    assert!(meaning("/contentBlockDelta/delta/toolUse/input").contains("fragment"));
    assert!(meaning("/toolConfig/toolChoice/tool").contains("must ask for this tool"));
    assert!(meaning("/trace/guardrail/inputAssessment/abc123/topicPolicy/topics/0/name").contains("topic"));
}

#[test]
fn a_key_of_the_users_own_is_told_as_such() {
    let meaning = |pointer: &str| key(Api::Converse, None, pointer).meaning;
    for pointer in ["/messages/0/content/0/toolUse/input/city", "/messages/0/content/0/toolUse/input/text/type"] {
        assert!(meaning(pointer).contains("argument of your tool"), "{pointer}");
    }
    let schema = "/toolConfig/tools/0/toolSpec/inputSchema/json";
    assert!(meaning(&format!("{schema}/type")).contains("JSON type"));
    assert!(meaning(&format!("{schema}/properties/type")).contains("argument of your tool"));
    assert!(meaning(&format!("{schema}/properties/city/type")).contains("JSON type"));
    assert!(meaning("/additionalModelRequestFields/top_k").contains("passes it on"));
    assert!(key(Api::Invoke, Some(Family::CohereCommandR), "/documents/0/title").meaning.contains("title"));
}

#[test]
fn the_twin_is_the_one_of_the_model() {
    let twins = |family, pointer| key(Api::Converse, family, pointer).twins;
    assert_eq!(twins(Some(Family::Claude), "/inferenceConfig/maxTokens"), ["max_tokens, required there"]);
    assert_eq!(twins(Some(Family::Llama), "/inferenceConfig/maxTokens"), ["max_gen_len"]);
    assert_eq!(twins(Some(Family::MistralChat), "/inferenceConfig/maxTokens"), ["max_tokens"]);
    assert!(twins(None, "/inferenceConfig/maxTokens").len() > 3);
    let native = key(Api::Invoke, Some(Family::Claude), "/max_tokens");
    assert_eq!(native.twins, ["inferenceConfig.maxTokens"]);
    assert!(native.used.contains("Claude"));
    assert_eq!(key(Api::Invoke, Some(Family::TitanEmbedText), "/inputText").twins, ["none, it has no embeddings"]);
}

#[test]
fn names_are_found_as_they_are_written() {
    assert_eq!(of(Place::Header("X-Amz-Date")).map(|entry| entry.kind).as_deref(), Some("request"));
    for code in ["ThrottlingException", "throttlingException", "Throttling", "ThrottlingException:http://internal/"] {
        assert_eq!(of(Place::Error(code)).map(|entry| entry.kind).as_deref(), Some("429"), "{code}");
    }
    assert!(of(Place::Frame("prelude CRC")).is_some() && of(Place::Frame(":event-type")).is_some());
    assert!(of(Place::Signature("header:x-amz-date")).is_some_and(|entry| entry.meaning.contains("signing time")));
    let label = |screen, label| of(Place::Parameter { screen, label });
    assert!(label("playground", "Top K").is_some_and(|entry| entry.name == "Top K"));
    // The screen decides between equal labels; what a screen does not know is looked up in the parameters.
    assert!(label("knowledge", "Say").is_some_and(|entry| entry.meaning.contains("agent")));
    assert!(label("guardrails", "Tags").is_some() && label("nowhere", "Tags").is_some());
    assert_eq!(label("knowledge", "Top K").map(|entry| entry.name).as_deref(), Some("Top K"));
    assert!(label("batch", "Expires after, hours").is_some() && label("playground", "Message 2").is_some());
    assert_eq!(of(Place::Header("x-nobody-knows")), None);
    assert_eq!(of(Place::Error("")), None);
    assert_eq!(of(Place::Key { api: Api::Converse, family: None, path: &[] }), None);
}

#[test]
fn every_entry_is_complete_and_every_scope_is_used() {
    for (name, scope) in book::book() {
        assert!(!scope.title.is_empty(), "[{name}]");
        for parent in &scope.parents {
            assert!(book::book().contains_key(parent), "[{name}] : {parent}");
        }
        for line in scope.entries.values().flatten() {
            let place = format!("[{name}] {}", line.path);
            if let Some(other) = line.kind.strip_prefix('@') {
                assert!(book::book().contains_key(other), "{place}");
                continue;
            }
            assert!(!line.kind.is_empty() && line.meaning.len() > 6, "{place}");
            assert!(line.meaning.ends_with(['.', '”']), "{place}: {}", line.meaning);
            assert!(book::url(line.page).starts_with("https://"), "{place}: {}", line.page);
            for pair in line.twins.split("; ").filter(|pair| !pair.is_empty()) {
                let family = pair.split_once(": ").map(|(family, _)| family);
                let known = |family: &str| family == "*" || book::book().contains_key(family);
                assert!(family.is_some_and(known), "{place}: {pair}");
            }
        }
        let mut seen: Vec<_> = scope.entries.values().flatten().map(|line| (line.operation, line.path)).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all, "[{name}] has a name twice");
    }
}

fn row(depth: usize, text: &str) -> Drawn {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let (signs, after) = rest.split_at(at);
        pieces.push(Piece::Signs(signs.to_owned()));
        let end = after.get(1..).and_then(|after| after.find('"')).map_or(after.len(), |end| end + 2);
        let (string, after) = after.split_at(end);
        let is_key = after.trim_start().starts_with(':');
        pieces.push(if is_key { Piece::Key(string.to_owned()) } else { Piece::Value });
        rest = after;
    }
    pieces.push(Piece::Signs(rest.to_owned()));
    // The row ends with the key that is asked about.
    Drawn { depth, pieces }
}

#[test]
fn the_path_is_read_from_the_drawn_rows() {
    let rows = [
        row(0, "{"),
        row(1, "\"modelId\": \"m\","),
        row(1, "\"messages\": ["),
        row(2, "{"),
        row(3, "\"role\": \"user\","),
        row(3, "\"content\": ["),
        row(4, "{ \"toolUse\": { \"input\": {} , \"name\":"),
    ];
    assert_eq!(path(&rows), ["messages", "content", "toolUse", "name"]);
    assert_eq!(path(&rows[..5]), ["messages", "role"]);
    // Rows above that are not drawn.
    assert_eq!(path(&rows[5..]), ["content", "toolUse", "name"]);
    assert!(path(&rows[..1]).is_empty() && path(&[]).is_empty());
}

#[test]
fn the_path_is_read_from_a_text_and_a_place() {
    let text = "{\n  \"a𝄞\": [{ \"b\": \"{\\\"\", \"c\": 1 }],\n  \"d\": {}\n}";
    let at = |name: &str| {
        let bytes = text.find(name).unwrap_or_default();
        Some(text.get(..bytes).unwrap_or_default().encode_utf16().count() + 1)
    };
    let names = |place| rows::at(rows::keys(text), place).unwrap_or_default();
    assert_eq!(names(at("\"a")), ["a𝄞"]);
    assert_eq!(names(at("\"b\"")), ["a𝄞", "b"]);
    assert_eq!(names(at("\"c\"")), ["a𝄞", "c"]);
    assert_eq!(names(at("\"d\"")), ["d"]);
    assert_eq!(names(None), ["a𝄞"]);
    assert!(names(at("{}")).is_empty() && rows::keys("").is_empty());
    assert_eq!(rows::keys("{\"a\": [{\"b\": 1, oops").len(), 2);
}

fn scene(part: Part, family: Option<Family>) -> Scene {
    Scene { part, model: "m\"1".to_owned(), family, region: "eu-west-1".to_owned() }
}

#[test]
fn the_strip_marks_what_is_on_the_screen() {
    let marked = |scene: &Scene| {
        let clients = clients(scene).into_iter().filter(|answer| answer.now).map(|answer| answer.name);
        let apis = apis(scene).into_iter().filter(|answer| answer.now).map(|answer| answer.name);
        clients.chain(apis).collect::<Vec<_>>()
    };
    let text = scene(Part::Text, Some(Family::Claude));
    assert_eq!(marked(&text), ["bedrock-runtime", "Converse", "InvokeModel"]);
    assert_eq!(marked(&scene(Part::Vectors, Some(Family::TitanEmbedText))), ["bedrock-runtime", "InvokeModel"]);
    let operation = Part::Operations { client: "bedrock-agent".to_owned(), operation: "CreateAgent".to_owned() };
    let operation = scene(operation, None);
    assert_eq!(marked(&operation), ["bedrock-agent"]);
    assert_eq!(now(&operation), "Here: bedrock-agent, CreateAgent.");
    assert_eq!(minimal_call(&text).lines().count(), 6);
    assert!(minimal_call(&text).contains(r#"modelId="m\"1""#) && minimal_call(&text).contains("\"eu-west-1\""));
    assert!(!minimal_call(&operation).contains("m\\\""));
}
