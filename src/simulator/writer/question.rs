//! The form of the answer that a text requests, and small requests without a topic.
//!
//! Plain phrases decide, on purpose: this file shows what the simulator understands. It never guesses; any other text
//! is an ordinary question.

use super::retrieval::{has_phrase, words};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A paragraph, the default.
    Paragraph,
    /// This many sentences.
    Sentences(usize),
    /// At most this many words.
    Words(usize),
    /// A Markdown list.
    Bullets,
    /// A Markdown table.
    Table,
    /// A JSON object.
    Json,
    /// An explanation for a child.
    Child,
    /// Example code.
    Code,
    /// Three lines of five, seven and five syllables.
    Poem,
}

/// A message without a topic.
#[derive(Clone, Debug, PartialEq)]
pub enum Aside {
    /// A greeting.
    Greeting,
    /// Thanks.
    Thanks,
    /// A question about who answers.
    Identity,
    /// A question about its abilities.
    Abilities,
    /// A request to translate.
    Translation,
    /// A request for a joke.
    Joke,
    /// A request to count to a number.
    CountTo(u32),
    /// A request to say exactly this.
    Echo(String),
}

/// A follow-up to the topic before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// The same in fewer words.
    Shorter,
    /// More about it.
    More,
    /// The reason.
    Why,
    /// An example.
    Example,
    /// The same in other words.
    Again,
}

fn any(text: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| has_phrase(text, &words(phrase)))
}

fn number(word: &str) -> Option<usize> {
    let named = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    named.iter().position(|name| *name == word).or_else(|| word.parse().ok())
}

/// The number before one of these words, as in "two sentences".
fn number_before(text: &[String], unit: &str) -> Option<usize> {
    text.windows(2).find_map(|pair| match pair {
        [count, word] if word == unit => number(count),
        _ => None,
    })
}

/// The form that a text requests, if any.
pub fn form(text: &str) -> Option<Form> {
    let text = words(text);
    if let Some(count) = number_before(&text, "sentence") {
        return Some(Form::Sentences(count.max(1)));
    }
    if let Some(count) = number_before(&text, "word").filter(|count| *count > 0) {
        return Some(Form::Words(count));
    }
    let forms: [(Form, &[&str]); 8] = [
        (Form::Poem, &["haiku", "poem", "verse", "rhyme"]),
        (Form::Json, &["as json", "in json", "return json", "only json", "valid json", "json object", "output json"]),
        (Form::Table, &["as a table", "in a table", "a table"]),
        (
            Form::Bullets,
            &[
                "as a list",
                "bullet",
                "bulleted",
                "in points",
                "key points",
                "list the",
                "as list",
                "a list",
                "in steps",
            ],
        ),
        (
            Form::Child,
            &[
                "a child",
                "child",
                "children",
                "kid",
                "eli5",
                "like i m five",
                "like i m 5",
                "5 year old",
                "five year old",
                "ten year old",
                "10 year old",
                "simple word",
                "simple terms",
                "simply",
                "simple language",
                "my grandmother",
            ],
        ),
        (
            Form::Code,
            &[
                "code",
                "snippet",
                "minimal call",
                "in python",
                "example call",
                "boto3 call",
                "boto3 example",
                "with boto3",
                "using boto3",
                "how do i call",
                "how to call",
                "in boto3",
            ],
        ),
        (
            Form::Sentences(1),
            &[
                "a sentence",
                "single sentence",
                "briefly",
                "in short",
                "be brief",
                "tl dr",
                "concise",
                "concisely",
                "short answer",
            ],
        ),
        (Form::Paragraph, &["paragraph", "in detail"]),
    ];
    forms.iter().find(|(_, phrases)| any(&text, phrases)).map(|(form, _)| *form)
}

/// The request without a topic in a text, if any.
pub fn aside(text: &str) -> Option<Aside> {
    let w = words(text);
    if let Some(text_to_repeat) = echo(text) {
        return Some(Aside::Echo(text_to_repeat));
    }
    if let ([.., to], true) =
        (w.as_slice(), any(&w, &["count to", "count up to", "count from 1 to", "count from one to"]))
        && let Some(end) = number(to).and_then(|end| u32::try_from(end).ok())
    {
        return Some(Aside::CountTo(end));
    }
    if any(&w, &["translate", "translation", "say it in french", "say it in german", "say it in spanish"]) {
        return Some(Aside::Translation);
    }
    if any(
        &w,
        &[
            "who are you",
            "what are you",
            "your name",
            "are you claude",
            "are you nova",
            "are you a model",
            "are you an ai",
            "are you chatgpt",
            "are you real",
            "are you human",
            "which model are you",
            "what model are you",
            "who made you",
        ],
    ) {
        return Some(Aside::Identity);
    }
    if any(&w, &["what can you", "can you help", "help me", "what do you know", "what can i ask"]) || w == ["help"] {
        return Some(Aside::Abilities);
    }
    if any(&w, &["joke", "make me laugh"]) {
        return Some(Aside::Joke);
    }
    if w.len() <= 6 && any(&w, &["thank", "thank you", "thx", "cheer"]) {
        return Some(Aside::Thanks);
    }
    let greetings =
        ["hi", "hello", "hey", "greeting", "good morning", "good evening", "good day", "how are you", "howdy"];
    (w.len() <= 5 && any(&w, &greetings)).then_some(Aside::Greeting)
}

