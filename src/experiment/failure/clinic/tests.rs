//! Error texts as people paste them, with what each must be named. Most are reconstructed from public bug reports.

use super::*;
use proptest::prelude::*;

/// A paste, and the entry that it must lead to.
const TEXTS: &[(&str, &str)] = &[
    // Models and regions.
    (
        "botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the InvokeModel \
         operation: Invocation of model ID anthropic.claude-3-5-sonnet-20241022-v2:0 with on-demand throughput isn’t \
         supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
        "on-demand",
    ),
    (
        r#"{"message":"Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand throughput isn\u2019t supported."}"#,
        "on-demand",
    ),
    (
        "operation error Bedrock Runtime: Converse, https response error StatusCode: 400, RequestID: \
         8518716b-eab3-4015-a108-ad374e3e5e16, ValidationException: The provided model identifier is invalid.",
        "unknown-model",
    ),
    (
        "An error occurred (ResourceNotFoundException) when calling the Converse operation: Access denied. This Model is \
         marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to \
         an active model on Amazon Bedrock",
        "legacy",
    ),
    (
        "HTTP/1.1 404 Not Found\nx-amzn-errortype: ResourceNotFoundException:http://internal.amazon.com/coral/com.amazon.bedrock/\n\n{\"message\":\"This model version has reached the end of its life.\"}",
        "model-retired",
    ),
    (
        "ValidationException: This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        "not-for-converse",
    ),
    ("ValidationException: The model is unsupported for streaming", "no-streaming"),
    // Bodies and parameters.
    (
        "An error occurred (ValidationException) when calling the InvokeModel operation: Malformed input request: #: required \
         key [max_tokens] not found, please reformat your input and try again.",
        "missing-key",
    ),
    (
        "ValidationException: Malformed input request: 2 schema violations found, please reformat your input and try again.",
        "schema",
    ),
    (
        "ValidationException: Malformed input request: #: extraneous key [max_tokens] is not permitted, please reformat your input and try again.",
        "extra-inputs",
    ),
    (
        "software.amazon.awssdk.services.bedrockruntime.model.ValidationException: temperature: range: 0..1 (Service: BedrockRuntime, Status Code: 400, Request ID: 8518716b-eab3-4015-a108-ad374e3e5e16)",
        "out-of-range",
    ),
    (
        "ValidationException: `temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        "sampling-both",
    ),
    (
        "ValidationException: max_tokens: 8192 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku",
        "max-tokens",
    ),
    (
        "[bedrock] Error: PluginInvokeError: {\"args\":{\"description\":\"[models] Error: ValidationException: This model doesn't \
         support the stopSequences field. Remove stopSequences and try again.\"},\"error_type\":\"InvokeError\"}",
        "field-refused",
    ),
    (
        "ValidationException: This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
        "field-refused",
    ),
    ("  ⎿  API Error: 400 This model does not support the effort parameter.", "effort"),
    ("ValidationException: Input is too long for requested model.", "too-long"),
    (
        "ValidationException: Malformed input request: #/texts: expected maximum item count: 96, found: 97, please reformat your input and try again.",
        "batch-too-long",
    ),
    // Conversations.
    (
        "messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"user\" roles in a row",
        "alternate",
    ),
    (
        "An error occurred (ValidationException) when calling the Converse operation: A conversation must start with a user \
         message. Try again with a conversation that starts with a user message.",
        "starts-with-user",
    ),
    (
        "The model returned the following errors: messages.1: `tool_use` ids were found without `tool_result` blocks \
         immediately after: tooluse_x1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
        "tool-results",
    ),
    (
        "messages.7.content: Conversation blocks and tool use blocks cannot be provided in the same turn.",
        "tool-use-mixed",
    ),
    (
        "The model returned the following errors: messages.3.content.0.thinking.signature: Field required",
        "thinking-replay",
    ),
    (
        "ValidationException: The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        "tool-config",
    ),
    // Quotas.
    (
        "botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) when calling the Converse \
         operation (reached max retries: 4): Too many tokens per day, please wait before trying again.",
        "daily-tokens",
    ),
    (
        "Error invoking the model: ThrottlingException(properties: AWSBedrockRuntime.ThrottlingException.Properties(message: \
         Optional(\"Too many tokens, please wait before trying again.\")), httpResponse: Status Code: HTTP status code: 429)",
        "token-throttling",
    ),
    (
        "ThrottlingException: Too many requests, please wait before trying again. You have sent too many requests.",
        "throttling",
    ),
    ("HTTP/1.1 429 Too Many Requests", "throttling"),
    ("HTTP/2 503 \ncontent-type: text/html\n\n<html>Service Unavailable</html>", "service-unavailable"),
    (
        "{\"name\":\"ModelNotReadyException\",\"$fault\":\"client\",\"$metadata\":{\"httpStatusCode\":429,\"requestId\":\
         \"8518716b-eab3-4015-a108-ad374e3e5e16\"}}",
        "model-not-ready",
    ),
    // Permissions.
    (
        "An error occurred (AccessDeniedException) when calling the Converse operation: User: \
         arn:aws:sts::123456789012:assumed-role/app/x is not authorized to perform: bedrock:InvokeModel on resource: \
         arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-3-haiku with an explicit deny in a service control policy",
        "organisation-deny",
    ),
    (
        "User: arn:aws:iam::123456789012:user/app is not authorized to perform: bedrock:InvokeModel on resource: x with an \
         explicit deny in an identity-based policy",
        "explicit-deny",
    ),
    (
        r#"{"error":{"message":"litellm.PermissionDeniedError: BedrockException - {\"Message\":\"User: arn:aws:iam::123456789012:user/app is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0 because no identity-based policy allows the bedrock:InvokeModel action\"}. Received Model Group=x","type":null,"param":null,"code":"403"}}"#,
        "policy",
    ),
    ("AccessDeniedException: You don’t have access to the model with the specified model ID.", "no-model-access"),
    (
        "An error occurred (AccessDeniedException) when calling the InvokeModelWithResponseStream operation: Model access is \
         denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions \
         (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Your AWS Marketplace \
         subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 2 minutes.",
        "marketplace-actions",
    ),
    (
        r#"{"message":"Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time."}"#,
        "payment",
    ),
    (
        "An error occurred (ValidationException) when calling the InvokeModel operation: Operation not allowed",
        "account-held",
    ),
    (
        "ValidationException: Access to Anthropic models is not allowed from unsupported countries, regions, or territories.",
        "country",
    ),
    (
        "AccessDeniedException: You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
        "no-caching",
    ),
    // Credentials.
    (
        "UnrecognizedClientException: The security token included in the request is invalid.\n    at async POST \
         (apps/app/app/api/chat/route.ts:19:19) {\n  '$fault': 'client',\n  '$metadata': [Object]\n}",
        "unknown-key",
    ),
    (
        "litellm.exceptions.AuthenticationError: litellm.AuthenticationError: BedrockException Invalid Authentication - \
         b'{\"message\":\"The security token included in the request is invalid.\"}'",
        "unknown-key",
    ),
    ("API Error: 403 The security token included in the request is invalid. · Please run /login", "unknown-key"),
    (
        "software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException: The security token included in the \
         request is expired (Service: BedrockRuntime, Status Code: 403, Request ID: 8518716b-eab3-4015-a108-ad374e3e5e16)",
        "expired-token",
    ),
    (
        "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error></ErrorResponse>",
        "expired-token",
    ),
    ("Bearer Token has expired", "api-key"),
    (
        "User: arn:aws:iam::123456789012:user/BedrockAPIKey-x is not authorized to perform: bedrock:CallWithBearerToken on \
         resource: * because no identity-based policy allows the bedrock:CallWithBearerToken action",
        "api-key",
    ),
    // Paths.
    (
        r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#,
        "unknown-operation",
    ),
    // Programs.
    (
        "botocore.exceptions.UnknownServiceError: Unknown service: 'bedrock-runtime'. Valid service names are: accessanalyzer, \
         account, acm, acm-pca",
        "sdk-without-bedrock",
    ),
    (
        "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    c.converse(\nAttributeError: 'Bedrock' object has no attribute 'converse'",
        "wrong-client",
    ),
    (
        "AttributeError: 'BedrockRuntime' object has no attribute 'converse'. Did you mean: 'invoke_model'?",
        "sdk-without-converse",
    ),
    ("aws: error: argument operation: Found invalid choice 'converse'", "sdk-without-converse"),
    (
        "botocore.exceptions.ParamValidationError: Parameter validation failed:\nUnknown parameter in input: \"max_tokens\", \
         must be one of: modelId, messages, system, inferenceConfig",
        "parameters",
    ),
    (
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
        "credentials-not-found",
    ),
    ("Error when retrieving token from sso: Token has expired and refresh failed", "sso-ended"),
    ("botocore.exceptions.NoRegionError: You must specify a region.", "no-region"),
    (
        "Could not connect to the endpoint URL: \"https://bedrock-runtime.us-west-1.amazonaws.com/model/x/converse\"",
        "host-not-found",
    ),
    (
        "botocore.exceptions.ReadTimeoutError: Read timeout on endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke\"",
        "read-timeout",
    ),
    ("Invalid base64: \"{\"anthropic_version\"", "blob-base64"),
];

