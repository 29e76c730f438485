//! Measures of similarity between two vectors: cosine, dot product and Hamming distance, for one pair and for all.
//!
//! A measure that does not fit the type is not offered ([`Measure::for_element`]). The cosine with a vector of zeros is
//! undefined, and `None` everywhere.

use std::cmp::Ordering;

use super::vector::{Element, Embedding, Mixed, Values, comparable};

/// A measure of similarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The dot product divided by both lengths, from −1 to 1; a larger value is nearer.
    Cosine,
    /// The sum of the products; a larger value is nearer.
    Dot,
    /// How many bits differ; a smaller value is nearer.
    Hamming,
}

impl Measure {
    /// The measures for a type, the most common first.
    pub fn for_element(element: Element) -> &'static [Self] {
        match element {
            Element::Float => &[Self::Cosine, Self::Dot],
            Element::Int8 | Element::Uint8 => &[Self::Dot, Self::Cosine],
            Element::Binary | Element::Ubinary => &[Self::Hamming],
        }
    }

    /// The name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cosine => "Cosine similarity",
            Self::Dot => "Dot product",
            Self::Hamming => "Hamming distance",
        }
    }

    /// A value of this measure as short text: two decimals, or a whole number; `–` if it is undefined.
    pub fn short(self, value: Option<f64>) -> String {
        match value {
            None => "–".to_owned(),
            Some(value) if self == Self::Hamming || value.abs() >= 99.5 => format!("{value:.0}"),
            Some(value) => format!("{value:.2}").replace('-', "\u{2212}"),
        }
    }

    /// Orders nearer values first and undefined ones last.
    pub fn order(self, one: Option<f64>, other: Option<f64>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if self == Self::Hamming => one.total_cmp(&other),
            (Some(one), Some(other)) => other.total_cmp(&one),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}

/// The sum of the products of two lists, in four independent sums, which is faster.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one) = one.as_chunks::<4>();
    let (others, other) = other.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for ([a, b, c, d], [e, f, g, h]) in ones.iter().zip(others) {
        let [first, second, third, fourth] = sums;
        sums = [first + a * e, second + b * f, third + c * g, fourth + d * h];
    }
    sums.into_iter().sum::<f64>() + one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>()
}

/// The length of a vector: the square root of the sum of its squares.
pub fn norm(vector: &Embedding) -> f64 {
    let floats = vector.floats();
    dot(&floats, &floats).sqrt()
}

/// How many bits differ.
fn hamming(one: &[u8], other: &[u8]) -> f64 {
    f64::from(one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum::<u32>())
}

/// The similarity of two vectors; `None` if undefined.
pub fn measure(measure: Measure, one: &Embedding, other: &Embedding) -> Result<Option<f64>, Mixed> {
    comparable(one, other)?;
    Ok(Prepared::new(measure, one).with(&Prepared::new(measure, other)))
}

/// A vector prepared for many comparisons.
enum Prepared<'a> {
    Floats(Vec<f64>),
    Bits(&'a [u8]),
    Nothing,
}

impl<'a> Prepared<'a> {
    fn new(measure: Measure, vector: &'a Embedding) -> Self {
        match (measure, &vector.values) {
            (Measure::Hamming, Values::Bits(bytes)) => Self::Bits(bytes),
            (Measure::Hamming, _) => Self::Nothing,
            (Measure::Dot, _) => Self::Floats(vector.floats()),
            (Measure::Cosine, _) => {
                let mut floats = vector.floats();
                let length = dot(&floats, &floats).sqrt();
                if length == 0.0 {
                    return Self::Nothing;
                }
                for number in &mut floats {
                    *number /= length;
                }
                Self::Floats(floats)
            }
        }
    }

    fn with(&self, other: &Self) -> Option<f64> {
        match (self, other) {
            (Self::Floats(one), Self::Floats(other)) => Some(dot(one, other)).filter(|number| number.is_finite()),
            (Self::Bits(one), Self::Bits(other)) => Some(hamming(one, other)),
            _ => None,
        }
    }
}

/// The similarity of all pairs of some vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    size: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// The number of vectors.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The value of a pair; `None` if undefined.
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        let value = (column < self.size).then(|| self.values.get(row * self.size + column)).flatten();
        value.copied().filter(|value| !value.is_nan())
    }

    /// The smallest and the largest value off the diagonal; `None` with fewer than two vectors.
    pub fn range(&self) -> Option<(f64, f64)> {
        let off = |(place, value): (usize, &f64)| (place % (self.size + 1) != 0 && !value.is_nan()).then_some(*value);
        let mut values = self.values.iter().enumerate().filter_map(off);
        let first = values.next()?;
        Some(values.fold((first, first), |(least, most), value| (least.min(value), most.max(value))))
    }
}

