//! Reads the vectors of an answer, and refuses invalid ones.
//!
//! The formats differ only in where the vectors are. For all of them there must be one vector per input, of the
//! requested length, with a finite number in every place. Otherwise the whole answer is refused with a message, and
//! nothing of it is used.

use serde_json::Value;
use thiserror::Error;

use super::format::Format;
use super::request::Call;
use super::vector::{Element, Embedding, Values};

/// The content of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// For each input of the call, in order: its vectors, one per returned type.
    pub vectors: Vec<Vec<Embedding>>,
    /// Tokens of the input, if the body counts them (Titan).
    pub tokens: Option<u64>,
    /// How many characters of the text were read, if the answer states that it was cut (Nova).
    pub truncated_chars: Option<u64>,
}

/// Why an answer is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// A member is missing.
    #[error("The answer has no vectors: “{0}” is missing")]
    Missing(&'static str),
    /// The model returned an error with status 200.
    #[error("The model returned an error instead of a vector: {0}")]
    Message(String),
    /// The number of vectors differs from the number of inputs.
    #[error("The call has {asked} inputs and the answer has {actual} vectors, so they cannot be matched")]
    Count {
        /// Inputs of the call.
        asked: usize,
        /// Vectors of the answer.
        actual: usize,
    },
    /// A vector is empty.
    #[error("The answer contains an empty vector")]
    Empty,
    /// A vector does not have the requested length.
    #[error("A vector has {actual} numbers, not {asked}")]
    Length {
        /// The possible lengths, as text.
        asked: String,
        /// The actual length.
        actual: usize,
    },
    /// A value is not a finite number.
    #[error("Number {place} of a vector is {found}; it must be a finite number")]
    NotANumber {
        /// The place, from 1.
        place: usize,
        /// The actual value.
        found: String,
    },
    /// A number does not fit the requested type.
    #[error("Number {place} of a vector is {found}, which is not {element}")]
    OutOfRange {
        /// The place, from 1.
        place: usize,
        /// The actual value.
        found: String,
        /// The name of the type.
        element: &'static str,
    },
}

/// Reads the answer to a call. `model` is the base id of the called model.
pub fn read(format: Format, model: &str, call: &Call, answer: &Value) -> Result<Answer, Malformed> {
    let reader = Reader { format, model, asked: asked_dimension(format, call) };
    let mut tokens = None;
    let mut truncated_chars = None;
    let vectors = match format {
        Format::TitanTextV1 | Format::TitanTextV2 | Format::TitanMultimodal => {
            if let Some(message) = answer.get("message").and_then(Value::as_str) {
                return Err(Malformed::Message(message.to_owned()));
            }
            tokens = answer.get("inputTextTokenCount").and_then(Value::as_u64);
            vec![reader.titan(call, answer)?]
        }
        Format::CohereV3 | Format::CohereV4 => reader.cohere(answer)?,
        Format::Nova => {
            let list = answer.get("embeddings").and_then(Value::as_array).ok_or(Malformed::Missing("embeddings"))?;
            truncated_chars = list.iter().find_map(|item| item.get("truncatedCharLength")).and_then(Value::as_u64);
            let of = |item: &Value| -> Result<Vec<Embedding>, Malformed> {
                let numbers = item.get("embedding").ok_or(Malformed::Missing("embedding"))?;
                Ok(vec![reader.vector(Element::Float, numbers)?])
            };
            list.iter().map(of).collect::<Result<_, _>>()?
        }
        Format::Marengo27 | Format::Marengo30 => reader.marengo(answer)?,
    };
    if vectors.len() != call.inputs.len() {
        return Err(Malformed::Count { asked: call.inputs.len(), actual: vectors.len() });
    }
    Ok(Answer { vectors, tokens, truncated_chars })
}

/// The length that the body requests.
fn asked_dimension(format: Format, call: &Call) -> Option<usize> {
    let asked = call.body.pointer(format.dimension_field()?.pointer)?.as_u64()?;
    usize::try_from(asked).ok()
}

struct Reader<'a> {
    format: Format,
    model: &'a str,
    asked: Option<usize>,
}

