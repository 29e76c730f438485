//! stub
use crate::aws::time::Timestamp;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark { Open, Shown, Done }
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress { done: Vec<(String, String, bool)> }
impl Progress {
    pub fn from_json(_: &str) -> Option<Self> { Some(Self::default()) }
    pub fn to_json(&self) -> String { String::new() }
    pub fn mark(&self, lesson: &str, step: &str) -> Mark {
        self.done.iter().find(|(l, s, _)| l == lesson && s == step).map_or(Mark::Open, |(.., shown)| if *shown { Mark::Shown } else { Mark::Done })
    }
    pub fn done(&mut self, lesson: &str, step: &str, shown: bool, _now: Timestamp) { self.done.push((lesson.into(), step.into(), shown)); }
    pub fn missed(&mut self, _l: &str, _s: &str) {}
    pub fn hinted(&mut self, _l: &str, _s: &str, _n: usize) {}
    pub fn opened(&mut self, _l: &str, _s: &str, _now: Timestamp) {}
}
