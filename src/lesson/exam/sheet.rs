//! Writes an item as the text of a lesson.

use serde_json::Value;

/// The lines of an item.
pub(super) struct Sheet {
    text: String,
}

/// Begins an item: its name, the kind of its step, and what is to be reached.
pub(super) fn sheet(id: &str, kind: &str, goal: &str) -> Sheet {
    let text =
        format!("outcrop-lesson 1\nid exam-{id}\ntitle Final check\nminutes 2\nstep {id} kind {kind}\ngoal {goal}\n");
    Sheet { text }
}

impl Sheet {
    /// Adds a line.
    pub(super) fn line(mut self, keyword: &str, rest: impl AsRef<str>) -> Self {
        self.text.push_str(keyword);
        self.text.push(' ');
        self.text.push_str(rest.as_ref());
        self.text.push('\n');
        self
    }

    /// What is filled in at the start.
    pub(super) fn start(self, document: &Value) -> Self {
        self.line("start", document.to_string())
    }

    /// Cards to sort into bins: each with its bin.
    pub(super) fn sorted(mut self, bins: &[&str], cards: &[(String, String)]) -> Self {
        let names: Vec<String> = bins.iter().map(|bin| quoted(bin)).collect();
        self = self.line("bin", names.join(" "));
        let mut places = Vec::new();
        for (card, bin) in cards {
            self = self.line("card", format!("{} = {}", quoted(card), quoted(bin)));
            places.push(format!("place {} {}", quoted(card), quoted(bin)));
        }
        self.line("check", "cards right : Every card is in its place").line("solve", places.join("; "))
    }

    /// A question that is answered by typing one text.
    pub(super) fn asked(self, question: &str, answer: &str) -> Self {
        let answer = quoted(answer);
        self.line("question", question)
            .line("look", "panel")
            .line("check", format!("ans = {answer} : The answer is right"))
            .line("solve", format!("answer {answer}"))
    }

    /// The text.
    pub(super) fn text(self) -> String {
        self.text
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
