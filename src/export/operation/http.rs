//! The HTTP message as it is sent, without what signing adds.

use super::super::writer::Writer;
use super::call::Call;

/// The message.
pub(super) fn write(call: &Call<'_>) -> Result<Writer, String> {
    let request = &call.request;
    let Ok(body) = std::str::from_utf8(&request.body) else {
        return Err(format!(
            "The body of {} is bytes, which a text cannot show. The other tools send it.",
            call.operation.name
        ));
    };
    let mut writer = Writer::default();
    let query = call.query().map(|query| format!("?{query}")).unwrap_or_default();
    writer.frame(&format!("{} {}{query} HTTP/1.1", request.method.as_str(), request.url.path));
    writer.frame(&format!("Host: {}", request.url.authority));
    for (name, value) in call.headers()? {
        writer.frame(&format!("{name}: {value}"));
    }
    if !body.is_empty() {
        writer.frame(&format!("Content-Length: {}", body.len()));
        writer.gap();
        writer.whole(body);
    }
    writer.note("Unsigned: AWS refuses it without authorization, x-amz-date and, with temporary credentials, x-amz-security-token");
    Ok(writer)
}
