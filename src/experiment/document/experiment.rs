//! A whole experiment: the content of a link, a file or a history entry.
//!
//! It is plain data: the subject (the playground's form, a comparison, a set of embeddings, an image), the state of the
//! view, and, if its author adds them, a title, a note and the answers. It has no member for a credential, an endpoint, a
//! header or a mode, so opening one can only fill in forms.

use super::lab::Lab;
pub use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::experiment::compare::Comparison;
use crate::experiment::form::draft::Draft;
use crate::experiment::run::exchange::{Exchange, Origin};
use crate::text::number;
use crate::twin::Link;

/// The subject of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The playground's form.
    Playground(Draft),
    /// One form, run with several models or settings.
    Compare(Draft, Comparison),
    /// Embeddings or images.
    Lab(Lab),
}

/// What the page was showing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// The open bottom tab, by its word in links (`frames`, `http` …); empty for the first one.
    pub tab: String,
    /// The JSON pointer, in the Converse request, of the pinned pair; empty for none.
    pub pinned: String,
    /// The lesson, by its word in links; empty for none.
    pub lesson: String,
    /// The step of the lesson, from 0.
    pub step: u32,
}

/// The place in the Converse request by which a pair is known in links; `None` for a pair that has none.
pub fn place_in_converse(links: &[Link], pair: usize) -> Option<String> {
    let places = &links.get(pair)?.converse;
    // A place may belong to two pairs; one that leads back comes first.
    places.iter().find(|place| place_of_pair(links, place) == Some(pair)).or(places.first()).cloned()
}

/// The pair that has this place in the Converse request.
pub fn place_of_pair(links: &[Link], pointer: &str) -> Option<usize> {
    links.iter().position(|link| link.converse.iter().any(|place| place == pointer))
}

/// An answer that is part of an experiment: its text and its origin. It is what a person reads, not the record of
/// a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which API was called.
    pub api: Api,
    /// Who answered. A simulated answer never loses this mark.
    pub origin: Origin,
    /// The model that was called.
    pub model: String,
    /// The text.
    pub text: String,
    /// Why the model stopped, in the API's word; empty where it is not known.
    pub stop_reason: String,
    /// Tokens read, where the response states them.
    pub input_tokens: Option<u64>,
    /// Tokens written, where the response states them.
    pub output_tokens: Option<u64>,
    /// How long the call took, in milliseconds.
    pub total_ms: Option<u64>,
}

impl Answer {
    /// The answer of a finished call; `None` while it runs or if it has no text.
    pub fn of(call: &Exchange) -> Option<Self> {
        let turn = call.turn();
        let text = turn.text();
        if call.is_running() || text.is_empty() {
            return None;
        }
        Some(Self {
            api: call.operation.api(),
            origin: call.origin,
            model: call.model.clone(),
            text,
            stop_reason: turn.stop_reason.clone().unwrap_or_default(),
            input_tokens: turn.usage.input_tokens,
            output_tokens: turn.usage.output_tokens,
            total_ms: call.ended_ms.and_then(|ms| u64::try_from(ms).ok()),
        })
    }

    /// Its measures, as name and value; unknown ones are left out.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let total = self.total_ms.and_then(|ms| i64::try_from(ms).ok());
        let facts = [
            ("model", Some(self.model.clone()).filter(|model| !model.is_empty())),
            ("total", total.map(number::duration_ms)),
            ("in", self.input_tokens.map(number::grouped)),
            ("out", self.output_tokens.map(number::grouped)),
        ];
        facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// An experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Its name; empty for none.
    pub title: String,
    /// What its author has to say; empty for nothing.
    pub note: String,
    /// The subject of an experiment.
    pub subject: Subject,
    /// What the page was showing.
    pub view: ViewState,
    /// Answers that travel with it.
    pub answers: Vec<Answer>,
}

impl Experiment {
    /// The bare experiment.
    pub fn new(subject: Subject) -> Self {
        Self { title: String::new(), note: String::new(), subject, view: ViewState::default(), answers: Vec::new() }
    }

    /// The playground's form, where the experiment has one.
    pub fn draft(&self) -> Option<&Draft> {
        match &self.subject {
            Subject::Playground(draft) | Subject::Compare(draft, _) => Some(draft),
            Subject::Lab(_) => None,
        }
    }

    /// Every model that it names, each once.
    pub fn models(&self) -> Vec<&str> {
        let mut models: Vec<&str> = Vec::new();
        let (first, members) = match &self.subject {
            Subject::Playground(draft) => (&draft.model, [].as_slice()),
            Subject::Compare(draft, comparison) => (&draft.model, comparison.members.as_slice()),
            Subject::Lab(lab) => (&lab.model, [].as_slice()),
        };
        for model in std::iter::once(first).chain(members.iter().map(|member| &member.model)) {
            if !model.is_empty() && !models.contains(&model.as_str()) {
                models.push(model);
            }
        }
        models
    }

