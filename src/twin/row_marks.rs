//! Links for printed rows: which links a row belongs to, and the words of its badge.
//!
//! Rows are given by the pointers that begin on them, so this file does not depend on printing. Pairs are numbered from
//! 1; one-sided links have no number. Every link marks the rows that its places begin on, so that what a legend counts is
//! what can be found: the one prompt of a family holds the turns of several links.

use super::link::{Link, LinkKind};
use crate::text::order;

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The Converse document.
    Converse,
    /// The native document.
    Native,
}

impl Side {
    /// The other document.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Converse => Self::Native,
            Self::Native => Self::Converse,
        }
    }

    fn pointers(self, link: &Link) -> &[String] {
        match self {
            Self::Converse => &link.converse,
            Self::Native => &link.native,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Converse => "Converse",
            Self::Native => "InvokeModel",
        }
    }
}

/// The links of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowMark {
    /// Indexes of the links, in order; never empty.
    pub links: Vec<usize>,
    /// How the two places of the first one relate.
    pub kind: LinkKind,
    /// The text of the badge: the pairs' numbers, or a dash where the other side has no counterpart.
    pub badge: String,
    /// The kinds of all, each once: `reshaped, only here`.
    pub words: String,
    /// The same, in full.
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

/// How many links there are of a kind.
pub fn count(links: &[Link], kind: LinkKind) -> usize {
    links.iter().filter(|link| link.kind == kind).count()
}

/// The mark of each row: all links with a pointer that begins on it.
pub fn marks<'a>(links: &[Link], side: Side, rows: impl Iterator<Item = &'a [String]>) -> Vec<Option<RowMark>> {
    let numbers = numbers(links);
    // A large body has as many links as rows, so pointers are looked up in a map.
    let mut places: Vec<(&str, usize)> = links
        .iter()
        .enumerate()
        .flat_map(|(index, link)| side.pointers(link).iter().map(move |pointer| (pointer.as_str(), index)))
        .collect();
    order::sort(&mut places);
    let links_at = |pointer: &'a String| {
        let at = places.partition_point(|(place, _)| *place < pointer.as_str());
        let rest = places.get(at..).unwrap_or_default();
        rest.iter().take_while(move |(place, _)| *place == pointer).map(|(_, index)| *index)
    };
    rows.map(|pointers| {
        // A row begins few links; a sort of its own would weigh a kilobyte in the first load.
        let mut here = Vec::<usize>::new();
        for index in pointers.iter().flat_map(links_at) {
            if let Err(at) = here.binary_search(&index) {
                here.insert(at, index);
            }
        }
        mark(links, &numbers, side, here)
    })
    .collect()
}

