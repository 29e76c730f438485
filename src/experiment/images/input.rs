//! The user's input in the images view, as fields of the view and as part of an experiment.
//!
//! A lab's first text is the prompt. A text with the label `negative` is the negative prompt, whatever the model calls it.
//! The task is one of the parameters, as in a body: `taskType` or `mode`.

use serde_json::{Value, json};

use crate::bedrock::form::{Field, Kind, Settings};
use crate::bedrock::image::{self, Format, Role, Task};
use crate::bedrock::model_id::ModelId;
use crate::experiment::document::lab::{self, Lab, LabKind, LabPicture, LabText};

/// The label of the text that says what should not be in the picture.
const NEGATIVE: &str = "negative";
/// The members that say the task, and the word of the one task that has no other.
const TASK_TYPE: &str = "taskType";
const MODE: &str = "mode";
const IMAGE_TO_IMAGE: &str = "image-to-image";

/// The user's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Model id or ARN, as typed.
    pub model: String,
    /// The prompt.
    pub task: Task,
    /// The body's settings, pictures and masks among them.
    pub settings: Settings,
}

impl Default for Input {
    fn default() -> Self {
        Self {
            model: "stability.stable-image-core-v1:1".to_owned(),
            task: Task::TextToImage,
            settings: Settings::default()
                .with("/prompt", json!("A red sandstone canyon at sunset, wide angle"))
                .with("/seed", json!(7)),
        }
    }
}

impl Input {
    /// What a lab fills in, and what of it has no place in the form.
    pub fn from_lab(lab: &Lab) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let format = format(&lab.model);
        let mut parameters = lab.parameters.clone();
        let task = task(format, parameters.shift_remove(TASK_TYPE), parameters.shift_remove(MODE), &mut notes);
        let form = format.map(|format| image::fields(format, task)).unwrap_or_default();
        let plain: Vec<Field> = form.iter().copied().filter(|field| !is_words(field)).collect();
        let mut settings = lab::settings(&plain, &parameters, &mut notes);
        let mut words = [(Role::Prompt, None), (Role::Negative, None)];
        for text in &lab.texts {
            let [(_, prompt), (_, negative)] = &mut words;
            let place = if text.label == NEGATIVE { negative } else { prompt };
            match place {
                None => *place = Some(&text.text),
                Some(_) => notes.push("A text beyond the prompt and the negative prompt was ignored.".to_owned()),
            }
        }
        for (role, text) in words {
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            match form.iter().find(|field| image::role(field) == role) {
                Some(field) => settings.set(field.pointer, json!(text)),
                None => notes.push(format!("“{}” was ignored: the form has no field for it.", short(text))),
            }
        }
        for picture in &lab.pictures {
            if !put(&mut settings, &form, picture) {
                notes.push("A picture was ignored: the form has no field for it.".to_owned());
            }
        }
        (Self { model: lab.model.clone(), task, settings }, notes)
    }

    /// The lab of what is filled in: what belongs to the model and the task.
    pub fn lab(&self, region: &str) -> Lab {
        let format = format(&self.model);
        let form = format.map(|format| image::fields(format, self.task)).unwrap_or_default();
        let mut parameters = lab::nested(form.iter().filter(|field| !is_words(field)), &self.settings);
        if self.task != Task::TextToImage {
            let (name, word) = match self.task.task_type() {
                Some(word) if format.is_some_and(|format| !is_stability(format)) => (TASK_TYPE, word),
                _ => (MODE, IMAGE_TO_IMAGE),
            };
            parameters.insert(name.to_owned(), json!(word));
        }
        let words = |role| {
            let field = form.iter().find(|field| image::role(field) == role)?;
            Some(self.settings.get(field.pointer)?.as_str()?.to_owned()).filter(|text| !text.is_empty())
        };
        let (prompt, negative) = (words(Role::Prompt), words(Role::Negative));
        let negative = negative.map(|text| LabText { label: NEGATIVE.to_owned(), ..LabText::new(text) });
        Lab {
            kind: LabKind::Images,
            model: self.model.clone(),
            region: region.to_owned(),
            texts: prompt.map(LabText::new).into_iter().chain(negative).collect(),
            query: String::new(),
            parameters,
            pictures: form.iter().flat_map(|field| pictures(field, &self.settings)).collect(),
        }
    }
}

fn format(model: &str) -> Option<Format> {
    ModelId::parse(model).ok().as_ref().and_then(Format::for_model)
}

fn is_stability(format: Format) -> bool {
    match format {
        Format::StableImageCore | Format::StableImageUltra | Format::StableDiffusion3 | Format::StableDiffusionXl => {
            true
        }
        Format::NovaCanvas | Format::TitanV1 | Format::TitanV2 => false,
    }
}

fn is_words(field: &Field) -> bool {
    matches!(image::role(field), Role::Prompt | Role::Negative)
}

