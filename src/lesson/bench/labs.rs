//! Runs of the embeddings and images views.

use super::Bench;
use super::road::Road;
use crate::bedrock::embedding::{Element, Embedding};
use crate::bedrock::image::Format;
use crate::bedrock::model_id::ModelId;
use crate::experiment::embeddings::Study;
use crate::experiment::embeddings::other_calls;
use crate::experiment::embeddings::study::Purpose;
use crate::experiment::images::form;
use crate::experiment::images::round::Plan;
use crate::lesson::journal::{Embeddings, Entry};

impl Bench {
    fn embedding_model(&self) -> Result<ModelId, String> {
        ModelId::parse(&self.texts.model).map_err(|error| error.to_string())
    }

    /// Runs the texts.
    pub(super) fn run_texts(&mut self, road: &Road<'_>) -> Result<(), String> {
        let model = self.embedding_model()?;
        let plan = Study::plan(&model, self.texts.texts.rows(), &self.texts.settings);
        let study = self.run_study(plan.map_err(|issues| first(&issues, |issue| &issue.text))?, road)?;
        self.embedded = facts(&study, Purpose::Texts);
        self.study = Some(study);
        self.journal.push(Entry::Embeddings(self.embedded.clone()));
        Ok(())
    }

    /// Runs the texts at each length.
    pub(super) fn run_lengths(&mut self, road: &Road<'_>) -> Result<(), String> {
        let model = self.embedding_model()?;
        let plan = Study::plan_lengths(&model, self.texts.texts.rows(), &self.texts.settings);
        let study = self.run_study(plan.map_err(|issues| first(&issues, |issue| &issue.text))?, road)?;
        let lengths = study.lengths();
        let last = lengths.last().copied().unwrap_or_default();
        self.embedded = Embeddings { lengths, ..facts(&study, Purpose::Length(last)) };
        self.study = Some(study);
        self.journal.push(Entry::Embeddings(self.embedded.clone()));
        Ok(())
    }

    /// Runs the query.
    pub(super) fn run_query(&mut self, road: &Road<'_>) -> Result<(), String> {
        let model = self.embedding_model()?;
        let plan = Study::plan_query(&model, &self.texts.query, &self.texts.settings);
        let study = self.run_study(plan.map_err(|issues| first(&issues, |issue| &issue.text))?, road)?;
        self.embedded.query_text.clone_from(&self.texts.query);
        self.embedded.query = facts(&study, Purpose::Texts).vectors.into_iter().next();
        self.journal.push(Entry::Embeddings(self.embedded.clone()));
        Ok(())
    }

    fn run_study(&mut self, mut study: Study, road: &Road<'_>) -> Result<Study, String> {
        let calls = study.calls().at(&self.endpoint()?);
        for (index, call) in calls.into_iter().enumerate() {
            let answer = self.send(call, road)?.filter(|call| call.status == 200);
            if let Some(answer) = answer {
                study.answer(index, &answer.response)?;
            }
        }
        Ok(study)
    }

    /// Calls Converse with the model and the first text.
    pub(super) fn try_converse(&mut self, road: &Road<'_>) -> Result<(), String> {
        let call = other_calls::converse_attempt(&self.endpoint()?, &self.embedding_model()?, &self.texts.texts);
        self.send(call, road).map(|_| ())
    }

    /// Makes a picture.
    pub(super) fn run_image(&mut self, road: &Road<'_>) -> Result<(), String> {
        let model = ModelId::parse(&self.images.model).map_err(|error| error.to_string())?;
        let task = form::task_of(Format::for_model(&model), self.images.task);
        let plan = Plan::of(Some(&model), task, &self.images.settings);
        let plan = plan.map_err(|issues| first(&issues, |issue| &issue.text))?;
        self.send(plan.call(&self.endpoint()?), road).map(|_| ())
    }
}

fn first<T>(issues: &[T], text: impl Fn(&T) -> &String) -> String {
    issues.first().map(text).cloned().unwrap_or_default()
}

/// What a run of vectors brought.
pub fn facts(study: &Study, purpose: Purpose) -> Embeddings {
    let planned = study.planned.iter().find(|planned| planned.purpose == purpose);
    let mut request = planned.map(|planned| planned.call.body.clone()).unwrap_or_default();
    if let Some(members) = request.as_object_mut() {
        for texts in ["inputText", "texts"] {
            members.shift_remove(texts);
        }
    }
    let vectors = study.vectors(purpose, Element::Float);
    Embeddings {
        model: study.model.as_str().to_owned(),
        request,
        inputs: study.texts.iter().map(|text| text.text.clone()).collect(),
        vectors: vectors.into_iter().map(|vector| vector.map(Embedding::floats).unwrap_or_default()).collect(),
        query_text: String::new(),
        query: None,
        lengths: Vec::new(),
    }
}
