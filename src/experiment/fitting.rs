//! Compares the draft with what the model does not take, before anything is sent.
//!
//! Only the catalogue's facts count: a model that it does not list fits.

use super::failure::fix::DraftFix;
use super::form::draft::Draft;
use super::form::issue::Field;
use crate::bedrock::catalogue::{self, Lifecycle, Model, Sampling};
use crate::bedrock::model_id::ModelId;

/// The subject of a misfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The model is retired.
    Retired,
    /// It takes no system prompt.
    System,
    /// It does not take temperature or Top P as they are sent.
    Sampling,
}

/// One thing of the draft that the model does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Its subject.
    pub about: About,
    /// One sentence.
    pub text: String,
    /// The changes that make the draft fit. Empty if only another model helps.
    pub fixes: Vec<DraftFix>,
}

/// Everything that does not fit, on that day (ISO date).
pub fn misfits(draft: &Draft, model: &ModelId, today: &str) -> Vec<Misfit> {
    let Some(known) = catalogue::find(model).filter(|known| known.converse) else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(day) = ended(known, today) {
        found.push(Misfit {
            about: About::Retired,
            text: format!("{} was retired on {day}: AWS no longer serves it", known.name),
            fixes: Vec::new(),
        });
    }
    if !known.system && has_system(draft) {
        found.push(Misfit {
            about: About::System,
            text: format!("{} takes no system prompt", known.name),
            fixes: vec![DraftFix::DropSystem],
        });
    }
    found.extend(sampling(draft, known));
    found
}

/// The day of its end of life, if that is over.
pub fn ended(model: &Model, today: &str) -> Option<&'static str> {
    match model.lifecycle {
        Lifecycle::Ends(day) if model.ended_by(today) => Some(day),
        Lifecycle::Ends(_) | Lifecycle::Current | Lifecycle::Unlisted => None,
    }
}

fn has_system(draft: &Draft) -> bool {
    draft.system.as_ref().is_some_and(|system| !system.trim().is_empty()) || !draft.system_blocks.is_empty()
}

fn sampling(draft: &Draft, model: &Model) -> Option<Misfit> {
    let sent: Vec<(Field, &str)> =
        [(&draft.temperature, Field::Temperature, "temperature"), (&draft.top_p, Field::TopP, "Top P")]
            .into_iter()
            .filter(|(parameter, ..)| parameter.sent)
            .map(|(_, field, name)| (field, name))
            .collect();
    let untick = |fields: &[(Field, &str)]| fields.iter().map(|(field, _)| DraftFix::Untick(*field)).collect();
    let (text, fixes) = match (model.sampling, sent.as_slice()) {
        (Sampling::None, [(_, name)]) => (format!("{} takes no {name}", model.name), untick(&sent)),
        (Sampling::None, [_, _]) => (format!("{} takes neither temperature nor Top P", model.name), untick(&sent)),
        (Sampling::OneOf, [_, top_p]) => {
            (format!("{} takes temperature or Top P, not both", model.name), untick(std::slice::from_ref(top_p)))
        }
        (Sampling::Both | Sampling::OneOf | Sampling::None, _) => return None,
    };
    Some(Misfit { about: About::Sampling, text, fixes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Parameter;

    const TODAY: &str = "2026-11-30";

    #[track_caller]
    fn check(model: &str, change: impl FnOnce(&mut Draft), expected: &[&str]) {
        let mut draft = Draft { model: model.to_owned(), ..Draft::default() };
        change(&mut draft);
        let model = ModelId::parse(model).unwrap();
        let found = misfits(&draft, &model, TODAY);
        let texts: Vec<&str> = found.iter().map(|misfit| misfit.text.as_str()).collect();
        assert_eq!(texts, expected);
        for fix in found.iter().flat_map(|misfit| &misfit.fixes) {
            fix.apply(&mut draft);
        }
        let left = misfits(&draft, &model, TODAY);
        assert!(left.iter().all(|misfit| misfit.fixes.is_empty()), "the fixes mend it: {left:?}");
    }

    #[test]
    fn what_a_model_does_not_take_is_found_and_mended() {
        let as_it_is = |_: &mut Draft| {};
        check("us.anthropic.claude-haiku-4-5-20251001-v1:0", as_it_is, &[]);
        check("amazon.titan-text-express-v1", as_it_is, &["Titan Text G1 Express takes no system prompt"]);
        check("amazon.titan-text-express-v1", |draft| draft.system = None, &[]);
        check("us.anthropic.claude-opus-5", as_it_is, &["Claude Opus 5 takes no temperature"]);
        check("us.anthropic.claude-opus-5", |draft| draft.temperature.sent = false, &[]);
        let both = |draft: &mut Draft| draft.top_p = Parameter::sent("0.9");
        check("us.anthropic.claude-opus-5", both, &["Claude Opus 5 takes neither temperature nor Top P"]);
        let haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
        check(haiku, both, &["Claude Haiku 4.5 takes temperature or Top P, not both"]);
        let retired = "Jamba 1.5 Mini was retired on 2026-11-26: AWS no longer serves it";
        check("ai21.jamba-1-5-mini-v1:0", as_it_is, &[retired]);
        check("mistral.mistral-7b-instruct-v0:2", as_it_is, &["Mistral 7B Instruct takes no system prompt"]);
    }

    #[test]
    fn of_what_is_not_listed_or_not_for_converse_nothing_is_claimed() {
        let as_it_is = |_: &mut Draft| {};
        check("anthropic.claude-of-tomorrow", as_it_is, &[]);
        check("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", as_it_is, &[]);
        check("amazon.titan-embed-text-v2:0", as_it_is, &[]);
    }
}
