//! The account that AWS's documentation uses in its examples.

/// The account id of AWS's examples. It belongs to nobody, so it may be shown, shared and exported.
pub const EXAMPLE_ACCOUNT: &str = "123456789012";
