//! Every lesson is played: its steps are unmet at their start, met after their solutions, and each failing attempt is recognised.

use std::path::Path;

use outcrop::lesson::format;
use outcrop::lesson::player::play;
use outcrop::lesson::step::Lesson;

use super::{road, service_model};

/// The lessons of the page, each with its file's name.
pub fn lessons() -> Vec<(String, Lesson)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lesson/texts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let lesson = format::read(&std::fs::read(path).unwrap(), Some(service_model()));
        let lesson = lesson.unwrap_or_else(|mistakes| {
            panic!("{}", mistakes.iter().map(|mistake| mistake.at(&name)).collect::<Vec<_>>().join("\n"))
        });
        (name, lesson)
    };
    files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")).map(read).collect()
}

#[test]
fn every_step_can_be_done_and_every_failing_attempt_is_recognised() {
    let mut findings = Vec::new();
    for (name, lesson) in lessons() {
        let played = play(&lesson, &road());
        findings.extend(
            played.findings.iter().map(|found| format!("{name}:{}: {}: {}", found.line, found.step, found.text)),
        );
        for step in &lesson.steps {
            for wrong in &step.wrong {
                if !played.met.contains(&wrong.line) {
                    findings.push(format!("{name}:{}: {}: no failing attempt meets this line", wrong.line, step.id));
                }
            }
        }
    }
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}
