//! Connections in memory, on a clock that moves when everything waits: limits, refusals, both protocols.

use crate::connection::serve;
use crate::exchange::{Answers, Shared};
use crate::limits::Limits;
use crate::origins::Origins;
use crate::pool::Pool;
use outcrop::aws::http::{Header, HttpRequest};
use outcrop::simulator::{Chunk, Ending, Reply};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

const POST: &str = "POST /model/m/converse?a=1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n";

fn reply(chunks: &[(u32, &str)], ending: Ending) -> Reply {
    let chunks = chunks.iter().map(|(after_ms, text)| Chunk { after_ms: *after_ms, bytes: text.as_bytes().to_vec() });
    Reply { status: 200, headers: vec![Header::new("x-test", "yes")], chunks: chunks.collect(), ending }
}

/// Says how the request arrived.
fn echo(request: &HttpRequest) -> Reply {
    let text = format!("{} {} {}", request.method.as_str(), request.url, String::from_utf8_lossy(&request.body));
    reply(&[(0, &text)], Ending::Complete)
}

fn shared(answer: impl Fn(&HttpRequest) -> Reply + Send + Sync + 'static, limits: Limits) -> Shared {
    let answers: Answers = Arc::new(move |request| Ok(answer(request)));
    let mut origins = Origins::default();
    origins.add("https://page.example").unwrap();
    let held = Arc::new(Semaphore::new(usize::try_from(limits.held_kib).unwrap()));
    Shared { answers, pool: Pool::start().unwrap(), origins, limits, held }
}

fn connect(shared: &Shared) -> (DuplexStream, JoinHandle<()>) {
    let (ours, theirs) = duplex(1024 * 1024);
    (ours, tokio::spawn(serve(theirs, shared.clone())))
}

