//! Reads credentials from pasted text.
//!
//! Terminals, profile files, the AWS CLI and STS each use another format. All of them are names with values, so one
//! reader finds the names (`scan`) or the object (`json`) and the rest is shared. The text is untrusted and may be a
//! secret in the wrong place, so errors and warnings never repeat any part of it except a region and a profile name.
//! Nothing is stored and no clock is read.

mod checks;
mod json;
mod scan;
mod values;

use super::credentials::Credentials;
use super::time::Timestamp;
use zeroize::Zeroizing;

/// Longer texts are rejected: session tokens stay below a few kilobytes.
const LONGEST_TEXT: usize = 64 * 1024;

/// The format of the pasted credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceForm {
    /// `export AWS_ACCESS_KEY_ID=…`, and its relatives of other POSIX shells.
    PosixExport,
    /// `$Env:AWS_ACCESS_KEY_ID="…"`
    PowerShell,
    /// `set AWS_ACCESS_KEY_ID=…` of the Windows command prompt.
    WindowsSet,
    /// A profile of a credentials file, with its name.
    Profile(String),
    /// `AWS_ACCESS_KEY_ID=…` without a command before it.
    PlainLines,
    /// The output of `aws configure export-credentials` or of a credential process: JSON with `Version`.
    ProcessJson,
    /// An answer of STS: JSON with the credentials as a member.
    StsJson,
    /// JSON whose root holds the credentials.
    BareJson,
    /// Values without names: lines, a CSV file, a table.
    Values,
}

impl SourceForm {
    /// The name of the format for a reader.
    pub fn label(&self) -> String {
        match self {
            Self::PosixExport => "shell export lines".to_owned(),
            Self::PowerShell => "PowerShell $Env: lines".to_owned(),
            Self::WindowsSet => "Windows set lines".to_owned(),
            Self::Profile(name) => format!("profile “{name}” of a credentials file"),
            Self::PlainLines => "KEY=VALUE lines".to_owned(),
            Self::ProcessJson => "credential process JSON".to_owned(),
            Self::StsJson => "JSON answer of AWS".to_owned(),
            Self::BareJson => "JSON".to_owned(),
            Self::Values => "values without names".to_owned(),
        }
    }
}

/// Credentials read from a text, with warnings.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The credentials.
    pub credentials: Credentials,
    /// The format of the text.
    pub source: SourceForm,
    /// Warnings for the user; they contain no secret.
    pub warnings: Vec<String>,
    /// A region found next to them: a well-formed code, not necessarily in our table.
    pub region: Option<String>,
}

impl Understood {
    /// One masked line: format, key id, whether there is a token, expiration, region.
    pub fn description(&self) -> String {
        let mut parts = vec![format!("access key {}", self.credentials.masked_id()), "secret ••••".to_owned()];
        parts.push(match self.credentials.session_token() {
            Some(_) => "session token ••••".to_owned(),
            None => "no session token".to_owned(),
        });
        if let Some(at) = self.credentials.expires_at() {
            parts.push(format!("until {}", at.iso8601()));
        }
        if let Some(region) = &self.region {
            parts.push(format!("region {region}"));
        }
        format!("{}: {}", sentence_case(&self.source.label()), parts.join(", "))
    }
}

/// Why a text contains no usable credentials. The sentences are fixed and contain nothing of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsTextError {
    /// Nothing was pasted.
    #[error("Paste your temporary credentials: the export lines, the profile or the JSON that AWS gives you")]
    Empty,
    /// The text is too long.
    #[error("This is too long to be credentials. Paste only the lines with the access key, the secret and the token")]
    TooLong,
    /// No name of a credential was found.
    #[error(
        "No credentials found. Paste lines such as export AWS_ACCESS_KEY_ID=…, a profile of a credentials file, or the \
         JSON of aws configure export-credentials"
    )]
    NothingFound,
    /// The text is an API key for the bearer scheme.
    #[error("This is an Amazon Bedrock API key, not credentials to sign with")]
    ApiKey,
    /// The JSON is cut off or damaged.
    #[error("This JSON cannot be read: there is a mistake at line {line}, column {column}. Is the end missing?")]
    Json {
        /// Line of the mistake, from 1.
        line: usize,
        /// Column of the mistake, from 1.
        column: usize,
    },
    /// The access key id is missing.
    #[error("The access key ID is missing (AWS_ACCESS_KEY_ID, or AccessKeyId in JSON)")]
    NoAccessKeyId,
    /// The secret is missing.
    #[error("The secret access key is missing (AWS_SECRET_ACCESS_KEY, or SecretAccessKey in JSON)")]
    NoSecret,
    /// The access key id and the secret are swapped.
    #[error("The access key ID and the secret access key are swapped: the ID begins with AKIA or ASIA")]
    Swapped,
    /// The access key id is malformed.
    #[error("The access key ID must be at least 16 letters and digits, such as ASIAIOSFODNN7EXAMPLE")]
    BadAccessKeyId,
    /// The secret is malformed.
    #[error("The secret access key must be at least 16 characters without spaces. Was it cut off?")]
    BadSecret,
    /// The session token is malformed.
    #[error("The session token must be one long word of letters, digits and +/=. Was part of it lost?")]
    BadToken,
}

