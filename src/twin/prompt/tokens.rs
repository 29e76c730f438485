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
    let token_at = |at: usize| {
        let rest = prompt.get(at..)?;
        tokens.iter().find(|token| rest.starts_with(**token)).map(|token| at..at + token.len())
    };
    if at_line_start {
        let starts = std::iter::once(0).chain(prompt.match_indices('\n').map(|(end, _)| end + 1));
        return starts.filter_map(token_at).collect();
    }
    // A token begins with one of these and has neither inside: `find` looks for them many letters at a time.
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for at in prompt.match_indices('<').map(|(at, _)| at).chain([prompt.len()]) {
        if family == Family::MistralInstruct {
            let between = prompt.get(from..at).unwrap_or_default();
            found.extend(between.match_indices('[').filter_map(|(bracket, _)| token_at(from + bracket)));
        }
        found.extend(token_at(at));
        from = at;
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
