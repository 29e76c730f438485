//! The map of vectors on a canvas: where each point is drawn, and which one the arrow keys go to.

/// The canvas that points are drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Canvas {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// How much of each edge stays free.
    pub margin: f64,
}

/// A direction of the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Canvas {
    /// The points on the canvas: one scale for both axes, so that distances are not stretched; the second axis points up.
    pub fn place(self, points: &[[f64; 2]]) -> Vec<(f64, f64)> {
        let bounds = |axis: usize| {
            let values = points.iter().filter_map(|point| point.get(axis));
            values
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)))
        };
        let (x, y) = (bounds(0), bounds(1));
        let scale = |room: f64, (least, most): (f64, f64)| (room - 2.0 * self.margin) / (most - least).max(1e-9);
        let scale = scale(self.width, x).min(scale(self.height, y));
        // Points that all lie at one place are drawn in the middle.
        let scale = if scale.is_finite() && scale < 1e6 { scale } else { 0.0 };
        let middle = |(least, most): (f64, f64)| f64::midpoint(least, most);
        let placed = |[at_x, at_y]: &[f64; 2]| {
            (self.width / 2.0 + (at_x - middle(x)) * scale, self.height / 2.0 - (at_y - middle(y)) * scale)
        };
        points.iter().map(placed).collect()
    }
}

/// The nearest point in a direction, on a canvas whose second axis points down: what lies aside counts twice.
pub fn towards(points: &[(f64, f64)], at: usize, direction: Direction) -> Option<usize> {
    let &(x, y) = points.get(at)?;
    let score = |&(other_x, other_y): &(f64, f64)| {
        let (across, down) = (other_x - x, other_y - y);
        let (along, aside) = match direction {
            Direction::Left => (-across, down),
            Direction::Right => (across, down),
            Direction::Up => (-down, across),
            Direction::Down => (down, across),
        };
        (along > 1e-6).then(|| along + 2.0 * aside.abs())
    };
    let others = points.iter().enumerate().filter(|(place, _)| *place != at);
    let scored = others.filter_map(|(place, point)| Some((place, score(point)?)));
    scored.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Canvas = Canvas { width: 460.0, height: 360.0, margin: 30.0 };

    #[test]
    fn points_fill_the_canvas_with_one_scale() {
        let placed = CANVAS.place(&[[-2.0, 0.0], [2.0, 0.0], [0.0, 1.0], [0.0, -1.0]]);
        assert_eq!(placed, [(30.0, 180.0), (430.0, 180.0), (230.0, 80.0), (230.0, 280.0)]);
        let tall = CANVAS.place(&[[0.0, 0.0], [1.0, 10.0]]);
        assert_eq!(tall, [(215.0, 330.0), (245.0, 30.0)]);
    }

    #[test]
    fn points_at_one_place_lie_in_the_middle() {
        for points in [&[[3.0, 4.0]][..], &[[3.0, 4.0], [3.0, 4.0]][..]] {
            assert!(CANVAS.place(points).iter().all(|point| *point == (230.0, 180.0)), "{points:?}");
        }
        assert_eq!(CANVAS.place(&[]), []);
    }

    #[test]
    fn the_arrow_keys_go_to_the_nearest_point_in_their_direction() {
        let points = [(100.0, 100.0), (200.0, 100.0), (130.0, 160.0), (100.0, 40.0), (20.0, 110.0)];
        for (direction, to) in [
            (Direction::Right, Some(1)),
            (Direction::Left, Some(4)),
            (Direction::Up, Some(3)),
            (Direction::Down, Some(2)),
        ] {
            assert_eq!(towards(&points, 0, direction), to, "{direction:?}");
        }
        assert_eq!(towards(&points, 1, Direction::Right), None, "nothing lies there");
        assert_eq!(towards(&points, 9, Direction::Left), None);
        assert_eq!(towards(&[(1.0, 1.0), (1.0, 1.0)], 0, Direction::Down), None, "one place has no direction");
    }
}