impl Reader<'_> {
    /// `embedding` always holds floats; `embeddingsByType` holds the requested types.
    fn titan(&self, call: &Call, answer: &Value) -> Result<Vec<Embedding>, Malformed> {
        let by_type = answer.get("embeddingsByType").and_then(Value::as_object);
        let asked = call.body.get("embeddingTypes").and_then(Value::as_array);
        let Some(asked) = asked else {
            let numbers = answer.get("embedding").or_else(|| by_type?.get("float"));
            return Ok(vec![self.vector(Element::Float, numbers.ok_or(Malformed::Missing("embedding"))?)?]);
        };
        let mut out = Vec::new();
        for element in asked.iter().filter_map(Value::as_str).filter_map(Element::from_word) {
            let numbers = by_type.and_then(|lists| lists.get(element.word()));
            let numbers = numbers.or_else(|| answer.get("embedding").filter(|_| element == Element::Float));
            out.push(self.vector(element, numbers.ok_or(Malformed::Missing("embeddingsByType"))?)?);
        }
        Ok(out)
    }

    /// `embeddings` is a list of vectors, or an object with such a list per type.
    fn cohere(&self, answer: &Value) -> Result<Vec<Vec<Embedding>>, Malformed> {
        let vectors = |element, list: &Value| -> Result<Vec<Embedding>, Malformed> {
            let list = list.as_array().ok_or(Malformed::Missing("embeddings"))?;
            list.iter().map(|numbers| self.vector(element, numbers)).collect()
        };
        match answer.get("embeddings") {
            Some(list @ Value::Array(_)) => {
                Ok(vectors(Element::Float, list)?.into_iter().map(|vector| vec![vector]).collect())
            }
            Some(Value::Object(lists)) => {
                let mut out: Vec<Vec<Embedding>> = Vec::new();
                for (word, list) in lists {
                    let Some(element) = Element::from_word(word) else { continue };
                    let column = vectors(element, list)?;
                    out.resize_with(out.len().max(column.len()), Vec::new);
                    for (row, vector) in out.iter_mut().zip(column) {
                        row.push(vector);
                    }
                }
                match out.first().map(Vec::len) {
                    None | Some(0) => Err(Malformed::Missing("embeddings")),
                    Some(types) if out.iter().any(|row| row.len() != types) => Err(Malformed::Count {
                        asked: out.len(),
                        actual: out.iter().filter(|row| row.len() == types).count(),
                    }),
                    Some(_) => Ok(out),
                }
            }
            Some(_) | None => Err(Malformed::Missing("embeddings")),
        }
    }

    /// `data` holds one item or a list of them; its place and name differ between versions.
    fn marengo(&self, answer: &Value) -> Result<Vec<Vec<Embedding>>, Malformed> {
        let data = ["data", "embeddings"].into_iter().find_map(|member| answer.get(member)).unwrap_or(answer);
        let items = match data {
            Value::Array(items) => items.as_slice(),
            item => std::slice::from_ref(item),
        };
        let of = |item: &Value| -> Result<Vec<Embedding>, Malformed> {
            let numbers = item.get("embedding").ok_or(Malformed::Missing("data"))?;
            Ok(vec![self.vector(Element::Float, numbers)?])
        };
        items.iter().map(of).collect()
    }

    fn vector(&self, element: Element, numbers: &Value) -> Result<Embedding, Malformed> {
        let list = numbers.as_array().ok_or(Malformed::Missing("embedding"))?;
        if list.is_empty() {
            return Err(Malformed::Empty);
        }
        let whole = |place: usize, value: &Value, least: i64, most: i64| match value.as_i64() {
            Some(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(Malformed::OutOfRange { place: place + 1, found: short(value), element: element.word() }),
        };
        let (dimension, values) = match element {
            Element::Float => {
                let mut floats = Vec::with_capacity(list.len());
                for (place, value) in list.iter().enumerate() {
                    match value.as_f64() {
                        Some(number) if number.is_finite() => floats.push(number),
                        _ => return Err(Malformed::NotANumber { place: place + 1, found: short(value) }),
                    }
                }
                (floats.len(), Values::Float(floats))
            }
            Element::Int8 => {
                let number = |(place, value)| Ok(i8::try_from(whole(place, value, -128, 127)?).unwrap_or_default());
                let numbers = list.iter().enumerate().map(number).collect::<Result<Vec<_>, _>>()?;
                (numbers.len(), Values::Int8(numbers))
            }
            Element::Uint8 => {
                let number = |(place, value)| Ok(u8::try_from(whole(place, value, 0, 255)?).unwrap_or_default());
                let numbers = list.iter().enumerate().map(number).collect::<Result<Vec<_>, _>>()?;
                (numbers.len(), Values::Uint8(numbers))
            }
            Element::Binary | Element::Ubinary if self.is_length(list.len()) => {
                let mut bytes = vec![0_u8; list.len().div_ceil(8)];
                for (place, value) in list.iter().enumerate() {
                    if let (1, Some(byte)) = (whole(place, value, 0, 1)?, bytes.get_mut(place / 8)) {
                        *byte |= 0x80 >> (place % 8);
                    }
                }
                (list.len(), Values::Bits(bytes))
            }
            Element::Binary | Element::Ubinary => {
                let (least, most) = if element == Element::Binary { (-128, 127) } else { (0, 255) };
                // The low eight bits are the byte, signed or not.
                let byte =
                    |(place, value)| Ok(u8::try_from(whole(place, value, least, most)? & 0xFF).unwrap_or_default());
                let bytes = list.iter().enumerate().map(byte).collect::<Result<Vec<_>, _>>()?;
                (bytes.len() * 8, Values::Bits(bytes))
            }
        };
        if !self.is_length(dimension) {
            let lengths = self.asked.map_or_else(
                || self.format.dimensions().iter().map(u64::to_string).collect::<Vec<_>>().join(" or "),
                |asked| asked.to_string(),
            );
            return Err(Malformed::Length { asked: lengths, actual: dimension });
        }
        Ok(Embedding { model: self.model.to_owned(), element, dimension, values })
    }

    fn is_length(&self, dimension: usize) -> bool {
        match self.asked {
            Some(asked) => dimension == asked,
            None => self.format.dimensions().iter().any(|&length| usize::try_from(length) == Ok(dimension)),
        }
    }
}

