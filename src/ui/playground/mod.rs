//! The playground: one conversation, composed on the left, both requests and both responses beside it.

pub mod compose;
pub mod elsewhere;
pub mod inspect;
mod link_bar;
pub mod request;
pub mod response;
pub mod target_bar;
pub mod token_count;
mod view_switch;
