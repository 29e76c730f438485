//! The chain of HMACs from the secret to the signature, step by step.
//!
//! An intermediate key can sign for its day (and region, and service). So the keys are shown only for the secrets that
//! AWS's documentation publishes as examples; for other secrets, only the operations are shown.

use super::super::credentials::Credentials;
use super::{Anatomy, canonical};
use crate::text::hex;

/// The secrets of AWS's published examples
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html> and the documentation
/// of the credentials file). They give access to nothing.
const PUBLISHED: [&str; 2] = ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"];

/// One HMAC-SHA256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyStep {
    /// The name of the result in AWS's documentation.
    pub name: &'static str,
    /// What is used as the key.
    pub key: &'static str,
    /// What is hashed.
    pub message: String,
    /// The result in hexadecimal; only for published example secrets.
    pub result: Option<String>,
}

/// Whether the keys of these credentials may be shown.
pub fn is_published_example(credentials: &Credentials) -> bool {
    PUBLISHED.contains(&credentials.secret())
}

/// The four steps to the signing key, for this scope.
pub fn key_steps(anatomy: &Anatomy, credentials: &Credentials) -> Vec<KeyStep> {
    let published = is_published_example(credentials);
    let names =
        [("kDate", "\"AWS4\" + secret"), ("kRegion", "kDate"), ("kService", "kRegion"), ("kSigning", "kService")];
    let keys = published.then(|| {
        let scope: Vec<&str> = anatomy.scope.split('/').collect();
        canonical::key_chain(credentials.secret(), &scope)
    });
    let result = |index: usize| keys.as_ref()?.get(index).map(|key| hex::digits(key.as_slice()));
    names
        .into_iter()
        .zip(anatomy.scope.split('/'))
        .enumerate()
        .map(|(index, ((name, key), message))| KeyStep {
            name,
            key,
            message: message.to_owned(),
            result: result(index),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anatomy() -> Anatomy {
        Anatomy {
            canonical_request: String::new(),
            canonical_request_hash: String::new(),
            string_to_sign: String::new(),
            scope: "20250102/us-east-1/bedrock/aws4_request".to_owned(),
            signed_headers: String::new(),
            signature: String::new(),
            amz_date: String::new(),
            access_key_id: String::new(),
        }
    }

    #[test]
    fn the_published_secret_shows_every_key() {
        let steps = key_steps(&anatomy(), &Credentials::new("AKIDEXAMPLE", PUBLISHED[1], None, None));
        let messages: Vec<_> = steps.iter().map(|step| step.message.as_str()).collect();
        assert_eq!(messages, ["20250102", "us-east-1", "bedrock", "aws4_request"]);
        // Computed with botocore 1.44.5.
        assert_eq!(
            steps.last().unwrap().result.as_deref(),
            Some("e21c623e4635aedbfb69d823d2707c3757772dc1c9e96594ba340ac8e635ce57")
        );
        assert!(steps.iter().all(|step| step.result.is_some()));
    }

    #[test]
    fn any_other_secret_shows_none() {
        let steps = key_steps(&anatomy(), &Credentials::new("AKIDEXAMPLE", "a-secret-of-somebody", None, None));
        assert_eq!(steps.len(), 4);
        assert!(steps.iter().all(|step| step.result.is_none()));
    }
}