/// Names and values as found, not yet checked.
#[derive(Default)]
struct Found {
    access_key_id: Option<Zeroizing<String>>,
    secret: Option<Zeroizing<String>>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<String>,
    region: Option<String>,
    default_region: Option<String>,
}

/// The value that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    AccessKeyId,
    Secret,
    SessionToken,
    /// A plain `token`, used only when there is no `session_token`.
    Token,
    Expiration,
    Region,
    DefaultRegion,
}

impl Piece {
    /// The value that a name in any case and spelling stands for: `AWS_SESSION_TOKEN`, `SessionToken`,
    /// `aws-session-token`.
    ///
    /// The names are those of the AWS tools' environment variables and profile files, and of the answers of STS, IAM
    /// Identity Center, Cognito (`SecretKey`) and the instance metadata service (`Token`).
    fn named(name: &str) -> Option<Self> {
        const LONGEST: usize = 40;
        if name.len() > LONGEST {
            return None;
        }
        let bare: String = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
        match bare.strip_prefix("aws").unwrap_or(&bare) {
            "accesskeyid" | "accesskey" => Some(Self::AccessKeyId),
            "secretaccesskey" | "secretkey" => Some(Self::Secret),
            "sessiontoken" | "securitytoken" => Some(Self::SessionToken),
            "token" => Some(Self::Token),
            "expiration" | "credentialexpiration" | "credentialsexpiration" | "sessionexpiration" => {
                Some(Self::Expiration)
            }
            "region" => Some(Self::Region),
            "defaultregion" => Some(Self::DefaultRegion),
            _ => None,
        }
    }
}

impl Found {
    fn put(&mut self, piece: Piece, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match piece {
            Piece::AccessKeyId => self.access_key_id = Some(Zeroizing::new(value.to_owned())),
            Piece::Secret => self.secret = Some(Zeroizing::new(value.to_owned())),
            Piece::SessionToken => self.session_token = Some(Zeroizing::new(value.to_owned())),
            Piece::Token if self.session_token.is_none() => self.session_token = Some(Zeroizing::new(value.to_owned())),
            Piece::Token => {}
            Piece::Expiration => self.expiration = Some(value.to_owned()),
            Piece::Region => self.region = Some(value.to_owned()),
            Piece::DefaultRegion => self.default_region = Some(value.to_owned()),
        }
    }

    fn has_a_key(&self) -> bool {
        self.access_key_id.is_some() || self.secret.is_some() || self.session_token.is_some()
    }

    fn is_complete(&self) -> bool {
        self.access_key_id.is_some() && self.secret.is_some()
    }
}

/// Reads credentials from a text. `now` decides whether they have expired.
pub fn parse(text: &str, now: Timestamp) -> Result<Understood, CredentialsTextError> {
    if text.len() > LONGEST_TEXT {
        return Err(CredentialsTextError::TooLong);
    }
    let text = Zeroizing::new(without_invisible(text));
    let text = text.trim();
    if text.is_empty() {
        return Err(CredentialsTextError::Empty);
    }
    let mut warnings = Vec::new();
    let (found, source) = match json::read(text) {
        Some(Ok(read)) => read,
        no_json => {
            let mistake = no_json.and_then(Result::err);
            let scanned = scan::read(text, &mut warnings);
            let named = scanned.as_ref().is_some_and(|(found, _)| found.is_complete());
            let values = if named { None } else { values::read(text, &mut warnings) };
            match (values.or(scanned), mistake) {
                (Some(read), None) => read,
                // A fragment of JSON (no braces, single quotes, or cut off) still contains names and values.
                (Some((found, form)), Some(_)) if found.is_complete() || !text.starts_with('{') => {
                    let is_json = form == SourceForm::PlainLines && text.starts_with('{');
                    (found, if is_json { SourceForm::BareJson } else { form })
                }
                (_, Some(mistake)) => return Err(mistake),
                (None, None) if is_api_key(text) => return Err(CredentialsTextError::ApiKey),
                (None, None) => return Err(CredentialsTextError::NothingFound),
            }
        }
    };
    checks::check(found, source, warnings, now)
}

/// Whether the text is a short-term API key: AWS's token generator writes `bedrock-api-key-…`.
fn is_api_key(text: &str) -> bool {
    text.contains("bedrock-api-key-") || text.contains("AWS_BEARER_TOKEN_BEDROCK") || text.starts_with("ABSK")
}

/// The text with plain spaces in place of the special ones of web pages and chats, and without zero-width characters.
fn without_invisible(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}' => None,
            '\u{a0}' | '\u{202f}' | '\u{3000}' | '\u{2000}'..='\u{200a}' => Some(' '),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            c => Some(c),
        })
        .collect()
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
