//! stub
use super::step::Lesson;
pub fn lesson(id: &str) -> Option<Lesson> { (id == "a1").then(|| super::format::parse(include_str!("texts/a1.txt"), None).ok()).flatten() }
