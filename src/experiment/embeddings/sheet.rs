//! Vectors as files: CSV, JSON, and the two tab-separated files that the TensorFlow Projector reads.
//!
//! Each row states who answered if the format has a place for it; a simulated vector is never saved without that word. The
//! Projector's file of vectors has no place for words (its rows are numbers only), so its name and the metadata file state
//! it. Formats: RFC 4180; the Projector's own page on loading data (projector.tensorflow.org, as of 2026-11).

use serde_json::{Value, json};

use super::picture::Picture;
use super::study::Study;
use super::texts::name;
use crate::bedrock::embedding::Embedding;
use crate::bedrock::form::Settings;
use crate::experiment::Origin;
use crate::experiment::document::lab::LabText;
use crate::text::csv;

/// The data of a file.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The model that was called.
    pub model: &'a str,
    /// Who answered.
    pub origin: Origin,
    /// The settings, as they were sent.
    pub settings: &'a Settings,
    /// The texts with their vectors, and each one's place in the table.
    pub rows: Vec<(usize, &'a LabText, &'a Embedding)>,
}

/// The word for who answered.
pub fn source(origin: Origin) -> &'static str {
    match origin {
        Origin::Simulator => "SIMULATED",
        Origin::Aws => "AWS",
        Origin::Custom => "custom endpoint",
    }
}

impl<'a> Sheet<'a> {
    /// What is drawn of a run, written down.
    pub fn of(study: &'a Study, picture: &'a Picture) -> Self {
        let row = |(place, vector): (&usize, &'a Embedding)| Some((*place, study.texts.get(*place)?, vector));
        Self {
            model: study.model.as_str(),
            origin: picture.origin,
            settings: &study.settings,
            rows: picture.texts.iter().zip(&picture.vectors).filter_map(row).collect(),
        }
    }

    /// The beginning of a file's name, with the word where the vectors are simulated.
    pub fn file_stem(&self) -> &'static str {
        match self.origin {
            Origin::Simulator => "embeddings-SIMULATED",
            Origin::Aws | Origin::Custom => "embeddings",
        }
    }

    /// One row a text: its name, group and words, the model, who answered, and the numbers.
    pub fn csv(&self) -> String {
        let dimension = self.rows.iter().map(|(_, _, vector)| vector.dimension).max().unwrap_or(0);
        let mut out = "label,group,text,model,type,source".to_owned();
        for index in 0..dimension {
            out.push_str(",d");
            out.push_str(&(index + 1).to_string());
        }
        out.push_str("\r\n");
        for (place, text, vector) in &self.rows {
            let words = [
                &name(text, *place),
                text.group.trim(),
                &text.text,
                self.model,
                vector.element.word(),
                source(self.origin),
            ];
            out.push_str(&words.map(csv::field).join(","));
            for number in vector.floats() {
                out.push(',');
                out.push_str(&number.to_string());
            }
            out.push_str("\r\n");
        }
        out
    }

    /// The run as one document.
    pub fn json(&self) -> Value {
        let row = |(place, text, vector): &(usize, &LabText, &Embedding)| {
            json!({
                "label": name(text, *place),
                "group": text.group.trim(),
                "text": text.text,
                "embedding": vector.floats(),
            })
        };
        let first = self.rows.first().map(|(_, _, vector)| vector);
        json!({
            "schemaVersion": 1,
            "source": source(self.origin),
            "simulated": self.origin == Origin::Simulator,
            "model": self.model,
            "settings": self.settings,
            "type": first.map(|vector| vector.element.word()),
            "dimensions": first.map(|vector| vector.dimension),
            "texts": self.rows.iter().map(row).collect::<Vec<_>>(),
        })
    }

    /// The vectors for the Projector: numbers between tabs, a row a text, no header.
    pub fn projector_vectors(&self) -> String {
        let line = |(_, _, vector): &(usize, &LabText, &Embedding)| {
            let numbers: Vec<String> = vector.floats().iter().map(f64::to_string).collect();
            format!("{}\n", numbers.join("\t"))
        };
        self.rows.iter().map(line).collect()
    }

    /// The words for the Projector, in the same order, with a header.
    pub fn projector_metadata(&self) -> String {
        let mut out = "label\tgroup\ttext\tsource\n".to_owned();
        for (place, text, _) in &self.rows {
            let words = [&name(text, *place), text.group.trim(), &text.text, source(self.origin)];
            out.push_str(&words.map(|word| word.replace(['\t', '\n', '\r'], " ")).join("\t"));
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::embedding::{Element, Values};

    fn vector(numbers: &[f64]) -> Embedding {
        Embedding {
            model: "m".to_owned(),
            element: Element::Float,
            dimension: numbers.len(),
            values: Values::Float(numbers.to_vec()),
        }
    }

    #[test]
    fn every_file_is_read_again_and_says_simulated() {
        let texts = [
            LabText { text: "a, \"quoted\"\nand\ttabbed".to_owned(), label: String::new(), group: "g".to_owned() },
            LabText { text: "plain".to_owned(), label: "p".to_owned(), group: String::new() },
        ];
        let vectors = [vector(&[0.1, -2.5e-9]), vector(&[1.0, 0.333_333_333_333_333_3])];
        let rows =
            texts.iter().zip(&vectors).enumerate().map(|(place, (text, vector))| (place, text, vector)).collect();
        let settings = Settings::default().with("/dimensions", json!(2));
        let sheet =
            Sheet { model: "amazon.titan-embed-text-v2:0", origin: Origin::Simulator, settings: &settings, rows };

        let csv = csv::rows(&sheet.csv());
        assert_eq!(csv.first().unwrap(), &["label", "group", "text", "model", "type", "source", "d1", "d2"]);
        for ((row, text), vector) in csv.iter().skip(1).zip(&texts).zip(&vectors) {
            assert_eq!(row.get(2), Some(&text.text));
            assert_eq!(row.get(5).map(String::as_str), Some("SIMULATED"));
            let numbers: Vec<f64> = row.iter().skip(6).map(|cell| cell.parse().unwrap()).collect();
            assert_eq!(numbers, vector.floats());
        }

        let json = sheet.json();
        assert_eq!(json.pointer("/simulated"), Some(&json!(true)));
        assert_eq!(json.pointer("/texts/1/embedding/1").and_then(Value::as_f64), vectors.last().unwrap().at(1));

        let numbers = sheet.projector_vectors();
        let parsed: Vec<Vec<f64>> =
            numbers.lines().map(|line| line.split('\t').map(|cell| cell.parse().unwrap()).collect()).collect();
        assert_eq!(parsed, vectors.iter().map(Embedding::floats).collect::<Vec<_>>());
        let words = sheet.projector_metadata();
        let cells: Vec<Vec<&str>> = words.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(cells.len(), parsed.len() + 1);
        assert!(cells.iter().all(|row| row.len() == 4));
        assert!(cells.iter().skip(1).all(|row| row.last() == Some(&"SIMULATED")));
        assert!(sheet.file_stem().contains("SIMULATED"));
    }
}