/// A value as in the answer, cut to a readable length.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(24) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call(inputs: usize, body: Value) -> Call {
        Call { inputs: (0..inputs).collect(), body }
    }

    fn ones(length: usize) -> Value {
        json!(vec![0.5; length])
    }

    #[test]
    fn reads_the_vectors_of_every_format() {
        let text = json!({"inputText": "a"});
        for (format, body, inputs, answer, length) in [
            (Format::TitanTextV1, &text, 1, json!({"embedding": ones(1536), "inputTextTokenCount": 3}), 1536),
            (
                Format::TitanTextV2,
                &text,
                1,
                json!({"embedding": ones(1024), "embeddingsByType": {"float": ones(1024)}, "inputTextTokenCount": 3}),
                1024,
            ),
            (Format::TitanMultimodal, &text, 1, json!({"embedding": ones(1024), "message": null}), 1024),
            (
                Format::CohereV3,
                &json!({"texts": ["a", "b"]}),
                2,
                json!({"embeddings": [ones(1024), ones(1024)], "response_type": "embeddings_floats"}),
                1024,
            ),
            (
                Format::CohereV4,
                &json!({"texts": ["a", "b"], "output_dimension": 256}),
                2,
                json!({"embeddings": {"float": [ones(256), ones(256)]}, "response_type": "embeddings_by_type"}),
                256,
            ),
            (
                Format::Nova,
                &json!({"singleEmbeddingParams": {"embeddingDimension": 384}}),
                1,
                json!({"embeddings": [{"embeddingType": "TEXT", "embedding": ones(384), "truncatedCharLength": 9}]}),
                384,
            ),
            (Format::Marengo27, &text, 1, json!({"data": [{"embedding": ones(1024)}]}), 1024),
            (Format::Marengo30, &text, 1, json!({"data": {"embedding": ones(512)}}), 512),
            (Format::Marengo30, &text, 1, json!({"embedding": ones(512)}), 512),
        ] {
            let call = call(inputs, body.clone());
            let answer = read(format, "m", &call, &answer).unwrap();
            assert_eq!(answer.vectors.len(), inputs, "{format:?}");
            for vector in answer.vectors.iter().flatten() {
                assert_eq!((vector.element, vector.dimension, vector.at(0)), (Element::Float, length, Some(0.5)));
            }
            assert_eq!(answer.tokens, matches!(format, Format::TitanTextV1 | Format::TitanTextV2).then_some(3));
            assert_eq!(answer.truncated_chars, (format == Format::Nova).then_some(9));
        }
    }

    #[test]
    fn reads_every_type_of_number() {
        let bits: Vec<u8> = (0..256).map(|n| u8::from(n % 3 == 0)).collect();
        let asked = json!({"inputText": "a", "dimensions": 256, "embeddingTypes": ["binary", "float"]});
        let titan = json!({"embedding": ones(256), "embeddingsByType": {"binary": bits, "float": ones(256)}});
        let read_titan = read(Format::TitanTextV2, "m", &call(1, asked), &titan).unwrap();
        let [binary, float] = read_titan.vectors.first().unwrap().as_slice() else { panic!() };
        assert_eq!((float.element, binary.element, binary.dimension), (Element::Float, Element::Binary, 256));
        assert_eq!(binary.floats(), bits.iter().map(|&bit| f64::from(bit)).collect::<Vec<_>>());

        let answer = json!({"embeddings": {
            "int8": [vec![-128; 256]], "uint8": [vec![255; 256]],
            "binary": [vec![-128; 32]], "ubinary": [vec![128; 32]], "other": [],
        }});
        let asked = call(1, json!({"texts": ["a"], "output_dimension": 256}));
        let read_cohere = read(Format::CohereV4, "m", &asked, &answer).unwrap();
        let vectors = read_cohere.vectors.first().unwrap();
        let at = |place: usize| vectors.get(place).unwrap();
        assert_eq!((at(0).element, at(0).at(255)), (Element::Int8, Some(-128.0)));
        assert_eq!((at(1).element, at(1).at(255)), (Element::Uint8, Some(255.0)));
        assert_eq!(at(2).values, at(3).values);
        assert_eq!((at(2).dimension, at(2).at(0), at(2).at(1)), (256, Some(1.0), Some(0.0)));
    }

    #[test]
    fn what_is_no_vector_is_refused_with_words() {
        let long = |value: Value| {
            let mut list = vec![json!(0.5); 256];
            *list.last_mut().unwrap() = value;
            json!(list)
        };
        let asked = json!({"inputText": "a", "dimensions": 256});
        for (answer, part) in [
            (json!({}), "“embedding” is missing"),
            (json!({"embedding": "x"}), "missing"),
            (json!({"embedding": []}), "empty"),
            (json!({"embedding": ones(255)}), "255 numbers, not 256"),
            (json!({"embedding": ones(1024)}), "1024 numbers, not 256"),
            (json!({"embedding": long(json!(null))}), "Number 256 of a vector is null"),
            (json!({"embedding": long(json!("NaN"))}), "NaN"),
            (json!({"embedding": long(json!([]))}), "must be a finite number"),
            (json!({"message": "Image too large", "embedding": null}), "Image too large"),
        ] {
            let error = read(Format::TitanTextV2, "m", &call(1, asked.clone()), &answer).unwrap_err().to_string();
            assert!(error.contains(part), "{part}: {error}");
        }
        for (answer, part) in [
            (json!({"embeddings": [ones(1024)]}), "2 inputs and the answer has 1"),
            (json!({"embeddings": {}}), "missing"),
            (json!({"embeddings": {"float": [ones(1024), ones(1024)], "int8": [vec![1; 1024]]}}), "2 inputs"),
            (json!({"embeddings": {"int8": [vec![128; 1024]]}}), "128, which is not int8"),
            (json!({"embeddings": {"uint8": [vec![-1; 1024]]}}), "-1, which is not uint8"),
            (json!({"embeddings": {"int8": [vec![0.5; 1024]]}}), "0.5"),
            (json!({"embeddings": {"ubinary": [vec![-1; 128]]}}), "not ubinary"),
            (json!({"embeddings": {"binary": [vec![2; 1024]]}}), "not binary"),
            (json!({"embeddings": {"binary": [vec![1; 7]]}}), "56 numbers, not 1024"),
        ] {
            let asked = call(2, json!({"texts": ["a", "b"]}));
            let error = read(Format::CohereV3, "m", &asked, &answer).unwrap_err().to_string();
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}
