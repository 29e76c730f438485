//! The names of credentials in every spelling, and the values found for them, not yet checked.

use super::wrapped::{Value, Whole};
use zeroize::Zeroizing;

/// Names and values as found.
#[derive(Default)]
pub(super) struct Found {
    pub access_key_id: Option<Zeroizing<String>>,
    pub secret: Option<Zeroizing<String>>,
    pub session_token: Option<Zeroizing<String>>,
    pub expiration: Option<String>,
    pub region: Option<String>,
    pub default_region: Option<String>,
    /// The first value that may be incomplete, and why.
    pub cut: Option<(Piece, Whole)>,
    /// Whether one name has two different values.
    pub repeated: bool,
}

/// The value that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    AccessKeyId,
    Secret,
    SessionToken,
    /// A plain `token`, used only when there is no `session_token`.
    Token,
    Expiration,
    Region,
    DefaultRegion,
}

impl Piece {
    /// The value that a name in any case and spelling stands for: `AWS_SESSION_TOKEN`, `SessionToken`,
    /// `aws-session-token`.
    ///
    /// The names are those of the AWS tools' environment variables and profile files, and of the answers of STS, IAM
    /// Identity Center, Cognito (`SecretKey`) and the instance metadata service (`Token`). saml2aws and its relatives
    /// write `x_security_token_expires`.
    pub fn named(name: &str) -> Option<Self> {
        const LONGEST: usize = 40;
        if name.len() > LONGEST {
            return None;
        }
        let bare: String = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
        match bare.strip_prefix("aws").unwrap_or(&bare) {
            "accesskeyid" | "accesskey" => Some(Self::AccessKeyId),
            "secretaccesskey" | "secretkey" => Some(Self::Secret),
            "sessiontoken" | "securitytoken" => Some(Self::SessionToken),
            "token" => Some(Self::Token),
            "expiration"
            | "credentialexpiration"
            | "credentialsexpiration"
            | "sessionexpiration"
            | "expirationtime"
            | "expirationdate"
            | "xsecuritytokenexpires"
            | "securitytokenexpires"
            | "sessiontokenexpires"
            | "expires"
            | "expiresat"
            | "expireson"
            | "expiry"
            | "validuntil" => Some(Self::Expiration),
            "region" => Some(Self::Region),
            "defaultregion" => Some(Self::DefaultRegion),
            _ => None,
        }
    }

    /// Whether the value is sent or signs: it must be complete.
    pub fn is_key(self) -> bool {
        match self {
            Self::AccessKeyId | Self::Secret | Self::SessionToken | Self::Token => true,
            Self::Expiration | Self::Region | Self::DefaultRegion => false,
        }
    }

    /// The name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Self::AccessKeyId => "access key ID",
            Self::Secret => "secret access key",
            Self::SessionToken | Self::Token => "session token",
            Self::Expiration => "expiration",
            Self::Region | Self::DefaultRegion => "region",
        }
    }
}

impl Found {
    pub fn put(&mut self, piece: Piece, value: &str) {
        // A value in quotes may hold line breaks; no key does.
        let joined: Zeroizing<String> = Zeroizing::new(value.lines().map(str::trim).collect());
        let value = joined.as_str();
        if value.is_empty() {
            return;
        }
        let repeated = |old: &Option<Zeroizing<String>>| old.as_ref().is_some_and(|old| old.as_str() != value);
        match piece {
            Piece::AccessKeyId => {
                self.repeated |= repeated(&self.access_key_id);
                self.access_key_id = Some(joined);
            }
            Piece::Secret => {
                self.repeated |= repeated(&self.secret);
                self.secret = Some(joined);
            }
            Piece::SessionToken => self.session_token = Some(joined),
            Piece::Token if self.session_token.is_none() => self.session_token = Some(joined),
            Piece::Token => {}
            Piece::Expiration => self.expiration = Some(value.to_owned()),
            // `${AWS_REGION:-eu-west-1}` states its default.
            Piece::Region => self.region = Some(value.rsplit(":-").next().unwrap_or(value).to_owned()),
            Piece::DefaultRegion => self.default_region = Some(value.to_owned()),
        }
    }

    /// Takes a value of a text, and remembers whether it may be incomplete.
    pub fn take(&mut self, piece: Piece, value: &Value) {
        if piece.is_key() && value.whole != Whole::Yes && self.cut.is_none() {
            self.cut = Some((piece, value.whole));
        }
        self.put(piece, &value.text);
    }

    pub fn has_a_key(&self) -> bool {
        self.access_key_id.is_some() || self.secret.is_some() || self.session_token.is_some()
    }

    pub fn is_complete(&self) -> bool {
        self.access_key_id.is_some() && self.secret.is_some()
    }
}
