//! The places that accept a link of a certain length.

/// How far a link will carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Up to 2,000 characters: fits everywhere.
    Everywhere,
    /// Up to 8,000: fine in browsers, some chat and mail programs cut it.
    Browsers,
    /// Up to 16,000: programs on the way may cut it.
    Risky,
    /// More: a file instead.
    File,
}

/// The longest link that still makes a link at all, in characters.
pub const LONGEST: usize = 16_000;

impl Band {
    /// The band of a whole address of this length, in characters.
    pub fn of(characters: usize) -> Self {
        match characters {
            0..=2_000 => Self::Everywhere,
            2_001..=8_000 => Self::Browsers,
            8_001..=LONGEST => Self::Risky,
            _ => Self::File,
        }
    }

    /// What it means, in half a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Everywhere => "fits everywhere",
            Self::Browsers => "fine in browsers, but some chat and mail programs cut it",
            Self::Risky => "many programs cut a link of this length; a file is safer",
            Self::File => "too long for a link: save it as a file instead",
        }
    }
}

/// A link as Markdown; what would end the label early is escaped.
pub fn markdown(title: &str, url: &str) -> String {
    let mut label = String::new();
    for char in title.trim().chars() {
        match char {
            '[' | ']' | '\\' | '*' | '_' | '`' | '<' => label.extend(['\\', char]),
            '\n' | '\r' => label.push(' '),
            other => label.push(other),
        }
    }
    if label.is_empty() {
        label.push_str("An experiment with the Amazon Bedrock APIs");
    }
    format!("[{label}]({url})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_length_has_its_band() {
        for (length, band) in [
            (0, Band::Everywhere),
            (2_000, Band::Everywhere),
            (2_001, Band::Browsers),
            (8_000, Band::Browsers),
            (8_001, Band::Risky),
            (16_000, Band::Risky),
            (16_001, Band::File),
        ] {
            assert_eq!(Band::of(length), band, "{length}");
        }
    }

    #[test]
    fn a_title_cannot_break_out_of_its_label() {
        assert_eq!(markdown(" a [b](x)\nc ", "https://e/#x"), "[a \\[b\\](x) c](https://e/#x)");
        assert_eq!(markdown("", "u"), "[An experiment with the Amazon Bedrock APIs](u)");
    }
}
