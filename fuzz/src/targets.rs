//! The readers, each with valid inputs to start from and the words of its format.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::credentials_text;
use outcrop::aws::eventstream::{HeaderValue, encode};
use outcrop::aws::region::Region;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::api_key::{self, ApiKey};
use outcrop::experiment::Draft;
use outcrop::import;
use outcrop::share::{link, plain};
use outcrop::simulator::{EXAMPLE_LONG_TERM_API_KEY, example_credentials};
use outcrop::text::hex;

use crate::{invariants, programs};

/// A reader of untrusted input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `aws::eventstream`: the decoder, the anatomy, the meaning of frames.
    EventStream,
    /// `aws::credentials_text`: text pasted into the credential dialog.
    Credentials,
    /// `bedrock::api_key`: pasted text that may contain an API key.
    ApiKey,
    /// `aws::error` and the error catalogue: an error body.
    ErrorBody,
    /// `experiment::failure::signature`: a refusal as a tool printed it, with and without our own lines.
    Clinic,
    /// `experiment::run::recording` and the file that contains it.
    Recording,
    /// `share::link`: the fragment of a link, after `#`.
    Link,
    /// `text::hex`: a hex dump.
    Hex,
    /// `import`: a pasted program, command, record or body.
    Import,
    /// `import`: Python, whatever the text looks like.
    Python,
    /// `import`: commands of a shell, whatever the text looks like.
    Shell,
    /// `import`: JavaScript, whatever the text looks like.
    JavaScript,
}

/// 2026-11-22T12:00:00Z.
pub const NOW: Timestamp = Timestamp(1_795_348_800_000);

impl Target {
    /// All targets, in the order in which they run.
    pub const ALL: [Self; 12] = [
        Self::EventStream,
        Self::Credentials,
        Self::ApiKey,
        Self::ErrorBody,
        Self::Clinic,
        Self::Recording,
        Self::Link,
        Self::Hex,
        Self::Import,
        Self::Python,
        Self::Shell,
        Self::JavaScript,
    ];

