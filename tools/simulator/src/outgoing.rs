//! A reply on its way out: head, then the body in one piece or in chunks, each when its time has come.

use outcrop::aws::http::Header;
use outcrop::simulator::Chunk;
use std::io::{self, Write};
use std::time::Duration;

/// How the end of the body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// `content-length`.
    Length,
    /// `transfer-encoding: chunked`.
    Chunked,
    /// `transfer-encoding: chunked`, and the end never comes: for an answer that is cut off.
    ChunkedCut,
    /// The end of the connection: for HTTP/1.0 clients.
    Close,
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        424 => "Failed Dependency",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Error",
    }
}

/// Writes a reply, waiting where its chunks say so.
pub fn write(
    output: &mut impl Write,
    status: u16,
    headers: &[Header],
    chunks: &[Chunk],
    framing: Framing,
) -> io::Result<()> {
    let mut lines = vec![format!("HTTP/1.1 {status} {}", reason(status))];
    lines.extend(headers.iter().map(|header| format!("{}: {}", header.name, header.value)));
    match framing {
        // A reply without content must not state a length.
        Framing::Length if status == 204 => {}
        Framing::Length => {
            let length: usize = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
            lines.push(format!("content-length: {length}"));
        }
        Framing::Chunked | Framing::ChunkedCut => lines.push("transfer-encoding: chunked".to_owned()),
        Framing::Close => lines.push("connection: close".to_owned()),
    }
    lines.push("\r\n".to_owned());
    // The head comes with the first part of the body: a service that is still thinking has said nothing yet.
    let mut pending = lines.join("\r\n").into_bytes();
    for (index, chunk) in chunks.iter().enumerate() {
        if chunk.after_ms > 0 {
            if index > 0 {
                output.write_all(&pending)?;
                output.flush()?;
                pending.clear();
            }
            std::thread::sleep(Duration::from_millis(u64::from(chunk.after_ms)));
        }
        match framing {
            Framing::Chunked | Framing::ChunkedCut if !chunk.bytes.is_empty() => {
                pending.extend_from_slice(format!("{:x}\r\n", chunk.bytes.len()).as_bytes());
                pending.extend_from_slice(&chunk.bytes);
                pending.extend_from_slice(b"\r\n");
            }
            Framing::Chunked | Framing::ChunkedCut | Framing::Length | Framing::Close => {
                pending.extend_from_slice(&chunk.bytes);
            }
        }
    }
    if framing == Framing::Chunked {
        pending.extend_from_slice(b"0\r\n\r\n");
    }
    output.write_all(&pending)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(status: u16, chunks: &[&str], framing: Framing) -> String {
        let chunks: Vec<Chunk> =
            chunks.iter().map(|text| Chunk { after_ms: 1, bytes: text.as_bytes().to_vec() }).collect();
        let mut output = Vec::new();
        write(&mut output, status, &[Header::new("a", "b")], &chunks, framing).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn the_end_of_the_body_is_told() {
        assert_eq!(written(200, &["xy"], Framing::Length), "HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 2\r\n\r\nxy");
        assert_eq!(written(204, &[], Framing::Length), "HTTP/1.1 204 No Content\r\na: b\r\n\r\n");
        assert_eq!(
            written(200, &["xy", "", "0123456789abcdefg"], Framing::Chunked),
            "HTTP/1.1 200 OK\r\na: b\r\ntransfer-encoding: chunked\r\n\r\n2\r\nxy\r\n11\r\n0123456789abcdefg\r\n0\r\n\r\n"
        );
        assert_eq!(
            written(403, &["x"], Framing::Close),
            "HTTP/1.1 403 Forbidden\r\na: b\r\nconnection: close\r\n\r\nx"
        );
        assert!(written(200, &["x"], Framing::ChunkedCut).ends_with("transfer-encoding: chunked\r\n\r\n1\r\nx\r\n"));
    }
}
