//! The HTTP message: what goes over the wire, without what signing adds.

use super::source::Source;
use super::{Line, Request};

/// The message; several are parted by a line of `###`, as editors' HTTP clients part them.
pub(super) fn write(request: &Request) -> (Vec<Line>, Vec<String>) {
    let mut source = Source::default();
    for (index, body) in request.numbered().iter().enumerate() {
        if index > 0 {
            source.gap();
            source.frame("###");
        }
        source.frame(&format!("POST {} HTTP/1.1", request.path()));
        source.frame(&format!("Host: {}", request.host()));
        for header in &request.headers {
            source.line(format!("{}: {}", header.name, header.value), vec![format!("header:{}", header.name)]);
        }
        source.frame(&format!("Content-Length: {}", body.text.len()));
        source.gap();
        source.verbatim(body.text, &body.prefix);
    }
    source.note(
        "Unsigned: AWS refuses it without authorization, x-amz-date and, with temporary credentials, \
         x-amz-security-token. They are made for one moment and these bytes; the tab Signature shows how",
    );
    source.finish()
}