    /// The target's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::EventStream => "event-stream",
            Self::Credentials => "credentials",
            Self::ApiKey => "api-key",
            Self::ErrorBody => "error-body",
            Self::Clinic => "clinic",
            Self::Recording => "recording",
            Self::Link => "link",
            Self::Hex => "hex",
            Self::Import => "import",
            Self::Python => "python",
            Self::Shell => "shell",
            Self::JavaScript => "javascript",
        }
    }

    /// The most bytes that the target may hold at once for an input of this length.
    ///
    /// JSON read into values takes a few dozen times the size of its text. A link may unpack to 1 MB (its own limit),
    /// which is then read into values.
    pub fn most_bytes(self, length: usize) -> usize {
        match self {
            Self::EventStream | Self::Hex => 64 * 1024 + 16 * length,
            Self::Credentials | Self::ApiKey | Self::ErrorBody | Self::Clinic => 512 * 1024 + 64 * length,
            Self::Recording => 1024 * 1024 + 128 * length,
            Self::Link => 96 * 1024 * 1024,
            // A program may build texts, up to the reader's own limit.
            Self::Import | Self::Python | Self::Shell | Self::JavaScript => 384 * 1024 * 1024,
        }
    }

    /// Words of the format, to insert where they do not belong.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::EventStream => {
                &["\0\0\0\u{10}", ":message-type", ":event-type", "exception", "{\"bytes\":\"", "chunk"]
            }
            Self::Credentials => &[
                "AWS_SECRET_ACCESS_KEY=",
                "aws_session_token",
                "[default]",
                "export ",
                "$Env:",
                "AKIAIOSFODNN7EXAMPLE",
                "\"Credentials\":{",
                "Expiration",
                "2026-11-22T13:00:00Z",
                "bedrock-api-key-",
                "\u{a0}",
                "\r\n",
                "set ",
                "<AccessKeyId>",
            ],
            Self::ApiKey => &[
                "bedrock-api-key-",
                "ABSK",
                "AWS_BEARER_TOKEN_BEDROCK=",
                "Authorization: Bearer ",
                "YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249",
                "=",
                "-at-123456789012:",
                "\u{201c}",
                "%2F",
            ],
            Self::Clinic => &[
                "The Canonical String for this request should have been\n'",
                "The String-to-Sign should have been\n'",
                "InvalidSignatureException",
                "AWS4-HMAC-SHA256\n20250102T030405Z\n",
                "20250102/us-east-1/bedrock/aws4_request",
                "%253A",
                "\\n",
                "&#39;",
                "<Message>",
                "x-amz-date:",
                "Signature expired: ",
                "region, not '",
                "\u{130}",
            ],
            Self::ErrorBody => &[
                "ValidationException",
                "__type",
                "{\"message\":\"",
                "Signature expired: ",
                "20241008T195522Z",
                "(",
                "- 5 min.",
                "<Error><Code>",
                "isn\u{2019}t",
                "The Canonical String for this request should have been\n'",
                "extraneous key [",
                ": Extra inputs",
                "to perform: bedrock:",
                " on resource: arn:",
                "\u{130}",
                "\\u0000",
            ],
            Self::Recording => &[
                "\"pieces\":[",
                "[1e9,\"\"]",
                "\"version\":1",
                "9223372036854775807",
                "-1",
                "\"runs\":",
                "\"schemaVersion\":1",
                "null",
                "[[[[",
                "\"ended\":\"stopped\"",
                "\"by\":\"SIMULATED\"",
                "\"status\":200",
            ],
            Self::Link => {
                &["#x=1z.", "1j.", "1d.", "x=2z.", "prompt=", "&model=", "&api=converse", "%00", "%C3", "messages="]
            }
            Self::Hex => &["0x", "\\x", "00000010  ", "|....|", ": ", "  ", "*\n", ","],
            Self::Import => &[
                "client.converse({",
                "new ConverseCommand({",
                "messages: [",
                "JSON.stringify(",
                "`${",
                "...x",
                "=> {",
                "\"@message\":",
                "\"inputBodyJson\":",
                "curl ",
                "import boto3\n",
                "```\n",
                "/model/",
                "[[[[",
                "[[ ## a ## ]]\n",
                "\nThought: ",
                "\nAction: ",
                "\nAssistant: ",
            ],
            Self::Python => &programs::PYTHON_WORDS,
            Self::Shell => &programs::SHELL_WORDS,
            Self::JavaScript => &programs::JAVASCRIPT_WORDS,
        }
    }

    /// Valid inputs to start from.
    pub fn seeds(self) -> Vec<Vec<u8>> {
        match self {
            Self::EventStream => vec![stream(), stream().get(..200).unwrap_or_default().to_vec(), b"<html>".to_vec()],
            Self::Credentials => [
                "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nexport AWS_SESSION_TOKEN=outcrop-simulator-session\n",
                "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
                r#"{"Credentials":{"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY","SessionToken":"t","Expiration":"2026-11-22T13:00:00Z"}}"#,
                "AWS_BEARER_TOKEN_BEDROCK=bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbFdpdGhCZWFyZXJUb2tlbg==",
                "<AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>x</SecretAccessKey></Credentials></AssumeRoleResult>",
            ]
            .map(|text| text.as_bytes().to_vec())
            .to_vec(),
            Self::ApiKey => vec![api_key(), EXAMPLE_LONG_TERM_API_KEY.as_bytes().to_vec()],
            Self::Clinic => refusals(),
            Self::ErrorBody => [
                r#"{"message":"Invocation of model ID x with on-demand throughput isn’t supported."}"#,
                r#"{"__type":"com.amazon.coral.service#UnrecognizedClientException","Message":"The security token included in the request is invalid."}"#,
                r#"{"message":"Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)"}"#,
                "{\"message\":\"The request signature we calculated does not match.\\n\\nThe Canonical String for this request should have been\\n'POST\\n/model/x/converse\\n\\nhost:a\\n\\nhost\\nabc'\\n\\nThe String-to-Sign should have been\\n'AWS4-HMAC-SHA256\\n20241008T195522Z\\n20241008/us-east-1/bedrock/aws4_request\\nabc'\\n\"}",
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/x</Message></Error></ErrorResponse>",
                "<html><body>502 Bad Gateway</body></html>",
            ]
            .map(|text| text.as_bytes().to_vec())
            .to_vec(),
            Self::Recording => vec![run()],
            Self::Link => [
                "#x=1d.Q3KYE3AqrigzNQ3dIo9MoIAHsKrKB8mEZ-SDnQ-c2LJHt8XMRKkWAA.b3-Rgg1i",
                "#x=1z.q1YqriwuSc1VslJySlVIKspMTdNT0lHKTS0uTkxPLVayilbyyAQKeKTm5OSDZMIz8hUSi1IVKvNL7ZVigSoTK0Lys1PzgEqVzEyUagE.QJcypQ2v",
                "#x=1j.eyJzeXN0ZW0iOiJCZSBicmllZi4iLCJtZXNzYWdlcyI6WyJIaSIsIkhlbGxvLiIsIldobyBhcmUgeW91PyJdLCJtYXhUb2tlbnMiOiI2NCJ9.03loxQ30",
                "#prompt=What%20is%20RAG%3F&system=Be+brief&model=amazon.nova-lite-v1:0&api=converse",
            ]
            .map(|text| text.as_bytes().to_vec())
            .to_vec(),
            Self::Hex => vec![
                b"00000000: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................\n00000010: 1011".to_vec(),
                b"00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n00000010\n".to_vec(),
                b"0x00, 0x01, \\x02".to_vec(),
            ],
            Self::Python => programs::PYTHON.map(|text| text.as_bytes().to_vec()).to_vec(),
            Self::Shell => programs::SHELL.map(|text| text.as_bytes().to_vec()).to_vec(),
            Self::JavaScript => programs::JAVASCRIPT.map(|text| text.as_bytes().to_vec()).to_vec(),
            Self::Import => [
                r#"const m = [{ role: "user", content: [{ text: `a ${b}` }] }]; await client.send(new ConverseCommand({ modelId: "amazon.nova-lite-v1:0", messages: m }));"#,
                r#"fetch("https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse", { headers: { authorization: "Bearer bedrock-api-key-wJalrXUtnFEMI" }, body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "a" }] }] }) })"#,
                r#"{"schemaType":"ModelInvocationLog","region":"us-east-1","operation":"Converse","modelId":"amazon.nova-lite-v1:0","input":{"inputBodyJson":{"messages":[{"role":"user","content":[{"text":"a"}]}]}}}"#,
                "[2026-11-30T10:20:30.123456]\n\nSystem message:\n\na\n\nUser message:\n\n[[ ## question ## ]]\nb\n\n[[ ## answer ## ]]\n",
                "Question: a\nThought: b\nAction: c\nAction Input: d\nObservation: e\nFinal Answer: f",
                "POST /model/amazon.nova-lite-v1:0/converse HTTP/1.1\nhost: a\n\n{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]}",
            ]
            .map(|text| text.as_bytes().to_vec())
            .to_vec(),
        }
    }

    /// Runs the reader on one input. Panics where an invariant does not hold.
    pub fn run(self, input: &[u8]) {
        let text = String::from_utf8_lossy(input);
        match self {
            Self::EventStream => invariants::event_stream(input),
            Self::Credentials => {
                if let Ok(understood) = credentials_text::parse(&text, NOW) {
                    assert!(!format!("{understood:?}").contains("wJalrXUtnFEMI"), "a secret in Debug");
                }
            }
            Self::ApiKey => invariants::api_key_in(&text),
            Self::ErrorBody => invariants::error_body(input, &text),
            Self::Clinic => invariants::diagnoses(&text),
            Self::Recording => invariants::recordings(input),
            Self::Link => {
                let fragment = text.strip_prefix('#').unwrap_or(&text);
                let _ = (link::decode(fragment), plain::decode(fragment));
            }
            Self::Hex => {
                if let Ok(bytes) = hex::read(&text) {
                    assert!(bytes.len() <= text.len(), "more bytes than characters");
                    assert_eq!(
                        hex::read(&hex::digits(&bytes)).as_ref(),
                        Ok(&bytes),
                        "reading its own digits gave other bytes"
                    );
                }
            }
            Self::Import => invariants::imported(import::import(&text, &Draft::default())),
            Self::Python => invariants::imported(import::import_python(&text, &Draft::default())),
            Self::Shell => invariants::imported(import::import_shell(&text, &Draft::default())),
            Self::JavaScript => invariants::imported(import::import_javascript(&text, &Draft::default())),
        }
    }
}

