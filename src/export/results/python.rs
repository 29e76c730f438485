//! Python: dictionaries and lists, as `json` reads them.

use super::syntax::{Listing, Loop, PictureWalk, Syntax, VectorWalk};

pub(in crate::export) const SYNTAX: Syntax = Syntax {
    indent: "    ",
    close: "",
    read: r#"answer = json.loads(response["body"].read())"#,
    vectors: VectorWalk {
        declare: |_| String::new(),
        member: |member| format!("answer[\"{member}\"]"),
        types: |member| Loop {
            before: String::new(),
            open: format!("for kind, typed in answer[\"{member}\"].items():"),
            first: "",
            item: "typed",
        },
        items: |list| Loop { before: String::new(), open: format!("for item in {list}:"), first: "", item: "item" },
        inner: "item[\"embedding\"]",
        print: |vector, place| {
            let kind = if place.typed { "kind, " } else { "" };
            format!("vector = {vector}\nprint({kind}len(vector), \"numbers:\", vector[:5])")
        },
    },
    pictures: PictureWalk {
        beside: Listing {
            declare: "",
            before: "print(\"finish reasons:\", answer.get(\"finish_reasons\"))",
            open: "for seed, picture in zip(answer.get(\"seeds\", []), answer.get(\"images\", [])):",
            first: "",
            picture: "picture",
            name: "seed",
        },
        within: Listing {
            declare: "",
            before: "",
            open: "for artifact in answer[\"artifacts\"]:",
            first: "print(\"finish reason:\", artifact[\"finishReason\"])
seed, picture = artifact[\"seed\"], artifact[\"base64\"]",
            picture: "picture",
            name: "seed",
        },
        alone: Listing {
            declare: "",
            before: "print(\"error:\", answer.get(\"error\"))",
            open: "for number, picture in enumerate(answer.get(\"images\") or [], start=1):",
            first: "",
            picture: "picture",
            name: "number",
        },
        save: |block, file| {
            block.open(format!("if {}:", file.picture));
            block.line(format!("path = f\"{}{{{}}}.{}\"", file.stem, file.name, file.extension));
            block.open("with open(path, \"wb\") as file:");
            block.line(format!("file.write(base64.b64decode({}))", file.picture));
            block.shut();
            block.line("print(\"wrote\", path)");
        },
    },
    ranking: r#"answer = json.loads(response["body"].read())
for result in answer["results"]:
    print(f"{result['relevance_score']:.4f}", body["documents"][result["index"]])"#,
};