/// The text after "say …", "repeat …" and "reply with …"; only one short line.
fn echo(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let starts = ["say ", "repeat after me: ", "repeat: ", "reply with ", "respond with ", "answer with ", "echo "];
    let start = starts.iter().find(|start| lower.starts_with(**start))?;
    let mut rest = text.get(start.len()..)?.trim();
    for filler in ["exactly ", "only ", "just ", "the word ", "the single word ", "exactly: "] {
        if rest.to_ascii_lowercase().starts_with(filler) {
            rest = rest.get(filler.len()..)?.trim();
        }
    }
    let quoted = rest.trim_end_matches('.').trim_matches(['"', '\'', '“', '”', '`']);
    let asks_for_form =
        words(quoted).iter().any(|w| ["it", "that", "this", "sentence", "word", "json"].contains(&w.as_str()));
    (!quoted.is_empty() && quoted.chars().count() <= 80 && !quoted.contains('\n') && !asks_for_form)
        .then(|| quoted.to_owned())
}

/// The follow-up in a short message, if any.
pub fn follow_up(text: &str) -> Option<FollowUp> {
    let w = words(text);
    let kinds: [(FollowUp, &[&str]); 5] = [
        (FollowUp::Shorter, &["shorter", "short", "brief", "summarize", "summarise", "fewer word", "tl dr"]),
        (FollowUp::More, &["more", "longer", "detail", "elaborate", "continue", "go on", "what else", "further"]),
        (FollowUp::Why, &["why", "how come", "reason", "what for"]),
        (FollowUp::Example, &["example", "show me", "for instance", "how do i", "how would i"]),
        (
            FollowUp::Again,
            &["again", "rephrase", "other word", "differently", "simpler", "i don t understand", "what do you mean"],
        ),
    ];
    kinds.iter().find(|(_, phrases)| any(&w, phrases)).map(|(kind, _)| *kind)
}

/// Whether a text refers to the messages before it.
pub fn points_back(text: &str) -> bool {
    let w = words(text);
    w.len() <= 14 && any(&w, &["it", "its", "that", "this", "they", "them", "those", "the same"])
}

/// Whether a text compares two things.
pub fn compares(text: &str) -> bool {
    any(
        &words(text),
        &["difference", "differ", "different", "compare", "comparison", "vs", "versus", "instead of", "better than"],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_recognised() {
        for (text, expected) in [
            ("Explain RAG in one paragraph.", Some(Form::Paragraph)),
            ("Explain RAG in one sentence", Some(Form::Sentences(1))),
            ("Use 2 sentences.", Some(Form::Sentences(2))),
            ("in at most 12 words", Some(Form::Words(12))),
            ("Explain tokens as a list", Some(Form::Bullets)),
            ("Explain it to a child", Some(Form::Child)),
            ("Explain like I'm five", Some(Form::Child)),
            ("Return JSON only", Some(Form::Json)),
            ("Write a haiku", Some(Form::Poem)),
            ("Show me boto3 code", Some(Form::Code)),
            ("What is RAG?", None),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }

    #[test]
    fn asides_are_recognised() {
        for (text, expected) in [
            ("Hello!", Some(Aside::Greeting)),
            ("Who are you?", Some(Aside::Identity)),
            ("Thanks a lot", Some(Aside::Thanks)),
            ("Count to 5", Some(Aside::CountTo(5))),
            ("count from 1 to ten", Some(Aside::CountTo(10))),
            ("Say \"pong\".", Some(Aside::Echo("pong".to_owned()))),
            ("Reply with exactly OK", Some(Aside::Echo("OK".to_owned()))),
            ("Answer with one sentence", None),
            ("Translate 'good morning' to French", Some(Aside::Translation)),
            ("Hi, what are embeddings and why do they matter?", None),
            ("What is RAG?", None),
        ] {
            assert_eq!(aside(text), expected, "{text}");
        }
    }

    #[test]
    fn follow_ups_are_recognised() {
        for (text, expected) in [
            ("Shorter, please", Some(FollowUp::Shorter)),
            ("Tell me more", Some(FollowUp::More)),
            ("Why?", Some(FollowUp::Why)),
            ("Give me an example", Some(FollowUp::Example)),
            ("ok", None),
        ] {
            assert_eq!(follow_up(text), expected, "{text}");
        }
    }
}
