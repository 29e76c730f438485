//! A shell script with curl, which signs with `--aws-sigv4`.
//!
//! The signature covers the path encoded once more (`%3A` becomes `%253A`). curl before version 8.14 did not encode it so
//! (curl pull request 17129, 2025), and a model id nearly always holds a colon. So the script gives an older curl the
//! encoded form to sign and the right one to send.

use super::results::{self, Results};
use super::shell::{document, single};
use super::writer::{Writer, two_clients};
use super::{Line, Request};

/// The variable that the tools of AWS read too.
const ENDPOINT: &str = "AWS_ENDPOINT_URL_BEDROCK_RUNTIME";

/// The script.
pub(super) fn write(request: &Request) -> (Vec<Line>, Vec<String>) {
    let mut writer = Writer::default();
    let results = Results::from_request(request);
    writer.frame("#!/bin/sh");
    for sentence in two_clients("the host bedrock-runtime", "the host bedrock") {
        writer.frame(&format!("# {sentence}"));
    }
    if results != Results::Whole {
        writer.frame("set -e");
    }
    writer.frame(&format!("endpoint=\"${{{ENDPOINT}:-https://{}}}\"", request.host()));
    let path = request.path();
    let encoded = path.contains('%');
    writer.frame(&format!("path={}", single(&path)));
    if encoded {
        writer.frame(OLD_CURL);
    }
    let several = request.bodies.len() > 1;
    for (index, body) in request.numbered().iter().enumerate() {
        let number = if several { format!("-{}", index + 1) } else { String::new() };
        let file = results::shell::file(&results, &number);
        writer.gap();
        let target = if encoded { " --request-target \"$path\" \"$endpoint$signed\"" } else { " \"$endpoint$path\"" };
        writer.frame(&format!("curl --silent --show-error --fail-with-body{target} \\"));
        writer.frame(&format!("  --aws-sigv4 {} \\", single(&format!("aws:amz:{}:bedrock", request.region))));
        writer.frame("  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" \\");
        writer.frame("  --header \"x-amz-security-token: $AWS_SESSION_TOKEN\" \\");
        for header in &request.headers {
            let line = format!("  --header {} \\", single(&format!("{}: {}", header.name, header.value)));
            writer.line(line, vec![format!("header:{}", header.name)]);
        }
        if request.operation.is_streaming() {
            writer.frame("  --no-buffer --output - \\");
        }
        if let Some(file) = &file {
            writer.frame(&format!("  --output {file} \\"));
        }
        writer.frame("  --data-binary @-");
        document(&mut writer, body.text, &body.prefix);
        if let Some(file) = &file {
            writer.frame(&results::shell::lines(&results, file).unwrap_or_default());
            writer.note(results::shell::NOTE);
        }
    }
    writer.note("curl 7.76 or newer. The keys are taken from the environment, where AWS's own tools look for them too");
    writer.note("With a long-term access key there is no session token: leave that header out");
    if request.operation.is_streaming() {
        writer.note("The answer arrives as it is on the wire, in binary event-stream frames: curl cannot read them");
    }
    writer.finish()
}

pub(super) const OLD_CURL: &str = r#"# AWS has the path signed encoded once more: %3A as %253A. curl does so since 8.14; an older one is told.
case "$(curl --version)" in
  'curl 7.'* | 'curl 8.'[0-9].* | 'curl 8.1'[0-3].*) signed=$(printf '%s' "$path" | sed 's/%/%25/g') ;;
  *) signed=$path ;;
esac"#;
