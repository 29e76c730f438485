//! The two inference APIs and their four operations: their names, paths and permissions.
//!
//! Paths and names: the `http` traits of the public API model (bedrock-runtime 2023-09-30). Permissions: the same
//! model's documentation of each operation; Converse has no separate permission.

use super::model_id::ModelId;
use crate::aws::uri::encode_label;

/// An inference operation of `bedrock-runtime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// One message shape for all text models; the answer in one response.
    Converse,
    /// The same request; the answer as an event stream.
    ConverseStream,
    /// The model family's own JSON; the answer in one response.
    InvokeModel,
    /// The same body; the answer as an event stream of the family's chunks.
    InvokeModelWithResponseStream,
}

/// Which of the two APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Api {
    /// Converse and `ConverseStream`.
    Converse,
    /// `InvokeModel` and `InvokeModelWithResponseStream`.
    Invoke,
}

impl Api {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Converse, Self::Invoke];

    /// The word for it in what is stored and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Converse => "converse",
            Self::Invoke => "invoke",
        }
    }

    /// The API that a word stands for.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.key() == key)
    }

    /// The API's name as AWS writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Converse => "Converse",
            Self::Invoke => "InvokeModel",
        }
    }
}

impl Operation {
    /// All four, in the order of the API reference.
    pub const ALL: [Self; 4] =
        [Self::Converse, Self::ConverseStream, Self::InvokeModel, Self::InvokeModelWithResponseStream];

    /// The operation's name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Converse => "Converse",
            Self::ConverseStream => "ConverseStream",
            Self::InvokeModel => "InvokeModel",
            Self::InvokeModelWithResponseStream => "InvokeModelWithResponseStream",
        }
    }

    /// Last segment of the path.
    pub fn path_suffix(self) -> &'static str {
        match self {
            Self::Converse => "converse",
            Self::ConverseStream => "converse-stream",
            Self::InvokeModel => "invoke",
            Self::InvokeModelWithResponseStream => "invoke-with-response-stream",
        }
    }

    /// The path on the wire: the model id is one segment, percent-encoded once (`:` is `%3A`, `/` is `%2F`).
    pub fn path(self, model: &ModelId) -> String {
        format!("/model/{}/{}", encode_label(model.as_str()), self.path_suffix())
    }

    /// The IAM action that the caller needs.
    pub fn iam_action(self) -> &'static str {
        match self {
            Self::Converse | Self::InvokeModel => "bedrock:InvokeModel",
            Self::ConverseStream | Self::InvokeModelWithResponseStream => "bedrock:InvokeModelWithResponseStream",
        }
    }

    /// Whether the answer arrives as an event stream.
    pub fn is_streaming(self) -> bool {
        match self {
            Self::ConverseStream | Self::InvokeModelWithResponseStream => true,
            Self::Converse | Self::InvokeModel => false,
        }
    }

    /// The API that it belongs to.
    pub fn api(self) -> Api {
        match self {
            Self::Converse | Self::ConverseStream => Api::Converse,
            Self::InvokeModel | Self::InvokeModelWithResponseStream => Api::Invoke,
        }
    }

    /// Whether the body is Converse's rather than the family's.
    pub fn is_converse(self) -> bool {
        self.api() == Api::Converse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_belongs_to_the_api_in_its_name() {
        for operation in Operation::ALL {
            assert!(operation.name().starts_with(operation.api().name()), "{operation:?}");
        }
        assert!(Api::ALL.into_iter().all(|api| Api::from_key(api.key()) == Some(api)));
        assert_eq!(Api::from_key("Converse"), None);
    }

    #[test]
    fn the_model_id_is_one_encoded_segment() {
        let id = ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap();
        assert_eq!(Operation::Converse.path(&id), "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse");
        let arn = ModelId::parse("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef").unwrap();
        assert_eq!(
            Operation::InvokeModelWithResponseStream.path(&arn),
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aprovisioned-model%2Fabcdefabcdef/invoke-with-response-stream"
        );
    }
}