    /// The experiment with the account ids taken out of its ARNs: an ARN that names a model or a profile becomes its id, in
    /// any other the account becomes [`EXAMPLE_ACCOUNT`].
    #[must_use]
    pub fn without_accounts(mut self) -> Self {
        let (first, members) = match &mut self.subject {
            Subject::Playground(draft) => (&mut draft.model, [].as_mut_slice()),
            Subject::Compare(draft, comparison) => (&mut draft.model, comparison.members.as_mut_slice()),
            Subject::Lab(lab) => (&mut lab.model, [].as_mut_slice()),
        };
        let answers = self.answers.iter_mut().map(|answer| &mut answer.model);
        for model in std::iter::once(first).chain(members.iter_mut().map(|member| &mut member.model)).chain(answers) {
            *model = without_account(model);
        }
        self
    }
}

fn without_account(model: &str) -> String {
    let fields: Vec<&str> = model.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = fields.as_slice() else { return model.to_owned() };
    if *arn != "arn" || account.is_empty() {
        return model.to_owned();
    }
    let (kind, name) = resource.split_once('/').unwrap_or_default();
    if matches!(kind, "inference-profile" | "foundation-model") && ModelId::parse(name).is_ok() {
        return name.to_owned();
    }
    format!("{arn}:{partition}:{service}:{region}:{EXAMPLE_ACCOUNT}:{resource}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::endpoint::Endpoint;
    use crate::aws::region::Region;
    use crate::experiment::run::requests;
    use crate::twin::LinkKind;

    #[test]
    fn an_answer_says_of_itself_what_it_brought() {
        let bare = Answer {
            api: Api::Converse,
            origin: Origin::Aws,
            model: String::new(),
            text: "Basalt.".to_owned(),
            stop_reason: String::new(),
            input_tokens: None,
            output_tokens: None,
            total_ms: None,
        };
        assert_eq!(bare.facts(), []);
        let whole = Answer {
            model: "amazon.nova-lite-v1:0".to_owned(),
            input_tokens: Some(1_200),
            output_tokens: Some(7),
            total_ms: Some(340),
            ..bare
        };
        let facts: Vec<String> = whole.facts().into_iter().map(|(name, value)| format!("{name} {value}")).collect();
        assert_eq!(facts, ["model amazon.nova-lite-v1:0", "total 340 ms", "in 1,200", "out 7"]);
    }

    #[test]
    fn a_pinned_pair_is_found_again_by_its_place() {
        let link = |converse: &[&str]| Link {
            converse: converse.iter().map(|place| (*place).to_owned()).collect(),
            native: vec!["/x".to_owned()],
            kind: LinkKind::Same,
            note: String::new(),
        };
        let links = [link(&[]), link(&["/messages/0"]), link(&["/messages/0", "/inferenceConfig/maxTokens"])];
        for pair in [1, 2] {
            let place = place_in_converse(&links, pair).unwrap();
            assert_eq!(place_of_pair(&links, &place), Some(pair));
        }
        assert_eq!((place_in_converse(&links, 0), place_in_converse(&links, 9)), (None, None));
        assert_eq!(place_of_pair(&links, "/inferenceConfig/maxTokens"), Some(2));
        assert_eq!((place_of_pair(&links, ""), place_of_pair(&links, "/nothing")), (None, None));
    }

    #[test]
    fn the_pairs_of_a_first_experiment_are_known_by_their_places() {
        let draft = Draft { system: Some("Be brief.".to_owned()), ..Draft::default() };
        let composed = draft.compose();
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let twin = requests::build(
            &composed.model.unwrap(),
            &composed.conversation,
            None,
            requests::Delivery::Stream,
            &endpoint,
        );
        let mut known = 0;
        for (pair, link) in twin.links.iter().enumerate().filter(|(_, link)| !link.converse.is_empty()) {
            let place = place_in_converse(&twin.links, pair).unwrap();
            assert_eq!(place_of_pair(&twin.links, &place), Some(pair), "{link:?}");
            known += 1;
        }
        assert!(known > 2);
    }

    #[test]
    fn an_arn_loses_its_account() {
        for (before, after) in [
            ("us.amazon.nova-lite-v1:0", "us.amazon.nova-lite-v1:0"),
            (
                "arn:aws:bedrock:us-east-1:999988887777:inference-profile/us.amazon.nova-lite-v1:0",
                "us.amazon.nova-lite-v1:0",
            ),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
            ),
            (
                "arn:aws:bedrock:us-east-1:999988887777:provisioned-model/abcdefabcdef",
                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef",
            ),
        ] {
            let draft = Draft { model: before.to_owned(), ..Draft::default() };
            let experiment = Experiment::new(Subject::Playground(draft)).without_accounts();
            assert_eq!(experiment.models(), [after]);
        }
    }
}
