//! Access to AWS, as far as it can be said without a credential: what a connection test found ([`connection`]), the smallest
//! IAM policy for what was called ([`permission`]), and what leaves the page ([`disclosure`]).

pub mod connection;
pub mod disclosure;
pub mod permission;
