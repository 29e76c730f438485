//! A static file server for the release page, as a good host would serve it: right types, precompressed files, cache
//! rules, the short security headers, a plain 404. It listens on loopback only and reads only its folder.
//!
//! It is here, and not a crate, because what it must do is small and what it must show is exactly what
//! `page::headers` says, header by header and with a length, as a content network sends it. A library that adds headers of
//! its own would have the journeys judge those.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use outcrop::text::hex;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::page::headers;

/// A request's head longer than this is not from a browser that loads a page.
const LONGEST_HEAD: u64 = 64 * 1024;

/// A folder of files served under a path.
pub struct Site {
    folder: PathBuf,
    /// Starts and ends with `/`.
    base: String,
    /// The same for every answer.
    headers: String,
}

struct Request {
    method: String,
    path: String,
    accept_encoding: String,
    if_none_match: String,
    keep_alive: bool,
}

struct Answer {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
}

impl Site {
    /// Serves `folder` under `base`, such as `/` or `/sub/`.
    pub fn new(folder: PathBuf, base: &str) -> Self {
        let base = match base.trim_matches('/') {
            "" => "/".to_owned(),
            inner => format!("/{inner}/"),
        };
        let lines = headers::everywhere().into_iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        Self { folder, base, headers: lines.collect() }
    }

    /// Opens the port (0 takes a free one), calls `ready` with the page's address, and serves until the process ends.
    pub fn listen(self, port: u16, ready: impl FnOnce(&str)) -> Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("cannot listen on port {port}; is it in use? Choose another with --port"))?;
        ready(&format!("http://{}{}", listener.local_addr()?, self.base));
        let site = Arc::new(self);
        for stream in listener.incoming() {
            let (Ok(stream), site) = (stream, Arc::clone(&site)) else { continue };
            // A browser that goes away in the middle is no trouble of ours.
            std::thread::spawn(move || site.converse(stream).ok());
        }
        Ok(())
    }

    fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = read_request(&mut reader)? {
            let answer = self.answer(&request);
            let connection = if request.keep_alive { "keep-alive" } else { "close" };
            let length = answer.body.len();
            let mut bytes = format!(
                "HTTP/1.1 {}\r\n{}{}Content-Length: {length}\r\nConnection: {connection}\r\n\r\n",
                answer.status, self.headers, answer.headers
            )
            .into_bytes();
            if request.method != "HEAD" {
                bytes.extend(answer.body);
            }
            writer.write_all(&bytes)?;
            if !request.keep_alive {
                break;
            }
        }
        Ok(())
    }

    fn answer(&self, request: &Request) -> Answer {
        if request.method != "GET" && request.method != "HEAD" {
            let headers = "Allow: GET, HEAD\r\nContent-Type: text/plain; charset=utf-8\r\n".to_owned();
            return Answer { status: "405 Method Not Allowed", headers, body: b"Only GET and HEAD.\n".to_vec() };
        }
        let path = request.path.split(['?', '#']).next().unwrap_or_default();
        if format!("{path}/") == self.base {
            let headers = format!("Location: {}\r\n", self.base);
            return Answer { status: "308 Permanent Redirect", headers, body: Vec::new() };
        }
        match path.strip_prefix(&self.base).and_then(|inner| self.file(inner)) {
            Some(file) => self.found(&file, "200 OK", request),
            None => self.found("404.html", "404 Not Found", request),
        }
    }

    /// The file that a path means, if it is one of ours; the page itself for a path that ends with `/`.
    fn file(&self, path: &str) -> Option<String> {
        let mut file = decoded(path)?;
        if file.is_empty() || file.ends_with('/') {
            file.push_str("index.html");
        }
        let harmless = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
        (file.split('/').all(harmless) && self.folder.join(&file).is_file()).then_some(file)
    }

    fn found(&self, file: &str, status: &'static str, request: &Request) -> Answer {
        let accepts = |coding: &str| accepts(&request.accept_encoding, coding);
        let codings = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| accepts(coding));
        let packed = codings.filter_map(|(coding, ending)| {
            let bytes = std::fs::read(self.folder.join(format!("{file}.{ending}"))).ok()?;
            Some((Some(coding), bytes))
        });
        let plain = || (None, std::fs::read(self.folder.join(file)).unwrap_or_default());
        let (coding, body) = { packed }.next().unwrap_or_else(plain);

        let mut tag = hex::digits(&Sha256::digest(&body));
        tag.truncate(24);
        let mut headers = format!(
            "Content-Type: {}\r\nCache-Control: {}\r\nVary: Accept-Encoding\r\nETag: \"{tag}\"\r\n",
            media_type(file),
            headers::cache_control(file),
        );
        if let Some(coding) = coding {
            headers.extend(["Content-Encoding: ", coding, "\r\n"]);
        }
        if status == "200 OK" && request.if_none_match.contains(&tag) {
            return Answer { status: "304 Not Modified", headers, body: Vec::new() };
        }
        Answer { status, headers, body }
    }
}

