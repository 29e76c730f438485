//! Counting: what passed, what failed, what was skipped, and how test runners say it.

use std::fmt;

/// How many things a check looked at, and what came of them.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What was right.
    pub passed: u32,
    /// What was wrong.
    pub failed: u32,
    /// What nobody looked at: a test that is ignored, or one whose counterpart this machine lacks.
    pub skipped: u32,
}

impl Tally {
    /// One thing, right or wrong.
    pub fn one(right: bool) -> Self {
        Self { passed: u32::from(right), failed: u32::from(!right), skipped: 0 }
    }

    /// Adds what another check counted.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// What a test runner counted, made to agree with how it ended: one that failed, or that ran no test at all, is not right.
    pub fn of_runner(mut self, succeeded: bool) -> Self {
        let is_empty = self == Self::default();
        if self.failed == 0 && (!succeeded || is_empty) {
            self.failed = 1;
        }
        self
    }

    /// Counts a line of the closing summary of Node's test runner.
    pub fn see_node(&mut self, line: &str) {
        match node_count(line) {
            Some(("pass", count)) => self.passed += count,
            Some(("fail" | "cancelled", count)) => self.failed += count,
            Some(("skipped" | "todo", count)) => self.skipped += count,
            _ => {}
        }
    }
}

/// Reads Cargo's test output, line by line.
///
/// libtest has no word for a test that finds at run time that it cannot be run: such a test passes and prints
/// `skipped: ` with the reason. The closing line of its program counts it as passed; here it is not.
#[derive(Default)]
pub struct Libtest {
    tally: Tally,
    said_skipped: u32,
}

impl Libtest {
    /// Counts a line.
    pub fn see(&mut self, line: &str) {
        if line.starts_with("skipped: ") {
            self.said_skipped += 1;
        } else if let Some(mut counted) = libtest_result(line) {
            let skipped = std::mem::take(&mut self.said_skipped).min(counted.passed);
            counted.passed -= skipped;
            counted.skipped += skipped;
            self.tally.add(counted);
        }
    }

    /// What was counted.
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Reads libtest's closing line, `test result: ok. 3 passed; 0 failed; …`.
fn libtest_result(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        let part = counts.split(';').find(|part| part.trim_end().ends_with(word))?;
        part.split_whitespace().next()?.parse().ok()
    };
    Some(Tally { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" ignored")? })
}

/// Reads a line such as `ℹ pass 12`.
fn node_count(line: &str) -> Option<(&str, u32)> {
    let (name, count) = line.strip_prefix("ℹ ")?.split_once(' ')?;
    Some((name, count.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Libtest, Tally};

    fn check(lines: &[&str], expected: &str) {
        let mut libtest = Libtest::default();
        for line in lines {
            libtest.see(line);
        }
        assert_eq!(libtest.tally().to_string(), expected);
    }

    #[test]
    fn libtest_lines_are_counted() {
        let closing =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        check(&["test twin::result: ok", closing], "12 passed, 3 failed, 1 skipped");
        check(&[closing, closing], "24 passed, 6 failed, 2 skipped");
    }

    #[test]
    fn a_test_that_says_skipped_has_not_passed() {
        let closing = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let skipped = "skipped: go parses: \"gofmt\" cannot be run (No such file or directory)";
        check(&[skipped, "test go_parses ... ok", closing, closing], "5 passed, 0 failed, 1 skipped");
        check(&["test go_parses ... ", skipped, "ok", closing], "2 passed, 0 failed, 1 skipped");
    }

    #[test]
    fn a_runner_that_dies_or_counts_nothing_has_failed() {
        let check = |passed, failed, succeeded, expected: &str| {
            let tally = Tally { passed, failed, skipped: 0 }.of_runner(succeeded);
            assert_eq!(tally.to_string(), expected);
        };
        check(3, 0, true, "3 passed, 0 failed, 0 skipped");
        check(3, 2, false, "3 passed, 2 failed, 0 skipped");
        check(3, 0, false, "3 passed, 1 failed, 0 skipped");
        check(0, 0, true, "0 passed, 1 failed, 0 skipped");
    }

    #[test]
    fn the_summary_of_nodes_runner_is_counted() {
        let mut tally = Tally::default();
        for line in [
            "✔ passes (12ms)",
            "ℹ pass 12",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 2",
            "ℹ todo 1",
            "ℹ duration_ms 12.5",
        ] {
            tally.see_node(line);
        }
        assert_eq!(tally.to_string(), "12 passed, 2 failed, 3 skipped");
    }
}
