//! `docs/link-format.md` is for other programs: what it shows has to be so.

use super::sealed::sealed;
use outcrop::share::codec::Codec;
use outcrop::share::schema::{self, Extent};
use outcrop::share::{ShareError, file, link, plain};

const PAGE: &str = include_str!("../../../docs/link-format.md");

/// The text of the one fenced block of that kind.
fn block(kind: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(&format!("\n```{kind}\n")).unwrap_or_else(|| panic!("no block {kind}"));
    rest.split_once("\n```").unwrap().0
}

#[test]
fn the_vectors_open_and_are_put_together_as_said() {
    let document = block("json");
    let links: Vec<&str> = block("link").lines().collect();
    assert_eq!(links.len(), Codec::ALL.len());
    for link in &links {
        let opened = link::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
        assert_eq!(schema::write(&opened.experiment, Extent::Link).to_string(), document, "{link}");
    }
    assert!(links.contains(&format!("#{}", sealed(document, Codec::Json)).as_str()));
}

#[test]
fn the_vectors_of_the_labs_open() {
    for kind in ["embeddings", "images"] {
        let (document, link) = block(kind).split_once('\n').unwrap();
        let opened = link::decode(link).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(opened.notes, Vec::<String>::new(), "{kind}");
        assert_eq!(schema::write(&opened.experiment, Extent::Link).to_string(), document, "{kind}");
    }
    let opened = link::decode(block("picture")).unwrap();
    assert_eq!(
        opened.notes,
        ["The picture “image” (PNG, 640 × 480, 12 kB) was left out. Links carry no files: add it again."]
    );
}

#[test]
fn the_refused_are_refused_for_their_reason() {
    for line in block("refused").lines() {
        let (why, link) = line.split_once(' ').unwrap();
        let said = match link::decode(link).unwrap_err() {
            ShareError::Cut { .. } | ShareError::NoEnd => "incomplete",
            ShareError::Changed => "changed",
            ShareError::Newer { .. } => "newer",
            other => panic!("{link}: {other}"),
        };
        assert_eq!(said, why, "{link}");
    }
    assert_eq!(link::decode(block("noted")).unwrap().notes.len(), 1);
}

#[test]
fn the_plain_link_and_the_file_open() {
    let opened = plain::decode(block("plain")).unwrap();
    assert_eq!(opened.notes, Vec::<String>::new());
    assert_eq!(opened.experiment.models(), ["us.amazon.nova-lite-v1:0"]);
    let text = format!("{}\n", block("file"));
    let opened = file::read(text.as_bytes()).unwrap();
    assert_eq!(file::write(&opened.experiment, None), text);
    assert_eq!(opened.experiment, link::decode(block("link").lines().next().unwrap()).unwrap().experiment);
}

#[test]
fn the_dictionary_is_the_one_that_is_described() {
    let dictionary = include_bytes!("../../../src/share/dictionary-1.txt");
    assert!(PAGE.contains("8,362 bytes") && dictionary.len() == 8_362);
    assert!(PAGE.contains(&format!("{:08x}", crc32fast::hash(dictionary))));
}
