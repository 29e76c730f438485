//! Credentials: where they come from, how long they stay, and what a test of the connection finds.

pub mod connection;
pub mod credentials;
pub mod idle;
pub mod pool;
pub mod profile;
