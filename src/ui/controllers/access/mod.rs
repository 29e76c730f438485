//! Credentials: their sources, how long they are held, and the connection test.

pub mod connection;
pub mod credentials;
pub mod idle;
pub mod pool;
pub mod profile;
