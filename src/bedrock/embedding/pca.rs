//! Maps vectors to two dimensions by principal component analysis, with the same result on every machine.
//!
//! There are far fewer vectors than dimensions, so the map comes from the eigenvectors of the Gram matrix (the dot
//! products of the centred vectors), computed by Jacobi rotations. The sign of an axis is arbitrary: the point farthest
//! out is positive.

use super::distance::dot;
use super::vector::{Embedding, Mixed, comparable};

/// A map of vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// A point for each vector, in order.
    pub points: Vec<[f64; 2]>,
    /// The share of the variance that each axis shows, from 0 to 1.
    pub shares: [f64; 2],
}

/// Maps the vectors to two dimensions.
pub fn map(vectors: &[&Embedding]) -> Result<Map, Mixed> {
    for (one, other) in vectors.iter().zip(vectors.iter().skip(1)) {
        comparable(one, other)?;
    }
    let rows = centred(vectors);
    let size = rows.len();
    let mut gram = Square::zeros(size);
    for (row, one) in rows.iter().enumerate() {
        for (column, other) in rows.iter().enumerate().skip(row) {
            let product = dot(one, other);
            gram.set(row, column, product);
            gram.set(column, row, product);
        }
    }
    let total: f64 = (0..size).map(|place| gram.get(place, place)).sum();
    let (values, vectors) = eigen(gram);
    let mut order: Vec<usize> = (0..size).collect();
    let value = |place: usize| values.get(place).copied().unwrap_or_default();
    order.sort_unstable_by(|&one, &other| value(other).total_cmp(&value(one)).then(one.cmp(&other)));
    let mut points = vec![[0.0; 2]; size];
    let mut shares = [0.0; 2];
    for (axis, &place) in order.iter().take(2).enumerate() {
        let eigenvalue = value(place).max(0.0);
        if total <= 0.0 || eigenvalue <= total * 1e-14 {
            continue;
        }
        let column: Vec<f64> = (0..size).map(|row| vectors.get(row, place) * eigenvalue.sqrt()).collect();
        let sign = direction(&column);
        for (point, coordinate) in points.iter_mut().zip(&column) {
            if let Some(slot) = point.get_mut(axis) {
                *slot = sign * coordinate;
            }
        }
        if let Some(share) = shares.get_mut(axis) {
            *share = eigenvalue / total;
        }
    }
    Ok(Map { points, shares })
}

/// 1 or −1, so that the coordinate farthest from 0 is positive; the first of equally far ones decides.
fn direction(column: &[f64]) -> f64 {
    let far = column.iter().fold(0.0_f64, |far, coordinate| far.max(coordinate.abs()));
    let first = column.iter().find(|coordinate| coordinate.abs() >= far * (1.0 - 1e-9));
    if first.is_some_and(|coordinate| *coordinate < 0.0) { -1.0 } else { 1.0 }
}

fn centred(vectors: &[&Embedding]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = vectors.iter().map(|vector| vector.floats()).collect();
    let mut mean = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in &rows {
        for (sum, number) in mean.iter_mut().zip(row) {
            *sum += number;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "there are some hundred vectors at most")]
    let count = rows.len().max(1) as f64;
    for row in &mut rows {
        for (number, sum) in row.iter_mut().zip(&mean) {
            *number -= sum / count;
        }
    }
    rows
}

/// A square matrix in row order.
struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    fn zeros(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    fn identity(size: usize) -> Self {
        let mut out = Self::zeros(size);
        for place in 0..size {
            out.set(place, place, 1.0);
        }
        out
    }

    fn get(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.size + column).copied().unwrap_or_default()
    }

    fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    /// Rotates columns `p` and `q` by the angle with this cosine and sine.
    fn turn_columns(&mut self, p: usize, q: usize, (cos, sin): (f64, f64)) {
        for row in self.cells.chunks_exact_mut(self.size) {
            let (Some(&one), Some(&other)) = (row.get(p), row.get(q)) else { continue };
            for (place, value) in [(p, cos * one - sin * other), (q, sin * one + cos * other)] {
                if let Some(cell) = row.get_mut(place) {
                    *cell = value;
                }
            }
        }
    }

    /// Rotates rows `p` and `q` likewise; `p` is above `q`.
    fn turn_rows(&mut self, p: usize, q: usize, (cos, sin): (f64, f64)) {
        let (above, below) = self.cells.split_at_mut(q * self.size);
        let one = above.chunks_exact_mut(self.size).nth(p);
        let (Some(one), Some(other)) = (one, below.chunks_exact_mut(self.size).next()) else { return };
        for (one, other) in one.iter_mut().zip(other) {
            (*one, *other) = (cos * *one - sin * *other, sin * *one + cos * *other);
        }
    }
}

