//! The data that leaves the page, with its receiver and its time: the list that the credentials dialog shows.
//!
//! It follows from the endpoint and the kind of authorisation, so it always matches what happens. It names kinds of data
//! and holds no values.

use crate::experiment::run::exchange::Origin;

/// How calls are authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// By nothing: there are no credentials.
    None,
    /// By a signature of a key without a token.
    Signature,
    /// By a signature of a temporary key, whose token is sent too.
    SignatureWithToken,
    /// By an API key, which is sent as it is.
    ApiKey,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub what: &'static str,
    /// Where it goes; `None`: nowhere.
    pub to: Option<String>,
    /// When, or why not.
    pub when: &'static str,
}

/// The list for calls to `host` (the authority of the endpoint) by this origin.
pub fn leaving(origin: Origin, host: &str, authority: Authority) -> Vec<Row> {
    let calls = match origin {
        Origin::Simulator => None,
        Origin::Aws | Origin::Custom => Some(host.to_owned()),
    };
    let row = |what, to: Option<String>, when| Row { what, to, when };
    let stays = |what, when| Row { what, to: None, when };
    let in_page = "the simulator answers inside the page";
    let mut out = vec![match &calls {
        Some(_) => row("Messages, system prompt, settings and files", calls.clone(), "when you press Run"),
        None => stays("Messages, system prompt, settings and files", in_page),
    }];
    match (authority, &calls) {
        (Authority::Signature | Authority::SignatureWithToken, Some(_)) => {
            out.push(row(
                "Access key ID and a signature",
                calls.clone(),
                "with each call; a signature is valid for five minutes",
            ));
            if authority == Authority::SignatureWithToken {
                out.push(row("Session token", calls.clone(), "with each call, in x-amz-security-token"));
            }
            out.push(row(
                "Access key ID and a signature",
                Some("the token service (sts)".to_owned()),
                "when you test the connection",
            ));
            out.push(stays("Secret access key", "it signs here and is never sent"));
        }
        (Authority::ApiKey, Some(_)) => {
            out.push(row(
                "API key",
                calls.clone(),
                "with each call, unchanged: whoever receives it can use it until it expires",
            ));
        }
        (Authority::None, _) => out.push(stays("Credentials", "there are none")),
        (Authority::Signature | Authority::SignatureWithToken | Authority::ApiKey, None) => {
            out.push(stays("Your credentials", "the simulator uses published examples instead"));
        }
    }
    if calls.is_some() && authority != Authority::None {
        out.push(row(
            "The name of an inference profile",
            Some("the control plane (bedrock)".to_owned()),
            "when you ask for its regions, for a policy",
        ));
    }
    out.push(row(
        "Identity pool ID, and the provider’s token if you type one",
        Some("the identity service (cognito-identity, and sts in the basic flow)".to_owned()),
        "when you ask the pool for credentials",
    ));
    out.push(stays("A link’s contents", "they follow “#”, which a browser never sends"));
    out.push(stays("Usage statistics", "the page collects none"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(rows: &[Row], what: &str) -> Vec<Option<String>> {
        rows.iter().filter(|row| row.what.contains(what)).map(|row| row.to.clone()).collect()
    }

    #[test]
    fn nothing_of_a_call_leaves_for_the_simulator() {
        for authority in [Authority::None, Authority::Signature, Authority::SignatureWithToken, Authority::ApiKey] {
            let rows = leaving(Origin::Simulator, "bedrock-runtime.us-east-1.amazonaws.com", authority);
            assert!(rows.iter().all(|row| row.to.as_deref().is_none_or(|to| to.contains("identity"))), "{rows:?}");
        }
    }

    #[test]
    fn a_call_takes_what_its_authority_needs() {
        let host = "127.0.0.1:4566";
        let rows = leaving(Origin::Custom, host, Authority::SignatureWithToken);
        assert_eq!(to(&rows, "Messages"), [Some(host.to_owned())]);
        assert_eq!(to(&rows, "Session token"), [Some(host.to_owned())]);
        assert_eq!(to(&rows, "Secret"), [None]);
        assert_eq!(to(&leaving(Origin::Aws, host, Authority::Signature), "Session token"), []);
        let with_key = leaving(Origin::Aws, host, Authority::ApiKey);
        assert_eq!(to(&with_key, "API key"), [Some(host.to_owned())]);
        assert_eq!(to(&with_key, "signature"), []);
        assert_eq!(to(&leaving(Origin::Aws, host, Authority::None), "Credentials"), [None]);
    }
}