/// Reads one request's head; `None` when the browser has closed the connection or does not speak HTTP.
fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    let mut head = reader.take(LONGEST_HEAD);
    head.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(path), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Ok(None);
    };
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        accept_encoding: String::new(),
        if_none_match: String::new(),
        keep_alive: version == "HTTP/1.1",
    };
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            // A body, if one follows, is not read: the connection ends after a request that may have one.
            request.keep_alive &= matches!(method, "GET" | "HEAD");
            return Ok(Some(request));
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "accept-encoding" => value.clone_into(&mut request.accept_encoding),
            "if-none-match" => value.clone_into(&mut request.if_none_match),
            "connection" => request.keep_alive &= !value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
}

/// Whether an `Accept-Encoding` names a coding, and not with weight 0.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|entry| {
        let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = parameters.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(coding) && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// Undoes percent-encoding once; `None` for what is not UTF-8.
fn decoded(path: &str) -> Option<String> {
    percent_decode_str(path).decode_utf8().ok().map(Cow::into_owned)
}

/// The media types of the page's files, by the extension of their names.
pub const MEDIA_TYPES: [(&str, &str); 9] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("txt", "text/plain; charset=utf-8"),
];

fn media_type(file: &str) -> &'static str {
    let extension = Path::new(file).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let known = MEDIA_TYPES.iter().find(|(known, _)| *known == extension);
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

#[cfg(test)]
mod tests {
    use super::{Request, Site, accepts, decoded};
    use std::path::PathBuf;

    /// A folder of a site, and a file beside it; both go with the test.
    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            // What cannot be removed is no test's concern.
            let _ = std::fs::remove_dir_all(&self.0);
            let _ = std::fs::remove_file(self.0.with_extension("outside"));
        }
    }

    fn site(base: &str) -> (Site, Folder) {
        let folder = std::env::temp_dir().join(format!("outcrop-site-{}-{}", std::process::id(), base.len()));
        std::fs::create_dir_all(folder.join("inner")).unwrap();
        for (name, text) in [
            ("index.html", "page"),
            ("404.html", "none"),
            ("a-0123456789abcdef.js", "plain"),
            ("a-0123456789abcdef.js.br", "packed"),
            ("inner/b.json", "{}"),
            (".secret", "s"),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        std::fs::write(folder.with_extension("outside"), "outside").unwrap();
        (Site::new(folder.clone(), base), Folder(folder))
    }

    fn get(site: &Site, path: &str, accept_encoding: &str) -> (String, String, String) {
        let request = Request {
            method: "GET".to_owned(),
            path: path.to_owned(),
            accept_encoding: accept_encoding.to_owned(),
            if_none_match: String::new(),
            keep_alive: true,
        };
        let answer = site.answer(&request);
        (answer.status.to_owned(), answer.headers, String::from_utf8(answer.body).unwrap())
    }

    #[test]
    fn files_come_with_type_cache_rule_and_coding() {
        let (site, _folder) = site("/");
        let (status, headers, body) = get(&site, "/a-0123456789abcdef.js?x", "gzip, br;q=1.0");
        assert_eq!((status.as_str(), body.as_str()), ("200 OK", "packed"));
        assert!(
            headers.contains("Content-Encoding: br")
                && headers.contains("immutable")
                && headers.contains("text/javascript")
        );
        let (_, headers, body) = get(&site, "/a-0123456789abcdef.js", "br;q=0");
        assert_eq!(body, "plain");
        assert!(!headers.contains("Content-Encoding"));
        assert!(get(&site, "/", "").1.contains("no-cache"));
        assert_eq!(get(&site, "/inner/b.json", "").2, "{}");
    }

    #[test]
    fn nothing_but_the_folder_is_read() {
        let (site, folder) = site("/sub");
        let outside = format!("{}.outside", folder.0.file_name().unwrap().to_str().unwrap());
        for path in [
            format!("/sub/../{outside}"),
            format!("/sub/%2e%2e/{outside}"),
            format!("/sub/..%2f{outside}"),
            format!("/sub/inner/..\\..\\{outside}"),
            "/sub/.secret".to_owned(),
            "/sub//etc/passwd".to_owned(),
            "/sub/inner".to_owned(),
            "/sub/%ff".to_owned(),
            "/index.html".to_owned(),
            "/".to_owned(),
        ] {
            let (status, _, body) = get(&site, &path, "");
            assert_eq!((status.as_str(), body.as_str()), ("404 Not Found", "none"), "{path}");
        }
        assert_eq!(get(&site, "/sub/", "").2, "page");
        assert!(get(&site, "/sub", "").1.contains("Location: /sub/"));
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let (site, _folder) = site("/known/");
        let (_, headers, _) = get(&site, "/known/", "");
        let tag = headers.split("ETag: ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned();
        let request = |method: &str| Request {
            method: method.to_owned(),
            path: "/known/".to_owned(),
            accept_encoding: String::new(),
            if_none_match: tag.clone(),
            keep_alive: true,
        };
        assert!(site.answer(&request("GET")).status.starts_with("304"));
        assert!(site.answer(&request("POST")).status.starts_with("405"));
    }

    #[test]
    fn encodings_and_escapes() {
        assert!(accepts("gzip, deflate, br", "br") && !accepts("gzip;q=0, br", "gzip") && !accepts("brotli", "br"));
        assert_eq!(decoded("a%20b%2Fc").as_deref(), Some("a b/c"));
        assert_eq!(decoded("%zz").as_deref(), Some("%zz"), "no escape, so as it stands");
        assert_eq!(decoded("%ff"), None);
    }
}
