//! What a text without credentials is instead.
//!
//! Each answer says what the text is and where the credentials are. Nothing of the text is repeated.

use super::found::Piece;

/// What a text is instead of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Instead {
    /// A name whose value stands for one.
    #[error("The value is a placeholder. Replace it with the real one, or paste what AWS gave you")]
    Placeholder,
    /// A file of `~/.aws/sso/cache`.
    #[error(
        "This is the token of an IAM Identity Center session, not AWS credentials. Run aws configure export-credentials \
         and paste its output"
    )]
    SsoToken,
    /// The address of an access portal.
    #[error(
        "This is the start URL of IAM Identity Center, not AWS credentials. Open it, choose an account and a role, and copy \
         the access keys; or run aws sso login, then aws configure export-credentials"
    )]
    SsoStartUrl,
    /// A key of another provider.
    #[error(
        "This is a key of {0}, not of Amazon Bedrock. Outcrop signs with AWS credentials or sends an Amazon Bedrock API key"
    )]
    OtherKey(&'static str),
    /// Only comments.
    #[error("Every line is a comment. Remove the # at the start of the lines that hold the credentials")]
    OnlyComments,
    /// A private key or a certificate.
    #[error(
        "This is a private key or a certificate. Outcrop needs an access key ID, a secret access key and a session token"
    )]
    PrivateKey,
    /// A file that is encrypted.
    #[error("This is an encrypted file. Decrypt it with the tool that made it, then paste its text")]
    Encrypted,
    /// The CSV file with a console password.
    #[error(
        "This is the password of a user for the AWS console. It cannot sign requests: create an access key instead"
    )]
    ConsolePassword,
    /// A JSON web token.
    #[error(
        "This is a JSON web token, not a session token of AWS. Exchange it for credentials first, under From an identity token"
    )]
    WebToken,
    /// A profile that points to where credentials are.
    #[error(
        "This profile has no keys, only where to get them. Run aws configure export-credentials --profile with its name"
    )]
    ProfileWithoutKeys,
    /// A command without its output.
    #[error("This is a command, not its output. Run it in a terminal and paste what it prints")]
    Command,
    /// The name of a role, a user or a model.
    #[error("This is an ARN: it names a resource and has no credentials")]
    Arn,
}

/// What a text is, if it is one of the things that people paste by mistake.
pub(super) fn read(text: &str) -> Option<Instead> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    if text.contains("-----BEGIN PGP MESSAGE")
        || text.contains("-----BEGIN AGE ENCRYPTED")
        || text.contains("$ANSIBLE_VAULT;")
        || text.contains("age-encryption.org/")
        || text.contains("ENC[AES256_GCM")
        || text.starts_with("U2FsdGVkX1")
        || text.starts_with("Salted__")
    {
        return Some(Instead::Encrypted);
    }
    if text.contains("-----BEGIN ") || text.starts_with("PuTTY-User-Key-File") {
        return Some(Instead::PrivateKey);
    }
    if let Some(other) = words(text).find_map(other_key) {
        return Some(Instead::OtherKey(other));
    }
    if text.contains("\"service_account\"") {
        return Some(Instead::OtherKey("Google Cloud"));
    }
    let has = |name: &str| text.contains(name);
    if has("accessToken") && (has("startUrl") || has("expiresAt"))
        || has("clientSecret") && has("registrationExpiresAt")
    {
        return Some(Instead::SsoToken);
    }
    if lines().all(|line| line.starts_with(['#', ';']) || line.starts_with("//")) {
        return Some(Instead::OnlyComments);
    }
    if has_placeholder(text) {
        return Some(Instead::Placeholder);
    }
    if ["sso_start_url", "sso_session", "role_arn", "credential_process", "source_profile", "web_identity_token_file"]
        .iter()
        .any(|name| has(name))
    {
        return Some(Instead::ProfileWithoutKeys);
    }
    if has(".awsapps.com/start") {
        return Some(Instead::SsoStartUrl);
    }
    let lower = text.lines().next().unwrap_or_default().to_ascii_lowercase();
    if lower.contains("user") && lower.contains("password") && !lower.contains("access key") {
        return Some(Instead::ConsolePassword);
    }
    if words(text).any(|word| word.starts_with("eyJ") && word.matches('.').count() >= 1 && word.len() > 20) {
        return Some(Instead::WebToken);
    }
    let command = |line: &str| {
        let line = line.trim_start_matches(['$', '>', '%', ' ']);
        line.starts_with("aws ") || line.starts_with("aws-vault ") || line.starts_with("saml2aws ")
    };
    if lines().next().is_some() && lines().all(command) {
        return Some(Instead::Command);
    }
    text.starts_with("arn:aws").then_some(Instead::Arn)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "\"'`=:,;()[]{}<>".contains(c)).filter(|word| !word.is_empty())
}

/// The provider of a key, from its prefix as the provider documents it or as scanners for secrets list it.
fn other_key(word: &str) -> Option<&'static str> {
    const SHORTEST: usize = 16;
    const PREFIXES: [(&str, &str); 17] = [
        ("sk-ant-", "Anthropic"),
        ("sk-or-", "OpenRouter"),
        ("sk-lf-", "Langfuse"),
        ("sk-", "OpenAI or a service that copies its form"),
        ("AIza", "Google"),
        ("AQ.", "Google"),
        ("ya29.", "Google"),
        ("ghp_", "GitHub"),
        ("gho_", "GitHub"),
        ("ghs_", "GitHub"),
        ("github_pat_", "GitHub"),
        ("glpat-", "GitLab"),
        ("hf_", "Hugging Face"),
        ("gsk_", "Groq"),
        ("xai-", "xAI"),
        ("pplx-", "Perplexity"),
        ("xoxb-", "Slack"),
    ];
    let key = |prefix: &str| word.starts_with(prefix) && word.len() >= SHORTEST.max(prefix.len() + 6);
    PREFIXES.iter().find(|(prefix, _)| key(prefix)).map(|(_, name)| *name)
}

/// Whether a name of a credential or of an API key has a value that stands for one.
fn has_placeholder(text: &str) -> bool {
    text.lines().any(|line| {
        let Some((name, value)) = line.split_once(['=', ':']) else { return false };
        let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let start = name.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).map_or(0, |at| at + 1);
        let name = name.get(start..).unwrap_or(name);
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let is_key =
            Piece::named(name).is_some_and(Piece::is_key) || bare.contains("bearertoken") || bare.contains("apikey");
        is_key && is_placeholder(value)
    })
}

fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(|c: char| "\"'`“”‘’,;>".contains(c) || c.is_whitespace());
    let lower = value.to_ascii_lowercase();
    let variable = value
        .strip_prefix('$')
        .is_some_and(|name| name.starts_with(|c: char| "{(".contains(c) || c.is_ascii_alphabetic()));
    let filled =
        value.len() > 2 && value.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '…' | '•' | '_' | '-' | '?'));
    let words =
        ["your", "replace", "insert", "changeme", "change-me", "change_me", "todo", "example-", "placeholder", "<"];
    variable
        || filled
        || value == "…"
        || value.starts_with("{{")
        || value.starts_with('%') && value.ends_with('%')
        || lower.contains("...")
        || value.contains("****")
        || words.iter().any(|word| lower.starts_with(word))
}
