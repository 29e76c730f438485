//! One HTTP/1.1 request from a socket, as its sender wrote it.

use outcrop::aws::http::{Header, HttpRequest, Method, Scheme, WireUrl};
use std::io::{BufRead, ErrorKind, Read, Write};

/// Longest request line and headers.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Longest body: a Converse request with its largest documents is smaller.
const MAX_BODY_BYTES: usize = 25 * 1024 * 1024;

/// A request.
#[derive(Debug)]
pub struct Incoming {
    /// The method as written; the simulator knows fewer than HTTP does.
    pub method: String,
    /// The request target as written.
    pub target: String,
    /// Header lines in order.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the connection may be used again.
    pub keep_alive: bool,
    /// Whether the client understands chunked bodies.
    pub chunked: bool,
}

/// Why there is no request.
#[derive(Debug)]
pub enum Trouble {
    /// The client is gone, or said nothing for too long.
    Closed,
    /// The client's mistake: status and sentence.
    Refused(u16, &'static str),
}

impl From<std::io::Error> for Trouble {
    fn from(_: std::io::Error) -> Self {
        Self::Closed
    }
}

impl Incoming {
    /// Reads the next request; `output` is for `100 Continue`.
    pub fn read(input: &mut impl BufRead, output: &mut impl Write) -> Result<Self, Trouble> {
        let head = read_head(input)?;
        let mut lines = [httparse::EMPTY_HEADER; 100];
        let mut parsed = httparse::Request::new(&mut lines);
        match parsed.parse(&head) {
            Ok(httparse::Status::Complete(_)) => {}
            _ => return Err(Trouble::Refused(400, "This is not an HTTP/1.1 request.")),
        }
        let headers: Vec<Header> = parsed
            .headers
            .iter()
            .map(|header| Header::new(header.name, String::from_utf8_lossy(header.value).trim()))
            .collect();
        let get = |name: &str| outcrop::aws::http::header(&headers, name);
        let http_1_1 = parsed.version == Some(1);
        let connection = get("connection").unwrap_or_default().to_ascii_lowercase();
        let keep_alive = if http_1_1 { !connection.contains("close") } else { connection.contains("keep-alive") };
        if get("transfer-encoding").is_some() {
            return Err(Trouble::Refused(411, "Send the body with a Content-Length, not in chunks."));
        }
        let length = match get("content-length").map(str::parse::<usize>) {
            None => 0,
            Some(Ok(length)) if length <= MAX_BODY_BYTES => length,
            Some(Ok(_)) => return Err(Trouble::Refused(413, "The body is longer than 25 MiB.")),
            Some(Err(_)) => return Err(Trouble::Refused(400, "The Content-Length is not a number.")),
        };
        if get("expect").is_some_and(|expect| expect.eq_ignore_ascii_case("100-continue")) {
            output.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            output.flush()?;
        }
        let (method, target) =
            (parsed.method.unwrap_or_default().to_owned(), parsed.path.unwrap_or_default().to_owned());
        let mut body = Vec::new();
        input.take(u64::try_from(length).unwrap_or(0)).read_to_end(&mut body)?;
        if body.len() < length {
            return Err(Trouble::Closed);
        }
        Ok(Self { method, target, headers, body, keep_alive, chunked: http_1_1 })
    }

    /// The request in the simulator's terms; `None` when it has no host or a method that no AWS service uses.
    pub fn into_request(self) -> Option<HttpRequest> {
        let methods = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
        let method = methods.into_iter().find(|method| method.as_str() == self.method)?;
        let authority = outcrop::aws::http::header(&self.headers, "host")?.to_owned();
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
            None => (self.target, None),
        };
        let headers = self
            .headers
            .into_iter()
            .filter(|header| !["host", "content-length"].iter().any(|name| header.name.eq_ignore_ascii_case(name)))
            .collect();
        Some(HttpRequest {
            method,
            url: WireUrl { scheme: Scheme::Http, authority, path, query },
            headers,
            body: self.body,
        })
    }
}

/// Bytes up to and including the empty line.
fn read_head(input: &mut impl BufRead) -> Result<Vec<u8>, Trouble> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        let limit = u64::try_from(MAX_HEAD_BYTES + 1 - before).unwrap_or(0);
        match input.by_ref().take(limit).read_until(b'\n', &mut head) {
            Ok(0) if head.len() > MAX_HEAD_BYTES => {
                return Err(Trouble::Refused(431, "The request line and headers are longer than 64 KiB."));
            }
            Ok(0) => return Err(Trouble::Closed),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(Trouble::Closed),
        }
        let line = head.get(before..).unwrap_or_default();
        // Empty lines before a request are allowed and mean nothing.
        if line == b"\r\n" || line == b"\n" {
            if before == 0 {
                head.clear();
            } else {
                return Ok(head);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Result<Incoming, Trouble>, String) {
        let mut output = Vec::new();
        let incoming = Incoming::read(&mut text.as_bytes(), &mut output);
        (incoming, String::from_utf8(output).unwrap())
    }

    #[test]
    fn a_request_is_read_as_it_was_written() {
        let text = "\r\nPOST /model/a%3A0/converse?x=1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 2\r\nX-Amz-Date:  d \r\n\r\n{}next";
        let request = read(text).0.unwrap();
        assert!(request.keep_alive && request.chunked);
        let request = request.into_request().unwrap();
        assert_eq!(request.url.to_string(), "http://127.0.0.1:1/model/a%3A0/converse?x=1");
        assert_eq!((request.body.as_slice(), request.header("x-amz-date")), (b"{}".as_slice(), Some("d")));
        assert_eq!(request.header("host"), None);
    }

    #[test]
    fn a_client_that_asks_first_is_told_to_go_on() {
        let (request, output) =
            read("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
        assert_eq!((request.unwrap().body, output.as_str()), (vec![b'x'], "HTTP/1.1 100 Continue\r\n\r\n"));
    }

    #[test]
    fn mistakes_are_refused_and_silence_is_not() {
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(70_000));
        for (text, status) in [
            ("nonsense\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
            (long.as_str(), 431),
        ] {
            assert!(matches!(read(text).0, Err(Trouble::Refused(found, _)) if found == status), "{status}");
        }
        for text in ["", "POST / HT", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"] {
            assert!(matches!(read(text).0, Err(Trouble::Closed)), "{text}");
        }
    }
}