fn stream() -> Vec<u8> {
    let event = |kind: &str, payload: &str| {
        let headers = [
            (":event-type", HeaderValue::from(kind)),
            (":content-type", HeaderValue::from("application/json")),
            (":message-type", HeaderValue::from("event")),
        ];
        encode(&headers, payload.as_bytes())
    };
    let inner = STANDARD.encode(r#"{"type":"content_block_delta","index":0,"delta":{"text":"a"}}"#);
    [
        event("messageStart", r#"{"role":"assistant","p":"abc"}"#),
        event("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":"Hello"}}"#),
        event("chunk", &format!(r#"{{"bytes":"{inner}","p":"ab"}}"#)),
        encode(
            &[(":message-type", HeaderValue::from("exception")), (":exception-type", HeaderValue::Bool(true))],
            b"{}",
        ),
    ]
    .concat()
}

/// A short-term key of the example credentials, in a line of a shell.
fn api_key() -> Vec<u8> {
    let key = Region::parse("us-east-1")
        .ok()
        .and_then(|region| api_key::derive(&example_credentials(), &region, NOW, api_key::LONGEST_LIFE_S).ok());
    format!("export AWS_BEARER_TOKEN_BEDROCK={}\n", key.as_ref().map_or("", ApiKey::secret)).into_bytes()
}

/// A canonical request, as a refusal prints it.
pub const CANONICAL: &str = "POST\n/model/amazon.nova-lite-v1%253A0/converse\n\ncontent-type:application/json\n\
                         host:bedrock-runtime.us-east-1.amazonaws.com\nx-amz-date:20250102T030405Z\n\n\
                         content-type;host;x-amz-date\n060269ada81b65767b604bf5630d3df78f334101c1ed3654a8e837fdcb85b440";
/// The string to sign of that request.
pub const TO_SIGN: &str = "AWS4-HMAC-SHA256\n20250102T030405Z\n20250102/us-east-1/bedrock/aws4_request\nd31d46cc";

/// A refusal with both texts, as JSON, as XML and as a tool prints it.
fn refusals() -> Vec<Vec<u8>> {
    let message = format!(
        "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this \
         request should have been\n'{CANONICAL}'\n\nThe String-to-Sign should have been\n'{TO_SIGN}'\n"
    );
    let code = "InvalidSignatureException";
    [
        format!(r#"{{"__type":"{code}","message":"{}"}}"#, message.replace('\n', "\\n")),
        format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>{}</Message></Error>",
            message.replace('\'', "&#39;")
        ),
        format!("An error occurred ({code}) when calling the Converse operation: {message}"),
    ]
    .map(String::into_bytes)
    .to_vec()
}

fn run() -> Vec<u8> {
    let piece = STANDARD.encode(stream());
    let call = |api: &str, operation: &str| {
        format!(
            r#"{{"api":"{api}","operation":"{operation}","model":"amazon.nova-lite-v1:0","request":{{"path":"/model/x/y",
            "headers":[["content-type","application/json"]],"body":"{{}}"}},"status":200,
            "headers":[["content-type","application/vnd.amazon.eventstream"]],"pieces":[[3,"{piece}"],[9,"AAAA"]],
            "endedMs":12,"ended":"complete"}}"#
        )
    };
    format!(
        r#"{{"schemaVersion":1,"runs":[{{"version":1,"by":"SIMULATED","recordedAt":"2026-11-22T12:00:00Z","calls":[{},{}]}}]}}"#,
        call("converse", "ConverseStream"),
        call("invoke", "InvokeModelWithResponseStream")
    )
    .into_bytes()
}
