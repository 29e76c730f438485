//! Every test of the library from outside, as one program: thirty of them would each link the library anew.
//!
//! A module is an area, and a filter names it: `cargo test --no-default-features --test it simulator`. What an oracle, a
//! parser or an SDK reads lies beside this folder, in `tests/`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test, a panic is the report"
)]

mod architecture;
mod client;
mod conversations;
mod current;
mod every_operation;
mod examples;
mod explain;
mod explain_labels;
mod explorer_forms;
mod exported_is_imported;
mod exported_parses;
mod inputs;
mod jobs;
mod lessons;
mod member_names;
mod mishaps;
mod operation_code;
mod oracle;
mod programs;
mod python;
mod recording;
mod run;
mod service_model;
mod share;
mod simulator;
mod twin;
