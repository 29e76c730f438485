//! What a program asks for, what it gets, and what it prints.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::bedrock::client::Client;

/// A call that the program makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The client on which it is made.
    pub client: Client,
    /// The operation's name in the API: `ListFoundationModels`.
    pub operation: String,
    /// The region that the program names, if it names one.
    pub region: Option<String>,
    /// The input under the names of the API; bytes are base64.
    pub input: Value,
    /// The line of the call.
    pub line: usize,
    /// The lines of the input's members and items, by JSON pointer.
    pub lines: BTreeMap<String, usize>,
}

/// The answer to a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The output under the names of the API, as boto3 returns it. Of a streaming body or a stream of events, the member
    /// is left out.
    Output {
        /// The output.
        output: Value,
        /// The bytes of a streaming body.
        body: Vec<u8>,
        /// The events of a stream; bytes are base64.
        events: Vec<Value>,
    },
    /// The service refused.
    Refused {
        /// The error's name: `ValidationException`.
        code: String,
        /// Its message.
        message: String,
        /// HTTP status.
        status: u16,
    },
}

/// What one `print` printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// Its line.
    pub line: usize,
    /// The text, with its end.
    pub text: String,
    /// The places in the response from which the text is, as JSON pointers. In a streaming body they go on in its JSON:
    /// `/body/content/0/text`.
    pub places: Vec<String>,
}
