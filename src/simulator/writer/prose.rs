//! Writes the text of an answer: finds the topic and the form, and chooses the wording.
//!
//! The simulator does not pretend to be a model: it says what it is, and if it does not know a topic, it says so and
//! names what it can explain. A follow-up ("shorter", "why?") is about the last topic that the user named.

use super::glossary::{Entry, entries, phrase};
use super::question::{self, Aside, FollowUp, Form};
use super::retrieval::{has_phrase, named, topics, words};
use super::{arithmetic, render};
use crate::bedrock::conversation::Role;
use crate::simulator::inference::request::{Request, readable};
use crate::simulator::inference::sampler::Rng;

/// The text of the answer.
pub fn answer(request: &Request, rng: &mut Rng) -> String {
    let entries = entries();
    let (turn, prefill) = request.last_turn();
    let question = request.question();
    let prefills =
        usize::from(!prefill.is_empty() || request.messages.last().is_some_and(|s| s.role == Role::Assistant));
    let before = request.messages.len().saturating_sub(turn.len() + prefills);
    let earlier: Vec<&str> =
        request.messages.iter().take(before).rev().filter(|s| s.role == Role::User).map(|s| s.text.as_str()).collect();
    let given: Vec<&str> = turn.iter().flat_map(|s| s.given.iter().map(String::as_str)).collect();

    let mut writer = Writer { request, entries: &entries, rng };
    let text = writer.write(&question, &earlier, prefill);
    let text = match given.as_slice() {
        [] => text,
        [one] => format!("This simulator cannot look at the {one} that you sent. {text}"),
        several => format!("This simulator cannot look at what you sent: {}. {text}", several.join(", ")),
    };
    // An answer that the request begins is continued, not repeated.
    text.strip_prefix(prefill.trim_end()).map_or(text.as_str(), str::trim_start).to_owned()
}

/// The topic of the question as a title; the question itself if the glossary does not know it.
pub fn topic(request: &Request) -> String {
    let question = request.question();
    let entries = entries();
    let best = topics(&question, &entries).first().and_then(|index| entries.get(*index));
    best.map_or_else(|| question.trim_end_matches(['?', '.', '!']).to_owned(), |entry| entry.title.to_owned())
}

struct Writer<'a> {
    request: &'a Request,
    entries: &'a [Entry],
    rng: &'a mut Rng,
}

