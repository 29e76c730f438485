//! Links: what goes in comes out, whatever comes in does no harm, and what was released opens for ever.

use super::sealed::sealed;
use super::states;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use outcrop::bedrock::operation::Api;
use outcrop::experiment::compare::{Comparison, Member};
use outcrop::experiment::document::experiment::{Answer, ViewState};
use outcrop::experiment::document::lab::{Lab, LabKind, LabPicture, LabText};
use outcrop::experiment::run::exchange::Origin;
use outcrop::experiment::{Detached, Draft, DraftMessage, Experiment, Parameter, Part, Role, SendAs, Subject};
use outcrop::share::codec::{Codec, MOST_OUT};
use outcrop::share::{file, link, plain};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,30}", any::<String>(), Just("\u{2028}\"\\\n\u{0}".to_owned())]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-9_999_i32..9_999).prop_map(|number| json!(f64::from(number) / 64.0)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// A block is an object; `source` is the member that pictures live in and has tests of its own.
fn block() -> impl Strategy<Value = Value> {
    prop::collection::vec(("[a-r]{1,9}", value()), 0..3).prop_map(|members| Value::Object(Map::from_iter(members)))
}

fn parameter() -> impl Strategy<Value = Parameter> {
    (any::<bool>(), text()).prop_map(|(sent, text)| Parameter { sent, text })
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![text().prop_map(Part::Text), block().prop_map(Part::Block)]
}

/// Text of JSON as the page prints it, JSON as somebody else prints it, or any text.
fn json_text() -> impl Strategy<Value = String> {
    prop_oneof![
        value().prop_map(|value| outcrop::text::json::print(&value)),
        value().prop_map(|value| value.to_string()),
        text(),
    ]
}

fn api() -> impl Strategy<Value = Api> {
    prop_oneof![Just(Api::Converse), Just(Api::Invoke)]
}

fn draft() -> impl Strategy<Value = Draft> {
    let role = prop_oneof![Just(Role::User), Just(Role::Assistant), Just(Role::System)];
    let messages = prop::collection::vec((role, prop::collection::vec(part(), 0..4)), 1..5).prop_map(|messages| {
        messages
            .into_iter()
            .zip(1..)
            .map(|((role, content), id)| DraftMessage { id, role, content })
            .collect::<Vec<_>>()
    });
    let send_as = prop_oneof![Just(SendAs::Both), Just(SendAs::Converse), Just(SendAs::Invoke)];
    let media_type = prop_oneof![Just(""), Just("application/json"), Just("*/*"), Just("text/plain; charset=utf-8")];
    let detached = (json_text(), media_type.clone(), media_type).prop_map(|(body, content_type, accept)| Detached {
        body,
        content_type: content_type.to_owned(),
        accept: accept.to_owned(),
    });
    let head = (text(), text(), send_as, any::<bool>(), prop::option::of(text()), prop::collection::vec(block(), 0..2));
    let parameters = [parameter().boxed(), parameter().boxed(), parameter().boxed(), parameter().boxed()];
    let stop = (any::<bool>(), prop::collection::vec(text(), 0..3));
    let family = prop_oneof![3 => Just(String::new()), 1 => text()];
    let rest = (json_text(), json_text(), prop::option::of(detached), family);
    (head, messages, parameters, stop, rest).prop_map(|(head, messages, parameters, stop, rest)| {
        let [max_tokens, temperature, top_p, top_k] = parameters;
        Draft {
            model: head.0,
            family: rest.3,
            region: head.1,
            send_as: head.2,
            stream: head.3,
            system: head.4,
            system_blocks: head.5,
            messages,
            max_tokens,
            temperature,
            top_p,
            top_k,
            stop_sent: stop.0,
            stop_sequences: stop.1,
            extra_fields: rest.0,
            more: rest.1,
            detached: rest.2,
        }
    })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    let change = || prop::option::of(parameter());
    let member = (text(), text(), api(), change(), change(), change(), prop::option::of(text())).prop_map(
        |(name, model, api, max_tokens, temperature, top_p, system)| Member {
            name,
            model,
            api,
            max_tokens,
            temperature,
            top_p,
            system,
        },
    );
    (prop::collection::vec(member, 0..5), 1_u8..=10).prop_map(|(members, repeats)| Comparison { members, repeats })
}

fn lab() -> impl Strategy<Value = Lab> {
    let kind = prop_oneof![Just(LabKind::Embeddings), Just(LabKind::Images), Just(LabKind::Explorer)];
    let texts = (text(), text(), text()).prop_map(|(text, label, group)| LabText { text, label, group });
    let parameters = prop::collection::vec(("[a-r]{1,9}", value()), 0..3).prop_map(Map::from_iter);
    let query = prop_oneof![Just("Where is my package?".to_owned()), text()];
    (kind, text(), text(), prop::collection::vec(texts, 0..6), query, parameters).prop_map(
        |(kind, model, region, texts, query, parameters)| Lab {
            kind,
            model,
            region,
            texts,
            query: if kind == LabKind::Embeddings { query } else { String::new() },
            parameters,
            pictures: Vec::new(),
        },
    )
}

/// A GIF of that size; nobody reads more than its head.
fn gif(width: u16, height: u16) -> String {
    let [[a, b], [c, d]] = [width.to_le_bytes(), height.to_le_bytes()];
    STANDARD.encode([b"GIF89a".as_slice(), &[a, b, c, d, 0, 0, 0]].concat())
}

fn answer() -> impl Strategy<Value = Answer> {
    let origin = prop_oneof![Just(Origin::Simulator), Just(Origin::Aws), Just(Origin::Custom)];
    let count = || prop::option::of(any::<u64>());
    (api(), origin, text(), text(), text(), count(), count(), count()).prop_map(
        |(api, origin, model, text, stop_reason, input_tokens, output_tokens, total_ms)| Answer {
            api,
            origin,
            model,
            text,
            stop_reason,
            input_tokens,
            output_tokens,
            total_ms,
        },
    )
}

fn experiment() -> impl Strategy<Value = Experiment> {
    let subject = prop_oneof![
        draft().prop_map(Subject::Playground),
        (draft(), comparison()).prop_map(|(draft, comparison)| Subject::Compare(draft, comparison)),
        lab().prop_map(Subject::Lab),
    ];
    let view = (text(), text(), text(), any::<u32>()).prop_map(|(tab, pinned, lesson, step)| ViewState {
        tab,
        pinned,
        lesson,
        step,
    });
    (text(), text(), subject, view, prop::collection::vec(answer(), 0..3))
        .prop_map(|(title, note, subject, view, answers)| Experiment { title, note, subject, view, answers })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_stored_draft_comes_back_as_it_was(draft in draft()) {
        prop_assert_eq!(Draft::from_json(&draft.to_json()), Some(draft));
    }

    #[test]
    fn a_link_gives_the_experiment_back(experiment in experiment()) {
        let link = link::encode(&experiment).unwrap();
        let opened = link::decode(&link).unwrap();
        prop_assert_eq!(&opened.experiment, &experiment);
        prop_assert_eq!(opened.notes, Vec::<String>::new());
        prop_assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=.-_".contains(&byte)));
    }

    #[test]
    fn a_file_gives_the_experiment_back(experiment in experiment()) {
        let text = file::write(&experiment, None);
        prop_assert_eq!(file::read(text.as_bytes()).unwrap().experiment, experiment);
    }

    #[test]
    fn the_pictures_of_a_lab_are_in_its_file_and_only_named_in_its_link(
        lab in lab(),
        pictures in prop::collection::vec((text(), 1_u16.., 1_u16..), 1..4),
    ) {
        let pictures: Vec<LabPicture> =
            pictures.into_iter().map(|(at, width, height)| LabPicture::from_base64(at, &gif(width, height)).unwrap()).collect();
        let whole = Experiment::new(Subject::Lab(Lab { pictures: pictures.clone(), ..lab.clone() }));
        prop_assert_eq!(&file::read(file::write(&whole, None).as_bytes()).unwrap().experiment, &whole);
        let opened = link::decode(&link::encode(&whole).unwrap()).unwrap();
        prop_assert_eq!(opened.experiment, Experiment::new(Subject::Lab(lab)));
        prop_assert_eq!(opened.notes.len(), pictures.len());
        for (note, picture) in opened.notes.iter().zip(&pictures) {
            prop_assert!(note.contains(&picture.name()), "{}", note);
        }
    }

    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), document in value(), text in any::<String>()) {
        let _ = file::read(&bytes);
        let _ = file::read(text.as_bytes());
        for fragment in [text.clone(), format!("x={text}"), format!("prompt={text}"), String::from_utf8_lossy(&bytes).into_owned()] {
            let _ = link::decode(&fragment);
            let _ = plain::decode(&fragment);
        }
        let _ = link::decode(&sealed(&document.to_string(), Codec::Deflate));
    }
}

