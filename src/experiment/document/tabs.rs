//! Two tabs that edit the draft. The device keeps the text that was written last, and each tab its own while it lives. So a tab
//! that closes leaves its text for the next visit, if the device has another one, and that visit offers it.

/// Title in the history of a draft that a closed tab left.
pub const FROM_A_TAB: &str = "My draft from another tab";

/// What a tab with this text leaves when it closes: all texts that wait, each on a line, which JSON in one line allows. `None`
/// if the device has the same text.
pub fn left(mine: &str, on_device: Option<&str>, waiting: Option<&str>) -> Option<String> {
    if on_device.is_none_or(|stored| stored == mine) {
        return None;
    }
    // This is in the first load, so it only appends; whoever offers the texts sorts them out.
    let mut left = waiting.unwrap_or_default().to_owned();
    left.push_str(mine);
    left.push('\n');
    Some(left)
}

/// The texts to offer to a tab that begins with its own, each once: a reloaded tab left what it still has.
pub fn offered<'a>(waiting: &'a str, mine: Option<&str>) -> Vec<&'a str> {
    let mut texts: Vec<&str> = Vec::new();
    for line in waiting.lines().filter(|line| !line.trim().is_empty() && Some(*line) != mine) {
        if !texts.contains(&line) {
            texts.push(line);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The device, and what waits there.
    #[derive(Default)]
    struct Device {
        draft: Option<String>,
        waiting: Option<String>,
    }

    impl Device {
        fn typed(&mut self, text: &str) {
            self.draft = Some(text.to_owned());
        }

        fn closed(&mut self, mine: &str) {
            if let Some(left) = left(mine, self.draft.as_deref(), self.waiting.as_deref()) {
                self.waiting = Some(left);
            }
        }

        /// A tab begins with its own text, or with the device's; what it is offered.
        fn opened(&mut self, own: Option<&str>) -> Vec<String> {
            let mine = own.or(self.draft.as_deref());
            let waiting = self.waiting.take().unwrap_or_default();
            offered(&waiting, mine).into_iter().map(str::to_owned).collect()
        }
    }

    #[test]
    fn the_tab_that_did_not_write_last_loses_nothing() {
        let mut device = Device::default();
        device.typed("first");
        device.typed("second");
        device.closed("first");
        device.closed("second");
        assert_eq!(device.draft.as_deref(), Some("second"));
        assert_eq!(device.opened(None), ["first"]);
        assert_eq!(device.opened(None), Vec::<String>::new(), "it is offered once");
    }

    #[test]
    fn a_reload_offers_nothing_of_its_own() {
        let mut device = Device::default();
        device.typed("first");
        device.typed("second");
        device.closed("first");
        assert_eq!(device.opened(Some("first")), Vec::<String>::new());
    }

    #[test]
    fn one_tab_and_a_blocked_storage_leave_nothing() {
        let mut device = Device::default();
        device.closed("first");
        device.typed("first");
        device.closed("first");
        assert_eq!(device.waiting, None);
    }

    #[test]
    fn each_text_is_offered_once() {
        let mut device = Device::default();
        device.typed("last");
        for text in ["a", "b", "a", "last", "c"] {
            device.closed(text);
        }
        assert_eq!(device.opened(None), ["a", "b", "c"]);
    }
}
