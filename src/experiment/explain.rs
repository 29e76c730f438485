//! A failure in words: what happened, why, and what to do, with the fix as an action.
//!
//! The error type decides first; the text only adds to it, matched without the characters that differ between writings
//! (AWS writes a typographic apostrophe in “isn’t”). An error that is not known here is shown as it came.

use super::exchange::{Api, Failure, Origin};
use super::issue::Field;
use crate::aws::error::AwsError;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;

/// Something the page can do about a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Put this model or profile id into the model field.
    UseModel(String),
    /// Untick this parameter.
    Untick(Field),
    /// Set max tokens to this.
    SetMaxTokens(u64),
    /// Open the credentials dialog.
    OpenCredentials,
    /// Answer from the simulator instead.
    UseSimulator,
    /// Call without streaming.
    TurnStreamOff,
    /// Run the same again. A person presses it: it is billed.
    RunAgain,
    /// Move the focus to the endpoint field.
    EditEndpoint,
    /// Move the focus to the model field.
    EditModel,
}

/// What the error card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The error's own name, for example `ValidationException`, or ours in plain words.
    pub title: String,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// What the service or the browser said.
    pub said: Option<String>,
    /// What it means and why it happens, in our words.
    pub why: Vec<String>,
    /// What to do.
    pub fixes: Vec<Fix>,
    /// The request id to give to AWS support.
    pub request_id: Option<String>,
    /// The body as it came.
    pub raw: Option<String>,
}

/// What the explanation depends on besides the failure.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Which API was called.
    pub api: Api,
    /// Who answered.
    pub origin: Origin,
    /// The model id or ARN.
    pub model: &'a str,
    /// The region.
    pub region: &'a str,
    /// Whether a streaming operation was called.
    pub streaming: bool,
}

/// Explains a failure.
pub fn explain(failure: &Failure, at: Circumstances) -> Explanation {
    match failure {
        Failure::Refused(error) => refused(error, at),
        Failure::Transport(said) => transport(said, at),
        Failure::Exception(fault) => {
            let mut out = plain(
                &fault.kind,
                &[
                    "The status was 200 and the answer had begun; then the service sent this exception inside the stream. \
                 What had arrived is kept above",
                ],
            );
            out.said = Some(fault.message.clone());
            out.fixes = vec![Fix::RunAgain];
            out
        }
        Failure::Corrupt(said) => {
            let mut out = plain(
                "The stream is damaged",
                &["A frame's length or checksum does not fit its bytes, so nothing after it can be trusted. \
                 Something between the service and this page changed the bytes, or the endpoint does not speak this protocol"],
            );
            out.said = Some(said.clone());
            out.fixes = vec![Fix::RunAgain];
            out
        }
        Failure::Truncated(said) => {
            let mut out = plain(
                "The answer was cut off",
                &["The connection closed before the closing message. What had arrived is kept above. \
                 The model may have been billed for it"],
            );
            out.said = Some(said.clone());
            out.fixes = vec![Fix::RunAgain];
            out
        }
        Failure::Unreadable(said) => {
            let mut out = plain(
                "The answer is not what this operation returns",
                &[
                    "The status was a success, but the body cannot be read. A proxy or a sign-in page may have answered in \
                 the service's place",
                ],
            );
            out.said = Some(said.clone());
            out.fixes = endpoint_fixes(at.origin);
            out
        }
        Failure::NoCredentials => {
            let mut out = plain(
                "No credentials",
                &[
                    "A call to AWS must be signed. Paste temporary credentials, or run the same request on the simulator, \
                 which needs no account",
                ],
            );
            out.fixes = vec![Fix::OpenCredentials, Fix::UseSimulator];
            out
        }
        Failure::ExpiredCredentials => {
            let mut out = plain(
                "The credentials have expired",
                &[
                    "They were removed from memory when their time was over. Nothing was sent. Your experiment is untouched",
                ],
            );
            out.fixes = vec![Fix::OpenCredentials, Fix::UseSimulator];
            out
        }
        Failure::NotSent(said) => {
            let mut out = plain("Nothing was sent", &[]);
            out.said = Some(said.clone());
            out.fixes = endpoint_fixes(at.origin);
            out
        }
    }
}

fn plain(title: &str, why: &[&str]) -> Explanation {
    Explanation {
        title: title.to_owned(),
        status: None,
        said: None,
        why: why.iter().map(|text| (*text).to_owned()).collect(),
        fixes: Vec::new(),
        request_id: None,
        raw: None,
    }
}

fn endpoint_fixes(origin: Origin) -> Vec<Fix> {
    match origin {
        Origin::Custom => vec![Fix::EditEndpoint, Fix::UseSimulator],
        Origin::Aws => vec![Fix::RunAgain, Fix::UseSimulator],
        Origin::Simulator => vec![Fix::RunAgain],
    }
}

