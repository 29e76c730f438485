//! What is drawn of a run: the texts that have a vector, with their names and groups, and how near each is to each.

use super::study::{Purpose, Study};
use super::texts;
use crate::bedrock::embedding::distance::{Matrix, Measure, matrix};
use crate::bedrock::embedding::{Element, Embedding};
use crate::experiment::Origin;

/// What is drawn of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The texts that have a vector.
    pub texts: Vec<usize>,
    /// Each one's name.
    pub names: Vec<String>,
    /// Each one's words.
    pub words: Vec<String>,
    /// Each one's group, by its place among the groups.
    pub groups: Vec<Option<usize>>,
    /// The groups' names.
    pub group_names: Vec<String>,
    /// The vectors.
    pub vectors: Vec<Embedding>,
    /// All pairs.
    pub matrix: Matrix,
    /// By which measure.
    pub measure: Measure,
    /// Who answered.
    pub origin: Origin,
}

impl Picture {
    /// What has come of a run that is over. A type that has not come gives way to the first that has, and a measure that does
    /// not suit the type to the first that does. `None` where no vector has come.
    pub fn of(study: &Study, origin: Origin, element: Element, chosen: Option<Measure>) -> Option<Self> {
        let elements = study.elements();
        let element = if elements.contains(&element) { element } else { *elements.first()? };
        let (places, vectors) = study.come(Purpose::Texts, element);
        let measures = Measure::of(element);
        let measure = chosen.filter(|measure| measures.contains(measure)).or_else(|| measures.first().copied())?;
        let group_names = texts::groups(&study.texts);
        let text = |place: &usize| study.texts.get(*place);
        let group = |place: &usize| {
            let own = text(place)?.group.trim();
            group_names.iter().position(|group| group == own)
        };
        Some(Self {
            names: places.iter().map(|&place| study.name(place)).collect(),
            words: places.iter().map(|place| text(place).map(|text| text.text.clone()).unwrap_or_default()).collect(),
            groups: places.iter().map(group).collect(),
            matrix: matrix(measure, &vectors).ok()?,
            vectors: vectors.into_iter().cloned().collect(),
            texts: places,
            group_names,
            measure,
            origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::Texts;
    use super::*;
    use crate::bedrock::form::Settings;
    use crate::bedrock::model_id::ModelId;
    use crate::experiment::document::lab::LabText;
    use serde_json::json;

    fn study() -> Study {
        let model = ModelId::parse("amazon.titan-embed-text-v2:0").unwrap();
        let settings =
            Settings::default().with("/dimensions", json!(256)).with("/embeddingTypes", json!(["float", "binary"]));
        let text = |words: &str, group: &str| LabText { group: group.to_owned(), ..LabText::new(words) };
        let texts = Texts::of([text("basalt", "rock"), text("oak", " tree "), text("granite", "rock")]);
        Study::plan(&model, texts.rows(), &settings).unwrap()
    }

    fn answer(float: f64) -> serde_json::Value {
        let bits: Vec<u8> = (0..256).map(|at| u8::from(at % 2 == 0)).collect();
        json!({"embeddingsByType": {"float": vec![float; 256], "binary": bits}, "inputTextTokenCount": 2})
    }

    #[test]
    fn the_texts_that_have_a_vector_are_drawn_with_their_names_and_groups() {
        let mut study = study();
        assert_eq!(Picture::of(&study, Origin::Aws, Element::Float, None), None, "nothing has come");
        study.answer(2, &answer(0.2)).unwrap();
        study.answer(1, &answer(0.1)).unwrap();
        let picture = Picture::of(&study, Origin::Aws, Element::Float, None).unwrap();
        assert_eq!((picture.texts, picture.words), (vec![1, 2], vec!["oak".to_owned(), "granite".to_owned()]));
        assert_eq!(picture.names, [study.name(1), study.name(2)]);
        let groups: Vec<_> =
            picture.groups.iter().map(|group| picture.group_names.get(group.unwrap()).unwrap()).collect();
        assert_eq!(groups, ["tree", "rock"]);
        assert_eq!((picture.vectors.len(), picture.origin), (2, Origin::Aws));
    }

    #[test]
    fn type_and_measure_are_those_chosen_where_the_run_has_them() {
        let mut study = study();
        (0..3).for_each(|index| study.answer(index, &answer(0.1)).unwrap());
        let drawn = |element, measure| {
            let picture = Picture::of(&study, Origin::Simulator, element, measure).unwrap();
            (picture.vectors.first().unwrap().element, picture.measure)
        };
        let (floats, bits) = (Measure::of(Element::Float), Measure::of(Element::Binary));
        let first = |measures: &[Measure]| *measures.first().unwrap();
        assert_eq!(drawn(Element::Float, None), (Element::Float, first(floats)));
        assert_eq!(drawn(Element::Float, floats.last().copied()), (Element::Float, *floats.last().unwrap()));
        assert_eq!(drawn(Element::Binary, None), (Element::Binary, first(bits)));
        let unsuited = floats.iter().copied().find(|measure| !bits.contains(measure));
        assert!(unsuited.is_some());
        assert_eq!(drawn(Element::Binary, unsuited), (Element::Binary, first(bits)));
        assert_eq!(drawn(Element::Int8, None).0, Element::Float, "a type that has not come");
    }
}