fn mark(links: &[Link], numbers: &[Option<usize>], side: Side, here: Vec<usize>) -> Option<RowMark> {
    let other = side.other().name();
    let kind = links.get(*here.first()?)?.kind;
    let (mut words, mut labels, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    for index in &here {
        let word = links.get(*index)?.kind.label();
        if !words.contains(&word) {
            words.push(word);
        }
        let number = numbers.get(*index).copied().flatten();
        labels.push(match number {
            Some(number) => format!("{word} in {other}, link {number}"),
            None => format!("{word}, nothing in {other}"),
        });
        pairs.extend(number);
    }
    Some(RowMark { kind, badge: badge(&pairs), words: words.join(", "), label: labels.join("; "), links: here })
}

/// The numbers of a row's pairs, short: `–`, `2`, `1–3`, `2 +4`.
fn badge(pairs: &[usize]) -> String {
    match pairs {
        [] => "–".to_owned(),
        [one] => one.to_string(),
        [first, .., last] if last - first + 1 == pairs.len() => format!("{first}–{last}"),
        [first, rest @ ..] => format!("{first} +{}", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::family::Family;
    use crate::bedrock::model_id::ModelId;
    use crate::experiment::Draft;
    use crate::text::json;
    use crate::twin::{HEADER_PLACE, invoke_body};
    use std::collections::BTreeSet;

    fn link(converse: &[&str], native: &[&str], kind: LinkKind) -> Link {
        let owned = |pointers: &[&str]| pointers.iter().map(|pointer| (*pointer).to_owned()).collect();
        Link { converse: owned(converse), native: owned(native), kind, note: String::new() }
    }

    fn marked(links: &[Link], side: Side, rows: &[&[&str]]) -> Vec<Option<RowMark>> {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|place| (*place).to_owned()).collect()).collect();
        marks(links, side, rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn numbers_pairs_and_marks_rows() {
        let links = [
            link(&[], &["/anthropic_version"], LinkKind::OnlyHere),
            link(&["/system/0/text"], &["/system"], LinkKind::Reshaped),
            link(&["/inferenceConfig/maxTokens"], &["/max_tokens"], LinkKind::Renamed),
        ];
        assert_eq!(numbers(&links), [None, Some(1), Some(2)]);
        let native =
            marked(&links, Side::Native, &[&[""], &["/anthropic_version"], &["/system"], &["/max_tokens", "/nothing"]]);
        let labels: Vec<_> = native.iter().map(|mark| mark.as_ref().map(|mark| mark.label.as_str())).collect();
        assert_eq!(
            labels,
            [
                None,
                Some("only here, nothing in Converse"),
                Some("reshaped in Converse, link 1"),
                Some("renamed in Converse, link 2"),
            ]
        );
    }

    #[test]
    fn a_row_has_the_links_of_all_that_begins_on_it() {
        let links = [
            link(&["/system/0/text"], &["/prompt"], LinkKind::Reshaped),
            link(&["/messages/0/role"], &["/prompt"], LinkKind::Reshaped),
            link(&[], &["/prompt"], LinkKind::OnlyHere),
            link(&["/a"], &["/b"], LinkKind::Renamed),
            link(&["/c"], &["/b", "/prompt"], LinkKind::Lossy),
        ];
        let native = marked(&links, Side::Native, &[&["/prompt"], &["/b"]]);
        let said = |mark: &Option<RowMark>| mark.as_ref().map(|mark| (mark.badge.clone(), mark.words.clone()));
        assert_eq!(said(&native[0]), Some(("1 +2".to_owned(), "reshaped, only here, lossy".to_owned())));
        assert_eq!(said(&native[1]), Some(("3–4".to_owned(), "renamed, lossy".to_owned())));
        assert_eq!(native[0].as_ref().unwrap().links, [0, 1, 2, 4]);
        assert_eq!(badge(&[]), "–");
    }

    /// One model of each family whose twin this page writes.
    fn models() -> Vec<ModelId> {
        let mut seen: Vec<Family> = Vec::new();
        let mut models = Vec::new();
        for model in crate::bedrock::catalogue::models() {
            let id = ModelId::parse(model.id).unwrap();
            let Some(family) = id.family().filter(|family| !seen.contains(family)) else { continue };
            if invoke_body(family, &serde_json::json!({ "messages": [] }), &id).is_ok() {
                seen.push(family);
                models.push(id);
            }
        }
        models
    }

    #[test]
    fn what_the_legend_counts_is_marked_on_rows_in_every_family() {
        let models = models();
        assert!(models.len() > 8, "{models:?}");
        for model in models {
            let composed = Draft { model: model.as_str().to_owned(), ..Draft::default() }.compose();
            let body = crate::bedrock::converse::body(&composed.conversation);
            let twin = invoke_body(model.family().unwrap(), &body, &model).unwrap();
            let mut found: BTreeSet<usize> = BTreeSet::new();
            for (side, document) in [(Side::Converse, &body), (Side::Native, &twin.body)] {
                let rows = json::rows(&json::print(document));
                let headers: Vec<Vec<String>> = match side {
                    Side::Converse => Vec::new(),
                    Side::Native => {
                        twin.headers.iter().map(|header| vec![format!("{HEADER_PLACE}{}", header.name)]).collect()
                    }
                };
                let pointers = rows.iter().map(|row| row.pointers.as_slice()).chain(headers.iter().map(Vec::as_slice));
                for mark in marks(&twin.links, side, pointers).into_iter().flatten() {
                    for index in &mark.links {
                        let word = twin.links[*index].kind.label();
                        assert!(mark.words.split(", ").any(|shown| shown == word), "{model:?}: {mark:?}");
                    }
                    found.extend(mark.links);
                }
            }
            for kind in LinkKind::ALL {
                let marked = found.iter().filter(|index| twin.links[**index].kind == kind).count();
                assert_eq!(count(&twin.links, kind), marked, "{} of {model:?}", kind.label());
            }
        }
    }
}
