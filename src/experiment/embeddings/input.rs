//! The user's input in the embeddings view, as fields of the view and as part of an experiment.

use super::examples;
use super::texts::{MOST_TEXTS, Texts};
use crate::bedrock::embedding::Format;
use crate::bedrock::form::{Field, Settings};
use crate::bedrock::model_id::ModelId;
use crate::experiment::document::lab::{self, Lab, LabKind, LabPicture};
use crate::text::number;

/// What a picture's place begins with.
const TEXTS: &str = "/texts/";

/// The user's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Model id or ARN, as typed.
    pub model: String,
    /// The body's settings.
    pub settings: Settings,
    /// The table of texts.
    pub texts: Texts,
    /// The query, as typed.
    pub query: String,
}

impl Default for Input {
    fn default() -> Self {
        Self {
            model: "amazon.titan-embed-text-v2:0".to_owned(),
            settings: Settings::default(),
            texts: Texts::of(examples::few()),
            query: "Where is my package?".to_owned(),
        }
    }
}

impl Input {
    /// What a lab fills in, and what of it has no place in the form.
    pub fn from_lab(lab: &Lab) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let mut texts = Texts::of(lab.texts.iter().cloned());
        let left_out = lab.texts.len().saturating_sub(MOST_TEXTS);
        if left_out > 0 {
            notes
                .push(format!("{} did not fit: the table holds {MOST_TEXTS}.", number::count(left_out as u64, "text")));
        }
        for LabPicture { at, picture } in &lab.pictures {
            let place = at.strip_prefix(TEXTS).and_then(|place| place.parse::<usize>().ok());
            let row = place.and_then(|place| texts.rows().get(place)).map(|row| row.id);
            match row {
                Some(row) => texts.change(row, |row| row.picture = Some(picture.clone())),
                None => notes.push("A picture belongs to no text and was ignored.".to_owned()),
            }
        }
        let settings = lab::settings(form(&lab.model), &lab.parameters, &mut notes);
        (Self { model: lab.model.clone(), settings, texts, query: lab.query.clone() }, notes)
    }

    /// The lab of what is filled in: of the settings, those that the model has.
    pub fn lab(&self, region: &str) -> Lab {
        let rows = self.texts.rows().iter().enumerate();
        let picture = |(place, picture)| LabPicture { at: format!("{TEXTS}{place}"), picture };
        Lab {
            kind: LabKind::Embeddings,
            model: self.model.clone(),
            region: region.to_owned(),
            texts: self.texts.texts(),
            query: self.query.clone(),
            parameters: lab::nested(form(&self.model), &self.settings),
            pictures: rows.filter_map(|(place, row)| Some((place, row.picture.clone()?))).map(picture).collect(),
        }
    }
}

/// The settings of a model; none if it is not a known embedding model.
fn form(model: &str) -> &'static [Field] {
    ModelId::parse(model).ok().as_ref().and_then(Format::for_model).map(Format::fields).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::picture::Picture;
    use crate::experiment::document::lab::LabText;
    use crate::experiment::images::mask::Mask;
    use serde_json::{Map, json};

    #[test]
    fn what_is_entered_comes_back() {
        let mut input = Input { model: "us.cohere.embed-v4:0".to_owned(), ..Input::default() };
        input.settings.set("/output_dimension", json!(512));
        input.settings.set("/embedding_types", json!(["float", "int8"]));
        input.query = String::new();
        input.texts.push(LabText { text: String::new(), label: "P".to_owned(), group: "g".to_owned() });
        let last = input.texts.rows().last().map(|row| row.id).unwrap();
        let picture = Picture::read(&Mask::new(8, 8).png()).unwrap();
        input.texts.change(last, |row| row.picture = Some(picture));
        let lab = input.lab("eu-west-1");
        assert_eq!(
            lab.parameters,
            *json!({"output_dimension": 512, "embedding_types": ["float", "int8"]}).as_object().unwrap()
        );
        assert_eq!(Input::from_lab(&lab), (input, Vec::new()));
        let stored = serde_json::to_string(&lab).unwrap();
        assert_eq!(serde_json::from_str::<Lab>(&stored).unwrap(), lab, "{stored}");
        let len = lab.pictures[0].picture.base64.len();
        assert_eq!(lab.clone().within(len), lab);
        assert_eq!(lab.clone().within(len - 1), Lab { pictures: Vec::new(), ..lab });
    }

    #[test]
    fn a_stored_picture_that_is_none_is_refused() {
        let stored =
            serde_json::to_string(&LabPicture::from_base64("/texts/0".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap());
        assert!(serde_json::from_str::<LabPicture>(stored.as_ref().unwrap()).is_ok());
        let damaged = stored.unwrap().replace("R0lGOD", "AAAAAA");
        assert!(serde_json::from_str::<LabPicture>(&damaged).is_err(), "{damaged}");
    }

    #[test]
    fn only_what_the_form_has_is_taken_over() {
        let mut lab = Input::default().lab("us-east-1");
        lab.parameters = Map::from_iter([
            ("dimensions".to_owned(), json!(300)),
            ("normalize".to_owned(), json!("yes")),
            ("endpoint".to_owned(), json!({"url": "https://example.com"})),
        ]);
        lab.texts = vec![LabText::new("a"); 98];
        lab.pictures = vec![LabPicture::from_base64("/texts/99".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap()];
        let (input, notes) = Input::from_lab(&lab);
        // A length that the model has not is for the form to say.
        assert_eq!(input.settings, Settings::default().with("/dimensions", json!(300)));
        assert_eq!(
            notes,
            [
                "2 texts did not fit: the table holds 96.",
                "A picture belongs to no text and was ignored.",
                "Normalize was ignored: the value is not one that it allows.",
                "Ignored setting /endpoint/url: this model does not support it.",
            ]
        );
        assert_eq!(input.texts.rows().len(), MOST_TEXTS);
        lab.model = "no model".to_owned();
        assert_eq!(Input::from_lab(&lab).0.settings, Settings::default());
    }
}
