//! Outcrop's one task runner.
fn main() {}
