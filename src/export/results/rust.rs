//! Rust: `serde_json`'s values, which give null for what is not there.

use super::{Block, Listed, Pictures, Results, Vectors};

const READ: &str = "let answer: serde_json::Value = serde_json::from_slice(response.body().as_ref())?;";

/// The lines after the call; `None` for an answer that is printed as it came.
pub(in crate::export) fn lines(results: &Results) -> Option<String> {
    results.walk(vectors, pictures, RANKING)
}

fn vectors(place: Vectors) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let mut at = format!("answer[\"{}\"]", place.member);
    if place.typed {
        block.open(format!("for (kind, typed) in {at}.as_object().into_iter().flatten() {{"));
        block.line("println!(\"{kind}\");");
        "typed".clone_into(&mut at);
    }
    if place.each {
        block.open(format!("for item in {at}.as_array().into_iter().flatten() {{"));
        if place.inner { "item[\"embedding\"]" } else { "item" }.clone_into(&mut at);
    }
    block.line(format!("let vector = {at}.as_array().ok_or(\"the answer holds no vector\")?;"));
    block.line("let first: Vec<f64> = vector.iter().take(5).filter_map(|number| number.as_f64()).collect();");
    block.line("println!(\"{} numbers: {first:?}\", vector.len());");
    block.close("}")
}

fn pictures(place: Pictures) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let (list, picture, name) = match place.listed {
        Listed::Beside => ("images", "picture", "answer[\"seeds\"][index]"),
        Listed::Within => ("artifacts", "picture[\"base64\"]", "picture[\"seed\"]"),
        Listed::Alone(_) => ("images", "picture", "index + 1"),
    };
    let all = format!("answer[\"{list}\"].as_array().into_iter().flatten()");
    match place.listed {
        Listed::Beside => block.line("println!(\"finish reasons: {}\", answer[\"finish_reasons\"]);"),
        Listed::Within => {}
        Listed::Alone(_) => block.line("println!(\"error: {}\", answer[\"error\"]);"),
    }
    if place.listed == Listed::Within {
        block.open(format!("for picture in {all} {{"));
        block.line("println!(\"finish reason: {}\", picture[\"finishReason\"]);");
    } else {
        block.open(format!("for (index, picture) in {all}.enumerate() {{"));
    }
    block.open(format!("if let Some(base64) = {picture}.as_str() {{"));
    block.line(format!("let path = format!(\"{}{{}}.{}\", {name});", place.stem(), place.extension));
    block.line("std::fs::write(&path, BASE64.decode(base64)?)?;");
    block.line("println!(\"wrote {path}\");");
    block.close("}")
}

const RANKING: &str = r#"let answer: serde_json::Value = serde_json::from_slice(response.body().as_ref())?;
for result in answer["results"].as_array().into_iter().flatten() {
    println!("{} document {}", result["relevance_score"], result["index"]);
}"#;
