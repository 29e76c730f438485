//! What lets a page of an allowed origin call this server and read its answers, refusals included.
//!
//! Headers are listed by name: the Fetch standard does not let `*` stand for `authorization`.

use outcrop::aws::http::Header;

/// Request headers that a page may send.
const ALLOWED: &str = "authorization, content-type, accept, x-amz-date, x-amz-security-token, x-amz-content-sha256, \
     x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request, x-amzn-bedrock-accept, x-amzn-bedrock-trace, \
     x-amzn-bedrock-guardrailidentifier, x-amzn-bedrock-guardrailversion, x-amzn-bedrock-performanceconfig-latency, \
     x-amzn-bedrock-request-metadata, x-amzn-bedrock-service-tier";

/// Response headers that a page may read.
const EXPOSED: &str = "x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage, date, x-amzn-bedrock-content-type, \
     x-amzn-bedrock-invocation-latency, x-amzn-bedrock-input-token-count, x-amzn-bedrock-output-token-count, \
     x-outcrop-simulated, x-outcrop-measure, x-outcrop-retired, x-outcrop-doubt";

/// For every answer to a page of this origin.
pub fn for_answer(origin: &str) -> Vec<Header> {
    vec![
        Header::new("access-control-allow-origin", origin),
        Header::new("vary", "origin"),
        Header::new("access-control-expose-headers", EXPOSED),
    ]
}

/// For the answer to a preflight of a page of this origin.
pub fn for_preflight(origin: &str) -> Vec<Header> {
    vec![
        Header::new("access-control-allow-origin", origin),
        Header::new("vary", "origin"),
        Header::new("access-control-allow-methods", "POST, GET, OPTIONS"),
        Header::new("access-control-allow-headers", ALLOWED),
        Header::new("access-control-max-age", "600"),
        // A page from the network that calls a server on this machine is asked for this by some browsers.
        Header::new("access-control-allow-private-network", "true"),
    ]
}
