//! For authors of lessons: what actions write to the journal.
//!
//! `LESSON_AT=a2.1 LESSON_TRY='press "Run"' cargo test --no-default-features --test it -- --ignored --nocapture lessons::tried`

use outcrop::lesson::bench::Bench;
use outcrop::lesson::{action, tokens};

use super::played::lessons;
use super::road;

#[test]
#[ignore = "prints, for authors of lessons"]
fn tried() {
    let text = std::env::var("LESSON_TRY").expect("LESSON_TRY holds actions");
    let mut bench = match std::env::var("LESSON_AT") {
        Ok(at) => {
            let (name, step) = at.split_once('.').expect("LESSON_AT is a lesson and a step, from 1");
            let place = step.parse::<usize>().expect("a number") - 1;
            let lessons = lessons();
            let (_, lesson) = lessons.iter().find(|(_, lesson)| lesson.id == name).expect("a lesson");
            Bench::at(lesson, place, &road()).expect("the steps before can be played")
        }
        Err(_) => Bench::default(),
    };
    for action in action::parse(&tokens::all(&text).expect("words")).expect("actions") {
        println!("{:?}", bench.apply(&action, &road()));
    }
    for entry in bench.journal.of_step() {
        println!("{entry:#?}");
    }
}
