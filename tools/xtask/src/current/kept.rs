//! Differences that are there on purpose, each with its reason.

use super::Row;

/// `kind|subject|what|reason`; `*` in place of `what` stands for every difference of that subject.
const LIST: &str = include_str!("kept.txt");

/// Why the committed list differs here, if that is on purpose.
pub fn reason(row: &Row) -> Option<&'static str> {
    let shown = row.to_string();
    LIST.lines().find_map(|line| {
        let (key, reason) = line.rsplit_once('|')?;
        let all = key.strip_suffix('*');
        let holds = match all {
            Some(start) => shown.starts_with(start),
            None => shown.strip_prefix(key).is_some_and(|rest| rest.starts_with('|')),
        };
        holds.then_some(reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcrop::bedrock::catalogue::changes::Kind;

    #[test]
    fn each_line_has_a_reason_and_holds_for_its_own_difference_only() {
        for line in LIST.lines() {
            let cells: Vec<&str> = line.split('|').collect();
            assert!(cells.len() == 4 && cells.iter().all(|cell| !cell.is_empty()), "{line}");
            assert!(Kind::ALL.iter().any(|(_, word, _)| *word == cells[0]), "{line}");
        }
        let row = |subject: &str, what: &str| Row {
            kind: Kind::Model,
            subject: subject.to_owned(),
            what: what.to_owned(),
            source: "litellm",
        };
        assert!(reason(&row("amazon.nova-2-sonic-v1:0", "anything")).is_some());
        assert!(reason(&row("amazon.nova-2-sonic-v1", "anything")).is_none());
        assert!(reason(&row("xai.grok-4.7", "New profiles: us-gov")).is_some());
        assert!(reason(&row("xai.grok-4.7", "New profiles: us-gov, eu")).is_none());
    }
}
