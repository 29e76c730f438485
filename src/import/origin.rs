//! The kinds of text that are recognised, and why one cannot be imported.

use thiserror::Error;

use super::request_parts::RequestParts;

/// A request that was found in a text.
pub(super) type Found = (Origin, RequestParts);

/// The kind of text that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A curl command.
    Curl,
    /// A command of the AWS CLI.
    Cli,
    /// A request of `PowerShell`.
    PowerShell,
    /// Python with boto3.
    Boto3,
    /// JavaScript with the AWS SDK.
    JavaScript,
    /// JavaScript with `fetch`, axios or a similar function.
    Fetch,
    /// An HTTP message.
    Http,
    /// An HTTP request written as an object.
    HttpObject,
    /// An entry of an HTTP archive.
    Har,
    /// A record of Bedrock's log of model invocations.
    InvocationLog,
    /// An event of `CloudTrail`.
    CloudTrail,
    /// A line of a batch job's input.
    BatchLine,
    /// A task of Step Functions.
    StateMachine,
    /// A conversation written as text.
    Transcript,
    /// A request body without a call.
    Body,
}

impl Origin {
    /// The kind in words, with its article.
    pub fn label(self) -> &'static str {
        match self {
            Self::Curl => "a curl command",
            Self::Cli => "an AWS CLI command",
            Self::PowerShell => "a PowerShell request",
            Self::Boto3 => "a boto3 call",
            Self::JavaScript => "a call of the AWS SDK for JavaScript",
            Self::Fetch => "a JavaScript HTTP call",
            Self::Http => "an HTTP message",
            Self::HttpObject => "an HTTP request as an object",
            Self::Har => "an HTTP archive entry",
            Self::InvocationLog => "a model invocation log record",
            Self::CloudTrail => "a CloudTrail event",
            Self::BatchLine => "a line of a batch file",
            Self::StateMachine => "a Step Functions task",
            Self::Transcript => "a transcript",
            Self::Body => "a request body",
        }
    }
}

/// Why a text cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// The text is empty.
    #[error("Paste {}", READ_BACK)]
    Empty,
    /// The text has none of the known formats.
    #[error("Not recognised: {0}. Paste {read_back}", read_back = READ_BACK)]
    Unknown(String),
    /// The text is a program in a language, or of a library, that has no reader.
    #[error("This is {0}, which cannot be imported. Paste {read_back}", read_back = READ_BACK)]
    NotReadBack(String),
    /// The text belongs to a call, but it is not the request.
    #[error("This is {0}, not a request. Paste the request")]
    NotARequest(String),
    /// The format is known, but something in the text cannot be read.
    #[error("This looks like {}, but it cannot be read: {why}", .origin.label())]
    Unreadable {
        /// The recognised format.
        origin: Origin,
        /// What is wrong, and where.
        why: String,
    },
}

/// What can be imported.
const READ_BACK: &str = "Python with boto3, JavaScript with the AWS SDK or fetch, a curl or AWS CLI command, an HTTP \
                         message, a HAR entry, a log record or a JSON body";
