//! A vector, and which vectors can be compared.
//!
//! Numbers are kept as in the answer: floats as floats, integers as integers, bits packed eight to a byte.

use std::fmt;

/// The type of a vector's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Element {
    /// Floating-point numbers.
    Float,
    /// Whole numbers from −128 to 127.
    Int8,
    /// Whole numbers from 0 to 255.
    Uint8,
    /// Bits; in an answer as signed bytes (Cohere) or as one 0 or 1 each (Titan).
    Binary,
    /// Bits; in an answer as unsigned bytes.
    Ubinary,
}

impl Element {
    /// All types.
    pub const ALL: [Self; 5] = [Self::Float, Self::Int8, Self::Uint8, Self::Binary, Self::Ubinary];

    /// Its name in a body.
    pub fn word(self) -> &'static str {
        match self {
            Self::Float => "float",
            Self::Int8 => "int8",
            Self::Uint8 => "uint8",
            Self::Binary => "binary",
            Self::Ubinary => "ubinary",
        }
    }

    /// The type with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|element| element.word() == word)
    }

    /// Bytes that a vector of `dimension` numbers needs; floats count as four bytes each.
    pub fn stored_bytes(self, dimension: usize) -> usize {
        match self {
            Self::Float => 4 * dimension,
            Self::Int8 | Self::Uint8 => dimension,
            Self::Binary | Self::Ubinary => dimension.div_ceil(8),
        }
    }
}

/// The numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Floats.
    Float(Vec<f64>),
    /// Signed bytes.
    Int8(Vec<i8>),
    /// Unsigned bytes.
    Uint8(Vec<u8>),
    /// Bits, eight to a byte, the first dimension in the highest bit.
    Bits(Vec<u8>),
}

/// One vector of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// The model that made it: the base id, also for a profile or an ARN.
    pub model: String,
    /// The type of its numbers.
    pub element: Element,
    /// The number of dimensions.
    pub dimension: usize,
    /// The numbers.
    pub values: Values,
}

impl Embedding {
    /// The number at a dimension, as a float; a bit is 0 or 1.
    pub fn at(&self, index: usize) -> Option<f64> {
        match &self.values {
            Values::Float(numbers) => numbers.get(index).copied(),
            Values::Int8(numbers) => numbers.get(index).map(|&number| f64::from(number)),
            Values::Uint8(numbers) => numbers.get(index).map(|&number| f64::from(number)),
            Values::Bits(bytes) if index < self.dimension => {
                bytes.get(index / 8).map(|byte| f64::from(byte >> (7 - index % 8) & 1))
            }
            Values::Bits(_) => None,
        }
    }

    /// All its numbers, as floats.
    pub fn floats(&self) -> Vec<f64> {
        (0..self.dimension).filter_map(|index| self.at(index)).collect()
    }
}

/// Why two vectors cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mixed {
    /// They are from two models.
    Models(String, String),
    /// Their numbers have two types.
    Elements(Element, Element),
    /// They have different lengths.
    Dimensions(usize, usize),
}

impl fmt::Display for Mixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Models(one, other) => write!(
                f,
                "{one} and {other} are two models, whose dimensions have different meanings. Embed all texts with one model"
            ),
            Self::Elements(one, other) => {
                write!(f, "One vector is {} and the other {}: compare vectors of one type", one.word(), other.word())
            }
            Self::Dimensions(one, other) => {
                write!(
                    f,
                    "One vector has {one} dimensions and the other {other}: embed all texts with the same dimensions"
                )
            }
        }
    }
}

/// Whether two vectors can be compared: same model, type and length.
pub fn comparable(one: &Embedding, other: &Embedding) -> Result<(), Mixed> {
    if one.model != other.model {
        Err(Mixed::Models(one.model.clone(), other.model.clone()))
    } else if one.element != other.element {
        Err(Mixed::Elements(one.element, other.element))
    } else if one.dimension != other.dimension {
        Err(Mixed::Dimensions(one.dimension, other.dimension))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_read_from_the_highest() {
        let bits = Embedding {
            model: "m".to_owned(),
            element: Element::Binary,
            dimension: 10,
            values: Values::Bits(vec![0b1010_0001, 0b0100_0000]),
        };
        assert_eq!(bits.floats(), [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0]);
        assert_eq!(bits.at(10), None);
    }

    #[test]
    fn vectors_of_two_kinds_are_not_compared() {
        let one = Embedding {
            model: "amazon.titan-embed-text-v2:0".to_owned(),
            element: Element::Float,
            dimension: 2,
            values: Values::Float(vec![0.0, 1.0]),
        };
        assert_eq!(comparable(&one, &one), Ok(()));
        let other = Embedding { model: "cohere.embed-english-v3".to_owned(), ..one.clone() };
        assert!(comparable(&one, &other).unwrap_err().to_string().contains("cohere.embed-english-v3"));
        let bytes = Embedding { element: Element::Int8, values: Values::Int8(vec![0, 1]), ..one.clone() };
        assert_eq!(comparable(&one, &bytes), Err(Mixed::Elements(Element::Float, Element::Int8)));
        let longer = Embedding { dimension: 3, values: Values::Float(vec![0.0; 3]), ..one.clone() };
        assert!(comparable(&one, &longer).unwrap_err().to_string().contains("2 dimensions"));
    }
}
