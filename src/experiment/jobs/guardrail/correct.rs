//! Corrections of a false alarm: the smallest change of the form after which the finding stops nothing.

use super::verdict::{Finding, Policy};
use super::{Action, CATEGORIES, Form, Side, Sides, Strength};
use crate::experiment::jobs::guardrail::bench::Source;

/// A change of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Weakens a content filter by one step.
    Weaken(usize, Source),
    /// Removes a word of the list.
    RemoveWord(String),
    /// Does without AWS's list of profanities.
    NoProfanity,
    /// A type of sensitive information is only detected.
    DetectPii(usize),
    /// A regular expression is only detected.
    DetectRegex(usize),
    /// A topic is only detected on this side.
    DetectTopic(usize, Source),
}

/// The field of the form that a finding comes from, as a fault would name it, with its row.
pub fn origin(form: &Form, finding: &Finding) -> Option<(&'static str, usize)> {
    Some(match finding.policy {
        Policy::Topic => ("topic-name", form.topics.iter().position(|topic| topic.name.trim() == finding.name)?),
        Policy::Content => ("filter", CATEGORIES.iter().position(|kind| *kind == finding.name)?),
        Policy::Word | Policy::Profanity => ("words", 0),
        Policy::Pii => ("pii", form.pii.iter().position(|pii| pii.kind == finding.name)?),
        Policy::Regex => ("regex-name", form.regexes.iter().position(|regex| regex.name.trim() == finding.name)?),
        Policy::Grounding if finding.name == "RELEVANCE" => ("relevance", 0),
        Policy::Grounding => ("grounding", 0),
        Policy::Reasoning => return None,
    })
}

/// The correction of a finding; `None` if it stops nothing, or only the user's own words can correct it.
pub fn correction(form: &Form, finding: &Finding, source: Source) -> Option<Correction> {
    if finding.action == "NONE" {
        return None;
    }
    let (_, row) = origin(form, finding)?;
    Some(match finding.policy {
        Policy::Topic => Correction::DetectTopic(row, source),
        Policy::Content => Correction::Weaken(row, source),
        Policy::Word => Correction::RemoveWord(finding.matched.clone()),
        Policy::Profanity => Correction::NoProfanity,
        Policy::Pii => Correction::DetectPii(row),
        Policy::Regex => Correction::DetectRegex(row),
        Policy::Grounding | Policy::Reasoning => return None,
    })
}

impl Correction {
    /// The text of its button.
    pub fn label(&self, form: &Form) -> String {
        match self {
            Self::Weaken(row, source) => {
                let kind = CATEGORIES.get(*row).copied().unwrap_or_default();
                let to = form.filters.get(*row).map_or(Strength::None, |filter| match source {
                    Source::Input => filter.input.weaker(),
                    Source::Output => filter.output.weaker(),
                });
                format!("Weaken {kind} to {}", to.word())
            }
            Self::RemoveWord(word) => format!("Remove “{word}” from the words"),
            Self::NoProfanity => "Do without the profanity list".to_owned(),
            Self::DetectPii(row) => {
                format!("Only detect {}", form.pii.get(*row).map_or("", |pii| pii.kind.as_str()))
            }
            Self::DetectRegex(row) => {
                format!("Only detect {}", form.regexes.get(*row).map_or("", |regex| regex.name.as_str()))
            }
            Self::DetectTopic(row, _) => {
                format!("Only detect {}", form.topics.get(*row).map_or("", |topic| topic.name.as_str()))
            }
        }
    }

    /// Makes the change.
    pub fn apply(&self, form: &mut Form) {
        let detect = |sides: &mut Sides, source: Source| match source {
            Source::Input => sides.input = Side::Detects,
            Source::Output => sides.output = Side::Detects,
        };
        match self {
            Self::Weaken(row, source) => {
                if let Some(filter) = form.filters.get_mut(*row) {
                    match source {
                        Source::Input => filter.input = filter.input.weaker(),
                        Source::Output => filter.output = filter.output.weaker(),
                    }
                }
            }
            Self::RemoveWord(word) => {
                let kept: Vec<&str> =
                    form.words.lines().filter(|line| !line.trim().eq_ignore_ascii_case(word.trim())).collect();
                form.words = kept.join("\n");
            }
            Self::NoProfanity => form.profanity = false,
            Self::DetectPii(row) => {
                if let Some(pii) = form.pii.get_mut(*row) {
                    pii.action = Action::None;
                }
            }
            Self::DetectRegex(row) => {
                if let Some(regex) = form.regexes.get_mut(*row) {
                    regex.action = Action::None;
                }
            }
            Self::DetectTopic(row, source) => {
                if let Some(topic) = form.topics.get_mut(*row) {
                    detect(&mut topic.sides, *source);
                }
            }
        }
    }
}
