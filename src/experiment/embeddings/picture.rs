//! What is drawn of a run: the texts that have a vector, with their names and groups, and how near each is to each.

use super::shades::{SHADES, shade};
use super::study::{Purpose, Study};
use super::texts;
use crate::bedrock::embedding::distance::{Matrix, Measure, matrix};
use crate::bedrock::embedding::neighbours::{Neighbour, nearest};
use crate::bedrock::embedding::{Element, Embedding, Mixed};
use crate::experiment::Origin;
use crate::text::outside::isolated;

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
    /// The vectors of a run that is over. A type without vectors gives way to the first that has some, and a measure that does
    /// not suit the type to the first that does. `None` where no vector was received.
    pub fn of(study: &Study, origin: Origin, element: Element, chosen: Option<Measure>) -> Option<Self> {
        let elements = study.elements();
        let element = if elements.contains(&element) { element } else { *elements.first()? };
        let (places, vectors) = study.come(Purpose::Texts, element);
        let measures = Measure::for_element(element);
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

    /// The shade of each pair: darker is nearer.
    pub fn shades(&self) -> impl Fn(usize, usize) -> usize + use<'_> {
        let range = self.matrix.range();
        move |row, column| {
            let Some(range) = range else { return 0 };
            let shade = self.matrix.get(row, column).map_or(0, |value| shade(value, range));
            if self.measure == Measure::Hamming { SHADES - 1 - shade } else { shade }
        }
    }

    /// A pair in words: `A and B, 0.87`.
    pub fn pair_name(&self, row: usize, column: usize) -> String {
        let name = |place: usize| self.names.get(place).map(String::as_str).unwrap_or_default();
        format!("{} and {}, {}", name(row), name(column), self.measure.short(self.matrix.get(row, column)))
    }

    /// The texts by how near they are: to a query that has its vector, else to one of the texts, which is left out itself.
    /// `None` where there is neither.
    pub fn nearest_to(&self, query: Option<&Study>, own: usize) -> Option<Ranking> {
        let asked = query.and_then(|query| self.of_query(query));
        let (title, vector, skip) = match asked {
            Some((words, vector)) => (format!("Nearest to the query “{}”", isolated(words)), vector, None),
            None => (format!("Nearest to {}", self.names.get(own)?), self.vectors.get(own)?, Some(own)),
        };
        let all: Vec<&Embedding> = self.vectors.iter().collect();
        let order = nearest(self.measure, vector, &all).map(|mut order| {
            order.retain(|neighbour| Some(neighbour.index) != skip);
            order
        });
        Some(Ranking { title, order })
    }

    /// Words and vector of a query: of the types that were asked for, the one that is drawn; else the one that there is.
    fn of_query<'a>(&self, query: &'a Study) -> Option<(&'a str, &'a Embedding)> {
        let drawn = self.vectors.first().map(|vector| vector.element);
        let elements = query.elements();
        let element = drawn.filter(|element| elements.contains(element)).or_else(|| elements.first().copied())?;
        let (_, vectors) = query.come(Purpose::Texts, element);
        Some((&query.texts.first()?.text, vectors.into_iter().next()?))
    }
}

/// The texts, nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What they are near to.
    pub title: String,
    /// The texts; the error where the vectors cannot be compared.
    pub order: Result<Vec<Neighbour>, Mixed>,
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
        assert_eq!(Picture::of(&study, Origin::Aws, Element::Float, None), None, "no vector was received");
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
        let (floats, bits) = (Measure::for_element(Element::Float), Measure::for_element(Element::Binary));
        let first = |measures: &[Measure]| *measures.first().unwrap();
        assert_eq!(drawn(Element::Float, None), (Element::Float, first(floats)));
        assert_eq!(drawn(Element::Float, floats.last().copied()), (Element::Float, *floats.last().unwrap()));
        assert_eq!(drawn(Element::Binary, None), (Element::Binary, first(bits)));
        let unsuited = floats.iter().copied().find(|measure| !bits.contains(measure));
        assert!(unsuited.is_some());
        assert_eq!(drawn(Element::Binary, unsuited), (Element::Binary, first(bits)));
        assert_eq!(drawn(Element::Int8, None).0, Element::Float, "a type without vectors");
    }

    /// A picture of three texts whose vectors are these.
    fn drawn(vectors: &[Vec<f64>]) -> Picture {
        let mut study = study();
        for (index, vector) in vectors.iter().enumerate() {
            study.answer(index, &floats(vector)).unwrap();
        }
        Picture::of(&study, Origin::Simulator, Element::Float, Some(Measure::Cosine)).unwrap()
    }

    /// An answer whose vector begins with these numbers.
    fn floats(numbers: &[f64]) -> serde_json::Value {
        let mut vector = numbers.to_vec();
        vector.resize(256, 0.0);
        let bits: Vec<u8> = vec![0; 256];
        json!({"embeddingsByType": {"float": vector, "binary": bits}, "inputTextTokenCount": 2})
    }

    #[test]
    fn pairs_have_a_name_and_nearer_ones_a_darker_shade() {
        let picture = drawn(&[vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0, 0.1]]);
        assert_eq!(picture.pair_name(0, 1), format!("{} and {}, 0.00", picture.names[0], picture.names[1]));
        let shade = picture.shades();
        assert!(shade(0, 2) > shade(0, 1), "{} {}", shade(0, 2), shade(0, 1));
        let bits = Picture { measure: Measure::Hamming, ..picture.clone() };
        assert_eq!(bits.shades()(0, 2), SHADES - 1 - shade(0, 2), "fewer bits are nearer");
    }

    #[test]
    fn the_nearest_are_those_of_the_query_else_of_the_text_without_itself() {
        let picture = drawn(&[vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0, 0.1]]);
        let order = |ranking: Option<Ranking>| {
            let Ranking { title, order } = ranking.unwrap();
            (title, order.unwrap().into_iter().map(|neighbour| neighbour.index).collect::<Vec<_>>())
        };
        assert_eq!(order(picture.nearest_to(None, 0)), (format!("Nearest to {}", picture.names[0]), vec![2, 1]));
        assert_eq!(picture.nearest_to(None, 7), None);
        let model = ModelId::parse("amazon.titan-embed-text-v2:0").unwrap();
        let settings = |length: u64| Settings::default().with("/dimensions", json!(length));
        let mut query = Study::plan_query(&model, "Which tree?", &settings(256)).unwrap();
        assert_eq!(order(picture.nearest_to(Some(&query), 0)).1, [2, 1], "it has no vector yet");
        query
            .answer(
                0,
                &json!({"embedding": floats(&[0.0, 1.0])["embeddingsByType"]["float"], "inputTextTokenCount": 2}),
            )
            .unwrap();
        assert_eq!(
            order(picture.nearest_to(Some(&query), 0)),
            ("Nearest to the query “Which tree?”".into(), vec![1, 2, 0])
        );
        let mut other = Study::plan_query(&model, "Which tree?", &settings(512)).unwrap();
        other.answer(0, &json!({"embedding": vec![0.1; 512], "inputTextTokenCount": 2})).unwrap();
        assert!(picture.nearest_to(Some(&other), 0).unwrap().order.is_err(), "lengths differ");
    }
}
