//! Whether a request may come in: who signed it, for which region, and when.
//!
//! It knows the published example credentials and nothing of models; what it refuses, it refuses in the words of AWS's
//! front door.

pub mod bearer;
pub mod credentials;
pub mod host;
pub mod verify;
