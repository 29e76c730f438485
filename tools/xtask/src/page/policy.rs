//! The page's Content-Security-Policy.
//!
//! Two policies, of which a browser applies both. The long one stands in the page itself, where no host limits its
//! length: it lists every address that the page may call, made from the one region table, because a wildcard such as
//! `https://*.amazonaws.com` would admit every bucket in the world. The short one is an HTTP header for what a `<meta>`
//! cannot say (`frame-ancestors`) and for the tools that look at headers only.

use anyhow::{Context, Result, bail};
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::region::Region;

/// The services that the page calls by their host's first label.
const SERVICES: [&str; 6] =
    ["bedrock-runtime", "bedrock", "bedrock-agent-runtime", "bedrock-agent", "sts", "cognito-identity"];

/// Emulators and simulators on the learner's machine. CSP's grammar has no form for `[::1]` or for all of
/// `127.0.0.0/8`, so these two spellings are what a strict page can reach.
const LOOPBACK: [&str; 4] = ["http://127.0.0.1:*", "http://localhost:*", "https://127.0.0.1:*", "https://localhost:*"];

/// Hosts that whoever builds the page allows besides: a comma-separated list of `host`, `host:port` or
/// `https://host:port`. The page reads the same variable when it is compiled.
pub const EXTRA: &str = "OUTCROP_EXTRA_ENDPOINTS";

/// What both policies say.
const SHARED: [(&str, &str); 12] = [
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("font-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "default"),
];

/// The policy for the page's `<meta>`.
pub fn of_page() -> Result<String> {
    let extra = std::env::var(EXTRA).unwrap_or_default();
    let addresses = addresses(&extra).with_context(|| format!("{EXTRA} is not understood"))?;
    Ok(written(&[("connect-src", &format!("'self' {}", addresses.join(" ")))]))
}

/// The policy for the HTTP header. What it leaves open in `connect-src`, the page's own policy closes.
pub fn of_header() -> String {
    written(&[("connect-src", "'self' https: http:"), ("frame-ancestors", "'none'")])
}

fn written(more: &[(&str, &str)]) -> String {
    let directives = SHARED.iter().chain(more).map(|(name, value)| format!("{name} {value}"));
    directives.collect::<Vec<_>>().join("; ")
}

/// Every address that the page may call, besides its own.
fn addresses(extra: &str) -> Result<Vec<String>> {
    let aws = Region::all().flat_map(|region| SERVICES.map(|service| Endpoint::aws(service, &region).origin()));
    let mut all: Vec<String> = aws.chain(LOOPBACK.map(str::to_owned)).collect();
    for entry in extra.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let entry = entry.strip_suffix('/').unwrap_or(entry);
        let host = entry.split_once("://").map_or(entry, |(_, host)| host);
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':');
        if !host.chars().all(plain) || host.is_empty() {
            bail!("`{entry}` is not a host, a host:port or an origin");
        }
        match entry.split_once("://") {
            Some(("http" | "https", _)) => all.push(entry.to_owned()),
            Some((scheme, _)) => bail!("`{scheme}` in `{entry}` is neither http nor https"),
            // The page lets such a host be typed with either scheme and, if it names no port, with any port.
            None if host.contains(':') => all.extend([format!("https://{host}"), format!("http://{host}")]),
            None => all.extend([format!("https://{host}:*"), format!("http://{host}:*")]),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, addresses, of_header, of_page};
    use outcrop::aws::region::Region;
    use outcrop::bedrock::client::Client;

    #[test]
    fn every_region_and_service_is_listed_and_no_wildcard_host() {
        let addresses = addresses("").unwrap();
        assert!(addresses.contains(&"https://bedrock-runtime.us-east-1.amazonaws.com".to_owned()));
        assert!(addresses.contains(&"https://sts.eusc-de-east-1.amazonaws.eu".to_owned()));
        for client in Client::ALL {
            assert!(addresses.contains(&format!("https://{}.eu-west-1.amazonaws.com", client.name())));
        }
        assert_eq!(addresses.len(), Region::all().count() * SERVICES.len() + 4);
        assert!(addresses.iter().all(|address| !address.contains("*.")));
    }

    #[test]
    fn the_builder_can_allow_hosts() {
        let of = |extra: &str| {
            addresses(extra)
                .map(|all| all.into_iter().skip(Region::all().count() * SERVICES.len() + 4).collect::<Vec<_>>())
        };
        assert_eq!(of("https://proxy.example:8443").unwrap(), ["https://proxy.example:8443"]);
        assert_eq!(
            of("a.example, b.example:81").unwrap().join(" "),
            "https://a.example:* http://a.example:* https://b.example:81 http://b.example:81"
        );
        for bad in ["*", "https://*.example", "ftp://a.example", "a.example; script-src *", "https://", "https:///"] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_two_policies_agree_but_for_what_only_one_can_say() {
        let directives = |policy: &str, without: &[&str]| {
            let names = policy.split("; ").map(str::to_owned);
            names.filter(|each| !without.contains(&each.split(' ').next().unwrap_or_default())).collect::<Vec<_>>()
        };
        let without = ["connect-src", "frame-ancestors"];
        assert_eq!(directives(&of_page().unwrap(), &without), directives(&of_header(), &without));
        assert!(of_header().contains("frame-ancestors 'none'"));
        assert!(!of_page().unwrap().contains("frame-ancestors"), "a <meta> may not say it");
        assert!(of_header().len() <= 1783, "CloudFront's default limit");
    }
}
