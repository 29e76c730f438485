//! Answers with an error in them, as services and gateways send them, and the card that each must get.

use super::*;
use crate::aws::error::AwsError;
use crate::aws::http::{Header, ResponseHead};

/// An answer with its status, and the entry that its card must show.
const ANSWERS: &[(u16, &str, &str, &str)] = &[
    (
        200,
        "",
        r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#,
        "unknown-operation",
    ),
    (
        404,
        "",
        r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#,
        "unknown-operation",
    ),
    (
        200,
        "",
        r#"{"Output":{"__type":"com.amazon.coral.validate#ValidationException","message":"Invocation of model ID amazon.nova-premier-v1:0 with on-demand throughput isn't supported."},"Version":"1.0"}"#,
        "on-demand",
    ),
    (
        200,
        "",
        r#"{"errorType":"ThrottlingException","errorMessage":"Too many tokens per day, please wait before trying again."}"#,
        "daily-tokens",
    ),
    (
        200,
        "",
        r#"{"statusCode":403,"body":"{\"message\":\"You don't have access to the model with the specified model ID.\"}"}"#,
        "no-model-access",
    ),
    (
        200,
        "",
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"messages: roles must alternate between \"user\" and \"assistant\""}}"#,
        "alternate",
    ),
    (200, "", r#"[{"error":{"code":"AccessDeniedException","message":"Operation not allowed"}}]"#, "account-held"),
    (
        403,
        "AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/",
        r#"{"message":"Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided."}"#,
        "payment",
    ),
    (
        403,
        "",
        r#"{"Message":"User: arn:aws:iam::210987654321:user/a is not authorized to perform: aws-marketplace:Subscribe on resource: *"}"#,
        "marketplace-actions",
    ),
    (
        400,
        "ValidationException",
        r#"{"message":"Malformed input request: #/texts/0: expected maxLength: 2048, actual: 2050, please reformat your input and try again."}"#,
        "text-too-long",
    ),
    (
        500,
        "",
        r#"{"error":{"error":{"__type":"a.b#ThrottlingException","message":"Too many tokens per day"}}}"#,
        "daily-tokens",
    ),
];

#[test]
fn each_answer_is_named() {
    let mut wrong = Vec::new();
    for (status, code, body, id) in ANSWERS {
        let headers = match *code {
            "" => Vec::new(),
            code => vec![Header::new("x-amzn-errortype", code)],
        };
        let head = ResponseHead { status: *status, headers };
        let error = match status {
            200 => AwsError::under_success(&head, body.as_bytes()),
            _ => Some(AwsError::from_response(&head, body.as_bytes())),
        };
        let found = error.as_ref().and_then(|error| {
            catalogue::find(error.code.as_deref(), error.message.as_deref().unwrap_or_default(), error.status)
        });
        if found.map(|entry| entry.id) != Some(*id) {
            wrong.push(format!("{id}, not {:?}: {status} {body}", found.map(|entry| entry.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An answer whose text speaks of errors is not an error.
#[test]
fn an_answer_is_not_taken_for_an_error() {
    for body in [
        r#"{"output":{"message":{"role":"assistant","content":[{"text":"ThrottlingException: Too many tokens"}]}},"stopReason":"end_turn"}"#,
        r#"{"id":"msg_1","type":"message","content":[{"type":"text","text":"{\"__type\":\"AccessDeniedException\"}"}]}"#,
        r#"{"generation":"error: Operation not allowed","stop_reason":"stop"}"#,
        r#"{"statusCode":200,"body":"{\"output\":{}}"}"#,
        r#"{"embedding":[0.1],"inputTextTokenCount":1}"#,
        "[]",
    ] {
        let head = ResponseHead { status: 200, headers: Vec::new() };
        assert_eq!(AwsError::under_success(&head, body.as_bytes()), None, "{body}");
    }
}
