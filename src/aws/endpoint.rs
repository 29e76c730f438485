//! Where requests go: the AWS host of a service and region, or an address that the user typed.
//!
//! A typed address must be loopback, unless the builder of the page allowed more hosts: a signature and a session token
//! must not go to a host that a page or a colleague suggested. Accepted is only what a browser would keep unchanged: no
//! user info, no query, no fragment, no dot segments, and the plain spelling of a host. So the address that is shown,
//! signed and sent is the same string.

use super::http::{Scheme, WireUrl};
use super::region::Region;

/// Scheme, host, and the path before every operation's path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// `http` or `https`.
    pub scheme: Scheme,
    /// Host, with `:port` when the port is not the scheme's default.
    pub authority: String,
    /// Empty, or a path that starts with `/` and does not end with one, in wire form.
    pub base_path: String,
}

impl Endpoint {
    /// The AWS endpoint of a service (`bedrock`, `bedrock-runtime`, `bedrock-agent-runtime`, `sts`, `cognito-identity`) in a
    /// region: `https://{service}.{region}.{suffix of the partition}`, as in the services' endpoint rule sets of botocore
    /// 1.44.5. The host's first label is not the signing name: all `bedrock-*` hosts sign as `bedrock`.
    pub fn aws(service: &str, region: &Region) -> Self {
        Self {
            scheme: Scheme::Https,
            authority: format!("{service}.{region}.{}", region.partition().dns_suffix()),
            base_path: String::new(),
        }
    }

    /// Reads an address that the user typed.
    ///
    /// Accepted hosts are `localhost` and `127.0.0.1`, which a content policy can name (its grammar has no form for
    /// `[::1]`), and those of `extra_hosts`: a host (`proxy.example`), a host with a port, or an origin
    /// (`https://proxy.example:8443`), which must match in all its parts.
    pub fn custom(text: &str, extra_hosts: &[&str]) -> Result<Self, EndpointError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EndpointError::Empty);
        }
        let (scheme, rest) = split_scheme(text)?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(EndpointError::UserInfo);
        }
        if path.contains(['?', '#']) {
            return Err(EndpointError::QueryOrFragment);
        }
        let (host, port) = split_port(authority)?;
        let host = host.to_ascii_lowercase();
        if host.is_empty() {
            return Err(EndpointError::NoHost);
        }
        let authority = match port {
            Some(port) if port != default_port(scheme) => format!("{host}:{port}"),
            _ => host.clone(),
        };
        let base_path = base_path(path)?;
        if is_loopback(&host) || extra_hosts.iter().any(|entry| allows(entry, scheme, &host, port)) {
            return Ok(Self { scheme, authority, base_path });
        }
        if host == "[::1]" || is_numeric_loopback(&host) {
            return Err(EndpointError::OtherLoopback { host });
        }
        if [".amazonaws.com", ".amazonaws.eu", ".api.aws"].iter().any(|suffix| host.ends_with(suffix)) {
            return Err(EndpointError::AwsHost { host });
        }
        Err(if looks_like_a_host(&host) { EndpointError::NotLoopback { host } } else { EndpointError::BadHost })
    }

    /// The URL of a path on this endpoint. Path and query come percent-encoded once; nothing is re-encoded.
    pub fn url(&self, path: &str, query: Option<&str>) -> WireUrl {
        WireUrl {
            scheme: self.scheme,
            authority: self.authority.clone(),
            path: format!("{}{path}", self.base_path),
            query: query.map(str::to_owned),
        }
    }

    /// `https://host:port`, as in a Content-Security-Policy.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme.as_str(), self.authority)
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin(), self.base_path)
    }
}

/// Why an address was refused, and what to type instead. User info is never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Nothing was typed.
    #[error("Type the address of your endpoint, such as http://127.0.0.1:4566")]
    Empty,
    /// The address does not start with `http://` or `https://`.
    #[error("Start the address with http:// or https://, such as http://127.0.0.1:4566")]
    NoScheme,
    /// A scheme without a host.
    #[error("The address has no host. Type one, such as http://127.0.0.1:4566")]
    NoHost,
    /// `user:password@` before the host.
    #[error("Leave out the part before “@”: an endpoint takes no user name or password, requests are signed instead")]
    UserInfo,
    /// `?…` or `#…` after the host.
    #[error("Leave out everything from “?” or “#”: an endpoint is scheme, host, port and perhaps a path")]
    QueryOrFragment,
    /// The port is not a number from 1 to 65535.
    #[error("The port must be a number from 1 to 65535, as in http://127.0.0.1:4566")]
    BadPort,
    /// A host that a browser would refuse or rewrite.
    #[error("This host cannot be used. Type localhost or 127.0.0.1, as in http://127.0.0.1:4566")]
    BadHost,
    /// A path that a browser would rewrite.
    #[error("The path may contain only letters, digits, “-._~”, “/” and %XX escapes, and no “.” or “..” segment")]
    BadPath,
    /// An AWS host typed as a custom endpoint.
    #[error("{host} is AWS itself. Choose the mode AWS and the region instead of typing its address")]
    AwsHost {
        /// The host that was typed.
        host: String,
    },
    /// Another address of this machine.
    #[error(
        "{host} is this machine too, but the page's content policy allows only localhost and 127.0.0.1: type one of those, as \
         in http://127.0.0.1:4566"
    )]
    OtherLoopback {
        /// The host that was typed.
        host: String,
    },
    /// A host that is neither loopback nor allowed.
    #[error(
        "{host} is not on this machine. This page sends signed requests only to localhost or 127.0.0.1; \
         whoever hosts the page can allow more hosts when building it"
    )]
    NotLoopback {
        /// The host that was typed.
        host: String,
    },
}

