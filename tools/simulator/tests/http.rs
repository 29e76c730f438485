//! The loopback server as an HTTP client meets it: CORS, chunks that come in time, connections that last.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in a test, a panic is the report"
)]

mod server;

use outcrop::aws::http::{Header, HttpRequest, Method, Scheme, WireUrl};
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::{self, Scope};
use outcrop::aws::time::Timestamp;
use outcrop::simulator::example_credentials;
use server::Server;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

struct Client {
    authority: String,
    input: BufReader<TcpStream>,
}

#[derive(Debug)]
struct Response {
    status: u16,
    headers: Vec<Header>,
    body: Vec<u8>,
    /// When each chunk of the body had arrived.
    arrivals: Vec<Duration>,
}

impl Response {
    fn header(&self, name: &str) -> &str {
        outcrop::aws::http::header(&self.headers, name).unwrap_or_default()
    }
}

impl Client {
    fn to(server: &Server) -> Self {
        let authority = server.url.strip_prefix("http://").unwrap().to_owned();
        let stream = TcpStream::connect(&authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self { authority, input: BufReader::new(stream) }
    }

    fn send(&mut self, bytes: &[u8]) -> Response {
        let begun = Instant::now();
        self.input.get_mut().write_all(bytes).unwrap();
        let mut line = || {
            let mut line = String::new();
            self.input.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let status = line().split(' ').nth(1).expect("a status line").parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let line = line();
            let Some((name, value)) = line.split_once(": ") else { break };
            headers.push(Header::new(name, value));
        }
        let mut response = Response { status, headers, body: Vec::new(), arrivals: Vec::new() };
        if response.header("transfer-encoding") == "chunked" {
            loop {
                let mut size = String::new();
                self.input.read_line(&mut size).unwrap();
                let size = usize::from_str_radix(size.trim(), 16).unwrap();
                let mut chunk = vec![0; size + 2];
                self.input.read_exact(&mut chunk).unwrap();
                if size == 0 {
                    break;
                }
                response.arrivals.push(begun.elapsed());
                response.body.extend_from_slice(&chunk[..size]);
            }
        } else if let Ok(length) = response.header("content-length").parse() {
            response.body = vec![0; length];
            self.input.read_exact(&mut response.body).unwrap();
            response.arrivals.push(begun.elapsed());
        } else if response.status != 204 {
            self.input.read_to_end(&mut response.body).unwrap();
        }
        response
    }

    /// A signed request for Nova Lite, as bytes.
    fn signed(&self, suffix: &str, version: &str) -> Vec<u8> {
        let unsigned = HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: Scheme::Http,
                authority: self.authority.clone(),
                path: format!("/model/amazon.nova-lite-v1%3A0/{suffix}"),
                query: None,
            },
            headers: vec![Header::new("content-type", "application/json")],
            body: br#"{"messages":[{"role":"user","content":[{"text":"What are tokens?"}]}]}"#.to_vec().into(),
        };
        let scope = Scope { region: Region::parse("us-east-1").unwrap(), service: "bedrock".to_owned() };
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let now = Timestamp(i64::try_from(since.as_millis()).unwrap());
        let request = sigv4::sign(&unsigned, &example_credentials(), &scope, now).unwrap().request;
        let headers: Vec<String> = request.headers.iter().map(|h| format!("{}: {}", h.name, h.value)).collect();
        let headers = headers.join("\r\n");
        let head = format!(
            "POST {} HTTP/{version}\r\nHost: {}\r\ncontent-length: {}\r\n{headers}\r\n\r\n",
            request.url.path,
            self.authority,
            request.body.len()
        );
        [head.as_bytes(), &*request.body].concat()
    }
}

#[test]
fn a_page_may_call_and_read_refusals_too() {
    let server = Server::start(&["--instant", "--allow-origin", "https://page.example"]);
    let mut client = Client::to(&server);
    let preflight = client.send(
        b"OPTIONS /model/x/converse HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://page.example\r\n\
          Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,x-amz-date\r\n\r\n",
    );
    assert_eq!(preflight.status, 204);
    for name in ["authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amzn-bedrock-accept"] {
        let listed = preflight.header("access-control-allow-headers").split(',').any(|listed| listed.trim() == name);
        assert!(listed, "{name} is not allowed by name");
    }
    assert!(preflight.header("access-control-allow-methods").contains("POST"));
    // On the same connection.
    let refused = client.send(
        b"POST /model/x/converse HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://page.example\r\nContent-Length: 2\r\n\r\n{}",
    );
    assert_eq!((refused.status, refused.header("x-amzn-errortype")), (403, "MissingAuthenticationTokenException"));
    for response in [&refused, &client.send(b"PUT / HTTP/1.1\r\nOrigin: https://page.example\r\n\r\n")] {
        assert_eq!(response.header("access-control-allow-origin"), "https://page.example");
        assert!(response.header("access-control-expose-headers").contains("x-amzn-errortype"));
    }
    assert!(refused.header("date").ends_with(" GMT"));
    let greeting = client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(greeting.status == 200 && greeting.body.starts_with(b"Outcrop's Bedrock simulator"));
}

#[test]
fn a_stream_comes_in_time_and_the_connection_lasts() {
    let server = Server::start(&["--seed", "1"]);
    let mut client = Client::to(&server);
    let request = client.signed("converse-stream", "1.1");
    let response = client.send(&request);
    assert_eq!((response.status, response.header("transfer-encoding")), (200, "chunked"));
    assert_eq!(response.header("x-outcrop-simulated"), "true");
    let (first, last) = (response.arrivals[0], response.arrivals[response.arrivals.len() - 1]);
    assert!(first >= Duration::from_millis(200), "the first token takes its time: {first:?}");
    assert!(last >= first + Duration::from_millis(200) && response.arrivals.len() > 10, "{:?}", response.arrivals);
    let request = client.signed("converse", "1.1");
    let whole = client.send(&request);
    assert_eq!((whole.status, whole.header("content-type")), (200, "application/json"));
    assert!(whole.header("content-length").parse::<usize>().unwrap() == whole.body.len());
}

#[test]
fn an_old_client_gets_the_same_bytes_until_the_connection_closes() {
    let server = Server::start(&["--instant", "--seed", "1"]);
    let mut client = Client::to(&server);
    let request = client.signed("converse-stream", "1.0");
    let old = client.send(&request);
    let mut client = Client::to(&server);
    let request = client.signed("converse-stream", "1.1");
    let new = client.send(&request);
    assert_eq!((old.status, old.header("content-length")), (200, ""));
    assert_eq!(old.body, new.body);
}

#[test]
fn a_mistake_ends_its_connection_only() {
    let server = Server::start(&["--instant"]);
    // What is too long arrives in full, and its sender reads the refusal.
    let long_head = format!("POST / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(2_000_000));
    let long_body = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\n".to_owned();
    for (text, status) in [
        ("nonsense\r\n\r\n".to_owned(), 400),
        (long_body.clone(), 413),
        (long_body + &"a".repeat(30_000_000), 413),
        (long_head, 431),
    ] {
        let response = Client::to(&server).send(text.as_bytes());
        assert_eq!((response.status, response.header("connection")), (status, "close"));
    }
    // A client that goes away in the middle.
    let half = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30\r\n\r\nab";
    Client::to(&server).input.get_mut().write_all(half).unwrap();
    assert_eq!(Client::to(&server).send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}