/// Sends all of this and reads until the connection ends, which `Connection: close` or a mistake brings about.
async fn exchange(shared: &Shared, text: &str) -> String {
    let (mut client, _) = connect(shared);
    client.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// On a clock that jumps to the next timer as soon as everything waits.
fn on_a_still_clock(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(test);
}

fn on_the_clock(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn a_request_arrives_as_it_was_written() {
    on_the_clock(async {
        let shared = shared(echo, Limits::default());
        let close = "Connection: close\r\n";
        let answer = exchange(&shared, &format!("{POST}{close}Content-Length: 2\r\n\r\n{{}}")).await;
        assert!(answer.ends_with("\r\n\r\nPOST http://127.0.0.1:1/model/m/converse?a=1 {}"), "{answer}");
        assert!(answer.contains("\r\nx-test: yes\r\n") && answer.contains("\r\ncontent-length: 47\r\n"), "{answer}");
        assert!(answer.contains("\r\ndate: "), "{answer}");
        for path in
            ["/model/arn%3Aaws%3Abedrock%3A%2Fx/invoke", "/model/a:b/invoke?x=%20&y", "/%E6%BC%A2", "/a//b/../c"]
        {
            let text = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n{close}Transfer-Encoding: chunked\r\n\r\n");
            let answer = exchange(&shared, &format!("{text}2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")).await;
            assert!(answer.contains(&format!("POST http://localhost{path} abc")), "{answer}");
        }
    });
}

#[test]
fn mistakes_are_refused() {
    on_the_clock(async {
        let shared = shared(echo, Limits::default());
        let host = "Host: 127.0.0.1\r\n";
        for (text, expected) in [
            ("nonsense\r\n\r\n".to_owned(), "400"),
            (format!("POST / HTTP/9.9\r\n{host}\r\n"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: many\r\n\r\n"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: +5\r\n\r\nabcde"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: 5, 6\r\n\r\nabcdef"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length : 5\r\n\r\nabcde"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nnot hexadecimal\r\n"), "400"),
            (format!("POST / HTTP/1.1\r\n{host}Content-Length: 26214401\r\n\r\n"), "413"),
            (format!("POST / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(70_000)), "431"),
            (format!("POST / HTTP/1.1\r\n{host}{}\r\n", "X: a\r\n".repeat(200)), "431"),
            ("POST / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), "400"),
            (format!("POST / HTTP/1.1\r\n{host}{host}Connection: close\r\n\r\n"), "400"),
            (format!("POST http://127.0.0.2/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), "400"),
            (format!("BREW / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), "405"),
        ] {
            let answer = exchange(&shared, &text).await;
            assert_eq!(status(&answer), expected, "{}: {answer}", text.get(..60.min(text.len())).unwrap());
        }
    });
}

#[test]
fn only_this_machine_may_ask() {
    on_the_clock(async {
        let shared = shared(echo, Limits::default());
        let ask = async |method: &str, host: &str, origin: &str| {
            let origin = if origin.is_empty() { String::new() } else { format!("Origin: {origin}\r\n") };
            exchange(&shared, &format!("{method} /x HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: close\r\n\r\n"))
                .await
        };
        for host in ["rebound.example", "127.0.0.1.rebound.example:4567", "169.254.169.254", "[::2]:1"] {
            for method in ["GET", "POST", "OPTIONS"] {
                let answer = ask(method, host, "").await;
                assert!(status(&answer) == "421" && answer.contains(host), "{answer}");
            }
        }
        for origin in ["https://foreign.example", "null", "http://127.0.0.1.foreign.example", "https://page.example:1"]
        {
            for method in ["POST", "OPTIONS"] {
                let answer = ask(method, "127.0.0.1:1", origin).await;
                assert!(status(&answer) == "403" && answer.contains(&format!("--allow-origin {origin}\n")), "{answer}");
                assert!(!answer.contains("access-control-"), "{answer}");
            }
        }
        for origin in ["https://page.example", "http://localhost:8080", "http://127.0.0.1:3", "https://[::1]"] {
            let named = format!("\r\naccess-control-allow-origin: {origin}\r\n");
            let answer = ask("POST", "[::1]:1", origin).await;
            assert!(
                status(&answer) == "200" && answer.contains(&named) && answer.contains("\r\nvary: origin\r\n"),
                "{answer}"
            );
            let answer = ask("OPTIONS", "localhost", origin).await;
            assert!(status(&answer) == "204" && answer.contains(&named), "{answer}");
            assert!(answer.contains("\r\naccess-control-allow-private-network: true\r\n"), "{answer}");
        }
        for method in ["POST", "OPTIONS"] {
            assert!(!ask(method, "localhost", "").await.contains("access-control-"));
        }
    });
}

#[test]
fn a_body_is_asked_for_when_it_is_wanted() {
    on_the_clock(async {
        let shared = shared(echo, Limits::default());
        let expect = "Expect: 100-continue\r\nConnection: close\r\n";
        let answer = exchange(&shared, &format!("{POST}{expect}Content-Length: 1\r\n\r\nx")).await;
        assert!(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"), "{answer}");
        let answer = exchange(&shared, &format!("{POST}{expect}Content-Length: 99999999\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("connection: close"), "{answer}");
    });
}

#[test]
fn single_bytes_do_not_hold_a_connection() {
    on_a_still_clock(async {
        let shared = shared(echo, Limits::default());
        // A head that never ends, a preface that never ends, and silence.
        for text in [format!("{POST}X: {}", "a".repeat(1_000)), "PRI * HTTP".to_owned(), String::new()] {
            let (mut client, served) = connect(&shared);
            let begun = Instant::now();
            for byte in text.bytes() {
                if client.write_all(&[byte]).await.is_err() {
                    break;
                }
                sleep(Duration::from_secs(5)).await;
            }
            served.await.unwrap();
            assert!(begun.elapsed() <= Duration::from_secs(70), "{:?} of {text}", begun.elapsed());
        }
        // A body that never ends is refused with a sentence.
        let (mut client, served) = connect(&shared);
        client.write_all(format!("{POST}Content-Length: 1000\r\n\r\n").as_bytes()).await.unwrap();
        let begun = Instant::now();
        while client.write_all(b"a").await.is_ok() && begun.elapsed() < Duration::from_mins(5) {
            sleep(Duration::from_secs(5)).await;
        }
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        served.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408 ") && begun.elapsed() < Duration::from_secs(70), "{answer}");
    });
}

#[test]
fn an_answer_that_nobody_reads_is_given_up() {
    on_a_still_clock(async {
        let long = "a".repeat(4 * 1024 * 1024);
        let shared = shared(move |_| reply(&[(10, &long), (10, &long)], Ending::Complete), Limits::default());
        let (mut client, served) = connect(&shared);
        client.write_all(format!("{POST}\r\n").as_bytes()).await.unwrap();
        served.await.unwrap();
        assert_eq!(shared.held.available_permits(), usize::try_from(shared.limits.held_kib).unwrap());
    });
}

#[test]
fn a_stream_outlives_the_deadlines_and_a_cancelled_one_ends() {
    on_a_still_clock(async {
        let slow = |_: &HttpRequest| reply(&[(90_000, "a"), (90_000, "b"), (90_000, "c")], Ending::Complete);
        let shared = shared(slow, Limits::default());
        let answer = exchange(&shared, &format!("{POST}Connection: close\r\n\r\n")).await;
        assert!(answer.ends_with("\r\n\r\n1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n"), "{answer}");
        let (mut client, served) = connect(&shared);
        client.write_all(format!("{POST}\r\n").as_bytes()).await.unwrap();
        let mut first = [0; 12];
        client.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        drop(client);
        served.await.unwrap();
        assert_eq!(shared.held.available_permits(), usize::try_from(shared.limits.held_kib).unwrap());
    });
}

#[test]
fn an_answer_that_breaks_off_has_no_end() {
    on_the_clock(async {
        let broken = |request: &HttpRequest| {
            let chunks: &[(u32, &str)] = if request.url.path == "/none" { &[] } else { &[(1, "ab"), (1, "c")] };
            reply(chunks, Ending::Dropped)
        };
        let shared = shared(broken, Limits::default());
        let answer = exchange(&shared, &format!("{POST}\r\n")).await;
        assert!(answer.contains("transfer-encoding: chunked") && answer.ends_with("2\r\nab\r\n1\r\nc\r\n"), "{answer}");
        let answer = exchange(&shared, "POST /none HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert_eq!(answer, "");
        let answer = exchange(&shared, "POST / HTTP/1.0\r\nHost: localhost\r\n\r\n").await;
        assert!(answer.ends_with("\r\n\r\nabc"), "{answer}");
    });
}

#[test]
fn bodies_in_memory_are_bounded_together() {
    on_the_clock(async {
        static RUNNING: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let count = |request: &HttpRequest| {
            MOST.fetch_max(RUNNING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(10));
            RUNNING.fetch_sub(1, Ordering::SeqCst);
            echo(request)
        };
        // Room for one body and its answer.
        let shared = shared(count, Limits { held_kib: 5, ..Limits::default() });
        let body = "a".repeat(3_000);
        let text = format!("{POST}Connection: close\r\nContent-Length: 3000\r\n\r\n{body}");
        let calls: Vec<_> = (0..6)
            .map(|_| {
                let (shared, text) = (shared.clone(), text.clone());
                tokio::spawn(async move { exchange(&shared, &text).await })
            })
            .collect();
        for call in calls {
            assert_eq!(status(&call.await.unwrap()), "200");
        }
        assert_eq!(MOST.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_panic_ends_one_answer_only() {
    on_the_clock(async {
        let shared = shared(
            |request| {
                if request.url.path == "/panic" { panic!("a panic of this test, on purpose") } else { echo(request) }
            },
            Limits::default(),
        );
        let text = "POST /panic HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let answer = exchange(&shared, text).await;
        assert!(answer.starts_with("HTTP/1.1 500 ") && answer.ends_with("POST http://localhost/next "), "{answer}");
    });
}

#[test]
fn http_2_is_answered_too() {
    on_the_clock(async {
        let answer = |request: &HttpRequest| match request.url.path.as_str() {
            "/stream" => reply(&[(5, "a"), (5, "b"), (5, "c")], Ending::Complete),
            "/cut" => reply(&[(1, "a")], Ending::Dropped),
            "/none" => reply(&[], Ending::Dropped),
            _ => echo(request),
        };
        let shared = shared(answer, Limits::default());
        let (client, _served) = connect(&shared);
        let (mut requests, connection) = h2::client::handshake(client).await.unwrap();
        tokio::spawn(connection);
        // Several at once on one connection.
        let mut calls = Vec::new();
        for (path, body) in
            [("/stream", "x"), ("/cut", ""), ("/none", ""), ("/model/a%3A0/converse?q", "{}"), ("/stream", "")]
        {
            requests = requests.ready().await.unwrap();
            let request = hyper::Request::post(format!("http://127.0.0.1:1{path}")).body(()).unwrap();
            let (response, mut sending) = requests.send_request(request, body.is_empty()).unwrap();
            if !body.is_empty() {
                sending.send_data(body.into(), true).unwrap();
            }
            calls.push((path, response));
        }
        for (path, response) in calls {
            let Ok(response) = response.await else {
                assert_eq!(path, "/none");
                continue;
            };
            assert!(response.status() == 200 && path != "/none", "{path}");
            let (mut body, mut text, mut is_cut) = (response.into_body(), String::new(), false);
            while let Some(data) = body.data().await {
                let Ok(data) = data else {
                    is_cut = true;
                    break;
                };
                text.push_str(std::str::from_utf8(&data).unwrap());
            }
            let expected = match path {
                "/stream" => "abc",
                "/cut" => "a",
                _ => "POST http://127.0.0.1:1/model/a%3A0/converse?q {}",
            };
            assert_eq!((text.as_str(), is_cut), (expected, path == "/cut"), "{path}");
        }
        // The same rules hold.
        for (host, name, value, expected) in [
            ("rebound.example", "x", "y", 421),
            ("127.0.0.1", "host", "127.0.0.2", 400),
            ("127.0.0.1", "content-length", "26214401", 413),
            ("127.0.0.1", "origin", "https://foreign.example", 403),
            ("127.0.0.1", "origin", "https://page.example", 200),
        ] {
            requests = requests.ready().await.unwrap();
            let request = hyper::Request::post(format!("http://{host}/")).header(name, value).body(()).unwrap();
            let (response, _sending) = requests.send_request(request, name != "content-length").unwrap();
            assert_eq!(response.await.unwrap().status(), expected, "{host} {name}: {value}");
        }
    });
}