/// Maximum of rounds over all pairs. A symmetric matrix of this size needs about ten.
const MOST_SWEEPS: usize = 60;

/// Eigenvalues of a symmetric matrix, and the eigenvectors as columns: the cyclic Jacobi method (Golub and Van Loan, Matrix
/// Computations, 8.5).
fn eigen(mut matrix: Square) -> (Vec<f64>, Square) {
    let size = matrix.size;
    let mut vectors = Square::identity(size);
    let scale = dot(&matrix.cells, &matrix.cells);
    for _ in 0..MOST_SWEEPS {
        let mut off = 0.0;
        for p in 0..size {
            for q in p + 1..size {
                let apq = matrix.get(p, q);
                off += apq * apq;
                if apq * apq <= scale * 1e-36 {
                    continue;
                }
                let theta = (matrix.get(q, q) - matrix.get(p, p)) / (2.0 * apq);
                let tan = theta.signum() / (theta.abs() + theta.mul_add(theta, 1.0).sqrt());
                let cos = 1.0 / tan.mul_add(tan, 1.0).sqrt();
                let angle = (cos, tan * cos);
                matrix.turn_columns(p, q, angle);
                matrix.turn_rows(p, q, angle);
                vectors.turn_columns(p, q, angle);
            }
        }
        if off <= scale * 1e-30 {
            break;
        }
    }
    ((0..size).map(|place| matrix.get(place, place)).collect(), vectors)
}

#[cfg(test)]
mod tests {
    use super::super::distance::tests::floats;
    use super::*;

    fn near(map: &Map, points: &[[f64; 2]]) -> bool {
        let same = |one: &[f64; 2], other: &[f64; 2]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9);
        map.points.len() == points.len() && map.points.iter().zip(points).all(|(one, other)| same(one, other))
    }

    #[test]
    fn finds_the_line_that_points_lie_on() {
        let vectors = [floats(&[0.0, 0.0, 1.0]), floats(&[3.0, 4.0, 1.0]), floats(&[-3.0, -4.0, 1.0])];
        let map = map(&vectors.iter().collect::<Vec<_>>()).unwrap();
        assert!(near(&map, &[[0.0, 0.0], [5.0, 0.0], [-5.0, 0.0]]), "{map:?}");
        assert!((map.shares[0] - 1.0).abs() < 1e-12 && map.shares[1].abs() < 1e-12);
    }

    #[test]
    fn a_map_keeps_distances_when_two_dimensions_are_all_there_is() {
        let flat = [[0.0, 0.0], [4.0, 1.0], [1.0, 3.0], [-2.0, 5.0], [6.0, -1.0]];
        let lifted: Vec<Embedding> = flat.iter().map(|[x, y]| floats(&[0.6 * x, 0.8 * x, *y, 7.0])).collect();
        let map = map(&lifted.iter().collect::<Vec<_>>()).unwrap();
        let distance = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
        for (row, one) in flat.iter().enumerate() {
            for (column, other) in flat.iter().enumerate() {
                let (first, second) = (map.points.get(row).unwrap(), map.points.get(column).unwrap());
                assert!((distance(first, second) - distance(one, other)).abs() < 1e-9);
            }
        }
        assert!((map.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let far = map.points.iter().map(|point| point[0]).max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap();
        assert!(far > 0.0);
    }

    #[test]
    fn small_and_equal_inputs_have_a_map_too() {
        assert_eq!(map(&[]).unwrap().points.len(), 0);
        let one = floats(&[1.0, 2.0]);
        for vectors in [vec![&one], vec![&one, &one, &one]] {
            let map = map(&vectors).unwrap();
            assert!(map.points.iter().flatten().all(|coordinate| coordinate.abs() < 1e-9));
            assert!(map.shares.iter().all(|share| share.is_finite()));
        }
        assert!(map(&[&one, &floats(&[1.0])]).is_err());
    }
}
