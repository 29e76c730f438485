//! A small page served by real servers, with their configuration as it is written; its headers are measured.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use super::{Temporary, brotli_module, site, tool};
use crate::deploy::servers;
use crate::page::headers::{Header, IMMUTABLE, REVALIDATE, everywhere, over_tls};
use crate::server::Site;

struct Answer {
    status: u16,
    /// In lower case; a header that is sent twice is here with both values.
    headers: BTreeMap<String, Vec<String>>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get(&name.to_ascii_lowercase());
        values.into_iter().flatten().map(String::as_str).collect()
    }
}

fn get(port: u16, path: &str, accept: &str) -> Answer {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {accept}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = BTreeMap::<String, Vec<String>>::new();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.entry(name.to_ascii_lowercase()).or_default().push(value.to_owned());
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body).unwrap();
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// What every server must do, whatever its make.
fn measured(port: u16, expected: &[Header]) {
    for (path, status, cache, media_type, body) in [
        ("/", 200, REVALIDATE, "text/html", "<!doctype html>page"),
        ("/offline.js", 200, REVALIDATE, "text/javascript", "offline"),
        ("/boot-0123456789abcdef.js", 200, IMMUTABLE, "text/javascript", "boot, packed"),
        ("/outcrop-0123456789abcdef_bg.wasm", 200, IMMUTABLE, "application/wasm", "module"),
        ("/service-model/bedrock-agent-runtime.json", 200, REVALIDATE, "application/json", "{}"),
        ("/none", 404, REVALIDATE, "text/html", "not here"),
        ("/lost-0123456789abcdef.js", 404, REVALIDATE, "text/html", "not here"),
    ] {
        let answer = get(port, path, "gzip, br");
        assert_eq!(answer.status, status, "{path}");
        for (name, value) in expected {
            assert_eq!(answer.header(name), [value.as_str()], "{path}: {name}");
        }
        assert_eq!(answer.header("cache-control"), [cache], "{path}");
        assert!(
            answer.header("content-type")[0].starts_with(media_type),
            "{path}: {:?}",
            answer.header("content-type")
        );
        assert!(answer.body.contains(body), "{path}: {}", answer.body);
    }
    let packed = get(port, "/boot-0123456789abcdef.js", "br");
    assert_eq!(packed.header("content-encoding"), ["br"]);
    let zipped = get(port, "/boot-0123456789abcdef.js", "gzip");
    assert_eq!((zipped.header("content-encoding"), zipped.body.contains("boot, zipped")), (vec!["gzip"], true));
    let plain = get(port, "/boot-0123456789abcdef.js", "identity");
    assert!(plain.header("content-encoding").is_empty() && plain.body.ends_with("boot"), "{}", plain.body);
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// A server that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server and waits until it listens, or ends.
fn start(command: &mut Command, port: u16) -> Running {
    let mut running = Running(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if let Some(status) = running.0.try_wait().unwrap() {
            let mut words = String::new();
            running.0.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            panic!("the server ended with {status}: {words}");
        }
        std::thread::yield_now();
    }
    running
}

#[test]
fn nginx_sends_the_headers() {
    let Some(nginx) = tool("nginx") else { return };
    let Some(module) = brotli_module(&nginx) else {
        println!("skipped: nginx's Brotli module is not on this machine");
        return;
    };
    let (page, place, port) = (site(), Temporary::new(), free_port());
    let conf = servers::whole(module.to_str().unwrap(), page.0.to_str().unwrap(), port, place.0.to_str().unwrap());
    std::fs::write(place.join("nginx.conf"), conf).unwrap();
    let mut command = Command::new(nginx);
    // One process: it ends when it is ended, with nothing left behind.
    command
        .arg("-p")
        .arg(&place.0)
        .arg("-c")
        .arg(place.join("nginx.conf"))
        .args(["-g", "daemon off; master_process off;"]);
    let _running = start(&mut command, port);
    measured(port, &over_tls());
    for hidden in ["/_headers", "/.git/config"] {
        assert_eq!(get(port, hidden, "br").status, 404, "{hidden}");
    }
}

#[test]
fn caddy_sends_the_headers() {
    let Some(caddy) = tool("caddy") else { return };
    let (page, place, port) = (site(), Temporary::new(), free_port());
    let address = format!("http://127.0.0.1:{port}");
    let file = format!("{{\n\tadmin off\n}}\n{}", servers::caddyfile(&address, page.0.to_str().unwrap()));
    std::fs::write(place.join("Caddyfile"), file).unwrap();
    let mut command = Command::new(caddy);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(place.join("Caddyfile"));
    command.env("XDG_DATA_HOME", &place.0).env("XDG_CONFIG_HOME", &place.0);
    let _running = start(&mut command, port);
    measured(port, &over_tls());
    for hidden in ["/_headers", "/.git/config"] {
        assert_eq!(get(port, hidden, "br").status, 404, "{hidden}");
    }
}

/// The server of `cargo xtask serve`, on loopback and so without the header that only TLS gives a meaning.
#[test]
fn our_own_server_sends_the_headers() {
    let page = site();
    let server = Site::new(page.0.clone(), "/");
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || server.listen(0, |address| send.send(address.to_owned()).unwrap()));
    let address = receive.recv().unwrap();
    let port = address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    measured(port, &everywhere());
}
