//! Regions with Amazon Bedrock, and what follows from a region's name: its partition and its host suffix.
//!
//! The table is the only list of regions; endpoints and the page's `connect-src` are made from it. It follows the
//! `bedrock` entry of `endpoints.json` in botocore 1.44.5 (November 2026) for the commercial, `GovCloud` and European
//! sovereign partitions. Being listed says nothing about which models a region has.

use std::fmt;

/// A separate family of AWS regions with its own accounts and host names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Partition {
    /// `aws`: the commercial regions.
    Aws,
    /// `aws-us-gov`: AWS `GovCloud` (US).
    UsGov,
    /// `aws-eusc`: the AWS European Sovereign Cloud.
    Eusc,
}

impl Partition {
    /// The partition as written in an ARN.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::UsGov => "aws-us-gov",
            Self::Eusc => "aws-eusc",
        }
    }

    /// The suffix of its host names (`partitions.json` of botocore 1.44.5, `dnsSuffix`).
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::UsGov => "amazonaws.com",
            Self::Eusc => "amazonaws.eu",
        }
    }

    /// Its name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Self::Aws => "Commercial",
            Self::UsGov => "GovCloud (US)",
            Self::Eusc => "European Sovereign Cloud",
        }
    }
}

/// One row of the region table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionInfo {
    /// Code, such as `us-east-1`.
    pub name: &'static str,
    /// The partition it belongs to.
    pub partition: Partition,
    /// The place, such as `Oregon`.
    pub label: &'static str,
}

const fn row(name: &'static str, partition: Partition, label: &'static str) -> RegionInfo {
    RegionInfo { name, partition, label }
}

/// Every region with Bedrock in the three supported partitions, sorted by name within a partition.
pub const BEDROCK_REGIONS: &[RegionInfo] = &[
    row("af-south-1", Partition::Aws, "Cape Town"),
    row("ap-east-2", Partition::Aws, "Taipei"),
    row("ap-northeast-1", Partition::Aws, "Tokyo"),
    row("ap-northeast-2", Partition::Aws, "Seoul"),
    row("ap-northeast-3", Partition::Aws, "Osaka"),
    row("ap-south-1", Partition::Aws, "Mumbai"),
    row("ap-south-2", Partition::Aws, "Hyderabad"),
    row("ap-southeast-1", Partition::Aws, "Singapore"),
    row("ap-southeast-2", Partition::Aws, "Sydney"),
    row("ap-southeast-3", Partition::Aws, "Jakarta"),
    row("ap-southeast-4", Partition::Aws, "Melbourne"),
    row("ap-southeast-5", Partition::Aws, "Malaysia"),
    row("ap-southeast-6", Partition::Aws, "New Zealand"),
    row("ap-southeast-7", Partition::Aws, "Thailand"),
    row("ca-central-1", Partition::Aws, "Central Canada"),
    row("ca-west-1", Partition::Aws, "Calgary"),
    row("eu-central-1", Partition::Aws, "Frankfurt"),
    row("eu-central-2", Partition::Aws, "Zurich"),
    row("eu-north-1", Partition::Aws, "Stockholm"),
    row("eu-south-1", Partition::Aws, "Milan"),
    row("eu-south-2", Partition::Aws, "Spain"),
    row("eu-west-1", Partition::Aws, "Ireland"),
    row("eu-west-2", Partition::Aws, "London"),
    row("eu-west-3", Partition::Aws, "Paris"),
    row("il-central-1", Partition::Aws, "Tel Aviv"),
    row("me-central-1", Partition::Aws, "United Arab Emirates"),
    row("me-south-1", Partition::Aws, "Bahrain"),
    row("mx-central-1", Partition::Aws, "Central Mexico"),
    row("sa-east-1", Partition::Aws, "São Paulo"),
    row("us-east-1", Partition::Aws, "N. Virginia"),
    row("us-east-2", Partition::Aws, "Ohio"),
    row("us-west-1", Partition::Aws, "N. California"),
    row("us-west-2", Partition::Aws, "Oregon"),
    row("us-gov-east-1", Partition::UsGov, "GovCloud US-East"),
    row("us-gov-west-1", Partition::UsGov, "GovCloud US-West"),
    row("eusc-de-east-1", Partition::Eusc, "Germany, European Sovereign Cloud"),
];

/// A region of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Region(&'static RegionInfo);

