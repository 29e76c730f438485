//! JavaScript: objects and arrays, as `JSON` reads them.

use super::syntax::{Listing, Loop, PictureWalk, Syntax, VectorWalk};

const IMAGES: &str = "for (const [index, picture] of (answer.images ?? []).entries()) {";

pub(in crate::export) const SYNTAX: Syntax = Syntax {
    indent: "  ",
    close: "}",
    read: "const answer = JSON.parse(new TextDecoder().decode(response.body));",
    vectors: VectorWalk {
        declare: |_| String::new(),
        member: |member| format!("answer.{member}"),
        types: |member| Loop {
            before: String::new(),
            open: format!("for (const [kind, typed] of Object.entries(answer.{member})) {{"),
            first: "",
            item: "typed",
        },
        items: |list| Loop {
            before: String::new(),
            open: format!("for (const item of {list}) {{"),
            first: "",
            item: "item",
        },
        inner: "item.embedding",
        print: |vector, place| {
            let kind = if place.typed { "kind, " } else { "" };
            format!("const vector = {vector};\nconsole.log({kind}vector.length, \"numbers:\", vector.slice(0, 5));")
        },
    },
    pictures: PictureWalk {
        beside: Listing {
            declare: "",
            before: "console.log(\"finish reasons:\", answer.finish_reasons);",
            open: IMAGES,
            first: "",
            picture: "picture",
            name: "answer.seeds[index]",
        },
        within: Listing {
            declare: "",
            before: "",
            open: "for (const { seed, base64: picture, finishReason } of answer.artifacts) {",
            first: "console.log(\"finish reason:\", finishReason);",
            picture: "picture",
            name: "seed",
        },
        alone: Listing {
            declare: "",
            before: "console.log(\"error:\", answer.error);",
            open: IMAGES,
            first: "",
            picture: "picture",
            name: "index + 1",
        },
        save: |block, file| {
            block.open(format!("if ({}) {{", file.picture));
            block.line(format!("const path = `{}${{{}}}.{}`;", file.stem, file.name, file.extension));
            block.line(format!("writeFileSync(path, Buffer.from({}, \"base64\"));", file.picture));
            block.line("console.log(\"wrote\", path);");
        },
    },
    ranking: r"const answer = JSON.parse(new TextDecoder().decode(response.body));
for (const result of answer.results) {
  console.log(result.relevance_score.toFixed(4), body.documents[result.index]);
}",
};
