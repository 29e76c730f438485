//! The format: its documented example, and files with mistakes, all of which are listed.

use outcrop::lesson::format::{MOST_BYTES, Mistake, read};
use outcrop::lesson::player::play;
use outcrop::lesson::step::Kind;

use super::{road, service_model};

const DOCUMENT: &str = include_str!("../../../docs/lesson-format.md");

fn mistakes(text: &str) -> Vec<String> {
    let list = read(text.as_bytes(), Some(service_model())).err().unwrap_or_default();
    list.iter().map(|mistake| mistake.at("acme.txt")).collect()
}

/// A lesson of one step with these lines in it.
fn step_with(lines: &str) -> String {
    format!(
        "outcrop-lesson 1\nid x\ntitle X\nminutes 1\nstep one kind do\ngoal Press Run.\ncheck C.status = 200\nsolve press \
         \"Run\"\n{lines}"
    )
}

#[test]
fn the_documented_example_can_be_read_and_played() {
    let example = DOCUMENT.split("```lesson\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let lesson = read(example.as_bytes(), Some(service_model())).unwrap();
    assert_eq!((lesson.id.as_str(), lesson.minutes, lesson.steps.len()), ("acme-a1", 4, 1));
    assert_eq!(lesson.steps[0].kind, Kind::Do);
    let played = play(&lesson, &road());
    assert_eq!(played.findings, []);
}

#[test]
fn every_mistake_of_a_file_is_listed_with_its_line() {
    let text = "outcrop-lesson 1\nid Acme\ntitel X\nminutes many\nstart {\"messages\": [\"Hi\"], \"endpoint\": \"x\"}\n\
        step run kind doo\ngoal Press <b>Run</b> on www.example.com\ncheck C.res/stopreason = \"end_turn\"\n\
        check C.status is 200\nwrong C.status = 400\nlook buton \"Run\"\nsolve pres \"Run\"\nfail set \"Max tokns\" 5\nsolve";
    let found = mistakes(text);
    for part in [
        "acme.txt:2: Acme is not an id",
        "acme.txt:3: titel is not a keyword; did you mean title?",
        "acme.txt:4: many is not a number of minutes",
        "acme.txt:5: the start has something that has no place",
        "acme.txt:6: doo is not a kind of step; did you mean do?",
        "acme.txt:7: HTML is not taken",
        "acme.txt:7: an address is not taken",
        "acme.txt:8: no member stopreason in ConverseResponse; did you mean stopReason?",
        "acme.txt:9: is is not a sign",
        "acme.txt:10: what it shows is missing",
        "acme.txt:11: write it as",
        "acme.txt:12: pres is not an action; did you mean press?",
        "acme.txt:13: there is no field \"Max tokns\"; did you mean Max tokens?",
        "acme.txt:14: solve says nothing",
    ] {
        assert!(found.iter().any(|mistake| mistake.starts_with(part)), "{part}\n{}", found.join("\n"));
    }
}

#[test]
fn a_file_that_cannot_be_read_at_all_says_why() {
    let of = |bytes: &[u8]| read(bytes, None).unwrap_err();
    let one = |line: usize, part: &str, bytes: &[u8]| {
        let found = of(bytes);
        let [Mistake { line: own, text }] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(*own, line, "{text}");
        assert!(text.contains(part), "{text}");
    };
    one(1, "this lesson has format 2", b"outcrop-lesson 2\nid x");
    one(1, "not a version", b"outcrop-lesson one");
    one(1, "the first line is not: outcrop-lesson 1", b"title X");
    one(1, "the first line is not", b"");
    one(3, "not UTF-8", b"outcrop-lesson 1\nid x\ntitle \xff");
    one(0, "bytes", &vec![b'#'; MOST_BYTES + 1]);
    let empty = of(b"outcrop-lesson 1");
    assert_eq!(empty.len(), 4, "{empty:?}");
}

#[test]
fn what_a_step_lacks_or_has_twice_is_said() {
    for (lines, part) in [
        ("goal Again.", "goal stands here a second time"),
        ("step one kind do\ngoal x\ncheck said\nsolve guess none", "there is already a step one"),
        ("step two kind do\ncheck said\nsolve guess none", "step two has no goal"),
        ("step two kind do\ngoal x\nsolve guess none", "step two has no check"),
        ("step two kind do\ngoal x\ncheck said", "step two has no solve"),
        ("bin \"a\"\ncard \"x\" = \"b\"", "which is not a bin"),
        ("bin \"a\"\ncard \"x\"", "names no bin"),
        ("card \"x\" after \"y\"\ncard \"x\"", "already a card"),
        ("truth clint", "did you mean client?"),
        ("bin \"a\"\ncard \"x\" = \"a\"\ncard \"y\" = \"a\"\ndeal 2", "deals 2 cards: between 1 and 1"),
        ("card \"x\"\ncard \"y\"\ncard \"z\"\ndeal 2", "an order needs all of its cards"),
        ("deal some", "some is not a number of cards"),
        ("fault throtling", "did you mean throttling?"),
        ("place playgrund", "did you mean playground?"),
        ("text AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "looks like a credential"),
        ("title Two", "title belongs before the first step"),
        ("try \"x\" in \"a\" press", "write: try"),
        ("shows C.staus", "did you mean status?"),
        (
            "hint one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two \
          three four five six seven eight nine ten one",
            "at most 30 fit",
        ),
    ] {
        let found = mistakes(&step_with(lines)).join("\n");
        assert!(found.contains(part), "{lines}: {found}");
    }
    assert_eq!(mistakes(&step_with("hint Ctrl+Enter.")), [""; 0]);
}

#[test]
fn a_lesson_that_does_not_hold_is_found_when_it_is_played() {
    let played = |text: &str| {
        let lesson = read(step_with(text).as_bytes(), Some(service_model())).unwrap();
        play(&lesson, &road()).findings.into_iter().map(|found| found.text).collect::<Vec<_>>().join("\n")
    };
    for (lines, part) in [
        ("", ""),
        ("check C.res/stopReason = \"max_tokens\"", "after its solution this does not hold"),
        ("fail press \"Run\"", "it meets the step"),
        ("fail message 1 \"\"; press \"Run\"", "no wrong line recognises it"),
        ("fail message 9 \"x\"", "there is no message 9"),
        (
            "wrong C.status = 400 : Refused.\nfail message 1 \"\"; press \"Run\"\nfail model \"us.x.y\"; press \"Run\"",
            "show the same line",
        ),
        ("bin \"bedrock\"\ncard \"Converse\" = \"bedrock\"\ntruth client", "it belongs in “bedrock-runtime”"),
        (
            "start {\"model\": \"amazon.nova-canvas-v1:0\", \"messages\": [\"x\"]}\nsolve model \"us.amazon.nova-lite-v1:0\"; press \"Run\"",
            "past its end",
        ),
        ("step two kind do\ngoal x\ncheck not C exists\nsolve press \"Run\"", "met before anything was done"),
    ] {
        let found = played(lines);
        assert!(found.contains(part) && found.is_empty() == part.is_empty(), "{lines}: {found}");
    }
}
