//! One style sheet for the first paint, from the sheets in `style/` in the order of `style/order.txt`, and one for the
//! views that come later, from `style/late/`.
//!
//! Trunk does not follow `@import`, and a dozen requests would delay the first paint. Comments and indentation stay in
//! the sources. The result is a file that git ignores and Trunk hashes; it is written only when it changes, so that
//! Trunk's watch does not see a change of its own making.

use anyhow::{Context, Result, bail};

use crate::folders;

/// The sheets of the first paint, and those of the views that come later, each with what Trunk copies.
const BUNDLES: [(&str, &str); 2] = [("style", ".generated/outcrop.css"), ("style/late", ".generated/late.css")];

/// Writes the bundles; `cargo xtask style`, which Trunk calls before each build.
pub fn bundle() -> Result<()> {
    BUNDLES.iter().try_for_each(|(folder, bundle)| write_bundle(folder, bundle))
}

fn write_bundle(folder: &str, to: &str) -> Result<()> {
    let root = folders::root();
    let list = format!("{folder}/order.txt");
    let order = std::fs::read_to_string(root.join(&list)).with_context(|| format!("cannot read {list}"))?;
    let names: Vec<&str> = order.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
    for entry in std::fs::read_dir(root.join(folder))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.extension() == Some("css".as_ref()) && !names.contains(&&*name) {
            bail!("{folder}/{name} is not listed in {list}, so it would never be seen");
        }
    }
    let mut bundle = String::new();
    for name in names {
        let sheet = std::fs::read_to_string(root.join(folder).join(name))
            .with_context(|| format!("cannot read {folder}/{name}, which {list} lists"))?;
        bundle.push_str(&compact(&sheet));
    }
    let file = root.join(to);
    if std::fs::read_to_string(&file).is_ok_and(|old| old == bundle) {
        return Ok(());
    }
    std::fs::create_dir_all(root.join(".generated"))?;
    std::fs::write(&file, bundle).with_context(|| format!("cannot write {to}"))
}

/// Takes comments, indentation and empty lines away, and nothing inside a string.
fn compact(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(place) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(place);
        bare.push_str(before);
        let length = if let Some(comment) = from.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        } else if from.starts_with('/') {
            1
        } else {
            string_length(from)
        };
        let (kept, after) = from.split_at(length);
        bare.push_str(kept);
        rest = after;
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// How long the string is that `text` starts with, quotes included.
fn string_length(text: &str) -> usize {
    let quote = text.chars().next().unwrap_or('"');
    let mut escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return place + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn comments_go_and_strings_stay() {
        let check = |sheet: &str, expected: &str| assert_eq!(compact(sheet), expected, "{sheet}");
        check("/* a */\n  .b { c: d; } /* e */\n\n", ".b { c: d; }\n");
        check(".a::before { content: \"/* kept \\\" */\"; }", ".a::before { content: \"/* kept \\\" */\"; }\n");
        check(".a { font: 1rem/2 'x  /*y'; }", ".a { font: 1rem/2 'x  /*y'; }\n");
        check(".a { } /* never closed", ".a { }\n");
    }
}
