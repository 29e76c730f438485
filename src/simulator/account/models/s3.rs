//! The simulator has no S3. It judges an object by its name, so that the failures of a job can be seen:
//!
//! * a key that contains `missing` is an object that cannot be read;
//! * a name that ends otherwise than in `.jsonl` is a file that is not JSONL;
//! * the last number in a name, such as 250 in `train-250.jsonl`, is how many records it has;
//! * of a name that contains `error` the model refuses one record in ten;
//! * the records of a name that contains `slow` take longer than a batch may take, and those of one that contains
//!   `waits` never begin.
//!
//! The messages are those of AWS's page on troubleshooting fine-tuning jobs.

use crate::simulator::inference::sampler::seed_from;

/// What is known of an object by its address.
pub(super) struct Object<'a> {
    bucket: &'a str,
    key: &'a str,
}

impl<'a> Object<'a> {
    pub(super) fn new(uri: &'a str) -> Self {
        let (bucket, key) = uri.strip_prefix("s3://").unwrap_or(uri).split_once('/').unwrap_or((uri, ""));
        Self { bucket, key }
    }

    /// The last part of the key; empty for a folder.
    fn name(&self) -> &'a str {
        self.key.rsplit('/').next().unwrap_or_default()
    }

    /// Why it cannot be read.
    pub(super) fn unreadable(&self) -> Option<String> {
        self.key.contains("missing").then(|| {
            format!(
                "Could not validate GetObject permissions to access Amazon S3 bucket: {} at key {}",
                self.bucket, self.key
            )
        })
    }

    /// Why a job that reads it fails.
    pub(super) fn failure(&self) -> Option<String> {
        if let Some(reason) = self.unreadable() {
            return Some(reason);
        }
        let name = self.name();
        let is_other = name.rsplit_once('.').is_some_and(|(_, extension)| extension != "jsonl");
        is_other.then(|| format!("Unable to parse Amazon S3 file: {name}. Data files must conform to JSONL format."))
    }

    /// How many records it has: the last number in its name, or one of 100 to 999 that the address decides.
    pub(super) fn records(&self) -> u64 {
        let stem = self.name().rsplit_once('.').map_or(self.name(), |(stem, _)| stem);
        let numbers = stem.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        numbers
            .filter_map(|part| part.parse().ok())
            .next_back()
            .unwrap_or_else(|| 100 + seed_from(0, format!("{}/{}", self.bucket, self.key).as_bytes()) % 900)
    }

    /// How many of its records the model refuses: those of a name that contains `error`, one in ten.
    pub(super) fn errors(&self) -> u64 {
        if self.name().contains("error") { self.records().div_ceil(10) } else { 0 }
    }

    /// How a batch of its records goes on.
    pub(super) fn pace(&self) -> Pace {
        let name = self.name();
        if name.contains("waits") {
            Pace::Waits
        } else if name.contains("slow") {
            Pace::Slow
        } else {
            Pace::Usual
        }
    }
}

/// How a batch goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// It is done in time.
    Usual,
    /// Its time is over before all its records are processed.
    Slow,
    /// Its time is over before it begins.
    Waits,
}
