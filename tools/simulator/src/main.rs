//! Outcrop's Bedrock simulator behind a loopback HTTP server.
fn main() {}
