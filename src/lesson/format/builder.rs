//! Builds a lesson line by line and collects every mistake.

use std::collections::BTreeSet;

use super::lines::Line;
use super::pieces::{card, document, is_name, quoted, target};
use super::words::faults;
use super::{MOST_STEPS, Mistake};
use crate::bedrock::service_model::ServiceModel;
use crate::lesson::action;
use crate::lesson::check::condition::Condition;
use crate::lesson::check::{members, parse as condition};
use crate::lesson::step::{Check, Kind, Lesson, Place, Start, Step, Truth, Try, Wrong};
use crate::lesson::tokens::{Tokens, all, meant};
use crate::simulator::Mishap;

/// The keywords before the first step.
const OF_LESSON: [&str; 10] =
    ["id", "title", "minutes", "after", "place", "start", "fault", "program", "account", "step"];

/// The keywords of a step.
const OF_STEP: [&str; 26] = [
    "step", "place", "start", "fault", "program", "account", "goal", "text", "look", "veil", "guess", "shows",
    "question", "bin", "card", "decoy", "deal", "try", "truth", "check", "wrong", "hint", "solve", "fail", "done",
    "retired",
];

/// Reads lines into a lesson.
pub(super) struct Builder<'m> {
    model: Option<&'m ServiceModel>,
    lesson: Lesson,
    mistakes: Vec<Mistake>,
    seen: BTreeSet<String>,
}

impl<'m> Builder<'m> {
    /// An empty lesson.
    pub(super) fn new(model: Option<&'m ServiceModel>) -> Self {
        Self { model, lesson: Lesson::default(), mistakes: Vec::new(), seen: BTreeSet::new() }
    }

    /// Reads a line.
    pub(super) fn take(&mut self, line: &Line) {
        if let Err(text) = self.read(line) {
            self.mistake(line.number, text);
        }
    }

    /// The lesson, or all its mistakes in the order of their lines.
    pub(super) fn finish(mut self) -> Result<Lesson, Vec<Mistake>> {
        self.whole();
        self.mistakes.sort_by_key(|mistake| mistake.line);
        if self.mistakes.is_empty() { Ok(self.lesson) } else { Err(self.mistakes) }
    }

    /// Adds a mistake.
    pub(super) fn mistake(&mut self, line: usize, text: String) {
        self.mistakes.push(Mistake { line, text });
    }

    fn read(&mut self, line: &Line) -> Result<(), String> {
        let known: &[&str] = if self.lesson.steps.is_empty() { &OF_LESSON } else { &OF_STEP };
        let keyword = line.keyword.as_str();
        if !known.contains(&keyword) {
            if OF_STEP.contains(&keyword) {
                return Err(format!("{keyword} belongs to a step; begin one with: step name kind do"));
            }
            if OF_LESSON.contains(&keyword) {
                return Err(format!("{keyword} belongs before the first step"));
            }
            return Err(format!("{keyword} is not a keyword{}", meant(keyword, known.iter().copied())));
        }
        if line.rest.is_empty() && !matches!(keyword, "retired") {
            return Err(format!("{keyword} says nothing"));
        }
        match keyword {
            "step" => self.step(line),
            "place" | "start" | "fault" | "program" | "account" => self.start(line),
            _ if self.lesson.steps.is_empty() => self.of_lesson(line),
            _ => self.of_step(line),
        }
    }

    /// A keyword that a lesson or a step has only once.
    fn once(&mut self, line: &Line) -> Result<(), String> {
        let place = self.lesson.steps.len();
        if self.seen.insert(format!("{place} {}", line.keyword)) {
            Ok(())
        } else {
            Err(format!("{} stands here a second time", line.keyword))
        }
    }

    fn words(&mut self, line: &Line, text: &str, most_words: Option<usize>) {
        for fault in faults(text, most_words) {
            self.mistake(line.number, fault);
        }
    }

    fn of_lesson(&mut self, line: &Line) -> Result<(), String> {
        self.once(line)?;
        match line.keyword.as_str() {
            "id" => {
                if !is_name(&line.rest) {
                    return Err(format!("{} is not an id: small letters, digits and hyphens only", line.rest));
                }
                self.lesson.id.clone_from(&line.rest);
            }
            "title" => {
                self.words(line, &line.rest, Some(12));
                self.lesson.title.clone_from(&line.rest);
            }
            "after" => {
                self.words(line, &line.rest, Some(30));
                self.lesson.after.clone_from(&line.rest);
            }
            _ => {
                let minutes = line.rest.parse().ok().filter(|minutes| (1..=120).contains(minutes));
                self.lesson.minutes = minutes.ok_or_else(|| format!("{} is not a number of minutes", line.rest))?;
            }
        }
        Ok(())
    }