fn split_scheme(text: &str) -> Result<(Scheme, &str), EndpointError> {
    let (scheme, rest) = text.split_once("://").ok_or(EndpointError::NoScheme)?;
    if scheme.eq_ignore_ascii_case("http") {
        Ok((Scheme::Http, rest))
    } else if scheme.eq_ignore_ascii_case("https") {
        Ok((Scheme::Https, rest))
    } else {
        Err(EndpointError::NoScheme)
    }
}

fn default_port(scheme: Scheme) -> u16 {
    match scheme {
        Scheme::Http => 80,
        Scheme::Https => 443,
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), EndpointError> {
    let (host, port) = if authority.starts_with('[') {
        let end = authority.find(']').ok_or(EndpointError::BadHost)?;
        let (host, rest) = authority.split_at_checked(end + 1).ok_or(EndpointError::BadHost)?;
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => return Err(EndpointError::BadHost),
        }
    } else {
        match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        }
    };
    match port {
        None => Ok((host, None)),
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => match digits.parse() {
            Ok(port) if port > 0 => Ok((host, Some(port))),
            _ => Err(EndpointError::BadPort),
        },
        Some(_) => Err(EndpointError::BadPort),
    }
}

/// Browsers also read `127.1`, `0x7f000001` and `[0:0:0:0:0:0:0:1]`, and rewrite them, so only the plain spellings are
/// accepted.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "127.0.0.1"
}

/// `127.0.0.2`, and also `127.1`, which browsers read as `127.0.0.1`.
fn is_numeric_loopback(host: &str) -> bool {
    host.starts_with("127.") && host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn looks_like_a_host(host: &str) -> bool {
    const LONGEST_NAME: usize = 253;
    let name = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') && host.len() <= LONGEST_NAME;
    let v6 = |b: u8| b.is_ascii_hexdigit() || b == b':' || b == b'.';
    name || host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).is_some_and(|h| h.bytes().all(v6))
}

fn allows(entry: &str, scheme: Scheme, host: &str, port: Option<u16>) -> bool {
    if !looks_like_a_host(host) {
        return false;
    }
    let entry = entry.trim().trim_end_matches('/');
    let (wanted_scheme, rest) = match split_scheme(entry) {
        Ok((scheme, rest)) => (Some(scheme), rest),
        Err(_) => (None, entry),
    };
    let Ok((wanted_host, wanted_port)) = split_port(rest) else { return false };
    let port = port.unwrap_or(default_port(scheme));
    wanted_scheme.is_none_or(|wanted| wanted == scheme)
        && wanted_host.eq_ignore_ascii_case(host)
        && match (wanted_port, wanted_scheme) {
            (Some(wanted), _) => wanted == port,
            (None, Some(wanted)) => default_port(wanted) == port,
            (None, None) => true,
        }
}