/// A document that is right but for one member of the wrong kind is refused or read, never a panic.
#[test]
fn a_member_of_any_kind_is_a_value_or_an_error() {
    let members = [
        "title",
        "note",
        "kind",
        "model",
        "region",
        "sendAs",
        "stream",
        "system",
        "systemBlocks",
        "messages",
        "maxTokens",
        "temperature",
        "topP",
        "topK",
        "stop",
        "stopUnsent",
        "extraFields",
        "more",
        "native",
        "members",
        "repeats",
        "texts",
        "query",
        "parameters",
        "pictures",
        "tab",
        "pinned",
        "lesson",
        "step",
        "answers",
        "runs",
    ];
    let values =
        [json!(null), json!(true), json!(-1), json!("x"), json!(["x", 1, null, {"a": 1}]), json!({"unsent": 1})];
    for kind in [None, Some("compare"), Some("embeddings"), Some("images")] {
        for member in members {
            for value in &values {
                let mut document = json!({ "messages": ["a"] });
                if let Some(kind) = kind {
                    document["kind"] = json!(kind);
                }
                document[member] = value.clone();
                let _ = link::decode(&sealed(&document.to_string(), Codec::Json));
            }
        }
    }
}

#[test]
fn the_budget_is_kept() {
    let refused = |document: &str| {
        let error = link::decode(&sealed(document, Codec::Deflate)).expect_err("it is beyond the budget");
        assert!(error.to_string().starts_with("This is too large"), "{error}");
    };
    refused(&format!("{{\"messages\":[\"{}\"]}}", "a".repeat(MOST_OUT)));
    refused(&format!("{{\"messages\":[{}\"a\"]}}", "\"a\",".repeat(100)));
    refused(&format!("{{\"more\":{}1{}}}", "[".repeat(40), "]".repeat(40)));
    let mut draft = Draft::default();
    for _ in 0..100 {
        draft.add_message();
    }
    assert!(link::encode(&Experiment::new(Subject::Playground(draft))).is_err());
}

