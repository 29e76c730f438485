//! What is filled in in the embeddings view, and the same as part of an experiment.

use super::examples;
use super::texts::{MOST_TEXTS, Texts};
use crate::bedrock::embedding::Format;
use crate::bedrock::form::{Field, Settings};
use crate::bedrock::model_id::ModelId;
use crate::experiment::document::lab::{self, Lab, LabKind, LabPicture};
use crate::text::number;

/// What a picture's place begins with.
const TEXTS: &str = "/texts/";

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Entered {
    /// Model id or ARN, as typed.
    pub model: String,
    /// The body's settings.
    pub settings: Settings,
    /// The table of texts.
    pub texts: Texts,
    /// The query, as typed.
    pub query: String,
}

impl Default for Entered {
    fn default() -> Self {
        Self {
            model: "amazon.titan-embed-text-v2:0".to_owned(),
            settings: Settings::default(),
            texts: Texts::of(examples::few()),
            query: "Where is my package?".to_owned(),
        }
    }
}

impl Entered {
    /// What a lab fills in, and what of it has no place in the form.
    pub fn of(lab: &Lab) -> (Self, Vec<String>) {
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

/// The settings that a model has; none where it is no embedding model that is known.
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
        let mut entered = Entered { model: "us.cohere.embed-v4:0".to_owned(), ..Entered::default() };
        entered.settings.set("/output_dimension", json!(512));
        entered.settings.set("/embedding_types", json!(["float", "int8"]));
        entered.query = String::new();
        entered.texts.push(LabText { text: String::new(), label: "P".to_owned(), group: "g".to_owned() });
        let last = entered.texts.rows().last().map(|row| row.id).unwrap();
        let picture = Picture::read(&Mask::of_size(8, 8).png()).unwrap();
        entered.texts.change(last, |row| row.picture = Some(picture));
        let lab = entered.lab("eu-west-1");
        assert_eq!(
            lab.parameters,
            *json!({"output_dimension": 512, "embedding_types": ["float", "int8"]}).as_object().unwrap()
        );
        assert_eq!(Entered::of(&lab), (entered, Vec::new()));
        let stored = serde_json::to_string(&lab).unwrap();
        assert_eq!(serde_json::from_str::<Lab>(&stored).unwrap(), lab, "{stored}");
        let len = lab.pictures[0].picture.base64.len();
        assert_eq!(lab.clone().within(len), lab);
        assert_eq!(lab.clone().within(len - 1), Lab { pictures: Vec::new(), ..lab });
    }

    #[test]
    fn a_stored_picture_that_is_none_is_refused() {
        let stored = serde_json::to_string(&LabPicture::of("/texts/0".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap());
        assert!(serde_json::from_str::<LabPicture>(stored.as_ref().unwrap()).is_ok());
        let damaged = stored.unwrap().replace("R0lGOD", "AAAAAA");
        assert!(serde_json::from_str::<LabPicture>(&damaged).is_err(), "{damaged}");
    }

    #[test]
    fn only_what_the_form_has_is_taken_over() {
        let mut lab = Entered::default().lab("us-east-1");
        lab.parameters = Map::from_iter([
            ("dimensions".to_owned(), json!(300)),
            ("normalize".to_owned(), json!("yes")),
            ("endpoint".to_owned(), json!({"url": "https://example.com"})),
        ]);
        lab.texts = vec![LabText::new("a"); 98];
        lab.pictures = vec![LabPicture::of("/texts/99".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap()];
        let (entered, notes) = Entered::of(&lab);
        // A length that the model has not is for the form to say.
        assert_eq!(entered.settings, Settings::default().with("/dimensions", json!(300)));
        assert_eq!(
            notes,
            [
                "2 texts did not fit: the table holds 96.",
                "A picture belongs to no text and was ignored.",
                "Normalize was ignored: the value is not one that it allows.",
                "Ignored setting /endpoint/url: this model does not support it.",
            ]
        );
        assert_eq!(entered.texts.rows().len(), MOST_TEXTS);
        lab.model = "no model".to_owned();
        assert_eq!(Entered::of(&lab).0.settings, Settings::default());
    }
}
