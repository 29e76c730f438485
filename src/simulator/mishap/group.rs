//! The groups of the fault menu.

/// The group of a mishap in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MishapGroup {
    /// The service or the model is busy or failing.
    Service,
    /// The answer is damaged or lost in transit.
    Stream,
    /// Authentication.
    Credentials,
    /// Permissions of the account.
    Permission,
}

impl MishapGroup {
    /// All groups, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Service, Self::Stream, Self::Credentials, Self::Permission];

    /// The heading in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "Service and model",
            Self::Stream => "Stream and network",
            Self::Credentials => "Credentials and signature",
            Self::Permission => "Permission",
        }
    }
}
