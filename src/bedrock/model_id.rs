//! Model ids: a bare id, an inference-profile id, or an ARN.
//!
//! A [`ModelId`] is parsed once, at the edge, and keeps the typed text (trimmed). It tells the kind of resource and, if
//! the text contains it, the foundation model. An ARN of a provisioned throughput or of an application profile does not
//! contain it, and nothing is guessed. Forms: the `modelId` member of `InvokeModel` in the public API model
//! (bedrock-runtime 2023-09-30). Whether the model exists is not checked.

use thiserror::Error;

use super::family::Family;

/// Longest `modelId` in the API model, in characters.
const MAX_CHARS: usize = 2048;

/// Geographic prefixes of system-defined inference profiles; a prefix comes after those that it begins.
pub const PROFILE_PREFIXES: [&str; 10] =
    ["us-gov.", "global.", "apac.", "us.", "eu.", "jp.", "au.", "ca.", "in.", "sa."];

/// What `LiteLLM` and similar clients put before a model id; an API or a Region may follow it.
const CLIENT_PREFIXES: [&str; 3] = ["bedrock/", "bedrock_converse/", "amazon-bedrock/"];

/// The kind of a model id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelIdKind {
    /// A bare id, such as `amazon.nova-lite-v1:0`: on-demand use in the request's own Region.
    Bare,
    /// A system-defined inference profile by id, such as `us.amazon.nova-lite-v1:0`.
    InferenceProfile,
    /// `…:foundation-model/…`
    FoundationModelArn,
    /// `…:inference-profile/…`
    InferenceProfileArn,
    /// `…:application-inference-profile/…`: a profile that an account created.
    ApplicationInferenceProfileArn,
    /// `…:provisioned-model/…`: a Provisioned Throughput.
    ProvisionedModelArn,
    /// `…:custom-model/…`
    CustomModelArn,
    /// `…:custom-model-deployment/…`
    CustomModelDeploymentArn,
    /// `…:imported-model/…`
    ImportedModelArn,
    /// `…:prompt/…`: a prompt of Prompt management.
    PromptArn,
    /// `…:prompt-router/…` or `…:default-prompt-router/…`
    PromptRouterArn,
    /// A `SageMaker` endpoint.
    SageMakerEndpointArn,
}

impl ModelIdKind {
    /// The kind in words, for a tool tip.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bare => "model ID",
            Self::InferenceProfile => "inference profile",
            Self::FoundationModelArn => "foundation-model ARN",
            Self::InferenceProfileArn => "inference-profile ARN",
            Self::ApplicationInferenceProfileArn => "application inference profile",
            Self::ProvisionedModelArn => "Provisioned Throughput",
            Self::CustomModelArn => "custom model",
            Self::CustomModelDeploymentArn => "custom-model deployment",
            Self::ImportedModelArn => "imported model",
            Self::PromptArn => "managed prompt",
            Self::PromptRouterArn => "prompt router",
            Self::SageMakerEndpointArn => "SageMaker endpoint",
        }
    }
}

/// Why a text is not a model id. Each sentence has the value and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelIdError {
    /// Empty or only white space.
    #[error("The model ID is empty: choose a model or type an ID such as amazon.nova-lite-v1:0.")]
    Empty,
    /// Longer than the API admits.
    #[error("The model ID has {0} characters, but the API accepts at most 2048: paste only the ID or the ARN.")]
    TooLong(usize),
    /// One or two dots: every URL parser folds them away.
    #[error("“{0}” is not a model ID: type an ID such as amazon.nova-lite-v1:0.")]
    Dots(String),
    /// The path form, with `%3A`.
    #[error("“{0}” is percent-encoded: type the id itself, with “:” and “/”; the request encodes it.")]
    Encoded(String),
    /// A client's prefix before the id, such as `bedrock/`.
    #[error("“{id}” begins with “{prefix}”, which LiteLLM and similar clients put before the ID: type {rest}.")]
    ClientPrefix {
        /// The text.
        id: String,
        /// The prefix.
        prefix: &'static str,
        /// The id after it.
        rest: String,
    },
    /// A character that is not allowed in a model id.
    #[error("“{id}” contains {found:?}, which is not allowed: ids have letters, digits and . : - _ (ARNs also /).")]
    Character {
        /// The text.
        id: String,
        /// The first invalid character.
        found: char,
    },
    /// An ARN with fewer than six parts, or of another service.
    #[error("“{0}” is not an ARN of a Bedrock model: it must look like arn:aws:bedrock:us-east-1::foundation-model/….")]
    Arn(String),
    /// An ARN of Bedrock whose resource cannot be invoked.
    #[error(
        "“{arn}” names a resource of type “{resource}”, which cannot be invoked: use the ARN of a model, a profile or a prompt."
    )]
    Resource {
        /// The text.
        arn: String,
        /// The resource type found.
        resource: String,
    },
    /// An ARN of a foundation model with an account id.
    #[error(
        "“{arn}” has the account ID {account}, but the ARN of a foundation model has none: remove the ID between “::”."
    )]
    NoAccount {
        /// The text.
        arn: String,
        /// The account id.
        account: String,
    },
    /// An ARN whose account id does not fit the resource.
    #[error("“{arn}” has {found} instead of a 12-digit account ID: copy the ARN again.")]
    Account {
        /// The text.
        arn: String,
        /// The actual text in the account's place, in words.
        found: String,
    },
}

