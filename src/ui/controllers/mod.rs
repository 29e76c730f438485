//! The only asynchronous code of the page: it performs effects through `platform` and feeds what comes back into the state.

pub mod arrive;
pub mod attach;
pub mod batch;
pub mod compare;
pub mod connection;
pub mod count;
pub mod credentials;
pub mod field_links;
pub mod history;
pub mod idle;
pub mod keyboard;
pub mod links;
pub mod own_prices;
pub mod panic;
pub mod pool;
pub mod read_rows;
pub mod replay;
pub mod road;
pub mod run;
pub mod settle;
pub mod simulator;
pub mod steps;
pub mod store;
pub mod toast;
pub mod validate;
pub mod views;
