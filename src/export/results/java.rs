//! Java: the objects and arrays of `org.json`, which AWS's own examples read answers with. Its lines include the call.

use super::syntax::{Listing, Loop, PictureWalk, Syntax, VectorWalk};

const LOOP: &str = "for (int i = 0; i < pictures.length(); i++) {";

pub(in crate::export) const SYNTAX: Syntax = Syntax {
    indent: "    ",
    close: "}",
    read: "var response = client.invokeModel(request);
var answer = new JSONObject(response.body().asUtf8String());",
    vectors: VectorWalk {
        declare: |_| String::new(),
        member: |member| format!("answer.getJSONArray(\"{member}\")"),
        types: |member| Loop {
            before: format!("var types = answer.getJSONObject(\"{member}\");"),
            open: "for (var kind : types.keySet()) {".to_owned(),
            first: "System.out.println(kind);",
            item: "types.getJSONArray(kind)",
        },
        items: |list| Loop {
            before: format!("var items = {list};"),
            open: "for (int i = 0; i < items.length(); i++) {".to_owned(),
            first: "",
            item: "items.getJSONArray(i)",
        },
        inner: "items.getJSONObject(i).getJSONArray(\"embedding\")",
        print: |vector, _| {
            format!(
                "var vector = {vector};
System.out.println(vector.length() + \" numbers: \" + vector.toList().subList(0, 5));"
            )
        },
    },
    pictures: PictureWalk {
        beside: Listing {
            declare: "",
            before: "System.out.println(\"finish reasons: \" + answer.optJSONArray(\"finish_reasons\"));
var pictures = answer.optJSONArray(\"images\", new JSONArray());",
            open: LOOP,
            first: "",
            picture: "pictures.optString(i)",
            name: "answer.getJSONArray(\"seeds\").getLong(i)",
        },
        within: Listing {
            declare: "",
            before: "var pictures = answer.optJSONArray(\"artifacts\", new JSONArray());",
            open: LOOP,
            first: "System.out.println(\"finish reason: \" + pictures.getJSONObject(i).opt(\"finishReason\"));",
            picture: "pictures.getJSONObject(i).optString(\"base64\")",
            name: "pictures.getJSONObject(i).getLong(\"seed\")",
        },
        alone: Listing {
            declare: "",
            before: "System.out.println(\"error: \" + answer.opt(\"error\"));
var pictures = answer.optJSONArray(\"images\", new JSONArray());",
            open: LOOP,
            first: "",
            picture: "pictures.optString(i)",
            name: "(i + 1)",
        },
        save: |block, file| {
            block.line(format!("var base64 = {};", file.picture));
            block.open("if (!base64.isEmpty()) {");
            block.line(format!("var path = Path.of(\"{}\" + {} + \".{}\");", file.stem, file.name, file.extension));
            block.line("Files.write(path, Base64.getDecoder().decode(base64));");
            block.line("System.out.println(\"wrote \" + path);");
        },
    },
    ranking: r#"var response = client.invokeModel(request);
var answer = new JSONObject(response.body().asUtf8String());
var results = answer.getJSONArray("results");
for (int i = 0; i < results.length(); i++) {
    var result = results.getJSONObject(i);
    System.out.println(result.getDouble("relevance_score") + " document " + result.getInt("index"));
}"#,
};
