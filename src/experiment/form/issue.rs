//! The problems of a draft, each with its field.

use crate::bedrock::conversation::Conversation;
use crate::bedrock::model_id::ModelId;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The model id.
    Model,
    /// The region.
    Region,
    /// Whether the answer is streamed.
    Stream,
    /// The system prompt.
    System,
    /// The message at this place, from 0.
    Message(usize),
    /// Max tokens.
    MaxTokens,
    /// Temperature.
    Temperature,
    /// Top P.
    TopP,
    /// Top K.
    TopK,
    /// The stop sequences.
    StopSequences,
    /// Additional model request fields.
    ExtraFields,
    /// The further members of the Converse body.
    More,
}

/// How grave an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The request cannot be built from this text.
    Error,
    /// The request can be sent; the service is known to refuse it or to do something unexpected.
    Warning,
}

/// One problem, with its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where.
    pub field: Field,
    /// How grave.
    pub severity: Severity,
    /// What is wrong, with the value, and what to do.
    pub message: String,
}

/// A draft as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    /// The model, when its text is an id or an ARN.
    pub model: Option<ModelId>,
    /// Everything that goes into the body. Fields in error are left out.
    pub conversation: Conversation,
    /// What is wrong, in the order of the form.
    pub issues: Vec<Issue>,
}

impl Composed {
    /// The first issue that keeps the request from being built.
    pub fn first_error(&self) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.severity == Severity::Error)
    }

    /// The issues at one field.
    pub fn at(&self, field: Field) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |issue| issue.field == field)
    }
}

/// What the service is known to refuse at a field, by its own model or by its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub field: Field,
    /// A sentence for the person at the field.
    pub message: String,
}

impl Field {
    /// The place of the Converse body that the field is typed into; a field that fills several has the one around them,
    /// one that is not of the body is empty.
    pub fn pointer(self) -> String {
        match self {
            Self::MaxTokens => "/inferenceConfig/maxTokens".to_owned(),
            Self::Temperature => "/inferenceConfig/temperature".to_owned(),
            Self::TopP => "/inferenceConfig/topP".to_owned(),
            Self::StopSequences => "/inferenceConfig/stopSequences".to_owned(),
            Self::Message(index) => format!("/messages/{index}/content"),
            Self::System => "/system".to_owned(),
            Self::TopK | Self::ExtraFields => "/additionalModelRequestFields".to_owned(),
            Self::Model | Self::Region | Self::Stream | Self::More => String::new(),
        }
    }

    /// The field that a place of the Converse body is typed into.
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        let mut tokens = pointer.split('/').skip(1);
        match (tokens.next()?, tokens.next()) {
            ("inferenceConfig", Some("maxTokens")) => Some(Self::MaxTokens),
            ("inferenceConfig", Some("temperature")) => Some(Self::Temperature),
            ("inferenceConfig", Some("topP")) => Some(Self::TopP),
            ("inferenceConfig", Some("stopSequences")) => Some(Self::StopSequences),
            ("messages", Some(index)) => index.parse().ok().map(Self::Message),
            ("system", _) => Some(Self::System),
            ("additionalModelRequestFields", _) => Some(Self::ExtraFields),
            (
                "toolConfig"
                | "guardrailConfig"
                | "performanceConfig"
                | "serviceTier"
                | "projectIdentifier"
                | "outputConfig"
                | "requestMetadata"
                | "promptVariables"
                | "additionalModelResponseFieldPaths",
                _,
            ) => Some(Self::More),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_body_has_its_field() {
        for (pointer, field) in [
            ("/inferenceConfig/topP", Some(Field::TopP)),
            ("/inferenceConfig/stopSequences/0", Some(Field::StopSequences)),
            ("/messages/2/content/0/text", Some(Field::Message(2))),
            ("/messages", None),
            ("modelId", None),
            ("", None),
        ] {
            assert_eq!(Field::from_pointer(pointer), field, "{pointer}");
        }
    }
}
