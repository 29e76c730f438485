//! JavaScript: objects and arrays, as `JSON` reads them.

use super::{Block, Listed, Pictures, Results, Vectors};

const READ: &str = "const answer = JSON.parse(new TextDecoder().decode(response.body));";

/// The lines after the call; `None` for an answer that is printed as it came.
pub(in crate::export) fn lines(results: &Results) -> Option<String> {
    results.walk(vectors, pictures, RANKING)
}

fn vectors(place: Vectors) -> String {
    let mut block = Block::new("  ");
    block.line(READ);
    let mut at = format!("answer.{}", place.member);
    if place.typed {
        block.open(format!("for (const [kind, typed] of Object.entries({at})) {{"));
        "typed".clone_into(&mut at);
    }
    if place.each {
        block.open(format!("for (const item of {at}) {{"));
        if place.inner { "item.embedding" } else { "item" }.clone_into(&mut at);
    }
    block.line(format!("const vector = {at};"));
    let kind = if place.typed { "kind, " } else { "" };
    block.line(format!("console.log({kind}vector.length, \"numbers:\", vector.slice(0, 5));"));
    block.close("}")
}

fn pictures(place: Pictures) -> String {
    let mut block = Block::new("  ");
    block.line(READ);
    let (stem, extension) = (place.stem(), place.extension);
    let name = match place.listed {
        Listed::Beside => {
            block.line("console.log(\"finish reasons:\", answer.finish_reasons);");
            block.open("for (const [index, picture] of (answer.images ?? []).entries()) {");
            "answer.seeds[index]"
        }
        Listed::Within => {
            block.open("for (const { seed, base64: picture, finishReason } of answer.artifacts) {");
            block.line("console.log(\"finish reason:\", finishReason);");
            "seed"
        }
        Listed::Alone(_) => {
            block.line("console.log(\"error:\", answer.error);");
            block.open("for (const [index, picture] of (answer.images ?? []).entries()) {");
            "index + 1"
        }
    };
    block.open("if (picture) {");
    block.line(format!("const path = `{stem}${{{name}}}.{extension}`;"));
    block.line("writeFileSync(path, Buffer.from(picture, \"base64\"));");
    block.line("console.log(\"wrote\", path);");
    block.close("}")
}

const RANKING: &str = r"const answer = JSON.parse(new TextDecoder().decode(response.body));
for (const result of answer.results) {
  console.log(result.relevance_score.toFixed(4), body.documents[result.index]);
}";
