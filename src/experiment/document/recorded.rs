//! One word of a stored record: a value that this version knows, or the text that another version wrote.
//!
//! A record outlives the version that wrote it. A word that is unknown here is kept and shown as it was written, so the
//! record stays readable and is written back unchanged.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bedrock::operation::Api;
use crate::bedrock::operation::Operation;
use crate::experiment::run::exchange::{Origin, Phase};
use crate::experiment::run::recording;

/// A type whose values are stored as words.
pub trait Word: Copy + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// The word that is stored for it.
    fn word(self) -> &'static str;
}

impl Word for Api {
    const ALL: &'static [Self] = &[Self::Converse, Self::Invoke];

    fn word(self) -> &'static str {
        self.key()
    }
}

impl Word for Operation {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Word for Origin {
    const ALL: &'static [Self] = &[Self::Simulator, Self::Aws, Self::Custom];

    fn word(self) -> &'static str {
        recording::origin_word(self)
    }
}

/// How a recorded call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The response is complete.
    Done,
    /// The user stopped it.
    Stopped,
    /// It failed.
    Failed,
    /// It was recorded before it ended.
    Running,
}

impl From<Phase> for Outcome {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Done => Self::Done,
            Phase::Stopped => Self::Stopped,
            Phase::Failed => Self::Failed,
            Phase::Waiting | Phase::Receiving => Self::Running,
        }
    }
}

impl Word for Outcome {
    const ALL: &'static [Self] = &[Self::Done, Self::Stopped, Self::Failed, Self::Running];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Running => "running",
        }
    }
}

/// A stored word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded<T> {
    /// A value of this version.
    Known(T),
    /// A word of another version; empty where the record has none.
    Other(String),
}

impl<T> Default for Recorded<T> {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl<T> From<T> for Recorded<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Word> Recorded<T> {
    /// The value, if this version knows it.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Other(_) => None,
        }
    }

    /// The word as it is stored.
    pub fn word(&self) -> &str {
        match self {
            Self::Known(value) => value.word(),
            Self::Other(word) => word,
        }
    }
}

impl<T: Word> Serialize for Recorded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de, T: Word> Deserialize<'de> for Recorded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = T::ALL.iter().copied().find(|value| value.word() == word);
        Ok(known.map_or_else(|| Self::Other(word), Self::Known))
    }
}
