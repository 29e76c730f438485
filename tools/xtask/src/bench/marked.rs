//! Text between two marks of a document, which a program writes.

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- Written by cargo xtask bench --write -->";
const END: &str = "<!-- End of what cargo xtask bench --write writes -->";

/// The document with `text` between its marks.
pub fn replaced(document: &str, text: &str) -> Result<String> {
    let (before, rest) = document.split_once(BEGIN).with_context(|| format!("the line `{BEGIN}` is missing"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("the line `{END}` is missing"))?;
    Ok(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, replaced};

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let once = replaced(&format!("a\n{BEGIN}\nold\n{END}\nb\n"), "new\n").unwrap();
        assert_eq!(once, format!("a\n{BEGIN}\n\nnew\n\n{END}\nb\n"));
        assert_eq!(replaced(&once, "new").unwrap(), once);
    }

    #[test]
    fn a_document_without_marks_is_refused() {
        assert!(replaced("a", "b").is_err());
        assert!(replaced(BEGIN, "b").is_err());
    }

    #[test]
    fn the_documents_have_their_marks() {
        for name in super::super::WRITTEN {
            let document = std::fs::read_to_string(crate::folders::root().join(name)).unwrap();
            assert!(replaced(&document, "text").is_ok(), "{name}");
        }
    }
}
