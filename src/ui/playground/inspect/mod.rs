//! A closer look at a call: the HTTP messages, the signature, the frames of the stream, and the call as code.

pub mod code;
pub mod frames;
pub mod http;
pub mod signature;