fn task(format: Option<Format>, task_type: Option<Value>, mode: Option<Value>, notes: &mut Vec<String>) -> Task {
    let word = task_type.or(mode);
    let Some(word) = word else { return Task::TextToImage };
    let means = |task: &Task| match word.as_str() {
        Some(IMAGE_TO_IMAGE) => *task == Task::ImageToImage,
        Some(word) => task.task_type() == Some(word),
        None => false,
    };
    let known = format.map(Format::tasks).unwrap_or_default().iter().copied().find(means);
    known.unwrap_or_else(|| {
        notes.push("The task was ignored: this model does not support it.".to_owned());
        Task::TextToImage
    })
}

fn pictures(field: &Field, settings: &Settings) -> Vec<LabPicture> {
    let found = |at: String, value: &Value| value.as_str().and_then(|text| LabPicture::from_base64(at, text).ok());
    let value = lab::holds_pictures(field).then(|| settings.get(field.pointer)).flatten();
    match value {
        Some(Value::Array(values)) => {
            let each = values.iter().enumerate();
            each.filter_map(|(place, value)| found(format!("{}/{place}", field.pointer), value)).collect()
        }
        Some(value) => found(field.pointer.to_owned(), value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Puts a picture at its field; false when the form has none there.
fn put(settings: &mut Settings, form: &[Field], picture: &LabPicture) -> bool {
    let LabPicture { at, picture } = picture;
    let one = form.iter().find(|field| field.pointer == at && lab::holds_pictures(field));
    if let Some(field) = one {
        settings.set(field.pointer, json!(picture.base64));
        return true;
    }
    let list = at.rsplit_once('/').and_then(|(list, _)| {
        form.iter().find(|field| field.pointer == list && matches!(field.kind, Kind::Pictures { .. }))
    });
    let Some(field) = list else { return false };
    let mut values = settings.get(field.pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    values.push(json!(picture.base64));
    settings.set(field.pointer, Value::Array(values));
    true
}

fn short(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::super::mask::Mask;
    use super::*;
    use crate::bedrock::picture::Picture;

    /// A value that a field may hold.
    fn example(field: &Field, picture: &Picture) -> Value {
        match field.kind {
            Kind::Picture | Kind::Mask => json!(picture.base64),
            Kind::Pictures { .. } => json!([picture.base64, picture.base64]),
            Kind::Word(words) | Kind::Words(words) => json!(words.first()),
            Kind::Number(numbers) => json!(numbers.first()),
            Kind::Whole { least, .. } => json!(least),
            Kind::Decimal { least, .. } => json!(least),
            Kind::Switch => json!(true),
            Kind::Text { .. } => json!(field.label),
            Kind::Colours { .. } => json!(["#FF9800"]),
        }
    }

    #[test]
    fn every_form_comes_back() {
        let picture = Picture::read(&Mask::new(8, 8).png()).unwrap();
        let model = |format| {
            let ids = crate::bedrock::catalogue::models().iter().map(|model| model.id);
            ids.into_iter().find(|id| Format::from_base_id(id) == Some(format)).unwrap().to_owned()
        };
        for format in Format::ALL {
            for &task in format.tasks() {
                let mut settings = Settings::default();
                for field in image::fields(format, task) {
                    settings.set(field.pointer, example(&field, &picture));
                }
                let input = Input { model: model(format), task, settings };
                let lab = input.lab("us-east-1");
                let (back, notes) = Input::from_lab(&lab);
                assert_eq!(notes, Vec::<String>::new(), "{format:?} {task:?}");
                assert_eq!((&back.model, back.task), (&input.model, task));
                for field in image::fields(format, task) {
                    assert_eq!(back.settings.get(field.pointer), input.settings.get(field.pointer), "{field:?}");
                }
                assert!(!Value::Object(lab.parameters).to_string().contains(&picture.base64));
            }
        }
    }

    #[test]
    fn what_the_form_has_no_place_for_is_noted() {
        let mut lab = Input::default().lab("us-east-1");
        assert_eq!(lab.texts, [LabText::new("A red sandstone canyon at sunset, wide angle")]);
        assert_eq!(Value::Object(lab.parameters.clone()), json!({"seed": 7}));
        lab.parameters.insert(TASK_TYPE.to_owned(), json!("INPAINTING"));
        lab.parameters.insert("steps".to_owned(), json!(30));
        lab.texts.push(LabText::new("More"));
        lab.pictures.push(LabPicture::from_base64("/image".to_owned(), "R0lGODdhAQABAAAAAA==").unwrap());
        let (input, notes) = Input::from_lab(&lab);
        assert_eq!(input, Input::default());
        assert_eq!(notes.len(), 4, "{notes:?}");
        lab.model = "no model".to_owned();
        assert!(Input::from_lab(&lab).1.iter().any(|note| note.contains("A red sandstone canyon")));
    }
}