fn transport(said: &str, at: Circumstances) -> Explanation {
    let mut out = plain("No answer reached this page", &[]);
    out.said = Some(said.to_owned());
    out.why = match at.origin {
        Origin::Custom => vec![
            "A page is not told why a connection failed. Check in this order:".to_owned(),
            "1. Is the server running, on this host and port?".to_owned(),
            "2. Does it answer CORS, with “authorization” and “x-amz-*” among the allowed headers?".to_owned(),
            "3. Is the scheme right (http or https)?".to_owned(),
            "4. Does a browser extension block the request?".to_owned(),
        ],
        Origin::Aws | Origin::Simulator => vec![
            "A page is not told why a connection failed. The usual causes, in order:".to_owned(),
            "1. This device is offline, or a proxy or VPN blocks the host".to_owned(),
            format!("2. There is no Bedrock endpoint in {}: choose another region", at.region),
            "3. The service refused the call without CORS headers, so the browser hides the answer: often wrong or \
             expired credentials, or a clock that is off"
                .to_owned(),
            "4. A browser extension or a content policy blocked the request".to_owned(),
        ],
    };
    out.fixes = match at.origin {
        Origin::Custom => vec![Fix::EditEndpoint, Fix::RunAgain, Fix::UseSimulator],
        Origin::Aws => vec![Fix::RunAgain, Fix::OpenCredentials, Fix::UseSimulator],
        Origin::Simulator => vec![Fix::RunAgain],
    };
    out
}

fn refused(error: &AwsError, at: Circumstances) -> Explanation {
    let code = error.code.clone().unwrap_or_else(|| format!("HTTP {}", error.status));
    let said = error.message.clone();
    let (why, fixes) = reason(&code, said.as_deref().unwrap_or_default(), error.status, at);
    Explanation {
        title: code,
        status: Some(error.status),
        said,
        why,
        fixes,
        request_id: error.request_id.clone(),
        raw: (!error.raw.is_empty()).then(|| error.raw.clone()),
    }
}

fn reason(code: &str, said: &str, status: u16, at: Circumstances) -> (Vec<String>, Vec<Fix>) {
    let says = |part: &str| said.to_lowercase().contains(part);
    let one = |why: &str, fixes: Vec<Fix>| (vec![why.to_owned()], fixes);
    match code {
        "ValidationException" => validation(said, at),
        "UnrecognizedClientException" | "InvalidClientTokenId" => one(
            "The service does not know this access key together with this session token. Often one of the three values \
             was copied incompletely, or they come from different sessions",
            vec![Fix::OpenCredentials, Fix::UseSimulator],
        ),
        "ExpiredTokenException" | "ExpiredToken" | "RequestExpired" => one(
            "The session has ended. Get new temporary credentials and paste them; the experiment stays as it is",
            vec![Fix::OpenCredentials, Fix::UseSimulator],
        ),
        "MissingAuthenticationTokenException"
        | "MissingAuthenticationToken"
        | "IncompleteSignatureException"
        | "IncompleteSignature" => {
            one("The request reached the service without a complete signature", vec![Fix::OpenCredentials])
        }
        "InvalidSignatureException" | "SignatureDoesNotMatch" if says("expired") || says("not yet current") => one(
            "The time in the signature is more than five minutes away from the service's clock. Set this device's clock, \
             then run again",
            vec![Fix::RunAgain],
        ),
        "InvalidSignatureException" | "SignatureDoesNotMatch" if says("credential should be scoped") => one(
            "The signature was made for another region or service than the one that received it. The region of the \
             credential scope and of the host must be the same, and the service name is “bedrock”",
            vec![Fix::RunAgain],
        ),
        "InvalidSignatureException" | "SignatureDoesNotMatch" => one(
            "The service computed another signature from the same request. With this page that means the secret access \
             key is not the one that belongs to this access key id",
            vec![Fix::OpenCredentials, Fix::UseSimulator],
        ),
        "AccessDeniedException" if says("not authorized to perform") => one(
            "The credentials are valid, but their policy does not allow this call. Converse is allowed by \
             bedrock:InvokeModel and ConverseStream by bedrock:InvokeModelWithResponseStream, on the model and, for an \
             inference profile, on the profile as well",
            vec![Fix::OpenCredentials, Fix::UseSimulator],
        ),
        "AccessDeniedException" => one(
            "The account has no access to this model, or the policy of these credentials does not allow the call",
            vec![Fix::EditModel, Fix::OpenCredentials],
        ),
        "ResourceNotFoundException" | "ResourceNotFound" | "FTUFormNotFilled" if says("use case") => one(
            "Anthropic asks every account for a short description of the use case before the first call. It is filled in \
             once, in the Bedrock console",
            vec![Fix::EditModel, Fix::UseSimulator],
        ),
        "ResourceNotFoundException" | "ResourceNotFound" => one(
            "The model or ARN does not exist in this account and region, or it has been retired",
            vec![Fix::EditModel],
        ),
        "ThrottlingException" | "TooManyRequestsException" => one(
            "The account's quota of requests or tokens per minute is used up for now. Wait a little before you run it \
             again; this page never repeats a billed call by itself",
            vec![Fix::RunAgain],
        ),
        "ModelNotReadyException" => {
            one("The model is being loaded. It can be called again in a moment", vec![Fix::RunAgain])
        }
        "ModelTimeoutException" => one(
            "The model took longer than it may. Ask for fewer tokens, or stream the answer",
            vec![Fix::SetMaxTokens(512), Fix::RunAgain],
        ),
        "ModelErrorException" | "ModelStreamErrorException" => {
            one("The model itself failed on this input. The same call often works again", vec![Fix::RunAgain])
        }
        "ServiceQuotaExceededException" => {
            one("A quota of the account is exceeded. It is listed in Service Quotas under Amazon Bedrock", vec![])
        }
        "SerializationException" => {
            one("The body is not the JSON that the operation expects: a value has the wrong type", vec![])
        }
        _ if (500..600).contains(&status) => {
            one("The service failed on its side. Nothing in the request is known to be wrong", vec![Fix::RunAgain])
        }
        _ if at.origin == Origin::Custom => one(
            "The endpoint that you typed refused the call. Its own words are below",
            vec![Fix::EditEndpoint, Fix::UseSimulator],
        ),
        _ => (Vec::new(), vec![Fix::RunAgain]),
    }
}

