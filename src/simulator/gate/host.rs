//! The region in an AWS host name.

/// The region of an AWS host such as `bedrock-runtime.us-east-1.amazonaws.com`; `None` for another host.
pub fn region_of_host(host: &str) -> Option<&str> {
    let (service, rest) = host.split_once('.')?;
    let (region, suffix) = rest.split_once('.')?;
    (service.starts_with("bedrock") && suffix.starts_with("amazonaws.")).then_some(region)
}
