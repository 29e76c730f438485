//! Words that start another command: `sudo`, `env A=b`, `timeout 10`, `aws-vault exec p --`, `docker run … amazon/aws-cli`.

/// Takes the words before the program away. Returns the variables that they set for it.
pub(super) fn strip(words: &mut Vec<String>) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    // Each round takes at least one word away.
    while let Some(first) = words.first().map(|word| program(word)) {
        let taken = match first.as_str() {
            "sudo" | "doas" => 1 + options(words, &["-u", "-g", "--user"]),
            "time" | "nohup" | "exec" | "command" | "builtin" | "then" | "do" | "else" | "winpty" | "!" | "$" | "%"
            | ">" | "&" | "#" | "noglob" | "unbuffer" => 1 + options(words, &[]),
            "env" => 1 + options(words, &["-u", "-C"]),
            "nice" | "ionice" | "stdbuf" | "setsid" => 1 + options(words, &["-n", "-c"]),
            "timeout" | "gtimeout" => 2 + options(words, &["-s", "-k", "--signal", "--kill-after"]),
            "aws-vault" | "chamber" | "op" | "doppler" | "infisical" | "saml2aws" | "granted" | "kubectl"
            | "teller" => match words.iter().position(|word| word == "--") {
                Some(at) => at + 1,
                None if first == "aws-vault" && words.get(1).is_some_and(|word| word == "exec") => 3,
                None => return variables,
            },
            "docker" | "podman" | "finch" | "nerdctl" => match container(words, &mut variables) {
                Some(at) => at,
                None => return variables,
            },
            "python" | "python3" | "py" if words.get(1..3).is_some_and(|next| next == ["-m", "awscli"]) => {
                words.drain(..2);
                *words = std::iter::once("aws".to_owned()).chain(words.drain(..).skip(1)).collect();
                return variables;
            }
            _ => match words.first().and_then(|word| assignment(word)) {
                Some((name, value)) => {
                    variables.push((name.to_owned(), value.to_owned()));
                    1
                }
                None => return variables,
            },
        };
        words.drain(..taken.min(words.len()));
    }
    variables
}

/// The program's name without its folder and its ending, in lower case where it is one of Windows.
pub(super) fn program(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let lower = name.to_ascii_lowercase();
    [".exe", ".cmd", ".bat"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .map_or_else(|| name.to_owned(), str::to_owned)
}

/// How many words after the first are options, with the values of those that take one.
fn options(words: &[String], with_value: &[&str]) -> usize {
    let mut count = 0;
    while let Some(word) = words.get(1 + count).filter(|word| word.starts_with('-')) {
        count += if with_value.contains(&word.as_str()) { 2 } else { 1 };
    }
    count
}

/// How many words of `docker run` stand before the command of the AWS CLI or of curl; the image becomes the program.
fn container(words: &mut [String], variables: &mut Vec<(String, String)>) -> Option<usize> {
    let at = words.iter().position(|word| {
        let image = word.split(['@', ':']).next().unwrap_or_default();
        image.ends_with("/aws-cli") || image.ends_with("curlimages/curl") || image.ends_with("/curl")
    })?;
    for pair in words.windows(2).take(at) {
        if let [option, value] = pair
            && (option == "-e" || option == "--env")
            && let Some((name, value)) = assignment(value)
        {
            variables.push((name.to_owned(), value.to_owned()));
        }
    }
    let image = words.get_mut(at)?;
    let program = if image.contains("aws-cli") { "aws" } else { "curl" };
    program.clone_into(image);
    Some(at)
}

/// The two sides of `NAME=value`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    is_name(name).then_some((name, value))
}

/// Whether a word can be the name of a variable.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}
