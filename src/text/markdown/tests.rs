use super::*;
use proptest::prelude::*;

fn text(s: &str) -> Inline {
    Inline::Text(s.to_owned())
}

fn blocks(source: &str) -> Vec<Block> {
    let part = part(source, Budget::STEP);
    assert_eq!((part.bytes, part.is_flattened, part.dropped_marks), (source.len(), false, 0), "{source}");
    part.blocks
}

/// How deep the elements nest, and how many there are.
fn measure(source: &str, budget: Budget) -> (usize, usize, Part) {
    fn inline(of: &Inline) -> (usize, usize) {
        match of {
            Inline::Text(_) | Inline::Code(_) | Inline::Break => (1, 1),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
                sum(inner.iter().map(inline))
            }
        }
    }
    fn sum(all: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
        let (depth, count) = all.fold((0, 0), |(deep, count), (d, c)| (deep.max(d), count + c));
        (depth + 1, count + 1)
    }
    fn block(of: &Block) -> (usize, usize) {
        match of {
            Block::Paragraph(line) | Block::Heading(_, line) => sum(line.iter().map(inline)),
            Block::Code(..) | Block::Rule => (1, 1),
            Block::Quote(inner) => sum(inner.iter().map(block)),
            Block::List(_, items) => sum(items.iter().map(|item| sum(item.iter().map(block)))),
            Block::Table(rows) => sum(rows.iter().map(|row| sum(row.iter().map(|cell| sum(cell.iter().map(inline)))))),
        }
    }
    let part = part(source, budget);
    let (depth, count) = sum(part.blocks.iter().map(block));
    (depth, count, part)
}

#[test]
fn depth_is_bounded_and_no_word_is_lost() {
    let all = Budget { bytes: usize::MAX, elements: usize::MAX };
    let list = (0..500).map(|depth| format!("{}- {depth}\n", "  ".repeat(depth))).collect::<Vec<_>>().concat();
    for (name, source, words) in [
        ("quotes", format!("{}deep", "> ".repeat(2_000)), vec!["deep"]),
        ("emphasis", format!("{}deep{}", "*a ".repeat(20_000), " b*".repeat(20_000)), vec!["deep"]),
        ("mixed", format!("{}deep", "**a *b ~~c ".repeat(7_000)), vec!["deep"]),
        ("lists", list, vec!["499", "3"]),
        ("items", format!("{}deep", "- ".repeat(5_000)), vec!["deep"]),
        ("links", format!("{}deep{}", "[".repeat(5_000), "](https://e.example)".repeat(5_000)), vec!["deep"]),
    ] {
        let (depth, _, part) = measure(&source, all);
        assert!(depth <= 2 * DEEPEST + 4, "{name}: {depth}");
        let shown = format!("{:?}", part.blocks);
        assert!(words.iter().all(|word| shown.contains(word)), "{name}");
        assert_eq!(part.bytes, source.len(), "{name}");
    }
    assert!(measure(&format!("{}deep", "> ".repeat(2_000)), all).2.is_flattened);
    assert!(!measure(&format!("{}deep", "> ".repeat(20)), all).2.is_flattened);
}

#[test]
fn size_is_bounded_and_the_rest_is_counted() {
    for source in ["word\n\n".repeat(1_000_000), "- a\n".repeat(100_000), "*a* ".repeat(200_000), "a".repeat(5_000_000)]
    {
        let (_, count, first) = measure(&source, Budget::STEP);
        assert!(first.bytes > 0 && first.bytes <= Budget::STEP.bytes, "{}", first.bytes);
        assert!(count <= 3 * Budget::STEP.elements, "{count}");
        let second = part(&source, Budget::STEP.times(2));
        assert!(second.bytes > first.bytes, "the next step shows more");
    }
    let marks = format!("a{}b", "\u{301}".repeat(10_000));
    let part = part(&marks, Budget::STEP);
    assert_eq!((part.bytes, part.dropped_marks), (marks.len(), 10_000 - crate::text::outside::MOST_MARKS));
}

#[test]
fn reads_the_usual_blocks() {
    assert_eq!(
        blocks("# T\n\nA *b* **c** `d`\n\n- x\n- y\n\n```rust\nfn f() {}\n```\n"),
        [
            Block::Heading(1, vec![text("T")]),
            Block::Paragraph(vec![
                text("A "),
                Inline::Emphasis(vec![text("b")]),
                text(" "),
                Inline::Strong(vec![text("c")]),
                text(" "),
                Inline::Code("d".into()),
            ]),
            Block::List(None, vec![vec![Block::Paragraph(vec![text("x")])], vec![Block::Paragraph(vec![text("y")])]]),
            Block::Code("rust".into(), "fn f() {}".into()),
        ]
    );
    assert_eq!(
        blocks("|a|b|\n|-|-|\n|1|2|\n"),
        [Block::Table(vec![vec![vec![text("a")], vec![text("b")]], vec![vec![text("1")], vec![text("2")]]])]
    );
}

#[test]
fn hostile_output_is_inert_text() {
    for source in [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x]( JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![pixel](https://evil.example/leak?s=1)",
    ] {
        let shown = format!("{:?}", blocks(source));
        assert!(!shown.contains("Link("), "{source} became {shown}");
    }
    let link = |href: &str, host: &str, shown: &str| {
        [Block::Paragraph(vec![Inline::Link(Address { href: href.into(), host: host.into() }, vec![text(shown)])])]
    };
    assert_eq!(blocks("[x](https://example.com)"), link("https://example.com", "example.com", "x"));
    assert_eq!(blocks("<https://example.com/a>"), link("https://example.com/a", "", "https://example.com/a"));
    for (source, shown) in [
        ("[x](mailto:a@example.com)", "x (mailto:a@example.com)"),
        ("<a@example.com>", "a@example.com"),
        ("[bank](http://127.0.0.1)", "bank (http://127.0.0.1)"),
        ("[bank](https://bank.example@evil.example/)", "bank (https://bank.example@evil.example/)"),
        ("[x](https://\u{202e}moc.elpmaxe/)", "x (https://moc.elpmaxe/)"),
    ] {
        assert_eq!(blocks(source), [Block::Paragraph(vec![text(shown)])], "{source}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_blocks(source in "[-#*_`~>|\\[\\]()<>a-c \n0-9.!&;]{0,80}") {
        let _ = blocks(&source);
        let first = part(&source, Budget { bytes: 20, elements: 3 });
        prop_assert!(first.bytes <= 20);
    }
}
