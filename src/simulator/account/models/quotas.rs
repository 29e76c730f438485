//! The account's quotas, with AWS's defaults (AWS General Reference, Amazon Bedrock endpoints and quotas, 2026-11).

use serde::{Deserialize, Serialize};

/// How many of each the account may have. A reader may set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Quotas {
    /// Model units of one Provisioned Throughput.
    pub model_units: u64,
    /// Model units without commitment, of all base models together.
    pub no_commitment_units_base: u64,
    /// Model units without commitment, of all custom models together.
    pub no_commitment_units_custom: u64,
    /// Custom models.
    pub custom_models: u64,
    /// Customization jobs that are not ended.
    pub customization_jobs: u64,
    /// Custom model deployments.
    pub deployments: u64,
    /// Custom model deployments that are being created.
    pub deployments_being_created: u64,
    /// Application inference profiles.
    pub inference_profiles: u64,
    /// Batch inference jobs of one base model that are not ended.
    pub batch_jobs_base: u64,
    /// Batch inference jobs of one custom model that are not ended.
    pub batch_jobs_custom: u64,
    /// Guardrails.
    pub guardrails: u64,
    /// Versions of one guardrail.
    pub guardrail_versions: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            // Even a purchase without commitment needs a Support case first.
            model_units: 0,
            no_commitment_units_base: 0,
            no_commitment_units_custom: 0,
            custom_models: 100,
            customization_jobs: 10,
            deployments: 10,
            deployments_being_created: 2,
            inference_profiles: 1_000,
            batch_jobs_base: 100,
            batch_jobs_custom: 3,
            guardrails: 100,
            guardrail_versions: 20,
        }
    }
}
