//! Templates of prompt formats: how turns become one string with marks between them, and how the string is read back.
//!
//! A template gives the marks that open and close a turn of each speaker. Reading inverts writing when the texts
//! contain no marks. A text with marks is read as the model reads it, as separate turns.

use std::ops::Range;

/// The speaker, as an index into [`Template::open`] and [`Template::close`].
pub(super) const SYSTEM: usize = 0;
pub(super) const USER: usize = 1;
pub(super) const ASSISTANT: usize = 2;

/// The marks of one family.
pub(super) struct Template {
    /// The beginning of every prompt.
    pub(super) begin: &'static str,
    /// The mark before a turn: system, user, assistant.
    pub(super) open: [&'static str; 3],
    /// The mark after a turn.
    pub(super) close: [&'static str; 3],
    /// The open turn at the end, which the model continues.
    pub(super) answer: &'static str,
}

/// A speaker and a text.
pub(super) type Turn = (usize, String);

pub(super) const LLAMA3: Template = Template {
    begin: "<|begin_of_text|>",
    open: [
        "<|start_header_id|>system<|end_header_id|>\n\n",
        "<|start_header_id|>user<|end_header_id|>\n\n",
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
    ],
    close: ["<|eot_id|>"; 3],
    answer: "<|start_header_id|>assistant<|end_header_id|>\n\n",
};

pub(super) const LLAMA4: Template = Template {
    begin: "<|begin_of_text|>",
    open: [
        "<|header_start|>system<|header_end|>\n\n",
        "<|header_start|>user<|header_end|>\n\n",
        "<|header_start|>assistant<|header_end|>\n\n",
    ],
    close: ["<|eot|>"; 3],
    answer: "<|header_start|>assistant<|header_end|>\n\n",
};

/// The system prompt has no mark; the writer puts it in front of the first question.
pub(super) const MISTRAL: Template = Template {
    begin: "<s>",
    open: ["[INST] ", "[INST] ", "\n"],
    close: [" [/INST]", " [/INST]", "</s>\n"],
    answer: "",
};

pub(super) const DEEPSEEK: Template = Template {
    begin: "<｜begin▁of▁sentence｜>",
    open: ["", "<｜User｜>", "<｜Assistant｜>"],
    close: ["", "", "<｜end▁of▁sentence｜>"],
    answer: "<｜Assistant｜><think>\n",
};

pub(super) const TITAN: Template =
    Template { begin: "", open: ["", "User: ", "Bot: "], close: ["\n\n", "\n", "\n"], answer: "Bot:" };

impl Template {
    /// Writes the prompt, and returns the range of each turn. An assistant turn at the end stays open.
    pub(super) fn write(&self, turns: &[Turn]) -> (String, Vec<Range<usize>>) {
        let marks = |who: usize| mark(&self.open, who).len() + mark(&self.close, who).len();
        let length: usize = turns.iter().map(|(who, text)| marks(*who) + text.len()).sum();
        let mut prompt = String::with_capacity(self.begin.len() + length + self.answer.len());
        prompt.push_str(self.begin);
        let mut places = Vec::with_capacity(turns.len());
        for (index, (who, text)) in turns.iter().enumerate() {
            let start = prompt.len();
            prompt.push_str(mark(&self.open, *who));
            prompt.push_str(text);
            if *who != ASSISTANT || index + 1 < turns.len() {
                prompt.push_str(mark(&self.close, *who));
            }
            places.push(start..prompt.len());
        }
        if turns.last().is_none_or(|(who, _)| *who != ASSISTANT) {
            prompt.push_str(self.answer);
        }
        (prompt, places)
    }

    /// Reads the turns of a prompt; `None` when it does not follow the template.
    pub(super) fn read(&self, prompt: &str) -> Option<Vec<Turn>> {
        let mut rest = prompt.strip_prefix(self.begin)?;
        let mut turns: Vec<Turn> = Vec::new();
        while rest != self.answer {
            let (who, text) = match self.opened(rest) {
                Some(who) => (who, rest.strip_prefix(mark(&self.open, who))?),
                None if turns.is_empty() && mark(&self.open, SYSTEM).is_empty() => (SYSTEM, rest),
                None => return None,
            };
            let close = mark(&self.close, who);
            // Without a mark that closes it, a turn ends where the next one opens.
            let ends = |at: &usize| {
                let after = text.get(*at..).and_then(|tail| tail.strip_prefix(close));
                after.is_some_and(|after| after == self.answer || self.opened(after).is_some())
            };
            let first = if close.is_empty() { mark(&self.open, USER) } else { close }.chars().next()?;
            let end = text.match_indices(first).map(|(at, _)| at).find(ends);
            let Some(end) = end else {
                if who != ASSISTANT {
                    return None;
                }
                turns.push((who, text.to_owned()));
                return Some(turns);
            };
            turns.push((who, text.get(..end)?.to_owned()));
            rest = text.get(end + close.len()..)?;
        }
        Some(turns)
    }

    fn opened(&self, rest: &str) -> Option<usize> {
        [USER, ASSISTANT, SYSTEM].into_iter().find(|who| {
            let open = mark(&self.open, *who);
            !open.is_empty() && rest.starts_with(open)
        })
    }
}

fn mark(marks: &[&'static str; 3], who: usize) -> &'static str {
    marks.get(who).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_documented_examples() {
        let turns =
            |turns: &[(usize, &str)]| turns.iter().map(|(who, text)| (*who, (*text).to_owned())).collect::<Vec<_>>();
        for (template, turns, prompt) in [
            (
                &LLAMA3,
                turns(&[(SYSTEM, "Be brief"), (USER, "Hi"), (ASSISTANT, "Hello"), (USER, "Why?")]),
                "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief<|eot_id|>\
                 <|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n\
                 Hello<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|>\
                 <|start_header_id|>assistant<|end_header_id|>\n\n",
            ),
            (
                &MISTRAL,
                turns(&[(USER, "Hi"), (ASSISTANT, "Hello"), (USER, "Why?")]),
                "<s>[INST] Hi [/INST]\nHello</s>\n[INST] Why? [/INST]",
            ),
            (&DEEPSEEK, turns(&[(USER, "Hi")]), "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n"),
            (&TITAN, turns(&[(SYSTEM, "Be brief"), (USER, "Hi")]), "Be brief\n\nUser: Hi\nBot:"),
            (
                &LLAMA4,
                turns(&[(USER, "Hi"), (ASSISTANT, "So")]),
                "<|begin_of_text|><|header_start|>user<|header_end|>\n\nHi<|eot|><|header_start|>assistant<|header_end|>\n\nSo",
            ),
        ] {
            assert_eq!(template.write(&turns).0, prompt);
            assert_eq!(template.read(prompt), Some(turns));
        }
        assert_eq!(LLAMA3.read("Once upon a time"), None);
        // A line break more before a mark belongs to the text.
        assert_eq!(TITAN.read("Be\n\n\nUser: Hi\nBot:"), Some(turns(&[(SYSTEM, "Be\n"), (USER, "Hi")])));
        // What only looks like a mark ends nothing.
        let looks = turns(&[(USER, "a <b> </s> <｜ <"), (ASSISTANT, "<"), (USER, "c")]);
        for template in [&LLAMA3, &MISTRAL, &DEEPSEEK, &TITAN] {
            assert_eq!(template.read(&template.write(&looks).0), Some(looks.clone()));
        }
        assert_eq!(TITAN.read("Once upon a time"), None);
    }
}
