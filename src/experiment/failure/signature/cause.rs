//! The causes of a refused signature, each with its meaning and its remedy.

use crate::aws::error::ClockSkew;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The clocks are more than five minutes apart; with both times, where the service tells.
    Clock(Option<ClockSkew>),
    /// The day in the scope is not the day of the signature.
    ScopeDate,
    /// The scope names a region that the host is not in.
    Region(Option<String>),
    /// The scope names another service; the right one, where the service tells.
    Service(Option<String>),
    /// The canonical path is not the wire path encoded once more.
    PathEncoding,
    /// Another path arrived than was signed.
    Path,
    /// Another query arrived, or it was sorted or encoded otherwise.
    Query,
    /// Another method arrived.
    Method,
    /// Another host arrived: a proxy, or a port that was signed and not sent.
    Host,
    /// A signed header arrived otherwise; by its name.
    Header(String),
    /// A signed header was lost, or was never sent; by its name.
    HeaderLost(String),
    /// The list of signed headers is not that of the headers.
    SignedHeaders,
    /// The body that arrived is not the one that was hashed.
    BodyHash,
    /// The body that arrived is empty.
    BodyEmpty,
    /// The session token is missing, or belongs to other keys, or the key is unknown.
    Token,
    /// There is no session token in the request, which a temporary key needs.
    TokenLeftOut,
    /// The secret is not the one of this key.
    Secret {
        /// Whether both sides were compared and are the same; else it is only likely.
        compared: bool,
    },
    /// The first line of the string to sign is not the algorithm.
    Incomplete,
}

impl Cause {
    /// The cause in a few words, for a heading.
    pub fn title(&self) -> String {
        match self {
            Self::Clock(_) => "Clock".to_owned(),
            Self::ScopeDate => "Date in the scope".to_owned(),
            Self::Region(_) => "Region".to_owned(),
            Self::Service(_) => "Service name".to_owned(),
            Self::PathEncoding => "Path encoding".to_owned(),
            Self::Path => "Path".to_owned(),
            Self::Query => "Query".to_owned(),
            Self::Method => "Method".to_owned(),
            Self::Host => "Host".to_owned(),
            Self::Header(name) => format!("Header {name}"),
            Self::HeaderLost(name) => format!("Header {name} is missing"),
            Self::SignedHeaders => "Signed headers".to_owned(),
            Self::BodyHash => "Body hash".to_owned(),
            Self::BodyEmpty => "Empty body".to_owned(),
            Self::Token => "Session token".to_owned(),
            Self::TokenLeftOut => "Session token left out".to_owned(),
            Self::Secret { .. } => "Secret access key".to_owned(),
            Self::Incomplete => "Incomplete signature".to_owned(),
        }
    }

