//! The parts of a response, in the order in which they arrive. The source is the network, the simulator or a recording.
//!
//! A source sends at most one head, then chunks, then one end or one loss, and nothing after that.

use thiserror::Error;

use super::http::ResponseHead;
use crate::text::number;

/// One part of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Status and headers.
    Head(ResponseHead),
    /// Bytes of the body.
    Chunk(Vec<u8>),
    /// The response is complete.
    End,
    /// The response, or its rest, did not arrive.
    Lost(NotAnswered),
}

/// Why a call has no complete response.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAnswered {
    /// There are no credentials to sign with.
    #[error("There are no credentials to sign with. Paste some first")]
    NoCredentials,
    /// The credentials have expired.
    #[error("The credentials have expired. Paste new ones")]
    Expired,
    /// The request could not be built or signed.
    #[error("{0}")]
    NotSent(String),
    /// The response was a redirect, which is not followed. The browser does not say where it leads.
    #[error(
        "The endpoint answered with a redirect. It was not followed, because it would take the session token and the prompt \
         to an address that you did not choose. Enter the final address as the endpoint"
    )]
    Redirected,
    /// There was no response; holds the browser's message.
    #[error("{0}")]
    NoResponse(String),
    /// The response was longer than this many bytes; they were passed on.
    #[error("The response is longer than {}, the most that this page receives", number::bytes(*.0))]
    TooLarge(usize),
    /// The response broke off; holds the browser's message.
    #[error("{0}")]
    BrokenOff(String),
}
