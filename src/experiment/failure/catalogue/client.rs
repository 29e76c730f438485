//! Errors of SDKs and tools: they happen in a program, most of them before anything is sent. This page never meets them,
//! but people paste them.
//!
//! `bedrock-runtime` is in boto3 since 1.28.57 and Converse since 1.34.116 (<https://github.com/boto/boto3/blob/develop/CHANGELOG.rst>).

use super::{BLANK, Entry, Reproduce, Sample};

/// Nothing for the simulator to answer.
const ELSEWHERE: Reproduce = Reproduce::Never("It happens in the program that calls, not at the service");

const fn printed(text: &'static str) -> Sample {
    Sample { code: "", status: 0, text }
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "sdk-without-bedrock",
        says: &[
            &["unknown service: 'bedrock"],
            &["unknown service: bedrock"],
            &["argument command: invalid choice", "bedrock"],
        ],
        what: "This SDK or CLI is too old for Bedrock",
        why: "The list of services is part of the SDK, and this version was made before Bedrock was in it. boto3 has \
              bedrock-runtime since 1.28.57, and Converse since 1.34.116",
        fix: "Upgrade: pip install --upgrade boto3 botocore, or install the current AWS CLI. In Lambda, bring boto3 in a \
              layer",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "Unknown service: 'bedrock-runtime'. Valid service names are: accessanalyzer, account, acm",
        )],
        ..BLANK
    },
    Entry {
        id: "sdk-without-converse",
        says: &[
            &["'bedrockruntime' object has no attribute 'converse"],
            &["'bedrockruntime' object has no attribute 'count_tokens"],
            &["found invalid choice 'converse"],
            &["invalid choice: 'converse"],
        ],
        what: "This SDK or CLI is too old for Converse",
        why: "The client is the right one, but this version was made before the operation was added. boto3 has Converse since \
              1.34.116",
        fix: "Upgrade: pip install --upgrade boto3 botocore, or install the current AWS CLI. In Lambda, bring boto3 in a \
              layer",
        reproduce: ELSEWHERE,
        samples: &[printed("AttributeError: 'BedrockRuntime' object has no attribute 'converse'")],
        ..BLANK
    },
    Entry {
        id: "wrong-client",
        says: &[
            &["object has no attribute 'converse"],
            &["object has no attribute 'invoke_model"],
            &["'bedrockruntime' object has no attribute"],
            &["'bedrock' object has no attribute"],
            &["'agentsforbedrock", "object has no attribute"],
        ],
        what: "The client of another Bedrock service",
        why: "Bedrock has several clients. bedrock-runtime calls models (converse, invoke_model), bedrock lists and manages \
              them, bedrock-agent-runtime calls agents and knowledge bases (retrieve, invoke_agent)",
        fix: "For converse and invoke_model, create the client with boto3.client(\"bedrock-runtime\")",
        reproduce: ELSEWHERE,
        samples: &[
            printed("AttributeError: 'Bedrock' object has no attribute 'converse'"),
            printed("AttributeError: 'Bedrock' object has no attribute 'invoke_model'"),
            printed("AttributeError: 'BedrockRuntime' object has no attribute 'list_foundation_models'"),
        ],
        ..BLANK
    },
    Entry {
        id: "parameters",
        says: &[
            &["parameter validation failed"],
            &["unknown parameter in input"],
            &["missing required parameter in input"],
            &["invalid type for parameter"],
        ],
        what: "The SDK refuses the arguments",
        why: "The SDK compared the call with the service's model, and nothing was sent. Converse takes messages as a list, \
              each with a role and a list of blocks such as {\"text\": \"…\"}, and writes its members as maxTokens, not \
              max_tokens; InvokeModel takes one body",
        fix: "Change the member that the message names. If it exists in the documentation, upgrade the SDK",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "Parameter validation failed: Invalid type for parameter messages[0].content, value: Hello, type: <class 'str'>, \
             valid types: <class 'list'>, <class 'tuple'>",
        )],
        ..BLANK
    },
    Entry {
        id: "blob-base64",
        says: &[&["invalid base64"]],
        what: "The CLI expects the body as base64",
        why: "Version 2 of the AWS CLI reads a blob such as --body as base64 by default",
        fix: "Add --cli-binary-format raw-in-base64-out, or put the body into a file and pass fileb://body.json",
        reproduce: ELSEWHERE,
        samples: &[printed("Invalid base64: \"{\"anthropic_version\": \"bedrock-2023-05-31\"}\"")],
        ..BLANK
    },
    Entry {
        id: "sso-ended",
        says: &[
            &["error loading sso token"],
            &["sso session", "has expired"],
            &["token has expired and refresh failed"],
            &["error when retrieving token from sso"],
            &["sso session is invalid"],
        ],
        what: "The sign-in of IAM Identity Center has ended",
        why: "The profile gets its credentials by a sign-in in the browser, and that sign-in is over. Nothing was sent",
        fix: "Sign in again: aws sso login --profile NAME",
        reproduce: ELSEWHERE,
        samples: &[
            printed("Error loading SSO Token: Token for my-sso does not exist"),
            printed("Error when retrieving token from sso: Token has expired and refresh failed"),
        ],
        ..BLANK
    },
    Entry {
        id: "credentials-not-found",
        says: &[
            &["unable to locate credentials"],
            &["could not load credentials from any providers"],
            &["unable to load credentials from any"],
            &["no valid credential sources"],
            &["failed to refresh cached credentials"],
            &["partial credentials found"],
            &["nocredentialproviders"],
            &["resolved credential object is not valid"],
        ],
        what: "The program found no credentials",
        why: "The SDK looked in the environment, in the profile files and at the instance's or container's role, and found \
              none or only a part. Nothing was sent",
        fix: "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or name a profile with AWS_PROFILE, in the \
              environment in which the program runs",
        reproduce: ELSEWHERE,
        samples: &[
            printed("Unable to locate credentials. You can configure credentials by running \"aws configure\"."),
            printed("CredentialsProviderError: Could not load credentials from any providers"),
        ],
        ..BLANK
    },
    Entry {
        id: "profile-not-found",
        says: &[&["config profile", "could not be found"], &["failed to get shared config profile"]],
        what: "This profile does not exist",
        why: "AWS_PROFILE or the program names a profile that is not in ~/.aws/config",
        fix: "List them with aws configure list-profiles and name one of them",
        reproduce: ELSEWHERE,
        samples: &[printed("The config profile (work) could not be found")],
        ..BLANK
    },
    Entry {
        id: "no-region",
        says: &[
            &["you must specify a region"],
            &["region is missing"],
            &["unable to find a region via the region provider chain"],
            &["invalid configuration: missing region"],
        ],
        what: "The program has no region",
        why: "The host of a Bedrock call contains the region, and neither the program nor the profile names one",
        fix: "Set AWS_REGION, for example to us-east-1, or give the client its region_name",
        reproduce: ELSEWHERE,
        samples: &[printed("botocore.exceptions.NoRegionError: You must specify a region.")],
        ..BLANK
    },
    Entry {
        id: "host-not-found",
        says: &[
            &["could not connect to the endpoint url"],
            &["getaddrinfo"],
            &["failed to resolve", "amazonaws"],
            &["no such host"],
            &["name or service not known"],
        ],
        what: "The host was not reached",
        why: "The name did not resolve or nothing answered: a region without this service, a misspelt endpoint, a private \
              network without a VPC endpoint, or a proxy in between. Nothing was sent",
        fix: "Check the region and the endpoint URL in the message, then the network: DNS, proxy, VPC endpoint \
              bedrock-runtime",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "Could not connect to the endpoint URL: \"https://bedrock-runtime.us-west-1.amazonaws.com/model/x/converse\"",
        )],
        ..BLANK
    },
    Entry {
        id: "read-timeout",
        says: &[&["read timeout on endpoint"], &["readtimeouterror"], &["read timed out"]],
        what: "The program stopped waiting",
        why: "A long answer takes longer than the client's read timeout, which is 60 seconds in boto3. The service may go on \
              and bill the answer",
        fix: "Stream the answer, or raise the limit: Config(read_timeout=600)",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "ReadTimeoutError: Read timeout on endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke\"",
        )],
        ..BLANK
    },
    Entry {
        id: "certificate",
        says: &[&["certificate verify failed"], &["self-signed certificate"], &["self signed certificate"]],
        what: "The certificate is not trusted",
        why: "A proxy that opens TLS answers with its own certificate, which this program does not know",
        fix: "Give the program the proxy's certificate authority: AWS_CA_BUNDLE, or NODE_EXTRA_CA_CERTS for Node.js",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "SSL validation failed for https://bedrock-runtime.us-east-1.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] \
             certificate verify failed: self signed certificate in certificate chain",
        )],
        ..BLANK
    },
    Entry {
        id: "blocked-by-cors",
        says: &[&["blocked by cors policy"], &["no 'access-control-allow-origin'"]],
        what: "The browser hides the answer",
        why: "The answer came without CORS headers, so a page may not read it. AWS leaves them out of some refusals, and a \
              server of your own must send them",
        fix: "Check credentials and clock first. For your own endpoint, allow the origin, POST, and the headers \
              authorization, content-type and x-amz-*",
        reproduce: ELSEWHERE,
        samples: &[printed(
            "Access to fetch at 'https://bedrock-runtime.us-east-1.amazonaws.com/' from origin 'http://localhost' has been \
             blocked by CORS policy",
        )],
        ..BLANK
    },
];
