//! A shell script with curl, which signs with `--aws-sigv4`.

use serde_json::Value;

use super::super::curl::OLD_CURL;
use super::super::shell::{document, single};
use super::super::writer::Writer;
use super::call::Call;
use crate::text::json;

/// The script.
pub(super) fn write(call: &Call<'_>) -> Result<Writer, String> {
    let mut writer = Writer::default();
    let request = &call.request;
    writer.frame("#!/bin/sh");
    writer.frame(&format!("# {}", call.which_client()));
    let origin = format!("{}://{}", request.url.scheme.as_str(), request.url.authority);
    writer.frame(&format!("endpoint=\"${{{}:-{origin}}}\"", call.endpoint_variable()));
    writer.frame(&format!("path={}", single(&request.url.path)));
    let query = call.query();
    let after = if let Some(query) = &query {
        writer.frame(&format!("query={}", single(query)));
        "?$query"
    } else {
        ""
    };
    let encoded = request.url.path.contains('%');
    if encoded {
        writer.frame(OLD_CURL);
    }
    let body = std::str::from_utf8(&request.body).ok().filter(|text| serde_json::from_str::<Value>(text).is_ok());
    if body.is_none() && !request.body.is_empty() {
        use base64::Engine as _;
        let base64 = base64::engine::general_purpose::STANDARD.encode(&request.body);
        writer.frame(&format!("base64 --decode > body.bin <<'BASE64'\n{base64}\nBASE64"));
    }
    writer.gap();
    let target = if encoded {
        format!("--request-target \"$path{after}\" \"$endpoint$signed{after}\"")
    } else {
        format!("\"$endpoint$path{after}\"")
    };
    let mut options = vec![
        format!("--request {} {target}", request.method.as_str()),
        format!("--aws-sigv4 {}", single(&format!("aws:amz:{}:{}", call.region, call.model.signing_name))),
        "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"".to_owned(),
        "--header \"x-amz-security-token: $AWS_SESSION_TOKEN\"".to_owned(),
    ];
    for (name, value) in call.headers()? {
        // curl drops a header without a value, and keeps one that ends in a semicolon.
        let line = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        options.push(format!("--header {}", single(&line)));
    }
    if call.events().is_some() {
        options.push("--no-buffer --output -".to_owned());
        writer.note("The answer arrives as it is on the wire, in binary event-stream frames: curl cannot read them");
    }
    match body {
        Some(_) => options.push("--data-binary @-".to_owned()),
        None if request.body.is_empty() => {}
        None => options.push("--data-binary @body.bin".to_owned()),
    }
    writer.frame("curl --silent --show-error --fail-with-body \\");
    writer.frame(&options.iter().map(|option| format!("  {option}")).collect::<Vec<_>>().join(" \\\n"));
    if let Some(body) = body {
        document(&mut writer, &pretty(body), "");
    }
    writer.note("curl 7.76 or newer. With a long-term access key there is no session token: leave that header out");
    Ok(writer)
}

/// The body over several lines, where that changes no value of it.
fn pretty(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(value) if serde_json::to_string(&value).is_ok_and(|printed| printed == body) => json::print(&value),
        _ => body.to_owned(),
    }
}