    fn step(&mut self, line: &Line) -> Result<(), String> {
        let words: Vec<&str> = line.rest.split_whitespace().collect();
        let [id, "kind", kind] = words.as_slice() else {
            self.lesson.steps.push(Step { line: line.number, ..Step::default() });
            return Err("write a step as: step name kind do".to_owned());
        };
        let read = Kind::from_word(kind);
        let step = Step { id: (*id).to_owned(), kind: read.unwrap_or_default(), line: line.number, ..Step::default() };
        let taken = self.lesson.steps.iter().any(|other| other.id == *id);
        self.lesson.steps.push(step);
        if self.lesson.steps.len() == MOST_STEPS + 1 {
            self.mistake(line.number, format!("a lesson has at most {MOST_STEPS} steps"));
        }
        if !is_name(id) {
            return Err(format!("{id} is not a name: small letters, digits and hyphens only"));
        }
        if taken {
            return Err(format!("there is already a step {id}"));
        }
        match read {
            Some(_) => Ok(()),
            None => Err(format!("{kind} is not a kind of step{}", meant(kind, Kind::ALL.map(Kind::word)))),
        }
    }

    fn start(&mut self, line: &Line) -> Result<(), String> {
        if line.keyword != "account" {
            self.once(line)?;
        }
        let mut start = Start::default();
        match line.keyword.as_str() {
            "place" => {
                let place = Place::from_word(&line.rest);
                let near = || meant(&line.rest, Place::ALL.map(Place::word));
                start.place = Some(place.ok_or_else(|| format!("{} is not a place{}", line.rest, near()))?);
            }
            "fault" => {
                let fault = Mishap::from_key(&line.rest);
                let near = || meant(&line.rest, Mishap::ALL.map(Mishap::key));
                start.fault = Some(fault.ok_or_else(|| format!("{} is not a fault{}", line.rest, near()))?);
            }
            "program" => start.program = Some(line.rest.trim_start_matches('\n').to_owned()),
            "account" => start.account = action::parse(&all(&line.rest)?)?,
            _ => start.experiment = Some(Box::new(document(&line.rest)?)),
        }
        let of = match self.lesson.steps.last_mut() {
            Some(step) => step.start.get_or_insert_default(),
            None => &mut self.lesson.start,
        };
        of.place = start.place.or(of.place);
        of.fault = start.fault.or(of.fault);
        of.program = start.program.or(of.program.take());
        of.experiment = start.experiment.or(of.experiment.take());
        of.account.extend(start.account);
        Ok(())
    }

    fn of_step(&mut self, line: &Line) -> Result<(), String> {
        match line.keyword.as_str() {
            "goal" => {
                self.once(line)?;
                self.words(line, &line.rest, Some(20));
                self.edit(|step| step.goal.clone_from(&line.rest));
            }
            "text" => {
                self.once(line)?;
                self.words(line, &line.rest, Some(60));
                self.edit(|step| step.text.clone_from(&line.rest));
            }
            "done" => {
                self.once(line)?;
                self.words(line, &line.rest, Some(60));
                self.edit(|step| step.done.clone_from(&line.rest));
            }
            "question" => {
                self.once(line)?;
                self.words(line, &line.rest, Some(30));
                self.edit(|step| step.question.clone_from(&line.rest));
            }
            "hint" => {
                self.words(line, &line.rest, Some(30));
                self.edit(|step| step.hint.push(line.rest.clone()));
            }
            "retired" => self.edit(|step| step.retired = true),
            "look" => {
                let target = target(&all(&line.rest)?)?;
                self.edit(|step| step.look.push(target));
            }
            "veil" => {
                let target = target(&all(&line.rest)?)?;
                self.edit(|step| step.veil.push(target));
            }
            "guess" => {
                let guesses: Vec<String> = all(&line.rest)?.iter().map(quoted).collect::<Result<_, _>>()?;
                self.edit(|step| step.guesses.extend(guesses));
            }
            "shows" => {
                let tokens = all(&line.rest)?;
                let [token] = tokens.as_slice() else { return Err("shows takes one fact".to_owned()) };
                let selector = condition::selector(token)?;
                self.edit(|step| step.shows = Some(selector));
            }
            "bin" => {
                let bins: Vec<String> = all(&line.rest)?.iter().map(quoted).collect::<Result<_, _>>()?;
                self.edit(|step| step.cards.bins.extend(bins));
            }
            "card" | "decoy" => {
                let card = card(&line.keyword, &all(&line.rest)?)?;
                let taken = self
                    .lesson
                    .steps
                    .last()
                    .is_some_and(|step| step.cards.cards.iter().any(|other| other.text == card.text));
                self.edit(|step| step.cards.cards.push(card));
                if taken {
                    return Err("there is already a card with this text".to_owned());
                }
            }
            "deal" => {
                self.once(line)?;
                let count = line.rest.parse().ok().filter(|count| *count >= 2);
                let count = count.ok_or_else(|| format!("{} is not a number of cards", line.rest))?;
                self.edit(|step| step.cards.deal = Some(count));
            }
            "truth" => {
                self.once(line)?;
                let near = || meant(&line.rest, Truth::ALL.map(Truth::word));
                let truth =
                    Truth::from_word(&line.rest).ok_or_else(|| format!("{} is not a truth{}", line.rest, near()))?;
                self.edit(|step| step.cards.truth = Some(truth));
            }
            "try" => {
                let mut tokens = Tokens::of(&line.rest);
                let (head, true) = tokens.until_colon()? else {
                    return Err("write: try \"card\" in \"bin\" : actions".to_owned());
                };
                let [card, word, bin] = head.as_slice() else {
                    return Err("write: try \"card\" in \"bin\" : actions".to_owned());
                };
                if !word.is("in") {
                    return Err("write: try \"card\" in \"bin\" : actions".to_owned());
                }
                let tried =
                    Try { card: quoted(card)?, bin: quoted(bin)?, actions: action::parse(&all(tokens.rest())?)? };
                self.edit(|step| step.cards.tries.push(tried));
            }
            "check" => {
                let (condition, words) = self.judged(line)?;
                self.edit(|step| step.check.push(Check { condition, words, line: line.number }));
            }
            "wrong" => {
                let (condition, words) = self.judged(line)?;
                if words.is_empty() {
                    return Err("what it shows is missing: wrong condition : words".to_owned());
                }
                self.edit(|step| step.wrong.push(Wrong { condition, words, line: line.number }));
            }
            "solve" => {
                let actions = action::parse(&all(&line.rest)?)?;
                self.edit(|step| step.solve.extend(actions));
            }
            _ => {
                let actions = action::parse(&all(&line.rest)?)?;
                self.edit(|step| step.fail.push(actions));
            }
        }
        Ok(())
    }

