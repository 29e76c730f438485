//! Why a call of the control plane did not succeed, with what to do about it.

use crate::aws::arrival::NotAnswered;
use crate::aws::error::AwsError;
use crate::experiment::run::exchange::Failure;

/// A call that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The operation.
    pub operation: &'static str,
    /// The error's own name, if a service answered.
    pub code: Option<String>,
    /// The HTTP status, if a service answered.
    pub status: Option<u16>,
    /// The message, as received.
    pub message: String,
    /// What it means and what to do, in our words.
    pub advice: Option<&'static str>,
    /// The request ID, if the service sent one.
    pub request_id: Option<String>,
}

impl Refusal {
    /// A refusal of the service.
    pub fn of_service(operation: &'static str, error: AwsError) -> Self {
        let code = error.code.clone();
        let message = error.message.unwrap_or(error.raw);
        Self {
            operation,
            advice: advice(operation, code.as_deref().unwrap_or_default(), &message),
            code,
            status: Some(error.status),
            message,
            request_id: error.request_id,
        }
    }

    /// Whether it says the same: a repeated call has another request ID.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.code, self.status, &self.message) == (&other.code, other.status, &other.message)
    }

    /// A failure of any kind, as the record of a call has it.
    pub fn of_failure(operation: &'static str, failure: &Failure) -> Self {
        match failure {
            Failure::Refused(error) => Self::of_service(operation, error.clone()),
            Failure::Exception(fault) => Self {
                operation,
                advice: advice(operation, &capitalised(&fault.kind), &fault.message),
                code: Some(fault.kind.clone()),
                status: None,
                message: fault.message.clone(),
                request_id: None,
            },
            Failure::Transport(why) => Self::of_page(operation, format!("No response: {why}")),
            Failure::Redirected => {
                Self::of_page(operation, "The endpoint answered with a redirect, which is not followed")
            }
            Failure::Corrupt(why) => {
                Self::of_page(operation, format!("The stream is not valid: {why}. What arrived before is kept"))
            }
            Failure::Truncated(why) => {
                Self::of_page(operation, format!("The answer broke off: {why}. What arrived is kept"))
            }
            Failure::Unreadable(why) => Self::of_page(operation, format!("The answer cannot be read: {why}")),
            Failure::TooLarge(_) => {
                Self::of_page(operation, "The answer is longer than this page receives. What arrived is kept")
            }
            Failure::NoCredentials => {
                Self::of_page(operation, "There are no credentials to sign with. Enter some first")
            }
            Failure::ExpiredCredentials => Self::of_page(operation, "The credentials have expired. Enter new ones"),
            Failure::NotSent(why) => Self::of_page(operation, format!("Nothing was sent: {why}")),
        }
    }

    /// Why the page sent nothing, or could not read the answer.
    pub fn of_page(operation: &'static str, why: impl Into<String>) -> Self {
        Self { operation, code: None, status: None, message: why.into(), advice: None, request_id: None }
    }

    /// A call that no service answered.
    pub fn not_answered(operation: &'static str, why: &NotAnswered) -> Self {
        Self::of_page(operation, why.to_string())
    }
}

/// The name of an exception of a stream, which begins with a small letter there.
fn capitalised(kind: &str) -> String {
    let mut chars = kind.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// What a refusal means here. Facts: the user guide's pages on quotas, provisioned throughput and guardrails.
fn advice(operation: &str, code: &str, message: &str) -> Option<&'static str> {
    Some(match (operation, code) {
        ("CreateProvisionedModelThroughput", "ServiceQuotaExceededException") => {
            "An account has 0 model units by default, also without commitment. The quota is “Model units per provisioned \
             model” and its two companions: AWS Support raises them on request. In the simulator, set the quota in the \
             account's settings"
        }
        ("DeleteProvisionedModelThroughput", "ConflictException") => {
            "Throughput with a commitment cannot be deleted before the term ends. It is billed until then, used or not"
        }
        ("CreateGuardrail", "ServiceQuotaExceededException") => {
            "An account has at most 100 guardrails in a Region. Delete one that is not used"
        }
        ("CreateGuardrailVersion", "ServiceQuotaExceededException") => {
            "A guardrail has at most 20 versions. Delete an old one"
        }
        ("DeleteGuardrail", "ResourceInUseException") => {
            "The guardrail is enforced for the account. Delete that configuration first"
        }
        ("CreateModelCustomizationJob", _) if message.contains("assume") => {
            "The role does not exist, or its trust policy does not name bedrock.amazonaws.com. Check the role's ARN and \
             its trust policy"
        }
        ("CreateModelCustomizationJob" | "CreateProvisionedModelThroughput", "ValidationException")
            if message.to_lowercase().contains("legacy") =>
        {
            "The base model is legacy: it takes no new jobs and no new throughput. Choose a current one, such as a Nova model"
        }
        ("GetUseCaseForModelAccess", "ResourceNotFoundException") => "No form was sent from this account yet",
        (_, "NotSimulatedException") => {
            "The simulator does not play this operation. The request is as AWS takes it; only the answer is missing"
        }
        (_, "AccessDeniedException") => {
            "The caller's policy does not allow this action on this resource. Add the action that the message names. \
             Creating with tags also needs bedrock:TagResource"
        }
        (_, "ResourceNotFoundException") => {
            "It does not exist in this Region, or it was deleted meanwhile. Refresh the list"
        }
        (_, "ConflictException") => "The name is taken, or the resource is changing. Refresh, then try again",
        (_, "ThrottlingException") => "Too many calls of this kind. Wait a few seconds, then try again",
        (_, "ServiceQuotaExceededException") => {
            "A quota of the account is used up. Delete what is not needed, or ask for more in Service Quotas"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_of_zero_is_explained() {
        let error = AwsError {
            status: 400,
            code: Some("ServiceQuotaExceededException".to_owned()),
            message: Some("No units".to_owned()),
            ..AwsError::default()
        };
        let refusal = Refusal::of_service("CreateProvisionedModelThroughput", error.clone());
        assert!(refusal.advice.unwrap().contains("0 model units by default"));
        assert_eq!((refusal.status, refusal.message.as_str()), (Some(400), "No units"));
        let again = Refusal { request_id: Some("2".to_owned()), ..refusal.clone() };
        assert!(again.says_the_same(&refusal) && again != refusal);
        assert!(Refusal::of_service("ListGuardrails", error).advice.unwrap().contains("quota"));
    }

    #[test]
    fn a_legacy_base_is_explained() {
        let error = AwsError {
            status: 400,
            code: Some("ValidationException".to_owned()),
            message: Some("The model is in Legacy state".to_owned()),
            ..AwsError::default()
        };
        let refusal = Refusal::of_service("CreateModelCustomizationJob", error.clone());
        assert!(refusal.advice.unwrap().contains("legacy"));
        assert_eq!(Refusal::of_service("ListGuardrails", error).advice, None);
    }

    #[test]
    fn an_unknown_refusal_has_no_advice_and_keeps_the_body() {
        let error = AwsError { status: 500, raw: "<html>".to_owned(), ..AwsError::default() };
        let refusal = Refusal::of_service("ListGuardrails", error);
        assert_eq!((refusal.advice, refusal.message.as_str(), refusal.code), (None, "<html>", None));
    }

    #[test]
    fn nothing_answered() {
        let refusal = Refusal::not_answered("ListGuardrails", &NotAnswered::NoCredentials);
        assert_eq!(refusal.status, None);
        assert!(refusal.message.contains("credentials"));
    }
}
