//! The only asynchronous code of the page: it performs effects through `platform` and feeds the results into the state.

pub mod access;
pub mod attach;
pub mod batch;
pub mod commands;
pub mod compare;
pub mod cost;
pub mod field_links;
pub mod files;
pub mod history;
pub mod import;
pub mod keyboard;
pub mod panic;
pub mod parts;
pub mod place;
pub mod replay;
pub mod road;
pub mod run;
pub mod simulator;
pub mod steps;
pub mod store;
pub mod toast;
pub mod token_count;
pub mod validate;
pub mod view_actions;
pub mod views;
pub mod visit;
