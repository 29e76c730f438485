//! Refusals of a request that is right in itself.
//!
//! The texts follow the error types' own descriptions in the public API model (bedrock-runtime 2023-09-30), AWS's list of
//! common errors (<https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html>) and its page on API error codes
//! (<https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html>).

use super::Mishap;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;
use crate::simulator::fault::Fault;
use crate::simulator::gate::credentials::EXAMPLE_ACCOUNT;

impl Mishap {
    /// What the service says to a request that is right in itself.
    pub(in crate::simulator) fn refusal(
        self,
        model: &str,
        region: &str,
        operation: Option<Operation>,
    ) -> Option<Fault> {
        let streaming = operation.is_some_and(Operation::is_streaming);
        let fault = match self {
            Self::Throttling => {
                Fault::service(429, "ThrottlingException", "Too many requests, please wait before trying again.")
            }
            Self::TokenThrottling => {
                Fault::service(429, "ThrottlingException", "Too many tokens, please wait before trying again.")
            }
            Self::ServiceUnavailable => Fault::service(
                503,
                "ServiceUnavailableException",
                "The service is temporarily unable to process the request. Please try again.",
            ),
            Self::InternalError => Fault::service(
                500,
                "InternalServerException",
                "The system encountered an unexpected error during processing. Try your request again.",
            ),
            Self::ModelNotReady => Fault::service(
                429,
                "ModelNotReadyException",
                "The model is not ready for inference. Please wait and try again.",
            ),
            Self::ModelTimeout => Fault::service(
                408,
                "ModelTimeoutException",
                "The request took too long to process. Processing time exceeded the model timeout length.",
            ),
            Self::ModelError => model_error(),
            Self::MidStreamException if !streaming => model_error(),
            Self::QuotaExceeded => Fault::service(
                400,
                "ServiceQuotaExceededException",
                "Your request exceeds the service quota for your account.",
            ),
            Self::Conflict => Fault::service(
                400,
                "ConflictException",
                "Error occurred because of a conflict while performing an operation.",
            ),
            Self::NotFound => {
                Fault::not_found("The specified resource ARN was not found. Check the ARN and try your request again.")
            }
            Self::ModelRetired => Fault::not_found("This model version has reached the end of its life."),
            Self::UnknownOperation => Fault::front_door(404, "UnknownOperationException", "Unknown operation"),
            Self::Serialization => {
                Fault::front_door(400, "SerializationException", "NUMBER_VALUE can not be converted to a String")
            }
            Self::ExpiredToken => {
                Fault::front_door(403, "ExpiredTokenException", "The security token included in the request is expired")
            }
            Self::UnknownKey => Fault::front_door(
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            ),
            Self::ApiKey => Fault::front_door(
                403,
                "AccessDeniedException",
                "Authentication failed: Please make sure your API Key is valid.",
            ),
            Self::AccessDenied => {
                let (subject, action) = not_authorized(model, region, streaming);
                Fault::denied(format!("{subject} because no identity-based policy allows the {action} action"))
            }
            Self::ExplicitDeny => {
                let (subject, _) = not_authorized(model, region, streaming);
                Fault::denied(format!("{subject} with an explicit deny in a service control policy"))
            }
            Self::NoModelAccess => Fault::denied("You don't have access to the model with the specified model ID."),
            Self::UseCaseForm => Fault::service(
                404,
                "FTUFormNotFilled",
                "Model use case details have not been submitted for this account. Fill out the Anthropic use case \
                 details form before using the model.",
            ),
            Self::AgreementPending => Fault::service(
                403,
                "MPAgreementBeingCreated",
                "Your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.",
            ),
            Self::SlowFirstByte
            | Self::MidStreamException
            | Self::CutStream
            | Self::CorruptFrame
            | Self::SignInPage
            | Self::NoAnswer
            | Self::WrongSecret
            | Self::ClockSkew
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader => return None,
        };
        Some(fault)
    }
}

fn model_error() -> Fault {
    Fault::service(
        424,
        "ModelErrorException",
        "The model encountered an unexpected error while processing the request.",
    )
}

/// The beginning of a refusal by policy, and the action that it is about.
fn not_authorized(model: &str, region: &str, streaming: bool) -> (String, &'static str) {
    let action = if streaming { "bedrock:InvokeModelWithResponseStream" } else { "bedrock:InvokeModel" };
    let resource = resource(model, region);
    let said = format!(
        "User: arn:aws:sts::{EXAMPLE_ACCOUNT}:assumed-role/Learner/outcrop is not authorized to perform: {action} on \
         resource: {resource}"
    );
    (said, action)
}

/// The resource that a policy names: an ARN as it is, a profile of the account, or a model of everybody's.
fn resource(model: &str, region: &str) -> String {
    let id = ModelId::parse(model).ok();
    match id.as_ref().map(ModelId::kind) {
        Some(ModelIdKind::InferenceProfile) => {
            format!("arn:aws:bedrock:{region}:{EXAMPLE_ACCOUNT}:inference-profile/{model}")
        }
        Some(ModelIdKind::Bare) => format!("arn:aws:bedrock:{region}::foundation-model/{model}"),
        _ => model.to_owned(),
    }
}
