//! One cell of the similarity table, step by step: the products of the first numbers, their sum over all dimensions,
//! both lengths, and the result.

use super::distance::dot;
use super::vector::{Embedding, Mixed, Values, comparable};

/// The steps of one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The first dimensions: both numbers, and their product; for bits, 1 if they differ and 0 if not.
    pub first: Vec<[f64; 3]>,
    /// How many dimensions are not in the list.
    pub rest: usize,
    /// The sum of the products; for bits, how many differ.
    pub sum: f64,
    /// The lengths of both vectors.
    pub norms: [f64; 2],
    /// The sum divided by the product of the lengths; `None` for a vector of zeros and for bits.
    pub cosine: Option<f64>,
    /// Whether the numbers are bits.
    pub bits: bool,
}

impl Cell {
    /// Whether both vectors have length 1, so that the sum is the cosine.
    pub fn is_normalised(&self) -> bool {
        self.norms.iter().all(|norm| (norm - 1.0).abs() < 1e-3)
    }
}

/// The steps for a pair, with the first `first` dimensions.
pub fn cell(one: &Embedding, other: &Embedding, first: usize) -> Result<Cell, Mixed> {
    comparable(one, other)?;
    let bits = matches!(one.values, Values::Bits(_));
    let (a, b) = (one.floats(), other.floats());
    let combined = |x: f64, y: f64| if bits { (x - y).abs() } else { x * y };
    let products = a.iter().zip(&b).map(|(&x, &y)| [x, y, combined(x, y)]);
    let sum = products.clone().map(|[_, _, product]| product).sum();
    let norms = [dot(&a, &a).sqrt(), dot(&b, &b).sqrt()];
    let scale = norms[0] * norms[1];
    Ok(Cell {
        first: products.take(first).collect(),
        rest: a.len().saturating_sub(first),
        sum,
        norms,
        cosine: (!bits && scale > 0.0).then(|| sum / scale),
        bits,
    })
}

#[cfg(test)]
mod tests {
    use super::super::distance::tests::floats;
    use super::super::vector::Element;
    use super::*;

    #[test]
    fn works_out_a_cosine() {
        let cell = cell(&floats(&[3.0, 4.0, 0.0]), &floats(&[4.0, 3.0, 0.0]), 2).unwrap();
        assert_eq!(cell.first, [[3.0, 4.0, 12.0], [4.0, 3.0, 12.0]]);
        assert_eq!((cell.rest, cell.sum, cell.norms, cell.bits), (1, 24.0, [5.0, 5.0], false));
        assert!((cell.cosine.unwrap() - 0.96).abs() < 1e-12 && !cell.is_normalised());
        let unit = super::cell(&floats(&[1.0, 0.0]), &floats(&[0.0, 1.0]), 4).unwrap();
        assert!(unit.is_normalised() && unit.cosine == Some(0.0) && unit.rest == 0);
        assert_eq!(super::cell(&floats(&[0.0]), &floats(&[1.0]), 1).unwrap().cosine, None);
        assert!(super::cell(&floats(&[0.0]), &floats(&[1.0, 2.0]), 1).is_err());
    }

    #[test]
    fn counts_the_bits_that_differ() {
        let bits = |byte| Embedding {
            model: "m".to_owned(),
            element: Element::Binary,
            dimension: 8,
            values: Values::Bits(vec![byte]),
        };
        let cell = cell(&bits(0b1100_0000), &bits(0b1010_0001), 3).unwrap();
        assert_eq!(cell.first, [[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]);
        assert_eq!((cell.sum, cell.rest, cell.cosine, cell.bits), (3.0, 5, None, true));
    }
}
