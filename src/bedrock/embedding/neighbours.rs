//! Nearest neighbours, and how they change with the vectors' length.

use super::distance::{Measure, matrix, measure};
use super::vector::{Embedding, Mixed};

/// A vector, with its similarity to the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Its index among the vectors.
    pub index: usize,
    /// Its similarity; `None` if undefined.
    pub value: Option<f64>,
}

/// All vectors, nearest to the query first; ties keep their order.
pub fn nearest(kind: Measure, query: &Embedding, vectors: &[&Embedding]) -> Result<Vec<Neighbour>, Mixed> {
    let mut out = Vec::with_capacity(vectors.len());
    for (index, vector) in vectors.iter().enumerate() {
        out.push(Neighbour { index, value: measure(kind, query, vector)? });
    }
    sort(kind, &mut out);
    Ok(out)
}

fn sort(kind: Measure, neighbours: &mut [Neighbour]) {
    neighbours.sort_unstable_by(|one, other| kind.order(one.value, other.value).then(one.index.cmp(&other.index)));
}

/// The comparison at one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The length.
    pub dimension: usize,
    /// For each text, the others, nearest first.
    pub orders: Vec<Vec<Neighbour>>,
    /// For how many texts the nearest neighbour is the same as at the greatest length.
    pub same_nearest: usize,
    /// Spearman's coefficient between the order of all pairs and their order at the greatest length; 1 if they are the
    /// same, `None` if undefined.
    pub agreement: Option<f64>,
}

impl Column {
    /// The neighbour of a text at this rank.
    pub fn at(&self, text: usize, rank: usize) -> Option<Neighbour> {
        self.orders.get(text)?.get(rank).copied()
    }

    /// The rank of another text among the neighbours of a text.
    pub fn rank_of(&self, text: usize, other: usize) -> Option<usize> {
        self.orders.get(text)?.iter().position(|neighbour| neighbour.index == other)
    }
}

/// Compares lengths: each set has the vectors of the same texts in the same order; the last set is the reference.
pub fn compare(kind: Measure, sets: &[Vec<&Embedding>]) -> Result<Vec<Column>, Mixed> {
    let mut columns = Vec::with_capacity(sets.len());
    let mut pairs = Vec::with_capacity(sets.len());
    for set in sets {
        let all = matrix(kind, set)?;
        let mut orders = Vec::with_capacity(set.len());
        let mut values = Vec::new();
        for row in 0..set.len() {
            let others = (0..set.len()).filter(|&column| column != row);
            let mut order: Vec<_> = others.map(|index| Neighbour { index, value: all.get(row, index) }).collect();
            sort(kind, &mut order);
            orders.push(order);
            values.extend((row + 1..set.len()).map(|column| all.get(row, column)));
        }
        let dimension = set.first().map_or(0, |vector| vector.dimension);
        columns.push(Column { dimension, orders, same_nearest: 0, agreement: None });
        pairs.push(values);
    }
    let nearest = |order: &Vec<Neighbour>| order.first().map(|neighbour| neighbour.index);
    let last: Vec<Option<usize>> =
        columns.last().map(|column| column.orders.iter().map(nearest).collect()).unwrap_or_default();
    for (column, values) in columns.iter_mut().zip(&pairs) {
        let both = column.orders.iter().map(nearest).zip(&last);
        column.same_nearest = both.filter(|(nearest, reference)| nearest.is_some() && nearest == *reference).count();
        column.agreement = pairs.last().and_then(|reference| spearman(values, reference));
    }
    Ok(columns)
}

/// Spearman's rank correlation of two lists, from −1 to 1. Ties share the mean of their ranks. `None` for fewer than
/// two values, for a list of equal values, and if a value is undefined.
pub fn spearman(one: &[Option<f64>], other: &[Option<f64>]) -> Option<f64> {
    if one.len() != other.len() || one.len() < 2 {
        return None;
    }
    pearson(&ranks(one)?, &ranks(other)?)
}

