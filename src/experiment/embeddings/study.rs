//! A run of embeddings: its calls with their reasons, and the vectors received so far, each at its text.

use serde_json::Value;

use super::texts::{self, Row};
use crate::bedrock::embedding::distance::Measure;
use crate::bedrock::embedding::neighbours::{Column, compare};
use crate::bedrock::embedding::{Answer, Call, Element, Embedding, Format, Input, Issue, Place, calls, read};
use crate::bedrock::form::Settings;
use crate::bedrock::model_id::ModelId;
use crate::experiment::document::lab::LabText;
use crate::experiment::run::calls::Calls;

/// Why a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The texts, with the settings as they are.
    Texts,
    /// The texts again, at this length.
    Length(u64),
}

/// A call that a run makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Why.
    pub purpose: Purpose,
    /// Its body and the texts that it holds.
    pub call: Call,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The body format.
    pub format: Format,
    /// The model as it is called.
    pub model: ModelId,
    /// The settings that the bodies were written with.
    pub settings: Settings,
    /// The texts as they were when the run began.
    pub texts: Vec<LabText>,
    /// The calls, in order.
    pub planned: Vec<Planned>,
    answers: Vec<Option<Answer>>,
}

/// Lengths that a comparison runs, where the model has them: shortest first.
pub const COMPARED_LENGTHS: [u64; 3] = [256, 512, 1024];

impl Study {
    /// Plans a run of these rows; the error says what keeps it from being sent, each at its place.
    pub fn plan(model: &ModelId, rows: &[Row], settings: &Settings) -> Result<Self, Vec<Issue>> {
        let format = format_of(model)?;
        let inputs: Vec<Input> = rows.iter().map(Row::input).collect();
        let planned = calls(format, &inputs, settings)?;
        let planned = planned.into_iter().map(|call| Planned { purpose: Purpose::Texts, call }).collect();
        Ok(Self::new(format, model, settings, rows, planned))
    }

    /// Plans the same rows once for each length that is compared.
    pub fn plan_lengths(model: &ModelId, rows: &[Row], settings: &Settings) -> Result<Self, Vec<Issue>> {
        let format = format_of(model)?;
        let Some(field) = format.dimension_field() else {
            let text = "This model has one vector size only: there is nothing to compare".to_owned();
            return Err(vec![Issue { place: Place::Run, text }]);
        };
        let inputs: Vec<Input> = rows.iter().map(Row::input).collect();
        let mut planned = Vec::new();
        for length in compared_lengths(format) {
            let settings = settings.clone().with(field.pointer, Value::from(length));
            let calls = calls(format, &inputs, &settings)?;
            planned.extend(calls.into_iter().map(|call| Planned { purpose: Purpose::Length(length), call }));
        }
        Ok(Self::new(format, model, settings, rows, planned))
    }

    /// Plans one query: the same settings with the word for what looks for documents, where the format has one.
    pub fn plan_query(model: &ModelId, query: &str, settings: &Settings) -> Result<Self, Vec<Issue>> {
        let format = format_of(model)?;
        let mut settings = settings.clone();
        if let Some((field, purpose)) = format.purpose() {
            settings.set(field.pointer, Value::from(purpose.query));
        }
        let row = Row { text: LabText::new(query), ..Row::default() };
        Self::plan(model, &[row], &settings)
    }

    fn new(format: Format, model: &ModelId, settings: &Settings, rows: &[Row], planned: Vec<Planned>) -> Self {
        let answers = vec![None; planned.len()];
        let texts = rows.iter().map(|row| row.text.clone()).collect();
        Self { format, model: model.clone(), settings: settings.clone(), texts, planned, answers }
    }

    /// The calls, in order.
    pub fn calls(&self) -> Calls {
        let bodies = self.planned.iter().map(|planned| planned.call.body.clone()).collect();
        Calls { model: self.model.clone(), bodies }
    }

    /// Whether the run asks for vectors of this type; one that names no types asks for floats.
    pub fn asks_for(&self, element: Element) -> bool {
        let asked = ["/embeddingTypes", "/embedding_types"].into_iter().find(|pointer| self.settings.has(pointer));
        match asked {
            Some(pointer) => self.settings.has_word(pointer, element.word()),
            None => element == Element::Float,
        }
    }

