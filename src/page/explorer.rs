//! The screens of the Explorer, by their address.

/// A job of the control plane that has a screen of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// List, filter and compare foundation models.
    Models,
    /// Buy and manage provisioned throughput.
    Throughput,
    /// Fine-tune a model and deploy it.
    Tuning,
    /// Create guardrails and try them.
    Guardrails,
}

impl Job {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Models, Self::Throughput, Self::Tuning, Self::Guardrails];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Models => "Models",
            Self::Throughput => "Provisioned throughput",
            Self::Tuning => "Fine-tuning",
            Self::Guardrails => "Guardrails",
        }
    }

    /// Its word in the address, after `#explorer/jobs/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::Throughput => "throughput",
            Self::Tuning => "tuning",
            Self::Guardrails => "guardrails",
        }
    }

    /// The job of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_found_by_its_word() {
        assert!(Job::ALL.into_iter().all(|job| Job::from_word(job.word()) == Some(job)));
        assert_eq!(Job::from_word(""), None);
    }
}
