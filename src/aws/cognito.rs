//! Cognito identity pools: temporary credentials for a guest, or for the holder of an identity provider's token.
//!
//! Three operations, all unsigned and all JSON 1.1 (public API model of cognito-identity, 2014-06-30). The enhanced flow
//! asks for an identity and then for its credentials; the basic flow asks for an `OpenID` token and exchanges it at
//! [`super::sts`]. Tokens and credentials are not stored anywhere else.

use serde_json::{Map, Value, json};
use zeroize::{Zeroize, Zeroizing};

use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::http::{Header, HttpRequest, Method};
use super::region::Region;
use super::time::Timestamp;

/// An identity pool: `us-east-1:11111111-2222-3333-4444-555555555555`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolId {
    text: String,
    region: Region,
}

impl PoolId {
    /// Reads an id; white space around it does not matter.
    pub fn parse(text: &str) -> Result<Self, PoolIdError> {
        /// The longest id that the API model allows.
        const LONGEST: usize = 55;
        let text = text.trim();
        let (region, id) = text.split_once(':').ok_or(PoolIdError::Form)?;
        let hexadecimal = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-');
        if text.len() > LONGEST || id.len() < 8 || !id.bytes().all(hexadecimal) {
            return Err(PoolIdError::Form);
        }
        let region = Region::parse(region).map_err(|_| PoolIdError::Region)?;
        Ok(Self { text: text.to_owned(), region })
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The region of the pool, which is also the region of the endpoint.
    pub fn region(&self) -> Region {
        self.region
    }
}

/// Why a text is not an identity pool id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolIdError {
    /// Not a region, a colon and an id.
    #[error("An identity pool ID looks like us-east-1:11111111-2222-3333-4444-555555555555")]
    Form,
    /// The region is unknown.
    #[error("The identity pool ID does not begin with a region that is known here")]
    Region,
}

/// A token of an identity provider, for authenticated access.
#[derive(Clone)]
pub struct Login {
    /// The provider's name: `cognito-idp.<region>.amazonaws.com/<user pool id>`, `accounts.google.com` or an `OpenID` issuer.
    pub provider: String,
    /// The id token that the provider issued.
    pub token: Zeroizing<String>,
}

impl Login {
    /// A login with this provider and token, trimmed; an issuer's `https://` is not part of its name.
    pub fn new(provider: &str, token: &str) -> Self {
        let provider = provider.trim();
        let provider = provider.strip_prefix("https://").unwrap_or(provider).trim_end_matches('/');
        Self { provider: provider.to_owned(), token: Zeroizing::new(token.trim().to_owned()) }
    }

    /// The login of two fields as typed; none where both are empty. The error says which of them is missing.
    pub fn of_fields(provider: &str, token: &str) -> Result<Option<Self>, String> {
        let login = Self::new(provider, token);
        match (login.provider.is_empty(), login.token.is_empty()) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some(login)),
            (true, false) => Err("Name the provider that the token is from".to_owned()),
            (false, true) => Err("Type the id token that the provider gave".to_owned()),
        }
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("provider", &self.provider).finish_non_exhaustive()
    }
}

/// `GetId`: the identity in the pool; creates one if needed.
pub fn get_id(endpoint: &Endpoint, pool: &PoolId, login: Option<&Login>) -> HttpRequest {
    request(endpoint, "GetId", "IdentityPoolId", pool.as_str(), login)
}

/// `GetCredentialsForIdentity`: the enhanced flow's second step.
pub fn get_credentials(endpoint: &Endpoint, identity_id: &str, login: Option<&Login>) -> HttpRequest {
    request(endpoint, "GetCredentialsForIdentity", "IdentityId", identity_id, login)
}

/// `GetOpenIdToken`: the basic flow's second step; the token is valid for ten minutes.
pub fn get_open_id_token(endpoint: &Endpoint, identity_id: &str, login: Option<&Login>) -> HttpRequest {
    request(endpoint, "GetOpenIdToken", "IdentityId", identity_id, login)
}

fn request(endpoint: &Endpoint, operation: &str, member: &str, value: &str, login: Option<&Login>) -> HttpRequest {
    let mut body = Map::new();
    body.insert(member.to_owned(), json!(value));
    if let Some(login) = login {
        body.insert("Logins".to_owned(), json!({ login.provider.as_str(): login.token.as_str() }));
    }
    HttpRequest {
        method: Method::Post,
        url: endpoint.url("/", None),
        headers: vec![
            Header::new("content-type", "application/x-amz-json-1.1"),
            Header::new("x-amz-target", format!("AWSCognitoIdentityService.{operation}")),
        ],
        body: Value::Object(body).to_string().into(),
    }
}

/// Why an answer cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The answer is not the JSON that the operation returns.
    #[error("The identity service’s answer cannot be read: {0} is missing")]
    Missing(&'static str),
}

/// The identity of a `GetId` answer.
pub fn read_id(body: &[u8]) -> Result<String, AnswerError> {
    text_of(body, "IdentityId").map(|id| id.as_str().to_owned())
}

/// The token of a `GetOpenIdToken` answer.
pub fn read_token(body: &[u8]) -> Result<Zeroizing<String>, AnswerError> {
    text_of(body, "Token")
}

fn text_of(body: &[u8], member: &'static str) -> Result<Zeroizing<String>, AnswerError> {
    let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let found = match answer.get_mut(member) {
        Some(Value::String(text)) if !text.is_empty() => Some(Zeroizing::new(std::mem::take(text))),
        _ => None,
    };
    found.ok_or(AnswerError::Missing(member))
}