    /// Takes the answer to a call; the error is the sentence that the call fails with.
    pub fn answer(&mut self, index: usize, body: &Value) -> Result<(), String> {
        let (Some(planned), Some(slot)) = (self.planned.get(index), self.answers.get_mut(index)) else {
            return Err("This answer belongs to no call".to_owned());
        };
        let base = self.model.base_id().unwrap_or(self.model.as_str());
        *slot = Some(read(self.format, base, &planned.call, body).map_err(|error| error.to_string())?);
        Ok(())
    }

    /// The name of a text.
    pub fn name(&self, text: usize) -> String {
        self.texts.get(text).map_or_else(String::new, |of| texts::name(of, text))
    }

    /// For each text, its vector of that type, if it was received.
    pub fn vectors(&self, purpose: Purpose, element: Element) -> Vec<Option<&Embedding>> {
        let mut out = vec![None; self.texts.len()];
        for (planned, answer) in self.planned.iter().zip(&self.answers) {
            let (true, Some(answer)) = (planned.purpose == purpose, answer) else { continue };
            for (&text, vectors) in planned.call.inputs.iter().zip(&answer.vectors) {
                if let Some(slot) = out.get_mut(text) {
                    *slot = vectors.iter().find(|vector| vector.element == element);
                }
            }
        }
        out
    }

    /// The received vectors of a purpose and a type, with their texts.
    pub fn come(&self, purpose: Purpose, element: Element) -> (Vec<usize>, Vec<&Embedding>) {
        let all = self.vectors(purpose, element).into_iter().enumerate();
        all.filter_map(|(text, vector)| Some((text, vector?))).unzip()
    }

    /// The received types, floats first.
    pub fn elements(&self) -> Vec<Element> {
        let mut out: Vec<Element> = Vec::new();
        for vector in self.answers.iter().flatten().flat_map(|answer| &answer.vectors).flatten() {
            if !out.contains(&vector.element) {
                out.push(vector.element);
            }
        }
        out.sort_unstable();
        out
    }

    /// The lengths that were compared.
    pub fn lengths(&self) -> Vec<u64> {
        let mut out: Vec<u64> = Vec::new();
        for planned in &self.planned {
            if let Purpose::Length(length) = planned.purpose
                && !out.contains(&length)
            {
                out.push(length);
            }
        }
        out
    }

    /// How the order of the neighbours changes with the length; `None` unless all texts have vectors of two lengths.
    pub fn compare_lengths(&self) -> Option<Vec<Column>> {
        let sets: Vec<Vec<_>> = self
            .lengths()
            .into_iter()
            .map(|length| self.come(Purpose::Length(length), Element::Float).1)
            .filter(|set| set.len() == self.texts.len() && set.len() > 1)
            .collect();
        if sets.len() < 2 {
            return None;
        }
        compare(Measure::Cosine, &sets).ok()
    }

    /// Tokens that were read, where all answers say it.
    pub fn tokens(&self) -> Option<u64> {
        self.answers.iter().flatten().map(|answer| answer.tokens).sum::<Option<u64>>().filter(|&tokens| tokens > 0)
    }
}

/// The lengths that a comparison runs for a format.
pub fn compared_lengths(format: Format) -> Vec<u64> {
    let has: Vec<u64> = COMPARED_LENGTHS.into_iter().filter(|length| format.dimensions().contains(length)).collect();
    // Where the model has fewer of the usual ones, all that it has.
    if has.len() < 3 { format.dimensions().to_vec() } else { has }
}

fn format_of(model: &ModelId) -> Result<Format, Vec<Issue>> {
    Format::for_model(model).ok_or_else(|| {
        let text = format!("{} is not a known embedding model. Choose one from the list", model.as_str());
        vec![Issue { place: Place::Run, text }]
    })
}

#[cfg(test)]
mod tests {
    use super::super::texts::Texts;
    use super::*;
    use serde_json::json;

    fn model(id: &str) -> ModelId {
        ModelId::parse(id).unwrap()
    }

    fn rows(count: usize) -> Texts {
        Texts::of((0..count).map(|n| LabText::new(format!("text {n}"))))
    }

