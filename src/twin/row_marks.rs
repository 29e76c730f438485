//! Links for printed rows: which link a row belongs to, and the text of its badge.
//!
//! Rows are given by the pointers that begin on them, so this file does not depend on printing. Pairs are numbered from
//! 1; one-sided links have no number.

use super::link::{Link, LinkKind};

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The Converse document.
    Converse,
    /// The native document.
    Native,
}

impl Side {
    fn pointers(self, link: &Link) -> &[String] {
        match self {
            Self::Converse => &link.converse,
            Self::Native => &link.native,
        }
    }

    fn other_name(self) -> &'static str {
        match self {
            Self::Converse => "InvokeModel",
            Self::Native => "Converse",
        }
    }
}

/// The link of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowMark {
    /// Index of the link.
    pub link: usize,
    /// The pair's number; `None` when the other side has no counterpart.
    pub number: Option<usize>,
    /// How the two places relate.
    pub kind: LinkKind,
    /// The text of the badge.
    pub label: String,
}

/// The number of each link, in order; `None` for one-sided links.
pub fn numbers(links: &[Link]) -> Vec<Option<usize>> {
    let mut next = 1;
    links
        .iter()
        .map(|link| {
            let paired = !link.converse.is_empty() && !link.native.is_empty();
            paired.then(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}

/// The mark of each row: the first link with a pointer that begins on it.
pub fn marks<'a>(links: &[Link], side: Side, rows: impl Iterator<Item = &'a [String]>) -> Vec<Option<RowMark>> {
    let numbers = numbers(links);
    // A large body has as many links as rows, so pointers are looked up in a map.
    let mut places: Vec<(&str, usize)> = links
        .iter()
        .enumerate()
        .flat_map(|(index, link)| side.pointers(link).iter().map(move |pointer| (pointer.as_str(), index)))
        .collect();
    places.sort_unstable();
    let first_link = |pointer: &String| {
        let at = places.partition_point(|(place, _)| *place < pointer.as_str());
        places.get(at).filter(|(place, _)| place == pointer).map(|(_, index)| *index)
    };
    rows.map(|pointers| {
        let index = pointers.iter().filter_map(first_link).min()?;
        let link = links.get(index)?;
        let number = numbers.get(index).copied().flatten();
        let other = side.other_name();
        let label = match (number, link.kind) {
            (None, _) => format!("only here, nothing in {other}"),
            (Some(number), LinkKind::Same | LinkKind::Renamed | LinkKind::OnlyHere) => {
                format!("linked to {other}, link {number}")
            }
            (Some(number), kind) => format!("{} in {other}, link {number}", kind.label()),
        };
        Some(RowMark { link: index, number, kind: link.kind, label })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(converse: &[&str], native: &[&str], kind: LinkKind) -> Link {
        let owned = |pointers: &[&str]| pointers.iter().map(|pointer| (*pointer).to_owned()).collect();
        Link { converse: owned(converse), native: owned(native), kind, note: String::new() }
    }

    #[test]
    fn numbers_pairs_and_marks_rows() {
        let links = [
            link(&[], &["/anthropic_version"], LinkKind::OnlyHere),
            link(&["/system/0/text"], &["/system"], LinkKind::Reshaped),
            link(&["/inferenceConfig/maxTokens"], &["/max_tokens"], LinkKind::Renamed),
        ];
        assert_eq!(numbers(&links), [None, Some(1), Some(2)]);
        let rows = [
            vec![String::new()],
            vec!["/anthropic_version".into()],
            vec!["/system".into()],
            vec!["/max_tokens".into()],
        ];
        let native = marks(&links, Side::Native, rows.iter().map(Vec::as_slice));
        let labels: Vec<_> = native.iter().map(|mark| mark.as_ref().map(|mark| mark.label.as_str())).collect();
        assert_eq!(
            labels,
            [
                None,
                Some("only here, nothing in Converse"),
                Some("reshaped in Converse, link 1"),
                Some("linked to Converse, link 2"),
            ]
        );
    }
}
