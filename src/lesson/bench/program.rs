//! Runs the program of the code bench.

use super::Bench;
use super::road::Road;

impl Bench {
    /// Run on the code bench.
    pub(super) fn run_program(&mut self, _road: &Road<'_>) -> Result<(), String> {
        Err("the code bench is not there yet".to_owned())
    }
}