/// The credentials of a `GetCredentialsForIdentity` answer. The secret is called `SecretKey`; the expiration is seconds
/// since 1970, with or without a fraction.
pub fn read_credentials(body: &[u8]) -> Result<Credentials, AnswerError> {
    let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let credentials = answer.get_mut("Credentials").ok_or(AnswerError::Missing("Credentials"))?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within the years that a date can say")]
    let expires_at = credentials
        .get("Expiration")
        .and_then(Value::as_f64)
        .filter(|seconds| (0.0..253_402_300_799.0).contains(seconds))
        .map(|seconds| Timestamp((seconds * 1_000.0) as i64));
    let mut take = |name: &'static str| match credentials.get_mut(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(std::mem::take(text)),
        _ => Err(AnswerError::Missing(name)),
    };
    let (id, mut secret, token) = (take("AccessKeyId")?, take("SecretKey")?, take("SessionToken")?);
    let made = Credentials::new(id, secret.as_str(), Some(token), expires_at);
    secret.zeroize();
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str = "us-east-1:11111111-2222-3333-4444-555555555555";

    fn endpoint() -> Endpoint {
        Endpoint::aws("cognito-identity", &Region::parse("us-east-1").unwrap())
    }

    #[test]
    fn a_login_needs_both_fields_or_neither() {
        assert!(Login::of_fields(" ", "").unwrap().is_none());
        let login = Login::of_fields("https://accounts.google.com/", " id.token ").unwrap().unwrap();
        assert_eq!((login.provider.as_str(), login.token.as_str()), ("accounts.google.com", "id.token"));
        for (provider, token, part) in [("", "id.token", "provider"), ("accounts.google.com", " ", "id token")] {
            let why = Login::of_fields(provider, token).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }

    #[test]
    fn asks_unsigned_and_as_the_sdk_does() {
        let pool = PoolId::parse(&format!(" {POOL}\n")).unwrap();
        let login = Login::new("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf/", " id.token ");
        for (request, target, body) in [
            (get_id(&endpoint(), &pool, None), "GetId", format!(r#"{{"IdentityPoolId":"{POOL}"}}"#)),
            (
                get_id(&endpoint(), &pool, Some(&login)),
                "GetId",
                format!(
                    r#"{{"IdentityPoolId":"{POOL}","Logins":{{"cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf":"id.token"}}}}"#
                ),
            ),
            (
                get_credentials(&endpoint(), "us-east-1:a", None),
                "GetCredentialsForIdentity",
                r#"{"IdentityId":"us-east-1:a"}"#.to_owned(),
            ),
            (
                get_open_id_token(&endpoint(), "us-east-1:a", None),
                "GetOpenIdToken",
                r#"{"IdentityId":"us-east-1:a"}"#.to_owned(),
            ),
        ] {
            assert_eq!(request.url.to_string(), "https://cognito-identity.us-east-1.amazonaws.com/");
            let target = format!("AWSCognitoIdentityService.{target}");
            assert_eq!(request.header("x-amz-target"), Some(target.as_str()));
            assert_eq!(request.header("content-type"), Some("application/x-amz-json-1.1"));
            assert_eq!(request.header("authorization"), None);
            assert_eq!(String::from_utf8(request.body.to_vec()).unwrap(), body);
        }
        assert!(!format!("{login:?}").contains("id.token"));
    }

    #[test]
    fn reads_the_answers() {
        assert_eq!(read_id(br#"{"IdentityId":"us-east-1:a"}"#).as_deref(), Ok("us-east-1:a"));
        assert_eq!(read_token(br#"{"IdentityId":"x","Token":"eyJ"}"#).unwrap().as_str(), "eyJ");
        let body = |expiration: &str| {
            format!(
                r#"{{"IdentityId":"x","Credentials":{{"AccessKeyId":"ASIAX","SecretKey":"S","SessionToken":"T","Expiration":{expiration}}}}}"#
            )
        };
        for (expiration, ms) in [
            ("1735808400", Some(1_735_808_400_000)),
            ("1.7358084005E9", Some(1_735_808_400_500)),
            ("null", None),
            ("1e300", None),
            ("-1", None),
        ] {
            let read = read_credentials(body(expiration).as_bytes()).unwrap();
            assert_eq!((read.access_key_id(), read.secret(), read.session_token()), ("ASIAX", "S", Some("T")));
            assert_eq!(read.expires_at().map(|at| at.0), ms, "{expiration}");
        }
        assert_eq!(read_id(b"<html>"), Err(AnswerError::Missing("IdentityId")));
        assert_eq!(read_credentials(b"{}").unwrap_err(), AnswerError::Missing("Credentials"));
        assert_eq!(read_credentials(br#"{"Credentials":{}}"#).unwrap_err(), AnswerError::Missing("AccessKeyId"));
    }

    #[test]
    fn knows_a_pool_by_its_form() {
        assert_eq!(PoolId::parse(POOL).unwrap().region().as_str(), "us-east-1");
        for (text, error) in [
            ("", PoolIdError::Form),
            ("us-east-1", PoolIdError::Form),
            ("us-east-1_AbCdEf", PoolIdError::Form),
            ("us-east-1:NOT-HEX-AT-ALL", PoolIdError::Form),
            ("mars-1:11111111-2222-3333-4444-555555555555", PoolIdError::Region),
        ] {
            assert_eq!(PoolId::parse(text).unwrap_err(), error, "{text}");
        }
    }
}
