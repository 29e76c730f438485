//! Repairs a stored draft: another version, another program or a bug may have written it.
//!
//! A repaired draft has 1 to [`MOST_MESSAGES`] messages, each with its own id and a part to type into, and at most
//! [`MOST_TEXT_BYTES`] of text. Its lists and lines have bounds too: beyond them the page needs seconds for a key, or a browser never
//! draws it. The repair lists its changes, so that the page can show them to the user.

use super::draft::{Draft, DraftMessage};
use super::part::Part;
use crate::bedrock::conversation::Role;
use crate::text::outside;

/// Most messages: as many as a link or a file may have.
pub const MOST_MESSAGES: usize = 100;
/// Most bytes of text in all messages together. Every keystroke writes, translates and draws all of it.
pub const MOST_TEXT_BYTES: usize = 1_000_000;
/// Most parts in all messages together, and most items of another list.
const MOST_PARTS: usize = 1_000;
/// Most bytes of a model id or ARN (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>), and of the
/// other fields of one line.
const MOST_LINE: usize = 2_048;

impl Draft {
    /// The draft within its bounds, and what was changed to bring it there.
    #[must_use]
    pub fn repaired(mut self) -> (Self, Vec<&'static str>) {
        let mut changes = Vec::new();
        if self.messages.len() > MOST_MESSAGES {
            self.messages.truncate(MOST_MESSAGES);
            changes.push("only its first 100 messages were loaded");
        }
        if self.messages.is_empty() {
            self.messages.push(DraftMessage::text(1, Role::User, ""));
            changes.push("it had no message, so an empty one was added");
        }
        // At most a hundred are compared with each other: a set would weigh four kilobytes in the first load.
        let mut before = self.messages.iter();
        let mut doubled = false;
        while let Some(last) = before.next_back() {
            doubled |= before.as_slice().iter().any(|message| message.id == last.id);
        }
        // The next id is one more than the largest: that has to be a number too.
        if doubled || self.messages.iter().any(|message| message.id == u64::MAX) {
            for (message, id) in self.messages.iter_mut().zip(1..) {
                message.id = id;
            }
            changes.push("its messages were numbered anew");
        }
        let (mut left, mut parts) = (MOST_TEXT_BYTES, MOST_PARTS);
        let (mut cut, mut shorter, mut marks) = (false, false, 0);
        for message in &mut self.messages {
            // Every message keeps its first part.
            let most = parts.max(1);
            shorter |= message.content.len() > most;
            message.content.truncate(most);
            parts = parts.saturating_sub(message.content.len());
            if message.content.is_empty() {
                message.content.push(Part::Text(String::new()));
            }
            for part in &mut message.content {
                if let Part::Text(text) = part {
                    cut |= text.len() > left;
                    text.truncate(text.floor_char_boundary(left));
                    left -= text.len();
                    marks += outside::bound_marks(text);
                }
            }
        }
        if let Some(system) = &mut self.system {
            cut |= system.len() > MOST_TEXT_BYTES;
            system.truncate(system.floor_char_boundary(MOST_TEXT_BYTES));
            marks += outside::bound_marks(system);
        }
        if cut {
            changes.push("its text was cut after 1 MB");
        }
        if marks > 0 {
            changes.push("a stack of combining marks was cut");
        }
        shorter |= self.stop_sequences.len() > MOST_PARTS || self.system_blocks.len() > MOST_PARTS;
        self.stop_sequences.truncate(MOST_PARTS);
        self.system_blocks.truncate(MOST_PARTS);
        if shorter {
            changes.push("its lists were cut after 1,000 items");
        }
        let mut long = false;
        for line in [
            &mut self.model,
            &mut self.family,
            &mut self.region,
            &mut self.max_tokens.text,
            &mut self.temperature.text,
            &mut self.top_p.text,
            &mut self.top_k.text,
        ] {
            long |= line.len() > MOST_LINE;
            line.truncate(line.floor_char_boundary(MOST_LINE));
        }
        if long {
            changes.push("a field was cut after 2,048 characters");
        }
        (self, changes)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::experiment::form::parameter::Parameter;

    fn of(count: u64, text: &str, id: impl Fn(u64) -> u64) -> Draft {
        let messages = (1..=count).map(|place| DraftMessage::text(id(place), Role::User, text)).collect();
        Draft { messages, ..Draft::default() }
    }

    /// So many messages of so many parts.
    fn parts(messages: u64, parts: usize) -> Draft {
        let mut draft = of(messages, "a", |id| id);
        for message in &mut draft.messages {
            message.content = vec![Part::Text("a".to_owned()); parts];
        }
        draft
    }

    #[test]
    fn an_odd_draft_becomes_one_that_runs_and_says_what_was_changed() {
        for (odd, messages, change) in [
            (of(0, "", |id| id), 1, "no message"),
            (of(10_000, "a", |id| id), 100, "first 100"),
            (of(50, "a", |_| 7), 50, "numbered anew"),
            (of(1, "a", |_| u64::MAX), 1, "numbered anew"),
            (of(1, &"é".repeat(1_000_000), |id| id), 1, "cut after 1 MB"),
            (of(1, &format!("a{}", "\u{301}".repeat(200_000)), |id| id), 1, "combining marks"),
            (parts(1, 50_000), 1, "after 1,000 items"),
            (parts(100, 500), 100, "after 1,000 items"),
            (Draft { stop_sequences: vec!["s".to_owned(); 20_000], ..Draft::default() }, 1, "after 1,000 items"),
            (Draft { system_blocks: vec![Value::Null; 20_000], ..Draft::default() }, 1, "after 1,000 items"),
            (Draft { model: "é".repeat(1_000_000), ..Draft::default() }, 1, "after 2,048"),
            (Draft { region: "r".repeat(1_000_000), ..Draft::default() }, 1, "after 2,048"),
            (Draft { top_k: Parameter::unsent("9".repeat(1_000_000)), ..Draft::default() }, 1, "after 2,048"),
        ] {
            let (draft, changes) = odd.repaired();
            assert_eq!(draft.messages.len(), messages, "{change}");
            assert!(changes.iter().any(|text| text.contains(change)), "{change}: {changes:?}");
            assert_eq!(draft.clone().repaired(), (draft.clone(), Vec::new()), "repaired once is enough");
            let mut more = draft;
            let id = more.add_message();
            assert_eq!(more.messages.iter().filter(|message| message.id == id).count(), 1);
        }
    }

    #[test]
    fn a_good_draft_stays_as_it_is() {
        assert_eq!(Draft::default().repaired(), (Draft::default(), Vec::new()));
    }
}