impl Writer<'_> {
    fn pick(&mut self, wordings: &[&str]) -> String {
        phrase(wordings, &self.request.sampling, self.rng)
    }

    fn write(&mut self, question: &str, earlier: &[&str], prefill: &str) -> String {
        if let Some(aside) = question::aside(question) {
            return self.aside(&aside);
        }
        if let Some((sum, value)) = arithmetic::solve(question) {
            return format!("{sum} = {}", arithmetic::number(value));
        }
        let form = question::form(question)
            .or_else(|| prefill.trim_start().starts_with('{').then_some(Form::Json))
            .or_else(|| question::form(&self.request.readable_system()))
            .unwrap_or(Form::Paragraph);
        let found = topics(question, self.entries);
        let best = found.first().and_then(|index| self.entries.get(*index));
        if question::compares(question)
            && best.is_some_and(|entry| !entry.title.contains("versus"))
            && let [first, second, ..] = named(question, self.entries).as_slice()
        {
            return self.comparison(first, second, form);
        }
        if let Some(entry) = best {
            return match (named(question, self.entries).as_slice(), form) {
                ([first, second, ..], Form::Paragraph) if joins(question) && !entry.title.contains("versus") => {
                    format!("{}\n\n{}", self.about(first, form), self.about(second, form))
                }
                _ => self.about(entry, form),
            };
        }
        let brief = words(question).len() <= 8;
        let follows = question::follow_up(question);
        if (brief && (follows.is_some() || question::form(question).is_some())) || question::points_back(question) {
            let before = earlier.iter().find_map(|text| topics(&readable(text), self.entries).first().copied());
            if let Some(entry) = before.and_then(|index| self.entries.get(index)) {
                return match (follows, question::form(question)) {
                    (_, Some(form)) => self.about(entry, form),
                    (Some(follow_up), None) => self.follow(entry, follow_up),
                    (None, None) => self.about(entry, form),
                };
            }
        }
        match form {
            Form::Poem => {
                let poem = render::poem(None, &self.request.sampling, self.rng);
                if has_phrase(&words(question), &["about".to_owned()]) {
                    format!("Bedrock is this simulator's only subject:\n\n{poem}")
                } else {
                    poem
                }
            }
            Form::Code => self.converse_code(),
            _ => self.unknown(),
        }
    }

    fn converse_code(&self) -> String {
        self.entries.iter().find(|entry| entry.title == "Converse").map(render::code).unwrap_or_default()
    }

    fn about(&mut self, entry: &Entry, form: Form) -> String {
        if form == Form::Code && entry.code.is_empty() {
            let first = render::entry(entry, Form::Sentences(1), &self.request.sampling, self.rng);
            return format!("{first} A Converse call is the same for every chat model:\n\n{}", self.converse_code());
        }
        render::entry(entry, form, &self.request.sampling, self.rng)
    }

    fn follow(&mut self, entry: &Entry, follow_up: FollowUp) -> String {
        match follow_up {
            FollowUp::Shorter => self.about(entry, Form::Sentences(1)),
            FollowUp::More => {
                let mut text = self.about(entry, Form::Paragraph);
                if let Some(why) = entry.why {
                    text = format!("{text}\n\n{why}");
                }
                if !entry.code.is_empty() {
                    text = format!("{text}\n\n{}", render::code(entry));
                }
                text
            }
            FollowUp::Why => {
                if let Some(why) = entry.why {
                    return why.to_owned();
                }
                let text = self.about(entry, Form::Sentences(1));
                format!("The reason is not in this simulator's glossary. What it knows: {text}")
            }
            FollowUp::Example if !entry.code.is_empty() => render::code(entry),
            FollowUp::Example | FollowUp::Again => self.about(entry, Form::Child),
        }
    }

    fn comparison(&mut self, first: &Entry, second: &Entry, form: Form) -> String {
        if form == Form::Table {
            return render::table(first, second, &self.request.sampling, self.rng);
        }
        let lines = if form == Form::Sentences(1) { 1 } else { 2 };
        let left = self.about(first, Form::Sentences(lines));
        let right = self.about(second, Form::Sentences(lines));
        format!("- **{}**: {left}\n- **{}**: {right}", first.title, second.title)
    }

    fn aside(&mut self, aside: &Aside) -> String {
        match aside {
            Aside::Greeting => self.pick(&[
                "Hello! {I am Outcrop's simulator|This is Outcrop's simulator}: ask me something about Amazon Bedrock.",
                "Hi! {What would you like to know|What shall I explain} about Amazon Bedrock? I am a simulator with a small glossary.",
                "Good day! I am a simulator, and {Bedrock is my subject|I can explain how Bedrock works}.",
            ]),
            Aside::Thanks => self.pick(&["You are welcome.", "{Gladly|With pleasure}. Ask on if you like.", "Any time."]),
            Aside::Identity => self.pick(&[
                "I am Outcrop's simulator, {not Claude, not Nova and no language model at all|and no language model}. I check requests as Bedrock would and answer from a small glossary.",
                "{There is no model here|No model is running}: I am Outcrop's simulator, a small program that picks its answers from a glossary about Amazon Bedrock.",
            ]),
            Aside::Abilities => {
                let names = self.suggestions(6);
                self.pick(&[
                    "I am a simulator with a glossary about Amazon Bedrock. Ask me about NAMES; in a paragraph, as a list, in one sentence, or for a child.",
                    "I can explain {ideas around Amazon Bedrock|Bedrock and its ideas}, for example NAMES. I also do sums and count.",
                ])
                .replace("NAMES", &names)
            }
            Aside::Translation => {
                let names = self.suggestions(3);
                self.pick(&[
                    "I cannot translate: this is a simulator, and it answers only from its glossary, in English. {It can explain|Ask it about} NAMES.",
                    "Translation needs a real model. {This simulator|Its simulator} only explains what is in its glossary, such as NAMES.",
                ])
                .replace("NAMES", &names)
            }
            Aside::Joke => self.pick(&[
                "Why did the request go to therapy? It had trouble with its signature.",
                "I asked the stream for the end of the story. It said: contentBlockStop.",
                "Temperature 0 walks into a bar and orders the usual. Always.",
            ]),
            Aside::CountTo(end) => {
                (1..=(*end).min(500)).map(|n| n.to_string()).collect::<Vec<_>>().join(", ")
            }
            Aside::Echo(text) => text.clone(),
        }
    }

    fn unknown(&mut self) -> String {
        let names = self.suggestions(3);
        self.pick(&[
            "I am a simulator and know only a small glossary about Amazon Bedrock, so I have nothing true to say about that. {Ask me, for example,|You could ask me} about NAMES.",
            "That is not in this simulator's glossary, {and it does not make things up|and I will not invent an answer}. It can explain NAMES.",
            "{A real model would have an answer|A model might answer that}; this simulator only explains Bedrock. Try NAMES.",
        ])
        .replace("NAMES", &names)
    }

    /// A few titles: "A, B and C". At temperature 0 always the first ones.
    fn suggestions(&mut self, count: usize) -> String {
        let good = [
            "RAG",
            "Embeddings",
            "Converse versus InvokeModel",
            "Tokens",
            "SigV4",
            "Temperature",
            "Streaming",
            "Tool use",
            "Guardrails",
            "Inference profiles",
            "Prompt caching",
            "Cosine similarity",
        ];
        let mut left: Vec<&str> = good.to_vec();
        let mut names = Vec::new();
        while names.len() < count && !left.is_empty() {
            let scores: Vec<f64> = (0..u32::try_from(left.len()).unwrap_or(0)).map(|n| -0.2 * f64::from(n)).collect();
            let chosen = self.request.sampling.choose(&scores, self.rng);
            names.push(left.remove(chosen.min(left.len() - 1)));
        }
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
            None => String::new(),
        }
    }
}

