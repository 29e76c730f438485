//! The part of the page that the user sees: sizes in pixels, measured from the top of the window.

/// Where a part of the page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Its upper edge.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// The height of the window.
    pub window: f64,
}

/// As much of a part must be seen for it to be in sight: its head and a few lines.
const ENOUGH: f64 = 120.0;
/// The bars at the edges of the window cover so much.
const BARS: f64 = 64.0;

impl Extent {
    /// Whether enough of it is between the bars.
    pub fn is_in_sight(self) -> bool {
        let seen = self.bottom.min(self.window - BARS) - self.top.max(0.0);
        seen >= ENOUGH.min(self.bottom - self.top)
    }

    /// Whether it is above the window.
    pub fn is_above(self) -> bool {
        self.bottom < ENOUGH
    }
}

/// The sections of the playground by their element ids, in their order on the page.
pub const SECTIONS: [&str; 3] = ["compose", "request", "response"];

/// The section that is read: the last one that begins in the upper part of the window.
pub fn section_in_sight(sections: [Option<Extent>; 3]) -> &'static str {
    let [first, ..] = SECTIONS;
    let begun =
        |(_, extent): &(&&'static str, Option<Extent>)| extent.is_some_and(|extent| extent.top <= extent.window * 0.4);
    SECTIONS.iter().zip(sections).rfind(begun).map_or(first, |(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_sight_is_what_shows_its_head_between_the_bars() {
        let at = |top: f64, bottom: f64, window: f64| Extent { top, bottom, window }.is_in_sight();
        assert!(at(96.0, 700.0, 844.0));
        assert!(!at(1_700.0, 2_400.0, 844.0), "far below, on a phone");
        assert!(!at(757.0, 1_400.0, 768.0), "below the status bar");
        assert!(!at(600.0, 1_400.0, 768.0), "only its head");
        assert!(at(500.0, 1_400.0, 768.0));
        assert!(!at(-900.0, 40.0, 844.0) && Extent { top: -900.0, bottom: 40.0, window: 844.0 }.is_above());
        assert!(at(20.0, 60.0, 256.0), "what is small is seen whole");
    }

    #[test]
    fn the_section_is_the_last_one_that_has_come_up() {
        for (tops, expected) in [
            ([Some(120.0), Some(900.0), Some(1_700.0)], "compose"),
            ([Some(-600.0), Some(180.0), Some(980.0)], "request"),
            ([Some(-1_500.0), Some(-700.0), Some(96.0)], "response"),
            ([Some(500.0), Some(900.0), Some(1_700.0)], "compose"),
            ([None, None, None], "compose"),
        ] {
            let extent = |top: f64| Extent { top, bottom: top + 700.0, window: 844.0 };
            assert_eq!(section_in_sight(tops.map(|top: Option<f64>| top.map(extent))), expected);
        }
    }
}