/// The rank of each value from 0; ties share the mean of theirs. `None` if a value is undefined.
fn ranks(values: &[Option<f64>]) -> Option<Vec<f64>> {
    let mut order: Vec<(f64, usize)> =
        values.iter().enumerate().map(|(place, value)| value.map(|value| (value, place))).collect::<Option<_>>()?;
    order.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let mut out = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        #[expect(clippy::cast_precision_loss, reason = "there are some thousand pairs at most")]
        let rank = before as f64 + (tied.len() as f64 - 1.0) / 2.0;
        for (_, place) in tied {
            if let Some(slot) = out.get_mut(*place) {
                *slot = rank;
            }
        }
        before += tied.len();
    }
    Some(out)
}

fn pearson(one: &[f64], other: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "there are some thousand pairs at most")]
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (one, other) in one.iter().zip(other) {
        let (one, other) = (one - mean_one, other - mean_other);
        both += one * other;
        first += one * one;
        second += other * other;
    }
    let scale = (first * second).sqrt();
    (scale > 0.0).then(|| (both / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::super::distance::tests::floats;
    use super::*;

    #[test]
    fn the_nearest_comes_first() {
        let vectors = [floats(&[0.0, 1.0]), floats(&[1.0, 0.1]), floats(&[0.0, 0.0]), floats(&[1.0, 0.0])];
        let refs: Vec<&Embedding> = vectors.iter().collect();
        let found = nearest(Measure::Cosine, &floats(&[2.0, 0.0]), &refs).unwrap();
        assert_eq!(found.iter().map(|n| n.index).collect::<Vec<_>>(), [3, 1, 0, 2]);
        assert_eq!(found.last().unwrap().value, None);
        assert!(nearest(Measure::Cosine, &floats(&[1.0]), &refs).is_err());
    }

    #[test]
    fn a_shorter_vector_may_change_who_is_nearest() {
        let long = [floats(&[1.0, 0.0, 0.0]), floats(&[1.0, 0.0, 5.0]), floats(&[1.0, 0.5, 0.0])];
        let short = [floats(&[1.0, 0.0]), floats(&[1.0, 0.0]), floats(&[1.0, 0.5])];
        let columns = compare(Measure::Cosine, &[short.iter().collect(), long.iter().collect()]).unwrap();
        let [short, long] = columns.as_slice() else { panic!() };
        assert_eq!((short.dimension, long.dimension), (2, 3));
        let first = |column: &Column| column.orders.iter().map(|o| o.first().unwrap().index).collect::<Vec<_>>();
        assert_eq!((first(short), first(long)), (vec![1, 0, 0], vec![2, 0, 0]));
        assert_eq!((short.same_nearest, long.same_nearest), (2, 3));
        assert!(long.agreement.unwrap() > 0.999 && short.agreement.unwrap() < 0.6);
        assert_eq!((long.at(0, 0).unwrap().index, long.at(0, 2), long.at(9, 0)), (2, None, None));
        assert_eq!((short.rank_of(0, 2), long.rank_of(0, 2), long.rank_of(0, 0)), (Some(1), Some(0), None));
        assert_eq!(compare(Measure::Cosine, &[]).unwrap(), []);
    }

    #[test]
    fn spearman_knows_ties() {
        let of = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(spearman(&of(&[1.0, 2.0, 3.0]), &of(&[10.0, 20.0, 21.0])), Some(1.0));
        assert_eq!(spearman(&of(&[1.0, 2.0, 3.0]), &of(&[3.0, 2.0, 1.0])), Some(-1.0));
        // By hand: ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
        let tied = spearman(&of(&[1.0, 2.0, 2.0, 3.0]), &of(&[1.0, 2.0, 3.0, 4.0])).unwrap();
        assert!((tied - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-12);
        assert_eq!(spearman(&of(&[1.0, 1.0]), &of(&[1.0, 2.0])), None);
        assert_eq!(spearman(&[Some(1.0), None], &of(&[1.0, 2.0])), None);
    }
}
