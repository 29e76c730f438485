//! A request as a program: the same call as the page's, for eight tools.
//!
//! The input is the request that the page shows ([`Request`]). The output is [`Code`]: lines, each with the places of the
//! request that it states, and notes on what the tool cannot do. Each language has its own writer, which escapes what that
//! language escapes; nothing is pasted into a string. It is not a template language. Its invariant: the input cannot hold a
//! credential, so the output cannot either; programs read theirs from the environment.

mod cli;
mod curl;
mod dialect;
mod go;
mod http;
mod java;
mod javascript;
mod layout;
mod literal;
mod loop_over_texts;
pub mod operation;
mod parameters;
mod python;
mod request;
mod results;
mod rust;
mod shell;
mod typed;
mod writer;

#[cfg(test)]
mod tests;

pub use request::Request;

use crate::bedrock::service_model::ServiceModel;

/// A tool that code is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// AWS SDK for Python.
    Boto3,
    /// AWS Command Line Interface, version 2.
    Cli,
    /// curl with `--aws-sigv4`.
    Curl,
    /// AWS SDK for JavaScript, version 3.
    JavaScript,
    /// AWS SDK for Rust.
    Rust,
    /// AWS SDK for Java, version 2.
    Java,
    /// AWS SDK for Go, version 2.
    Go,
    /// The HTTP message itself, unsigned.
    Http,
}

impl Target {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 8] =
        [Self::Boto3, Self::Cli, Self::Curl, Self::JavaScript, Self::Rust, Self::Java, Self::Go, Self::Http];

    /// Its name in a list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Boto3 => "Python (boto3)",
            Self::Cli => "AWS CLI v2",
            Self::Curl => "curl",
            Self::JavaScript => "JavaScript (SDK v3)",
            Self::Rust => "Rust SDK",
            Self::Java => "Java SDK v2",
            Self::Go => "Go SDK v2",
            Self::Http => "HTTP",
        }
    }

    /// What it is called in a stored choice.
    pub fn key(self) -> &'static str {
        match self {
            Self::Boto3 => "boto3",
            Self::Cli => "cli",
            Self::Curl => "curl",
            Self::JavaScript => "javascript",
            Self::Rust => "rust",
            Self::Java => "java",
            Self::Go => "go",
            Self::Http => "http",
        }
    }

    /// The target of that [key](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.key() == key)
    }

    /// The file that the code goes into.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Boto3 => "call_bedrock.py",
            Self::Cli => "call_bedrock_cli.sh",
            Self::Curl => "call_bedrock.sh",
            Self::JavaScript => "call-bedrock.mjs",
            Self::Rust => "main.rs",
            Self::Java => "CallBedrock.java",
            Self::Go => "main.go",
            Self::Http => "call-bedrock.http",
        }
    }
}

/// One line of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text, without the line break.
    pub text: String,
    /// The places of the request that begin on it: JSON pointers into the body, or `header:Name`. Where a request has
    /// several bodies, a pointer goes into the list of them: `/0/inputText`.
    pub pointers: Vec<String>,
}

/// A program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// For which tool.
    pub target: Target,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What one has to know before running it, and what the tool cannot do; a sentence each.
    pub notes: Vec<String>,
}

impl Code {
    /// The program's text, with a line break at its end.
    pub fn text(&self) -> String {
        let length = self.lines.iter().map(|line| line.text.len() + 1).sum();
        let mut text = String::with_capacity(length);
        for line in &self.lines {
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }
}

/// The program that sends a request. The service model says which values are bytes, and of which types they are.
pub fn code(target: Target, request: &Request, model: &ServiceModel) -> Code {
    let (lines, notes) = match target {
        Target::Boto3 => python::write(request, model),
        Target::Cli => cli::write(request, model),
        Target::Curl => curl::write(request),
        Target::JavaScript => javascript::write(request, model),
        Target::Rust => rust::write(request, model),
        Target::Java => java::write(request, model),
        Target::Go => go::write(request, model),
        Target::Http => http::write(request),
    };
    Code { target, lines, notes }
}