impl Region {
    /// Reads a region code; ignores case and surrounding white space.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        let typed = text.trim().to_ascii_lowercase();
        if typed.is_empty() {
            return Err(RegionError::Empty);
        }
        match BEDROCK_REGIONS.iter().find(|info| info.name == typed) {
            Some(info) => Ok(Self(info)),
            None => Err(RegionError::Unknown { given: shortened(&typed), close: close_matches(&typed) }),
        }
    }

    /// Every region, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        BEDROCK_REGIONS.iter().map(Self)
    }

    /// The code, such as `us-east-1`.
    pub fn as_str(&self) -> &'static str {
        self.0.name
    }

    /// The partition it belongs to.
    pub fn partition(&self) -> Partition {
        self.0.partition
    }

    /// The place, such as `Oregon`.
    pub fn label(&self) -> &'static str {
        self.0.label
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.0.name)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl std::hash::Hash for Region {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

/// Why a text is not a region of the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// Nothing was typed.
    #[error("Type a region, such as us-east-1")]
    Empty,
    /// Not in the table.
    #[error("“{given}” is not a region that lists Bedrock{}", suggestion(close))]
    Unknown {
        /// The text, in lower case and cut to a readable length.
        given: String,
        /// Similar codes of the table, nearest first; may be empty.
        close: Vec<&'static str>,
    },
}

fn suggestion(close: &[&str]) -> String {
    match close {
        [] => ". Region codes look like us-east-1 or eu-central-1".to_owned(),
        [only] => format!(". Did you mean {only}?"),
        [first @ .., last] => format!(". Did you mean {} or {last}?", first.join(", ")),
    }
}

/// Longer texts are cut in the error: someone may paste a page.
fn shortened(text: &str) -> String {
    const READABLE: usize = 40;
    if text.chars().count() <= READABLE {
        return text.to_owned();
    }
    text.chars().take(READABLE).chain(std::iter::once('…')).collect()
}

/// Up to three codes: those whose place was typed, otherwise those within a few edits, nearest first.
fn close_matches(typed: &str) -> Vec<&'static str> {
    /// Codes further away are not suggested: `us-east1` is one edit away, `use1` four.
    const FAR: usize = 3;
    const LONGEST: usize = 64;
    if typed.len() > LONGEST {
        return Vec::new();
    }
    let by_place =
        BEDROCK_REGIONS.iter().filter(|info| typed.len() >= 3 && info.label.to_ascii_lowercase().contains(typed));
    let places: Vec<_> = by_place.map(|info| info.name).take(3).collect();
    if !places.is_empty() {
        return places;
    }
    let at = |distance: usize| {
        BEDROCK_REGIONS.iter().map(|info| info.name).filter(move |name| edits(typed, name) == distance)
    };
    let Some(nearest) = (0..=FAR).find(|distance| at(*distance).next().is_some()) else { return Vec::new() };
    at(nearest).chain((nearest < FAR).then(|| at(nearest + 1)).into_iter().flatten()).take(3).collect()
}

/// Levenshtein distance, one row at a time.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut above_left = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            let here = (above_left + usize::from(from != *to)).min(above + 1).min(left + 1);
            above_left = above;
            left = here;
            *cell = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_region_of_the_table() {
        for info in BEDROCK_REGIONS {
            let region = Region::parse(&format!(" {} ", info.name.to_uppercase())).unwrap();
            assert_eq!((region.as_str(), region.partition()), (info.name, info.partition));
        }
        assert_eq!(Region::parse("eusc-de-east-1").unwrap().partition().dns_suffix(), "amazonaws.eu");
        assert_eq!(Region::all().count(), BEDROCK_REGIONS.len());
    }

    #[test]
    fn names_the_region_that_was_probably_meant() {
        for (given, message) in [
            ("us-east1", "“us-east1” is not a region that lists Bedrock. Did you mean us-east-1 or us-east-2?"),
            (
                "us-wset-2",
                "“us-wset-2” is not a region that lists Bedrock. Did you mean us-west-2, us-east-2 or us-west-1?",
            ),
            ("Frankfurt", "“frankfurt” is not a region that lists Bedrock. Did you mean eu-central-1?"),
            ("mars", "“mars” is not a region that lists Bedrock. Region codes look like us-east-1 or eu-central-1"),
            ("  ", "Type a region, such as us-east-1"),
        ] {
            assert_eq!(Region::parse(given).unwrap_err().to_string(), message);
        }
        assert!(Region::parse(&"x".repeat(100_000)).unwrap_err().to_string().len() < 200);
    }

    #[test]
    fn counts_edits() {
        for (a, b, distance) in [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(edits(a, b), distance, "{a} {b}");
        }
    }
}
