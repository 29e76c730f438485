//! A shell script with curl, which signs with `--aws-sigv4`.
//!
//! The signature covers the path encoded once more (`%3A` becomes `%253A`). curl did not encode it so before version 8.14
//! (curl pull request 17129, 2025), and a model id nearly always holds a colon; so the script hands an older curl the
//! encoded form to sign, and the right one to send.

use super::results::{self, Results};
use super::shell::{document, single};
use super::source::{Source, two_clients};
use super::{Line, Request};

/// The variable that the tools of AWS read too.
const ENDPOINT: &str = "AWS_ENDPOINT_URL_BEDROCK_RUNTIME";

/// The script.
pub(super) fn write(request: &Request) -> (Vec<Line>, Vec<String>) {
    let mut source = Source::default();
    let results = Results::of(request);
    source.frame("#!/bin/sh");
    for sentence in two_clients("the host bedrock-runtime", "the host bedrock") {
        source.frame(&format!("# {sentence}"));
    }
    if results != Results::Whole {
        source.frame("set -e");
    }
    source.frame(&format!("endpoint=\"${{{ENDPOINT}:-https://{}}}\"", request.host()));
    let path = request.path();
    let encoded = path.contains('%');
    source.frame(&format!("path={}", single(&path)));
    if encoded {
        source.frame(OLD_CURL);
    }
    let several = request.bodies.len() > 1;
    for (index, body) in request.numbered().iter().enumerate() {
        let number = if several { format!("-{}", index + 1) } else { String::new() };
        let file = results::shell::file(&results, &number);
        source.gap();
        let target = if encoded { " --request-target \"$path\" \"$endpoint$signed\"" } else { " \"$endpoint$path\"" };
        source.frame(&format!("curl --silent --show-error --fail-with-body{target} \\"));
        source.frame(&format!("  --aws-sigv4 {} \\", single(&format!("aws:amz:{}:bedrock", request.region))));
        source.frame("  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" \\");
        source.frame("  --header \"x-amz-security-token: $AWS_SESSION_TOKEN\" \\");
        for header in &request.headers {
            let line = format!("  --header {} \\", single(&format!("{}: {}", header.name, header.value)));
            source.line(line, vec![format!("header:{}", header.name)]);
        }
        if request.operation.is_streaming() {
            source.frame("  --no-buffer --output - \\");
        }
        if let Some(file) = &file {
            source.frame(&format!("  --output {file} \\"));
        }
        source.frame("  --data-binary @-");
        document(&mut source, body.text, &body.prefix);
        if let Some(file) = &file {
            source.frame(&results::shell::lines(&results, file).unwrap_or_default());
            source.note(results::shell::NOTE);
        }
    }
    source.note("curl 7.76 or newer. The keys are taken from the environment, where AWS's own tools look for them too");
    source.note("With a long-term access key there is no session token: leave that header out");
    if request.operation.is_streaming() {
        source.note("The answer arrives as it is on the wire, in binary event-stream frames: curl cannot read them");
    }
    source.finish()
}

const OLD_CURL: &str = r#"# AWS has the path signed encoded once more: %3A as %253A. curl does so since 8.14; an older one is told.
case "$(curl --version)" in
  'curl 7.'* | 'curl 8.'[0-9].* | 'curl 8.1'[0-3].*) signed=$(printf '%s' "$path" | sed 's/%/%25/g') ;;
  *) signed=$path ;;
esac"#;
