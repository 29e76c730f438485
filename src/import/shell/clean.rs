//! Takes away what is around commands: fences of Markdown and prompts. Lines keep their numbers.
//! It also finds the shell that a text is for.

/// A shell, by the way in which it reads words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// sh, bash, zsh
    Posix,
    /// cmd.exe
    Cmd,
    /// Windows `PowerShell` and `PowerShell` 7
    PowerShell,
}

/// A text without fences and prompts, and its shell.
pub(super) struct Clean {
    pub text: String,
    pub shell: Kind,
}

/// Cleans a text.
pub(super) fn clean(text: &str) -> Clean {
    let unified = super::holes::without_marks(text).replace("\r\n", "\n");
    let mut lines: Vec<&str> = unified.lines().collect();
    fences(&mut lines);
    let prompted = prompts(&mut lines);
    let shell = prompted.unwrap_or_else(|| lines.iter().find_map(|line| evidence(line)).unwrap_or(Kind::Posix));
    let mut text = lines.join("\n");
    text.push('\n');
    Clean { text, shell }
}

/// Empties the lines outside of fenced blocks, and blocks of data, where a fence stands before the first command.
fn fences(lines: &mut [&str]) {
    let is_fence = |line: &str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    let Some(first) = lines.iter().position(|line| is_fence(line)) else { return };
    if lines.iter().take(first).any(|line| is_command(without_prompt(line).map_or(*line, |(_, rest)| rest))) {
        return;
    }
    let (mut is_inside, mut is_data) = (false, false);
    for line in lines {
        if is_fence(line) {
            is_inside = !is_inside;
            let language = line.trim().trim_start_matches(['`', '~']).trim().to_ascii_lowercase();
            is_data = ["json", "text", "output", "yaml", "python", "javascript"].contains(&language.as_str());
            *line = "";
        } else if !is_inside || is_data {
            *line = "";
        }
    }
}

/// Whether a line begins with a program that is read here, or with a word that may stand before one.
pub(super) fn is_command(line: &str) -> bool {
    let line = line.trim_start();
    let first = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let second = line.split_whitespace().nth(1).unwrap_or_default();
    match first.as_str() {
        "curl" | "curl.exe" | "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" => true,
        "aws" | "aws.exe" => {
            second.starts_with("bedrock") || second.starts_with("--") || ["\\", "^", "`"].contains(&second)
        }
        _ => [
            "$(curl ",
            "`curl ",
            "$(aws bedrock",
            "`aws bedrock",
            "amazon/aws-cli",
            "-m awscli",
            "| curl ",
            "| aws bedrock",
        ]
        .iter()
        .any(|word| line.contains(word)),
    }
}

/// Takes prompts away, if the first command has one; returns the shell that its prompt belongs to.
fn prompts(lines: &mut [&str]) -> Option<Kind> {
    let first = lines.iter().find_map(|line| {
        let (shell, rest) = without_prompt(line)?;
        is_word(rest).then_some(shell)
    });
    let is_first_bare = lines.iter().find(|line| is_command(line) || without_prompt(line).is_some());
    let shell = first.filter(|_| is_first_bare.is_none_or(|line| without_prompt(line).is_some()))?;
    let mut is_continued = false;
    for line in lines {
        let continuation = [">> ", "> "].iter().find_map(|mark| line.trim_start().strip_prefix(mark));
        match (without_prompt(line), continuation) {
            (Some((_, rest)), _) if is_word(rest) => {
                *line = rest;
                is_continued = true;
            }
            (_, Some(rest)) if is_continued => *line = rest,
            _ => is_continued = false,
        }
    }
    Some(shell)
}

fn is_word(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "$\"'&./_@".contains(c))
}

