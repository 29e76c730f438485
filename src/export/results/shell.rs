//! The shell: the answer is in a file, and one `jq` filter reads it, so there is no loop to write.

use super::{Listed, Pictures, Results, Vectors};

/// The file that the answer is written to; `None` where it goes to the terminal.
pub(in crate::export) fn file(results: &Results, number: &str) -> Option<String> {
    (*results != Results::Whole).then(|| format!("answer{number}.json"))
}

/// The note on it.
pub(in crate::export) const NOTE: &str = "jq reads the answer, which is written to a file first";

/// The lines after the call; `None` for an answer that is printed as it is.
pub(in crate::export) fn lines(results: &Results, file: &str) -> Option<String> {
    match results {
        Results::Whole => None,
        Results::Vectors(place) => Some(vectors(*place, file)),
        Results::Pictures(place) => Some(pictures(*place, file)),
        Results::Ranking => {
            Some(format!("jq --raw-output '.results[] | \"\\(.relevance_score) document \\(.index)\"' {file}"))
        }
    }
}

fn vectors(place: Vectors, file: &str) -> String {
    let mut filter = format!(".{}", place.member);
    if place.typed {
        filter.push_str(" | to_entries[] | .key as $kind | .value");
    }
    match (place.each, place.inner) {
        (true, true) => filter.push_str("[].embedding"),
        (true, false) => filter.push_str(if place.typed { " | .[]" } else { "[]" }),
        (false, _) => {}
    }
    let kind = if place.typed { "\\($kind) " } else { "" };
    format!("jq --raw-output '{filter} | \"{kind}\\(length) numbers: \\(.[:5])\"' {file}")
}

fn pictures(place: Pictures, file: &str) -> String {
    let (report, filter) = match place.listed {
        Listed::Beside => ("{finish_reasons}", "[.seeds, .images] | select(.[1]) | transpose[] | select(.[1])"),
        Listed::Within => ("[.artifacts[].finishReason]", ".artifacts[] | [.seed, .base64] | select(.[1])"),
        Listed::Alone(_) => ("{error}", ".images // [] | to_entries[] | [.key + 1, .value]"),
    };
    let (stem, extension) = (place.stem(), place.extension);
    format!(
        "jq --compact-output '{report}' {file}
jq --raw-output '{filter} | join(\" \")' {file} | while read -r name picture; do
  printf '%s' \"$picture\" | base64 --decode > \"{stem}$name.{extension}\"
  echo \"wrote {stem}$name.{extension}\"
done"
    )
}
