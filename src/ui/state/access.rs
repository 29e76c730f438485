//! The credentials of the page. Forgetting them removes everything that holds a part of them: one method does this, and
//! the fields that it clears are private.

use leptos::prelude::*;

use crate::aws::arrival::NotAnswered;
use crate::aws::credentials::Credentials;
use crate::aws::sigv4::SignedRequest;
use crate::aws::time::Timestamp;

/// Credentials, in memory only, and how requests are signed with them.
#[derive(Clone, Copy)]
pub struct Access {
    /// Credentials for AWS and custom endpoints.
    credentials: RwSignal<Option<Credentials>>,
    /// Whether credentials were removed because they expired.
    ran_out: RwSignal<bool>,
    /// The last signed requests, as sent; they contain the session token.
    pub signed: StoredValue<Vec<SignedRequest>>,
    /// After this many milliseconds without input, the credentials are forgotten; 0 means never.
    pub idle_lock_ms: RwSignal<i64>,
    /// The correction of the device's clock for signing, in milliseconds.
    pub clock_offset_ms: RwSignal<i64>,
}

impl Access {
    /// No credentials.
    pub(super) fn new() -> Self {
        Self {
            credentials: RwSignal::new(None),
            ran_out: RwSignal::new(false),
            signed: StoredValue::new(Vec::new()),
            idle_lock_ms: RwSignal::new(0),
            clock_offset_ms: RwSignal::new(0),
        }
    }

    /// Reads the credentials, tracked.
    pub fn with<T>(self, read: impl FnOnce(Option<&Credentials>) -> T) -> T {
        self.credentials.with(|held| read(held.as_ref()))
    }

    /// Reads the credentials, untracked.
    pub fn with_untracked<T>(self, read: impl FnOnce(Option<&Credentials>) -> T) -> T {
        self.credentials.with_untracked(|held| read(held.as_ref()))
    }

    /// The credentials, tracked.
    pub fn get(self) -> Option<Credentials> {
        self.credentials.get()
    }

    /// The credentials, untracked.
    pub fn get_untracked(self) -> Option<Credentials> {
        self.credentials.get_untracked()
    }

    /// Whether the last credentials were removed because they expired; tracked.
    pub fn ran_out(self) -> bool {
        self.ran_out.get()
    }

    /// The credentials to sign with at this time, or why there are none.
    pub fn usable(self, now: Timestamp) -> Result<Credentials, NotAnswered> {
        match self.get_untracked() {
            Some(held) if held.is_expired(now) => Err(NotAnswered::Expired),
            Some(held) => Ok(held),
            None if self.ran_out.get_untracked() => Err(NotAnswered::Expired),
            None => Err(NotAnswered::NoCredentials),
        }
    }

    /// Removes the credentials from memory, and the signed requests with their session token.
    pub fn forget(self) {
        self.credentials.set(None);
        self.signed.set_value(Vec::new());
        self.ran_out.set(false);
    }

    /// Replaces the credentials; nothing of earlier ones stays.
    pub fn replace(self, credentials: Credentials) {
        self.forget();
        self.credentials.set(Some(credentials));
    }

    /// Replaces the credentials with renewed ones. Requests signed before stay visible.
    pub fn renew(self, credentials: Credentials) {
        self.credentials.set(Some(credentials));
    }

    /// Forgets the credentials if they have expired at this time.
    pub fn forget_expired(self, now: Timestamp) {
        if self.with_untracked(|held| held.is_some_and(|held| held.is_expired(now))) {
            self.forget();
            self.ran_out.set(true);
        }
    }
}
