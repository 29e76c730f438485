//! Faults on demand: the entries of the fault menu.
//!
//! A mishap happens where it would happen at the service. Those of the signature change what the verifier receives
//! ([`FrontDoor`]); those of the account and the model refuse a correct request ([`Refusal`]); those of the stream
//! damage a correct answer in transit ([`Stream`]).

mod front_door;
mod group;
mod refusal;
mod stream;

pub use front_door::FrontDoor;
pub use group::MishapGroup;
pub use refusal::Refusal;
pub use stream::Stream;

use super::fault::Fault;
use crate::bedrock::operation::Operation;

/// A fault that the simulator can produce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// The verifier receives another request than the one that was sent.
    FrontDoor(FrontDoor),
    /// The service refuses a correct request.
    Refusal(Refusal),
    /// A correct answer does not arrive unchanged.
    Stream(Stream),
}

impl Mishap {
    /// All mishaps, in the order of the menu.
    pub const ALL: [Self; 33] = [
        Self::Refusal(Refusal::Throttling),
        Self::Refusal(Refusal::TokenThrottling),
        Self::Refusal(Refusal::ServiceUnavailable),
        Self::Refusal(Refusal::InternalError),
        Self::Refusal(Refusal::ModelNotReady),
        Self::Refusal(Refusal::ModelTimeout),
        Self::Refusal(Refusal::ModelError),
        Self::Refusal(Refusal::QuotaExceeded),
        Self::Refusal(Refusal::Conflict),
        Self::Refusal(Refusal::NotFound),
        Self::Refusal(Refusal::ModelRetired),
        Self::Refusal(Refusal::UnknownOperation),
        Self::Refusal(Refusal::Serialization),
        Self::Stream(Stream::SlowFirstByte),
        Self::Stream(Stream::MidStreamException),
        Self::Stream(Stream::CutStream),
        Self::Stream(Stream::CorruptFrame),
        Self::Stream(Stream::SignInPage),
        Self::Stream(Stream::NoAnswer),
        Self::Refusal(Refusal::ExpiredToken),
        Self::Refusal(Refusal::UnknownKey),
        Self::FrontDoor(FrontDoor::WrongSecret),
        Self::FrontDoor(FrontDoor::ClockSkew),
        Self::FrontDoor(FrontDoor::NoSignature),
        Self::FrontDoor(FrontDoor::IncompleteSignature),
        Self::FrontDoor(FrontDoor::WrongScope),
        Self::FrontDoor(FrontDoor::UnsignedHeader),
        Self::Refusal(Refusal::ApiKey),
        Self::Refusal(Refusal::AccessDenied),
        Self::Refusal(Refusal::ExplicitDeny),
        Self::Refusal(Refusal::NoModelAccess),
        Self::Refusal(Refusal::UseCaseForm),
        Self::Refusal(Refusal::AgreementPending),
    ];

    /// Its key in links, on a command line and in the menu.
    pub fn key(self) -> &'static str {
        self.row().1
    }

    /// The mishap with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mishap| mishap.key() == key)
    }

    /// Its name in the menu.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    /// Its group in the menu.
    pub fn group(self) -> MishapGroup {
        self.row().0
    }

    /// Its group, its key and its name.
    fn row(self) -> (MishapGroup, &'static str, &'static str) {
        match self {
            Self::FrontDoor(mishap) => mishap.row(),
            Self::Refusal(mishap) => mishap.row(),
            Self::Stream(mishap) => mishap.row(),
        }
    }

    /// The refusal of a correct request. `operation` is `None` if there is no inference.
    pub fn refusal(self, model: &str, region: &str, operation: Option<Operation>) -> Option<Fault> {
        match self {
            Self::Refusal(refusal) => Some(refusal.fault(model, region, operation)),
            // An answer without streaming has no middle, so the model fails before it.
            Self::Stream(Stream::MidStreamException) if !operation.is_some_and(Operation::is_streaming) => {
                Some(Refusal::ModelError.fault(model, region, operation))
            }
            Self::FrontDoor(_) | Self::Stream(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names_are_each_ones_own() {
        for mishap in Mishap::ALL {
            assert_eq!(Mishap::from_key(mishap.key()), Some(mishap));
            assert_eq!(Mishap::ALL.iter().filter(|other| other.name() == mishap.name()).count(), 1);
        }
        assert_eq!(Mishap::from_key(""), None);
        // The entries of a group are adjacent, in the order of the groups.
        let mut groups: Vec<MishapGroup> = Mishap::ALL.iter().map(|mishap| mishap.group()).collect();
        groups.dedup();
        assert_eq!(groups, MishapGroup::ALL);
    }
}
