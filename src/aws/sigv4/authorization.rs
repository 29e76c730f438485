//! The `authorization` header of a signed request: written, and read back for verification.

use super::{ALGORITHM, Anatomy};

/// The header's value for these steps.
pub fn write(anatomy: &Anatomy) -> String {
    let Anatomy { access_key_id, scope, signed_headers, signature, .. } = anatomy;
    [
        ALGORITHM,
        " Credential=",
        access_key_id,
        "/",
        scope,
        ", SignedHeaders=",
        signed_headers,
        ", Signature=",
        signature,
    ]
    .concat()
}

/// The content of an `authorization` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    /// The access key id.
    pub access_key_id: String,
    /// The day of the scope, `20250102`.
    pub date: String,
    /// The region of the scope.
    pub region: String,
    /// The service of the scope.
    pub service: String,
    /// The last part of the scope; `aws4_request` in a well-formed one.
    pub terminator: String,
    /// The names of the signed headers, in the order given.
    pub signed_headers: Vec<String>,
    /// The signature as given.
    pub signature: String,
}

/// Why an `authorization` header cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationFault {
    /// It does not start with [`ALGORITHM`]; contains its first word.
    Algorithm(String),
    /// The missing parameters among `Credential`, `Signature`, `SignedHeaders`.
    Missing(Vec<&'static str>),
    /// The credential is not `key/date/region/service/aws4_request`; contains it as given.
    Credential(String),
}

impl Authorization {
    /// Reads the header's value.
    pub fn parse(value: &str) -> Result<Self, AuthorizationFault> {
        let value = value.trim();
        let (algorithm, rest) = value.split_once(' ').unwrap_or((value, ""));
        if algorithm != ALGORITHM {
            return Err(AuthorizationFault::Algorithm(algorithm.to_owned()));
        }
        let find = |name: &str| {
            rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('=')).filter(|v| !v.is_empty())
        };
        let (credential, signature, signed) = (find("Credential"), find("Signature"), find("SignedHeaders"));
        let (Some(credential), Some(signature), Some(signed)) = (credential, signature, signed) else {
            let all = [("Credential", credential), ("Signature", signature), ("SignedHeaders", signed)];
            let missing = all.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
            return Err(AuthorizationFault::Missing(missing));
        };
        let parts: Vec<&str> = credential.split('/').collect();
        let [access_key_id, date, region, service, terminator] = parts.as_slice() else {
            return Err(AuthorizationFault::Credential(credential.to_owned()));
        };
        Ok(Self {
            access_key_id: (*access_key_id).to_owned(),
            date: (*date).to_owned(),
            region: (*region).to_owned(),
            service: (*service).to_owned(),
            terminator: (*terminator).to_owned(),
            signed_headers: signed.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_sdks_write() {
        let read = Authorization::parse(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250102/us-east-1/bedrock/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, Signature=10dc",
        )
        .unwrap();
        assert_eq!((read.access_key_id.as_str(), read.service.as_str()), ("AKIDEXAMPLE", "bedrock"));
        assert_eq!(read.signed_headers, ["content-type", "host", "x-amz-date"]);
        assert_eq!(read.signature, "10dc");
        // Without the spaces after the commas, as some clients write it.
        assert!(Authorization::parse("AWS4-HMAC-SHA256 Credential=a/b/c/d/e,SignedHeaders=h,Signature=0").is_ok());
    }

    #[test]
    fn says_what_is_wrong() {
        for (value, fault) in [
            ("", AuthorizationFault::Algorithm(String::new())),
            ("Bearer x", AuthorizationFault::Algorithm("Bearer".to_owned())),
            ("AWS4-HMAC-SHA256", AuthorizationFault::Missing(vec!["Credential", "Signature", "SignedHeaders"])),
            (
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=",
                AuthorizationFault::Missing(vec!["Signature", "SignedHeaders"]),
            ),
            (
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
                AuthorizationFault::Credential("a/b".to_owned()),
            ),
        ] {
            assert_eq!(Authorization::parse(value), Err(fault), "{value}");
        }
    }
}