fn named(text: &str) -> Option<&'static str> {
    match diagnose(text, None).unwrap().causes.as_slice() {
        [Finding::Known(entry)] => Some(entry.id),
        [] => None,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn each_text_is_named_with_cause_and_fix() {
    for (text, id) in TEXTS {
        assert_eq!(named(text), Some(*id), "{text}");
        let finding = Finding::Known(catalogue::entry(id).unwrap());
        for words in [finding.why(), finding.fix()] {
            assert!(words.len() > 10 && words.ends_with('.') && !words.ends_with(".."), "{words}");
        }
    }
}

/// Every text of the catalogue, in the wrappings in which tools print it, leads to the same entry as on a card.
#[test]
fn what_a_card_knows_the_clinic_knows() {
    for entry in catalogue::entries() {
        for sample in entry.samples.iter().filter(|sample| sample.status < 500 || !sample.code.is_empty()) {
            let (code, text) = (sample.code, sample.text);
            let mut forms = vec![
                serde_json::json!({ "__type": format!("com.amazon.coral.service#{code}"), "message": text })
                    .to_string(),
                format!(
                    "HTTP/1.1 {} \r\nx-amzn-errortype: {code}\r\n\r\n{}",
                    sample.status,
                    serde_json::json!({ "message": text })
                ),
            ];
            if !code.is_empty() {
                forms.push(format!("An error occurred ({code}) when calling the Converse operation: {text}"));
                forms.push(format!("{code}: {text}\n    at throwDefaultError (/app/node_modules/x.js:388:22)"));
            }
            for form in forms {
                let found = diagnose(&form, None).unwrap().causes;
                match found.as_slice() {
                    [Finding::Known(found)] => assert_eq!(found.id, entry.id, "{form}"),
                    // A signature is examined, and a status alone claims nothing.
                    [Finding::Signature(_), ..] => {
                        assert!(["clock-skew", "wrong-scope", "wrong-secret"].contains(&entry.id), "{form}");
                    }
                    other => assert!(code.is_empty() && sample.status != 0, "{form}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn what_surrounds_the_error_is_read_too() {
    let of = |text: &str| {
        let Diagnosis { code, status, operation, request_id, .. } = diagnose(text, None).unwrap();
        (code, status, operation, request_id)
    };
    let some = |text: &str| Some(text.to_owned());
    let id = "8518716b-eab3-4015-a108-ad374e3e5e16";
    assert_eq!(
        of(&format!(
            "operation error Bedrock Runtime: Converse, https response error StatusCode: 400, RequestID: {id}, ValidationException: x"
        )),
        (some("ValidationException"), Some(400), some("Converse"), some(id))
    );
    assert_eq!(
        of(&format!("ThrottlingException: Too many\n  '$metadata': {{ httpStatusCode: 429, requestId: '{id}' }}")),
        (some("ThrottlingException"), Some(429), None, some(id))
    );
    assert_eq!(
        of(&format!("HTTP/1.1 403 Forbidden\nx-amzn-RequestId: {id}\n\n{{\"message\":\"x\"}}")),
        (None, Some(403), None, some(id))
    );
}

#[test]
fn the_profiles_of_a_named_model_are_listed() {
    let of = |text: &str| diagnose(text, None).unwrap().profiles;
    let named =
        of("ValidationException: Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand \
                    throughput isn’t supported.");
    assert!(named.contains(&"eu.anthropic.claude-haiku-4-5-20251001-v1:0".to_owned()), "{named:?}");
    assert_eq!(of("Invocation of model ID x with on-demand throughput isn't supported."), Vec::<String>::new());
}

#[test]
fn a_bare_refusal_names_no_cause() {
    for text in [
        "403 Forbidden",
        "<html><title>403 Forbidden</title></html>",
        "{\"message\":\"Forbidden\"}",
        "{}",
        "HTTP/1.1 400 Bad Request",
        "KeyError: 'output'",
        "AttributeError: 'NoneType' object has no attribute 'get'",
        "Incorrect API key provided",
        "KeyError: 'max_tokens'",
        "IndexError: list index out of range: 3",
        "1 validation error for Body\nmax_tokens\n  Field required [type=missing]",
        "Unauthorized: Bearer token missing",
    ] {
        assert_eq!(diagnose(text, None).unwrap().causes, [], "{text}");
    }
    assert_eq!(diagnose(" \n", None), Err(ClinicError::Empty));
    assert_eq!(diagnose(&"x".repeat(LONGEST_TEXT + 1), None), Err(ClinicError::TooLong));
}

/// A paste of nothing but braces is not read for ever.
#[test]
fn braces_end() {
    for text in ["{".repeat(LONGEST_TEXT), "{\"a\":".repeat(20_000), "{\"message\":\"{".repeat(10_000)] {
        assert_eq!(diagnose(&text, None).unwrap().causes, []);
    }
}

proptest! {
    #[test]
    fn never_panics(text: String, noise in "[A-Za-z'\\\\n:{}<>\" \n/;]{0,200}") {
        for text in [text.clone(), noise.clone(), format!("{{\"message\":{text:?},\"code\":\"{noise}\"}}"), format!("request id {noise}{text}status code {noise}")] {
            let _ = diagnose(&text, None);
        }
    }
}
