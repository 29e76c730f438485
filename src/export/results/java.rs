//! Java: the objects and arrays of `org.json`, which AWS's own examples read answers with.

use super::{Block, Listed, Pictures, Results, Vectors};

const READ: &str = "var response = client.invokeModel(request);
var answer = new JSONObject(response.body().asUtf8String());";

/// The call and the lines after it; `None` for an answer that is printed as it came.
pub(in crate::export) fn lines(results: &Results) -> Option<String> {
    results.walk(vectors, pictures, RANKING)
}

fn vectors(place: Vectors) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let mut at = format!("answer.getJSONArray(\"{}\")", place.member);
    if place.typed {
        block.line(format!("var types = answer.getJSONObject(\"{}\");", place.member));
        block.open("for (var kind : types.keySet()) {");
        block.line("System.out.println(kind);");
        "types.getJSONArray(kind)".clone_into(&mut at);
    }
    if place.each {
        block.line(format!("var items = {at};"));
        block.open("for (int i = 0; i < items.length(); i++) {");
        let item =
            if place.inner { "items.getJSONObject(i).getJSONArray(\"embedding\")" } else { "items.getJSONArray(i)" };
        item.clone_into(&mut at);
    }
    block.line(format!("var vector = {at};"));
    block.line("System.out.println(vector.length() + \" numbers: \" + vector.toList().subList(0, 5));");
    block.close("}")
}

fn pictures(place: Pictures) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let (list, picture, name) = match place.listed {
        Listed::Beside => {
            block.line("System.out.println(\"finish reasons: \" + answer.optJSONArray(\"finish_reasons\"));");
            ("images", "pictures.optString(i)", "answer.getJSONArray(\"seeds\").getLong(i)")
        }
        Listed::Within => (
            "artifacts",
            "pictures.getJSONObject(i).optString(\"base64\")",
            "pictures.getJSONObject(i).getLong(\"seed\")",
        ),
        Listed::Alone(_) => {
            block.line("System.out.println(\"error: \" + answer.opt(\"error\"));");
            ("images", "pictures.optString(i)", "(i + 1)")
        }
    };
    block.line(format!("var pictures = answer.optJSONArray(\"{list}\", new JSONArray());"));
    block.open("for (int i = 0; i < pictures.length(); i++) {");
    if place.listed == Listed::Within {
        block.line("System.out.println(\"finish reason: \" + pictures.getJSONObject(i).opt(\"finishReason\"));");
    }
    block.line(format!("var base64 = {picture};"));
    block.open("if (!base64.isEmpty()) {");
    block.line(format!("var path = Path.of(\"{}\" + {name} + \".{}\");", place.stem(), place.extension));
    block.line("Files.write(path, Base64.getDecoder().decode(base64));");
    block.line("System.out.println(\"wrote \" + path);");
    block.close("}")
}

const RANKING: &str = r#"var response = client.invokeModel(request);
var answer = new JSONObject(response.body().asUtf8String());
var results = answer.getJSONArray("results");
for (int i = 0; i < results.length(); i++) {
    var result = results.getJSONObject(i);
    System.out.println(result.getDouble("relevance_score") + " document " + result.getInt("index"));
}"#;
