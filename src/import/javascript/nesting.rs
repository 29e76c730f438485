//! How deep a program nests, before it is parsed: the parser calls itself, and the stack of a page is small.

/// The deepest nesting of brackets that is parsed.
const DEEPEST: usize = 120;
/// The most unfinished operators, such as `!`, `=>` or `?`, one within the other.
const MOST_UNFINISHED: usize = 600;

/// Whether a program nests too deeply to be parsed. It reads brackets and operators, also those in comments and regular
/// expressions, so it may be too strict there; strings are left out.
pub(super) fn is_too_deep(text: &str) -> bool {
    // For each open bracket, the number of unfinished operators since the last end of an expression.
    let mut open = vec![0_usize];
    let (mut unfinished, mut elses) = (0_usize, 0_usize);
    let mut word = String::new();
    // Each open template's depth of brackets at its last `${`.
    let mut templates = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || c == '_' || c == '$' {
            if word.len() < 12 {
                word.push(c);
            }
            continue;
        }
        let grows = match std::mem::take(&mut word).as_str() {
            "else" => {
                elses += 1;
                0
            }
            "new" | "await" | "typeof" | "void" | "delete" | "if" | "for" | "while" | "do" | "with" | "yield"
            | "keyof" | "extends" | "infer" | "throw" | "return" | "readonly" | "unique" | "asserts" | "function" => 1,
            _ => 0,
        };
        let mut add = grows;
        match c {
            '"' | '\'' => skip_string(&mut chars, c),
            '`' => skip_template(&mut chars, &mut templates, open.len()),
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if chars.peek() == Some(&'*') => skip_comment(&mut chars),
            '(' | '[' | '{' | '<' => {
                open.push(add);
                unfinished += std::mem::take(&mut add);
            }
            ')' | ']' | '}' | '>' if open.len() > 1 => {
                if c == '}' && templates.last() == Some(&open.len()) {
                    templates.pop();
                    skip_template(&mut chars, &mut templates, open.len() - 1);
                }
                unfinished -= open.pop().unwrap_or(0).min(unfinished);
            }
            ';' | ',' => {
                if let Some(last) = open.last_mut() {
                    unfinished -= std::mem::take(last).min(unfinished);
                }
                // A comparison is not a bracket: at the end of a statement its `<` is forgotten.
                if c == ';' && open.len() > DEEPEST / 2 {
                    return true;
                }
            }
            '=' | '?' | '!' | '~' | ':' | '-' | '+' | '*' | '|' | '&' => add += 1,
            _ => {}
        }
        if let Some(last) = open.last_mut() {
            *last += add;
            unfinished += add;
        }
        if open.len() > DEEPEST || unfinished > MOST_UNFINISHED || elses > MOST_UNFINISHED {
            return true;
        }
    }
    false
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_string(chars: &mut Chars<'_>, quote: char) {
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote || c == '\n' {
            return;
        }
    }
}

fn skip_comment(chars: &mut Chars<'_>) {
    let mut before = ' ';
    chars.next();
    for c in chars.by_ref() {
        if before == '*' && c == '/' {
            return;
        }
        before = c;
    }
}

/// Skips the text of a template up to its end or to the next `${`, whose bracket stays for the reader.
fn skip_template(chars: &mut Chars<'_>, templates: &mut Vec<usize>, depth: usize) {
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '`' => return,
            '$' if chars.peek() == Some(&'{') => {
                templates.push(depth + 1);
                return;
            }
            _ => {}
        }
    }
}
