//! Authentication of a request: its signer, its region and its time.
//!
//! It knows only the published example credentials and nothing of models; its refusals use the messages of AWS's front
//! door.

pub mod bearer;
pub mod credentials;
pub mod host;
pub mod verify;
