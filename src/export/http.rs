//! The HTTP message as it is sent, without what signing adds.

use super::writer::Writer;
use super::{Line, Request};

/// The message; several are parted by a line of `###`, as editors' HTTP clients part them.
pub(super) fn write(request: &Request) -> (Vec<Line>, Vec<String>) {
    let mut writer = Writer::default();
    for (index, body) in request.numbered().iter().enumerate() {
        if index > 0 {
            writer.gap();
            writer.frame("###");
        }
        writer.frame(&format!("POST {} HTTP/1.1", request.path()));
        writer.frame(&format!("Host: {}", request.host()));
        for header in &request.headers {
            writer.line(format!("{}: {}", header.name, header.value), vec![format!("header:{}", header.name)]);
        }
        writer.frame(&format!("Content-Length: {}", body.text.len()));
        writer.gap();
        writer.verbatim(body.text, &body.prefix);
    }
    writer.note(
        "Unsigned: AWS refuses it without authorization, x-amz-date and, with temporary credentials, \
         x-amz-security-token. They are made for one moment and these bytes; the tab Signature shows how",
    );
    writer.finish()
}
