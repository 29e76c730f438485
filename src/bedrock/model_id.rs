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
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_model_id() {
        use ModelIdKind as K;
        for (text, kind, base, prefix) in [
            ("amazon.nova-lite-v1:0", K::Bare, Some("amazon.nova-lite-v1:0"), None),
            (" us.amazon.nova-lite-v1:0\n", K::InferenceProfile, Some("amazon.nova-lite-v1:0"), Some("us.")),
            (
                "us-gov.anthropic.claude-sonnet-5",
                K::InferenceProfile,
                Some("anthropic.claude-sonnet-5"),
                Some("us-gov."),
            ),
            ("global.openai.gpt-5.5", K::InferenceProfile, Some("openai.gpt-5.5"), Some("global.")),
            ("deepseek.v3.2", K::Bare, Some("deepseek.v3.2"), None),
            ("in.moonshotai.kimi-k3", K::InferenceProfile, Some("moonshotai.kimi-k3"), Some("in.")),
            ("us.nova", K::Bare, Some("us.nova"), None),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
                K::FoundationModelArn,
                Some("anthropic.claude-haiku-4-5-20251001-v1:0"),
                None,
            ),
            (
                "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.amazon.nova-pro-v1:0",
                K::InferenceProfileArn,
                Some("amazon.nova-pro-v1:0"),
                Some("us-gov."),
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
                K::ApplicationInferenceProfileArn,
                None,
                None,
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef",
                K::ProvisionedModelArn,
                None,
                None,
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-text-lite-v1:0:4k/abcdefabcdef",
                K::CustomModelArn,
                Some("amazon.titan-text-lite-v1:0:4k"),
                None,
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefabcdef",
                K::CustomModelDeploymentArn,
                None,
                None,
            ),
            ("arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefabcdef", K::ImportedModelArn, None, None),
            ("arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345:1", K::PromptArn, None, None),
            (
                "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1",
                K::PromptRouterArn,
                None,
                None,
            ),
            ("arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint", K::SageMakerEndpointArn, None, None),
        ] {
            let id = ModelId::parse(text).unwrap();
            assert_eq!((id.kind(), id.base_id(), id.profile_prefix()), (kind, base, prefix), "{text}");
            assert_eq!(id.as_str(), text.trim());
        }
        let arn = ModelId::parse("arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0").unwrap();
        assert_eq!(arn.arn_region(), Some("eu-west-1"));
        assert_eq!(ModelId::parse("amazon.nova-pro-v1:0").unwrap().arn_region(), None);
    }

    #[test]
    fn says_what_is_wrong_and_what_to_do() {
        for (text, sentence) in [
            ("  ", "empty"),
            ("amazon.nova-lite-v1%3A0", "percent-encoded"),
            ("amazon.nova lite", "' '"),
            ("amazon/nova", "'/'"),
            ("bedrock/amazon.nova-lite-v1:0", "type amazon.nova-lite-v1:0."),
            ("bedrock/converse/us.amazon.nova-pro-v1:0", "type us.amazon.nova-pro-v1:0."),
            ("bedrock/us-west-2/amazon.nova-pro-v1:0", "type amazon.nova-pro-v1:0."),
            ("bedrock/arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345", "type arn:aws:bedrock"),
            ("bedrock_converse/anthropic.claude-sonnet-4-6", "“bedrock_converse/”, which LiteLLM"),
            ("arn:aws:bedrock:us-east-1:123456789012:foundation-model/amazon.nova-lite-v1:0", "has none"),
            ("..", "“..” is not a model ID"),
            ("amazon.novä", "'ä'"),
            ("arn:aws:bedrock:us-east-1", "arn:aws:bedrock:us-east-1::foundation-model"),
            ("arn:aws:s3:us-east-1:123456789012:bucket/x", "not an ARN of a Bedrock model"),
            ("arn:aws:bedrock:us-east-1:123456789012:agent/ABCDEFGHIJ", "type “agent”"),
            ("arn:aws:bedrock:us-east-1:12:provisioned-model/abcdefabcdef", "“12”"),
            ("arn:aws:bedrock:us-east-1::provisioned-model/abcdefabcdef", "nothing"),
        ] {
            let error = ModelId::parse(text).unwrap_err().to_string();
            assert!(error.contains(sentence), "{text}: {error}");
        }
        assert_eq!(ModelId::parse(&"a".repeat(2049)), Err(ModelIdError::TooLong(2049)));
    }

    #[test]
    fn a_context_window_is_told_from_a_version() {
        for (text, window) in [
            ("anthropic.claude-3-haiku-20240307-v1:0:200k", Some("200k")),
            ("us.amazon.nova-lite-v1:0:300k", Some("300k")),
            ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0:128k", Some("128k")),
            ("amazon.nova-lite-v1:0", None),
            ("deepseek.v3.2", None),
            // A customised model keeps the suffix of its base.
            ("arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-text-lite-v1:0:4k/abcdefabcdef", None),
        ] {
            assert_eq!(ModelId::parse(text).unwrap().context_window(), window, "{text}");
        }
    }

    #[test]
    fn the_reader_tells_the_family_only_where_the_id_does_not() {
        use crate::bedrock::family::PICKS;
        let arn = ModelId::parse("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef").unwrap();
        assert!(arn.is_opaque() && arn.clone().with_family(Some(Family::Nova)).family() == Some(Family::Nova));
        assert_eq!(arn.family(), None);
        let known =
            ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap().with_family(Some(Family::Nova));
        assert!(!known.is_opaque() && known.family() == Some(Family::Claude));
        let mut families: Vec<_> = PICKS.iter().map(|start| Family::from_base_id(start)).collect();
        families.dedup();
        assert!(families.len() == PICKS.len() && !families.contains(&None));
    }
}
