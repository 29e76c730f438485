//! Compares the lines of every language for every kind of answer with `tests/export/results.txt`, byte for byte.
//!
//! `OUTCROP_WRITE_EXPORTS=1 cargo test` writes the file anew; a reviewer then reads the change.

use std::fmt::Write as _;

use super::{Listed, Pictures, Results, Vectors, go, java, javascript, python, rust, shell};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/export/results.txt");

fn answers() -> Vec<Results> {
    let mut answers = Vec::new();
    for [typed, each, inner] in [
        [false, false, false],
        [true, false, false],
        [false, true, false],
        [true, true, false],
        [false, true, true],
        [true, true, true],
    ] {
        answers.push(Results::Vectors(Vectors { member: "embeddings", typed, each, inner }));
    }
    for listed in [Listed::Beside, Listed::Within, Listed::Alone(None), Listed::Alone(Some(9))] {
        answers.push(Results::Pictures(Pictures { listed, extension: "webp" }));
    }
    answers.extend([Results::Ranking, Results::Whole]);
    answers
}

#[test]
fn every_language_writes_what_it_wrote_before() {
    let mut written = String::new();
    for answer in answers() {
        for (language, lines) in [
            ("Python", python::SYNTAX.lines(&answer)),
            ("JavaScript", javascript::SYNTAX.lines(&answer)),
            ("Rust", rust::SYNTAX.lines(&answer)),
            ("Java", java::SYNTAX.lines(&answer)),
            ("Go", go::SYNTAX.lines(&answer)),
            ("shell", shell::lines(&answer, "answer.json")),
        ] {
            writeln!(written, "==== {language}, {answer:?}").unwrap();
            writeln!(written, "{}", lines.unwrap_or_else(|| "(the answer is printed as it is)".to_owned())).unwrap();
        }
    }
    if std::env::var_os("OUTCROP_WRITE_EXPORTS").is_some() {
        std::fs::write(PATH, &written).unwrap();
    }
    let before = std::fs::read_to_string(PATH).unwrap();
    for (line, (before, now)) in before.lines().zip(written.lines()).enumerate() {
        assert_eq!(before, now, "line {} of tests/export/results.txt", line + 1);
    }
    assert_eq!(before.len(), written.len());
}
