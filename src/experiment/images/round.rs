//! A run of the images view: the call that it makes, and what was asked and answered.

use serde_json::Value;

use super::form::Form;
use crate::aws::endpoint::Endpoint;
use crate::bedrock::form::{FieldIssue, Settings};
use crate::bedrock::image::{self, Answer, Format, Malformed, Role, Task};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::experiment::run::calls::Calls;
use crate::experiment::run::exchange::Origin;
use crate::experiment::run::session::Call;
use crate::text::number;

/// The call that Run makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The model.
    pub model: ModelId,
    /// The form of the body.
    pub form: Form,
    /// The body.
    pub body: Value,
}

impl Plan {
    /// The call of these settings, or what keeps it from being sent.
    pub fn of(model: Option<&ModelId>, task: Task, settings: &Settings) -> Result<Self, Vec<FieldIssue>> {
        let Some((model, format)) = model.and_then(|model| Some((model, Format::for_model(model)?))) else {
            let text = "Not a known image model. Choose one from the list".to_owned();
            return Err(vec![FieldIssue { pointer: "", text }]);
        };
        let body = image::body(format, task, settings)?;
        Ok(Self { model: model.clone(), form: Form { format, task }, body })
    }

    /// The call, to be written as a program.
    pub fn calls(&self) -> Calls {
        Calls::one(self.model.clone(), self.body.clone())
    }

    /// The call at an endpoint.
    pub fn call(&self, endpoint: &Endpoint) -> Call {
        Call::of(Operation::InvokeModel, endpoint, &self.model, &self.body)
    }

    /// What is asked for, without an answer.
    pub fn asked(&self, number: usize, origin: Origin, settings: &Settings) -> Round {
        let of_role = |role| self.form.field(role).and_then(|field| settings.get(field.pointer));
        Round {
            number,
            origin,
            model: self.model.clone(),
            form: self.form,
            prompt: of_role(Role::Prompt).and_then(Value::as_str).unwrap_or_default().to_owned(),
            asked_seed: of_role(Role::Seed).and_then(Value::as_u64),
            answer: Answer { made: Vec::new(), mask: None, error: None },
        }
    }
}

/// A run: what was asked, and the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number, from 1.
    pub number: usize,
    /// Who answered.
    pub origin: Origin,
    /// The model that was called.
    pub model: ModelId,
    /// The form that was filled in.
    pub form: Form,
    /// The prompt; empty for a task without one.
    pub prompt: String,
    /// The seed that the request set.
    pub asked_seed: Option<u64>,
    /// The answer.
    pub answer: Answer,
}

impl Round {
    /// The round with its answer, read in the format of the model that was called.
    pub fn answered(self, body: &Value) -> Result<Self, Malformed> {
        Ok(Self { answer: image::read(self.form.format, body)?, ..self })
    }

    /// What a screen reader hears of the answer.
    pub fn announcement(&self) -> String {
        let answer = &self.answer;
        let there = answer.made.iter().filter(|made| made.picture.is_some()).count();
        let held = answer.made.len() - there;
        let pictures = number::count(there as u64, "picture");
        match (held, &answer.error) {
            (0, None) => format!("Complete: {pictures}"),
            (0, Some(_)) => format!("Complete: {pictures}, with a remark of the model"),
            (held, _) => format!("Complete: {pictures}, {held} held back"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mask::Mask;
    use super::*;
    use crate::aws::region::Region;
    use crate::bedrock::picture::Picture;
    use serde_json::json;

    fn plan(model: &str, settings: &Settings) -> Result<Plan, Vec<FieldIssue>> {
        Plan::of(ModelId::parse(model).ok().as_ref(), Task::TextToImage, settings)
    }

    fn settings() -> Settings {
        Settings::default().with("/prompt", json!("a rock")).with("/seed", json!(7))
    }

    const CORE: &str = "stability.stable-image-core-v1:1";

    #[test]
    fn a_plan_is_the_call_of_the_body_or_says_what_is_missing() {
        let planned = plan(CORE, &settings()).unwrap();
        let call = planned.call(&Endpoint::aws("bedrock-runtime", &Region::parse("us-west-2").unwrap()));
        assert_eq!(serde_json::from_slice::<Value>(&call.request.body).unwrap(), planned.body);
        assert_eq!(planned.calls().bodies.first(), Some(&planned.body));
        assert_eq!((call.model.as_str(), call.operation), (CORE, Operation::InvokeModel));
        for (model, settings, part) in [
            ("amazon.nova-lite-v1:0", settings(), "Not a known image model"),
            ("", settings(), "Not a known image model"),
            (CORE, Settings::default(), "required"),
        ] {
            let issues = plan(model, &settings).unwrap_err();
            assert!(issues.iter().any(|issue| issue.text.contains(part)), "{issues:?}");
        }
    }

    #[test]
    fn a_round_holds_what_was_asked_and_reads_the_answer_by_the_model_that_was_called() {
        let settings = settings();
        let asked = plan(CORE, &settings).unwrap().asked(3, Origin::Simulator, &settings);
        assert_eq!((asked.number, asked.prompt.as_str(), asked.asked_seed), (3, "a rock", Some(7)));
        let picture = Picture::read(&Mask::new(8, 8).png()).unwrap();
        let whole = json!({"images": [picture.base64], "seeds": [7], "finish_reasons": [null]});
        let held =
            json!({"images": [picture.base64, ""], "seeds": [7, 8], "finish_reasons": [null, "Filter reason: prompt"]});
        for (body, said) in [(whole, "Complete: 1 picture"), (held, "Complete: 1 picture, 1 held back")] {
            let round = asked.clone().answered(&body).unwrap();
            assert_eq!((round.announcement().as_str(), round.number), (said, 3));
        }
        assert!(asked.answered(&json!({"error": "no"})).is_err());
    }
}
