//! Tests of `request`.

use super::*;

fn picture() -> Picture {
    Picture {
        format: crate::bedrock::picture::PictureFormat::Png,
        width: 1,
        height: 1,
        byte_len: 3,
        base64: "AAAA".to_owned(),
    }
}

fn one(format: Format, input: Input, settings: &Settings) -> Value {
    let calls = calls(format, &[input], settings).unwrap();
    assert_eq!(calls.len(), 1);
    calls.first().unwrap().body.clone()
}

#[test]
fn a_text_that_is_too_long_is_said_before_it_is_sent() {
    let said = |format: Format, text: String| {
        issues(format, &[Input::text(text)], &Settings::default())
            .into_iter()
            .map(|issue| issue.text)
            .collect::<String>()
    };
    for format in [Format::TitanTextV1, Format::TitanTextV2] {
        for (text, part) in [
            ("漢".repeat(9_000), "at least 9000"),
            ("한".repeat(8_193), "at least 8193"),
            ("word ".repeat(9_000), "at least 9000"),
            ("👩\u{200d}🚀".repeat(5_000), "at least 10000"),
            ("a".repeat(50_001), "at most 50000 characters"),
        ] {
            assert!(said(format, text).contains(part), "{part}");
        }
        for text in ["漢".repeat(8_192), "a".repeat(50_000), "word ".repeat(8_192)] {
            assert_eq!(said(format, text), "");
        }
    }
    assert!(said(Format::CohereV3, "a".repeat(2_049)).contains("at most 2048"));
}

#[test]
fn each_format_writes_its_own_body() {
    let none = Settings::default();
    for (format, input, settings, expected) in [
        (Format::TitanTextV1, Input::text("a"), none.clone(), json!({"inputText": "a"})),
        (Format::TitanTextV2, Input::text("a"), none.clone(), json!({"inputText": "a"})),
        (
            Format::TitanTextV2,
            Input::text("a"),
            none.clone()
                .with("/normalize", json!(false))
                .with("/dimensions", json!(256))
                .with("/embeddingTypes", json!(["float", "binary"])),
            json!({"inputText": "a", "dimensions": 256, "normalize": false, "embeddingTypes": ["float", "binary"]}),
        ),
        (
            Format::TitanMultimodal,
            Input::picture(picture()),
            none.clone().with("/embeddingConfig/outputEmbeddingLength", json!(384)),
            json!({"inputImage": "AAAA", "embeddingConfig": {"outputEmbeddingLength": 384}}),
        ),
        (
            Format::TitanMultimodal,
            Input::both("a", picture()),
            none.clone(),
            json!({"inputText": "a", "inputImage": "AAAA"}),
        ),
        (
            Format::CohereV3,
            Input::text("a"),
            none.clone().with("/truncate", json!("END")),
            json!({"texts": ["a"], "input_type": "search_document", "truncate": "END"}),
        ),
        (
            Format::CohereV3,
            Input::picture(picture()),
            none.clone().with("/input_type", json!("clustering")),
            json!({"images": ["data:image/png;base64,AAAA"], "input_type": "image"}),
        ),
        (
            Format::CohereV4,
            Input::both("a", picture()),
            none.clone().with("/output_dimension", json!(512)),
            json!({"inputs": [{"content": [
                {"type": "text", "text": "a"},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
            ]}], "input_type": "search_document", "output_dimension": 512}),
        ),
        (
            Format::Nova,
            Input::text("a"),
            none.clone().with("/singleEmbeddingParams/image/detailLevel", json!("DOCUMENT_IMAGE")),
            json!({"schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {"embeddingPurpose": "GENERIC_INDEX",
                    "text": {"truncationMode": "END", "value": "a"}}}),
        ),
        (
            Format::Nova,
            Input::picture(picture()),
            none.clone().with("/singleEmbeddingParams/embeddingDimension", json!(256)),
            json!({"schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {"embeddingPurpose": "GENERIC_INDEX", "embeddingDimension": 256,
                    "image": {"format": "png", "source": {"bytes": "AAAA"}}}}),
        ),
        (
            Format::Marengo27,
            Input::text("a"),
            none.clone().with("/textTruncate", json!("none")),
            json!({"inputType": "text", "inputText": "a", "textTruncate": "none"}),
        ),
        (
            Format::Marengo27,
            Input::picture(picture()),
            none.clone().with("/textTruncate", json!("none")),
            json!({"inputType": "image", "mediaSource": {"base64String": "AAAA"}}),
        ),
        (
            Format::Marengo30,
            Input::both("a", picture()),
            none.clone(),
            json!({"inputType": "text_image",
                "text_image": {"inputText": "a", "mediaSource": {"base64String": "AAAA"}}}),
        ),
    ] {
        assert_eq!(one(format, input, &settings), expected, "{format:?}");
    }
}