fn base_path(path: &str) -> Result<String, EndpointError> {
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Ok(String::new());
    }
    super::uri::check_wire_path(path).map_err(|_| EndpointError::BadPath)?;
    let strict = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b));
    if strict { Ok(path.to_owned()) } else { Err(EndpointError::BadPath) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn builds_the_host_of_service_and_region() {
        for (service, region, origin) in [
            ("bedrock-runtime", "us-east-1", "https://bedrock-runtime.us-east-1.amazonaws.com"),
            ("bedrock", "eu-central-2", "https://bedrock.eu-central-2.amazonaws.com"),
            ("bedrock-agent-runtime", "us-gov-west-1", "https://bedrock-agent-runtime.us-gov-west-1.amazonaws.com"),
            ("sts", "eusc-de-east-1", "https://sts.eusc-de-east-1.amazonaws.eu"),
            ("cognito-identity", "sa-east-1", "https://cognito-identity.sa-east-1.amazonaws.com"),
        ] {
            assert_eq!(Endpoint::aws(service, &Region::parse(region).unwrap()).origin(), origin);
        }
    }

    #[test]
    fn takes_loopback_addresses() {
        for (typed, expected) in [
            ("http://127.0.0.1:4566", "http://127.0.0.1:4566"),
            (" HTTP://LocalHost:80/ ", "http://localhost"),
            ("https://localhost:443", "https://localhost"),
            ("https://localhost:80", "https://localhost:80"),
            ("http://127.0.0.1:9000/base//", "http://127.0.0.1:9000/base"),
            ("http://127.0.0.1/a/b%2F", "http://127.0.0.1/a/b%2F"),
        ] {
            assert_eq!(Endpoint::custom(typed, &[]).unwrap().to_string(), expected);
        }
        let url =
            Endpoint::custom("http://localhost:4566/base/", &[]).unwrap().url("/model/a%3A0/converse", Some("x=1"));
        assert_eq!(url.to_string(), "http://localhost:4566/base/model/a%3A0/converse?x=1");
    }

    #[test]
    fn refuses_with_what_to_type_instead() {
        for (typed, error) in [
            ("", EndpointError::Empty),
            ("localhost:4566", EndpointError::NoScheme),
            ("ftp://localhost", EndpointError::NoScheme),
            ("http://", EndpointError::NoHost),
            ("http://:80", EndpointError::NoHost),
            ("http:///x", EndpointError::NoHost),
            ("http://me:secret@localhost", EndpointError::UserInfo),
            ("http://localhost?x=1", EndpointError::QueryOrFragment),
            ("http://localhost/a#b", EndpointError::QueryOrFragment),
            ("http://localhost:", EndpointError::BadPort),
            ("http://localhost:0", EndpointError::BadPort),
            ("http://localhost:65536", EndpointError::BadPort),
            ("http://localhost:+80", EndpointError::BadPort),
            ("http://localhost:80:90", EndpointError::BadPort),
            ("http://loc alhost", EndpointError::BadHost),
            ("http://[::1", EndpointError::BadHost),
            ("http://[::1]x", EndpointError::BadHost),
            ("http://lôcalhost", EndpointError::BadHost),
            ("http://localhost/../x", EndpointError::BadPath),
            ("http://localhost/%2E%2e/x", EndpointError::BadPath),
            ("http://localhost/a b", EndpointError::BadPath),
            ("http://localhost/a:b", EndpointError::BadPath),
            ("http://localhost\\evil.example", EndpointError::BadPath),
            ("http://127.1", EndpointError::OtherLoopback { host: "127.1".to_owned() }),
            ("http://127.0.0.2:4566", EndpointError::OtherLoopback { host: "127.0.0.2".to_owned() }),
            ("http://[::1]:4566", EndpointError::OtherLoopback { host: "[::1]".to_owned() }),
            ("http://0x7f000001", EndpointError::NotLoopback { host: "0x7f000001".to_owned() }),
            ("http://localhost.", EndpointError::NotLoopback { host: "localhost.".to_owned() }),
            ("http://localhost.evil.example", EndpointError::NotLoopback { host: "localhost.evil.example".to_owned() }),
            ("http://127.0.0.1.evil.example", EndpointError::NotLoopback { host: "127.0.0.1.evil.example".to_owned() }),
            ("http://[::2]", EndpointError::NotLoopback { host: "[::2]".to_owned() }),
            ("http://[::ffff:127.0.0.1]", EndpointError::NotLoopback { host: "[::ffff:127.0.0.1]".to_owned() }),
            (
                "https://bedrock.us-east-1.amazonaws.com",
                EndpointError::AwsHost { host: "bedrock.us-east-1.amazonaws.com".to_owned() },
            ),
        ] {
            assert_eq!(Endpoint::custom(typed, &[]), Err(error), "{typed}");
        }
    }

    #[test]
    fn a_listed_host_is_taken_in_the_parts_that_are_listed() {
        let extra = ["proxy.example", "other.example:8443", "https://third.example"];
        for typed in [
            "http://proxy.example:1",
            "https://PROXY.example",
            "http://other.example:8443",
            "https://third.example:443/x",
        ] {
            assert!(Endpoint::custom(typed, &extra).is_ok(), "{typed}");
        }
        for typed in
            ["http://other.example", "http://third.example", "https://third.example:444", "http://a.proxy.example"]
        {
            assert!(matches!(Endpoint::custom(typed, &extra), Err(EndpointError::NotLoopback { .. })), "{typed}");
        }
        assert_eq!(Endpoint::custom("http://a b", &["a b"]), Err(EndpointError::BadHost));
    }

    proptest! {
        #[test]
        fn never_panics_and_takes_nothing_but_loopback(text in "(https?://)?[a-z0-9.:\\[\\]@/%?# é-]{0,24}") {
            if let Ok(endpoint) = Endpoint::custom(&text, &[]) {
                let host = endpoint.authority.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(':');
                prop_assert!(host == "127.0.0.1" || host == "localhost", "{}", endpoint);
                prop_assert_eq!(Endpoint::custom(&endpoint.to_string(), &[]), Ok(endpoint));
            }
        }
    }
}
