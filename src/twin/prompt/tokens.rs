//! Finds a template's marks in a prompt, for a view that highlights them.

use std::ops::Range;

use crate::bedrock::family::Family;

/// Byte ranges of the template's marks in a prompt of `family`, in order; empty for families without a prompt.
///
/// Special tokens are found anywhere, because the model accepts them anywhere. Titan's `User:` and `Bot:` are plain
/// words and count only at the beginning of a line.
pub fn template_tokens(family: Family, prompt: &str) -> Vec<Range<usize>> {
    let (tokens, at_line_start): (&[&str], bool) = match family {
        Family::Llama => (
            &[
                "<|begin_of_text|>",
                "<|start_header_id|>",
                "<|end_header_id|>",
                "<|eot_id|>",
                "<|eom_id|>",
                "<|python_tag|>",
                "<|header_start|>",
                "<|header_end|>",
                "<|eot|>",
                "<|eom|>",
                "<|image|>",
            ],
            false,
        ),
        Family::MistralInstruct => (&["<s>", "</s>", "[INST]", "[/INST]"], false),
        Family::DeepSeekR1 => (
            &[
                "<｜begin▁of▁sentence｜>",
                "<｜end▁of▁sentence｜>",
                "<｜User｜>",
                "<｜Assistant｜>",
                "<think>",
                "</think>",
            ],
            false,
        ),
        Family::TitanText => (&["User:", "Bot:"], true),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = prompt.get(from..).filter(|rest| !rest.is_empty()) {
        let allowed = !at_line_start || from == 0 || prompt.get(..from).is_some_and(|before| before.ends_with('\n'));
        if let Some(token) = tokens.iter().find(|token| allowed && rest.starts_with(**token)) {
            found.push(from..from + token.len());
            from += token.len();
            continue;
        }
        // No other place can begin a mark: the rest is searched for its first byte, not looked at letter by letter.
        let next = if at_line_start {
            rest.find('\n').map(|end| end + 1)
        } else {
            rest.bytes().skip(1).position(|byte| matches!(byte, b'<' | b'[')).map(|at| at + 1)
        };
        let Some(next) = next else { break };
        from += next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_marks() {
        let marks = |family, prompt: &str| -> Vec<String> {
            template_tokens(family, prompt).into_iter().map(|range| prompt[range].to_owned()).collect()
        };
        assert_eq!(marks(Family::MistralInstruct, "<s>[INST] é [/INST]"), ["<s>", "[INST]", "[/INST]"]);
        assert_eq!(marks(Family::TitanText, "User: Bot: is it\nBot:"), ["User:", "Bot:"]);
        assert_eq!(marks(Family::TitanText, "\nUser: a\n\nBot:User:"), ["User:", "Bot:"]);
        assert_eq!(marks(Family::MistralInstruct, "<<s>>[[INST]é</s>"), ["<s>", "[INST]", "</s>"]);
        assert_eq!(marks(Family::Claude, "<s>"), Vec::<String>::new());
        assert_eq!(marks(Family::DeepSeekR1, "<｜User｜>Hi<｜Assistant｜><think>\n").len(), 3);
    }
}
