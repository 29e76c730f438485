//! The contents of an experiment in a few words each, for the user to read before sharing it.

use super::lab::LabKind;
use crate::experiment::{Draft, Experiment, Subject};
use crate::text::number;

/// Most pictures that are named one by one.
const MOST_NAMED: usize = 4;

/// The contents, in a few words each.
pub fn entries(experiment: &Experiment) -> Vec<String> {
    let mut facts = Vec::new();
    let messages = |draft: &Draft| {
        let count = number::count(draft.messages.len() as u64, "message");
        if draft.system.is_some() { format!("System prompt, {count}") } else { count }
    };
    match &experiment.subject {
        Subject::Playground(draft) => {
            facts.push(messages(draft));
            facts.push("Model, region, parameters".to_owned());
            if !draft.more.is_empty() || !draft.extra_fields.is_empty() {
                facts.push("Tools and further fields".to_owned());
            }
            if draft.detached.is_some() {
                facts.push("The InvokeModel body as edited".to_owned());
            }
        }
        Subject::Compare(draft, comparison) => {
            facts.push(messages(draft));
            facts.push(format!("{} to compare", number::count(comparison.members.len() as u64, "model")));
        }
        Subject::Lab(lab) => {
            match lab.kind {
                LabKind::Embeddings => {
                    facts.push(format!("{}, labels, groups", number::count(lab.texts.len() as u64, "text")));
                    if !lab.query.trim().is_empty() {
                        facts.push("The query".to_owned());
                    }
                }
                LabKind::Images => facts.push("Prompt, task".to_owned()),
                LabKind::Explorer => facts.push(format!("The operation {}, and its input", lab.model)),
            }
            facts.push(match lab.kind {
                LabKind::Embeddings | LabKind::Images => "Model, region, settings".to_owned(),
                LabKind::Explorer => "Region".to_owned(),
            });
            facts.extend(
                lab.pictures.iter().take(MOST_NAMED).map(|picture| format!("Image name only: {}", picture.name())),
            );
            if let Some(more @ 1..) = lab.pictures.len().checked_sub(MOST_NAMED) {
                facts.push(format!("And {}", number::count(more as u64, "more picture")));
            }
        }
    }
    if !experiment.view.tab.is_empty() {
        facts.push("The open tab".to_owned());
    }
    if !experiment.view.pinned.is_empty() {
        facts.push("The pinned pair".to_owned());
    }
    match experiment.answers.len() {
        0 => {}
        1 => facts.push("The answer".to_owned()),
        count => facts.push(format!("{count} answers")),
    }
    if !experiment.title.is_empty() || !experiment.note.is_empty() {
        facts.push("Title and note".to_owned());
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::document::lab::LabPicture;
    use crate::experiment::embeddings::Input;

    #[test]
    fn a_playground_says_what_goes_along() {
        let mut experiment = Experiment::new(Subject::Playground(Draft::default()));
        assert_eq!(entries(&experiment), ["System prompt, 1 message", "Model, region, parameters"]);
        experiment.title = "RAG".to_owned();
        experiment.view.pinned = "/system".to_owned();
        assert_eq!(entries(&experiment).get(2..).unwrap(), ["The pinned pair", "Title and note"]);
    }

    #[test]
    fn of_pictures_the_first_few_are_named() {
        let mut lab = Input::default().lab("us-east-1");
        let picture = LabPicture::from_base64("/texts/0".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap();
        lab.pictures = vec![picture; 6];
        let shown = entries(&Experiment::new(Subject::Lab(lab)));
        let named = "Image name only: GIF, 1 × 1, 13 B";
        assert_eq!(shown.get(..3).unwrap(), ["8 texts, labels, groups", "The query", "Model, region, settings"]);
        assert_eq!(shown.get(3..).unwrap(), [named, named, named, named, "And 2 more pictures"]);
    }
}
