//! Further errors of the kinds of public bug reports, in the words and wrappings of other tools, models and quantities.

use super::*;

/// A paste, and the entry that it must lead to.
const TEXTS: &[(&str, &str)] = &[
    // E1: payment and Marketplace.
    (
        "ValueError: Error raised by bedrock service: An error occurred (AccessDeniedException) when calling the InvokeModel \
         operation: Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.",
        "payment",
    ),
    (
        "software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException: Model access is denied due to \
         INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.. Your AWS Marketplace subscription for this \
         model cannot be completed at this time. (Service: BedrockRuntime, Status Code: 403, Request ID: \
         1b4e28ba-2fa1-11d2-883f-0016d3cca427) (SDK Attempt Count: 1)",
        "payment",
    ),
    (
        r#"litellm.APIConnectionError: BedrockException - {"message":"Your account has no payment method on file. Add a payment method to subscribe in AWS Marketplace."}"#,
        "payment",
    ),
    (
        "AccessDeniedException: Model access is denied due to User: arn:aws:sts::210987654321:assumed-role/ci/run is not \
         authorized to perform: aws-marketplace:Subscribe on resource: * because no identity-based policy allows the \
         aws-marketplace:Subscribe action",
        "marketplace-actions",
    ),
    (
        r#"{"statusCode":403,"body":"{\"message\":\"User: arn:aws:iam::210987654321:user/dev is not authorized to perform: aws-marketplace:ViewSubscriptions on resource: arn:aws:aws-marketplace:us-east-1:210987654321:* with an explicit deny in a service control policy\"}"}"#,
        "marketplace-actions",
    ),
    (
        "An error occurred (AccessDeniedException) when calling the ConverseStream operation: Your account does not have an \
         agreement to this model.",
        "no-model-access",
    ),
    (
        "AccessDeniedException: Model access is denied due to the product is not approved in your Private Marketplace. Your \
         AWS Marketplace subscription for this model cannot be completed at this time.",
        "marketplace-refused",
    ),
    // E2: quotas of a day.
    (
        "litellm.RateLimitError: BedrockException - {\"message\":\"Too many tokens per day, please wait before trying again.\"}",
        "daily-tokens",
    ),
    (
        "ThrottlingException: Too many requests per day for model amazon.nova-premier-v1:0, please wait before trying again.",
        "daily-tokens",
    ),
    (
        "operation error Bedrock Runtime: ConverseStream, exceeded maximum number of attempts, 3, https response error \
         StatusCode: 429, RequestID: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, ThrottlingException: Your request exceeds the daily \
         token limit of this account.",
        "daily-tokens",
    ),
    (
        "An error occurred (ServiceQuotaExceededException) when calling the InvokeModel operation: Model invocation max tokens \
         per day is 500000 and is exceeded.",
        "daily-tokens",
    ),
    ("429 Too many tokens, please wait before trying again.", "token-throttling"),
    ("ThrottlingException: Too many tokens per minute, please wait before trying again.", "token-throttling"),
    // E3: the account, the place, the model's phase.
    (
        "ValidationException: 1 error: Operation not allowed.\n    at de_ValidationExceptionRes (node_modules/@aws-sdk/x.js:1:1)",
        "account-held",
    ),
    (
        "AccessDeniedException: Your account is not authorized to use this model. Please create a support case.",
        "account-held",
    ),
    (
        "An error occurred (AccessDeniedException) when calling the Converse operation: Access to Bedrock models is not allowed \
         for this account. Contact AWS Customer Support.",
        "account-held",
    ),
    ("AccessDeniedException: Your account is currently restricted. Verify your account.", "account-held"),
    (
        r#"{"error":{"message":"Access to Anthropic models is not allowed from unsupported countries, regions, or territories. Please refer to https://www.anthropic.com/supported-countries for more information","type":"invalid_request_error"}}"#,
        "country",
    ),
    ("ValidationException: This model is not available in your country.", "country"),
    (
        "ResourceNotFoundException: This model version has reached the end of its life. Please refer to the AWS documentation \
         for more details.",
        "model-retired",
    ),
    (
        "botocore.errorfactory.ResourceNotFoundException: An error occurred (ResourceNotFoundException) when calling the \
         InvokeModel operation: Access denied. This Model is marked by provider as Legacy and you have not been actively using \
         the model in the last 60 days.",
        "legacy",
    ),
    (
        "ValidationException: The model meta.llama2-70b-chat-v1 is in legacy status and access is denied for accounts that have \
         not used it.",
        "legacy",
    ),
    (
        "com.amazonaws.SdkException: data retention mode 'none' is not available for this model (Status Code: 400)",
        "data-retention",
    ),
    // E4: tool turns.
    (
        "litellm.BadRequestError: BedrockException - {\"message\":\"The number of toolResult blocks at messages.4.content \
         exceeds the number of toolUse blocks of previous turn.\"}",
        "tool-results",
    ),
    (
        "ValidationException: messages.12: `tool_use` ids were found without `tool_result` blocks immediately after: \
         toolu_bdrk_01A, toolu_bdrk_01B.",
        "tool-results",
    ),
    (
        "ValidationException: messages.3.content.2: each tool_use must have a single result. Found multiple `tool_result` \
         blocks with id: tooluse_9",
        "tool-results",
    ),
    ("ValidationException: messages.1.content.1: `tool_use` ids must be unique", "tool-results"),
    (
        "ValidationException: The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        "tool-config",
    ),
    (
        "ValidationException: Conversation blocks and tool result blocks cannot be provided in the same turn.",
        "tool-result-mixed",
    ),
    (
        "ValidationException: The model returned the following errors: tools.0.custom.name: String should match pattern \
         '^[a-zA-Z0-9_-]{1,128}$'",
        "tool-definition",
    ),
    (
        "ValidationException: The model returned the following errors: tools: Tool names must be unique.",
        "tool-definition",
    ),
    (
        "ValidationException: The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.",
        "tool-definition",
    ),
    (
        "400 tools.3.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12",
        "tool-definition",
    ),
    (
        "ValidationException: messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not \
         \"system\" as an input message role.",
        "system-role",
    ),
    (
        "1 validation error detected: Value 'system' at 'messages.1.member.role' failed to satisfy constraint: Member must \
         satisfy enum value set: [user, assistant]",
        "system-role",
    ),
    // E4: thinking.
    (
        "ValidationException: The model returned the following errors: messages.5.content.0.type: Expected `thinking` or \
         `redacted_thinking`, but found `text`.",
        "thinking-replay",
    ),
    (
        "messages.7.content.1: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. \
         These blocks must remain as they were in the original response.",
        "thinking-replay",
    ),
    ("{\"message\":\"messages.1.content.0: Invalid `signature` in `thinking` block\"}", "thinking-replay"),
    (
        "ValidationException: thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        "thinking-budget",
    ),
    ("`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation", "thinking-budget"),
    ("Thinking may not be enabled when tool_choice forces tool use.", "thinking-sampling"),
    // E4: caching.
    (
        "ValidationException: This model doesn't support the cachePoint field. Remove cachePoint and try again.",
        "no-caching",
    ),
    (
        "AccessDeniedException: You invoked an unsupported model or your request did not allow prompt caching.",
        "no-caching",
    ),
    ("messages: A maximum of 4 blocks with cache_control may be provided. Found 7.", "cache-points"),
    (
        "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
        "cache-points",
    ),
    // E4: media.
    ("ValidationException: The model returned the following errors: Could not process image", "picture"),
    (
        "messages.2.content.0.image.source.base64.data: At least one of the image dimensions exceed max allowed size: 8000 pixels",
        "picture",
    ),
    (
        "messages.4.content.3.image.source.base64.data: At least one of the image dimensions exceed max allowed size for \
         many-image requests: 2000 pixels",
        "picture",
    ),
    ("messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 7340032 bytes > 5242880 bytes", "picture"),
    (
        "ValidationException: messages.0.content.0: The image was specified using the image/png media type, but the image \
         appears to be a image/jpeg image",
        "picture",
    ),
    (
        "ValidationException: The model returned the following errors: messages.0.content.1.pdf.source.base64.data: The PDF specified was not valid.",
        "document",
    ),
    ("messages.0.content.1.pdf.source.base64.data: A maximum of 100 PDF pages may be provided.", "document"),
    ("ValidationException: The document file size exceeds the maximum of 4.5 MB.", "document"),
    ("ValidationException: too many images and documents: 25 > 20", "too-many-media"),
    // E4: single fields, ids, formats.
    (
        "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.",
        "field-refused",
    ),
    (
        "ValidationException: This model doesn't support the performanceConfig field. Remove it and try again.",
        "field-refused",
    ),
    (
        "ValidationException: Invocation of model ID amazon.nova-premier-v1:0 with on-demand throughput isn’t supported.",
        "on-demand",
    ),
    ("ValidationException: The provided model doesn't support on-demand throughput.", "on-demand"),
    // E5: texts that are not a refused signature.
    ("API Error: 403 Bearer Token has expired", "api-key"),
    (r#"{"Message":"Invalid API Key format: Must start with pre-defined prefix"}"#, "api-key"),
    (
        "AccessDeniedException: User: arn:aws:iam::210987654321:user/BedrockAPIKey-a1 is not authorized to perform: \
         bedrock:CallWithBearerToken on resource: arn:aws:bedrock:eu-west-1:210987654321:* with an explicit deny",
        "api-key",
    ),
    (
        "ThrottlingException: Too many tokens, please wait before trying again.\n    at ProtocolLib.getErrorSchemaOrThrowBaseException\n  '$metadata': { httpStatusCode: 429, requestId: '1b4e28ba-2fa1-11d2-883f-0016d3cca427', attempts: 3 }",
        "token-throttling",
    ),
    (
        "langchain_aws.chat_models.bedrock_converse: botocore.exceptions.ClientError: An error occurred \
         (ExpiredTokenException) when calling the Converse operation: The security token included in the request is expired",
        "expired-token",
    ),
    (
        "CredentialsProviderError: The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
        "sso-ended",
    ),
    (
        "botocore.exceptions.EventStreamError: An error occurred (modelStreamErrorException) when calling the ConverseStream operation: Model produced invalid sequence as part of ToolUse. Please refer to the model tool use troubleshooting guide.",
        "model-stream-error",
    ),
    (
        "An error occurred (ServiceUnavailableException) when calling the Converse operation (reached max retries: 4): Bedrock is unable to process your request.",
        "service-unavailable",
    ),
    (
        "An error occurred (ModelErrorException) when calling the Converse operation: Model produced invalid sequence as part of ToolUse.",
        "model-error",
    ),
    // E6: inside of another object.
    (
        r#"{"Output":{"__type":"com.amazon.coral.service#AccessDeniedException","message":"You don't have access to the model with the specified model ID."},"Version":"1.0"}"#,
        "no-model-access",
    ),
    (
        r#"{"errorMessage":"An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests, please wait before trying again.","errorType":"ThrottlingException","stackTrace":["  File \"/var/task/app.py\", line 9\n"]}"#,
        "throttling",
    ),
    (
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too many tokens, please wait before trying again.\"}}",
        "token-throttling",
    ),
    (
        r#"API Error (429 {"type":"error","error":{"type":"rate_limit_error","message":"Number of request tokens has exceeded your daily rate limit"}})"#,
        "daily-tokens",
    ),
    (
        r#"b'{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}'"#,
        "unknown-operation",
    ),
    // E9: embeddings.
    (
        "ValidationException: 400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 10125",
        "text-too-long",
    ),
    (
        "Malformed input request: #/texts/12: expected maxLength: 2048, actual: 5000, please reformat your input and try again.",
        "text-too-long",
    ),
    (
        "Malformed input request: #/inputText: expected minLength: 1, actual: 0, please reformat your input and try again.",
        "text-empty",
    ),
    (
        "Malformed input request: #/texts/3: expected minLength: 1, actual: 0, please reformat your input and try again.",
        "text-empty",
    ),
    (
        "Malformed input request: #/texts: expected maximum item count: 96, found: 128, please reformat your input and try again.",
        "batch-too-long",
    ),
    ("invalid request: total number of texts must be at most 96 - received 120", "batch-too-long"),
    ("ValidationException: Input is too long for requested model. 1048600 bytes", "too-long"),
];

#[test]
fn each_report_is_named() {
    let named = |text: &str| match diagnose(text, None).unwrap().causes.as_slice() {
        [Finding::Known(entry)] => entry.id.to_owned(),
        other => format!("{other:?}"),
    };
    let wrong: Vec<String> = TEXTS
        .iter()
        .filter(|(text, id)| named(text) != *id)
        .map(|(text, id)| format!("{id}, not {}: {text}", named(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The clinic says that two sides are the same only where it had both.
#[test]
fn nothing_is_claimed_that_was_not_compared() {
    for text in [
        "InvalidSignatureException: The request signature we calculated does not match the signature you provided.",
        r#"{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."}"#,
        "403 SignatureDoesNotMatch",
        "An error occurred (InvalidSignatureException) when calling the CountTokens operation: The request signature we \
         calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n\
         /model/us.amazon.nova-lite-v1%253A0/count-tokens\n\nhost:bedrock-runtime.eu-west-1.amazonaws.com\nhost:x\n\nhost;host\nabc'",
    ] {
        let diagnosis = diagnose(text, None).unwrap();
        assert!(!diagnosis.compared && !diagnosis.causes.is_empty(), "{text}");
        for cause in diagnosis.causes {
            assert!(!cause.why().contains("same on both sides"), "{text}: {cause:?}");
        }
    }
    for name in ["bedrock", "bedrock-mantle", "execute-api"] {
        let text = format!("400 - {{\"error\":\"Credential should be scoped to correct service: '{name}'. \"}}");
        let diagnosis = diagnose(&text, None).unwrap();
        assert!(diagnosis.causes.iter().any(|cause| cause.fix().contains(name)), "{diagnosis:?}");
    }
}
