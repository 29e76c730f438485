//! Rust: `serde_json`'s values, which give null for a missing member.

use super::syntax::{Listing, Loop, PictureWalk, Syntax, VectorWalk};

const IMAGES: &str = "for (index, picture) in answer[\"images\"].as_array().into_iter().flatten().enumerate() {";

pub(in crate::export) const SYNTAX: Syntax = Syntax {
    indent: "    ",
    close: "}",
    read: "let answer: serde_json::Value = serde_json::from_slice(response.body().as_ref())?;",
    vectors: VectorWalk {
        declare: |_| String::new(),
        member: |member| format!("answer[\"{member}\"]"),
        types: |member| Loop {
            before: String::new(),
            open: format!("for (kind, typed) in answer[\"{member}\"].as_object().into_iter().flatten() {{"),
            first: "println!(\"{kind}\");",
            item: "typed",
        },
        items: |list| Loop {
            before: String::new(),
            open: format!("for item in {list}.as_array().into_iter().flatten() {{"),
            first: "",
            item: "item",
        },
        inner: "item[\"embedding\"]",
        print: |vector, _| {
            let vector = format!("let vector = {vector}.as_array().ok_or(\"the answer holds no vector\")?;");
            vector
                + "\nlet first: Vec<f64> = vector.iter().take(5).filter_map(|number| number.as_f64()).collect();"
                + "\nprintln!(\"{} numbers: {first:?}\", vector.len());"
        },
    },
    pictures: PictureWalk {
        beside: Listing {
            declare: "",
            before: "println!(\"finish reasons: {}\", answer[\"finish_reasons\"]);",
            open: IMAGES,
            first: "",
            picture: "picture",
            name: "answer[\"seeds\"][index]",
        },
        within: Listing {
            declare: "",
            before: "",
            open: "for picture in answer[\"artifacts\"].as_array().into_iter().flatten() {",
            first: "println!(\"finish reason: {}\", picture[\"finishReason\"]);",
            picture: "picture[\"base64\"]",
            name: "picture[\"seed\"]",
        },
        alone: Listing {
            declare: "",
            before: "println!(\"error: {}\", answer[\"error\"]);",
            open: IMAGES,
            first: "",
            picture: "picture",
            name: "index + 1",
        },
        save: |block, file| {
            block.open(format!("if let Some(base64) = {}.as_str() {{", file.picture));
            block.line(format!("let path = format!(\"{}{{}}.{}\", {});", file.stem, file.extension, file.name));
            block.line("std::fs::write(&path, BASE64.decode(base64)?)?;");
            block.line("println!(\"wrote {path}\");");
        },
    },
    ranking: r#"let answer: serde_json::Value = serde_json::from_slice(response.body().as_ref())?;
for result in answer["results"].as_array().into_iter().flatten() {
    println!("{} document {}", result["relevance_score"], result["index"]);
}"#,
};
