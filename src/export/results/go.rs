//! Go: a structure with the members that the program uses, which `encoding/json` fills.

use super::Vectors;
use super::syntax::{Listing, Loop, PictureWalk, Syntax, VectorWalk};

pub(in crate::export) const SYNTAX: Syntax = Syntax {
    indent: "\t",
    close: "}",
    read: "if err := json.Unmarshal(response.Body, &answer); err != nil {
\tlog.Fatal(err)
}",
    vectors: VectorWalk {
        declare,
        member: |member| format!("answer.{}", field(member)),
        types: |member| Loop {
            before: String::new(),
            open: format!("for kind, typed := range answer.{} {{", field(member)),
            first: "fmt.Println(kind)",
            item: "typed",
        },
        items: |list| Loop {
            before: String::new(),
            open: format!("for _, item := range {list} {{"),
            first: "",
            item: "item",
        },
        inner: "item.Embedding",
        print: |vector, _| {
            format!("vector := {vector}\nfmt.Println(len(vector), \"numbers:\", vector[:min(5, len(vector))])")
        },
    },
    pictures: PictureWalk {
        beside: Listing {
            declare: "var answer struct {
\tSeeds         []int64   `json:\"seeds\"`
\tFinishReasons []*string `json:\"finish_reasons\"`
\tImages        []string  `json:\"images\"`
}",
            before: "for _, reason := range answer.FinishReasons {
\tif reason != nil {
\t\tfmt.Println(\"finish reason:\", *reason)
\t}
}",
            open: "for index, picture := range answer.Images {",
            first: "",
            picture: "picture",
            name: "answer.Seeds[index]",
        },
        within: Listing {
            declare: "var answer struct {
\tArtifacts []struct {
\t\tSeed         int64  `json:\"seed\"`
\t\tBase64       string `json:\"base64\"`
\t\tFinishReason string `json:\"finishReason\"`
\t} `json:\"artifacts\"`
}",
            before: "",
            open: "for _, picture := range answer.Artifacts {",
            first: "fmt.Println(\"finish reason:\", picture.FinishReason)",
            picture: "picture.Base64",
            name: "picture.Seed",
        },
        alone: Listing {
            declare: "var answer struct {
\tError  string   `json:\"error\"`
\tImages []string `json:\"images\"`
}",
            before: "if answer.Error != \"\" {
\tfmt.Println(\"error:\", answer.Error)
}",
            open: "for index, picture := range answer.Images {",
            first: "",
            picture: "picture",
            name: "index+1",
        },
        save: |block, file| {
            block.open(format!("if {} == \"\" {{", file.picture));
            block.line("continue");
            block.shut();
            block.line(format!("path := fmt.Sprintf(\"{}%d.{}\", {})", file.stem, file.extension, file.name));
            block.open(format!("if err := os.WriteFile(path, decoded({}), 0o644); err != nil {{", file.picture));
            block.line("log.Fatal(err)");
            block.shut();
            block.line("fmt.Println(\"wrote\", path)");
        },
    },
    ranking: "var answer struct {
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
}",
};

/// A field's name from a member's: `embeddingsByType` is `EmbeddingsByType`.
fn field(member: &str) -> String {
    let mut rest = member.chars();
    rest.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + rest.as_str())
}

/// The structure of an answer with vectors.
fn declare(place: Vectors) -> String {
    let (name, member) = (field(place.member), place.member);
    let many = format!("{}{}", if place.typed { "map[string]" } else { "" }, if place.each { "[]" } else { "" });
    let member = if place.inner {
        format!("\t{name} {many}struct {{\n\t\tEmbedding []float64 `json:\"embedding\"`\n\t}} `json:\"{member}\"`")
    } else {
        format!("\t{name} {many}[]float64 `json:\"{member}\"`")
    };
    format!("var answer struct {{\n{member}\n}}")
}
