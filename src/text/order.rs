//! A sort for the page's first load.
//!
//! The library's sort brings three to four kilobytes of code for each type that it sorts. The first load sorts a few thousand
//! places at most, and has Shell's sort for them (<https://en.wikipedia.org/wiki/Shellsort>).

/// Sorts in place. Equal items may change places.
pub fn sort<T: Ord>(items: &mut [T]) {
    let mut gap = items.len();
    while gap > 1 {
        // The ratio of Gonnet and Baeza-Yates. The last gap is 1, which sorts whatever the ones before have left.
        gap = (gap * 5 / 11).max(1);
        for end in gap..items.len() {
            let mut at = end;
            while at >= gap && items.get(at - gap) > items.get(at) {
                items.swap(at - gap, at);
                at -= gap;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_library_does(mut items in prop::collection::vec((".{0,3}", 0_u8..9), 0..80)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items);
            prop_assert_eq!(items, expected);
        }
    }
}