    /// What it means.
    pub fn why(&self) -> String {
        match self {
            Self::Clock(Some(skew)) => format!(
                "The signing clock is {} {} the service’s clock; five minutes are allowed.",
                minutes(skew.offset_ms()),
                if skew.offset_ms() > 0 { "behind" } else { "ahead of" }
            ),
            Self::Clock(None) => "The time in the signature is more than five minutes away from the service’s clock.".to_owned(),
            Self::ScopeDate => "The day in the credential scope is not the day in x-amz-date. Both are the signing time in UTC; \
                a scope made from local time, or kept from yesterday, differs."
                .to_owned(),
            Self::Region(Some(named)) => format!(
                "The scope names the region {named}, but the host that received the request belongs to another."
            ),
            Self::Region(None) => "The region in the scope is not that of the host that received the request.".to_owned(),
            Self::Service(Some(name)) => format!("The scope names another service than {name}, which this host signs as. The name is not always the first part of the host."),
            Self::Service(None) => "The scope names another service. The hosts bedrock, bedrock-runtime and bedrock-agent-runtime sign as bedrock.".to_owned(),
            Self::PathEncoding => "The path was encoded a different number of times. On the wire a model ID’s “:” is %3A; the canonical \
                request encodes that path once more, so it is %253A there."
                .to_owned(),
            Self::Path => "The path that arrived is not the one that was signed. Something rewrote it on the way, or it was put together twice.".to_owned(),
            Self::Query => "The query that arrived differs. It is sorted by name and then by value, and encoded strictly: a space is %20, not “+”.".to_owned(),
            Self::Method => "Another method arrived than was signed; a redirect can turn POST into GET.".to_owned(),
            Self::Host => "The host that was signed is not the one that arrived. A proxy passes on its own name, or a port was signed \
                that is not sent."
                .to_owned(),
            Self::Header(name) => format!(
                "The value of {name} that arrived is not the one that was signed. Names are lower case in the canonical request, \
                 values lose the spaces around them, and runs of spaces become one. A proxy or a browser may also have changed it."
            ),
            Self::HeaderLost(name) => format!("{name} is among the signed headers on one side only: it was lost on the way, or was never signed."),
            Self::SignedHeaders => "The list of signed headers is not that of the headers above it: lower case, sorted, joined by “;”.".to_owned(),
            Self::BodyHash => "The bytes that arrived are not the bytes that were hashed. Printing JSON again, another character set or an \
                added line break is enough."
                .to_owned(),
            Self::BodyEmpty => "The service received no body at all: its payload hash is that of nothing.".to_owned(),
            Self::Token => "The service does not know this access key together with this session token. A temporary key (ASIA…) needs \
                its own token in x-amz-security-token; a long-term key (AKIA…) has none."
                .to_owned(),
            Self::TokenLeftOut => "The canonical request has no x-amz-security-token. That is right for a long-term key (AKIA…); a temporary key \
                (ASIA…) needs its token there."
                .to_owned(),
            Self::Secret { compared: true } => "Every line is the same on both sides, so the two sides hashed the same request with different keys: the \
                secret access key is not the one that belongs to this access key ID."
                .to_owned(),
            Self::Secret { compared: false } => "Nothing in this text proves it, but the usual cause is a secret access key that does not belong to this \
                access key ID, or that lost a character."
                .to_owned(),
            Self::Incomplete => "The authorization header is there, but a part of it is missing or cannot be read.".to_owned(),
        }
    }

    /// Its remedy.
    pub fn fix(&self) -> String {
        match self {
            Self::Clock(Some(skew)) => format!("Set the clock, or add {} s to the signing time.", skew.offset_ms().div_euclid(1_000)),
            Self::Clock(None) => "Set the device’s clock by network time and sign again.".to_owned(),
            Self::ScopeDate => "Make both from one moment in UTC.".to_owned(),
            Self::Region(_) => "Use the same region in the host and in the scope.".to_owned(),
            Self::Service(name) => format!("Sign with the service name {}.", name.as_deref().unwrap_or("bedrock")),
            Self::PathEncoding => "Encode the model ID once for the wire, send exactly that path, and encode it once more for the canonical request.".to_owned(),
            Self::Path => "Sign the path that is sent, and send the path that was signed.".to_owned(),
            Self::Query => "Sort and encode the query before signing, and send it in that form.".to_owned(),
            Self::Method => "Sign the method that is sent, and do not follow redirects.".to_owned(),
            Self::Host => "Sign the host that the service receives, or let the proxy sign.".to_owned(),
            Self::Header(_) => "Leave the header out of the signature, or make the signed value the one that is sent.".to_owned(),
            Self::HeaderLost(name) if name == "x-amz-security-token" => {
                "Send the session token in x-amz-security-token and sign it.".to_owned()
            }
            Self::HeaderLost(_) => "Send every header that is named in SignedHeaders, and name every x-amz- header that is sent.".to_owned(),
            Self::SignedHeaders => "Write the same list in SignedHeaders and in the canonical request.".to_owned(),
            Self::BodyHash => "Serialise the body once, hash those bytes, and send those bytes.".to_owned(),
            Self::BodyEmpty => "Look at what drops the body: a redirect, a proxy, or a client that reads the stream before sending it.".to_owned(),
            Self::Token => "Paste key ID, secret and token again, all three from one session.".to_owned(),
            Self::TokenLeftOut => "With a temporary key, send the session token in x-amz-security-token and sign it.".to_owned(),
            Self::Secret { .. } => "Paste key ID and secret again, from the same source and without losing a character.".to_owned(),
            Self::Incomplete => "Write Credential, SignedHeaders and Signature into the header, and send x-amz-date.".to_owned(),
        }
    }
}

/// `8 min 40 s`, without a sign.
fn minutes(ms: i64) -> String {
    let seconds = ms.abs().div_euclid(1_000);
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
