//! Refusals of a correct request.
//!
//! The messages follow the error types' own descriptions in the public API model (bedrock-runtime 2023-09-30), AWS's
//! list of
//! common errors (<https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html>) and its page on API error codes
//! (<https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html>).

use super::group::MishapGroup;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;
use crate::simulator::fault::Fault;
use crate::simulator::gate::credentials::EXAMPLE_ACCOUNT;

/// A refusal of a correct request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// 429 `ThrottlingException`.
    Throttling,
    /// 429 `ThrottlingException`: tokens.
    TokenThrottling,
    /// 503 `ServiceUnavailableException`.
    ServiceUnavailable,
    /// 500 `InternalServerException`.
    InternalError,
    /// 429 `ModelNotReadyException`.
    ModelNotReady,
    /// 408 `ModelTimeoutException`.
    ModelTimeout,
    /// 424 `ModelErrorException`.
    ModelError,
    /// 400 `ServiceQuotaExceededException`.
    QuotaExceeded,
    /// 400 `ConflictException`.
    Conflict,
    /// 404 `ResourceNotFoundException`: no such model or ARN.
    NotFound,
    /// 404 `ResourceNotFoundException`: the model has reached its end of life.
    ModelRetired,
    /// 404 `UnknownOperationException`.
    UnknownOperation,
    /// 400 `SerializationException`.
    Serialization,
    /// 403 `ExpiredTokenException`.
    ExpiredToken,
    /// 403 `UnrecognizedClientException`.
    UnknownKey,
    /// 403 `AccessDeniedException`: invalid API key.
    ApiKey,
    /// 403 `AccessDeniedException`: no policy allows it.
    AccessDenied,
    /// 403 `AccessDeniedException`: a policy denies it.
    ExplicitDeny,
    /// 403 `AccessDeniedException`: no access to the model.
    NoModelAccess,
    /// 404 `FTUFormNotFilled`.
    UseCaseForm,
    /// 403 `MPAgreementBeingCreated`.
    AgreementPending,
}

impl Refusal {
    /// The group, the key and the name.
    pub(super) fn row(self) -> (MishapGroup, &'static str, &'static str) {
        use MishapGroup::{Credentials, Permission, Service};
        match self {
            Self::Throttling => (Service, "throttling", "Throttled (429)"),
            Self::TokenThrottling => (Service, "token-throttling", "Too many tokens (429)"),
            Self::ServiceUnavailable => (Service, "service-unavailable", "Service unavailable (503)"),
            Self::InternalError => (Service, "internal-error", "Internal error (500)"),
            Self::ModelNotReady => (Service, "model-not-ready", "Model not ready (429)"),
            Self::ModelTimeout => (Service, "model-timeout", "Model timeout (408)"),
            Self::ModelError => (Service, "model-error", "Model error (424)"),
            Self::QuotaExceeded => (Service, "quota-exceeded", "Quota exceeded (400)"),
            Self::Conflict => (Service, "conflict", "Conflict (400)"),
            Self::NotFound => (Service, "not-found", "Model or ARN not found (404)"),
            Self::ModelRetired => (Service, "model-retired", "Model retired (404)"),
            Self::UnknownOperation => (Service, "unknown-operation", "No such operation (404)"),
            Self::Serialization => (Service, "serialization", "Body not readable (400)"),
            Self::ExpiredToken => (Credentials, "expired-token", "Session token expired (403)"),
            Self::UnknownKey => (Credentials, "unknown-key", "Access key unknown (403)"),
            Self::ApiKey => (Credentials, "api-key", "API key not accepted (403)"),
            Self::AccessDenied => (Permission, "access-denied", "Not allowed by policy (403)"),
            Self::ExplicitDeny => (Permission, "explicit-deny", "Forbidden by policy (403)"),
            Self::NoModelAccess => (Permission, "no-model-access", "No access to the model (403)"),
            Self::UseCaseForm => (Permission, "use-case-form", "Use case not submitted (404)"),
            Self::AgreementPending => (Permission, "agreement-pending", "Agreement pending (403)"),
        }
    }

    /// The refusal, for a request to this model in this region.
    pub(super) fn fault(self, model: &str, region: &str, operation: Option<Operation>) -> Fault {
        match self {
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
            Self::ModelError => Fault::service(
                424,
                "ModelErrorException",
                "The model encountered an unexpected error while processing the request.",
            ),
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
                let (subject, action) = not_authorized(model, region, operation);
                Fault::denied(format!("{subject} because no identity-based policy allows the {action} action"))
            }
            Self::ExplicitDeny => {
                let (subject, _) = not_authorized(model, region, operation);
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
        }
    }
}

/// The beginning of a policy refusal, and its action.
fn not_authorized(model: &str, region: &str, operation: Option<Operation>) -> (String, &'static str) {
    let streams = operation.is_some_and(Operation::is_streaming);
    let action = if streams { "bedrock:InvokeModelWithResponseStream" } else { "bedrock:InvokeModel" };
    let resource = resource(model, region);
    let subject = format!(
        "User: arn:aws:sts::{EXAMPLE_ACCOUNT}:assumed-role/Learner/outcrop is not authorized to perform: {action} on \
         resource: {resource}"
    );
    (subject, action)
}

/// The resource in a policy refusal: an ARN, a profile of the account, or a foundation model.
fn resource(model: &str, region: &str) -> String {
    let id = ModelId::parse(model).ok();
    match id.as_ref().map(ModelId::kind) {
        Some(ModelIdKind::InferenceProfile) => {
            format!("arn:aws:bedrock:{region}:{EXAMPLE_ACCOUNT}:inference-profile/{model}")
        }
        Some(ModelIdKind::Bare) => format!("arn:aws:bedrock:{region}::foundation-model/{model}"),
        Some(
            ModelIdKind::FoundationModelArn
            | ModelIdKind::InferenceProfileArn
            | ModelIdKind::ApplicationInferenceProfileArn
            | ModelIdKind::ProvisionedModelArn
            | ModelIdKind::CustomModelArn
            | ModelIdKind::CustomModelDeploymentArn
            | ModelIdKind::ImportedModelArn
            | ModelIdKind::PromptArn
            | ModelIdKind::PromptRouterArn
            | ModelIdKind::SageMakerEndpointArn,
        )
        | None => model.to_owned(),
    }
}
