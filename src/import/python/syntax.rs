//! The syntax tree of a program, by Ruff's parser, which goes on after a mistake.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, ModModule};
use ruff_python_parser::{LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, lexer, parse_unchecked};
use ruff_text_size::Ranged as _;

use super::source::Source;

/// The deepest nesting of brackets, blocks and operators that need one another. The parser calls itself for each.
const DEEPEST: u16 = 64;
/// The longest chain of operators, members and calls in one expression: each is a level of its tree.
const LONGEST_CHAIN: usize = 400;
/// The longest program, in tokens.
const MOST_TOKENS: usize = 2_000_000;

/// A program as a tree.
pub(crate) struct Program {
    /// The tree.
    pub module: ModModule,
    /// The mistakes.
    pub errors: Vec<Mistake>,
}

/// A place that is not Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Offset in the program.
    pub offset: usize,
    /// Line and column, then what is wrong.
    pub text: String,
}

/// Parses a program.
///
/// # Errors
///
/// When it is nested too deeply; the text names the line.
pub(crate) fn parse(source: &Source) -> Result<Program, String> {
    check_chains(source)?;
    let options = ParseOptions::from(Mode::Module).with_max_recursion_depth(DEEPEST);
    let parsed = parse_unchecked(source.text(), options);
    let errors: Vec<Mistake> = parsed.errors().iter().map(|error| mistake(error, source)).collect();
    if let Some(error) = parsed.errors().iter().find(|error| error.error == ParseErrorType::RecursionLimitExceeded) {
        return Err(format!("line {}: the code is nested deeper than {DEEPEST} levels", line(error, source)));
    }
    match parsed.into_syntax() {
        Mod::Module(module) => Ok(Program { module, errors }),
        Mod::Expression(_) => Err("it is not a program".to_owned()),
    }
}

/// Whether a mistake comes from a missing or superfluous indentation.
pub(super) fn is_indentation(mistake: &Mistake) -> bool {
    mistake.text.contains("indent")
}

fn line(error: &ParseError, source: &Source) -> usize {
    source.line(error.range().start().to_usize())
}

fn mistake(error: &ParseError, source: &Source) -> Mistake {
    let offset = error.range().start().to_usize();
    let what = match &error.error {
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError) => "the string does not end".to_owned(),
        ParseErrorType::Lexical(LexicalErrorType::Eof) => "the text ends before a bracket is closed".to_owned(),
        other => {
            let text = other.to_string();
            let mut chars = text.chars();
            let first = chars.next().map(|c| c.to_ascii_lowercase());
            first.into_iter().chain(chars).collect()
        }
    };
    Mistake { offset, text: format!("line {}, column {}: {what}", source.line(offset), source.column(offset)) }
}

/// Looks for chains such as `a + a + a …`: the parser reads them in a loop, but their tree is as deep as they are long.
fn check_chains(source: &Source) -> Result<(), String> {
    let mut lexer = lexer::lex(source.text(), Mode::Module);
    // The links of each open bracket, and of all of them together.
    let mut open = vec![0_usize];
    let mut links = 0_usize;
    let mut line = 1_usize;
    for _ in 0..MOST_TOKENS {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return Ok(()),
            TokenKind::Newline | TokenKind::Semi => {
                line += 1;
                open = vec![0];
                links = 0;
            }
            TokenKind::NonLogicalNewline => line += 1,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                links += 1;
                if let Some(last) = open.last_mut() {
                    *last += 1;
                }
                open.push(0);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                links = links.saturating_sub(open.pop().unwrap_or(0));
                if open.is_empty() {
                    open.push(0);
                }
            }
            TokenKind::Comma | TokenKind::Colon | TokenKind::Equal => {
                if let Some(last) = open.last_mut() {
                    links = links.saturating_sub(*last);
                    *last = 0;
                }
            }
            kind if kind.is_operator() || is_word_operator(kind) => {
                links += 1;
                if let Some(last) = open.last_mut() {
                    *last += 1;
                }
            }
            _ => {}
        }
        if links > LONGEST_CHAIN {
            return Err(format!(
                "line {line} or later: an expression has more than {LONGEST_CHAIN} operators and calls in a row"
            ));
        }
    }
    Err(format!("the program has more than {MOST_TOKENS} words and marks"))
}

fn is_word_operator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::And
            | TokenKind::Or
            | TokenKind::Not
            | TokenKind::If
            | TokenKind::Else
            | TokenKind::Lambda
            | TokenKind::Await
            | TokenKind::Yield
            | TokenKind::In
            | TokenKind::Is
    )
}