fn validation(said: &str, at: Circumstances) -> (Vec<String>, Vec<Fix>) {
    let lower = said.to_lowercase();
    let says = |part: &str| lower.contains(part);
    let one = |why: &str, fixes: Vec<Fix>| (vec![why.to_owned()], fixes);
    if says("on-demand throughput") {
        let fixes = profiles(at.model, at.region).into_iter().map(Fix::UseModel).collect();
        return one(
            "This model cannot be called by its own id: it is served through inference profiles, which route a call to \
             one of several regions. Call the profile instead",
            fixes,
        );
    }
    if says("model identifier is invalid") {
        return one(
            "There is no such model or profile in this region. A profile works only from its own source regions: one \
             that begins with “us.” cannot be called from Europe",
            profiles(at.model, at.region)
                .into_iter()
                .filter(|id| id != at.model)
                .map(Fix::UseModel)
                .chain([Fix::EditModel])
                .collect(),
        );
    }
    if says("temperature") && says("top_p") && (says("both") || says("cannot")) {
        return one(
            "This model takes one of the two, because each already narrows the choice of the next token",
            vec![Fix::Untick(Field::TopP), Fix::Untick(Field::Temperature)],
        );
    }
    for (word, field) in
        [("temperature", Field::Temperature), ("top_p", Field::TopP), ("topp", Field::TopP), ("top_k", Field::TopK)]
    {
        if says(word) && (says("deprecated") || says("not supported") || says("not permitted") || says("unsupported")) {
            return one(
                "This model does not take that parameter. Leave it out and the model's own default applies",
                vec![Fix::Untick(field)],
            );
        }
    }
    if says("unsupported for streaming") || says("streaming is not supported") {
        return one(
            "This model answers only as a whole. Turn Stream off to call the operation without a stream",
            vec![Fix::TurnStreamOff],
        );
    }
    if says("doesn't support the model") || says("doesn’t support the model") {
        return one(
            "Converse serves text and chat models. Embedding and image models have no conversation to hold, so they are \
             called with InvokeModel",
            vec![Fix::EditModel],
        );
    }
    if says("counting tokens") {
        return one(
            "The user guide lists Anthropic's models only for CountTokens. Other models state their counts in the answer",
            vec![],
        );
    }
    if says("max_tokens") || says("maxtokens") || says("maximum tokens") {
        return one("Max tokens is missing or outside what this model allows", vec![Fix::SetMaxTokens(512)]);
    }
    if says("too long") || says("context limit") || says("too many input tokens") {
        return one(
            "The conversation is longer than the model can read at once. Shorten it, or choose a model with a \
                    larger context window",
            vec![Fix::EditModel],
        );
    }
    let why = match at.api {
        Api::Converse => "The body does not fit what Converse accepts. The message names the place",
        Api::Invoke => "The native body does not fit this model family's own schema. The message names the place",
    };
    one(why, vec![])
}

/// The profile ids of a model that fit the region, the nearest one first.
pub fn profiles(model: &str, region: &str) -> Vec<String> {
    let Ok(id) = ModelId::parse(model) else { return Vec::new() };
    let (Some(base), Some(known)) = (id.base_id(), catalogue::find(&id)) else { return Vec::new() };
    catalogue::profile_prefixes_of(region)
        .iter()
        .filter(|prefix| known.profiles.contains(prefix))
        .map(|prefix| format!("{prefix}{base}"))
        .collect()
}
