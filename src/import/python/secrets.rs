//! Credentials that a program contains as literals.
//!
//! A secret is what a parameter, a variable or a key with the name of a credential is given as a literal. A placeholder such
//! as `YOUR_KEY`, and a value that is read from the environment, is none.

use std::collections::BTreeMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, ModModule, Stmt};

use crate::import::placeholder;

/// A literal credential: the name it is given to, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    /// The parameter, variable or key.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The literal credentials of a program, each value once.
pub(super) fn find(module: &ModModule) -> Vec<Secret> {
    let mut names = Names::default();
    names.visit_body(&module.body);
    let mut search = Search { names: &names.literals, found: Vec::new() };
    search.visit_body(&module.body);
    search.found
}

/// Whether a name is that of a credential.
fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let known = [
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "aws_security_token",
        "aws_bearer_token_bedrock",
        "aws_access_key",
        "aws_secret_key",
        "access_key_id",
        "secret_access_key",
        "session_token",
        "bedrock_api_key",
        "api_key",
        "anthropic_api_key",
        "openai_api_key",
    ];
    known.contains(&name.trim_start_matches('_'))
}

/// Whether a value stands for a secret that is put in later: what every reader knows, and what only programs write.
fn is_placeholder(value: &str) -> bool {
    let lower = value.trim().to_ascii_lowercase();
    placeholder::is_placeholder(value)
        || lower.len() < 8
        || lower.contains(' ')
        || ["placeholder", "todo"].iter().any(|begin| lower.starts_with(begin))
        || ["your_", "your-", "xxxx"].iter().any(|mark| lower.contains(mark))
        || ["testing", "dummykey"].contains(&lower.as_str())
}

fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(text) => Some(text.value.to_str()),
        _ => None,
    }
}

/// The last part of a name: `environ` of `os.environ`.
fn last_name(expr: &Expr) -> &str {
    match expr {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// Names that are given a literal.
#[derive(Default)]
struct Names {
    literals: BTreeMap<String, String>,
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let (targets, value) = match statement {
            Stmt::Assign(each) => (each.targets.as_slice(), Some(&each.value)),
            Stmt::AnnAssign(each) => (std::slice::from_ref(&*each.target), each.value.as_ref()),
            _ => (&[][..], None),
        };
        if let Some(text) = value.and_then(|value| literal(value)) {
            for target in targets {
                let name = last_name(target);
                if !name.is_empty() {
                    self.literals.insert(name.to_owned(), text.to_owned());
                }
            }
        }
        walk_stmt(self, statement);
    }
}

/// Finds where a credential gets its value.
struct Search<'n> {
    names: &'n BTreeMap<String, String>,
    found: Vec<Secret>,
}

impl Search<'_> {
    fn add(&mut self, name: &str, value: &Expr) {
        let text = literal(value).or_else(|| self.names.get(last_name(value)).map(String::as_str));
        let Some(text) = text.filter(|text| is_credential(name) && !is_placeholder(text)) else { return };
        if !self.found.iter().any(|secret| secret.value == text) {
            self.found.push(Secret { name: name.to_owned(), value: text.to_owned() });
        }
    }

    fn call(&mut self, call: &ExprCall) {
        for keyword in &call.arguments.keywords {
            if let Some(name) = &keyword.arg {
                self.add(name.as_str(), &keyword.value);
            }
        }
        let positional: &[&str] = match last_name(&call.func) {
            "Session" => &["aws_access_key_id", "aws_secret_access_key", "aws_session_token"],
            "client" | "resource" => {
                &["", "", "", "", "", "", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"]
            }
            _ => &[],
        };
        for (name, value) in positional.iter().zip(&call.arguments.args) {
            self.add(name, value);
        }
        // `os.environ.setdefault("AWS_…", "…")`, `os.putenv("AWS_…", "…")`, and a default of `os.getenv`.
        if let ("setdefault" | "putenv" | "getenv" | "get", [name, value, ..]) =
            (last_name(&call.func), &*call.arguments.args)
            && let Some(name) = literal(name)
        {
            self.add(name, value);
        }
    }
}

impl<'a> Visitor<'a> for Search<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Assign(each) = statement {
            for target in &each.targets {
                match target {
                    Expr::Subscript(subscript) => {
                        if let Some(name) = literal(&subscript.slice) {
                            self.add(name, &each.value);
                        }
                    }
                    target => self.add(last_name(target), &each.value),
                }
            }
        }
        if let Stmt::AnnAssign(each) = statement
            && let Some(value) = &each.value
        {
            self.add(last_name(&each.target), value);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => self.call(call),
            Expr::Dict(dict) => {
                for item in dict {
                    if let Some(name) = item.key.as_ref().and_then(literal) {
                        self.add(name, &item.value);
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}