/// What a link has no member for cannot come in by one.
#[test]
fn a_planted_member_changes_nothing() {
    let plain = r#"{"messages":["a"],"native":{"body":"{}"}}"#;
    let planted = r#"{"messages":["a"],"endpoint":"https://evil.example","mode":"custom","credentials":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"},
        "headers":{"authorization":"x"},"native":{"body":"{}","headers":{"x":"y"},"contentType":"AKIAIOSFODNN7EXAMPLE"}}"#;
    let opened = link::decode(&sealed(planted, Codec::Json)).unwrap();
    assert_eq!(opened.experiment, link::decode(&sealed(plain, Codec::Json)).unwrap().experiment);
    assert_eq!(opened.notes.len(), 6, "{:?}", opened.notes);
    let in_file = planted.replacen('{', "{\"schemaVersion\":1,", 1);
    assert_eq!(file::read(in_file.as_bytes()).unwrap().experiment, opened.experiment);
}

#[test]
fn a_picture_becomes_a_placeholder() {
    let mut draft = Draft::default();
    let picture = json!({ "image": { "format": "png", "source": { "bytes": "iVBORw0KGgo=".repeat(4_000) } } });
    draft.attach(1, picture);
    let link = link::encode(&Experiment::new(Subject::Playground(draft))).unwrap();
    assert!(link.len() < 200);
    let opened = link::decode(&link).unwrap();
    let content = &opened.experiment.draft().unwrap().messages[0].content;
    assert_eq!(content[1], Part::Block(json!({ "image": { "format": "png", "source": { "bytes": "" } } })));
    assert_eq!(opened.notes, ["Message 1 had a file (png, 36.0 kB). Links carry no files: attach it again."]);
}

#[test]
fn released_links_open_for_ever() {
    let released = include_str!("../../share/released/1.txt");
    let mut count = 0;
    for line in released.lines().filter(|line| !line.starts_with('#')) {
        let (name, link) = line.split_once(' ').unwrap();
        let opened = link::decode(link).unwrap_or_else(|error| panic!("{name}: {error}"));
        let state = states::states().into_iter().find(|state| state.name == name).unwrap();
        assert_eq!(opened.experiment, state.experiment, "{name}");
        assert_eq!(opened.notes, Vec::<String>::new(), "{name}");
        count += 1;
    }
    assert_eq!(count, states::states().len() * 3, "each state with each codec");
}

/// Ours against what other pages use, on the same document.
#[test]
fn a_link_is_much_shorter_than_with_lz_string() {
    for state in states::states() {
        let ours = link::encode(&state.experiment).unwrap().len();
        let theirs =
            lz_str::compress_to_encoded_uri_component(state.document().encode_utf16().collect::<Vec<_>>()).len();
        assert!(ours * 10 <= theirs * 7, "{}: {ours} against {theirs}", state.name);
    }
}