/// The rest of a line after its prompt, and the shell that shows such a prompt.
fn without_prompt(line: &str) -> Option<(Kind, &str)> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix("PS ").or_else(|| line.strip_prefix("PS>").map(|_| line))
        && let Some((path, rest)) = rest.split_once('>')
        && (path.is_empty() || path == "PS" || path.contains([':', '/', '~']))
        && path.len() < 200
    {
        return Some((Kind::PowerShell, rest.trim_start()));
    }
    let drive = line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && line.get(1..3) == Some(":\\");
    if drive
        && let Some((path, rest)) = line.split_once('>')
        && !path.contains('"')
        && path.len() < 200
    {
        return Some((Kind::Cmd, rest.trim_start()));
    }
    // Themes of zsh show the folder and the branch after the mark.
    if let Some(rest) = line.strip_prefix(['➜', '❯']) {
        let at = ["curl ", "aws ", "export "].iter().filter_map(|word| rest.find(word)).min();
        return Some((Kind::Posix, rest.get(at.unwrap_or(0)..).unwrap_or_default().trim_start()));
    }
    for mark in ["$ ", "% "] {
        if let Some((before, rest)) = line.split_once(mark) {
            let name = before.trim();
            let is_prompt = name.is_empty()
                || (name.starts_with(['(', '[']) && name.ends_with([')', ']']))
                || (!name.contains(' ')
                    && (name.contains('@') || name.starts_with("bash-") || name.starts_with("sh-")))
                || name.split_once('@').is_some_and(|(user, host)| {
                    !user.contains(['"', '\'', '=', ' ']) && !host.contains(['"', '\'', '=', '<']) && name.len() < 80
                });
            if is_prompt {
                return Some((Kind::Posix, rest.trim_start()));
            }
        }
    }
    None
}

/// The shell that a line belongs to. The first line that gives evidence decides:
///
/// * `PowerShell`: `$name =`, `$env:X`, `Invoke-…`, a here-string `@'`, a backtick at the end of the line;
/// * cmd: `set X=`, `@echo off`, `REM`, `%NAME%`, a caret before a quotation mark or at the end of the line, `echo {`;
/// * POSIX: `#!`, `name=`, `export`, a backslash at the end of the line, `$(`, `<<`.
fn evidence(line: &str) -> Option<Kind> {
    let line = line.trim();
    let lower = line.to_ascii_lowercase();
    let word = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if let Some(rest) = line.strip_prefix('$') {
        let rest = rest.get(..4).filter(|start| start.eq_ignore_ascii_case("env:")).map_or(rest, |_| &rest[4..]);
        let after = rest.get(word(rest)..).unwrap_or_default().trim_start();
        if !rest.starts_with(|c: char| !c.is_ascii_alphabetic() && c != '_') && after.starts_with(['=', '+']) {
            return Some(Kind::PowerShell);
        }
    }
    let cmdlets = ["invoke-restmethod", "invoke-webrequest", "convertto-json", "$env:"];
    if cmdlets.iter().any(|name| lower.contains(name))
        || ["iwr ", "irm "].iter().any(|name| lower.starts_with(name))
        || line.ends_with("@'")
        || line.ends_with("@\"")
        || line.ends_with(" `") && !line.trim_end_matches('`').contains('`')
    {
        return Some(Kind::PowerShell);
    }
    let is_batch =
        ["set \"", "@echo", "@set", "rem ", "setlocal", "echo {"].iter().any(|start| lower.starts_with(start));
    let sets =
        lower.strip_prefix("set ").is_some_and(|rest| rest.get(word(rest)..).is_some_and(|rest| rest.starts_with('=')));
    let is_continued = line.ends_with('^') && (is_command(line) || line.contains(" ^"));
    let has_variable = line.split('%').skip(1).step_by(2).any(|name| {
        !name.is_empty() && word(name) == name.len() && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    });
    let is_call = is_command(line);
    if is_batch || sets || is_continued || (is_call && (line.contains(" ^\"") || line.contains(" ^{") || has_variable))
    {
        return Some(Kind::Cmd);
    }
    let assigns = word(line) > 0 && line.get(word(line)..).is_some_and(|rest| rest.starts_with('='));
    let is_posix = line.ends_with('\\')
        || assigns
        || ["#!", "export ", "set -", "if [", "local ", "declare ", "."].iter().any(|start| line.starts_with(start))
        || ["$(", "<<", "${"].iter().any(|part| line.contains(part));
    is_posix.then_some(Kind::Posix)
}

/// The text with quotation marks around placeholders such as `=<your key>`, which a shell takes for redirections;
/// `None` if there is none.
pub(super) fn placeholders(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=<") {
        out.push_str(before);
        let name = after.split_once('>').map(|(name, _)| name).filter(|name| {
            name.len() < 60 && name.starts_with(char::is_alphabetic) && !name.contains(['\n', '\'', '"', '<', '='])
        });
        if let Some(name) = name {
            out.extend(["='<", name, ">'"]);
            rest = after.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push_str("=<");
            rest = after;
        }
    }
    out.push_str(rest);
    (out != text).then_some(out)
}