/// Whether a question names two things without comparing them.
fn joins(question: &str) -> bool {
    has_phrase(&words(question), &["and".to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::inference::request::Message;
    use crate::simulator::inference::sampler::Sampling;

    fn conversation(system: &str, texts: &[&str]) -> String {
        let role = |index: usize| if index.is_multiple_of(2) { Role::User } else { Role::Assistant };
        let messages = texts.iter().enumerate().map(|(index, text)| Message::new(role(index), text)).collect();
        let sampling = Sampling { temperature: Some(0.0), ..Sampling::default() };
        let request = Request { system: system.to_owned(), messages, sampling, ..Request::default() };
        answer(&request, &mut Rng::new(1))
    }

    #[test]
    fn a_question_gets_a_sensible_paragraph() {
        let text = conversation("", &["Explain RAG in one paragraph."]);
        assert!(text.contains("passages") && text.len() > 200 && !text.contains('\n'), "{text}");
    }

    #[test]
    fn the_form_is_honoured() {
        for (system, question, check) in [
            ("", "Explain RAG in one sentence", (|t: &str| t.matches(". ").count() == 0) as fn(&str) -> bool),
            ("Answer in one sentence.", "Explain RAG", |t| t.matches(". ").count() == 0),
            ("", "Explain tokens as a list", |t| t.lines().count() >= 3 && t.lines().all(|l| l.starts_with("- "))),
            ("", "Explain tokens in 8 words", |t| t.split_whitespace().count() <= 8),
            ("", "Explain tokens for a child", |t| t.contains("Lego")),
            ("", "What are embeddings? Return JSON", |t| serde_json::from_str::<serde_json::Value>(t).is_ok()),
            ("", "Write a haiku about tokens", |t| t.lines().count() == 3),
            ("", "Show me Python code for a Converse call", |t| {
                t.contains("```python") && t.contains("client.converse(")
            }),
            ("", "Compare RAG and fine-tuning", |t| t.contains("**RAG**") && t.contains("**Fine-tuning**")),
            ("", "Compare RAG and fine-tuning in a table", |t| t.contains("| RAG | Fine-tuning |")),
            ("", "Explain temperature and top p", |t| t.contains("Temperature") && t.contains("\n\nTop P")),
            ("", "How do I call Nova?", |t| t.contains("client.converse(")),
            ("", "What is 17 * 23?", |t| t == "17 * 23 = 391"),
            ("", "Count to 3", |t| t == "1, 2, 3"),
            ("", "Say pong", |t| t == "pong"),
        ] {
            let text = conversation(system, &[question]);
            assert!(check(&text), "{question}: {text}");
        }
    }

    #[test]
    fn it_never_pretends() {
        for question in ["Who are you?", "Are you Claude?", "What is the capital of France?", "Translate cat to French"]
        {
            let text = conversation("You are Claude, made by Anthropic.", &[question]);
            assert!(text.contains("simulator"), "{question}: {text}");
            assert!(!text.contains("I am Claude") && !text.contains("Paris"), "{text}");
        }
    }

    #[test]
    fn follow_ups_are_about_the_topic_before() {
        let rag = ["What is RAG?", "…"];
        let shorter = conversation("", &[rag[0], rag[1], "Shorter, please"]);
        assert!(shorter.contains("passages") && shorter.matches(". ").count() == 0, "{shorter}");
        assert!(conversation("", &[rag[0], rag[1], "Why?"]).contains("trained"));
        assert!(conversation("", &[rag[0], rag[1], "Explain it to a child"]).contains("open-book"));
        assert!(conversation("", &[rag[0], rag[1], "Tell me more"]).contains("\n\n"));
        assert!(conversation("", &["What is Converse?", "…", "Show me an example"]).contains("```python"));
        assert!(conversation("", &[rag[0], rag[1], "What are guardrails?"]).contains("guardrail"));
        assert!(conversation("", &["Why?"]).contains("simulator"));
    }

    #[test]
    fn an_answer_that_was_begun_is_continued() {
        let text = conversation("", &["What are tokens?", "{"]);
        assert!(
            !text.starts_with('{') && serde_json::from_str::<serde_json::Value>(&format!("{{{text}")).is_ok(),
            "{text}"
        );
    }

    #[test]
    fn any_text_gets_an_answer() {
        for text in ["", " ", "\u{0}", "{{{{", "}", "😀😀", "a".repeat(10_000).as_str(), "((((((1+1"] {
            assert!(!conversation("", &[text]).is_empty(), "{text}");
        }
        assert!(!conversation("", &[]).is_empty());
    }
}
