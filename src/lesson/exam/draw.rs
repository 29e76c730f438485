//! Numbers from a seed: the same on every device and in every version.

use sha2::{Digest as _, Sha256};

/// The seed that texts give together.
pub fn seed_of<'t>(parts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        // A byte that UTF-8 does not have keeps the parts apart.
        hash.update([0xff]);
    }
    hash.finalize().iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// A source of numbers (`SplitMix64`; the constants are those of its authors' paper, Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Draw {
    state: u64,
}

impl Draw {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0, less than `most`; 0 if that is 0.
    pub fn below(&mut self, most: usize) -> usize {
        let next = self.next();
        u64::try_from(most)
            .ok()
            .and_then(|most| next.checked_rem(most))
            .and_then(|rest| rest.try_into().ok())
            .unwrap_or(0)
    }

    /// A number of a range, both ends included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// One of a list.
    pub fn one<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let place = self.below(list.len());
        list.get(place).copied()
    }

    /// One of a list, or its default if the list is empty.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        self.one(list).unwrap_or_default()
    }

    /// The list in another order.
    pub fn shuffled<T: Clone>(&mut self, list: &[T]) -> Vec<T> {
        let mut out = list.to_vec();
        for place in (1..out.len()).rev() {
            let other = self.below(place + 1);
            out.swap(place, other);
        }
        out
    }

    /// So many of a list, in the order of a draw.
    pub fn some<T: Clone>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut out = self.shuffled(list);
        out.truncate(count);
        out
    }
}
