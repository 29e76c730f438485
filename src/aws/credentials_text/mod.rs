//! Reads credentials from pasted text.
//!
//! Terminals, profile files, the AWS CLI and STS each use another format. All of them are names with values, so one
//! reader finds the names (`scan`) or the object (`json`) and the rest is shared. The text is untrusted and may be a
//! secret in the wrong place, so errors and warnings never repeat any part of it except a region and a profile name.
//! Nothing is stored and no clock is read.

mod checks;
mod found;
mod instead;
mod json;
mod markup;
mod moment;
mod scan;
mod values;
mod word;
pub mod wrapped;

pub use instead::Instead;

use self::found::Piece;
use self::wrapped::Whole;
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
    /// XML: an answer of STS, a property list, a file of settings.
    Xml,
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
            Self::Xml => "XML".to_owned(),
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
    /// A value may go on in the next line.
    #[error("The {0} seems to continue on another line. Join its lines into one, then paste it again")]
    Continues(&'static str),
    /// A quotation mark is missing.
    #[error("A quotation mark is not closed, so part of the {0} may be missing. Copy it again")]
    Unclosed(&'static str),
    /// The access key id is shorter or longer than AWS's.
    #[error("An access key ID that begins with AKIA or ASIA has 20 characters. Was part of it lost?")]
    IdLength,
    /// The secret is shorter or longer than AWS's.
    #[error("A secret access key of AWS has 40 letters, digits, + and /. Was part of it lost?")]
    SecretLength,
    /// The text is something else.
    #[error(transparent)]
    Instead(Instead),
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

/// Reads credentials from a text. `now` decides whether they have expired.
pub fn parse(text: &str, now: Timestamp) -> Result<Understood, CredentialsTextError> {
    if text.len() > LONGEST_TEXT {
        return Err(CredentialsTextError::TooLong);
    }
    let text = Zeroizing::new(plain(text));
    let text = text.trim_matches('\n').trim_end();
    if text.trim().is_empty() {
        return Err(CredentialsTextError::Empty);
    }
    read(text, now).map_err(|error| match error {
        CredentialsTextError::Continues(_)
        | CredentialsTextError::Unclosed(_)
        | CredentialsTextError::Swapped
        | CredentialsTextError::Empty
        | CredentialsTextError::TooLong => error,
        error => instead::read(text).map_or(error, CredentialsTextError::Instead),
    })
}

fn read(text: &str, now: Timestamp) -> Result<Understood, CredentialsTextError> {
    let mut warnings = Vec::new();
    let (mut found, source) = match json::read(text) {
        Some(Ok(read)) => read,
        no_json => {
            let mistake = no_json.and_then(Result::err);
            let unescaped = Zeroizing::new(unescaped(text));
            let text = unescaped.as_str();
            let scanned = markup::read(text).or_else(|| scan::read(text, &mut warnings)).map(|(mut found, form)| {
                let lost = found.session_token.is_none()
                    && found.access_key_id.as_ref().is_some_and(|id| id.starts_with("ASIA"))
                    && values::has_a_part(text, &found);
                if lost && found.cut.is_none() {
                    found.cut = Some((Piece::SessionToken, Whole::Continues));
                }
                (found, form)
            });
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
                (None, None) if has_an_id(text) => return Err(CredentialsTextError::NoSecret),
                (None, None) => return Err(CredentialsTextError::NothingFound),
            }
        }
    };
    if found.cut.is_none() && !found.repeated && values::has_a_stray_part(text, &found) {
        found.cut = Some((Piece::SessionToken, Whole::Continues));
    }
    checks::check(found, source, warnings, now)
}

/// Whether an access key id is a word of the text.
fn has_an_id(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word::is_aws_id(word) && word.len() == word::ID_LENGTH)
}

/// Whether the text is a short-term API key: AWS's token generator writes `bedrock-api-key-…`.
fn is_api_key(text: &str) -> bool {
    text.contains("bedrock-api-key-") || text.contains("AWS_BEARER_TOKEN_BEDROCK") || text.starts_with("ABSK")
}

/// The text as it was before mail programs, chats and web pages changed it: plain spaces in place of special ones, no
/// zero-width characters, no marks of a quoted mail, no soft line breaks.
pub fn plain(text: &str) -> String {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}' => None,
            '\u{a0}' | '\u{202f}' | '\u{3000}' | '\u{2000}'..='\u{200a}' => Some(' '),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            c => Some(c),
        })
        .collect();
    let quoted = |line: &str| line.starts_with('>') || line.trim().is_empty();
    let text = if text.contains("\n>") && text.lines().all(quoted) {
        text.lines().map(|line| line.trim_start_matches(['>', ' '])).collect::<Vec<_>>().join("\n")
    } else {
        text
    };
    quoted_printable(&text).unwrap_or(text)
}

/// Resolves the `=3D` and the soft line breaks of a mail's source: only if each `=` is one of them.
fn quoted_printable(text: &str) -> Option<String> {
    if !text.contains("=3D") {
        return None;
    }
    let mut parts = text.split('=');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        if let Some(rest) = part.strip_prefix('\n') {
            plain.push_str(rest);
        } else {
            let code = part.get(..2).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
            let byte = u8::from_str_radix(code, 16).ok().filter(u8::is_ascii)?;
            plain.push(char::from(byte));
            plain.push_str(part.get(2..)?);
        }
    }
    Some(plain)
}

/// The text with the escapes of JSON resolved, where quotation marks are escaped.
fn unescaped(text: &str) -> String {
    let text = text.replace("\\u002B", "+").replace("\\u002b", "+").replace("\\u002F", "/").replace("\\u002f", "/");
    let text = text.replace("\\u003D", "=").replace("\\u003d", "=").replace("\\u0022", "\"").replace("\\/", "/");
    if text.contains("\\\"") {
        text.replace("\\n", "\n").replace("\\r", "").replace("\\\\", "\\").replace("\\\"", "\"")
    } else {
        text
    }
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
