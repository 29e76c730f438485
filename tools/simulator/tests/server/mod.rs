//! The server binary, started for a test on a free port.
#![expect(clippy::expect_used, reason = "in a test, a panic is the report")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The server binary, stopped when dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:N`
    pub url: String,
}

impl Server {
    /// Starts it with these options and waits until it listens.
    pub fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_outcrop-simulator"))
            .args(["--port", "0"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("the server says where it is");
        let url = line.trim().strip_prefix("listening on ").expect("the first line is the address").to_owned();
        Self { child, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