    fn edit(&mut self, change: impl FnOnce(&mut Step)) {
        if let Some(step) = self.lesson.steps.last_mut() {
            change(step);
        }
    }

    /// A condition, and the words behind a colon.
    fn judged(&mut self, line: &Line) -> Result<(Condition, String), String> {
        let mut tokens = Tokens::of(&line.rest);
        let (head, _) = tokens.until_colon()?;
        let words = tokens.rest().to_owned();
        self.words(line, &words, Some(40));
        let condition = condition::parse(&head)?;
        // A wrong attempt may name a member that the service does not have: that is what is wrong.
        if let Some(model) = self.model.filter(|_| line.keyword == "check") {
            let faults: Vec<String> = members::selectors(&condition)
                .into_iter()
                .filter_map(|selector| members::fault(selector, model))
                .collect();
            for fault in faults {
                self.mistake(line.number, fault);
            }
        }
        Ok((condition, words))
    }

    /// What the lesson as a whole lacks.
    fn whole(&mut self) {
        let mut missing = Vec::new();
        for (word, is_there) in [
            ("id", !self.lesson.id.is_empty()),
            ("title", !self.lesson.title.is_empty()),
            ("minutes", self.lesson.minutes > 0),
            ("step", !self.lesson.steps.is_empty()),
        ] {
            let is_wrong = self.mistakes.iter().any(|mistake| mistake.text.contains(word));
            if !is_there && !is_wrong {
                missing.push(Mistake { line: 0, text: format!("there is no {word}") });
            }
        }
        for step in &self.lesson.steps {
            let mut lacks = |text: String| missing.push(Mistake { line: step.line, text });
            let name = &step.id;
            if step.goal.is_empty() {
                lacks(format!("step {name} has no goal"));
            }
            if step.check.is_empty() {
                lacks(format!("step {name} has no check"));
            }
            if step.solve.is_empty() {
                lacks(format!("step {name} has no solve: nobody can see that it can be done"));
            }
            let bins = &step.cards.bins;
            if let Some(count) = step.cards.deal {
                let cards = step.cards.cards.len();
                if bins.is_empty() {
                    lacks(format!("step {name} deals cards without bins; an order needs all of its cards"));
                } else if count < bins.len() || count >= cards {
                    lacks(format!(
                        "step {name} deals {count} cards: between {} and {} can be dealt of {cards}",
                        bins.len(),
                        cards.saturating_sub(1)
                    ));
                }
            }
            for card in &step.cards.cards {
                match &card.bin {
                    Some(bin) if !bins.contains(bin) => {
                        lacks(format!(
                            "card “{}” belongs in “{bin}”, which is not a bin{}",
                            card.text,
                            meant(bin, bins.iter().map(String::as_str))
                        ));
                    }
                    None if !bins.is_empty() && !card.decoy => {
                        lacks(format!("card “{}” names no bin", card.text));
                    }
                    Some(_) | None => {}
                }
            }
        }
        self.mistakes.extend(missing);
    }
}
