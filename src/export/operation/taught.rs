//! The operations of the control plane that the Explorer teaches, by job.

/// Their names. All are of the client `bedrock`.
pub const TAUGHT: [&str; 43] = [
    // Models.
    "ListFoundationModels",
    "GetFoundationModel",
    // Access to them.
    "GetFoundationModelAvailability",
    "ListFoundationModelAgreementOffers",
    "CreateFoundationModelAgreement",
    "DeleteFoundationModelAgreement",
    "GetUseCaseForModelAccess",
    "PutUseCaseForModelAccess",
    // Inference profiles.
    "ListInferenceProfiles",
    "GetInferenceProfile",
    "CreateInferenceProfile",
    "DeleteInferenceProfile",
    // Provisioned throughput.
    "CreateProvisionedModelThroughput",
    "GetProvisionedModelThroughput",
    "ListProvisionedModelThroughputs",
    "UpdateProvisionedModelThroughput",
    "DeleteProvisionedModelThroughput",
    // Customisation jobs.
    "CreateModelCustomizationJob",
    "GetModelCustomizationJob",
    "ListModelCustomizationJobs",
    "StopModelCustomizationJob",
    // Custom models and their deployments.
    "CreateCustomModel",
    "GetCustomModel",
    "ListCustomModels",
    "DeleteCustomModel",
    "CreateCustomModelDeployment",
    "GetCustomModelDeployment",
    "ListCustomModelDeployments",
    "UpdateCustomModelDeployment",
    "DeleteCustomModelDeployment",
    // Guardrails.
    "CreateGuardrail",
    "GetGuardrail",
    "ListGuardrails",
    "UpdateGuardrail",
    "CreateGuardrailVersion",
    "DeleteGuardrail",
    "PutEnforcedGuardrailConfiguration",
    "ListEnforcedGuardrailsConfiguration",
    "DeleteEnforcedGuardrailConfiguration",
    // Batch jobs.
    "CreateModelInvocationJob",
    "GetModelInvocationJob",
    "ListModelInvocationJobs",
    "StopModelInvocationJob",
];
