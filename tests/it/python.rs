//! Runs one of our Python oracles and gives what it printed.
//!
//! A missing interpreter or package fails the test: an oracle that is skipped proves nothing.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The output of `tests/oracles/{script}` with these arguments and this input. `OUTCROP_PYTHON` names the interpreter.
pub fn run(script: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let python = std::env::var("OUTCROP_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let path = format!("{}/tests/oracles/{script}", env!("CARGO_MANIFEST_DIR"));
    let set_up = format!(
        "This test compares us with Python packages, run by {python:?}. `cargo xtask test` sets that up; by hand: make a \
         virtual environment, `pip install -r tests/requirements.txt` in it, and set OUTCROP_PYTHON to its interpreter."
    );
    let mut child = Command::new(&python)
        .arg(&path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{error}\n{set_up}"));
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    // A thread of its own, so that neither side waits on a full pipe.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the oracle ran");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed:\n{errors}\n{set_up}");
    writer.join().expect("no panic").expect("the oracle read its input");
    output.stdout
}

/// The same, as text.
pub fn text(script: &str, arguments: &[&str]) -> String {
    String::from_utf8(run(script, arguments, b"")).expect("the oracle prints UTF-8")
}
