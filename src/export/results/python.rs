//! Python: dictionaries and lists, as `json` reads them.

use super::{Block, Listed, Pictures, Results, Vectors};

const READ: &str = r#"answer = json.loads(response["body"].read())"#;

/// The lines after the call; `None` for an answer that is printed as it came.
pub(in crate::export) fn lines(results: &Results) -> Option<String> {
    results.walk(vectors, pictures, RANKING)
}

fn vectors(place: Vectors) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let mut at = format!("answer[\"{}\"]", place.member);
    if place.typed {
        block.open(format!("for kind, typed in {at}.items():"));
        "typed".clone_into(&mut at);
    }
    if place.each {
        block.open(format!("for item in {at}:"));
        if place.inner { "item[\"embedding\"]" } else { "item" }.clone_into(&mut at);
    }
    block.line(format!("vector = {at}"));
    block.line(format!("print({}len(vector), \"numbers:\", vector[:5])", if place.typed { "kind, " } else { "" }));
    block.close("")
}

fn pictures(place: Pictures) -> String {
    let mut block = Block::new("    ");
    block.line(READ);
    let (stem, extension) = (place.stem(), place.extension);
    let name = match place.listed {
        Listed::Beside => {
            block.line("print(\"finish reasons:\", answer.get(\"finish_reasons\"))");
            block.open("for seed, picture in zip(answer.get(\"seeds\", []), answer.get(\"images\", [])):");
            "seed"
        }
        Listed::Within => {
            block.open("for artifact in answer[\"artifacts\"]:");
            block.line("print(\"finish reason:\", artifact[\"finishReason\"])");
            block.line("seed, picture = artifact[\"seed\"], artifact[\"base64\"]");
            "seed"
        }
        Listed::Alone(_) => {
            block.line("print(\"error:\", answer.get(\"error\"))");
            block.open("for number, picture in enumerate(answer.get(\"images\") or [], start=1):");
            "number"
        }
    };
    block.open("if picture:");
    block.line(format!("path = f\"{stem}{{{name}}}.{extension}\""));
    block.open("with open(path, \"wb\") as file:");
    block.line("file.write(base64.b64decode(picture))");
    block.shut("");
    block.line("print(\"wrote\", path)");
    block.close("")
}

const RANKING: &str = r#"answer = json.loads(response["body"].read())
for result in answer["results"]:
    print(f"{result['relevance_score']:.4f}", body["documents"][result["index"]])"#;
