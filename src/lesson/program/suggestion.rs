//! The name that Python suggests for one that does not exist, by the rules of Python 3.11
//! (docs.python.org/3.11/whatsnew/3.10.html, "Better error messages", 2026-11).
//!
//! A move costs 2, a change of case 1; the nearest name counts if it is near enough for the lengths of both.

const MOVE: usize = 2;
const CASE: usize = 1;
/// The longest names that are compared.
const LONGEST: usize = 40;
/// The most names that are compared.
const MOST: usize = 750;

/// The nearest of some names.
pub(super) fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for name in names.into_iter().take(MOST) {
        if name == wrong {
            continue;
        }
        let most = (wrong.len() + name.len() + 3) * MOVE / 6;
        let most = best.map_or(most, |(distance, _)| most.min(distance.saturating_sub(1)));
        let distance = distance(wrong, name);
        if distance <= most {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// What it costs to make one name of another.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let cost = |a: u8, b: u8| match (a == b, a.eq_ignore_ascii_case(&b)) {
        (true, _) => 0,
        (false, true) => CASE,
        (false, false) => MOVE,
    };
    let mut row: Vec<usize> = (0..=b.len()).map(|at| at * MOVE).collect();
    for (index, from) in a.bytes().enumerate() {
        let mut diagonal = index * MOVE;
        let mut left = (index + 1) * MOVE;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (above, to) in row.iter_mut().skip(1).zip(b.bytes()) {
            let value = (diagonal + cost(from, to)).min(left.min(*above) + MOVE);
            diagonal = *above;
            *above = value;
            left = value;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