/// A well-formed model id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ModelId {
    text: String,
    kind: ModelIdKind,
    /// The range of the base id in `text`, if the text contains one.
    base: Option<(usize, usize)>,
    prefix: Option<&'static str>,
    /// The family that the user chose, for a text without one.
    chosen_family: Option<Family>,
}

impl ModelId {
    /// Parses a bare id, an inference-profile id or an ARN; trims white space.
    pub fn parse(text: &str) -> Result<Self, ModelIdError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ModelIdError::Empty);
        }
        let count = text.chars().count();
        if count > MAX_CHARS {
            return Err(ModelIdError::TooLong(count));
        }
        if matches!(text, "." | "..") {
            return Err(ModelIdError::Dots(text.to_owned()));
        }
        let lower = text.to_ascii_lowercase();
        if lower.contains("%3a") || lower.contains("%2f") {
            return Err(ModelIdError::Encoded(text.to_owned()));
        }
        for prefix in CLIENT_PREFIXES {
            if let Some(rest) = text.strip_prefix(prefix) {
                let start = rest.find("arn:").or_else(|| rest.rfind('/').map(|at| at + 1)).unwrap_or(0);
                let rest = rest.get(start..).unwrap_or(rest).to_owned();
                return Err(ModelIdError::ClientPrefix { id: text.to_owned(), prefix, rest });
            }
        }
        let arn = text.starts_with("arn:");
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_') || (arn && c == '/');
        if let Some(found) = text.chars().find(|c| !fits(*c)) {
            return Err(ModelIdError::Character { id: text.to_owned(), found });
        }
        if arn {
            return Self::parse_arn(text);
        }
        let prefix = prefix_of(text);
        let kind = if prefix.is_some() { ModelIdKind::InferenceProfile } else { ModelIdKind::Bare };
        let start = prefix.map_or(0, str::len);
        Ok(Self { text: text.to_owned(), kind, base: Some((start, text.len())), prefix, chosen_family: None })
    }

    fn parse_arn(text: &str) -> Result<Self, ModelIdError> {
        let not_an_arn = || ModelIdError::Arn(text.to_owned());
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(region), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(not_an_arn());
        };
        if !(partition == "aws" || partition.starts_with("aws-")) || region.is_empty() {
            return Err(not_an_arn());
        }
        let (resource_type, name) = resource.split_once('/').ok_or_else(not_an_arn)?;
        if name.is_empty() {
            return Err(not_an_arn());
        }
        let kind = match (service, resource_type) {
            ("bedrock", "foundation-model") => ModelIdKind::FoundationModelArn,
            ("bedrock", "inference-profile") => ModelIdKind::InferenceProfileArn,
            ("bedrock", "application-inference-profile") => ModelIdKind::ApplicationInferenceProfileArn,
            ("bedrock", "provisioned-model") => ModelIdKind::ProvisionedModelArn,
            ("bedrock", "custom-model") => ModelIdKind::CustomModelArn,
            ("bedrock", "custom-model-deployment") => ModelIdKind::CustomModelDeploymentArn,
            ("bedrock", "imported-model") => ModelIdKind::ImportedModelArn,
            ("bedrock", "prompt") => ModelIdKind::PromptArn,
            ("bedrock", "prompt-router" | "default-prompt-router") => ModelIdKind::PromptRouterArn,
            ("sagemaker", "endpoint") => ModelIdKind::SageMakerEndpointArn,
            ("bedrock", other) => {
                return Err(ModelIdError::Resource { arn: text.to_owned(), resource: other.to_owned() });
            }
            _ => return Err(not_an_arn()),
        };
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        let owned_by_an_account = kind != ModelIdKind::FoundationModelArn;
        if is_account != owned_by_an_account && !(account.is_empty() && kind == ModelIdKind::InferenceProfileArn) {
            if kind == ModelIdKind::FoundationModelArn {
                return Err(ModelIdError::NoAccount { arn: text.to_owned(), account: account.to_owned() });
            }
            let found = if account.is_empty() { "nothing".to_owned() } else { format!("“{account}”") };
            return Err(ModelIdError::Account { arn: text.to_owned(), found });
        }
        let start = text.len() - name.len();
        let (prefix, base) = match kind {
            ModelIdKind::FoundationModelArn => (None, Some((start, text.len()))),
            ModelIdKind::InferenceProfileArn => {
                let prefix = prefix_of(name);
                (prefix, Some((start + prefix.map_or(0, str::len), text.len())))
            }
            // `custom-model/amazon.titan-text-lite-v1:0:4k/abcdefabcdef`: the customised model comes first.
            ModelIdKind::CustomModelArn => (None, name.split_once('/').map(|(base, _)| (start, start + base.len()))),
            ModelIdKind::Bare
            | ModelIdKind::InferenceProfile
            | ModelIdKind::ApplicationInferenceProfileArn
            | ModelIdKind::ProvisionedModelArn
            | ModelIdKind::CustomModelDeploymentArn
            | ModelIdKind::ImportedModelArn
            | ModelIdKind::PromptArn
            | ModelIdKind::PromptRouterArn
            | ModelIdKind::SageMakerEndpointArn => (None, None),
        };
        Ok(Self { text: text.to_owned(), kind, base, prefix, chosen_family: None })
    }

    /// The id as typed, trimmed; the path contains it, encoded.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The kind of the id.
    pub fn kind(&self) -> ModelIdKind {
        self.kind
    }

    /// The foundation model of the id, without profile prefix; `None` if the text does not contain it.
    pub fn base_id(&self) -> Option<&str> {
        let (start, end) = self.base?;
        self.text.get(start..end)
    }

    /// The context window in the id of a Provisioned Throughput, such as `200k` in `…-v1:0:200k`. On-demand calls refuse
    /// such an id, although `ListFoundationModels` lists it.
    pub fn context_window(&self) -> Option<&str> {
        let bare = matches!(
            self.kind,
            ModelIdKind::Bare
                | ModelIdKind::InferenceProfile
                | ModelIdKind::FoundationModelArn
                | ModelIdKind::InferenceProfileArn
        );
        let (_, window) = self.base_id().filter(|_| bare)?.rsplit_once(':')?;
        let is_window = |window: &&str| {
            window.strip_suffix('k').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        Some(window).filter(is_window)
    }

    /// The profile's geographic prefix with its dot, such as `us.`; `None` if it is not a profile.
    pub fn profile_prefix(&self) -> Option<&str> {
        self.prefix
    }

    /// The Region in an ARN; `None` for an id.
    pub fn arn_region(&self) -> Option<&str> {
        self.text.strip_prefix("arn:")?.split(':').nth(2)
    }

    /// The same id, with the family that the user chose. It is used only if the text itself has none.
    #[must_use]
    pub fn with_family(mut self, family: Option<Family>) -> Self {
        self.chosen_family = family.filter(|_| self.is_opaque());
        self
    }

    /// Whether it is an ARN without a family, so that the user must choose one.
    pub fn is_opaque(&self) -> bool {
        self.text.starts_with("arn:") && self.base_id().and_then(Family::from_base_id).is_none()
    }

    /// The family of the model's native body: from the text, otherwise from the user's choice; `None` without both.
    pub fn family(&self) -> Option<Family> {
        self.base_id().and_then(Family::from_base_id).or(self.chosen_family)
    }
}

impl std::fmt::Display for ModelId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// The geographic prefix, if a provider and a model follow it.
fn prefix_of(id: &str) -> Option<&'static str> {
    PROFILE_PREFIXES.into_iter().find(|prefix| id.strip_prefix(prefix).is_some_and(|rest| rest.contains('.')))
}

#[cfg(test)]
mod tests;
