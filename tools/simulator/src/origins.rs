//! Who may call: the host that a request names, and the origin of the page that sends it.
//!
//! A page of the network can give its own host name the address of this machine (DNS rebinding); then the browser takes the
//! server for the page's own. So the host must be a name of this machine, and so must the page's origin, unless the person
//! who starts the server names another.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the host of `host:port` is a name or an address of this machine only.
pub fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else { return false };
            return port.strip_prefix(':').is_none_or(is_port)
                && (port.is_empty() || port.starts_with(':'))
                && address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
        }
        None => match authority.split_once(':') {
            Some((host, port)) if is_port(port) => host,
            Some(_) => return false,
            None => authority,
        },
    };
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.strip_suffix(".localhost").is_some_and(|name| !name.is_empty())
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The origins whose pages may call: those of this machine, and the named ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Adds an origin.
    pub fn add(&mut self, origin: &str) -> Result<(), String> {
        let host = origin.split_once("://").filter(|(scheme, _)| !scheme.is_empty()).map(|(_, host)| host);
        match host {
            Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', '*', ' ']) => {
                self.0.push(origin.to_ascii_lowercase());
                Ok(())
            }
            _ => Err(format!(
                "--allow-origin needs the origin of a page, such as https://playground.example or http://10.0.0.5:8080, \
                 without a path; not “{origin}”."
            )),
        }
    }

    /// Whether pages of this origin may call.
    pub fn allow(&self, origin: &str) -> bool {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(is_loopback) || self.0.iter().any(|known| *known == origin.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_this_machine_are_told_from_others() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:4567",
            "127.8.9.10:1",
            "localhost",
            "LocalHost:80",
            "a.b.localhost:4567",
            "[::1]",
            "[::1]:4567",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:80",
            ".localhost",
            "notlocalhost",
            "127.0.0.1@example.com",
            "127.0.0.1:80@example.com",
            "user@127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "169.254.169.254",
            "[::]",
            "[::1",
            "[::1]x",
            "[::1]:",
            "[fe80::1]",
            "::1",
            "127.0.0.1:",
            "127.0.0.1:port",
            "127.0.0.1/",
            "bedrock-runtime.us-east-1.amazonaws.com",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn origins_are_those_of_this_machine_and_the_named_ones() {
        let mut origins = Origins::default();
        for origin in ["http://127.0.0.1:8080", "https://localhost", "http://[::1]:3000", "http://page.localhost"] {
            assert!(origins.allow(origin), "{origin}");
        }
        let named = ["https://playground.example", "http://10.0.0.5:8080", "HTTPS://Other.Example"];
        for origin in named.into_iter().chain(["null", "", "*", "file://", "http://127.0.0.1.example", "127.0.0.1"]) {
            assert!(!origins.allow(origin), "{origin}");
        }
        for origin in named {
            assert_eq!(origins.add(origin), Ok(()));
            assert!(origins.allow(origin) && origins.allow(&origin.to_ascii_lowercase()), "{origin}");
        }
        assert!(!origins.allow("https://playground.example:8443") && !origins.allow("http://playground.example"));
        for origin in ["*", "null", "playground.example", "https://", "https://a.example/path", "https://*.example"] {
            assert!(origins.add(origin).is_err_and(|message| message.contains(origin)), "{origin}");
        }
    }
}