    #[test]
    fn vectors_come_to_their_texts_in_any_order() {
        let titan = model("amazon.titan-embed-text-v2:0");
        let settings = Settings::default().with("/dimensions", json!(256));
        let mut study = Study::plan(&titan, rows(3).rows(), &settings).unwrap();
        assert_eq!(study.planned.len(), 3);
        let answer = |value: f64| json!({"embedding": vec![value; 256], "inputTextTokenCount": 2});
        study.answer(2, &answer(0.2)).unwrap();
        study.answer(0, &answer(0.1)).unwrap();
        let (texts, vectors) = study.come(Purpose::Texts, Element::Float);
        assert_eq!(texts, [0, 2]);
        assert_eq!(vectors.iter().map(|vector| vector.at(0)).collect::<Vec<_>>(), [Some(0.1), Some(0.2)]);
        assert_eq!((study.tokens(), study.elements()), (Some(4), vec![Element::Float]));
        assert!(study.answer(1, &json!({"embedding": [0.5]})).unwrap_err().contains("256"));
        assert_eq!(study.name(1), "B");
        assert!(study.answer(9, &answer(0.1)).is_err());
    }

    #[test]
    fn a_run_asks_for_the_types_that_it_names_or_for_floats() {
        for (id, pointer) in
            [("amazon.titan-embed-text-v2:0", "/embeddingTypes"), ("cohere.embed-english-v3", "/embedding_types")]
        {
            let of = |settings| Study::plan(&model(id), rows(1).rows(), &settings).unwrap();
            let unnamed = of(Settings::default());
            assert!(unnamed.asks_for(Element::Float) && !unnamed.asks_for(Element::Binary), "{id}");
            let bits = of(Settings::default().with(pointer, json!(["binary"])));
            assert!(!bits.asks_for(Element::Float) && bits.asks_for(Element::Binary), "{id}");
        }
    }

    #[test]
    fn a_comparison_runs_the_texts_once_for_each_length() {
        let titan = model("amazon.titan-embed-text-v2:0");
        let study = Study::plan_lengths(&titan, rows(4).rows(), &Settings::default()).unwrap();
        assert_eq!((study.planned.len(), study.lengths()), (12, vec![256, 512, 1024]));
        assert_eq!(study.planned.first().unwrap().call.body, json!({"inputText": "text 0", "dimensions": 256}));
        let cohere = Study::plan_lengths(&model("us.cohere.embed-v4:0"), rows(4).rows(), &Settings::default()).unwrap();
        assert_eq!(cohere.planned.len(), 3);
        let nova = Study::plan_lengths(
            &model("amazon.nova-2-multimodal-embeddings-v1:0"),
            rows(1).rows(),
            &Settings::default(),
        );
        assert_eq!(nova.unwrap().lengths(), [256, 384, 1024, 3072]);
        let one = Study::plan_lengths(&model("amazon.titan-embed-text-v1"), rows(1).rows(), &Settings::default());
        assert!(one.unwrap_err().first().unwrap().text.contains("one vector size"));
    }

    #[test]
    fn lengths_are_compared_once_two_have_come_for_all_texts() {
        let titan = model("amazon.titan-embed-text-v2:0");
        let mut study = Study::plan_lengths(&titan, rows(3).rows(), &Settings::default()).unwrap();
        let mut columns = Vec::new();
        for index in 0..study.planned.len() {
            columns.push(study.compare_lengths().map(|columns| columns.len()));
            let Purpose::Length(length) = study.planned.get(index).unwrap().purpose else { panic!("a length") };
            let vector = vec![0.1; usize::try_from(length).unwrap()];
            study.answer(index, &json!({"embedding": vector, "inputTextTokenCount": 2})).unwrap();
        }
        assert_eq!(columns, [None, None, None, None, None, None, Some(2), Some(2), Some(2)]);
        let dimensions: Vec<_> = study.compare_lengths().unwrap().iter().map(|column| column.dimension).collect();
        assert_eq!(dimensions, [256, 512, 1024]);
    }

    #[test]
    fn a_query_says_that_it_is_one() {
        let study = Study::plan_query(&model("cohere.embed-english-v3"), "Which?", &Settings::default()).unwrap();
        assert_eq!(
            study.planned.first().unwrap().call.body,
            json!({"texts": ["Which?"], "input_type": "search_query"})
        );
        let issues = Study::plan(&model("amazon.nova-lite-v1:0"), rows(1).rows(), &Settings::default()).unwrap_err();
        assert!(issues.first().unwrap().text.contains("amazon.nova-lite-v1:0"));
    }
}
