//! Converse and InvokeModel bodies, translated into each other.

mod answers;
mod families;
mod from_native;
mod links;
mod oracle;
