//! Access to AWS, without any credential: the result of a connection test ([`connection`]), the smallest IAM policy for the
//! calls ([`permission`]), and the data that leaves the page ([`disclosure`]).

pub mod connection;
pub mod disclosure;
pub mod permission;