#[test]
fn makes_one_call_a_text_or_full_batches() {
    let texts: Vec<Input> = (0..200).map(|n| Input::text(n.to_string())).collect();
    let sizes = |format, inputs: &[Input]| -> Vec<usize> {
        calls(format, inputs, &Settings::default()).unwrap().iter().map(|call| call.inputs.len()).collect()
    };
    assert_eq!(sizes(Format::TitanTextV2, &texts), [1; 200]);
    assert_eq!(sizes(Format::CohereV3, &texts), [96, 96, 8]);
    let mixed = [Input::text("a"), Input::picture(picture()), Input::picture(picture()), Input::text("b")];
    assert_eq!(sizes(Format::CohereV3, &mixed), [1, 1, 1, 1]);
    assert_eq!(sizes(Format::CohereV4, &mixed), [1, 2, 1]);
    let large = Picture { base64: "A".repeat(6_000_000), byte_len: 4_500_000, ..picture() };
    let large: Vec<Input> = (0..7).map(|_| Input::picture(large.clone())).collect();
    assert_eq!(sizes(Format::CohereV4, &large), [3, 3, 1]);
    let all: Vec<usize> =
        calls(Format::CohereV4, &mixed, &Settings::default()).unwrap().into_iter().flat_map(|c| c.inputs).collect();
    assert_eq!(all, [0, 1, 2, 3]);
}

#[test]
fn says_what_keeps_a_run_from_being_sent() {
    let found = |format, inputs: &[Input], settings: &Settings| calls(format, inputs, settings).unwrap_err();
    let none = Settings::default();
    for (format, input, part) in [
        (Format::TitanTextV2, Input::text(" "), "empty"),
        (Format::TitanTextV2, Input::default(), "empty"),
        (Format::TitanTextV2, Input::picture(picture()), "no pictures"),
        (Format::CohereV3, Input::both("a", picture()), "two rows"),
        (Format::CohereV3, Input::text("x".repeat(2_049)), "2048 characters"),
        (Format::CohereV4, Input::picture(Picture { byte_len: 5_000_001, ..picture() }), "5000000 bytes"),
        (Format::TitanMultimodal, Input::picture(Picture { width: 2_049, ..picture() }), "2048 × 2048 pixels"),
        (Format::TitanMultimodal, Input::both("a", Picture { height: 5_000, ..picture() }), "has 1 × 5000"),
        (Format::Marengo30, Input { pieces: vec![Piece::Text("a".into()), Piece::Text("b".into())] }, "one text"),
    ] {
        let issues = found(format, &[Input::text("good"), input], &none);
        assert!(issues.iter().all(|issue| issue.place == Place::Input(1)), "{issues:?}");
        assert!(issues.iter().any(|issue| issue.text.contains(part)), "{part}: {issues:?}");
    }
    assert_eq!(found(Format::Nova, &[], &none).first().unwrap().place, Place::Run);
    let wrong = none.with("/dimensions", json!(300));
    let issues = found(Format::TitanTextV2, &[Input::text("a")], &wrong);
    assert_eq!(issues.first().unwrap().place, Place::Field("/dimensions"));
    // A setting of another model's form is neither sent nor an issue.
    assert!(calls(Format::CohereV4, &[Input::text("a")], &wrong).is_ok());
}
