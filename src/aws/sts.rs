//! The security token service: the caller's identity, and a session for a token of an identity provider.
//!
//! STS uses AWS's query protocol: a form in, XML out (public API model of sts, 2011-06-15). `GetCallerIdentity` is
//! signed and needs no permission; `AssumeRoleWithWebIdentity` is unsigned, because the token is the proof.

use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::http::{Header, HttpRequest, Method};
use super::time::Timestamp;
use super::uri::encode_label;
use super::xml::element;

/// The service's signing name.
pub const SERVICE: &str = "sts";
const VERSION: &str = "2011-06-15";

/// `GetCallerIdentity`, unsigned; sign it for [`SERVICE`].
pub fn get_caller_identity(endpoint: &Endpoint) -> HttpRequest {
    request(endpoint, "GetCallerIdentity", &[])
}

/// `AssumeRoleWithWebIdentity`: a session of the role for this token, `duration_s` seconds long (900 to 43200).
pub fn assume_role_with_web_identity(
    endpoint: &Endpoint,
    role_arn: &str,
    session_name: &str,
    token: &str,
    duration_s: u32,
) -> HttpRequest {
    let duration = duration_s.to_string();
    request(
        endpoint,
        "AssumeRoleWithWebIdentity",
        &[
            ("RoleArn", role_arn.trim()),
            ("RoleSessionName", session_name),
            ("WebIdentityToken", token),
            ("DurationSeconds", &duration),
        ],
    )
}

fn request(endpoint: &Endpoint, action: &str, parameters: &[(&str, &str)]) -> HttpRequest {
    let mut body = format!("Action={action}&Version={VERSION}");
    for (name, value) in parameters {
        body.push('&');
        body.push_str(name);
        body.push('=');
        body.push_str(&encode_label(value));
    }
    HttpRequest {
        method: Method::Post,
        url: endpoint.url("/", None),
        headers: vec![Header::new("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
        body: body.into(),
    }
}

/// The role of a field as typed; none where it is empty.
pub fn role_of_field(text: &str) -> Result<Option<String>, String> {
    match text.trim() {
        "" => Ok(None),
        role if is_role_arn(role) => Ok(Some(role.to_owned())),
        _ => Err("A role’s ARN looks like arn:aws:iam::123456789012:role/guest".to_owned()),
    }
}

/// Whether a text has the form of a role's ARN.
pub fn is_role_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam", "", account, resource] => {
            partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|b| b.is_ascii_digit())
                && resource.strip_prefix("role/").is_some_and(|name| !name.is_empty())
        }
        _ => false,
    }
}

/// The identity of the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The account.
    pub account: String,
    /// The user or the session of a role.
    pub arn: String,
}

/// Why an answer cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The answer is not the XML that the operation returns.
    #[error("The token service’s answer cannot be read: {0} is missing")]
    Missing(&'static str),
}

fn member(text: &str, name: &'static str) -> Result<String, AnswerError> {
    element(text, name).filter(|text| !text.is_empty()).ok_or(AnswerError::Missing(name))
}

/// The answer of `GetCallerIdentity`.
pub fn read_caller_identity(body: &[u8]) -> Result<CallerIdentity, AnswerError> {
    let text = String::from_utf8_lossy(body);
    Ok(CallerIdentity { account: member(&text, "Account")?, arn: member(&text, "Arn")? })
}

/// The credentials of an `AssumeRoleWithWebIdentity` answer.
pub fn read_credentials(body: &[u8]) -> Result<Credentials, AnswerError> {
    let text = String::from_utf8_lossy(body);
    let expires_at = element(&text, "Expiration").and_then(|at| Timestamp::parse(&at));
    Ok(Credentials::new(
        member(&text, "AccessKeyId")?,
        member(&text, "SecretAccessKey")?,
        Some(member(&text, "SessionToken")?),
        expires_at,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;

    #[test]
    fn asks_as_the_query_protocol_wants_it() {
        let endpoint = Endpoint::aws("sts", &Region::parse("us-east-1").unwrap());
        let role = "arn:aws:iam::123456789012:role/x";
        let unsigned = assume_role_with_web_identity(&endpoint, role, "play", "eyJ.a+b/=", 3_600);
        assert_eq!(
            String::from_utf8(unsigned.body.to_vec()).unwrap(),
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx\
             &RoleSessionName=play&WebIdentityToken=eyJ.a%2Bb%2F%3D&DurationSeconds=3600"
        );
        assert_eq!(unsigned.headers.len(), 1);
        let who = get_caller_identity(&endpoint);
        assert_eq!(who.url.to_string(), "https://sts.us-east-1.amazonaws.com/");
        assert_eq!(*who.body, *b"Action=GetCallerIdentity&Version=2011-06-15");
    }

    #[test]
    fn reads_the_answers() {
        let who = read_caller_identity(
            b"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
              <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AIDA</UserId><Account>123456789012</Account>\
              </GetCallerIdentityResult></GetCallerIdentityResponse>",
        );
        let arn = "arn:aws:iam::123456789012:user/me".to_owned();
        assert_eq!(who, Ok(CallerIdentity { account: "123456789012".to_owned(), arn }));
        let made = read_credentials(
            b"<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
              <AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>a/b&amp;c</SecretAccessKey><SessionToken>T</SessionToken>\
              <Expiration>2025-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>",
        )
        .unwrap();
        assert_eq!((made.access_key_id(), made.secret(), made.session_token()), ("ASIAX", "a/b&c", Some("T")));
        assert_eq!(made.expires_at(), Some(Timestamp(1_735_787_045_000)));
        assert_eq!(read_credentials(b"<html>").unwrap_err(), AnswerError::Missing("AccessKeyId"));
    }

    #[test]
    fn knows_a_roles_arn() {
        for (text, is) in [
            ("arn:aws:iam::123456789012:role/guest", true),
            (" arn:aws-us-gov:iam::123456789012:role/path/guest ", true),
            ("arn:aws:iam::123456789012:user/guest", false),
            ("arn:aws:iam::12:role/guest", false),
            ("arn:aws:iam::123456789012:role/", false),
            ("guest", false),
        ] {
            assert_eq!(is_role_arn(text), is, "{text}");
            assert_eq!(role_of_field(text).is_ok(), is, "{text}");
        }
        assert_eq!(role_of_field(" "), Ok(None));
        let role = "arn:aws:iam::123456789012:role/guest";
        assert_eq!(role_of_field(&format!(" {role} ")), Ok(Some(role.to_owned())));
    }
}
