//! Go: a structure with the members that are wanted, which `encoding/json` fills.

use super::{Block, Listed, Pictures, Results, Vectors};

const READ: &str = "if err := json.Unmarshal(response.Body, &answer); err != nil {
\tlog.Fatal(err)
}";

/// The lines after the call; `None` for an answer that is printed as it came.
pub(in crate::export) fn lines(results: &Results) -> Option<String> {
    results.walk(vectors, pictures, RANKING)
}

/// A field's name from a member's: `embeddingsByType` is `EmbeddingsByType`.
fn field(member: &str) -> String {
    let mut rest = member.chars();
    rest.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + rest.as_str())
}

fn vectors(place: Vectors) -> String {
    let mut block = Block::new("\t");
    block.line("var answer struct {");
    let (name, member) = (field(place.member), place.member);
    let many = format!("{}{}", if place.typed { "map[string]" } else { "" }, if place.each { "[]" } else { "" });
    if place.inner {
        block.line(format!(
            "\t{name} {many}struct {{\n\t\tEmbedding []float64 `json:\"embedding\"`\n\t}} `json:\"{member}\"`"
        ));
    } else {
        block.line(format!("\t{name} {many}[]float64 `json:\"{member}\"`"));
    }
    block.line("}");
    block.line(READ);
    let mut at = format!("answer.{name}");
    if place.typed {
        block.open(format!("for kind, typed := range {at} {{"));
        block.line("fmt.Println(kind)");
        "typed".clone_into(&mut at);
    }
    if place.each {
        block.open(format!("for _, item := range {at} {{"));
        if place.inner { "item.Embedding" } else { "item" }.clone_into(&mut at);
    }
    block.line(format!("vector := {at}"));
    block.line("fmt.Println(len(vector), \"numbers:\", vector[:min(5, len(vector))])");
    block.close("}")
}

fn pictures(place: Pictures) -> String {
    let mut block = Block::new("\t");
    let (members, said, list, picture, name) = match place.listed {
        Listed::Beside => (
            "\tSeeds         []int64   `json:\"seeds\"`
\tFinishReasons []*string `json:\"finish_reasons\"`
\tImages        []string  `json:\"images\"`",
            None,
            "Images",
            "picture",
            "answer.Seeds[index]",
        ),
        Listed::Within => (
            "\tArtifacts []struct {
\t\tSeed         int64  `json:\"seed\"`
\t\tBase64       string `json:\"base64\"`
\t\tFinishReason string `json:\"finishReason\"`
\t} `json:\"artifacts\"`",
            Some("fmt.Println(\"finish reason:\", picture.FinishReason)"),
            "Artifacts",
            "picture.Base64",
            "picture.Seed",
        ),
        Listed::Alone(_) => (
            "\tError  string   `json:\"error\"`
\tImages []string `json:\"images\"`",
            None,
            "Images",
            "picture",
            "index+1",
        ),
    };
    block.line("var answer struct {");
    block.line(members);
    block.line("}");
    block.line(READ);
    match place.listed {
        Listed::Beside => {
            block.open("for _, reason := range answer.FinishReasons {");
            block.open("if reason != nil {");
            block.line("fmt.Println(\"finish reason:\", *reason)");
            block.shut("}");
            block.shut("}");
        }
        Listed::Within => {}
        Listed::Alone(_) => {
            block.open("if answer.Error != \"\" {");
            block.line("fmt.Println(\"error:\", answer.Error)");
            block.shut("}");
        }
    }
    let index = if name.contains("index") { "index" } else { "_" };
    block.open(format!("for {index}, picture := range answer.{list} {{"));
    if let Some(said) = said {
        block.line(said);
    }
    block.open(format!("if {picture} == \"\" {{"));
    block.line("continue");
    block.shut("}");
    block.line(format!("path := fmt.Sprintf(\"{}%d.{}\", {name})", place.stem(), place.extension));
    block.open(format!("if err := os.WriteFile(path, decoded({picture}), 0o644); err != nil {{"));
    block.line("log.Fatal(err)");
    block.shut("}");
    block.line("fmt.Println(\"wrote\", path)");
    block.close("}")
}

const RANKING: &str = "var answer struct {
\tResults []struct {
\t\tIndex          int     `json:\"index\"`
\t\tRelevanceScore float64 `json:\"relevance_score\"`
\t} `json:\"results\"`
}
if err := json.Unmarshal(response.Body, &answer); err != nil {
\tlog.Fatal(err)
}
for _, result := range answer.Results {
\tfmt.Println(result.RelevanceScore, \"document\", result.Index)
}";