/// Compares all vectors with each other. Fails at the first pair that cannot be compared.
pub fn matrix(measure: Measure, vectors: &[&Embedding]) -> Result<Matrix, Mixed> {
    for (one, other) in vectors.iter().zip(vectors.iter().skip(1)) {
        comparable(one, other)?;
    }
    let prepared: Vec<Prepared<'_>> = vectors.iter().map(|vector| Prepared::new(measure, vector)).collect();
    let size = vectors.len();
    let mut values = vec![f64::NAN; size * size];
    for (row, one) in prepared.iter().enumerate() {
        for (column, other) in prepared.iter().enumerate().skip(row) {
            let value = one.with(other).unwrap_or(f64::NAN);
            for place in [row * size + column, column * size + row] {
                if let Some(slot) = values.get_mut(place) {
                    *slot = value;
                }
            }
        }
    }
    Ok(Matrix { size, values })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn floats(numbers: &[f64]) -> Embedding {
        Embedding {
            model: "m".to_owned(),
            element: Element::Float,
            dimension: numbers.len(),
            values: Values::Float(numbers.to_vec()),
        }
    }

    fn embedding(element: Element, dimension: usize, values: Values) -> Embedding {
        Embedding { model: "m".to_owned(), element, dimension, values }
    }

    #[test]
    fn values_are_short_and_have_a_proper_minus() {
        for (measure, value, text) in [
            (Measure::Cosine, Some(0.876), "0.88"),
            (Measure::Cosine, Some(-0.5), "\u{2212}0.50"),
            (Measure::Dot, Some(1_234.5), "1234"),
            (Measure::Hamming, Some(7.0), "7"),
            (Measure::Cosine, None, "–"),
        ] {
            assert_eq!(measure.short(value), text);
        }
    }

    #[test]
    fn measures_a_pair() {
        let (a, b) = (floats(&[3.0, 4.0]), floats(&[4.0, 3.0]));
        let near = |kind, one: &Embedding, other: &Embedding| measure(kind, one, other).unwrap();
        assert!((near(Measure::Cosine, &a, &b).unwrap() - 0.96).abs() < 1e-12);
        assert_eq!(near(Measure::Dot, &a, &b), Some(24.0));
        assert!((norm(&a) - 5.0).abs() < 1e-12);
        assert_eq!(near(Measure::Cosine, &a, &floats(&[0.0, 0.0])), None);
        assert_eq!(near(Measure::Hamming, &a, &b), None, "floats have no bits to count");
        let bytes = |numbers: [i8; 2]| embedding(Element::Int8, 2, Values::Int8(numbers.to_vec()));
        assert_eq!(near(Measure::Dot, &bytes([-128, 127]), &bytes([-128, -1])), Some(16_384.0 - 127.0));
        let bits = |bytes: [u8; 2]| embedding(Element::Binary, 16, Values::Bits(bytes.to_vec()));
        assert_eq!(near(Measure::Hamming, &bits([0b1010_1010, 0xFF]), &bits([0b0101_0101, 0x0F])), Some(12.0));
        assert!(measure(Measure::Cosine, &a, &floats(&[1.0])).is_err());
    }

    #[test]
    fn compares_all_with_all() {
        let vectors = [floats(&[1.0, 0.0]), floats(&[0.0, 2.0]), floats(&[1.0, 1.0]), floats(&[0.0, 0.0])];
        let refs: Vec<&Embedding> = vectors.iter().collect();
        let all = matrix(Measure::Cosine, &refs).unwrap();
        for row in 0..4 {
            for column in 0..4 {
                let pair = measure(Measure::Cosine, refs.get(row).unwrap(), refs.get(column).unwrap()).unwrap();
                assert_eq!(all.get(row, column), pair);
                assert_eq!(all.get(row, column), all.get(column, row));
            }
        }
        let (least, most) = all.range().unwrap();
        assert!(least.abs() < 1e-12 && (most - 0.5_f64.sqrt()).abs() < 1e-12);
        assert_eq!((all.get(0, 4), all.get(4, 0), all.get(0, 3)), (None, None, None));
        assert_eq!(matrix(Measure::Dot, &[]).unwrap().range(), None);
        let odd = floats(&[1.0]);
        assert!(matrix(Measure::Dot, &[refs.first().unwrap(), &odd]).is_err());
    }

    #[test]
    fn nearer_comes_first_and_what_is_no_number_last() {
        let sorted = |measure: Measure| {
            let mut values = [Some(1.0), None, Some(3.0), Some(2.0)];
            values.sort_by(|one, other| measure.order(*one, *other));
            values
        };
        assert_eq!(sorted(Measure::Cosine), [Some(3.0), Some(2.0), Some(1.0), None]);
        assert_eq!(sorted(Measure::Hamming), [Some(1.0), Some(2.0), Some(3.0), None]);
        for element in Element::ALL {
            assert!(!Measure::for_element(element).is_empty());
        }
    }
}
